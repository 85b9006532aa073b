import { fixtureFolder } from '../../codemap/roles/fixture.ts';

/** Folder of a project path; `''` for the root. */
export function dirOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at === -1 ? '' : path.slice(0, at);
}

export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function join(dir: string, name: string): string {
  return dir === '' ? name : `${dir}/${name}`;
}

/** Whether `path` lies in `dir` (the root holds everything). */
export function within(dir: string, path: string): boolean {
  return dir === '' || path === dir || path.startsWith(`${dir}/`);
}

/** `path` as seen from `dir`, for commands that run there. */
export function relativeTo(dir: string, path: string): string {
  return dir === '' ? path : path.slice(dir.length + 1);
}

export function depth(path: string): number {
  return path.split('/').length;
}

/** Shallow first, then by name: the order in which manifests matter. */
export function shallowFirst(a: string, b: string): number {
  return depth(a) - depth(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Folders whose manifests describe something other than this project: samples, copies of other projects. */
const ASIDE =
  /(?:^|\/)(?:node_modules|vendor|third[_-]?party|dist|\.venv|venv|site-packages|\.devcontainer)(?:\/|$)/i;
/** Names that are samples near the root and ordinary packages deep in the sources (`org/springframework/samples`). */
const ASIDE_ABOVE =
  /(?:^|\/)(?:examples?|_examples|samples?|templates?|playgrounds?|demos?|benchmarks?|bench|build|out|target)(?:\/|$)/i;

export function isAside(path: string): boolean {
  const dir = dirOf(path);
  const above = dir.split('/').slice(0, 2).join('/');
  return (
    fixtureFolder(path) !== undefined ||
    ASIDE.test(dir) ||
    (!/^(?:src|lib|app|pkg|internal)(?:\/|$)/.test(above) && ASIDE_ABOVE.test(above))
  );
}

/** Packages and folders that serve the work on a project: its site, benchmarks, trials, tools. */
const SIDE =
  /^(?:(?:packages|apps|libs|crates)\/)?(?:(?:dev-)?docs?(?:-[\w-]+)?|documentation|website|bench|benchmarks?|integration|e2e|playgrounds?|storybook|scripts?|tools?|hack|ci|contrib)\//;
/** Settings of tools, written as code. */
const TOOL_SETTINGS =
  /(?:^|\/)(?:\.[^/]+(?:\/|$)|[\w.-]+\.config\.[cm]?[jt]s$|(?:gulpfile|Gruntfile|noxfile|conftest|jest\.setup|vitest\.setup)\b|(?:test|jest|vitest)-?setup\.)/;

/** Code that is not the product's own: what it tells of frameworks, ports and settings holds for itself alone. */
export function isSide(path: string): boolean {
  return SIDE.test(path) || TOOL_SETTINGS.test(path);
}

const TEST =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|cypress|integration-tests?|testing)\/|(?:[._-](?:test|spec|e2e|cy)\.[a-z]+$)|(?:^|\/)(?:test_[^/]*\.py|conftest\.py|[^/]*_test\.(?:go|py|rb)|[^/]*_spec\.rb|[^/]*(?:Test|Tests|IT|Spec)\.(?:java|kt|php|scala|groovy))$/;

export function isTest(path: string): boolean {
  return TEST.test(path);
}

/** A workspace pattern (`packages/*`, `apps/**`, `!packages/x`) as a test on folders. */
export function globTest(pattern: string): (dir: string) => boolean {
  const clean = pattern.replace(/^!/, '').replace(/^\.\//, '').replace(/\/+$/, '');
  const source = clean
    .split('/')
    .map(part =>
      part === '**'
        ? '**'
        : part
            .replace(/[.+^${}()|[\]\\]/g, '\\$&')
            .replace(/\*/g, '[^/]*')
            .replace(/\?/g, '[^/]'),
    )
    .join('/')
    .replace(/\*\*\//g, '(?:.*/)?')
    .replace(/\/\*\*/g, '(?:/.*)?')
    .replace(/\*\*/g, '.*');
  const test = new RegExp(`^${source}$`);
  return dir => test.test(dir);
}
