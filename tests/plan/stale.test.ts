import { expect, test } from 'vitest';
import { staleSteps } from '../../src/plan/stale.ts';
import { samplePlan } from './sample.ts';

const now = new Map<string, string | undefined>(Object.entries(samplePlan.reliesOn));

test('a plan whose files are as they were has no stale step', () => {
  expect(staleSteps(samplePlan, now)).toEqual([]);
});

test('a step is stale with a file that it changes, follows or quotes', () => {
  const changed = staleSteps(samplePlan, new Map(now).set('src/orders/service.ts', 'f'.repeat(16)));
  expect(changed).toEqual([{ id: 'S-publish', files: [{ path: 'src/orders/service.ts', fate: 'changed' }] }]);
  const gone = staleSteps(samplePlan, new Map(now).set('src/server.ts', undefined));
  expect(gone.map(step => step.id)).toContain('S-hub');
  expect(gone.flatMap(step => step.files)).toContainEqual({ path: 'src/server.ts', fate: 'gone' });
});

test('a finished step changed its files itself, and what nobody looked at is not called stale', () => {
  const moved = new Map(now).set('src/orders/service.ts', 'f'.repeat(16));
  expect(staleSteps(samplePlan, moved, new Set(['S-publish']))).toEqual([]);
  expect(staleSteps(samplePlan, new Map())).toEqual([]);
});
