import { fixtureFolder } from '../../codemap/roles/fixture.ts';
import { baseOf, dirOf } from './paths.ts';

const IN_TEST_FOLDER = /(?:^|\/)(?:tests?|__tests__|specs?|e2e|cypress|integration-tests?)\//i;
/** Folders beside tests that hold what tests use. */
const HELPERS =
  /\/(?:helpers?|support|utils?|mocks?|factories|builders?|stubs?|fakes?|setup|common|shared|templates?|assets|data|samples?|resources)\//i;
const HELPER_NAME =
  /^(?:\.|index\.|conftest\.|__init__\.)|^(?:global[-_]?)?(?:setup|teardown|helpers?|utils?|common|config|env|types|constants)\b|\.config\.|\.d\.[cm]?ts$|\.tst\.|\.test-d\.|^(?:setup|helper|util)/i;

interface Naming {
  readonly language: RegExp;
  /** What a runner of this language collects by name alone. */
  readonly named: RegExp;
  /** Whether other files of a test folder may be tests too. */
  readonly folder: boolean;
}

const NAMINGS: readonly Naming[] = [
  {
    language: /\.(?:[cm]?[jt]sx?|vue|svelte)$/,
    named: /(?:[._-](?:test|spec|e2e|cy)s?\.[cm]?[jt]sx?)$/,
    folder: true,
  },
  { language: /\.py$/, named: /^(?:test_.*|.*_tests?|tests)\.py$/, folder: false },
  { language: /\.go$/, named: /_test\.go$/, folder: false },
  { language: /\.rs$/, named: /^tests?\.rs$|_tests?\.rs$/, folder: true },
  { language: /\.rb$/, named: /(?:_spec|_test)\.rb$|^test_.*\.rb$/, folder: false },
  {
    language: /\.(?:java|kt|scala|groovy)$/,
    named: /(?:Tests?|IT|ITCase|TestCase|Spec|Suite)\.\w+$/,
    folder: false,
  },
  { language: /\.php$/, named: /Test\.php$/, folder: false },
  { language: /\.cs$/, named: /(?:Tests?|Specs?|Should|Facts)\.cs$/, folder: true },
  { language: /\.exs?$/, named: /_test\.exs$/, folder: false },
];

/** A file that a runner takes as a test, as far as its path tells: no helper, fixture or sample application. */
export function isTestFile(path: string): boolean {
  const naming = NAMINGS.find(({ language }) => language.test(path));
  if (naming === undefined) return false;
  const base = baseOf(path);
  const below = `${afterTestFolder(path)}/`;
  if (fixtureFolder(path) !== undefined || /(?:^|\/)\./.test(path)) return false;
  if (naming.named.test(base)) return true;
  if (!naming.folder || HELPERS.test(below) || HELPER_NAME.test(base)) return false;
  if (/\.rs$/.test(base)) return /(?:^|\/)tests\//.test(path) && base !== 'mod.rs';
  if (/\.cs$/.test(base))
    return (
      /(?:^|\/)(?:tests?|[\w.]*Tests?)\//.test(path) &&
      !/^(?:Global)?Usings|AssemblyInfo|^Program\.|Fixture|Factory|Builder|Helper/.test(base)
    );
  return IN_TEST_FOLDER.test(path);
}

/** Folders below the first test folder: `app/utils/tests/a.test.ts` is a test, `tests/utils/a.ts` helps tests. */
function afterTestFolder(path: string): string {
  const found = IN_TEST_FOLDER.exec(path);
  return found === null ? '' : dirOf(path).slice(found.index + found[0].length - 1);
}

/**
 * The tests among these paths. Where the files of one test folder are named as tests (`a.test.js`), those without such
 * a name help them and do not count.
 */
export function testFiles(paths: readonly string[]): readonly string[] {
  const candidates = paths.filter(isTestFile);
  const namedFolders = new Set(candidates.filter(isNamed).map(folderOf));
  return candidates.filter(path => isNamed(path) || !namedFolders.has(folderOf(path)));
}

function isNamed(path: string): boolean {
  return NAMINGS.some(({ language, named }) => language.test(path) && named.test(baseOf(path)));
}

function folderOf(path: string): string {
  const found = IN_TEST_FOLDER.exec(path);
  const extension = /\.rs$|\.cs$/.exec(path)?.[0] ?? 'other';
  // Rust and C# name no file as a test by rule: each stands for itself.
  return extension === 'other'
    ? found === null
      ? dirOf(path)
      : path.slice(0, found.index + found[0].length)
    : path;
}
