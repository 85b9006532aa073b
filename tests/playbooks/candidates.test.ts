import { describe, expect, it } from 'vitest';
import { type Drafted, playbookProjects } from './exercise.ts';
import { GO_BOOKS } from './projects/web-frameworks.ts';

const { draft, expectSound, expectOwnWords } = playbookProjects({ 'go-books': GO_BOOKS });

/** Rows of a table of candidates: the package, marked where it is taken. */
const table = ({ plan }: Drafted, purpose: string): readonly string[] =>
  plan.special
    ?.find(s => s.title === `Candidates for ${purpose}`)
    ?.table?.rows.map(row => row[0]?.replaceAll('`', '') ?? '') ?? [];
const added = ({ plan }: Drafted): readonly string[] =>
  plan.steps.flatMap(s => s.packages.filter(p => p.action === 'add').map(p => p.name));
const answered = ({ plan }: Drafted, id: string) => plan.questions.find(q => q.question.id === id);

describe('packages that could serve', () => {
  const JOBS = 'send receipts in a background job';

  it('are those that answers could lead to here, and one of them is installed', async () => {
    const made = await draft('shop-api', JOBS, { 'job-runner': 'database' });
    expect(table(made, 'the job queue')).toEqual([
      'pg-boss (taken)',
      'graphile-worker',
      'bullmq',
      'bee-queue',
    ]);
    expect(added(made)).toContain('pg-boss');
    expect(added(made)).not.toContain('graphile-worker');
    expect(made.revision.markdown).toContain(
      'Releases, licence, size and advisories of `pg-boss`, `graphile-worker`, `bullmq`, `bee-queue` were not looked up: no registry was asked',
    );
    await expectSound('shop-api', JOBS, made);
  });

  it('follow the answer', async () => {
    const made = await draft('shop-api', JOBS, { 'job-runner': 'broker' });
    expect(table(made, 'the job queue')[0]).toBe('bullmq (taken)');
    expect(added(made)).toContain('bullmq');
    await expectSound('shop-api', JOBS, made);
  });

  it('are of the ecosystem of the project, which asks no registry', async () => {
    const made = await draft('ledger-py', 'put imports into a background queue', { 'job-runner': 'broker' });
    expect(table(made, 'the job queue')).toEqual(
      expect.arrayContaining(['celery (taken)', 'dramatiq', 'rq']),
    );
    expect(made.revision.markdown).toContain('planner-tui asks the registry of npm alone, so see PyPI');
    await expectSound('ledger-py', 'put imports into a background queue', made);
    expectOwnWords(made, await draft('shop-api', JOBS, { 'job-runner': 'broker' }));
  });

  it('are none where the plan takes none of them', async () => {
    const made = await draft('shop-api', JOBS, { 'job-runner': 'process' });
    expect(table(made, 'the job queue')).toEqual([]);
    expect(made.revision.markdown).not.toContain('were not looked up');
  });

  it('are weighed without what the framework of the project rules out', async () => {
    const made = await draft('notes-web', 'add form validation to the note editor', {
      'form-way': 'uncontrolled',
    });
    expect(table(made, 'the forms')).toEqual(['react-hook-form (taken)', '@tanstack/react-form', 'formik']);
    await expectSound('notes-web', 'add form validation to the note editor', made);
  });

  it('give way to the one that the goal calls for', async () => {
    const goal = 'send receipts in a background job with bee-queue';
    const made = await draft('shop-api', goal, { 'job-runner': 'broker' });
    expect(table(made, 'the job queue')[0]).toBe('bee-queue (taken)');
    expect(added(made)).toContain('bee-queue');
    expect(added(made)).not.toContain('bullmq');
    await expectSound('shop-api', goal, made);
  });
});

describe('a question that the goal answers', () => {
  it('is not asked, and stands in the plan with the words that answer it', async () => {
    const made = await draft('shop-api', 'export orders to CSV');
    expect(made.session.questions.map(q => q.id)).not.toContain('export-format');
    const shown = answered(made, 'export-format');
    expect(shown?.answer).toMatchObject({ kind: 'choice', choiceId: 'csv', note: '“csv” in the goal' });
    expect(shown?.question.evidence).toEqual([{ kind: 'user', what: '“csv” in the goal' }]);
    expect(made.revision.markdown).toContain('“csv” in the goal');
  });

  it('is asked where the goal says nothing of it, or two things', async () => {
    for (const goal of ['add a spreadsheet export of orders', 'export orders as CSV or JSON'])
      expect((await draft('shop-api', goal)).session.questions.map(q => q.id)).toContain('export-format');
  });

  it('is answered by the words alone, not by what they rule out', async () => {
    const made = await draft('shop-api', 'add rate limiting to the public API in PostgreSQL, not Redis');
    expect(answered(made, 'limit-store')?.answer).toMatchObject({ choiceId: 'postgres' });
    await expectSound('shop-api', 'add rate limiting to the public API in PostgreSQL, not Redis', made);
  });

  it('is answered by a rule of the playbook for a word of the goal too', async () => {
    const made = await draft('ledger-py', 'accept payments with Stripe');
    expect(answered(made, 'pay-provider')?.answer).toMatchObject({
      choiceId: 'stripe',
      note: '“stripe” in the goal',
    });
  });
});
