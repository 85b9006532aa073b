import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTier } from '../../src/codemap/build.ts';
import { type ScanHelp, startScanThreads } from '../../src/codemap/scan-threads.ts';
import type { Tier } from '../../src/codemap/tier.ts';
import { createGit, createProjectFiles } from '../../src/host/index.ts';
import { bundle } from './bundle.ts';
import { told as toldOf } from './told.ts';

const project = realpathSync(mkdtempSync(join(tmpdir(), 'scan-threads-')));
const FILES = 600;
let built: Awaited<ReturnType<typeof bundle>>;

beforeAll(async () => {
  for (let n = 0; n < FILES; n++) {
    const folder = join(project, `pkg${n % 7}`);
    mkdirSync(folder, { recursive: true });
    const near = (n + 7) % FILES;
    writeFileSync(
      join(folder, `unit${n}.ts`),
      `import { unit${near} } from './unit${near}.js';\n/** Sends invoice number ${n}. */\nexport function unit${n}(orderId${n % 5}: string) {\n  return unit${near};\n}\n`,
    );
  }
  writeFileSync(join(project, 'pkg0', 'image.png'), Buffer.from([0, 1]));
  writeFileSync(join(project, 'pkg1', 'binary.ts'), Buffer.from([0, 1, 2]));
  built = await bundle({ scan: 'src/codemap/scan-worker.ts' });
});
afterAll(() => {
  built?.remove();
  rmSync(project, { recursive: true, force: true });
});

function build(help?: () => ScanHelp, onProgress: (done: number, total: number) => void = () => {}) {
  const git = createGit(project);
  const files = createProjectFiles(project, git);
  return buildTier(
    { files, git, ...(help ? { help: { start: help, from: 400, early: true } } : {}) },
    onProgress,
  ).then(kept => kept.tier);
}

const told = (tier: Tier) => toldOf(tier, ['send an invoice for orderId3', 'unit17', 'invoice number']);

test('two threads and this one find what one thread finds', async () => {
  const seen: number[] = [];
  const shares: number[] = [];
  const tier = await build(
    () => {
      const help = startScanThreads(join(built.folder, 'scan.mjs'), project, 2);
      return {
        ...help,
        // This thread waits until the others have taken their fill, so that they surely have a share.
        async scan(order) {
          const found = help.scan(order);
          while (Atomics.load(order.progress, 1) < 64) Atomics.wait(order.progress, 1, 0, 5);
          for (const share of await found) shares.push(share.numbers.length);
          return found;
        },
      };
    },
    done => seen.push(done),
  );
  expect(shares.reduce((sum, n) => sum + n, 0)).toBeGreaterThan(50);
  expect(seen.at(-1)).toBe(tier.summary.files);
  expect(told(tier)).toEqual(told(await build()));
  expect(tier.summary.skipped).toEqual([
    { path: 'pkg0/image.png', reason: 'binary by its name' },
    { path: 'pkg1/binary.ts', reason: 'binary by its content' },
  ]);
});

test('what a thread took and never gave back is scanned here', async () => {
  const script = join(built.folder, 'thief.mjs');
  writeFileSync(
    script,
    `import { parentPort } from 'node:worker_threads';
     parentPort.once('message', ({ progress }) => { Atomics.add(progress, 0, 20); throw new Error('planted'); });`,
  );
  const tier = await build(() => {
    const help = startScanThreads(script, project, 1);
    return {
      ...help,
      async scan(order) {
        const found = help.scan(order);
        while (Atomics.load(order.progress, 0) < 20) Atomics.wait(order.progress, 0, 0, 5);
        return found;
      },
    };
  });
  expect(told(tier)).toEqual(told(await build()));
});

test.each([
  ['too few files', 100_000, false, []],
  ['too few files, which was not known in time', 100_000, true, ['start', 'close']],
  ['enough files', 400, false, ['start', 'scan', 'close']],
])('threads are started, used and closed: %s', async (_, from, early, wanted) => {
  const calls: string[] = [];
  const git = createGit(project);
  const start = (): ScanHelp => {
    calls.push('start');
    return {
      scan: async () => {
        calls.push('scan');
        return [];
      },
      close: () => calls.push('close'),
    };
  };
  const parts = { files: createProjectFiles(project, git), git, help: { start, from, early } };
  const { tier } = await buildTier(parts, () => {});
  expect(calls).toEqual(wanted);
  expect(told(tier)).toEqual(told(await build()));
});
