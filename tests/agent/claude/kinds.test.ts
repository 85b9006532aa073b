import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { handInsFor } from '../../../src/agent/claude/hand-in-specs.ts';
import { GoalKind } from '../../../src/domain/index.ts';
import { sectionBytes } from '../../../src/plan/sections.ts';
import { firstDraft, fold, lastPlan, run } from '../loop.ts';
import { usingKindProjects } from './kind-project.ts';
import { forgetful, KIND_SESSIONS, type KindSession, sessionOf } from './kind-sessions.ts';
import { calling, FINISH, lastSaid, step } from './script.ts';
import { usingModelServer } from './using-server.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const server = usingModelServer();
const OfKind = z.object({
  properties: z.object({ of_kind: z.object({ required: z.array(z.string()) }).optional() }),
});

describe('what a kind is asked for', () => {
  it.each(GoalKind.options)('%s: the prompt names what the schema wants, and nothing else', kind => {
    const spec = handInsFor(kind).find(one => one.name === 'submit_plan');
    const wanted = OfKind.parse(spec?.schema).properties.of_kind?.required ?? [];
    if (kind === 'feature') return expect(wanted).toEqual([]);
    const prompt = readFileSync(
      new URL(`../../../src/agent/claude/prompts/kinds/${kind}.md`, import.meta.url),
      'utf8',
    );
    const named = [...prompt.matchAll(/^- `(\w+)`:/gm)].map(([, name]) => name);
    expect(named).toEqual(wanted);
    expect(wanted.length).toBeGreaterThan(1);
  });
});

const begun = usingKindProjects(server);

type Hypotheses = readonly Readonly<Record<string, unknown>>[];
type Options = readonly { readonly facts: readonly object[] }[];

/** A plan of which one member is another; `more` steps stand behind its own. */
function spoil<M>(
  plan: KindSession['plan'],
  member: string,
  made: (was: M) => unknown,
  more: readonly unknown[] = [],
): unknown {
  const { [member]: was } = plan.of_kind;
  const steps = [...(plan['steps'] as readonly unknown[]), ...more];
  return { ...plan, steps, of_kind: { ...plan.of_kind, [member]: made(was as M) } };
}

describe('a plan that does not fit its kind', () => {
  const REFUSED: readonly (readonly [
    GoalKind,
    string,
    (plan: KindSession['plan']) => unknown,
    string | RegExp,
  ])[] = [
    [
      'refactoring',
      'the safety net comes after the first change',
      plan => {
        const [net, split] = plan['steps'] as readonly Record<string, unknown>[];
        return { ...plan, steps: [{ ...split, after: [] }, net] };
      },
      'safety_net: S-split changes code before S-net',
    ],
    [
      'fix',
      'a cause is in a file that is not there',
      plan =>
        spoil(plan, 'hypotheses', ([first, ...rest]: Hypotheses) => [
          { ...first, path: 'src/services/webhook.ts' },
          ...rest,
        ]),
      'H1: there is no src/services/webhook.ts in this project',
    ],
    [
      'fix',
      'the root cause is no hypothesis',
      plan => spoil(plan, 'root_cause', (cause: object) => ({ ...cause, hypothesis: 'H4' })),
      'root_cause: H4 is none of H1, H2',
    ],
    [
      'fix',
      'the reproduction is no step',
      plan => spoil(plan, 'reproduction', (it: object) => ({ ...it, step: 'S-none' })),
      'reproduction: there is no step S-none; there are S-reproduce, S-experiments, S-mend',
    ],
    [
      'fix',
      'the code changes before the fault is seen',
      plan =>
        spoil(plan, 'reproduction', (it: object) => ({ ...it, step: 'S-last' }), [
          step('S-last', {
            after: ['S-mend'],
            details: ['See it.'],
            verify: [{ kind: 'observe', text: 'It is seen.' }],
          }),
        ]),
      'reproduction: S-mend changes code before S-last',
    ],
    [
      'fix',
      'the regression test is in no file of its step',
      plan => spoil(plan, 'regression_test', (it: object) => ({ ...it, file: 'tests/unit/other.test.ts' })),
      'regression_test: S-reproduce does not name tests/unit/other.test.ts among its files',
    ],
    [
      'cro',
      'a hypothesis that nobody knows is tried',
      plan => spoil(plan, 'tests', ([first]: readonly object[]) => [{ ...first, hypothesis: 'more-green' }]),
      /^tests: more-green is none of form-less, /,
    ],
    [
      'cro',
      'a change is made in no step',
      plan => spoil(plan, 'tests', ([first]: readonly object[]) => [{ ...first, steps: ['S-none'] }]),
      'tests, form-less: there is no step S-none; there are S-count, S-less',
    ],
    [
      'cro',
      'the page changes before it is counted',
      plan => {
        const [count, less] = plan['steps'] as readonly object[];
        return { ...plan, steps: [{ ...less, after: [] }, count] };
      },
      'counting: S-less changes the page before S-count counts it',
    ],
    [
      'bootstrap',
      'a file is changed that is not there',
      plan => {
        const [manifest, slice] = plan['steps'] as readonly { readonly files: readonly object[] }[];
        const [server, ...rest] = slice?.files ?? [];
        return {
          ...plan,
          steps: [manifest, { ...slice, files: [{ ...server, action: 'modify' }, ...rest] }],
        };
      },
      'S-slice: src/server.js is not there yet: a new project creates its files',
    ],
    [
      'bootstrap',
      'one way alone was weighed',
      plan => spoil(plan, 'options', ([first]: readonly object[]) => [first]),
      'options: one alone was not weighed against anything',
    ],
    [
      'bootstrap',
      'the first slice is no step',
      plan => spoil(plan, 'first_slice', (it: object) => ({ ...it, step: 'S-none' })),
      'first_slice: there is no step S-none; there are S-manifest, S-slice',
    ],
    [
      'bootstrap',
      'a gate is run by no step',
      plan =>
        spoil(plan, 'quality_gates', (gates: readonly object[]) => [
          ...gates,
          { gate: 'Types', command: 'tsc' },
        ]),
      'quality_gates: no step is verified by `tsc`',
    ],
    [
      'decision',
      'a fact is of no criterion',
      plan =>
        spoil(plan, 'options', ([first, second]: Options) => [
          { ...first, facts: [...(first?.facts ?? []), { criterion: 'Colour', claim: { text: 'Blue.' } }] },
          second,
        ]),
      'options: “Colour” of “PostgreSQL” is none of the criteria',
    ],
    [
      'refactoring',
      'the safety net is no step',
      plan => ({
        ...plan,
        of_kind: { ...plan.of_kind, safety_net: { step: 'S-none', pins: 'what it does' } },
      }),
      'safety_net: there is no step S-none; there are S-net, S-split',
    ],
    [
      'decision',
      'an option says nothing of a criterion',
      plan => ({
        ...plan,
        of_kind: {
          ...plan.of_kind,
          options: [
            { title: 'PostgreSQL', facts: [{ criterion: 'What changes', claim: { text: 'A table.' } }] },
          ],
        },
      }),
      'options: “PostgreSQL” says nothing of “What has to be run”',
    ],
    [
      'decision',
      'what is recommended is no option',
      plan => ({
        ...plan,
        of_kind: {
          ...plan.of_kind,
          recommendation: { option: 'MySQL', reasons: [{ text: 'It is known.' }] },
        },
      }),
      'recommendation: “MySQL” is none of the options',
    ],
  ];
  it.each(REFUSED)('%s: %s', async (kind, _, spoilt, why) => {
    const session = sessionOf(kind);
    const { planner, start } = await begun(session);
    server.script(
      ...calling(FINISH, FINISH, ['submit_plan', spoilt(session.plan)], ['submit_plan', session.plan]),
    );
    const done = await firstDraft(planner, start);
    expect(done.runs.at(-1)?.stopped).toMatchObject({ reason: 'done' });
    // The words of the refusal stand in one answer, whole lines of it.
    const told = server.asked
      .map(lastSaid)
      .filter(text =>
        text.split('\n').some(line => (typeof why === 'string' ? line === why : why.test(line))),
      );
    expect(told, server.asked.map(lastSaid).at(-1) ?? '').toHaveLength(1);
    const { plan, markdown } = lastPlan(done);
    expect(plan.kind).toBe(kind);
    for (const says of session.says) if (!session.answers) expect(markdown).toMatch(says);
  });

  it('is tried for every kind that has rules of its own', () => {
    expect(new Set(REFUSED.map(([kind]) => kind))).toEqual(
      new Set(GoalKind.options.filter(kind => kind !== 'feature' && kind !== 'ci-fix')),
    );
  });

  it.each(KIND_SESSIONS.map(s => [s.kind, s] as const))(
    '%s: what it forgets is named, and the mended draft is taken',
    async (_, session) => {
      const { planner, start } = await begun(session);
      server.script(
        ...calling(FINISH, FINISH, ['submit_plan', forgetful(session)], ['submit_plan', session.plan]),
      );
      const done = await firstDraft(planner, start);
      const told = server.asked.map(lastSaid).filter(text => text.includes('this is lacking:'));
      expect(told).toHaveLength(1);
      // It alone: every other member is there.
      expect([...(told[0] ?? '').matchAll(/^- (\w+): /gm)].map(([, name]) => name)).toEqual([
        session.forgets,
      ]);
      const { plan, markdown } = lastPlan(done);
      expect(markdown).not.toMatch(/\*\*Missing\.\*\*|\*\*Not said by the model\.\*\*/);
      expect(plan.notices.join(' ')).not.toContain('left out');
    },
  );
});

describe('a later revision', () => {
  it('writes the members anew that it names, counts callers of its own steps, and leaves the rest', async () => {
    const session = sessionOf('refactoring');
    const { planner, start } = await begun(session);
    server.script(...calling(FINISH, FINISH, ['submit_plan', session.plan]));
    const first = await run(planner, start, 'research');
    const before = lastPlan(first.session);
    server.script(
      ...calling([
        'edit_plan',
        {
          replies: [{ to: 'the events too', did: 'The order of events is kept.' }],
          steps: [
            {
              op: 'add',
              after: 'S-split',
              step: step('S-create', {
                after: ['S-split'],
                files: [
                  {
                    action: 'modify',
                    path: 'src/services/order.service.ts',
                    what: 'move the reading of totals',
                    symbol: 'cancelOrder',
                  },
                ],
                verify: [{ kind: 'command', text: 'npm test' }],
              }),
            },
          ],
          sections: {
            of_kind: {
              preserve: [{ text: 'Events of `setStatus` keep their order.', rests_on: ['behaviour-1'] }],
            },
          },
        },
      ]),
    );
    const given = fold(first.session, {
      type: 'FeedbackGiven',
      at: 0,
      feedback: { id: 'f1', text: 'the events too', target: { kind: 'revision' }, revision: 1 },
    });
    const after = lastPlan((await run(planner, given, 'revise')).session);
    const section = (markdown: string, heading: string) => sectionBytes(markdown, heading);
    expect(section(after.markdown, 'Behaviour to Preserve')).toContain(
      'Events of `setStatus` keep their order',
    );
    expect(section(after.markdown, 'Behaviour to Preserve')).not.toContain('throws where a transition');
    expect(section(after.markdown, 'Callers')).toMatch(/`setStatus`[\s\S]*`cancelOrder`/);
    expect(section(after.markdown, 'Safety Net')).toBe(section(before.markdown, 'Safety Net'));
    expect(after.plan.special?.map(s => s.title)).toEqual(before.plan.special?.map(s => s.title));
  });
});
