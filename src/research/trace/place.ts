import type { Trace, TraceError, TraceFrame, TraceLanguage } from './model.ts';

/** A call of a trace with what it is in this project. */
export interface PlacedFrame extends TraceFrame {
  /** The file of this project that it lies in; absent where it lies outside, or nobody can tell. */
  readonly path?: string;
  /** Whose it is: of this project, of a package or the language, or not to be told. */
  readonly whose: 'own' | 'foreign' | 'unknown';
  /** It was built from `path`: the lines are those of what was built. */
  readonly built?: true;
}

export interface PlacedError extends TraceError {
  readonly frames: readonly PlacedFrame[];
}

export interface PlacedTrace extends Trace {
  readonly errors: readonly PlacedError[];
  readonly asides: readonly PlacedError[];
}

const FOREIGN =
  /(?:^|\/)(?:node_modules|hostedtoolcache|site-packages|dist-packages|vendor|gems|\.cargo|\.rustup|\.m2|libsanitizer|sysdeps|csu)\/|^node:|^internal\/|^<|\/rustc\/|\/lib\/(?:python|ruby)\d?|\/(?:go|golang)[-\d.]*\/(?:src|pkg\/mod)\/|\/go\/pkg\/mod\/|^(?:java\.|jdk\.)[\w.]*\/|^(?:java|javax|jdk|sun|kotlin|kotlinx|scala|jakarta|org\/(?:springframework|apache|hibernate|junit|jboss|eclipse|gradle)|com\/(?:sun|google|fasterxml))\/|^(?:chrome|moz|safari(?:-web)?)-extension:|webpack\/(?:bootstrap|runtime)|\(webpack\)|\/_next\/static\/chunks\/(?:framework|main|polyfills)/;

/** Names that many folders have: alone they say nothing of which file is meant. */
const COMMON =
  /^(?:index|main|app|server|utils?|helpers?|types|mod|lib|__init__|config|test|models|views|urls|settings|page|layout|route|store)\.\w+$/;

/** Where sources of a build come from. */
const BUILT = /(?:^|\/)(?:dist|build|out|lib|target|\.next\/server)\//;
const SOURCES = ['src/', 'source/', 'lib/', 'app/', ''];
const SCRIPT = /\.[cm]?jsx?$/;
const FROM_SCRIPT = ['.ts', '.tsx', '.mts', '.cts', '.jsx', '.js', '.mjs'];

/** A file as it was printed, as a path with forward slashes and without what a bundler or browser put around it. */
export function plainFile(file: string): string {
  return file
    .replaceAll('\\', '/')
    .replace(/^\(?(?:webpack(?:-internal)?:\/\/(?:\/|[^/]*\/)?)(?:\.\/|\([\w-]+\)\/)?/, '')
    .replace(/^(?:async )?(?:file|https?|ng|app|capacitor|rsc|turbopack):\/\/(?:\/)?/, m =>
      m.startsWith('file') ? '/' : '//',
    )
    .replace(/^\/\/[^/]*\//, '')
    .replace(/^\/?@fs\//, '/')
    .replace(/\[project\]\//, '')
    .replace(/[?#].*$/, '')
    .replace(/^\([\w-]+\)\/\.?\/?/, '')
    .replace(/^(?:[A-Za-z]:)/, '')
    .replace(/^(?:\.\/)+/, '');
}

export interface PathIndex {
  readonly paths: ReadonlySet<string>;
  readonly byName: ReadonlyMap<string, readonly string[]>;
}

export function pathIndex(paths: ReadonlySet<string>): PathIndex {
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const name = nameOf(path);
    const known = byName.get(name);
    if (known) known.push(path);
    else byName.set(name, [path]);
  }
  return { paths, byName };
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** How many folders and names from the end two paths share. */
function sharedEnd(a: string, b: string): number {
  const [x, y] = [a.split('/').filter(Boolean).reverse(), b.split('/').reverse()];
  let n = 0;
  while (n < x.length && n < y.length && x[n] === y[n]) n++;
  return n;
}

/** The file of the project that is meant; undefined where none is, or several are. */
function ownFile(index: PathIndex, file: string): string | undefined {
  if (index.paths.has(file)) return file;
  const name = nameOf(file);
  const fits = (index.byName.get(name) ?? [])
    .map(path => ({ path, shared: sharedEnd(file, path) }))
    .sort((a, b) => b.shared - a.shared);
  const [best, second] = fits;
  if (!best || best.shared === second?.shared) return undefined;
  const bare = !file.includes('/');
  const whole = best.shared === best.path.split('/').length;
  // The name alone counts where nothing more was printed, where the file lies at the top, or where it is rare.
  if (best.shared >= 2 || whole || bare) return best.path;
  return COMMON.test(name) || fits.length > 1 ? undefined : best.path;
}

/** What was built is looked for where it was built from: `dist/a.js` is `src/a.ts`. */
function sourceOf(index: PathIndex, file: string): string | undefined {
  if (!SCRIPT.test(file)) return undefined;
  const bare = file.replace(SCRIPT, '');
  for (const root of BUILT.test(file) ? SOURCES : [undefined]) {
    const from =
      root === undefined ? bare : bare.replace(BUILT, m => (m.startsWith('/') ? `/${root}` : root));
    for (const ext of FROM_SCRIPT) {
      const found = ownFile(index, `${from}${ext}`);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

export function placeFrame(index: PathIndex, frame: TraceFrame, language: TraceLanguage): PlacedFrame {
  const file = plainFile(frame.file);
  if (FOREIGN.test(file) || FOREIGN.test(frame.file)) return { ...frame, whose: 'foreign' };
  const own = ownFile(index, file);
  if (own !== undefined) return { ...frame, path: own, whose: 'own' };
  const source = language === 'javascript' ? sourceOf(index, file) : undefined;
  if (source !== undefined) return { ...frame, path: source, whose: 'own', built: true };
  return { ...frame, whose: 'unknown' };
}

/** A trace with each call mapped to the project's files. */
export function placeTrace(index: PathIndex, trace: Trace): PlacedTrace {
  const placed = (e: TraceError): PlacedError => ({
    ...e,
    frames: e.frames.map(f => placeFrame(index, f, trace.language)),
  });
  return { ...trace, errors: trace.errors.map(placed), asides: trace.asides.map(placed) };
}

/**
 * Where it failed as far as this project can tell: the innermost own call of the root cause, before calls of tests; where
 * none is own, that of what was made of it.
 */
export function frameThatMatters(
  trace: PlacedTrace,
  isTest: (path: string) => boolean,
): PlacedFrame | undefined {
  const own = (e: PlacedError): readonly PlacedFrame[] => e.frames.filter(f => f.whose === 'own');
  for (const error of [...trace.errors, ...trace.asides]) {
    const frames = own(error);
    const found = frames.find(f => f.path !== undefined && !isTest(f.path));
    if (found) return found;
  }
  return [...trace.errors, ...trace.asides].flatMap(own)[0];
}
