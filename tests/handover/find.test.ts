import { chmodSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findImplementers, versionOf } from '../../src/handover/find.ts';
import { filledIn, IMPLEMENTERS, withOwn } from '../../src/handover/implementers.ts';
import { fakeImplementer } from '../helpers/fake-implementer.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'planner-tui-found-')));
  mkdirSync(join(root, '.git'));
});

const foundIn = (PATH: string, id: string, own: Record<string, string[]> = {}) =>
  findImplementers(own, root, { PATH }).find(({ implementer }) => implementer.id === id)?.found;

/** A program of the repository that would leave a trace if it were run. */
function planted(
  name: string,
  folder = join(root, 'bin'),
): { readonly folder: string; readonly trace: string } {
  const trace = join(root, 'was-run');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\ntouch '${trace}'\necho 6.6.6\n`);
  chmodSync(join(folder, name), 0o755);
  return { folder, trace };
}

describe('implementers on PATH', () => {
  it('are found by their names, with where they lie', () => {
    const { folder, program } = fakeImplementer('codex');
    expect(foundIn(folder, 'codex')).toEqual({ kind: 'installed', path: program });
    expect(foundIn(folder, 'claude')).toEqual({ kind: 'missing' });
  });

  it('are not taken from the project, but from behind it', () => {
    const { folder } = planted('claude');
    expect(foundIn(folder, 'claude')).toEqual({ kind: 'inside', path: join(folder, 'claude') });
    const real = fakeImplementer('claude');
    expect(foundIn(`${folder}:${real.folder}`, 'claude')).toEqual({ kind: 'installed', path: real.program });
  });

  it('are not taken from the project by a link from outside, nor by a folder relative to it', () => {
    const { folder } = planted('claude');
    const outside = mkdtempSync(join(tmpdir(), 'planner-tui-link-'));
    symlinkSync(join(folder, 'claude'), join(outside, 'claude'));
    expect(foundIn(outside, 'claude')?.kind).toBe('inside');
    expect(foundIn('.:bin', 'claude')).toEqual({ kind: 'missing' });
  });

  it('may be commands of the person’s own, by a name or an absolute path outside of the project', () => {
    const mine = fakeImplementer('my-agent');
    const { folder } = planted('theirs');
    const own = {
      mine: ['my-agent', '{instruction}'],
      whole: [mine.program, '{instruction}'],
      theirs: [join(folder, 'theirs'), '{instruction}'],
      relative: ['./bin/theirs', '{instruction}'],
    };
    expect(foundIn(mine.folder, 'mine', own)).toEqual({ kind: 'installed', path: mine.program });
    expect(foundIn('', 'whole', own)).toEqual({ kind: 'installed', path: mine.program });
    expect(foundIn('', 'theirs', own)?.kind).toBe('inside');
    expect(foundIn('', 'relative', own)).toEqual({ kind: 'missing' });
  });

  it('say their version from outside of the project, and nothing where they say none', async () => {
    const { folder, program, path } = fakeImplementer('gemini');
    expect(await versionOf(program, root, { PATH: path })).toBe('7.8.9');
    writeFileSync(program, '#!/bin/sh\nexit 1\n');
    expect(await versionOf(program, root, { PATH: path })).toBeUndefined();
    // What `#!/usr/bin/env` looks up is not the repository's either.
    const { folder: theirs, trace } = planted('node');
    writeFileSync(program, '#!/usr/bin/env node\nconsole.log("1.2.3")\n');
    expect(
      await versionOf(program, root, { PATH: `${theirs}:${dirname(process.execPath)}:/usr/bin:/bin` }),
    ).toBe('1.2.3');
    expect(() => realpathSync(trace)).toThrow();
    expect(folder).not.toContain(root);
  });
});

describe('a command', () => {
  const filled = { instruction: 'say "it" $(now)\n-- `and` \'then\'', plan: './-x.md' };
  it('keeps each argument one argument, whatever stands for its placeholder', () => {
    expect(filledIn(['-m', '{instruction}', '{plan}', '--at={plan}'], filled)).toEqual([
      '-m',
      filled.instruction,
      './-x.md',
      '--at=./-x.md',
    ]);
  });

  it('does not fill in what stands in the instruction itself', () => {
    expect(
      filledIn(['{instruction}'], { instruction: 'the {plan} of $& and {instruction}', plan: 'p.md' }),
    ).toEqual(['the {plan} of $& and {instruction}']);
  });

  it('of every built-in implementer gives the instruction whole, with and without a person', () => {
    for (const { id, session, alone = [] } of IMPLEMENTERS) {
      expect([id, filledIn(session, filled).includes(filled.instruction)]).toEqual([id, true]);
      expect([id, filledIn(alone, filled).includes(filled.instruction)]).toEqual([id, true]);
    }
  });

  it('of the person’s own takes the place of a built-in one of its name', () => {
    const [first, ...others] = withOwn({ claude: ['my-claude', '{instruction}'] });
    expect(first).toMatchObject({ id: 'claude', program: 'my-claude', own: true });
    expect(others.map(({ id }) => id)).toEqual(['codex', 'gemini', 'aider', 'opencode']);
  });
});
