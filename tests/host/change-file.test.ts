import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeFile } from '../../src/host/index.ts';
import { err, failure, ok } from '../../src/shared/result.ts';
import { freshFolder } from './repository.ts';

const LIMIT = 1024;
const ticked = (text: string) => ok({ text: text.replaceAll('[ ]', '[x]') });
const named = (full: string) => ({ full, shown: full.slice(full.lastIndexOf('/') + 1) });
const change = (root: string, full: string, how = ticked) => changeFile(root, named(full), LIMIT, how);

function folder() {
  const root = freshFolder();
  const file = join(root, 'plan.md');
  writeFileSync(file, '- [ ] ü\r\n');
  return { root, file };
}

describe('a file that is changed', () => {
  it('is written in one step, keeps its mode and its mark, and leaves nothing beside it', async () => {
    const { root, file } = folder();
    writeFileSync(file, '\uFEFF- [ ] ü\r\n');
    chmodSync(file, 0o640);
    expect(await change(root, file)).toMatchObject({ ok: true });
    expect(readFileSync(file, 'utf8')).toBe('\uFEFF- [x] ü\r\n');
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readdirSync(root)).toEqual(['plan.md']);
  });

  it('is not written at all where nothing changes, or where the change is refused', async () => {
    const { root, file } = folder();
    const before = statSync(file, { bigint: true });
    expect(await change(root, file, text => ok({ text }))).toMatchObject({ ok: true });
    expect(await changeFile(root, named(file), LIMIT, () => err(failure('no-plan', 'x')))).toMatchObject({
      ok: false,
      error: { kind: 'no-plan' },
    });
    const after = statSync(file, { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  });

  it('may be reached by a link inside the project, which stays one', async () => {
    const { root, file } = folder();
    symlinkSync('plan.md', join(root, 'latest-plan.md'));
    expect(await change(root, join(root, 'latest-plan.md'))).toMatchObject({ ok: true });
    expect(readFileSync(file, 'utf8')).toBe('- [x] ü\r\n');
    expect(readdirSync(root).sort()).toEqual(['latest-plan.md', 'plan.md']);
  });

  it('is refused where a link leads out of the project: of the file, of a folder above it, and named from outside', async () => {
    const { root } = folder();
    const outside = folder();
    symlinkSync(outside.file, join(root, 'link.md'));
    symlinkSync(outside.root, join(root, 'plans'));
    const loose = freshFolder();
    symlinkSync(outside.file, join(loose, 'link.md'));
    for (const path of [join(root, 'link.md'), join(root, 'plans', 'plan.md'), join(loose, 'link.md')])
      expect(await change(root, path)).toMatchObject({ ok: false, error: { kind: 'link-outside' } });
    expect(readFileSync(outside.file, 'utf8')).toBe('- [ ] ü\r\n');
  });

  it('may lie anywhere, where the person names it and it is no link', async () => {
    const { root } = folder();
    const other = folder();
    expect(await change(root, other.file)).toMatchObject({ ok: true });
    expect(readFileSync(other.file, 'utf8')).toBe('- [x] ü\r\n');
  });

  it('is refused where it is not UTF-8, too long, a folder or not there', async () => {
    const { root, file } = folder();
    writeFileSync(file, Buffer.from('- [ ] caf\xe9\n', 'latin1'));
    expect(await change(root, file)).toMatchObject({ ok: false, error: { kind: 'not-utf8' } });
    writeFileSync(file, 'x'.repeat(LIMIT + 1));
    mkdirSync(join(root, 'folder.md'));
    for (const path of [file, join(root, 'folder.md'), join(root, 'gone.md')])
      expect(await change(root, path)).toMatchObject({ ok: false, error: { kind: 'no-file' } });
  });

  it('is left to whoever changed it in the same moment', async () => {
    const { root, file } = folder();
    const meanwhile = await changeFile(root, named(file), LIMIT, text => {
      writeFileSync(file, 'written by somebody else');
      return ticked(text);
    });
    expect(meanwhile).toMatchObject({ ok: false, error: { kind: 'changed-meanwhile' } });
    expect(readFileSync(file, 'utf8')).toBe('written by somebody else');
    expect(readdirSync(root)).toEqual(['plan.md']);
  });
});
