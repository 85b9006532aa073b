import { describe, expect, test } from 'vitest';
import { wayDown } from '../../src/plan/drift/migrations.ts';
import type { DriftFacts } from '../../src/plan/drift/model.ts';
import { drift } from '../../src/plan/drift.ts';
import type { Plan, Step } from '../../src/plan/model.ts';
import { file, none, planOf, world } from './drift-world.ts';

const commit = (sha: string, subject: string, ...files: string[]) => ({
  sha: sha.padEnd(40, '0'),
  subject,
  files,
});

describe('commits', () => {
  test('are evidence of the steps whose files they touch, oldest first', () => {
    const plan = planOf({ files: [file('modify', 'a.ts')] }, { files: [file('create', 'b.ts')] });
    const commits = [
      commit('1', 'one', 'a.ts'),
      commit('2', 'two', 'a.ts', 'b.ts'),
      commit('3', 'x', 'c.ts'),
    ];
    const found = drift(plan, world({ 'a.ts': 'modified', 'c.ts': 'modified' }, [], {}, { commits }), none);
    expect(found.steps.map(step => step.commits.map(c => c.subject))).toEqual([['one', 'two'], ['two']]);
    expect(found.unplanned).toEqual([{ path: 'c.ts', fate: 'modified', commits: [commits[2]?.sha] }]);
  });
});

describe('a planned file under another path', () => {
  const hub = { signature: 'createHub(server: Server): Hub', purpose: '' };

  test('a new file that defines the key functions is that file: half of it, and no surprise', () => {
    const plan = planOf({ files: [file('create', 'src/hub.ts')], functions: [hub] });
    const facts = world({ 'src/realtime/sockets.ts': 'created' }, [], {
      'src/realtime/sockets.ts': {
        createHub: { fate: 'created', line: 7, kind: 'function', exported: true },
      },
    });
    const found = drift(plan, facts, none);
    expect(found.steps[0]).toMatchObject({
      verdict: 'partly',
      items: [
        {
          kind: 'file',
          done: false,
          found: 'created as src/realtime/sockets.ts',
          instead: 'src/realtime/sockets.ts',
        },
        { kind: 'function', done: true, line: 7, instead: 'src/realtime/sockets.ts' },
      ],
    });
    expect(found.unplanned).toEqual([]);
    expect(found.match).toBe(1.5 / 2);
  });

  test('a renamed file is found by its lines, and its symbols are compared across the names', () => {
    const plan = planOf({ files: [file('modify', 'src/a.ts', 'total')] });
    const facts = world(
      { 'src/a.ts': 'deleted', 'src/b.ts': 'created', 'src/c.ts': 'created' },
      [],
      {},
      {
        likeness: (from, to) => (from === 'src/a.ts' && to === 'src/b.ts' ? 0.8 : 0.1),
        symbols: (path, was) =>
          new Map(
            path === 'src/b.ts' && was === 'src/a.ts'
              ? [['total', { fate: 'modified' as const, line: 3 }]]
              : [],
          ),
      },
    );
    const found = drift(plan, facts, none);
    expect(found.steps[0]?.items).toMatchObject([
      { found: 'renamed to src/b.ts', done: false },
      { name: 'total', done: true, line: 3 },
    ]);
    expect(found.unplanned.map(entry => entry.path)).toEqual(['src/c.ts']);
    expect(found.match).toBe(1.5 / 3);
  });

  test.each<[string, Partial<Step>, DriftFacts, string | undefined]>([
    [
      'the same name in another folder',
      { files: [file('create', 'a/order-hub.ts')] },
      world({ 'b/order-hub.ts': 'created' }),
      'b/order-hub.ts',
    ],
    [
      'another ending of the same language',
      { files: [file('create', 'a/hub.js')] },
      world({ 'a/hub.ts': 'created' }),
      'a/hub.ts',
    ],
    [
      'the same words in its folder',
      { files: [file('create', 'a/hub.ts')] },
      world({ 'a/order-hub.ts': 'created' }),
      'a/order-hub.ts',
    ],
    [
      'a name that says nothing',
      { files: [file('create', 'a/index.ts')] },
      world({ 'b/index.ts': 'created' }),
      undefined,
    ],
    [
      'a test is no source',
      { files: [file('create', 'a/hub.ts')] },
      world({ 'a/hub.test.ts': 'created' }),
      undefined,
    ],
    [
      'two as likely',
      { files: [file('create', 'a/hub.ts')] },
      world({ 'b/hub.ts': 'created', 'c/hub.ts': 'created' }),
      undefined,
    ],
    [
      'a file of another language',
      { files: [file('create', 'a/hub.ts')] },
      world({ 'a/hub.css': 'created' }),
      undefined,
    ],
    [
      'a file that is there',
      { files: [file('create', 'a/hub.ts')] },
      world({ 'a/hub.ts': 'created', 'b/hub.ts': 'created' }),
      undefined,
    ],
    [
      'a file that was to be deleted',
      { files: [file('delete', 'a/hub.ts')] },
      world({ 'a/hub.ts': 'deleted', 'b/hub.ts': 'created' }),
      undefined,
    ],
  ])('%s', (_, step, facts, instead) => {
    expect(drift(planOf(step), facts, none).steps[0]?.items[0]?.instead).toBe(instead);
  });
});

describe('symbols that nobody planned', () => {
  const symbols = {
    'a.ts': {
      createHub: { fate: 'created', kind: 'function', exported: true },
      closeHub: { fate: 'created', kind: 'function', exported: true },
      Hub: { fate: 'created', kind: 'interface', exported: true },
      keep: { fate: 'created', kind: 'function', exported: false },
    },
  } as const;
  test('of a new file count where other files may use them; types and helpers are the implementer’s', () => {
    const plan = planOf({
      files: [file('create', 'a.ts')],
      functions: [{ signature: 'createHub()', purpose: '' }],
    });
    const found = drift(plan, world({ 'a.ts': 'created' }, [], symbols), none);
    expect(found.alsoChanged[0]?.symbols.map(s => [s.name, s.counts])).toEqual([
      ['closeHub', true],
      ['Hub', false],
      ['keep', false],
    ]);
    expect([found.parts.unplannedSymbols, found.match]).toEqual([1, 2 / 3]);
  });
  test('a file of which the plan names no symbol is free', () => {
    expect(
      drift(planOf({ files: [file('create', 'a.ts')] }), world({ 'a.ts': 'created' }, [], symbols), none)
        .match,
    ).toBe(1);
  });
});

describe('security statements', () => {
  const secured = (text: string, stepId: string, ...steps: Partial<Step>[]): Plan => ({
    ...planOf(...steps),
    security: { implemented: [{ text, stepId }], monitor: [] },
  });

  test('stand on the symbols of their step, those that they name first, and on tests that share their words', () => {
    const plan = secured('A forged token is refused by `verifyToken` before a socket exists.', 'S-1', {
      files: [
        file('modify', 'src/server.ts', 'startServer'),
        file('modify', 'src/jwt.ts', 'verifyToken'),
        file('create', 'src/x.ts'),
      ],
    });
    const facts = world(
      {
        'src/server.ts': 'modified',
        'src/jwt.ts': 'modified',
        'src/x.ts': 'created',
        'tests/a.test.ts': 'created',
      },
      [],
      {
        'src/server.ts': { startServer: { fate: 'modified', line: 18 } },
        'src/jwt.ts': { verifyToken: { fate: 'modified', line: 4 } },
      },
      { text: path => (path === 'tests/a.test.ts' ? "it('refuses a forged token', () => {})" : undefined) },
    );
    expect(drift(plan, facts, none).security).toEqual([
      {
        text: 'A forged token is refused by `verifyToken` before a socket exists.',
        stepId: 'S-1',
        verdict: 'done',
        evidence: [
          { path: 'src/jwt.ts', line: 4, what: 'verifyToken changed' },
          { path: 'src/server.ts', line: 18, what: 'startServer changed' },
          { path: 'tests/a.test.ts', line: 1, what: 'test “refuses a forged token”' },
        ],
      },
    ]);
  });

  test('of a step that is not begun, or that none is named, have nothing to stand on', () => {
    const open = drift(secured('x', 'S-1', { files: [file('create', 'a.ts')] }), world({}), none);
    expect(open.security).toEqual([{ text: 'x', stepId: 'S-1', verdict: 'not', evidence: [] }]);
    const nobody = drift(
      secured('x', '', { files: [file('create', 'a.ts')] }),
      world({ 'a.ts': 'created' }),
      none,
    );
    expect(nobody.security).toEqual([{ text: 'x', verdict: 'not', evidence: [] }]);
  });
});

describe('rollback', () => {
  const step: Partial<Step> = { files: [file('create', 'a.ts'), file('modify', 'b.ts')] };
  const back = (facts: DriftFacts, own: Partial<Step> = step, undoes = ['S-1']) => {
    const plan: Plan = { ...planOf(own), rollback: [{ title: 'Back', undoes, text: '' }] };
    const [entry] = drift(plan, facts, none).rollback;
    return [entry?.verdict, entry?.because.join(' | ')];
  };
  const both = { 'a.ts': 'created', 'b.ts': 'modified' } as const;

  test('of what is not begun is nothing to undo', () => {
    expect(back(world({}, ['b.ts']))[0]).toBe('not-begun');
  });
  test('of what is not committed is to restore the files', () => {
    expect(back(world(both))).toEqual(['possible', expect.stringContaining('git restore')]);
  });
  test('of commits of its own is to revert them, newest first', () => {
    const commits = [commit('aaaaaaa1', 'one', 'a.ts'), commit('bbbbbbb2', 'two', 'b.ts')];
    expect(back(world(both, [], {}, { commits }))).toEqual([
      'possible',
      'git revert bbbbbbb aaaaaaa takes back all that was done to these files since, and nothing else',
    ]);
  });
  test('is harder where a commit holds other work too, and where one that does changed the same file again', () => {
    const commits = [commit('aaaaaaa1', 'one', 'a.ts'), commit('bbbbbbb2', 'two', 'a.ts', 'z.ts')];
    expect(back(world(both, [], {}, { commits }))).toEqual([
      'harder',
      'bbbbbbb “two” also changes z.ts, which a revert would take back too | a.ts was changed again by bbbbbbb “two” after aaaaaaa',
    ]);
  });
  test('tests of the strategy, lock files and the plan itself are no other work', () => {
    const plan: Plan = {
      ...planOf(step),
      tests: { intro: [], files: [{ path: 'a.test.ts', purpose: '', action: 'create' }], cases: [] },
      rollback: [{ title: 'Back', undoes: ['S-1'], text: '' }],
    };
    const commits = [commit('aaaaaaa1', 'one', 'a.ts', 'a.test.ts', 'go.sum', 'plans/x.md')];
    const found = drift(plan, world(both, [], {}, { commits }), path => path.startsWith('plans/'));
    expect(found.rollback[0]?.because.join()).toContain('git revert aaaaaaa');
    expect(found.rollback[0]?.because[1]).toBe('not committed yet, so git restore takes it back: b.ts');
  });
  test('is gone where all that it undoes went away by itself', () => {
    const commits = [commit('aaaaaaa1', 'one', 'a.ts'), commit('bbbbbbb2', 'two', 'a.ts')];
    expect(back(world({}, [], {}, { commits }), { files: [file('create', 'a.ts')] })).toEqual([
      'gone',
      'a.ts is no longer there to be undone',
    ]);
  });
  test('of a package: it must be declared to be removed', () => {
    const own: Partial<Step> = {
      files: [file('modify', 'package.json')],
      packages: [{ name: 'ws', dev: false, action: 'add', note: '' }],
    };
    const there = world({ 'package.json': 'modified' }, [], {}, { declares: () => true });
    expect(back(there, own)).toEqual([
      'possible',
      expect.stringContaining('ws is declared and can be removed'),
    ]);
    expect(back(world({}, ['package.json'], {}, { declares: () => false }), own)[0]).toBe('not-begun');
  });
  test('of a migration: by the way down that its tool has', () => {
    const path = 'prisma/migrations/20260101_x/migration.sql';
    const made = (text: string) => world({ [path]: 'created' }, [], {}, { text: () => text });
    const own = { files: [file('create', path)] };
    expect(back(made('CREATE TABLE x (id int);'), own)[0]).toBe('harder');
    expect(back(made('ALTER TABLE x DROP COLUMN y;'), own)).toEqual([
      'gone',
      `${path} destroys data and has no way down`,
    ]);
  });
  test('that names no step says so', () => {
    expect(back(world(both), step, [])[1]).toContain('names no step');
  });
});

describe('the way down of a migration', () => {
  test.each<[string, string, string, 'yes' | 'no' | undefined, boolean]>([
    [
      'Alembic',
      'alembic/versions/1a_x.py',
      'def upgrade():\n    op.drop_table("a")\n\ndef downgrade():\n    op.create_table("a")\n',
      'yes',
      true,
    ],
    [
      'Alembic without',
      'alembic/versions/1a_x.py',
      'def upgrade():\n    x()\n\ndef downgrade():\n    pass\n',
      'no',
      false,
    ],
    ['Django', 'shop/migrations/0002_x.py', 'operations = [migrations.AddField()]', 'yes', false],
    ['Django with own code', 'shop/migrations/0002_x.py', 'migrations.RunPython(fill)', 'no', false],
    [
      'Django with both ways',
      'shop/migrations/0002_x.py',
      'migrations.RunPython(fill, reverse_code=empty)',
      'yes',
      false,
    ],
    ['Rails', 'db/migrate/20260101_x.rb', 'def change\n add_column :a, :b\nend', 'yes', false],
    [
      'Rails without',
      'db/migrate/20260101_x.rb',
      'def up\nend\ndef down\n raise ActiveRecord::IrreversibleMigration\nend',
      'no',
      false,
    ],
    [
      'Laravel',
      'database/migrations/2026_01_01_000000_x.php',
      'public function up() { Schema::create(); }\npublic function down() { Schema::drop("x"); }',
      'yes',
      false,
    ],
    ['goose', 'migrations/0001_x.sql', 'CREATE TABLE a();\n-- +goose Down\nDROP TABLE a;', 'yes', false],
    ['plain SQL', 'migrations/0001_x.sql', 'DROP TABLE a;', 'no', true],
    [
      'knex',
      'migrations/20260101120000_x.js',
      'exports.up = k => k.schema.createTable("a");\nexports.down = k => k.schema.dropTable("a");',
      'yes',
      false,
    ],
    [
      'typeorm',
      'src/migrations/1700000000000-x.ts',
      'class X { async up() {} async down(q) {} }',
      'yes',
      false,
    ],
    ['no migration', 'src/a.sql', 'DROP TABLE a;', undefined, false],
  ])('%s', (_, path, text, down, destroys) => {
    const found = wayDown(path, text, () => false);
    expect([found?.down, found?.destroys ?? false]).toEqual([down, destroys]);
  });

  test('a file of its own beside it', () => {
    const there = (path: string) => path === 'migrations/001_x.down.sql' || path === 'db/migration/U2__x.sql';
    expect(wayDown('migrations/001_x.up.sql', '', there)?.down).toBe('yes');
    expect(wayDown('db/migration/V2__x.sql', '', there)?.down).toBe('yes');
    expect(wayDown('db/migration/V3__x.sql', '', there)?.down).toBe('no');
  });
});
