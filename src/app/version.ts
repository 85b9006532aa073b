import pkg from '../../package.json' with { type: 'json' };

/** The program's own version, from package.json at build time. */
export function version(): string {
  return pkg.version;
}
