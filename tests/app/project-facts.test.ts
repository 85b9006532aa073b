import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectName } from '../../src/app/project-facts.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'named-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['package.json', '{\n  "name": "@scope/shop-api",\n  "author": { "name": "x" }\n}', 'shop-api'],
  ['package.json', '{"author":{"name":"deep"},"version":"1"}', undefined],
  [
    'pyproject.toml',
    '[build-system]\nrequires = []\n\n[project]\nversion = "1"\nname = "ledger"\n',
    'ledger',
  ],
  ['pyproject.toml', '[tool.black]\nname = "no"\n', undefined],
  ['Cargo.toml', '[package]\nedition = "2021"\nname = "grep-rs"\n', 'grep-rs'],
  ['go.mod', 'module github.com/acme/billing/v2\n\ngo 1.22\n', 'billing'],
])('%s names the project', (file, text, name) => {
  writeFileSync(join(folder, file), text);
  expect(projectName(folder)).toBe(name ?? basename(folder));
});
