// Import rules (dependency-cruiser), and three proofs that the rules themselves work:
// as many modules were cruised as src holds, planted violations are caught, and no file outgrows its room.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const MAX_LINES = 400;

/** Each plants one forbidden import; the named rule must catch it. */
export const planted = [
  [
    'room-shared',
    'src/shared/planted.ts',
    "import { Goal } from '../domain/goal.ts'; export const x = Goal;",
  ],
  ['room-domain', 'src/domain/planted.ts', "import { Plan } from '../plan/model.ts'; export const x = Plan;"],
  [
    'room-plan',
    'src/plan/planted.ts',
    "import { evolve } from '../session/evolve.ts'; export const x = evolve;",
  ],
  [
    'room-session',
    'src/session/planted.ts',
    "import { createStore } from '../app/store.ts'; export const x = createStore;",
  ],
  [
    'room-ui',
    'src/ui/planted.ts',
    "import { createStore } from '../app/store.ts'; export const x = createStore;",
  ],
  ['room-app', 'src/app/planted.ts', "import { x as y } from '../ui/planted-target.ts'; export const x = y;"],
  [
    'room-codemap',
    'src/codemap/planted.ts',
    "import { evolve } from '../session/evolve.ts'; export const x = evolve;",
  ],
  ['pure-rooms', 'src/session/planted.ts', "import { join } from 'node:path'; export const x = join;"],
  [
    'pure-rooms',
    'src/plan/planted.ts',
    "import { createHash } from 'node:crypto'; export const x = createHash;",
  ],
  ['door-fs', 'src/app/planted.ts', "import { readFileSync } from 'node:fs'; export const x = readFileSync;"],
  [
    'door-child-process',
    'src/app/planted.ts',
    "import { spawn } from 'node:child_process'; export const x = spawn;",
  ],
  [
    'door-anthropic',
    'src/app/planted.ts',
    "import Client from '@anthropic-ai/sdk'; export const x = Client;",
  ],
  [
    'door-mcp',
    'src/app/planted.ts',
    "import { McpServer } from '@modelcontextprotocol/server'; export const x = McpServer;",
  ],
  ['room-mcp', 'src/mcp/planted.ts', "import { x as y } from '../ui/planted-target.ts'; export const x = y;"],
  ['door-undici', 'src/app/planted.ts', "import { request } from 'undici'; export const x = request;"],
  ['door-parse5', 'src/app/planted.ts', "import { parse } from 'parse5'; export const x = parse;"],
  ['door-conf', 'src/app/planted.ts', "import Conf from 'conf'; export const x = Conf;"],
  ['door-ink', 'src/app/planted.ts', "import { Box } from 'ink'; export const x = Box;"],
  [
    'door-tree-sitter',
    'src/app/planted.ts',
    "import { Parser } from 'web-tree-sitter'; export const x = Parser;",
  ],
  [
    'no-tests-in-src',
    'src/app/planted.ts',
    "import { t } from '../../tests/planted-target.ts'; export const x = t;",
  ],
  ['no-cycles', 'src/app/planted.ts', "import { y } from './planted-two.ts'; export const x = () => y;"],
];

async function run(base) {
  const ruleSet = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'));
  const { output } = await cruise(
    ['src'],
    {
      ...ruleSet.options,
      ruleSet: { forbidden: ruleSet.forbidden },
      validate: true,
      baseDir: base,
      tsConfig: undefined,
    },
    { ...ruleSet.options.enhancedResolveOptions },
    { tsConfig: extractTSConfig(join(root, 'tsconfig.json')) },
  );
  return output;
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function violations(output) {
  return output.summary.violations.filter(v => v.rule.severity === 'error');
}

let failed = 0;
const fail = text => {
  failed++;
  console.error(`rules: ${text}`);
};

const files = sources(join(root, 'src'));
const real = await run(root);
const cruised = real.modules.filter(m => m.source.startsWith('src/')).length;
if (cruised < files.length)
  fail(`${cruised} modules were cruised, but src holds ${files.length}: the rules passed over some.`);
for (const v of violations(real)) fail(`${v.rule.name}: ${v.from} → ${v.to}`);
for (const file of files) {
  const lines = readFileSync(file, 'utf8').split('\n').length - 1;
  if (lines > MAX_LINES && !/(\/data\/|-table\.ts$)/.test(file))
    fail(`${file.slice(root.length + 1)} has ${lines} lines; ${MAX_LINES} is the limit.`);
}

// The planted violations go into a copy, so that a stop in the middle leaves nothing behind.
const copy = mkdtempSync(join(tmpdir(), 'planner-rules-'));
try {
  cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true });
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  cpSync(join(root, 'tsconfig.json'), join(copy, 'tsconfig.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  mkdirSync(join(copy, 'tests'));
  mkdirSync(join(copy, 'src/ui'), { recursive: true });
  writeFileSync(join(copy, 'tests/planted-target.ts'), 'export const t = 1;');
  writeFileSync(join(copy, 'src/ui/planted-target.ts'), 'export const x = 1;');
  writeFileSync(
    join(copy, 'src/app/planted-two.ts'),
    "import { x } from './planted.ts'; export const y = () => x;",
  );
  let caught = 0;
  for (const [rule, path, text] of planted) {
    writeFileSync(join(copy, path), `${text}\n`);
    const found = violations(await run(copy)).some(
      v => v.rule.name === rule && v.from.startsWith(path.slice(0, -3)),
    );
    if (found) caught++;
    else fail(`the planted violation of ${rule} in ${path} was not caught.`);
    rmSync(join(copy, path));
  }
  if (existsSync(join(root, 'src/app/planted.ts'))) fail('a planted file is in src.');
  console.log(
    `rules: ${cruised} of ${files.length} modules cruised, ${caught} of ${planted.length} planted violations caught`,
  );
} finally {
  rmSync(copy, { recursive: true, force: true });
}
process.exit(failed > 0 ? 1 : 0);
