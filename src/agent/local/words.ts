/** What the words of a goal say: parts of the sentence, content words, identifiers. Pure and language-light. */
export interface GoalReading {
  readonly text: string;
  /** First verb, lower case: `add`, `fix`; empty when the goal starts otherwise. */
  readonly verb: string;
  /** What is wanted: "real-time notifications". */
  readonly object: string;
  /** Where it goes, without the preposition: "the public API"; empty when not said. */
  readonly target: string;
  /** How, without the preposition: "WebSocket"; empty when not said. */
  readonly means: string;
  /** Content words, lower case, in order, each once. */
  readonly words: readonly string[];
  /** Stems of the content words. */
  readonly stems: ReadonlySet<string>;
  /** Names written as code: backticks, camelCase, snake_case, paths. */
  readonly identifiers: readonly string[];
}

const STOP = new Set(
  (
    'a an the and or but if then else of to for in on at by with from into onto as is are was were be been it its this that ' +
    'these those we you they i our your their my me us when while where which who whom how why what so such than too very ' +
    'can could should would will shall may might must do does did done not no yes all any each every some more most other ' +
    'please want need needs make makes let lets also just only via using use uses so that there here new up out over after ' +
    'before between without within about against per'
  ).split(' '),
);

const VERBS = new Set(
  (
    'add create build implement introduce support enable allow provide write make fix repair mend resolve refactor extract ' +
    'split rename move remove delete drop replace migrate upgrade update change improve speed optimise optimize reduce ' +
    'rewrite convert port expose send store log track validate handle show display render cache limit paginate search ' +
    'export import decide choose evaluate compare document test cover rework simplify unify merge switch secure encrypt ' +
    'schedule retry queue stream notify record integrate connect set keep let remember skip hide warn filter sort sync ' +
    'detect ignore list load save parse print format highlight preserve prevent reject stop start run open close copy'
  ).split(' '),
);

/** Words of a text: split at everything but letters, digits; camelCase and snake_case taken apart. Lower case. */
export function tokens(text: string): readonly string[] {
  return (
    text
      // `entryIDs`, `GUIDs`: the plural of an acronym is its singular.
      .replace(/([A-Z]{2,})s(?![a-z])/g, ' $1 ')
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
  );
}

/** A light English stem, enough to match `notifications` with `notify` and `limiting` with `limiter`. */
export function stem(word: string): string {
  let w = word;
  // notify, notified, notification: never cut down to "not".
  const making = /^(.{2,}if)(?:y|ies|ied|ying|ications?|iers?)$/.exec(w)?.[1];
  if (making) return making;
  // Settings are things; whatever begins with `set_` has nothing to do with them.
  if (w === 'setting' || w === 'settings') return 'setting';
  // A theme is none of “them”.
  if (/^them(?:es?|ed|ing)$/.test(w)) return 'theme';
  if (w.length > 4 && w.endsWith('ies')) return `${w.slice(0, -3)}y`;
  for (const [end, min] of SUFFIXES) {
    if (w.endsWith(end) && w.length - end.length >= min) {
      w = w.slice(0, -end.length);
      break;
    }
  }
  if (/([bdfgklmnprt])\1$/.test(w)) w = w.slice(0, -1);
  return w.endsWith('e') && w.length > 4 ? w.slice(0, -1) : w;
}

const SUFFIXES: readonly (readonly [string, number])[] = [
  ['ations', 4],
  ['ation', 4],
  ['ments', 4],
  ['ment', 4],
  ['ings', 3],
  ['ing', 3],
  ['ers', 4],
  ['er', 4],
  ['ors', 4],
  ['ed', 3],
  ['es', 4],
  ['s', 3],
];

export function contentWords(text: string): readonly string[] {
  return [...new Set(tokens(text).filter(w => w.length > 1 && !STOP.has(w) && !/^\d+$/.test(w)))];
}

/** Words that are verbs where a goal begins with them, and mostly something else elsewhere. */
const OPENING = new Set(
  'offer toggle serialize serialise check accept suggest name return recognise recognize give take apply measure'.split(
    ' ',
  ),
);

/** Verbs that ask for something that is not there yet. */
const MAKING = new Set(
  'add create build implement introduce support provide allow enable let expose export import write send'.split(
    ' ',
  ),
);

export function isMaking(verb: string): boolean {
  return MAKING.has(verb);
}

export function isVerb(word: string): boolean {
  return VERBS.has(word);
}

const CODE_NAME =
  /`([^`]+)`|\b([a-z]+(?:[A-Z][a-z0-9]*)+)\b|\b([a-z0-9]+(?:_[a-z0-9]+)+)\b|\b([\w-]+(?:\/[\w.-]+)+)\b/g;

export function identifiersOf(text: string): readonly string[] {
  return [
    ...new Set([...text.matchAll(CODE_NAME)].map(m => m[1] ?? m[2] ?? m[3] ?? m[4] ?? '').filter(Boolean)),
  ];
}

/** Verbs whose object is the whole clause: what is wrong, or what becomes of it. */
const WHOLE = new Set([
  'fix',
  'repair',
  'mend',
  'resolve',
  'refactor',
  'split',
  'extract',
  'rename',
  'move',
  'simplify',
  'rework',
]);

/** Things that are wanted for a purpose: "a setting to hide …", "an option to skip …". The purpose is part of the thing. */
const TOOLS =
  /\b(?:option|setting|flag|switch|toggle|preference|parameter|argument|command|subcommand|button|shortcut|key|way|ability|possibility|mode|script|job|task|endpoint|route|page|screen|dialog|menu|filter|hook|method|function|helper|rule|check|field|action)$/i;
/** Whether a word only says what kind of thing is wanted ("command", "option"), not which. */
export function isTool(word: string): boolean {
  return TOOLS.test(word);
}

/** What follows "to" names a place, not a purpose. */
const PLACE = /^(?:the|a|an|this|that|these|all|each|every|our|its|their|any|both)\b|^\S*[/.`_]/i;

/** "setting to hide read entries" stays whole; "rate limiting to the public API" ends before the place. */
function objectOf(text: string): { readonly object: string; readonly rest: string } {
  const cut = CLAUSE.exec(text);
  if (!cut) return { object: text, rest: '' };
  const head = text.slice(0, cut.index);
  const tail = text.slice(cut.index + cut[0].length);
  // What a tool is for is part of it: "to hide …", "that returns …".
  const joint = cut[0].trim().toLowerCase();
  if ((joint === 'that' || joint === 'which' || (joint === 'to' && !PLACE.test(tail))) && TOOLS.test(head)) {
    const purpose = objectOf(tail);
    return { object: `${head} ${joint} ${purpose.object}`, rest: purpose.rest };
  }
  return { object: head, rest: text.slice(cut.index) };
}

const CLAUSE =
  /\s(?:to|for|in|into|on|onto|as|when|whenever|that|which|who|where|so that|after|before|without|during)\s/i;

/** "let a route declare its own request timeout" wants the request timeout: what stands behind the last "its own". */
function grantedIn(text: string): string {
  const own = /^.*\b(?:its|their|his|her|your|my|our|the)\s+own\s+(.+)$/i.exec(text)?.[1];
  if (own) return own;
  return /^(?:\S+\s+){1,3}?(?:to\s+)?((?:\S+)\s+.+)$/.exec(text)?.[0] ?? text;
}

/** The two halves of what is wanted: "setting to hide read entries" is the kind "setting" and what it is for. */
export function kindAndPurpose(object: string): { readonly kind: string; readonly purpose?: string } {
  const [kind = '', purpose] = object.split(/\s(?:to|that|which)\s/i);
  return purpose === undefined ? { kind } : { kind, purpose };
}

const ARTICLE = /^(?:the|a|an|our|this|that)$/;

/** Reads a goal. Only the first sentence gives object, target and means; all of it gives the words. */
export function readGoal(text: string): GoalReading {
  const first = firstSentence(text);
  const parts = first.split(/\s+/);
  const bare = (p: string): string => p.toLowerCase().replace(/[^a-z]/g, '');
  // “the import of orders fails”: behind an article stands a thing.
  const named = (i: number): boolean => ARTICLE.test(bare(parts[i - 1] ?? ''));
  const verbAt = parts
    .slice(0, 4)
    .findIndex((p, i) => (isVerb(bare(p)) && !named(i)) || (i === 0 && OPENING.has(bare(p))));
  const verb = verbAt >= 0 ? (parts[verbAt] ?? '').toLowerCase().replace(/[^a-z]/g, '') : '';
  const whole = WHOLE.has(verb);
  const wished = verbAt >= 0 ? parts.slice(verbAt + 1).join(' ') : first;
  // "fix that a user can read and change …" speaks of one fault.
  const rest = whole ? wished : firstWish(wished);
  const means = after(rest, /\s(?:with|using|via|through|by means of)\s/i);
  const noMeans = before(rest, /\s(?:with|using|via|through|by means of)\s/i);
  const wish = verb === 'let' ? { object: grantedIn(noMeans), rest: '' } : objectOf(noMeans);
  const target =
    after(wish.object, /\sof\s/i) ||
    after(wish.rest, /\s(?:to|for|in|into|on|onto|of|from|when|whenever|so that)\s/i);
  const object = wish.object;
  const words = contentWords(text).filter((w, i) => !(i === 0 && isVerb(w)));
  return {
    text,
    verb,
    object: clean(whole ? rest.replace(/^that\s+/i, '').replace(REASON, '') : object) || clean(first),
    target: clean(target),
    means: clean(means),
    words,
    stems: new Set(words.map(stem)),
    identifiers: identifiersOf(text),
  };
}

/** Why something shall be done is no part of what: "split client.ts, it has grown too large". */
const REASON = /,\s+(?:it|they|which|because|since|as|so|for)\s.*$/is;

/** What stands before a second wish: "audit log and keep …" is "audit log". */
function firstWish(text: string): string {
  for (const m of text.matchAll(/,?\s+and\s+(\p{L}+)/gu))
    if (isVerb((m[1] ?? '').toLowerCase())) return text.slice(0, m.index);
  return text;
}

function firstSentence(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  return (line.split(/(?<=[^.\d])[.!?](?:\s|$)/)[0] ?? line).trim();
}

function before(text: string, at: RegExp): string {
  const m = at.exec(text);
  return m ? text.slice(0, m.index) : text;
}

function after(text: string, at: RegExp): string {
  const m = at.exec(text);
  return m ? text.slice(m.index + m[0].length) : '';
}

function clean(text: string): string {
  return text
    .replace(/^(?:a|an|the|some|new)\s+/i, '')
    .replace(/[\s,;:.]+$/, '')
    .trim();
}

/** How many of `stems` occur in this name or text. */
export function overlap(text: string, stems: ReadonlySet<string>): number {
  let n = 0;
  for (const s of new Set(tokens(text).map(stem))) if (stems.has(s)) n++;
  return n;
}
