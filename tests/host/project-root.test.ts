import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findProjectRoot } from '../../src/host/index.ts';

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'root-')));
  writeFileSync(join(folder, 'package.json'), '{}');
  mkdirSync(join(folder, 'new', 'plans'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const plan = (kind: string): void =>
  writeFileSync(
    join(folder, 'new', 'plans', 'x-20260101-000000.md'),
    `---\nschema: 1\nkind: ${kind}\n---\n\n# X\n`,
  );

describe('a new project below another one', () => {
  it('stays a project of its own once its plan is published', () => {
    plan('bootstrap');
    expect(findProjectRoot(join(folder, 'new'))).toEqual({ ok: true, value: join(folder, 'new') });
    expect(findProjectRoot(join(folder, 'new', 'plans'))).toEqual({ ok: true, value: join(folder, 'new') });
  });

  it('is none by a plan of another kind', () => {
    plan('feature');
    expect(findProjectRoot(join(folder, 'new'))).toEqual({ ok: true, value: folder });
  });

  it('is told how its folder is made, where there is none', () => {
    const missing = join(folder, "it's not there");
    expect(findProjectRoot(missing, undefined, true)).toMatchObject({
      ok: false,
      error: {
        kind: 'project-missing',
        next: expect.stringContaining(`mkdir -p '${folder}/it'\\''s not there'`),
      },
    });
  });
});
