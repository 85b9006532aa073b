import { describe, expect, it, vi } from 'vitest';
import { gatherFacts } from '../../../src/app/facts.ts';
import type { GoalKind } from '../../../src/domain/index.ts';
import { check, needs } from '../../../src/plan/checks/index.ts';
import { isMissing } from '../../../src/plan/stand-in.ts';
import { firstDraft, fold, lastPlan, run } from '../loop.ts';
import type { RealProject } from '../real.ts';
import { usingKindProjects } from './kind-project.ts';
import { KIND_SESSIONS, type KindSession, sessionOf, without } from './kind-sessions.ts';
import { calling, FINISH, lastSaid, step } from './script.ts';
import { usingModelServer } from './using-server.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const server = usingModelServer();
const begun = usingKindProjects(server);

async function drafted(session: KindSession, plan: unknown) {
  const { planner, project, start } = await begun(session);
  server.script(...calling(FINISH, FINISH, ['submit_plan', plan], ['submit_plan', plan]));
  const done = await firstDraft(planner, start);
  expect(done.runs.at(-1)?.stopped, server.asked.map(lastSaid).at(-1)).toMatchObject({ reason: 'done' });
  return { planner, project, done, ...lastPlan(done) };
}

async function faults(project: RealProject, plan: ReturnType<typeof lastPlan>['plan'], markdown: string) {
  const facts = await gatherFacts(needs(plan, markdown), project.ports);
  return check(plan, markdown, facts).results.flatMap(r =>
    r.findings.filter(f => f.severity === 'error').map(f => `${r.check}: ${f.message}`),
  );
}

type Row = readonly [GoalKind, member: string, section: string, how: 'computed' | 'missing', says: RegExp];

/** What a plan holds where the model leaves a member out twice, member by member. */
const LEFT_OUT: readonly Row[] = [
  [
    'decision',
    'criteria',
    'Criteria',
    'computed',
    /computed from what is said of the options[\s\S]*\| What has to be run +\| It runs already \(package\.json:\d+/,
  ],
  [
    'decision',
    'recommendation',
    'Recommendation',
    'missing',
    /Nobody said which one it is of \*\*O1 PostgreSQL\*\*, \*\*O2 Redis\*\*/,
  ],
  [
    'decision',
    'would_change',
    'What Would Change It',
    'missing',
    /for another option than “PostgreSQL” to be the better one/,
  ],
  [
    'refactoring',
    'preserve',
    'Behaviour to Preserve',
    'computed',
    /setStatus[\s\S]*keeps its arguments, results and errors[\s\S]*\(`src\/services\/order\.service\.ts:\d+/,
  ],
  [
    'refactoring',
    'safety_net',
    'Safety Net',
    'computed',
    /`S-net` touches `tests\/unit\/order\.service\.test\.ts` before any code changes/,
  ],
  ['fix', 'reproduction', 'Reproduction', 'computed', /`S-reproduce` comes before any change/],
  [
    'fix',
    'hypotheses',
    'Hypotheses',
    'computed',
    /\*\*H1\*\* .*payment\.service\.ts[\s\S]*\n## Experiments\n[\s\S]*\| H1 /,
  ],
  ['fix', 'root_cause', 'Root Cause', 'computed', /Assumption: \*\*H1\*\* stands first by what supports it/],
  [
    'fix',
    'regression_test',
    'Regression Test',
    'computed',
    /`tests\/unit\/payment\.webhook\.test\.ts`, in `S-reproduce`, is the first test/,
  ],
  ['ci-fix', 'cause', 'Cause', 'computed', /src\/order\.ts:4[\s\S]*log line|\(.*log/],
  ['ci-fix', 'prevention', 'Prevention', 'computed', /tells of it before the push: `npm run typecheck`/],
  [
    'cro',
    'counting',
    'What Is Tried',
    'missing',
    /\*\*form-less\*\* by `S-less`[\s\S]*No step counts the events above before the page changes/,
  ],
  [
    'cro',
    'tests',
    'What Is Tried',
    'missing',
    /Nobody said which hypotheses the steps try; by its score `[a-z-]+` \(\d+\) comes first/,
  ],
  ['cro', 'guardrails', 'Guardrails', 'computed', /What must not get worse meanwhile: /],
  ['bootstrap', 'stack', 'Stack', 'missing', /Nobody said with what it is built[\s\S]*\| Node alone/],
  [
    'bootstrap',
    'options',
    'Stack',
    'computed',
    /\*\*Node without a framework\*\*[\s\S]*the ways that planner-tui knows[\s\S]*\| Way /,
  ],
  ['bootstrap', 'architecture', 'Architecture', 'missing', /which parts there are/],
  ['bootstrap', 'first_slice', 'First Slice', 'missing', /one thing works from end to end/],
  ['bootstrap', 'quality_gates', 'Quality Gates', 'computed', /\| green from `S-slice` on +\| `npm test`/],
];

/** Members whose absence has a test of its own. */
const OTHERWISE = ['decision options'];

describe('what a model leaves out twice', () => {
  it('is looked at for every member of every kind', () => {
    const all = KIND_SESSIONS.flatMap(s => Object.keys(s.plan.of_kind).map(name => `${s.kind} ${name}`));
    const looked = LEFT_OUT.map(([kind, member]) => `${kind} ${member}`);
    expect([...looked, ...OTHERWISE].sort()).toEqual(all.sort());
  });

  it.each(LEFT_OUT)('%s without %s: “%s” is %s', async (kind, member, title, how, says) => {
    const session = sessionOf(kind);
    const { plan, markdown, project } = await drafted(session, without(session, member));
    expect(
      server.asked
        .map(lastSaid)
        .filter(text => text.includes(`this is lacking:`) && text.includes(`\n- ${member}: `)),
    ).toHaveLength(1);
    const from = markdown.indexOf(`\n## ${title}\n`);
    expect(from).toBeGreaterThan(0);
    const text = markdown.slice(from, markdown.indexOf('\n## Approach', from));
    expect(text).toMatch(says);
    const section = plan.special?.find(s => s.title === title);
    expect(section && isMissing(section)).toBe(how === 'missing');
    expect(text).toContain(how === 'missing' ? '**Missing.**' : '**Not said by the model.**');
    expect(plan.notices.join('\n')).toMatch(
      how === 'missing' ? /“[^”]+”.* sa(?:y|ys) what is missing/ : /“[^”]+”.* computed, in whole or in part/,
    );
    const wrong = await faults(project, plan, markdown);
    // What is missing fails check 1, and nothing else; what code could say is as good as said.
    expect(wrong.filter(w => w.includes('says itself what is missing'))).toHaveLength(
      plan.special?.filter(isMissing).length ?? 0,
    );
    expect(wrong.filter(w => !w.includes('says itself what is missing'))).toEqual([]);
    if (process.env['SHOW']) process.stdout.write(`\n######## ${kind} without ${member}\n${markdown}\n`);
  });

  it('options that rules know take the place of those that nobody named, by their numbers', async () => {
    const { plan } = sessionOf('decision');
    const recommendation = { option: 'redis', reasons: [{ text: 'The goal names it.', rests_on: ['goal'] }] };
    const { criteria, would_change } = plan.of_kind;
    const made = await drafted(sessionOf('decision'), {
      ...plan,
      of_kind: { criteria, recommendation, would_change },
    });
    expect(made.markdown).toMatch(
      /\n## Options\n\n- \*\*Not said by the model\.\*\* .*\n- \*\*O1 Redis\*\*, named in the goal: /,
    );
    expect(made.markdown).toMatch(/- \*\*What has to be run\*\*: [\s\S]*\| Criterion +\| O1 Redis +\| O2 /);
    expect(made.markdown).toContain('- **O1 Redis**: The goal names it');
    expect(await faults(made.project, made.plan, made.markdown)).toEqual([]);
  });

  it('a decision of which nobody said anything is weighed by rules, and stays consistent', async () => {
    const { plan, markdown, project } = await drafted(sessionOf('decision'), {
      ...sessionOf('decision').plan,
      of_kind: {},
    });
    expect(plan.special?.map(s => s.title)).toEqual([
      'Options',
      'Criteria',
      'Recommendation',
      'What Would Change It',
    ]);
    expect(await faults(project, plan, markdown)).toEqual([]);
  });
});

describe('a decision of which nothing was read', () => {
  const plan = () => {
    const { plan } = sessionOf('decision');
    const bare = JSON.parse(JSON.stringify(plan.of_kind).replace(/"rests_on":\[[^\]]*\]/g, '"rests_on":[]'));
    return { ...plan, of_kind: bare };
  };
  it('gets the trial that settles it as a step', async () => {
    const { planner, start } = await begun(sessionOf('decision'));
    server.script(...calling(FINISH, FINISH, ['submit_plan', plan()]));
    const { plan: made, markdown } = lastPlan((await run(planner, start, 'research')).session);
    expect(made.steps.map(s => s.id)).toEqual(['S-try-smallest']);
    expect(made.steps[0]?.estimate.basis).toContain('a time box');
    expect(markdown).toContain('Try PostgreSQL and Redis with the smallest piece of the sessions');
    expect(markdown).not.toContain('Nothing is left to do after the last step.');
  });
  it('and with facts and without a step says what comes next', async () => {
    const { planner, start } = await begun(sessionOf('decision'));
    server.script(...calling(FINISH, FINISH, ['submit_plan', sessionOf('decision').plan]));
    const { markdown } = lastPlan((await run(planner, start, 'research')).session);
    expect(markdown).toContain('This plan has no step: record the decision, and plan what follows from it');
  });
});

describe('a later revision', () => {
  const feedback = (session: Parameters<typeof fold>[0], text: string) =>
    fold(session, {
      type: 'FeedbackGiven',
      at: 0,
      feedback: { id: 'f1', text, target: { kind: 'revision' }, revision: 1 },
    });

  it('says what was missing, and then it is missing no more', async () => {
    const { planner, done, project } = await drafted(
      sessionOf('decision'),
      without(sessionOf('decision'), 'recommendation'),
    );
    server.script(
      ...calling([
        'edit_plan',
        {
          replies: [{ to: 'take what is here', did: 'PostgreSQL is recommended.' }],
          sections: {
            of_kind: {
              recommendation: {
                option: 'PostgreSQL',
                reasons: [{ text: 'You said so.', rests_on: ['goal'] }],
              },
            },
          },
        },
      ]),
    );
    const { plan, markdown } = lastPlan(
      (await run(planner, feedback(done, 'take what is here'), 'revise')).session,
    );
    // Its number is that of the table.
    expect(markdown).toContain('- **O1 PostgreSQL**: You said so');
    expect(markdown).not.toMatch(/\*\*Missing\.\*\*|left out what a plan of this kind needs/);
    expect(await faults(project, plan, markdown)).toEqual([]);
  });

  it('reads the safety net off the steps as they are then', async () => {
    const { planner, done } = await drafted(
      sessionOf('refactoring'),
      without(sessionOf('refactoring'), 'safety_net'),
    );
    const net = step('S-pins', {
      title: 'Pin more',
      part: 'testing',
      files: [{ action: 'create', path: 'tests/unit/status.test.ts', what: 'each transition' }],
      verify: [{ kind: 'command', text: 'npm test' }],
    });
    server.script(
      ...calling([
        'edit_plan',
        {
          replies: [{ to: 'a file of its own', did: 'Done.' }],
          steps: [{ op: 'add', after: null, step: net }],
        },
      ]),
    );
    const { markdown } = lastPlan(
      (await run(planner, feedback(done, 'a file of its own'), 'revise')).session,
    );
    expect(markdown).toContain('- `S-pins` touches `tests/unit/status.test.ts` before any code changes');
    expect(markdown).not.toContain('`S-net` touches');
  });

  it('takes no half of a section that two members make', async () => {
    const { planner, done } = await drafted(
      sessionOf('decision'),
      without(sessionOf('decision'), 'would_change'),
    );
    const { criteria, options } = sessionOf('decision').plan.of_kind;
    const edit = (of_kind: unknown) =>
      ['edit_plan', { replies: [{ to: 'more', did: 'It is said.' }], sections: { of_kind } }] as const;
    server.script(...calling(edit({ criteria }), edit({ criteria, options })));
    await run(planner, feedback(done, 'more'), 'revise');
    expect(
      server.asked
        .map(lastSaid)
        .filter(t =>
          t.includes('of_kind: criteria and options make one section: hand in options as well, anew'),
        ),
    ).toHaveLength(1);
  });
});
