import pkg from '../../package.json' with { type: 'json' };

/** The program's own version, from package.json at build time. */
export function version(): string {
  return pkg.version;
}

/** The versions of Node that it runs on, as a range. */
export function nodeWanted(): string {
  return pkg.engines.node;
}
