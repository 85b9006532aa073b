import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it, vi } from 'vitest';
import { modelFor, readModelWish } from '../../../src/domain/index.ts';
import { ok } from '../../../src/shared/result.ts';
import { makeFixtureRepo } from '../../helpers/fixture-repo.ts';
import { fold, lastPlan, run } from '../loop.ts';
import { MODEL, modelProject } from './model-project.ts';
import { type AskedOf, refuse } from './model-server.ts';
import { calling, FINISH, finding, lastSaid, step } from './script.ts';
import { usingModelServer } from './using-server.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe('a wish of models', () => {
  it.each([
    ['opus', { research: 'opus', analysis: 'opus', planning: 'opus' }],
    ['opus, research=haiku', { research: 'haiku', analysis: 'opus', planning: 'opus' }],
    ['analysis = b , research=a', { research: 'a', analysis: 'b', planning: undefined }],
    ['qwen3:32b', { research: 'qwen3:32b', analysis: 'qwen3:32b', planning: 'qwen3:32b' }],
  ])('%s', (text, phases) => {
    expect(readModelWish(text)).toBeDefined();
    expect({
      research: modelFor(text, 'research'),
      analysis: modelFor(text, 'analysis'),
      planning: modelFor(text, 'planning'),
    }).toEqual(phases);
  });

  it.each(['', ' ', 'a,b', 'thinking=a', 'research=', 'research=a,research=b', 'a,', '__proto__=a'])(
    '“%s” is none',
    text => {
      expect(readModelWish(text)).toBeUndefined();
    },
  );

  it('names nothing where nobody wished', () => {
    expect(modelFor(undefined, 'planning')).toBeUndefined();
  });
});

const server = usingModelServer();

const PLAN = {
  approach: {
    title: 'mail from the service',
    summary: [{ text: '`setStatus` is where a status changes.', rests_on: [] }],
    decisions: [{ title: 'Why there?', reasons: [{ text: 'It is one place.', rests_on: [] }] }],
    alternatives: [{ title: 'a trigger', why_not: 'The code would not say it.' }],
  },
  steps: [
    step('S-notify', {
      title: 'Send the mail after the status is stored',
      files: [
        {
          action: 'modify',
          path: 'src/services/order.service.ts',
          what: 'send the mail',
          symbol: 'setStatus',
        },
      ],
      details: ['`setStatus` calls the mailer.'],
      verify: [{ kind: 'command', text: 'npm test' }],
    }),
  ],
  cases: [{ text: 'One change sends one mail.', proves: ['R1'] }],
  risks: [{ text: 'The mail server is away', mitigation: 'the failure is logged.' }],
};

const modelIn = ({ body }: AskedOf): string | undefined => body?.model;
const said = ({ body }: AskedOf): string => JSON.stringify(body?.messages);
const thoughtIn = ({ body }: AskedOf): boolean =>
  (body?.messages ?? []).some(
    m =>
      Array.isArray(m.content) && m.content.some((b: Anthropic.ContentBlockParam) => b.type === 'thinking'),
  );

describe('a model for each phase', () => {
  it('goes on with what was found, in a conversation of its own; what one model does not take another is still sent', async () => {
    const repo = await makeFixtureRepo('shop-api');
    server.after(repo.cleanup);
    const ids = { research: 'small', analysis: 'small', planning: 'large' } as const;
    const asked: string[] = [];
    const made = await modelProject(repo.root, server, {
      model: async (_, phase) => {
        asked.push(phase);
        return ok({ ...MODEL, id: ids[phase], notices: ['host: no web search: research is local.'] });
      },
    });
    server.after(made.close);
    server.script(
      refuse(400, 'invalid_request_error', 'thinking: this model does not think'),
      ...calling(
        finding('found', 'Mail is sent by `createMailer`.'),
        FINISH,
        finding('state', 'Status changes in `setStatus`.'),
        FINISH,
        ['submit_plan', PLAN],
      ),
    );
    const { session, outputs } = await run(
      made.planner,
      await made.project.start('Tell the customer by e-mail when an order changes'),
      'research',
    );
    const messages = server.asked.filter(a => a.path.startsWith('/v1/messages'));
    expect(messages.map(modelIn)).toEqual([...Array(5).fill('small'), 'large']);
    const first = messages[5];
    // Its conversation begins here, with the goal and with what the other one found, and without its thoughts.
    expect(first?.body?.messages).toHaveLength(1);
    expect(said(first!)).toContain('Tell the customer by e-mail when an order changes');
    expect(lastSaid(first!)).toContain('Mail is sent by `createMailer`.');
    expect(lastSaid(first!)).toContain('Status changes in `setStatus`.');
    expect(messages.some(thoughtIn)).toBe(false);
    expect(asked).toEqual(['research', 'analysis', 'planning']);
    const notices = outputs.flatMap(o => (o.type === 'NoticeRaised' ? [o.text] : []));
    expect(notices.filter(n => n.startsWith('host:'))).toHaveLength(1);
    expect(notices).toContain('large does planning: what was found is told to it, what was read is not.');
    expect(lastPlan(session).plan).toMatchObject({ model: 'large' });
    expect(messages.map(a => a.body?.thinking?.type)).toEqual([
      'adaptive',
      ...[1, 2, 3, 4].map(() => undefined),
      'adaptive',
    ]);
    const spent = outputs.flatMap(o => (o.type === 'TokensSpent' ? [`${o.phase} ${o.model}`] : []));
    expect([...new Set(spent)]).toEqual(['research small', 'analysis small', 'planning large']);
  });

  it('another one that is named between two runs speaks from the next run on, and knows what was found', async () => {
    const repo = await makeFixtureRepo('shop-api');
    server.after(repo.cleanup);
    let named: string | undefined;
    const made = await modelProject(repo.root, server, {
      wished: () => named,
      model: async () => ok({ ...MODEL, id: named ?? 'newest' }),
    });
    server.after(made.close);
    const question = [
      'ask_question',
      {
        id: 'mail-when',
        text: 'Shall a failed mail undo the change of status?',
        why: 'The status is stored first.',
        evidence: [],
        choices: [
          { id: 'no', label: 'No', consequence: 'It is logged.' },
          { id: 'yes', label: 'Yes', consequence: 'An order waits for the mail server.' },
        ],
        recommended: 'no',
      },
    ] as const;
    server.script(
      ...calling(finding('found', 'Mail is sent by `createMailer`.'), FINISH, question, FINISH, [
        'submit_plan',
        PLAN,
      ]),
    );
    const first = await run(
      made.planner,
      await made.project.start('Tell the customer by e-mail when an order changes'),
      'research',
    );
    named = 'other';
    const answered = fold(first.session, {
      type: 'QuestionAnswered',
      at: 0,
      answer: { kind: 'choice', questionId: 'mail-when', choiceId: 'no' },
    });
    const second = await run(made.planner, answered, 'draft');
    const messages = server.asked.filter(a => a.path.startsWith('/v1/messages'));
    expect(messages.map(modelIn)).toEqual([...Array(4).fill('newest'), 'other']);
    expect(messages[4]?.body?.messages).toHaveLength(1);
    expect(lastSaid(messages[4]!)).toContain('Mail is sent by `createMailer`.');
    expect(lastPlan(second.session).plan).toMatchObject({ model: 'other' });
  });
});
