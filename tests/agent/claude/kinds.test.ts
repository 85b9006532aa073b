import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { handInsFor } from '../../../src/agent/claude/hand-in-specs.ts';
import { GoalKind } from '../../../src/domain/index.ts';
import { sectionBytes } from '../../../src/plan/sections.ts';
import { fold, lastPlan, run } from '../loop.ts';
import { forgetful, KIND_SESSIONS, type KindSession } from './kind-sessions.ts';
import { modelProject } from './model-project.ts';
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

const sessionOf = (kind: GoalKind): KindSession => {
  const found = KIND_SESSIONS.find(s => s.kind === kind);
  if (!found) throw new Error(`no session of ${kind}`);
  return found;
};

async function begun(kind: GoalKind) {
  const session = sessionOf(kind);
  const root = await session.project();
  const made = await modelProject(root, server);
  server.after(made.close);
  const [, text = ''] = session.command(root);
  return { ...made, session, start: await made.project.start({ text, kind }) };
}

describe('a plan that does not fit its kind', () => {
  const REFUSED: readonly (readonly [GoalKind, string, (plan: KindSession['plan']) => unknown, string])[] = [
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
      'options: one alone is no choice; what else could be done, or nothing?\noptions: “PostgreSQL” says nothing of “What has to be run”',
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
    const { planner, session, start } = await begun(kind);
    server.script(
      ...calling(FINISH, FINISH, ['submit_plan', spoilt(session.plan)], ['submit_plan', session.plan]),
    );
    const done = await run(planner, start, 'research');
    expect(done.session.runs.at(-1)?.stopped).toMatchObject({ reason: 'done' });
    expect(server.asked.map(lastSaid).filter(text => text.includes(why))).toHaveLength(1);
  });

  it('what lacks is asked for once; after that the plan says it', async () => {
    const { planner, session, start } = await begun('decision');
    server.script(
      ...calling(FINISH, FINISH, ['submit_plan', forgetful(session)], ['submit_plan', forgetful(session)]),
    );
    const done = await run(planner, start, 'research');
    expect(server.asked.map(lastSaid).filter(text => text.includes('this is lacking'))).toHaveLength(1);
    const { plan, markdown } = lastPlan(done.session);
    expect(plan.notices).toContain('The model did not say what a plan of this kind needs: `would_change`.');
    expect(markdown).toContain('## Recommendation');
    expect(markdown).not.toContain('## What Would Change It');
  });
});

describe('a later revision', () => {
  it('writes the members anew that it names, counts callers of its own steps, and leaves the rest', async () => {
    const { planner, session, start } = await begun('refactoring');
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
