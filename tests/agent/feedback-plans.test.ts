import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatherFacts } from '../../src/app/facts.ts';
import { check, failing, needs } from '../../src/plan/checks/index.ts';
import type { Plan } from '../../src/plan/model.ts';
import { stepBytes, withoutNumbers } from '../../src/plan/sections.ts';
import type { ActiveSession } from '../../src/session/state.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { feedBack, firstDraft, lastPlan } from './loop.ts';
import { realProject } from './real.ts';

let repo: FixtureRepo;
let project: Awaited<ReturnType<typeof realProject>>;
let first: ActiveSession;

beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
  project = await realProject(repo.root);
  first = await firstDraft(
    project.planner,
    await project.start('add real-time notifications with WebSocket'),
  );
});

afterAll(async () => {
  await project.close();
  await repo.cleanup();
});

const ids = (plan: Plan): string[] => plan.steps.map(s => s.id);
const paths = (plan: Plan): string[] => plan.steps.flatMap(s => s.files.map(f => f.path));
const code = (plan: Plan): string =>
  plan.steps.flatMap(s => s.code.filter(c => c.kind !== 'existing').map(c => c.code)).join('\n');
const packages = (plan: Plan): string[] => plan.steps.flatMap(s => s.packages.map(p => p.name));
const recorded = (plan: Plan, words: string): boolean =>
  plan.requirements.some(r => r.text.includes(words)) &&
  plan.questions.some(q => q.question.text.includes(words));

describe('what reviewers write about the plan for shop-api', () => {
  it.each<[string, (now: Plan, before: Plan) => void]>([
    [
      'Use PostgreSQL instead of Redis',
      now => {
        expect(packages(now)).toEqual(expect.arrayContaining(['@socket.io/postgres-adapter', 'pg']));
        expect(JSON.stringify([now.steps, now.rollback, now.risks, now.tests, now.monitoring])).not.toMatch(
          /redis/i,
        );
        expect(paths(now)).not.toContain('docker-compose.yml');
        expect(ids(now)).toContain('S-attachments');
      },
    ],
    ['no new dependencies', now => expect(packages(now)).toEqual([])],
    [
      'drop step 4',
      now => {
        expect(ids(now)).not.toContain('S-realtime-server');
        expect(code(now)).not.toMatch(/createRealtime|realtime\.(?:push|stats|attach)/);
        expect(packages(now)).not.toContain('ioredis');
        expect(now.questions.some(q => q.question.id.startsWith('without-'))).toBe(true);
      },
    ],
    [
      'keep the hub behind a feature flag',
      now => {
        expect(code(now)).toContain("REALTIME_ENABLED === 'true'");
        expect(now.tests.cases.some(c => c.text.includes('REALTIME_ENABLED'))).toBe(true);
        expect(now.rollback.some(r => r.text.includes('REALTIME_ENABLED'))).toBe(true);
      },
    ],
    [
      'move step 8 before step 5',
      now => {
        expect(recorded(now, 'move step 8 before step 5')).toBe(true);
        expect(now.steps.find(s => s.id === 'S-notify')?.serves).toContain(now.requirements.at(-1)?.id);
      },
    ],
    [
      'split step 6',
      (now, before) => {
        expect(now.steps).toHaveLength(before.steps.length + 1);
        expect(paths(now).sort()).toEqual(paths(before).sort());
        const [one, two] = [now.steps[5], now.steps[6]];
        expect(one?.files.every(f => f.action === 'create')).toBe(true);
        expect(two?.dependsOn).toEqual(['S-notification-service']);
        expect(two?.code.some(c => c.caption.includes('src/container.ts'))).toBe(true);
        expect(now.steps.find(s => s.id === 'S-notify')?.dependsOn).toContain(two?.id);
      },
    ],
    [
      'notifications must expire after 30 days',
      now => {
        expect(code(now)).toContain('KEEP_MS = 30 * 24');
        expect(JSON.stringify([now.steps, now.requirements, now.tests])).not.toContain('90 days');
      },
    ],
    [
      'use ws rather than socket.io',
      now => {
        expect(packages(now)).toEqual(expect.arrayContaining(['ws', '@types/ws']));
        expect(JSON.stringify(now.steps)).not.toMatch(/socket\.io/i);
      },
    ],
    [
      'do not touch payment.service.ts',
      now => {
        expect(paths(now)).not.toContain('src/services/payment.service.ts');
        expect(code(now)).not.toContain('PaymentService');
        expect(JSON.stringify([now.requirements, now.tests, now.risks])).not.toContain('handleWebhook');
        expect(now.outOfScope.join('\n')).toContain('src/services/payment.service.ts');
      },
    ],
    [
      'add a step for load testing',
      (now, before) => {
        expect(now.steps.at(-1)?.details[0]).toContain('1,000 connections');
        expect(now.nextSteps.length).toBe(before.nextSteps.length - 1);
      },
    ],
    ["we don't need the client guide", now => expect(ids(now)).not.toContain('S-client-guide')],
    [
      'please rename the table to user_notifications',
      now => expect(recorded(now, 'user_notifications')).toBe(true),
    ],
    ['limit connections to 3 per user', now => expect(code(now)).toContain('MAX_PER_USER = 3;')],
    [
      'Why Redis? We only run one instance.',
      now => {
        expect(packages(now)).not.toContain('ioredis');
        expect(code(now)).not.toMatch(/redis/i);
      },
    ],
    [
      'the migration must be backward compatible',
      now => {
        const id = now.requirements.at(-1)?.id ?? '';
        expect(now.steps.find(s => s.id === 'S-notification-model')?.serves).toContain(id);
      },
    ],
    [
      'please also notify admins when a payment fails',
      now => expect(now.steps.at(-1)?.files[0]?.path).toMatch(/payment\.\w+\.ts$/),
    ],
    ['no Redis in CI please', now => expect(recorded(now, 'no Redis in CI')).toBe(true)],
    [
      'use the existing mailer for offline users',
      now => expect(recorded(now, 'use the existing mailer for offline users')).toBe(true),
    ],
    ['merge steps 1 and 2', (now, before) => expect(now.steps).toHaveLength(before.steps.length - 1)],
    [
      'only notify on order status for now',
      now => {
        expect(paths(now)).not.toContain('src/services/payment.service.ts');
        expect(paths(now)).toContain('src/services/order.service.ts');
      },
    ],
  ])('%s', async (words, holds) => {
    const before = lastPlan(first);
    const now = lastPlan(await feedBack(project.planner, first, words));
    expect(now.plan.changes.map(c => c.because)).toEqual([`“${words}”`]);
    expect(now.plan.changes[0]?.what).not.toContain('does this already');
    holds(now.plan, before.plan);
    // What is not named as changed is the same bytes.
    const touched = new Set(now.plan.changes.flatMap(c => c.stepIds));
    for (const step of now.plan.steps.filter(s => !touched.has(s.id))) {
      const was = stepBytes(before.markdown, step.id);
      if (was !== undefined)
        expect(withoutNumbers(stepBytes(now.markdown, step.id) ?? '')).toBe(withoutNumbers(was));
    }
    const facts = await gatherFacts(needs(now.plan, now.markdown), project.ports);
    const faults = failing(check(now.plan, now.markdown, facts)).flatMap(r =>
      r.findings.map(f => `check ${r.check}, line ${f.line}: ${f.message}`),
    );
    expect(faults).toEqual([]);
  });
});
