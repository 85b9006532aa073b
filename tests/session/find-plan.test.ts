import { describe, expect, it } from 'vitest';
import { planNamed, planOfGoal } from '../../src/session/find-plan.ts';
import type { PlanListing } from '../../src/session/ports.ts';

const plan = (slug: string, goal: string, status = 'approved'): PlanListing => ({
  path: `plans/${slug}-20261119-090000.md`,
  title: goal.charAt(0).toUpperCase() + goal.slice(1),
  goal,
  status,
  created: '2026-11-19T09:00:00Z',
  steps: { done: 0, total: 3 },
});

const audit = plan('audit-log', 'add an audit log');
const csv = plan('csv-export-orders', 'add CSV export of orders', 'implementing');
const draft = plan('rate-limiting', 'add rate limiting', 'draft');
const old = plan('search', 'add a search endpoint', 'done');
const all = [draft, audit, csv, old];

describe('the plan of a goal', () => {
  it.each<[string, string, unknown]>([
    ['the same words, whatever their signs', 'Add an AUDIT log!', { kind: 'found', plan: audit }],
    ['one that is being implemented', 'add CSV export of orders', { kind: 'found', plan: csv }],
    ['the name of its file', 'implement audit log', { kind: 'found', plan: audit }],
    ['words that are nearly the same', 'CSV export of all orders', { kind: 'near', plans: [csv] }],
    ['a draft is none', 'add rate limiting', { kind: 'none', other: draft }],
    ['nor one that is done', 'add a search endpoint', { kind: 'none', other: old }],
    ['other words', 'send e-mails', { kind: 'none' }],
    ['no words', '…', { kind: 'none' }],
  ])('%s: %s', (_, goal, wanted) => {
    expect(planOfGoal(goal, all)).toEqual(wanted);
  });
});

describe('a plan that is named', () => {
  it.each<[string, string]>([
    ['@plans/x.md', 'plans/x.md'],
    ['docs/plan.md', 'docs/plan.md'],
    ['-x.md', '-x.md'],
    ['audit', audit.path],
    ['CSV export', csv.path],
    ['rate', draft.path],
    ['', audit.path],
  ])('%s', (name, wanted) => {
    expect(planNamed(name, all)).toEqual({ ok: true, value: wanted });
  });

  it('is refused where there is none', () => {
    expect(planNamed('emails', all)).toMatchObject({ ok: false, error: { kind: 'no-plan-file' } });
    expect(planNamed('', [draft, old])).toMatchObject({
      ok: false,
      error: { message: 'None of the plans in plans/ is approved and open.' },
    });
    expect(planNamed('', [])).toMatchObject({
      ok: false,
      error: { message: 'There is no plan in plans/ yet.' },
    });
  });
});
