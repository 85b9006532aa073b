import type { StackFact } from '../port.ts';
import { isAside, isSide, isTest } from '../read/paths.ts';
import { type FactContext, place, present } from './model.ts';

/** Frameworks that make a route of each file, with the folder that holds them as group 1. */
const BY_FILE: readonly RegExp[] = [
  /^(.*?\bpages\/api)\/.+\.[cm]?[jt]sx?$/,
  /^(.*?\bapp)\/(?:.+\/)?route\.[cm]?[jt]sx?$/,
  /^(.*?\bsrc\/routes)\/(?:.+\/)?\+server\.[jt]s$/,
  /^(.*?\bserver\/api)\/.+\.[cm]?[jt]s$/,
];
const FRAMEWORKS = /^(?:next|nuxt|@sveltejs\/kit)$/;
const MAX_CONTRACTS = 60;

/** `app/api/heartbeat/route.ts`, `pages/api/health.ts`: the place of the file is the address. */
const HEALTH_BY_FILE =
  /^(?:.*\/)?(?:app|pages|src\/routes|server)(?=\/)((?:\/[\w().-]+)*?\/(?:health(?:z|[_-]?check)?|heartbeat|livez?|readyz?|readiness|liveness|ping))(?:\/(?:route|index|\+server|live|ready))?\.[cm]?[jt]s$/;

/** A health check that is a route by its place; `path` is its address. */
export async function healthByFile(
  context: FactContext,
): Promise<{ readonly path: string; readonly source: StackFact['sources'][number] } | undefined> {
  if (!context.survey.dependencies.some(item => FRAMEWORKS.test(item.name))) return undefined;
  for (const path of await context.reader.list()) {
    const address =
      isAside(path) || isSide(path) || isTest(path) ? undefined : HEALTH_BY_FILE.exec(path)?.[1];
    const file = address === undefined ? undefined : await context.reader.read(path);
    if (address === undefined || file === undefined) continue;
    const line = file.lines.findIndex(text => /export\s+(?:default|async|const|function)/.test(text));
    return {
      path: address.replace(/\/\([^)]*\)/g, ''),
      source: context.reader.cite(file, Math.max(1, line + 1)),
    };
  }
  return undefined;
}

/** Routes that no line declares: files of a framework that serves folders, and methods of contracts (`.proto`). */
export async function routesByFile(context: FactContext): Promise<StackFact | undefined> {
  const paths = (await context.reader.list()).filter(
    path => !isAside(path) && !isSide(path) && !isTest(path),
  );
  if (context.survey.dependencies.some(item => FRAMEWORKS.test(item.name))) {
    for (const pattern of BY_FILE) {
      const files = paths.filter(path => pattern.test(path) && !/\/_/.test(path));
      const first = files[0] === undefined ? undefined : await context.reader.read(files[0]);
      if (first === undefined) continue;
      const folder = pattern.exec(first.path)?.[1] ?? '';
      const line = first.lines.findIndex(text => /export\s+(?:default|async|const|function)/.test(text));
      return present(
        'routes',
        `${files.length} ${files.length === 1 ? 'file is a route' : 'files are routes'} of their own under \`${folder}\`.`.replace(
          /^(1 file is a route) of their own/,
          '$1',
        ),
        [context.reader.cite(first, Math.max(1, line + 1))],
        {
          count: files.length,
          files: files.slice(0, 12).join(','),
          file: first.path,
          prefix: '/api',
          kind: 'files',
        },
      );
    }
  }
  let methods = 0;
  let source: StackFact['sources'][number] | undefined;
  const contracts = paths.filter(path => path.endsWith('.proto')).slice(0, MAX_CONTRACTS);
  let serving = 0;
  for (const path of contracts) {
    const file = await context.reader.peek(path, 400_000);
    const lines = file?.lines.flatMap((text, at) => (/^\s*rpc\s+\w+/.test(text) ? [at + 1] : [])) ?? [];
    if (file === undefined || lines.length === 0) continue;
    methods += lines.length;
    serving += 1;
    source ??= context.reader.cite(file, lines[0] ?? 1);
  }
  if (source === undefined) return undefined;
  return present(
    'routes',
    `${methods} remote methods are declared in ${serving} \`.proto\` files, such as ${place(source)}.`,
    [source],
    { count: methods, file: source.path, line: source.line, kind: 'rpc' },
  );
}
