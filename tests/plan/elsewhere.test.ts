import { expect, test } from 'vitest';
import { elsewhere } from '../../src/plan/elsewhere.ts';
import type { FileFact } from '../../src/plan/facts.ts';
import { samplePlan } from './sample.ts';

const changed = [
  ...new Set(samplePlan.steps.flatMap(s => s.files.filter(f => f.action !== 'create').map(f => f.path))),
];
/** One of them is made by an earlier step. */
const facts = (exists: (path: string) => FileFact['exists']) => ({
  files: Object.fromEntries(changed.map(path => [path, { exists: exists(path), nearest: [] }])),
});

test('a plan of which no file is here is for another repository', () => {
  expect(
    elsewhere(
      samplePlan,
      facts(() => 'no'),
    ),
  ).toContain(`None of the ${changed.length - 1} files`);
});

test('one file that is here, or that nobody looked for, is enough to doubt that', () => {
  expect(
    elsewhere(
      samplePlan,
      facts(path => (path === changed[1] ? 'yes' : 'no')),
    ),
  ).toBeUndefined();
  expect(
    elsewhere(
      samplePlan,
      facts(path => (path === changed[1] ? 'not-checked' : 'no')),
    ),
  ).toBeUndefined();
  expect(elsewhere(samplePlan, { files: {} })).toBeUndefined();
});

test('two missing files may have been deleted', () => {
  const few = { ...samplePlan, steps: samplePlan.steps.slice(0, 1) };
  expect(
    elsewhere(
      few,
      facts(() => 'no'),
    ),
  ).toBeUndefined();
});
