import { describe, expect, it } from 'vitest';
import { exportPlan } from '../../../src/plan/export/index.ts';
import type { Plan } from '../../../src/plan/model.ts';
import { samplePlan } from '../sample.ts';

const context = { own: true, done: [] };
const decision: Plan = {
  ...samplePlan,
  kind: 'decision',
  status: 'approved',
  approved: '2026-11-21T08:00:00.000Z',
  steps: [],
  special: [
    {
      title: 'Criteria',
      statements: [
        {
          text: 'No package that was not released for two years.',
          sources: [{ kind: 'user', what: 'your answer' }],
        },
      ],
      table: {
        head: ['Criterion', 'WebSocket hub', 'Socket.IO with a Redis adapter'],
        rows: [['Packages added', '`ws` alone', '3']],
      },
    },
  ],
};

describe('a decision record', () => {
  it('of a decision has its criteria as drivers and its options measured against them', () => {
    const text = exportPlan(decision, 'adr', context);
    expect(text).toMatch(/^---\nstatus: accepted\ndate: 2026-11-21\n---\n/);
    const [, drivers = ''] = /## Decision Drivers\n([\s\S]*?)\n## /.exec(text) ?? [];
    expect(drivers).toContain('- No package that was not released for two years (your answer).');
    const [, options = ''] = /## Pros and Cons of the Options\n([\s\S]*?)\n### /.exec(text) ?? [];
    expect(options).toMatch(/\| Packages added +\| `ws` alone +\| 3 +\|/);
    expect(text).not.toContain('Seen to be done by');
  });

  it.each([
    ['draft', 'proposed'],
    ['implementing', 'accepted'],
    ['done', 'accepted'],
    ['superseded', 'superseded'],
  ] as const)('of a plan that is %s is %s', (status, said) => {
    expect(exportPlan({ ...samplePlan, status }, 'adr', context)).toContain(`\nstatus: ${said}\n`);
  });

  it.each([
    ['adds 3 packages.', 'Bad, because it adds 3 packages.'],
    ['The tree grows.', 'Bad, because the tree grows.'],
    ['PostgreSQL 12 lacks it.', 'Bad, because PostgreSQL 12 lacks it.'],
    ['browsers send no header.', 'Bad, because browsers send no header.'],
    ['`EventSource` sends none.', 'Bad, because `EventSource` sends none.'],
  ])('says %j as a sentence', (whyNot, said) => {
    const { approach } = samplePlan;
    const plan = { ...samplePlan, approach: { ...approach, alternatives: [{ title: 'Other', whyNot }] } };
    expect(exportPlan(plan, 'adr', context)).toContain(`### Other\n\n- ${said}\n`);
  });

  it('invents neither a date, nor reasons, nor options', () => {
    const bare: Plan = {
      ...samplePlan,
      created: '',
      approach: { title: '', summary: [], decisions: [], alternatives: [] },
    };
    const text = exportPlan(bare, 'adr', { own: false, done: [] });
    expect(text).toMatch(/^---\nstatus: proposed\n---\n/);
    expect(text).toContain('The plan weighs no other option.');
    expect(text).toContain('Chosen option: “Real-time Order Notifications”. The plan names no reason.');
  });
});
