import { expect, it, vi } from 'vitest';
import { decide } from '../../../src/session/decide.ts';
import { openObjections, waitingFeedback } from '../../../src/session/selectors.ts';
import { makeFixtureRepo } from '../../helpers/fixture-repo.ts';
import { fold, lastPlan, run } from '../loop.ts';
import { modelProject } from './model-project.ts';
import { calling, FINISH, file, lastSaid, MAIL_PLAN } from './script.ts';
import { usingModelServer } from './using-server.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const server = usingModelServer();

const SERVICE = 'src/services/order.service.ts';
const objection = (critic: string, more: Readonly<Record<string, unknown>> = {}) =>
  [
    'raise_objection',
    {
      critic,
      text: 'A mail server that is away keeps the status from being stored.',
      mend: 'Store the status first, and log a mail that fails.',
      ...more,
    },
  ] as const;

it('a model reads the plan against itself with fresh eyes; the person accepts or rejects, and the plan stays', async () => {
  const repo = await makeFixtureRepo('shop-api');
  server.after(repo.cleanup);
  const { planner, project, close } = await modelProject(repo.root, server);
  server.after(close);
  server.script(...calling(FINISH, FINISH, ['submit_plan', MAIL_PLAN]));
  const drafted = (
    await run(planner, await project.start('Tell the customer when an order changes'), 'research')
  ).session;
  const before = lastPlan(drafted).markdown;

  server.script(
    ...calling(
      objection('failure', { step: 'S-nowhere' }),
      objection('failure', { step: 'S-tell', sources: [file(SERVICE, 57, 'this stands nowhere')] }),
      objection('failure', {
        step: 'S-tell',
        sources: [file(SERVICE, 57, "const cancelled = await this.setStatus(id, 'CANCELLED');")],
      }),
      objection('failure', { text: 'A second one of the same critic, which is taken too.' }),
      objection('failure', { text: 'A third one of the same critic, which is taken too.' }),
      objection('failure', { text: 'A fourth one of the same critic: that is enough.' }),
      objection('scope'),
      FINISH,
    ),
  );
  const { session, outputs } = await run(planner, drafted, 'criticise');
  const [, , , ...asked] = server.asked.filter(a => a.path.includes('/messages'));
  // It has not seen what the planner said to itself.
  expect(asked[0]?.body?.messages).toHaveLength(1);
  expect(lastSaid(asked[0]!)).toContain(
    before.slice(before.indexOf('## Overview'), before.indexOf('## Overview') + 200),
  );
  expect(lastSaid(asked[1]!)).toContain('There is no step S-nowhere: S-tell.');
  expect(lastSaid(asked[2]!)).toContain('Not taken: the quote stands nowhere');
  expect(lastSaid(asked[6]!)).toContain('8 in all and 3 of one critic are enough');
  expect(session.objections.map(o => [o.critic, o.stepId, o.sources.length, o.revision])).toEqual([
    ['failure', 'S-tell', 1, 1],
    ['failure', undefined, 0, 1],
    ['failure', undefined, 0, 1],
    ['scope', undefined, 0, 1],
  ]);
  expect(new Set(session.objections.map(o => o.id)).size).toBe(4);
  expect(
    outputs.some(o => o.type === 'NoticeRaised' && o.text.startsWith('4 objections to revision 1')),
  ).toBe(true);
  expect(lastPlan(session).markdown).toBe(before);

  const judged = (objectionId: string, verdict: 'accepted' | 'rejected') =>
    decide(session, { type: 'judge', objectionId, verdict }, { now: 1 });
  const [first, second] = session.objections;
  const accepted = judged(first?.id ?? '', 'accepted');
  const rejected = judged(second?.id ?? '', 'rejected');
  if (!accepted.ok || !rejected.ok) throw new Error('both were to be judged');
  const after = fold(session, ...accepted.value.events, ...rejected.value.events);
  expect(waitingFeedback(after)).toMatchObject([
    {
      text: 'Store the status first, and log a mail that fails.',
      target: { kind: 'step', stepId: 'S-tell' },
      revision: 1,
    },
  ]);
  expect(openObjections(after)).toHaveLength(2);
  expect(
    decide(after, { type: 'judge', objectionId: first?.id ?? '', verdict: 'rejected' }, { now: 1 }),
  ).toMatchObject({
    ok: false,
    error: { kind: 'judged' },
  });

  // What was rejected is told, so that it is not raised again.
  server.script(...calling(FINISH));
  await run(planner, after, 'criticise');
  expect(lastSaid(server.asked.at(-1)!)).toContain('- A second one of the same critic, which is taken too.');
});
