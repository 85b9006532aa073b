import { describe, expect, it, vi } from 'vitest';
import { stemsOf } from '../../src/agent/local/stems.ts';
import { matchPlaybooks } from '../../src/playbooks/match.ts';
import { shippedPlaybooks } from '../helpers/shipped-playbooks.ts';
import { clinic, depot, forum } from './data-projects.ts';
import { pathsOf, playbookProjects, playbooksOf } from './exercise.ts';

// Whole drafts, several a test: minutes where the machine has other work.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const { draft, expectSound, expectOwnWords } = playbookProjects({ clinic, depot, forum });

const OWN = [
  'background-jobs',
  'caching',
  'file-upload',
  'data-export',
  'search',
  'email',
  'payments',
  'database-migration',
];

describe('which of these playbooks a goal calls for', async () => {
  const playbooks = await shippedPlaybooks();
  it.each([
    ['send receipts in a background job', ['background-jobs']],
    ['run the nightly job for invoices', ['background-jobs']],
    ['queue emails to customers', ['background-jobs']],
    ['add caching to the product list', ['caching']],
    ['answer with an ETag', ['caching']],
    ['let users upload an avatar', ['file-upload']],
    ['add file attachments to tickets', ['file-upload']],
    ['export orders to CSV', ['data-export']],
    ['add CSV export', ['data-export']],
    ['download report as a spreadsheet', ['data-export']],
    ['import customers from CSV', ['data-export']],
    ['add full-text search for notes', ['search']],
    ['send an email when an order ships', ['email']],
    ['add a welcome email', ['email']],
    ['accept payments with Stripe', ['payments']],
    ['offer paid plans', ['payments']],
    ['rename column status of orders', ['database-migration']],
    ['split name column of users', ['database-migration']],
    ['export orders to CSV in the background', ['background-jobs', 'data-export']],
    ['cache the search results', ['caching', 'search']],
    ['add a command that searches notes', []],
    // Words of these topics in goals of other ones.
    ['validate email addresses', []],
    ['add an email field to the sign-up form', []],
    ['sign in with email and password', []],
    ['change the background colour of the header', []],
    ['add a dark background theme', []],
    ['use a binary search in the lookup', []],
    ['cache directory is not created', []],
    ['speed up the CI cache', []],
    ['upload coverage to the dashboard', []],
    ['print the list of payments', []],
    ['make the table column sortable', []],
    ['use named export in the utils', []],
    ['add GDPR export', []],
    ['show the authorship of a note', []],
    ['add git checkout step to the workflow', []],
    ['migrate from MySQL to PostgreSQL', []],
    ['add dark mode', []],
    ['refactor the largest module', []],
  ])('%s', (goal, expected) => {
    const names = matchPlaybooks(playbooks, goal, stemsOf).map(m => m.playbook.name);
    expect(names.filter(name => OWN.includes(name)).sort()).toEqual([...expected].sort());
  });
});

describe('background jobs', () => {
  const goal = 'send mails in a background job';

  it('hand over what sends today, and the way changes with the choice', async () => {
    const made = await draft('shop-api', goal);
    expect(playbooksOf(made)).toEqual(['background-jobs']);
    expect(made.plan.approach.title).toBe('jobs in a table of PostgreSQL');
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining(['src/jobs/queue.ts', 'src/lib/mailer.ts', 'docker-compose.yml']),
    );
    expect(made.plan.steps.flatMap(s => s.packages.map(p => p.name))).toEqual(['pg-boss']);
    await expectSound('shop-api', goal, made);

    const inside = await draft('shop-api', goal, { 'job-runner': 'process' });
    expect(inside.plan.approach.title).toBe('jobs in the memory of the process');
    expect(inside.plan.steps.flatMap(s => s.packages)).toEqual([]);
    expect(pathsOf(inside)).not.toContain('docker-compose.yml');
    expect(inside.revision.markdown).toContain('class JobQueue');
    await expectSound('shop-api', goal, inside);
  });

  it('join the queue that is there, as the framework does it', async () => {
    const made = await draft('forum', 'fetch link previews of posts in the background');
    expect(made.plan.approach.title).toContain('solid_queue');
    expect(made.plan.steps.find(s => s.id === 'S-jobs-queue')?.title).toContain('app/jobs/cleanup_job.rb');
    expect(made.revision.markdown).toContain('retry_on StandardError');
    await expectSound('forum', 'fetch link previews of posts in the background', made);
  });

  it('ask where the work is handed to a queue already', async () => {
    const made = await draft('forum', 'run create of PostsController in the background');
    expect(playbooksOf(made)).toEqual([]);
    expect(made.session.questions[0]?.id).toBe('needs-background-jobs');
    await expectSound('forum', 'run create of PostsController in the background', made);
  });

  it('speak of each project in its own words', async () => {
    const shop = await draft('shop-api', 'add background jobs');
    const ledger = await draft('ledger-py', 'add background jobs');
    await expectSound('ledger-py', 'add background jobs', ledger);
    expectOwnWords(shop, ledger);
  });
});

describe('caching', () => {
  it('stands around the read that the goal names, and ends where it is written', async () => {
    const goal = 'cache the product list';
    const made = await draft('shop-api', goal);
    expect(made.plan.approach.title).toContain('all processes share');
    const files = (id: string) => made.plan.steps.find(s => s.id === id)?.files.map(f => f.path) ?? [];
    expect(files('S-cache-read')).toEqual(['src/services/product.service.ts']);
    expect(files('S-cache-drop')).toEqual(['src/repositories/product.repository.ts']);
    expect(files('S-cache-module')).toContain('src/lib/cache.ts');
    await expectSound('shop-api', goal, made);

    const http = await draft('shop-api', goal, { 'cache-where': 'http' });
    expect(http.plan.approach.title).toContain('callers and proxies');
    expect(http.revision.markdown).toContain('max-age=');
    expect(http.plan.steps.map(s => s.id)).not.toContain('S-cache-module');
    await expectSound('shop-api', goal, http);
  });

  it('asks where a cache stands already, and leaves a framework its own', async () => {
    const asked = await draft('clinic', 'cache count_patients');
    expect(asked.session.questions[0]?.id).toBe('needs-caching');
    await expectSound('clinic', 'cache count_patients', asked);
    const made = await draft('clinic', 'cache list_visits');
    expect(made.revision.markdown).toContain('cache.get_or_set');
    expect(pathsOf(made).some(p => /\/cache\.py$/.test(p))).toBe(false);
    await expectSound('clinic', 'cache list_visits', made);
    expectOwnWords(made, await draft('shop-api', 'cache the product list'));
  });
});

describe('file upload', () => {
  it('goes through the server or straight into the bucket', async () => {
    const goal = 'let users upload an avatar';
    const made = await draft('shop-api', goal);
    expect(made.plan.approach.title).toBe('files through the server');
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining([
        'src/services/upload.service.ts',
        'src/controllers/upload.controller.ts',
        'src/routes/upload.routes.ts',
        'prisma/schema.prisma',
      ]),
    );
    expect(made.plan.steps.flatMap(s => s.packages.map(p => p.name))).toContain('multer');
    await expectSound('shop-api', goal, made);

    const direct = await draft('shop-api', goal, { 'upload-way': 'direct' });
    expect(direct.plan.approach.title).toContain('straight into the bucket');
    const packages = direct.plan.steps.flatMap(s => s.packages.map(p => p.name));
    expect(packages).toContain('@aws-sdk/s3-presigned-post');
    expect(packages).not.toContain('multer');
    await expectSound('shop-api', goal, direct);
  });

  it('asks where no server takes files', async () => {
    const made = await draft('notes-web', 'upload images to notes');
    expect(playbooksOf(made)).toEqual([]);
    expect(made.session.questions[0]?.text).toContain('Which server takes the files');
    await expectSound('notes-web', 'upload images to notes', made);
  });

  it('is written in the way of the framework', async () => {
    const forumPlan = await draft('forum', 'let users upload an avatar');
    expect(forumPlan.revision.markdown).toContain('has_one_attached');
    await expectSound('forum', 'let users upload an avatar', forumPlan);
    const ledger = await draft('ledger-py', 'upload receipts for transfers');
    await expectSound('ledger-py', 'upload receipts for transfers', ledger);
    expectOwnWords(forumPlan, ledger);
  });
});

describe('data export', () => {
  const goal = 'export orders to CSV';

  it('streams the rows that the list gives', async () => {
    const made = await draft('shop-api', goal);
    expect(made.plan.approach.title).toBe('the file streamed in the answer');
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining(['src/controllers/order.controller.ts', 'src/routes/order.routes.ts']),
    );
    expect(made.revision.markdown).toContain('csvLine');
    await expectSound('shop-api', goal, made);
  });

  it('is made where the rows are: by a page, by a Go handler', async () => {
    const notes = await draft('notes-web', 'export notes as CSV');
    expect(notes.plan.approach.title).toBe('the file made by the page');
    await expectSound('notes-web', 'export notes as CSV', notes);
    const go = await draft('depot', 'export parcels to CSV');
    expect(go.revision.markdown).toContain('csv.NewWriter');
    await expectSound('depot', 'export parcels to CSV', go);
    expectOwnWords(notes, go);
  });

  it('takes a file in, whole or row by row', async () => {
    const made = await draft('ledger-py', 'import transfers from CSV', { 'import-errors': 'good' });
    expect(made.plan.approach.title).toBe('a file taken row by row with a report');
    expect(pathsOf(made)).toContain('src/ledger/services/import_file.py');
    expect(pathsOf(made)).toContain('src/ledger/services/transfers.py');
    await expectSound('ledger-py', 'import transfers from CSV', made);
  });

  it('asks where such a file is written already', async () => {
    const made = await draft('clinic', 'add CSV export to patients_file');
    expect(made.session.questions[0]?.id).toBe('needs-data-export');
    await expectSound('clinic', 'add CSV export to patients_file', made);
  });

  it('composes with background jobs: one file step, one test step', async () => {
    const both = 'export orders to CSV in the background';
    const made = await draft('shop-api', both);
    expect([...playbooksOf(made)].sort()).toEqual(['background-jobs', 'data-export']);
    expect(made.plan.approach.title).toContain('made by a job');
    const ids = made.plan.steps.map(s => s.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(['S-jobs-queue', 'S-export-give', 'S-tests']));
    await expectSound('shop-api', both, made);
  });
});
