import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOwnMigration, nextMigration } from '../../src/agent/local/draft/migrations.ts';
import { testPathFor } from '../../src/agent/local/naming.ts';
import type { Survey } from '../../src/agent/local/survey.ts';
import { isProven, type Trail } from '../../src/agent/local/trail.ts';
import { readGoal } from '../../src/agent/local/words.ts';
import type { FileCard, Precedent } from '../../src/domain/index.ts';
import { git, repository, writeFiles } from '../host/repository.ts';
import { firstDraft, lastPlan } from './loop.ts';
import { realProject } from './real.ts';

const card = (path: string): FileCard => ({
  path,
  language: 'sql',
  bytes: 10,
  lines: 1,
  hash: '0123456789abcdef',
  roles: [{ role: 'migration', reason: 'its folder' }],
  symbols: [],
  imports: [],
  importedBy: [],
  packages: [],
  tests: [],
  commits: 1,
});

/** Only what naming a migration looks at. */
function withMigrations(paths: readonly string[]): Survey {
  const cards = new Map(paths.map(p => [p, card(p)]));
  return { paths: new Set(paths), cards, roles: new Map([['migration', paths]]) } as unknown as Survey;
}

describe('a migration that is there is never edited', () => {
  it.each([
    [
      ['prisma/migrations/20260511074500_add_tracking_number/migration.sql'],
      'prisma/migrations/20261124093000_hide_read_entries/migration.sql',
    ],
    [['db/migrate/20260613002038_add_quorum_to_tags.rb'], 'db/migrate/20261124093000_hide_read_entries.rb'],
    [
      ['migrations/0009_page_size.py', 'migrations/0010_show_images.py'],
      'migrations/0011_hide_read_entries.py',
    ],
    [
      ['database/migrations/2024_10_12_000000_create_users_table.php'],
      'database/migrations/2026_11_24_093000_hide_read_entries.php',
    ],
    [
      ['prisma/migrations/09_tags/migration.sql', 'prisma/migrations/19_add_replay/migration.sql'],
      'prisma/migrations/20_hide_read_entries/migration.sql',
    ],
    [['migrations/8_tags.sql', 'migrations/9_replay.sql'], 'migrations/10_hide_read_entries.sql'],
    [['sql/003-page-size.up.sql'], 'sql/004-hide-read-entries.up.sql'],
    [['db/V7__page_size.sql', 'db/V12__images.sql'], 'db/V13__hide_read_entries.sql'],
    [
      ['alembic/versions/ab12_images.py', 'alembic/versions/cd34_size.py'],
      'alembic/versions/hide_read_entries.py',
    ],
  ])('after %j comes %s', (paths, next) => {
    const survey = withMigrations(paths);
    const last = paths.at(-1) ?? '';
    expect(isOwnMigration(survey, last)).toBe(true);
    expect(nextMigration(survey, last, 'hide read entries', '20261124093000')).toBe(next);
  });

  it('but a file that holds all of them is', () => {
    expect(
      isOwnMigration(withMigrations(['internal/database/migrations.go']), 'internal/database/migrations.go'),
    ).toBe(false);
    expect(isOwnMigration(withMigrations([]), 'src/orders.ts')).toBe(false);
  });
});

describe('a trail is followed', () => {
  const trail = (subject: string, ...paths: readonly string[]): Trail => ({
    precedent: {
      sha: 'a'.repeat(40),
      subject,
      date: '2026-01-01',
      score: 1,
      files: [],
    } as unknown as Precedent,
    name: 'showImages',
    spellings: ['showImages'],
    places: paths.map(path => ({ path, name: 'showImages', lines: [1] })),
  });
  it.each([
    [
      'one more of a threaded kind',
      'add a setting to hide entries',
      'feat: add a setting to show images',
      ['z.ts'],
      true,
    ],
    ['the ranking agrees', 'add webhook delivery of orders', 'add webhook secrets', ['a.ts', 'b.ts'], true],
    [
      'one ranked file alone agrees',
      'add webhook delivery of orders',
      'add webhook secrets',
      ['a.ts'],
      false,
    ],
    [
      'only the place is shared',
      'add CSV export of orders',
      'keep the tracking number of orders',
      ['a.ts', 'b.ts'],
      false,
    ],
    [
      'another kind of thing',
      'add a helper to the timing middleware',
      'feat(helper): support promises',
      ['z.ts'],
      false,
    ],
    ['an option by its name', 'add an option that skips the cache', 'feat: --no-color', ['z.ts'], true],
  ])('%s', (_, goal, subject, paths, followed) => {
    expect(isProven(trail(subject, ...paths), readGoal(goal), ['a.ts', 'b.ts', 'c.ts'])).toBe(followed);
  });
});

describe('what a goal wants', () => {
  it.each([
    [
      'Add an API endpoint that returns only the ids of entries',
      'API endpoint that returns only the ids of entries',
    ],
    ['Add a command which searches gists', 'command which searches gists'],
    ['Add an audit log that nobody can change', 'audit log'],
    [
      'Fix that a user can read and change the enclosures of another',
      'user can read and change the enclosures of another',
    ],
    ['Offer an RSS feed of comments', 'RSS feed of comments'],
    ['Check the issuer claim when a JWT is verified', 'issuer claim'],
  ])('%s: %s', (text, object) => {
    expect(readGoal(text).object).toBe(object);
  });
});

describe('where a new test stands', () => {
  it.each([
    [
      'internal/worker/pool.go',
      ['internal/validator/feed_test.go', 'internal/api/api_test.go'],
      'internal/worker/pool_test.go',
    ],
    [
      'core/src/main/java/org/x/bind/Adapter.java',
      ['core/src/test/java/org/x/GsonTest.java', 'core/src/test/java/org/x/stream/ReaderTest.java'],
      'core/src/test/java/org/x/bind/AdapterTest.java',
    ],
    [
      'app/helpers/users_helper.rb',
      [
        'spec/models/a_spec.rb',
        'spec/requests/b_spec.rb',
        'spec/features/c_spec.rb',
        'spec/models/d_spec.rb',
      ],
      'spec/helpers/users_helper_spec.rb',
    ],
    [
      'src/middleware/timing/timing.ts',
      ['src/a/index.test.ts', 'src/b/index.test.ts'],
      'src/middleware/timing/timing.test.ts',
    ],
  ])('of %s among %j: %s', (source, existing, path) => {
    expect(testPathFor(source, existing)).toBe(path);
  });
});

/** A library of parcel carriers: each came in one commit with its line in the registry and in the price list. */
function carriers(): string {
  const root = repository({
    'package.json': '{"name":"parcels","scripts":{"test":"node --test"}}\n',
    'src/carriers/post.js': 'export function shipByPost(parcel) {\n  return parcel.weight;\n}\n',
    'src/registry.js':
      "import { shipByPost } from './carriers/post.js';\n\nexport const all = { post: shipByPost };\n",
    'src/tariffs.js': 'export const tariffs = { post: 4 };\n',
    'src/label.js': 'export function label(parcel) {\n  return parcel.name;\n}\n',
    'src/site.css': '.parcel { color: red; }\n',
    'test/label.test.js': "import { label } from '../src/label.js';\n\nlabel({ name: 'x' });\n",
  });
  for (const name of ['bike', 'drone', 'boat']) {
    writeFiles(root, {
      [`src/carriers/${name}.js`]: `export function shipBy${name}(parcel) {\n  return parcel.weight * 2;\n}\n`,
      'src/registry.js': `import { shipByPost } from './carriers/post.js';\nimport { shipBy${name} } from './carriers/${name}.js';\n\nexport const all = { post: shipByPost, ${name}: shipBy${name} };\n`,
      'src/tariffs.js': `export const tariffs = { post: 4, ${name}: 9 };\n`,
    });
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', `feat: ship parcels by ${name}, registry`);
  }
  return root;
}

describe('a goal outside every playbook', () => {
  let project: Awaited<ReturnType<typeof realProject>>;
  beforeAll(async () => {
    const root = carriers();
    // No playbook: a folder that holds none.
    project = await realProject(root, join(root, 'src'));
  });
  afterAll(() => project.close());
  const planFor = async (goal: string) =>
    lastPlan(await firstDraft(project.planner, await project.start(goal))).plan;

  it('takes along what earlier changes like it touched together, and says which commit says so', async () => {
    const plan = await planFor('ship parcels by train through the registry');
    const paths = plan.steps.flatMap(s => s.files.map(f => f.path));
    expect(paths).toContain('src/registry.js');
    expect(paths).toContain('src/tariffs.js');
    const along = plan.steps.find(s => s.files.some(f => f.path === 'src/tariffs.js'));
    expect(along?.details.join('\n')).toContain('ship parcels by');
  });

  it('asks where a thing belongs that nothing here is called by, and goes on with its guess', async () => {
    const plan = await planFor('add a weight limit');
    const where = plan.questions.find(q => q.question.id === 'where');
    expect(where?.question.choices.at(-1)?.id).toBe('other');
    expect(where?.question.why).toContain('weight limit');
    expect(plan.steps.length).toBeGreaterThan(0);
  });

  it('does not ask where the code says so by its names', async () => {
    const plan = await planFor('add a barcode to the label');
    expect(plan.questions.map(q => q.question.id)).not.toContain('where');
  });

  it('makes no test for a style sheet', async () => {
    const plan = await planFor('change the color of the parcel on the site');
    expect(
      plan.steps.flatMap(s => s.files.map(f => f.path)).filter(p => /\.css\b.*test|test.*\.css/.test(p)),
    ).toEqual([]);
  });

  it('changes the other side of a fault with it, as an assumption', async () => {
    const plan = await planFor('fix the wrong weight when parcels are shipped by bike through the registry');
    const changed = plan.steps
      .filter(s => s.part === 'core' || s.part === 'integration')
      .filter(s => s.files.length > 0);
    expect(changed.length).toBeGreaterThan(1);
    for (const step of changed) expect(step.details[0]).toMatch(/^Assumption:/);
  });
});
