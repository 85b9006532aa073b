import type { Ecosystem, Manifest } from '../manifests/model.ts';
import { within } from '../read/paths.ts';
import { isTestFile } from '../read/test-paths.ts';
import { npmTestCommand } from './npm-tests.ts';
import { otherTestCommand } from './other-tests.ts';

const EXTENSIONS: readonly (readonly [RegExp, Ecosystem])[] = [
  [/\.(?:[cm]?[jt]sx?|vue|svelte)$/, 'npm'],
  [/\.py$/, 'pypi'],
  [/\.go$/, 'go'],
  [/\.rs$/, 'crates'],
  [/\.(?:java|kt|groovy|scala)$/, 'maven'],
  [/\.rb$/, 'rubygems'],
  [/\.php$/, 'packagist'],
  [/\.(?:cs|fs|vb)$/, 'nuget'],
];

/** The ecosystem whose tools run a file of this name. */
export function ecosystemOf(path: string): Ecosystem | undefined {
  return EXTENSIONS.find(([pattern]) => pattern.test(path))?.[1];
}

/** Rust keeps unit tests in the modules themselves: any source may be run. */
const HELPER_PRONE: ReadonlySet<Ecosystem> = new Set([
  'npm',
  'pypi',
  'go',
  'maven',
  'rubygems',
  'packagist',
  'nuget',
]);

/**
 * Command that runs one test file, from the project's root; undefined where no runner is known for its language and
 * where the file is none that a runner takes (a helper, a fixture, a sample application).
 */
export function testCommand(manifests: readonly Manifest[], testPath: string): string | undefined {
  const ecosystem = ecosystemOf(testPath);
  if (ecosystem === undefined || (HELPER_PRONE.has(ecosystem) && !isTestFile(testPath))) return undefined;
  // The deepest package that holds the file; where it knows no runner, the next one upwards.
  const owners = manifests
    .filter(manifest => manifest.ecosystem === ecosystem && within(manifest.dir, testPath))
    .sort((a, b) => b.dir.length - a.dir.length);
  for (const owner of owners) {
    const command = ecosystem === 'npm' ? npmTestCommand(owner, testPath) : otherTestCommand(owner, testPath);
    if (command !== undefined) return command;
  }
  return undefined;
}
