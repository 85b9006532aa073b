import type { LogPlace } from './model.ts';

/** Where runners and containers lay a project: what stands in front of its own paths. */
const FRONTS: readonly RegExp[] = [
  /^\/(?:home|Users)\/[^/]+\/(?:work|_work|actions-runner\/_work)\/[^/]+\/[^/]+\//,
  /^\/__w\/[^/]+\/[^/]+\//,
  /^\/github\/workspace\//,
  /^[A-Za-z]:\/a\/[^/]+\/[^/]+\//,
  /^[A-Za-z]:\/(?:[^/]+\/)*_work\/[^/]+\/[^/]+\//,
  /^\/(?:app|src|code|workspace|workspaces\/[^/]+|usr\/src\/app|build|repo|project|go\/src\/[^/]+\/[^/]+\/[^/]+)\//,
];

/** A path of a log as its project would say it: forward slashes, without what the runner puts in front. */
export function ownPath(path: string): string {
  const plain = path
    .replaceAll('\\', '/')
    .replace(/^file:\/\//, '')
    .replace(/^webpack:\/\/[^/]*\//, '');
  for (const front of FRONTS) if (front.test(plain)) return plain.replace(front, '').replace(/^\.\//, '');
  return plain.replace(/^(?:\.\/)+/, '');
}

/**
 * The file of this project that a log names: by its whole path, below the step's folder, or as the only one that ends so.
 * A tool that was started in a package names paths from there.
 */
export function projectPath(
  place: Pick<LogPlace, 'path'>,
  paths: ReadonlySet<string>,
  folder?: string,
): string | undefined {
  const own = ownPath(place.path);
  if (paths.has(own)) return own;
  const below = folder === undefined ? own : `${folder.replace(/^\.\/|\/$/g, '')}/${own}`;
  if (paths.has(below)) return below;
  // Of a path from an unknown root, the longest end that is a file here; a bare name only where it is the only one.
  const parts = own.split('/').filter(part => part !== '..' && part !== '');
  for (let from = 0; from < parts.length; from++) {
    const end = parts.slice(from).join('/');
    if (paths.has(end)) return end;
    const like = [...paths].filter(path => path.endsWith(`/${end}`));
    if (like.length === 1) return like[0];
    if (like.length > 1) return undefined;
  }
  return undefined;
}
