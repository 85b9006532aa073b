import { expect, it, vi } from 'vitest';
import { run } from '../loop.ts';
import { modelShop } from './model-project.ts';
import { calling, FINISH, lastSaid, step } from './script.ts';
import { usingModelServer } from './using-server.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const server = usingModelServer();

const QUESTION = 'Who tells the customer that an order changed?';
const planOf = (title: string, side: string | undefined, path: string) => ({
  ...(side === undefined ? {} : { axis: { question: QUESTION, side } }),
  approach: { title, summary: [{ text: '`setStatus` changes the status.', rests_on: ['goal'] }] },
  steps: [
    step('S-tell', {
      files: [{ action: 'modify', path, what: 'tell the customer of the change' }],
      verify: [{ kind: 'command', text: 'npm test' }],
    }),
  ],
});
const A = planOf('told by the service', 'the service', 'src/services/order.service.ts');
const B = planOf('told by a job', 'a job', 'src/server.ts');

const start = async () => {
  const made = await modelShop(server);
  const begun = await made.project.start({ text: 'Tell the customer when an order changes', approaches: 2 });
  return { ...made, begun };
};

it('two plans of one model differ in an axis; a repetition is sent back, and what is shared is said', async () => {
  const { planner, begun } = await start();
  server.script(
    ...calling(
      FINISH,
      FINISH,
      ['submit_plan', planOf('no axis', undefined, 'src/services/order.service.ts')],
      ['submit_plan', A],
      ['submit_plan', { ...A, approach: { ...A.approach, title: 'the same in other words' } }],
      ['submit_plan', B],
    ),
  );
  const { session } = await run(planner, begun, 'research');
  expect(session.runs.at(-1)?.stopped).toMatchObject({ reason: 'done' });
  expect(session.approaches.map(a => [a.id, a.title, a.axis?.question, a.axis?.side])).toEqual([
    ['a', 'told by the service', QUESTION, 'the service'],
    ['b', 'told by a job', QUESTION, 'a job'],
  ]);
  expect(session.approaches.map(a => a.revisions.at(-1)?.revision.number)).toEqual([1, 1]);
  // Each tells what was found, although it was found in the same run.
  const found = session.findings.filter(f => f.topic === 'found').map(f => f.text);
  const state = session.findings.filter(f => f.topic === 'state').map(f => f.text);
  expect(found.length * state.length).toBeGreaterThan(0);
  for (const approach of session.approaches) {
    const plan = approach.revisions.at(-1)?.revision.plan;
    expect(plan?.findings.map(f => f.text)).toEqual(found);
    expect(plan?.currentState.map(f => f.text)).toEqual(state);
  }
  const said = server.asked.filter(a => a.path.includes('/messages')).map(lastSaid);
  expect(said.some(text => text.includes('The plan lacks `axis`'))).toBe(true);
  expect(said.some(text => text.includes('it shares 100 % of the files and 100 % of the packages'))).toBe(
    true,
  );
  expect(said.some(text => text.includes('src/services/order.service.ts') && text.includes(QUESTION))).toBe(
    true,
  );
});

it('where the model finds no second way there is one plan, with the reason', async () => {
  const { planner, begun } = await start();
  server.script(
    ...calling(
      FINISH,
      FINISH,
      ['submit_plan', A],
      ['finish_phase', { why: 'Only `setStatus` sees the change.' }],
    ),
  );
  const { session } = await run(planner, begun, 'research');
  expect(session.approaches).toHaveLength(1);
  expect(session.approaches[0]?.revisions.at(-1)?.revision.plan.notices.at(-1)).toBe(
    'Two approaches were asked for; one is planned. Only `setStatus` sees the change.',
  );
});
