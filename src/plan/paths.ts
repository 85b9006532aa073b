import { distance } from '../shared/text/distance.ts';

/** Endings by which a name without a folder is known for a file, and not for `user.name`. */
const ENDINGS =
  'ts|tsx|mts|cts|js|jsx|mjs|cjs|json|jsonc|md|mdx|py|pyi|toml|cfg|ini|txt|go|mod|sum|rs|java|kt|kts|gradle|rb|erb|php|c|h|cc|cpp|hpp|cs|csproj|swift|scala|sql|prisma|graphql|proto|yml|yaml|xml|html|css|scss|vue|svelte|astro|sh|ps1|tf|lock|env|svg|csv|conf|ex|exs|dart|lua|zig';
const FILE = new RegExp(`^(?:[\\w@.()[\\]+$-]+/)*[\\w@.[\\]+$-]+\\.(?:${ENDINGS})$`, 'i');
/** Files that are known by their name alone. */
const BARE =
  /^(?:[\w@.-]+\/)*(?:Dockerfile|Makefile|Gemfile|Rakefile|Procfile|Jenkinsfile|LICENSE|\.env[\w.]*|\.gitignore|\.dockerignore)$/;
/** Libraries and platforms whose names end like files. */
const NAMES =
  /^(?:node|next|vue|nuxt|react|express|three|d3|chart|ember|backbone|nest|socket|discord|p5)\.js$/i;
const OUTSIDE = /^(?:\.\.\/|~\/|\/(?:etc|usr|var|home|opt|tmp|root|srv|Users|Volumes)\/|[A-Z]:[\\/])/;

/** The path that a code span names, without the line behind it; undefined for what is no path of a file. */
export function pathIn(code: string): string | undefined {
  const said = code
    .trim()
    .replace(/:\d+(?:[-–]\d+)?$/, '')
    .replace(/^\.\//, '');
  if (said === '' || /[\s*<>{}…]|:\/\//.test(said) || NAMES.test(said)) return undefined;
  if (isOutside(said)) return said;
  if (said.startsWith('/')) return undefined;
  return FILE.test(said) || BARE.test(said) ? said : undefined;
}

/** Leads out of the project: `../x`, `~/x`, `/etc/x`, or back out of a folder. */
export function isOutside(path: string): boolean {
  if (OUTSIDE.test(path)) return true;
  let depth = 0;
  for (const part of path.split('/')) {
    depth += part === '..' ? -1 : part === '.' || part === '' ? 0 : 1;
    if (depth < 0) return true;
  }
  return false;
}

/** Names that many folders have: two of them in different folders are no slip of the pen. */
const COMMON =
  /^(?:index|mod|main|lib|__init__|types?|utils?|readme|conftest|setup|config|package|models?|test|tests)\./i;

/** Whether a path looks like a slip of the pen for another: case, a letter or two, another ending, a folder misspelt. */
export function isNearMiss(path: string, other: string): boolean {
  if (path === other) return false;
  if (path.toLowerCase() === other.toLowerCase()) return true;
  const [folder, name] = split(path);
  const [otherFolder, otherName] = split(other);
  if (name === otherName)
    return (
      folder !== '' && otherFolder !== '' && !COMMON.test(name) && isNearFolder(folder, otherFolder, true)
    );
  if (folder.toLowerCase() !== otherFolder.toLowerCase()) return false;
  const [stem, ending] = cut(name);
  const [otherStem, otherEnding] = cut(otherName);
  if (stem === otherStem) return ending !== otherEnding && related(ending, otherEnding);
  return ending === otherEnding && isNearWord(stem, otherStem);
}

/**
 * Whether a folder's path looks like a slip of the pen for another's: one part of it, by a letter or two. `loose`: or by the
 * rest of a word, as `http` for `httpapi`; for folders that hold a file of the same name.
 */
export function isNearFolder(folder: string, other: string, loose = false): boolean {
  const parts = folder.toLowerCase().split('/');
  const others = other.toLowerCase().split('/');
  if (parts.length !== others.length) return false;
  const wrong = parts.flatMap((part, i) => (part === others[i] ? [] : [[part, others[i] ?? ''] as const]));
  const [only, more] = wrong;
  if (!only || more) return !only && folder !== other;
  const [a, b] = only;
  return isNearWord(a, b) || (loose && a.length > 2 && b.length > 2 && (a.startsWith(b) || b.startsWith(a)));
}

/** A letter or two apart, for words long enough; numbers make a difference. */
function isNearWord(a: string, b: string): boolean {
  if (a.replace(/\d+/g, '#') === b.replace(/\d+/g, '#')) return false;
  const length = Math.min(a.length, b.length);
  return length >= 4 && distance(a.toLowerCase(), b.toLowerCase()) <= (length >= 8 ? 2 : 1);
}

const FAMILIES = [
  ['.ts', '.js', '.tsx', '.jsx', '.mjs', '.cjs', '.mts'],
  ['.yml', '.yaml'],
  ['.md', '.mdx', '.txt'],
];

function related(a: string, b: string): boolean {
  return FAMILIES.some(family => family.includes(a) && family.includes(b));
}

function split(path: string): readonly [folder: string, name: string] {
  const at = path.lastIndexOf('/');
  return [path.slice(0, Math.max(0, at)), path.slice(at + 1)];
}

function cut(name: string): readonly [stem: string, ending: string] {
  const at = name.lastIndexOf('.');
  return at <= 0 ? [name, ''] : [name.slice(0, at), name.slice(at)];
}
