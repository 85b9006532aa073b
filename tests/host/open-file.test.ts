import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { atLine, openInEditor } from '../../src/host/open-file.ts';

let folder: string;
let project: string;
let told: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'open-file-')));
  project = join(folder, 'project');
  told = join(folder, 'told.txt');
  mkdirSync(join(project, 'src'), { recursive: true });
  writeFileSync(join(project, 'src', '-a b.ts'), 'export const a = 1;\n');
  writeFileSync(join(folder, 'secret.txt'), 'outside\n');
  symlinkSync(join(folder, 'secret.txt'), join(project, 'link.txt'));
  symlinkSync(folder, join(project, 'up'));
  // An editor that says what it was given.
  writeFileSync(join(folder, 'vim'), `#!/bin/sh\nprintf '%s\\n' "$@" > '${told}'\n`, { mode: 0o755 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['vim', ['+12'], '/p/a.ts'],
  ['/usr/bin/nvim -R', ['+12'], '/p/a.ts'],
  ['emacs -nw', ['+12'], '/p/a.ts'],
  ['code --wait', ['--goto'], '/p/a.ts:12'],
  ['hx', [], '/p/a.ts:12'],
  ['my-editor', [], '/p/a.ts'],
  ['EDITOR=x; vim', [], '/p/a.ts'],
])('%s is told the line in its own way', (command, own, file) => {
  expect(atLine(command, '/p/a.ts', 12)).toEqual({ own, file });
});

test('the editor gets the line and the whole path, whatever the name begins with', async () => {
  const result = await openInEditor(project, 'src/-a b.ts', 12, join(folder, 'vim'));
  expect(result.ok).toBe(true);
  expect(readFileSync(told, 'utf8')).toBe(`+12\n${join(project, 'src', '-a b.ts')}\n`);
});

test.each(['gone.ts', 'src', 'link.txt', 'up/secret.txt', '../secret.txt', '/etc/hosts'])(
  '%s is no regular file of the project and is not opened',
  async path => {
    rmSync(told, { force: true });
    const result = await openInEditor(project, path, 1, join(folder, 'vim'));
    expect(result).toMatchObject({ ok: false, error: { kind: 'no-file' } });
    expect(() => readFileSync(told)).toThrow();
  },
);

test('an editor that cannot be started is named, with what to do', async () => {
  const result = await openInEditor(project, 'src/-a b.ts', 1, join(folder, 'absent'));
  expect(result).toMatchObject({
    ok: false,
    error: { kind: 'editor-failed', next: expect.stringContaining('EDITOR') },
  });
});
