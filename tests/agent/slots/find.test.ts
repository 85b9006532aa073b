import { describe, expect, it } from 'vitest';
import { findSlots, SLOT_NAMES, slotKeys, slotValue } from '../../../src/agent/local/slots/index.ts';
import { type PlainFile, type PlainProject, plainSurvey } from '../plain-survey.ts';

/** A slot as `path`, `path#symbol` or `path#symbol:line`, the way a row names it. */
async function found(project: PlainProject, name: string, withLine = false): Promise<string | undefined> {
  const slot = findSlots(await plainSurvey(project)).get(name);
  if (!slot) return undefined;
  const symbol = slot.symbol === undefined ? '' : `#${slot.symbol}`;
  return `${slot.path}${symbol}${withLine && slot.line !== undefined ? `:${slot.line}` : ''}`;
}

const lines = (...text: readonly string[]): string => text.join('\n');

describe('the symbol around a line', () => {
  const OWNER = lines(
    'class Orders {',
    '  list() {',
    '    return all;',
    '  }',
    '  show(id, userId) {',
    '    if (order.userId !== userId) throw new Error();',
    '  }',
    '}',
  );
  const rows: readonly (readonly [string, string, PlainFile, string | undefined])[] = [
    [
      'is the innermost one',
      'owner-check',
      {
        text: OWNER,
        roles: ['service'],
        symbols: [
          ['Orders', 1, 8],
          ['list', 2, 4],
          ['show', 5, 7],
        ],
      },
      'src/a.ts#show:5',
    ],
    [
      'is the outer one where no inner one holds the line',
      'owner-check',
      {
        text: OWNER,
        roles: ['service'],
        symbols: [
          ['Orders', 1, 8],
          ['list', 2, 4],
        ],
      },
      'src/a.ts#Orders:1',
    ],
    [
      'is none where all symbols end before it, and a slot that needs one is not there',
      'owner-check',
      { text: OWNER, roles: ['service'], symbols: [['list', 2, 4]] },
      undefined,
    ],
    [
      'is not looked for where the line is missing',
      'owner-check',
      { text: 'const a = 1;', roles: ['service'], symbols: [['a', 1, 1]] },
      undefined,
    ],
    [
      'may be missing where the slot is the file',
      'cors',
      { text: lines("import cors from 'cors';", 'app.use(cors());'), roles: ['http-entry'] },
      'src/app.ts',
    ],
    [
      'is named where there is one',
      'cors',
      {
        text: lines("import cors from 'cors';", 'export function createApp() {', '  app.use(cors());', '}'),
        roles: ['http-entry'],
        symbols: [['createApp', 2, 4]],
      },
      'src/app.ts#createApp:2',
    ],
  ];
  it.each(rows)('%s', async (_, slot, file, expected) => {
    const path = slot === 'cors' ? 'src/app.ts' : 'src/a.ts';
    expect(await found({ files: { [path]: file } }, slot, true)).toBe(expected);
  });
});

describe('which file is taken', () => {
  const route: PlainFile = { text: 'x', roles: ['router'], symbols: [['routes', 1, 1]] };
  const rows: readonly (readonly [string, PlainProject, string, string | undefined])[] = [
    [
      'the first of the role',
      { files: { 'src/routes/orders.ts': route, 'src/routes/users.ts': route } },
      'route',
      'src/routes/orders.ts#routes',
    ],
    [
      'one that the ranking names before it',
      {
        files: { 'src/routes/orders.ts': route, 'src/routes/users.ts': route },
        ranked: ['src/routes/users.ts'],
      },
      'route',
      'src/routes/users.ts#routes',
    ],
    [
      'none of a whole project among the fixtures',
      { files: { 'tests/fixtures/shop/src/routes/orders.ts': route } },
      'route',
      undefined,
    ],
    [
      'the file and symbol that a fact names, before all others',
      {
        files: {
          'src/a.ts': { text: 'requireUser', roles: ['auth'], symbols: [['requireUser', 1, 1]] },
          'src/z.ts': { text: 'x', roles: ['other'], symbols: [['guard', 1, 1]] },
        },
        facts: [
          {
            id: 'auth-middleware',
            present: true,
            text: '`guard` lets in.',
            sources: [{ kind: 'file', path: 'src/z.ts', line: 1 }],
            data: { file: 'src/z.ts', symbol: 'guard' },
          },
        ],
      },
      'auth',
      'src/z.ts#guard',
    ],
  ];
  it.each(rows)('%s', async (_, project, slot, expected) => {
    expect(await found(project, slot)).toBe(expected);
  });
});

describe('places that are worked out of several files', () => {
  const compose = lines('services:', '  db:', '    image: postgres', '  web:', '    build: .', '');
  const workflow = lines(
    'jobs:',
    '  lint:',
    '    steps:',
    '      - run: npm run lint',
    '  unit:',
    '    services:',
    '      db: {}',
    '    steps:',
    '      - run: npm test',
    '',
  );
  const rows: readonly (readonly [string, PlainProject, string, string, string | undefined])[] = [
    ['the example of the settings', { files: { '.env.sample': {} } }, 'env-example', 'path', '.env.sample'],
    [
      'the service that is built here',
      { files: { 'compose.yaml': { text: compose } } },
      'compose',
      'service',
      'web',
    ],
    [
      'no compose file of a fixture',
      { files: { 'tests/fixtures/compose.yaml': { text: compose } } },
      'compose',
      'path',
      undefined,
    ],
    [
      'the job that runs the tests',
      { files: { '.github/workflows/ci.yml': { text: workflow, roles: ['ci-workflow'] } } },
      'ci',
      'job',
      'unit',
    ],
    [
      'its services',
      { files: { '.github/workflows/ci.yml': { text: workflow, roles: ['ci-workflow'] } } },
      'ci',
      'services',
      'unit',
    ],
    ['the host, by a file that only it reads', { files: { '.gitlab-ci.yml': {} } }, 'host', 'name', 'GitLab'],
    ['no host where no file tells', { files: { 'ci.sh': {} } }, 'host', 'name', undefined],
    [
      'the document on the design before one that comes first',
      { files: { 'docs/aaa.md': {}, 'docs/architecture.md': {} } },
      'docs',
      'path',
      'docs/architecture.md',
    ],
    ['no document on setting a machine up', { files: { 'docs/install.md': {} } }, 'docs', 'path', undefined],
    [
      'what callers read',
      { files: { 'docs/http-api.md': {}, 'README.md': {} } },
      'api-docs',
      'path',
      'docs/http-api.md',
    ],
    ['the README where nothing else tells', { files: { 'README.md': {} } }, 'api-docs', 'path', 'README.md'],
    [
      'the model stands in for a schema',
      {
        files: {
          'app/models/order.rb': { text: 'class Order', roles: ['model'], symbols: [['Order', 1, 1]] },
        },
      },
      'schema',
      'path',
      'app/models/order.rb',
    ],
    [
      'the manifest',
      { files: { 'package.json': {} }, packages: { npm: ['ws'] } },
      'manifest',
      'path',
      'package.json',
    ],
  ];
  it.each(rows)('%s', async (_, project, slot, key, expected) => {
    const one = findSlots(await plainSurvey(project)).get(slot);
    expect(one && slotValue(one, key)).toBe(expected);
  });

  it('every slot that is found has a name that playbooks may use', async () => {
    const slots = findSlots(
      await plainSurvey({
        files: {
          'README.md': {},
          'docs/design.md': {},
          '.env.example': {},
          'compose.yml': { text: compose },
          '.github/workflows/ci.yml': { text: workflow, roles: ['ci-workflow'] },
          'src/routes/orders.ts': { text: 'x', roles: ['router'], symbols: [['routes', 1, 1]] },
        },
        packages: { npm: ['express'] },
      }),
    );
    expect(slots.size).toBeGreaterThan(6);
    for (const name of slots.keys()) expect([...SLOT_NAMES.keys()]).toContain(name);
    for (const [name, slot] of slots)
      for (const key of Object.keys(slot.values)) expect(slotKeys().get(name)?.keys, name).toContain(key);
  });
});
