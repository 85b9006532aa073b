import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type KnownProject, startProject } from '../../src/app/beside-map.ts';
import { bundle } from '../codemap/bundle.ts';

/** Enough that suggestions take a few hundred milliseconds. */
const MANY = 1_500;

const project = realpathSync(mkdtempSync(join(tmpdir(), 'beside-map-')));
let built: Awaited<ReturnType<typeof bundle>>;
const open: KnownProject[] = [];

beforeAll(async () => {
  const files: Record<string, string> = {
    'package.json': JSON.stringify({
      name: 'letters',
      scripts: { test: 'vitest run' },
      dependencies: { request: '^2.88.0' },
      devDependencies: { vitest: '^4.0.0' },
    }),
    'package-lock.json': '{ this is no lock file',
    'README.md': '# Letters\n\nEvery letter is sent by the post office, which is slow.\n',
    'src/hub.ts': `// TODO: send every letter twice when the first one is lost\nexport function hub() {\n${'  work();\n'.repeat(40)}}\n`,
    'tests/other.test.ts': "test('other', () => {});\n",
  };
  for (let n = 0; n < MANY; n++)
    files[`src/many/a${n}.ts`] =
      `import { hub } from '../hub.js';\n${'// process.env and a session\n'.repeat(40)}export const a${n} = hub();\n`;
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  built = await bundle({ worker: 'src/app/map-worker.ts' });
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.map.close();
});
afterAll(() => {
  built?.remove();
  rmSync(project, { recursive: true, force: true });
});

function start(script = join(built.folder, 'worker.mjs')): KnownProject {
  const started = startProject(project, script);
  open.push(started);
  return started;
}

test('suggestions and research are the same from the worker as from this thread', async () => {
  const here = startProject(project);
  open.push(here);
  const there = start();
  const suggestions = await there.suggestions();
  expect(suggestions).toEqual(await here.suggestions());
  expect(suggestions.map(s => s.text)).toContain('replace request by undici or fetch');
  const [near, far] = await Promise.all([here.research.brief(), there.research.brief()]);
  expect(far.testCommand('tests/other.test.ts')).toBe('npm test -- tests/other.test.ts');
  expect(JSON.stringify(far)).toBe(JSON.stringify(near));
  expect(await there.research.facts()).toEqual(await here.research.facts());
  expect(await there.research.documents(['letter', 'post'], 3)).toEqual(
    await here.research.documents(['letter', 'post'], 3),
  );
  expect(there.research.notices().join()).toContain('package-lock.json is not readable');
  expect(there.research.notices()).toEqual(here.research.notices());
}, 30_000);

test('other questions are answered while suggestions are worked out', async () => {
  const { map, suggestions } = start();
  await map.build();
  let done = false;
  const working = suggestions().finally(() => {
    done = true;
  });
  let answers = 0;
  while (!done) {
    await map.impact({ goal: 'send letters', limit: 3 });
    answers++;
  }
  expect((await working).length).toBeGreaterThan(0);
  expect(answers).toBeGreaterThan(5);
}, 30_000);

test('closing does not wait for suggestions, of which there are none then', async () => {
  const { map, suggestions } = start();
  await map.build();
  const working = suggestions();
  await map.close();
  expect(await working).toEqual([]);
}, 8_000);

test('a worker that dies leaves no suggestions, and research says so', async () => {
  const script = join(built.folder, 'dies.mjs');
  writeFileSync(
    script,
    "import { parentPort } from 'node:worker_threads';\nparentPort.on('message', () => process.exit(3));\n",
  );
  const { suggestions, research } = start(script);
  expect(await suggestions()).toEqual([]);
  expect(await suggestions()).toEqual([]);
  await expect(research.brief()).rejects.toThrow('the code map was closed');
});

test('a question that is not served is refused, and the next one is answered', async () => {
  const script = join(built.folder, 'bare.ts');
  const worker = fileURLToPath(new URL('../../src/codemap/worker.ts', import.meta.url));
  writeFileSync(
    script,
    `import { serveCodeMap } from ${JSON.stringify(worker)};\nserveCodeMap(async () => () => ({}));\n`,
  );
  const served = await bundle({ bare: script });
  try {
    const { map, suggestions, research } = start(join(served.folder, 'bare.mjs'));
    expect(await suggestions()).toEqual([]);
    await expect(research.facts()).rejects.toThrow('facts was asked for');
    expect(await map.has('src/hub.ts')).toBe(true);
  } finally {
    served.remove();
  }
}, 15_000);
