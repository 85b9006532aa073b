import { afterEach, expect, it, vi } from 'vitest';
import { makeFixtureRepo } from '../../helpers/fixture-repo.ts';
import { run } from '../loop.ts';
import { modelProject } from './model-project.ts';
import { eventsOf, frame, openStream, type Reply, refuse, startModelServer } from './model-server.ts';
import { calling, FINISH } from './script.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Says what it has counted, and is gone. */
const cutOff: Reply = response => {
  openStream(response);
  const [start, ...rest] = eventsOf([{ text: 'half an ans' }], { input: 700 });
  for (const event of [start, ...rest.slice(0, 2)]) if (event) response.write(frame(event));
  setImmediate(() => response.destroy());
};

it('what was counted is told with its price, also of an answer that broke off', async () => {
  const server = await startModelServer();
  open.push(server.close);
  const repo = await makeFixtureRepo('shop-api');
  open.push(repo.cleanup);
  const { planner, project, close } = await modelProject(repo.root, server, {
    pricing: (model, { input, output }) =>
      model === 'claude-test' ? { usd: (input + output) / 1_000, pricesOf: 'the test' } : undefined,
  });
  open.push(close);
  server.script(
    cutOff,
    ...calling(FINISH, FINISH),
    refuse(401, 'authentication_error', 'the key has expired'),
  );
  const { session, outputs } = await run(
    planner,
    await project.start('add CSV export of orders'),
    'research',
  );
  const spent = outputs.flatMap(o => (o.type === 'TokensSpent' ? [o] : []));
  expect(spent.map(s => [s.phase, s.tokens.input, s.tokens.output, s.usd])).toEqual([
    ['research', 700, 1, 0.701],
    ['research', 100, 50, 0.15],
    ['analysis', 100, 50, 0.15],
  ]);
  expect(session.spent).toMatchObject({ usd: 1.001, pricesOf: 'the test', unpriced: false });
  // What was waited for is told first, then why: a narrow pane cuts the end.
  const waits = outputs.flatMap(o => (o.type === 'Progress' && o.text.startsWith('Try') ? [o.text] : []));
  expect(waits).toEqual([expect.stringMatching(/^Try 2 of 3 in 1 s\. .*127\.0\.0\.1/)]);
  expect(outputs.at(-1)).toMatchObject({
    type: 'RunStopped',
    reason: 'failed',
    failure: { kind: 'credentials-refused' },
  });
  // A refusal that counted nothing is no expense.
  expect(server.unexpected).toEqual([]);
});
