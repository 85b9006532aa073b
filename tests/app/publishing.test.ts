import { describe, expect, test } from 'vitest';
import { publish, supersededBy } from '../../src/app/publishing.ts';
import { parseFrontMatter } from '../../src/plan/front-matter.ts';
import type { Revision } from '../../src/plan/model.ts';
import { renderPlan } from '../../src/plan/render.ts';
import type { PlanListing } from '../../src/session/ports.ts';
import { err, failure, ok } from '../../src/shared/result.ts';
import type { Storage } from '../../src/storage/port.ts';
import { samplePlan } from '../plan/sample.ts';
import { checked, drafted, play, startCommand, stopped } from '../session/samples.ts';

const revision: Revision = { number: 1, markdown: renderPlan(samplePlan), plan: samplePlan };
const listing = (over: Partial<PlanListing>): PlanListing => ({
  path: 'plans/old-20260101-000000.md',
  title: 'Old',
  goal: 'add x',
  status: 'approved',
  created: '2026-01-01T00:00:00.000Z',
  steps: { done: 0, total: 3 },
  ...over,
});

/** A session whose only revision fails a check and was approved all the same. */
function approvedSession() {
  const draft = drafted(1);
  if (draft.type !== 'record' || draft.event.type !== 'RevisionDrafted') throw new Error('no draft');
  return play([
    startCommand,
    { ...draft, event: { ...draft.event, revision } },
    stopped('run-1'),
    checked(1, true),
    { type: 'approve', override: 'the branch is thrown away anyway' },
  ]).state;
}

function storage(plans: readonly PlanListing[], over: Partial<Storage> = {}) {
  const written: string[] = [];
  const changed: string[] = [];
  const fake: Pick<Storage, 'plans' | 'publishPlan' | 'changePlan'> = {
    plans: async () => plans,
    publishPlan: async request => {
      written.push(request.markdown('plans/new-20260202-000000.md'));
      return ok({ path: 'plans/new-20260202-000000.md', latest: 'plans/latest-plan.md' });
    },
    changePlan: async path => {
      changed.push(path);
      return ok(undefined);
    },
    ...over,
  };
  // Publishing asks for nothing else.
  return { storage: fake as Storage, written, changed };
}

describe('publishing', () => {
  test('records why failing checks were passed over, and which', async () => {
    const session = approvedSession();
    const { storage: fake, written } = storage([]);
    const result = await publish(fake, session, revision, 0);
    expect(result.ok && result.value.supersedes).toBeUndefined();
    const front = parseFrontMatter(written[0] ?? '');
    const failed = session.approaches[0]?.revisions[0]?.report?.results.filter(r => r.verdict === 'failed');
    expect(failed?.length).toBeGreaterThan(0);
    expect(front.ok && front.value.override).toEqual({
      reason: 'the branch is thrown away anyway',
      checks: failed?.map(r => r.check),
    });
  });

  test('names the plan that it replaces, and marks that one', async () => {
    const { storage: fake, written, changed } = storage([listing({})]);
    const result = await publish(fake, approvedSession(), revision, 0);
    expect(result.ok && result.value).toMatchObject({ supersedes: listing({}).path, notices: [] });
    expect(written[0]).toContain(`supersedes: ${listing({}).path}`);
    expect(changed).toEqual([`/p/${listing({}).path}`]);
  });

  test('is done also where the old one cannot be marked: that is said', async () => {
    const { storage: fake } = storage([listing({})], {
      changePlan: async () => err(failure('plan-unwritable', 'it could not be written (EACCES).')),
    });
    const result = await publish(fake, approvedSession(), revision, 0);
    expect(result.ok && result.value.notices[0]).toContain('could not be marked as replaced');
  });
});

test.each<[string, PlanListing[], string | undefined]>([
  ['the same words', [listing({ goal: '  Add X!' })], listing({}).path],
  ['other words', [listing({ goal: 'add y' })], undefined],
  ['a plan that is replaced already', [listing({ status: 'superseded' })], undefined],
  ['a plan that is done', [listing({ status: 'done' })], undefined],
  ['no goal', [listing({ goal: '' })], undefined],
  ['two: the newest', [listing({ path: 'plans/b.md' }), listing({ path: 'plans/a.md' })], 'plans/b.md'],
])('a new plan replaces the one for the same goal: %s', (_, plans, path) => {
  expect(supersededBy(approvedSession(), plans)).toBe(path);
});
