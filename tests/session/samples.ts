import type { Question } from '../../src/domain/index.ts';
import type { Plan, Revision } from '../../src/plan/model.ts';
import type { Command } from '../../src/session/commands.ts';
import { decide } from '../../src/session/decide.ts';
import type { SessionEvent } from '../../src/session/events.ts';
import { evolve } from '../../src/session/evolve.ts';
import { makeGoal } from '../../src/session/goal.ts';
import type { ActiveSession, SessionState } from '../../src/session/state.ts';

export const project = {
  root: '/p',
  name: 'shop-api',
  git: true,
  branch: 'main',
  commit: 'c'.repeat(40),
  clean: true,
};
export const planner = { engine: 'local', why: 'no key' } as const;

export const question = (id: string, asked: 'round' | 'plan' = 'round'): Question => ({
  id,
  text: `What about ${id}?`,
  why: 'The code does not say.',
  evidence: [],
  choices: [
    { id: 'yes', label: 'Yes', consequence: 'one step more' },
    { id: 'no', label: 'No', consequence: 'nothing more' },
  ],
  recommended: 'yes',
  asked,
});

export const emptyPlan = (revision: number): Plan => ({
  schema: 1,
  title: 'Add x',
  goal: 'add x',
  slug: 'x',
  kind: 'feature',
  status: 'draft',
  revision,
  created: '2026-11-23T10:00:00.000Z',
  engine: 'local',
  changes: [],
  overview: [],
  requirements: [],
  outOfScope: [],
  findings: [],
  currentState: [],
  integrationPoints: [],
  approach: { title: 'x', summary: [], decisions: [], alternatives: [] },
  steps: [],
  tests: { intro: [], files: [], cases: [] },
  rollback: [],
  security: { implemented: [], monitor: [] },
  performance: [],
  monitoring: [],
  risks: [],
  questions: [],
  decisions: [],
  nextSteps: [],
  reliesOn: {},
  notices: [],
});

export const revision = (number: number): Revision => ({
  number,
  markdown: `# Plan ${number}\n`,
  plan: emptyPlan(number),
});

export const startCommand: Command = {
  type: 'start',
  goal: makeGoal('add x'),
  project,
  planner,
  sessionId: 's1',
};

/** Plays commands one after another; refused ones change nothing. Gives every event and effect in order. */
export function play(commands: readonly Command[], from: SessionState = { kind: 'empty' }) {
  let state = from;
  let now = 1_000;
  const events: SessionEvent[] = [];
  const effects: string[] = [];
  const refusals: string[] = [];
  for (const command of commands) {
    now += 10;
    const decided = decide(state, command, { now });
    if (!decided.ok) {
      refusals.push(decided.error.kind);
      continue;
    }
    for (const event of decided.value.events) state = evolve(state, event);
    events.push(...decided.value.events);
    effects.push(...decided.value.effects.map(e => e.type));
  }
  return { state: state as ActiveSession, events, effects, refusals };
}

export const record = (event: Extract<Command, { type: 'record' }>['event']): Command => ({
  type: 'record',
  event,
});
export const stopped = (runId: string, reason: 'done' | 'failed' | 'cancelled' = 'done') =>
  record({ type: 'RunStopped', at: 5, runId, reason });
export const raised = (id: string) => record({ type: 'QuestionRaised', at: 5, question: question(id) });
export const drafted = (n: number) =>
  record({ type: 'RevisionDrafted', at: 5, approachId: 'a', approachTitle: 'A', revision: revision(n) });
export const checked = (n: number, failed = false) =>
  record({
    type: 'PlanChecked',
    at: 5,
    approachId: 'a',
    revision: n,
    report: {
      results: [{ check: 1, name: 'sections', verdict: failed ? 'failed' : 'passed', findings: [] }],
    },
  });
