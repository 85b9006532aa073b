// The process of warm.ts: runs the built program for each request, one after the other, with everything as a start has it.
import { fileURLToPath, pathToFileURL } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/planner-tui.js', import.meta.url));
const [, , entry, patience] = process.argv;
const ENTRY = pathToFileURL(entry).href;
/** What a run began may take this long to end once it has its exit code. */
const LINGERS_MS = Number(patience);
/** Nothing to wait for, and no end: of some work in Node's threads nothing shows. */
const IDLES_MS = LINGERS_MS / 2;

const POLL_MS = 3;

const EMITTERS = [process, process.stdin, process.stdout, process.stderr];
let runs = 0;
/** What keeps this process alive between two runs. */
let atRest = [];

/** Without a hold on the loop, so that it is not among what is left. */
const turn = () => new Promise(resolve => setTimeout(resolve, POLL_MS).unref());

/** What else keeps it alive now, by kind. */
function leftOver() {
  const left = process.getActiveResourcesInfo();
  for (const kind of atRest) {
    const at = left.indexOf(kind);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

function setEnv(env) {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
}

/** Gives back a function that takes off what was added since, after those who wait for the end were called. */
function listenersNow() {
  const before = EMITTERS.map(
    from => new Map(from.eventNames().map(name => [name, from.rawListeners(name)])),
  );
  return code => {
    EMITTERS.forEach((from, at) => {
      for (const name of from.eventNames())
        for (const listener of from.rawListeners(name)) {
          if (before[at].get(name)?.includes(listener)) continue;
          if (from === process && name === 'exit') listener.call(process, code);
          from.off(name, listener);
        }
    });
  };
}

/** Waits as Node does until nothing keeps a program alive. Gives what is wrong where that is not how it ends. */
async function faultOf(ended) {
  let settled = false;
  ended.then(() => {
    settled = true;
  });
  let state = '';
  let since = 0;
  for (;;) {
    await turn();
    const left = leftOver();
    if (settled && left.length === 0) return undefined;
    const now = settled ? 'lingers' : left.length === 0 ? 'idles' : 'works';
    if (now !== state) [state, since] = [now, performance.now()];
    const waited = performance.now() - since;
    if (now === 'lingers' && waited > LINGERS_MS)
      return `left ${left.join(', ')} behind, which keeps it from ending`;
    if (now === 'idles' && waited > IDLES_MS) return 'had nothing left to wait for before it came to its end';
  }
}

process.on('disconnect', () => process.exit());
process.on('message', async ({ args, cwd, env, mark }) => {
  await rested;
  process.argv = [process.execPath, BIN, ...args];
  process.exitCode = undefined;
  process.chdir(cwd);
  setEnv(env);
  const takeOff = listenersNow();
  // The entry is evaluated anew; its chunks are those of the run before.
  const { ended } = await import(`${ENTRY}?${runs++}`);
  const fault = await faultOf(ended);
  const code = process.exitCode ?? 0;
  takeOff(code);
  process.stdout.write(mark);
  process.stderr.write(mark);
  process.send({ code, fault });
});
// Loading this file has to be over; the streams and the channel are held from here on.
const rested = new Promise(resolve => setTimeout(resolve, POLL_MS)).then(() => {
  atRest = process.getActiveResourcesInfo();
});
