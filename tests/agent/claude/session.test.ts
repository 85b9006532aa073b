import { describe, expect, it, vi } from 'vitest';
import type { AgentOutput } from '../../../src/session/events.ts';
import { stepSection } from '../../plan/step-section.ts';
import { fold, lastPlan, run } from '../loop.ts';
import { modelShop } from './model-project.ts';
import { calling, FINISH, file, finding, lastSaid, step } from './script.ts';
import { usingModelServer } from './using-server.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const server = usingModelServer();

const SERVICE = 'src/services/order.service.ts';
const GOAL = 'Tell the customer by e-mail when an order changes its status';

const of = <T extends AgentOutput['type']>(outputs: readonly AgentOutput[], type: T) =>
  outputs.filter((o): o is Extract<AgentOutput, { type: T }> => o.type === type);

const notify = (path: string, symbol = 'setStatus', command = 'npm test') =>
  step('S-notify', {
    title: 'Send the mail after the status is stored',
    files: [{ action: 'modify', path, what: 'send the mail when the status is stored', symbol }],
    details: ['`setStatus` calls the mailer after the repository answered.'],
    verify: [{ kind: 'command', text: command }],
  });
const TEST = step('S-tests', {
  title: 'Prove that one mail is sent a change',
  part: 'testing',
  after: ['S-notify'],
  files: [{ action: 'modify', path: 'tests/unit/order.service.test.ts', what: 'a case for each transition' }],
  verify: [{ kind: 'command', text: 'npm test' }],
});
const PLAN = {
  approach: {
    title: 'mail from the service',
    summary: [
      {
        text: '`setStatus` is the one place where a status changes.',
        rests_on: ['m-setstatus-is-the-one-place-where-an'],
      },
    ],
    decisions: [
      {
        title: 'Why in the service?',
        reasons: [{ text: 'Every route goes through `setStatus`.', rests_on: ['answer:mail-when'] }],
      },
    ],
    alternatives: [
      {
        title: 'a database trigger',
        why_not: '`src/services/order.service.ts` would no longer say when mail is sent.',
      },
    ],
  },
  steps: [notify('src/services/orders.service.ts', 'setStatusOf', 'npm run tset'), TEST],
  cases: [{ text: 'One change of status sends one mail through `setStatus`.', proves: ['R1'] }],
  risks: [
    {
      text: 'The mail server of `src/lib/mailer.ts` is away',
      mitigation: 'the status is stored first, and the failure is logged.',
    },
  ],
};

describe('a session with a model', () => {
  it('researches, asks, plans, is caught and mends, and changes only what feedback speaks of', async () => {
    const { planner, project } = await modelShop(server);
    server.script(
      ...calling(
        ['project_brief', {}],
        finding(
          'found',
          '`nodemailer` is installed and wrapped by `createMailer`.',
          { kind: 'package', name: 'nodemailer' },
          file('src/lib/mailer.ts', 1, 'this stands nowhere at all'),
        ),
        finding(
          'found',
          '`nodemailer` is installed and wrapped by `createMailer`.',
          file('package.json', 30, '"nodemailer": "6.9.16"'),
        ),
        FINISH,
        ['read_file', { path: SERVICE, from: 50, to: 90 }],
        finding(
          'state',
          '`setStatus` is the one place where an order changes its status.',
          file(SERVICE, 57, "const cancelled = await this.setStatus(id, 'CANCELLED');"),
        ),
        [
          'ask_question',
          {
            id: 'mail-when',
            text: 'Shall a failed mail undo the change of status?',
            why: '`setStatus` stores the status before anything else happens.',
            evidence: [],
            choices: [
              {
                id: 'after',
                label: 'No: it is logged',
                consequence: 'The mail is sent after the status is stored.',
              },
              { id: 'undo', label: 'Yes', consequence: 'A transaction spans both.' },
            ],
            recommended: 'after',
          },
        ],
        FINISH,
      ),
    );
    const start = await project.start(GOAL);
    const { session, outputs } = await run(planner, start, 'research');
    expect(of(outputs, 'RunStopped')).toMatchObject([{ reason: 'done' }]);
    const own = session.findings.filter(f => f.id.startsWith('m-'));
    expect(own.map(f => [f.topic, f.sources.length])).toEqual([
      ['found', 1],
      ['state', 1],
    ]);
    expect(own[0]?.sources[0]).toMatchObject({ kind: 'file', path: 'package.json' });
    // The first try cited a line that is nowhere: it was refused with the reason, and the model was told.
    expect(lastSaid(server.asked[2]!)).toContain('the quote stands nowhere in src/lib/mailer.ts');
    expect(session.questions.filter(q => q.asked === 'round').map(q => q.id)).toEqual(['mail-when']);
    expect(of(outputs, 'ActivityNoted').map(a => a.activity.object)).toEqual(
      expect.arrayContaining([`${SERVICE}:50–90`, 'manifests, scripts and rules']),
    );
    expect(session.spent?.tokens).toMatchObject({ input: 800, output: 400 });

    // The plan names a file that is not there: the check sends it back once, and it is mended by its step alone.
    server.script(
      ...calling(
        ['submit_plan', PLAN],
        ['edit_plan', { replies: [], steps: [{ op: 'replace', id: 'S-notify', step: notify(SERVICE) }] }],
      ),
    );
    const answered = fold(
      session,
      {
        type: 'QuestionAnswered',
        at: 0,
        answer: { kind: 'choice', questionId: 'mail-when', choiceId: 'after' },
      },
      { type: 'AnswersSubmitted', at: 0 },
    );
    const drafted = await run(planner, answered, 'draft');
    expect(of(drafted.outputs, 'RunStopped')).toMatchObject([{ reason: 'done' }]);
    expect(lastSaid(server.asked.at(-1)!)).toContain('src/services/orders.service.ts');
    // It was seen while the plan was still being written.
    const checked = of(drafted.outputs, 'ActivityNoted').map(a => `${a.activity.verb} ${a.activity.object}`);
    const whole = checked.indexOf('Checking revision 1');
    expect(checked.slice(0, whole)).toEqual(
      expect.arrayContaining([
        'Missing src/services/orders.service.ts; like it: order.service.ts',
        expect.stringMatching(/^Missing setStatusOf/),
        'Missing npm run tset; like it: npm test',
      ]),
    );
    const first = lastPlan(drafted.session);
    expect(first.plan).toMatchObject({ engine: 'claude', model: 'claude-test', revision: 1 });
    expect(first.plan.steps[0]?.files).toEqual([
      expect.objectContaining({
        path: SERVICE,
        symbol: 'setStatus',
        at: expect.stringMatching(/order\.service\.ts:\d+$/),
      }),
    ]);
    expect(first.plan.approach.summary[0]?.sources[0]).toMatchObject({ kind: 'file', path: SERVICE });
    expect(first.plan.approach.decisions[0]?.reasons[0]?.sources).toEqual([
      { kind: 'user', what: 'answer to mail-when' },
    ]);
    expect(first.plan.steps.every(s => s.estimate.basis.length > 0 && s.rollback.length > 0)).toBe(true);
    expect(first.markdown).not.toContain('orders.service.ts');

    // Feedback on one step: it alone changes.
    server.script(
      ...calling([
        'edit_plan',
        {
          replies: [{ to: 'also when it is cancelled', did: '`cancelOrder` has a case of its own.' }],
          steps: [
            {
              op: 'replace',
              id: 'S-tests',
              step: { ...TEST, details: ['`cancelOrder` sends one mail too.'] },
            },
          ],
        },
      ]),
    );
    const given = fold(drafted.session, {
      type: 'FeedbackGiven',
      at: 0,
      feedback: {
        id: 'f1',
        text: 'also when it is cancelled',
        target: { kind: 'step', stepId: 'S-tests' },
        revision: 1,
      },
    });
    const revised = await run(planner, given, 'revise');
    expect(of(revised.outputs, 'RunStopped')).toMatchObject([{ reason: 'done' }]);
    expect(lastSaid(server.asked.at(-1)!)).toContain('on step S-tests: also when it is cancelled');
    const second = lastPlan(revised.session);
    expect(second.plan.revision).toBe(2);
    expect(second.plan.changes).toMatchObject([
      { what: '`cancelOrder` has a case of its own.', stepIds: ['S-tests'] },
    ]);
    expect(stepSection(second.markdown, 'S-notify')).toBe(stepSection(first.markdown, 'S-notify'));
    expect(stepSection(second.markdown, 'S-tests')).toContain('`cancelOrder` sends one mail too.');
    // One conversation: what was said first is sent every time, so that a cache can keep it.
    const bodies = server.asked.map(a => JSON.stringify(a.body?.system));
    expect(new Set(bodies).size).toBe(1);
  });
});
