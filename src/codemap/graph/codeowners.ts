/** Where GitHub and GitLab look, in this order; the first that exists counts. */
export const CODEOWNERS_PATHS = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.gitlab/CODEOWNERS',
] as const;

export interface OwnerRule {
  readonly line: number;
  /** Parts of a path; `**` stands for any number of them. */
  readonly pattern: readonly string[];
  readonly owners: readonly string[];
  /** GitLab's `[Section]`; '' without. */
  readonly section: string;
}

/**
 * Reads a CODEOWNERS file by GitHub's rules (docs.github.com, "About code owners"): patterns like those of .gitignore,
 * but case-sensitive, without `!` and `[a-z]` (such lines are passed over), `\ ` for a blank, `#` for a comment also
 * behind the owners; a pattern without owners takes ownership away. GitLab's sections (`[Name] @default`) are
 * understood too: there every section has its own last match.
 */
export function parseCodeowners(text: string): readonly OwnerRule[] {
  const rules: OwnerRule[] = [];
  let section = '';
  let standing: readonly string[] = [];
  text.split(/\r?\n/).forEach((raw, i) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return;
    const head = /^\^?\[([^\]]+)\](?:\[\d+\])?(.*)$/.exec(line);
    if (head) {
      section = (head[1] ?? '').trim().toLowerCase();
      standing = ownersIn(head[2] ?? '');
      return;
    }
    const written = /^(?:\\.|[^\s\\])+/.exec(line)?.[0] ?? '';
    const pattern = partsOf(written);
    if (!pattern) return;
    const owners = ownersIn(line.slice(written.length));
    rules.push({ line: i + 1, pattern, owners: owners.length > 0 ? owners : standing, section });
  });
  return rules;
}

/** The rules that decide on a path: the last match, in each section. */
export function rulesFor(rules: readonly OwnerRule[], path: string): readonly OwnerRule[] {
  const found = new Map<string, OwnerRule>();
  const parts = path.split('/');
  for (let i = rules.length - 1; i >= 0; i--) {
    const rule = rules[i];
    if (rule && !found.has(rule.section) && fits(rule.pattern, parts, '**', samePart))
      found.set(rule.section, rule);
  }
  return [...found.values()].sort((a, b) => a.line - b.line);
}

/** `@user`, `@org/team` or an e-mail address; the rest of the line behind a `#` is a comment. */
function ownersIn(text: string): readonly string[] {
  const words = text.replace(/(^|\s)#.*$/, '').split(/\s+/);
  return words.filter(word => word.includes('@'));
}

/**
 * A pattern as the parts of a path, `**` for any number of them. A slash in front or within binds it to the root; a
 * folder owns what lies below; `docs/*` reaches the files directly in `docs` alone, `*.js` and `docs` reach any depth.
 */
function partsOf(written: string): readonly string[] | undefined {
  const plain = written.replace(/\\(.)/g, '$1');
  if (plain === '' || plain.startsWith('!') || /[[\]]/.test(plain)) return undefined;
  const bare = plain.replace(/^\/+|\/+$/g, '');
  if (bare === '') return ['**'];
  const parts = bare.split('/');
  const bound = plain.startsWith('/') || parts.length > 1;
  const below = parts.at(-1) === '**';
  if (below) parts.pop();
  const direct = bound && parts.at(-1) === '*' && !below && !plain.endsWith('/');
  return [
    ...(bound ? [] : ['**']),
    ...parts,
    ...(below || plain.endsWith('/') ? ['*', '**'] : direct ? [] : ['**']),
  ];
}

/**
 * Whether a list with wild cards fits a whole list: when it does not go on, the last wild card takes one more. Never
 * more steps than the one length times the other, whatever a hostile file asks for.
 */
function fits(
  pattern: ArrayLike<string>,
  text: ArrayLike<string>,
  wild: string,
  same: (a: string, b: string) => boolean,
): boolean {
  let [p, t, star, from] = [0, 0, -1, 0];
  while (t < text.length) {
    const want = pattern[p];
    if (want === wild) [star, from, p] = [p, t, p + 1];
    else if (want !== undefined && same(want, text[t] ?? '')) [p, t] = [p + 1, t + 1];
    else if (star >= 0) [p, t, from] = [star + 1, from + 1, from + 1];
    else return false;
  }
  while (pattern[p] === wild) p++;
  return p === pattern.length;
}

const sameChar = (a: string, b: string) => a === b || a === '?';
const samePart = (a: string, b: string) => fits(a, b, '*', sameChar);
