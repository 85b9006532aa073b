import { basename } from './paths.ts';

const NAMES = new Set([
  'package.json',
  'go.mod',
  'go.work',
  'cargo.toml',
  'composer.json',
  'package.swift',
  'gemfile',
  'application.rb',
]);

/** Files whose texts tell how imports are resolved. */
export function isManifest(path: string): boolean {
  const name = basename(path).toLowerCase();
  return (
    NAMES.has(name) ||
    /^(ts|js)config[\w.-]*\.json$/.test(name) ||
    /(^|\/)tsconfig[^/]*\/[^/]+\.json$/.test(path)
  );
}
