// What a stream costs on its way from the socket to the store, with the program's own parts and the real SDK.
//   npm run bench:stream -- [--paced 3000] [--deltas 144000]
// A server in a process of its own sends text in deltas of about four characters: first so many, one about every two
// milliseconds (the delay of each, and how often the screen would be drawn), then as fast as they are taken (memory).
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { loadBundle, option } from '../load.mjs';

const self = fileURLToPath(import.meta.url);
const MARK = 'text_delta';

if (process.argv[2] === 'serve') serve();
else if (global.gc) await measure(Number(option('paced', '3000')), Number(option('deltas', '144000')));
else
  spawn(process.execPath, ['--expose-gc', self, ...process.argv.slice(2)], { stdio: 'inherit' }).on(
    'exit',
    code => {
      process.exitCode = code ?? 1;
    },
  );

function serve() {
  const frame = event => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
  const usage = { input_tokens: 10, output_tokens: 1 };
  const message = { id: 'm', type: 'message', role: 'assistant', model: 'bench', content: [], usage };
  createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const [deltas, gap] = JSON.parse(body).model.split('-').map(Number);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.socket.setNoDelay(true);
    response.write(frame({ type: 'message_start', message }));
    response.write(
      frame({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    );
    for (let n = 0; n < deltas; n++) {
      const text = `${n % 10} ab`;
      const taken = response.write(
        frame({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
      );
      if (gap > 0) await new Promise(done => setTimeout(done, gap));
      else if (!taken) await new Promise(done => response.once('drain', done));
    }
    response.write(frame({ type: 'content_block_stop', index: 0 }));
    response.write(frame({ type: 'message_delta', delta: { stop_reason: 'refusal' }, usage }));
    response.end(frame({ type: 'message_stop' }));
  }).listen(0, '127.0.0.1', function () {
    process.stdout.write(`${this.address().port}\n`);
  });
}

async function measure(paced, deltas) {
  const parts = await loadBundle(`export { createStore } from './src/app/store.ts';
    export { createEffectRunner } from './src/app/effects.ts';
    export { converse } from './src/agent/claude/conversation.ts';
    export { budgetOf, Purse } from './src/agent/claude/budget.ts';
    export { Outgoing } from './src/agent/claude/outgoing.ts';
    export { channel } from './src/agent/local/channel.ts';
    export { createApiFetch } from './src/host/http/index.ts';
    export { makeGoal } from './src/session/goal.ts';`);
  const server = spawn(process.execPath, [self, 'serve'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise(done => server.stdout.once('data', data => done(String(data).trim())));
  try {
    const baseUrl = `http://127.0.0.1:${port}`;
    const slow = await stream(parts, baseUrl, paced, 2, false);
    const fast = await stream(parts, baseUrl, deltas, 0, true);
    const at = (list, share) => list[Math.min(list.length - 1, Math.floor(list.length * share))];
    const sorted = [...slow.delays].sort((a, b) => a - b);
    const ms = value => `${value.toFixed(2)} ms`;
    const mb = bytes => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
    console.log(`Node ${process.version}, ${process.platform}\n
| What | Measured | Asked |
|---|---|---|
| delay from a text delta to the store, median of ${sorted.length.toLocaleString('en')} | ${ms(at(sorted, 0.5))} | < 5 ms |
| the same, 99th percentile | ${ms(at(sorted, 0.99))} | – |
| growth of the heap at most, over ${fast.seen.toLocaleString('en')} deltas | ${mb(fast.growth)} | < 60 MB |
| growth that stays, the conversation being kept | ${mb(fast.kept)} | – |
| deltas a second when they come as fast as they are taken | ${Math.round(fast.seen / (fast.ms / 1000)).toLocaleString('en')} | – |
| updates of the screen in the busiest second | ${busiest(slow.updates)} | ≤ 15 |`);
    if (slow.seen !== paced || fast.seen !== deltas)
      throw new Error(`${slow.seen} and ${fast.seen} deltas came`);
  } finally {
    server.kill();
  }
}

/** Most of these moments within any second. */
function busiest(moments) {
  let most = 0;
  for (let from = 0, to = 0; to < moments.length; to++) {
    while (moments[to] - moments[from] >= 1_000) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

/** One message, from the socket through the wire, the conversation, the run and the effects into the store. */
async function stream(parts, baseUrl, deltas, gap, memory) {
  const { createStore, createEffectRunner, converse, budgetOf, Purse, Outgoing, channel, createApiFetch } =
    parts;
  const clock = { now: () => Date.now() };
  const api = createApiFetch({ env: {}, headers: {} });
  const arrivals = new Float64Array(deltas);
  let arrived = 0;
  const counted = {
    close: () => api.close(),
    fetch: told => async (input, init) => {
      const answer = await api.fetch(told)(input, init);
      let rest = '';
      const body = answer.body.pipeThrough(
        new TransformStream({
          transform(chunk, controller) {
            const now = performance.now();
            const text = rest + Buffer.from(chunk).toString('latin1');
            let at = text.indexOf(MARK);
            let end = 0;
            for (; at >= 0; at = text.indexOf(MARK, end)) {
              arrivals[arrived++] = now;
              end = at + MARK.length;
            }
            rest = text.slice(Math.max(end, text.length - MARK.length + 1));
            controller.enqueue(chunk);
          },
        }),
      );
      return new Response(body, { status: answer.status, headers: answer.headers });
    },
  };
  const talk = {
    speaker: {
      id: `${deltas}-${gap}`,
      maxTokens: 1,
      mostTokens: 1,
      web: false,
      thinking: false,
      strict: false,
      why: 'of the benchmark',
      dropped: new Set(),
    },
    system: 'bench',
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
    told: new Set(),
    heard: new Map(),
  };
  const wire = { endpoint: { baseUrl, credential: { kind: 'none' }, auth: 'bearer' }, api: counted, clock };
  const ports = {
    wire,
    tools: {},
    readings: [],
    outgoing: new Outgoing(),
    purse: new Purse(budgetOf()),
    random: Math.random,
  };
  const task = { phase: 'research', handIns: [], last: 'finish_phase', mostTurns: 1 };
  const planner = {
    engine: 'claude',
    async *run({ runId, signal }) {
      yield* channel(signal, async scope => {
        const end = await converse(scope, ports, talk, task);
        // The message ends in a refusal, so that nothing is asked again: every other end is a fault of this benchmark.
        if (end.kind !== 'failed' || end.failure.kind !== 'refused') throw new Error(JSON.stringify(end));
      });
      yield { type: 'RunStopped', runId, reason: 'done' };
    },
  };
  const delays = [];
  const updates = [];
  let seen = 0;
  let growth = 0;
  const heap = () => {
    global.gc();
    return process.memoryUsage().heapUsed;
  };
  let before = 0;
  const effects = createEffectRunner({
    planner,
    clock,
    check: async () => ({ results: [] }),
    publish: async () => {
      throw new Error('nothing is published here');
    },
  });
  const observed = {
    stop: () => effects.stop(),
    run: (effect, host) =>
      effects.run(effect, {
        ...host,
        progress(phase, progress) {
          host.progress(phase, progress);
          if (progress.text !== 'Writing') return;
          if (!memory) delays.push(performance.now() - arrivals[seen]);
          seen++;
          if (memory && seen % 12_000 === 0) growth = Math.max(growth, heap() - before);
        },
      }),
  };
  const store = createStore({
    log: { append: async () => {}, close: async () => {} },
    effects: observed,
    clock,
  });
  store.subscribe(() => updates.push(performance.now()));
  before = heap();
  const begun = performance.now();
  const started = await store.dispatch({
    type: 'start',
    goal: parts.makeGoal('measure the stream'),
    project: { root: '/bench', name: 'bench', git: false },
    planner: { engine: 'claude', why: 'bench' },
    sessionId: 'bench',
  });
  if (!started.ok) throw new Error(started.error.message);
  await new Promise(done => {
    const look = () => {
      const state = store.state();
      if (state.kind === 'active' && state.runs.at(-1)?.stopped) done();
    };
    store.subscribe(look);
    look();
  });
  const { stopped } = store.state().runs.at(-1);
  if (stopped.reason !== 'done') throw new Error(stopped.failure?.message ?? stopped.reason);
  const ms = performance.now() - begun;
  const kept = heap() - before;
  await store.close();
  await api.close();
  return { delays, updates, seen, growth, kept, ms };
}
