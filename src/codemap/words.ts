/** Words of grammar: they say nothing about the code, and where nothing else matches they would match everything. */
const GRAMMAR = new Set(
  `a about above across after again all also am an and any are as at be because been before being below between both but by
can cannot could did do does doing done down during each either else etc every few for from further get gets give given
had has have having he help her here hers him his how however i if in into is it its itself just let lets like make makes
many may me might more most much must my need needed needs new no nor not now of off on once one only or other our out over
own per please same shall she should since so some such than that the their them then there these they this those through
to too under until up upon us use used uses using very via want was we were what when where whether which while who whom
why will with within without would yes yet you your`.split(/\s+/),
);
/** Words of requests, too common to carry weight; ranking.md multiplies them by .2 instead of removing them. */
const REQUEST = new Set(
  `fix fixes fixed fixing add adds added adding support supports supported issue issues feature features implement
implemented improve improved improvement update updated change changes changed allow ensure bug problem error chore feat
refactor docs test tests code file files work working works way able`.split(/\s+/),
);

export function isGrammarWord(word: string): boolean {
  return GRAMMAR.has(word);
}

export function isStopWord(word: string): boolean {
  return GRAMMAR.has(word) || REQUEST.has(word);
}

/** Short names whose digit is part of the word: s3, k8s, i18n, h2. */
const ALNUM = /^[a-z]{1,2}\d{1,2}[a-z]{0,2}$/;
const LONGEST_ALNUM = 6;

const isUpper = (c: number) => c >= 65 && c <= 90;
const isLower = (c: number) => c >= 97 && c <= 122;
const isDigit = (c: number) => c >= 48 && c <= 57;
const isOther = (c: number) => c > 127;

/** End of the run of such characters that starts at `from`. */
function runEnd(text: string, from: number, is: (c: number) => boolean): number {
  let end = from;
  while (end < text.length && is(text.charCodeAt(end))) end++;
  return end;
}

/** Splits an identifier into lower-case words: `parseHTMLText_v2` → parse, html, text. One-letter words are dropped. */
export function splitIdentifier(name: string): string[] {
  const out: string[] = [];
  if (name.length > 80) return out;
  for (let at = 0; at < name.length; ) {
    let end = at;
    let digit = false;
    for (; end < name.length; end++) {
      const c = name.charCodeAt(end);
      if (isDigit(c)) digit = true;
      else if (!isLower(c) && !isUpper(c) && !isOther(c)) break;
    }
    if (end > at) splitPiece(name.slice(at, end), digit, out);
    at = end + 1;
  }
  return out;
}

/** A piece of letters and digits: at its humps, and at its digits unless it is short. */
function splitPiece(piece: string, digit: boolean, out: string[]): void {
  if (digit) {
    const lower = piece.toLowerCase();
    if (lower.length <= LONGEST_ALNUM && ALNUM.test(lower)) {
      out.push(lower);
      return;
    }
  }
  for (let at = 0; at < piece.length; ) {
    const end = partEnd(piece, at);
    if (end > at + 1) out.push(piece.slice(at, end).toLowerCase());
    at = Math.max(end, at + 1);
  }
}

/** End of the word that starts at `at`; `at` itself for a digit. */
function partEnd(piece: string, at: number): number {
  const c = piece.charCodeAt(at);
  if (isLower(c)) return runEnd(piece, at, isLower);
  if (isOther(c)) return runEnd(piece, at, isOther);
  if (!isUpper(c)) return at;
  const end = runEnd(piece, at, isUpper);
  if (!isLower(piece.charCodeAt(end))) return end;
  if (end === at + 1) return runEnd(piece, end, isLower);
  // `entryIDs` is entry and id: the plural of an acronym ends it. In `HTMLText` the last capital begins a word.
  const isPlural = piece.charCodeAt(end) === 115 && !isLower(piece.charCodeAt(end + 1));
  return isPlural ? end : end - 1;
}

const VOWEL = /[aeiouy]/;

function strip(word: string, suffix: string, keep: number): string | undefined {
  if (word.length < suffix.length + keep || !word.endsWith(suffix)) return undefined;
  const rest = word.slice(0, -suffix.length);
  return VOWEL.test(rest) ? rest : undefined;
}

/** Ordered: the first suffix that leaves enough of the word wins. The second figure is what must remain. */
const SUFFIXES: readonly (readonly [string, number, string])[] = [
  ['ifications', 3, 'if'],
  ['ification', 3, 'if'],
  ['ications', 3, 'ic'],
  ['ication', 3, 'ic'],
  ['ations', 3, ''],
  ['ation', 3, ''],
  ['ators', 3, ''],
  ['ating', 3, ''],
  ['ator', 3, ''],
  ['ated', 3, ''],
  ['ates', 3, ''],
  ['ate', 3, ''],
  ['ments', 3, ''],
  ['ment', 3, ''],
  ['ings', 3, ''],
  ['ing', 3, ''],
  ['iers', 3, 'i'],
  ['ier', 3, 'i'],
  ['ied', 3, 'i'],
  ['ies', 2, 'i'],
  ['ers', 4, ''],
  ['ors', 4, ''],
  ['er', 4, ''],
  ['or', 4, ''],
  ['ed', 3, ''],
  ['es', 3, ''],
  ['e', 3, ''],
];

/** The same, by their last letter. */
const SUFFIXES_BY_END: ReadonlyMap<string, typeof SUFFIXES> = new Map(
  [...'sngrdet'].map(end => [end, SUFFIXES.filter(([suffix]) => suffix.endsWith(end))]),
);
const DOUBLED = new Set([...'bdgmnprt'].map(letter => letter + letter));

/**
 * A small English stemmer, made for matching names of code rather than prose: it only has to send the forms of a word
 * to the same string (notify, notifier, notifications → notif), not to a root that exists.
 */
export function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  let base = word;
  if (base.endsWith('s') && !/(ss|us|is)$/.test(base))
    base = base.endsWith('ies') ? `${base.slice(0, -3)}y` : base.slice(0, -1);
  for (const [suffix, keep, instead] of SUFFIXES_BY_END.get(base.slice(-1)) ?? []) {
    const rest = strip(base, suffix, keep);
    if (rest === undefined) continue;
    base = rest + instead;
    break;
  }
  if (base.length > 3 && DOUBLED.has(base.slice(-2))) base = base.slice(0, -1);
  if (base.length > 3 && base.endsWith('y')) base = `${base.slice(0, -1)}i`;
  if (base.length > 4 && base.endsWith('ifi')) base = base.slice(0, -1);
  return base;
}

/** Whether a word of a request is written as code is: camelCase, PascalCase with two humps, snake_case, CONSTANT. */
export function looksLikeIdentifier(word: string): boolean {
  return (
    /^[A-Za-z_$][\w$]*$/.test(word) && (/[a-z0-9][A-Z]/.test(word) || /[A-Za-z0-9]_[A-Za-z0-9]/.test(word))
  );
}
