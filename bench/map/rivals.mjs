// What the code map is held against. None of them is a dependency: they are used where they are found.
//   npm install --prefix DIR repomix tree-sitter@0.21.1 tree-sitter-python@0.21.0 tree-sitter-go@0.21.0 tree-sitter-java@0.21.0
//   apt-get install universal-ctags
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programPath } from './measure.mjs';

/**
 * Each rival reads the files that it is told to on its input, so that all of them read the same. `count` takes the
 * number of files that it read from what it said. Absent ones have `absent`: how to install them.
 */
export function findRivals(folder, output) {
  const repomix = folder && join(folder, 'node_modules', 'repomix');
  const bin = repomix && join(repomix, 'bin', 'repomix.cjs');
  const version =
    bin && existsSync(bin) && JSON.parse(readFileSync(join(repomix, 'package.json'), 'utf8')).version;
  const packs = {
    command: process.execPath,
    count: out => Number(/Total Files:\s*([\d,]+)/.exec(out)?.[1].replaceAll(',', '')),
    // Not its ignore rules but ours.
    args: [
      '--stdin',
      '--compress',
      '--no-gitignore',
      '--no-dot-ignore',
      '--no-default-patterns',
      '-o',
      output,
    ],
  };
  const absent = version ? undefined : 'npm install --prefix DIR repomix, then --rivals DIR';
  const ctags = programPath('ctags');
  const about = ctags && spawnSync(ctags, ['--version'], { encoding: 'utf8' }).stdout;
  const universal = /Universal Ctags ([\d.]+)/.exec(about ?? '')?.[1];
  return {
    repomix: { ...packs, title: `repomix ${version || ''} --compress`, absent, args: [bin, ...packs.args] },
    'repomix-quick': {
      ...packs,
      title: `repomix ${version || ''} --compress, without its search for secrets and the order by changes`,
      absent,
      args: [bin, ...packs.args, '--no-security-check', '--no-git-sort-by-changes'],
    },
    ctags: {
      title: `universal-ctags ${universal ?? ''}, definitions only`,
      absent: universal ? undefined : 'apt-get install universal-ctags (or brew install universal-ctags)',
      command: ctags,
      args: ['--options=NONE', '--sort=no', '--totals=yes', '-f', '/dev/null', '-L', '-'],
      count: (out, error) => Number(/^(\d+) files?,/m.exec(out + error)?.[1]),
    },
  };
}
