import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { namedPlan } from '../../src/host/index.ts';
import { freshFolder } from './repository.ts';

const root = freshFolder();
const at = (path: string) => join(root, path);
mkdirSync(at('plans'));
mkdirSync(at('docs/plans'), { recursive: true });
for (const path of ['plans/one.md', 'plans/both.md', 'docs/both.md']) writeFileSync(at(path), path);

test.each([
  ['a file of the folder comes first', 'docs', 'both.md', 'docs/both.md'],
  ['a bare name that is no file there is that of plans/', 'docs', 'one.md', 'plans/one.md'],
  ['a path is taken as it is said', 'docs', './one.md', 'docs/one.md'],
  ['also where it says plans/', 'docs', 'plans/one.md', 'docs/plans/one.md'],
  ['what is nowhere is where it was said', 'docs', 'none.md', 'docs/none.md'],
])('%s', (_, folder, path, found) => {
  expect(namedPlan(root, at(folder), path)).toBe(at(found));
});
