import { describe, expect, it, vi } from 'vitest';
import { clinic, depot, forum } from './data-projects.ts';
import { pathsOf, playbookProjects, playbooksOf } from './exercise.ts';

// Whole drafts, several a test: minutes where the machine has other work.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const { draft, expectSound, expectOwnWords } = playbookProjects({ clinic, depot, forum });

describe('search', () => {
  it('is the database first, an engine by choice', async () => {
    const goal = 'add full-text search for products';
    const made = await draft('shop-api', goal);
    expect(made.plan.approach.title).toBe('search by PostgreSQL itself');
    expect(pathsOf(made)).toContain('src/repositories/product.repository.ts');
    expect(made.revision.markdown).toContain("to_tsvector('english'");
    await expectSound('shop-api', goal, made);

    const engine = await draft('shop-api', goal, { 'search-where': 'engine' });
    expect(engine.plan.approach.title).toBe('search by an engine of its own');
    expect(engine.plan.steps.flatMap(s => s.packages.map(p => p.name))).toEqual(['meilisearch']);
    expect(engine.revision.markdown).not.toContain('to_tsvector');
    await expectSound('shop-api', goal, engine);
  });

  it('stays in the page where no server is, and goes through what searches today', async () => {
    const made = await draft('notes-web', 'add full-text search');
    expect(made.plan.approach.title).toBe('search in the page');
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining(['src/lib/search.ts', 'src/components/NoteList.tsx']),
    );
    await expectSound('notes-web', 'add full-text search', made);
    const ledger = await draft('ledger-py', 'search accounts by name');
    expect(ledger.revision.markdown).toContain('USING fts5');
    await expectSound('ledger-py', 'search accounts by name', ledger);
    expectOwnWords(made, ledger);
  });
});

describe('email', () => {
  it('goes by the mailer that is there, from the event that the goal names', async () => {
    const goal = 'send an email when an order is cancelled';
    const made = await draft('shop-api', goal);
    expect(made.plan.approach.title).toBe('mail by `createMailer`');
    expect(made.session.questions.map(q => q.id)).not.toContain('mail-way');
    expect(made.plan.steps.find(s => s.id === 'S-mail-send')?.files[0]).toMatchObject({
      path: 'src/services/order.service.ts',
      symbol: 'cancelOrder',
    });
    expect(made.plan.steps.map(s => s.id)).toContain('S-mail-outbox');
    await expectSound('shop-api', goal, made);

    const inline = await draft('shop-api', goal, { 'mail-when': 'call' });
    expect(inline.plan.steps.map(s => s.id)).not.toContain('S-mail-outbox');
    await expectSound('shop-api', goal, inline);
  });

  it('asks for a way where there is none, and asks for a server where there is none', async () => {
    const goal = 'send an email for each transfer';
    const api = await draft('ledger-py', goal);
    const smtp = await draft('ledger-py', goal, { 'mail-way': 'smtp' });
    expect(api.plan.approach.title).toBe('mail by the API of a provider');
    expect(smtp.plan.approach.title).toBe('mail by SMTP');
    for (const made of [api, smtp]) await expectSound('ledger-py', goal, made);
    const web = await draft('notes-web', 'send an email when a note is shared');
    expect(web.session.questions[0]?.id).toBe('needs-email');
    await expectSound('notes-web', 'send an email when a note is shared', web);
    expectOwnWords(api, await draft('shop-api', goal));
  });
});

describe('payments', () => {
  it('are the page of a provider, or fields of it', async () => {
    const goal = 'take card payments for visits';
    const made = await draft('clinic', goal);
    expect(made.plan.approach.title).toBe("payment on the provider's page");
    expect(made.plan.steps.flatMap(s => s.packages.map(p => p.name))).toEqual(['stripe']);
    expect(made.revision.markdown).toContain('csrf_exempt');
    await expectSound('clinic', goal, made);
    const fields = await draft('clinic', goal, { 'pay-page': 'elements' });
    expect(fields.plan.approach.title).toContain('in fields of the provider');
    await expectSound('clinic', goal, fields);
    const ledger = await draft('ledger-py', 'take card payments for accounts');
    await expectSound('ledger-py', 'take card payments for accounts', ledger);
    expectOwnWords(made, ledger);
  });

  it('ask where they are there already, and where no server hears of them', async () => {
    for (const [name, said] of [
      ['shop-api', 'What do the payments of `shop-api` lack?'],
      ['notes-web', "Which server takes the provider's webhook for `notes-web`?"],
    ] as const) {
      const made = await draft(name, 'accept payments');
      expect(playbooksOf(made)).toEqual([]);
      expect(made.session.questions[0]?.text).toBe(said);
      await expectSound(name, 'accept payments', made);
    }
  });
});

describe('database migration', () => {
  const goal = 'rename column trackingNumber to trackingCode of orders';

  it('adds, moves and drops; or once, in a pause', async () => {
    const made = await draft('shop-api', goal);
    expect(made.plan.approach.title).toContain('each step serves old and new code');
    const ids = made.plan.steps.map(s => s.id);
    expect(ids).toEqual(
      expect.arrayContaining(['S-mig-expand', 'S-mig-fill', 'S-mig-read', 'S-mig-contract']),
    );
    const touched = made.plan.steps.flatMap(s => s.files.filter(f => f.action === 'modify').map(f => f.path));
    expect(touched.filter(p => p.startsWith('prisma/migrations/'))).toEqual([]);
    expect(touched).toContain('src/repositories/order.repository.ts');
    await expectSound('shop-api', goal, made);

    const once = await draft('shop-api', goal, { 'mig-way': 'once' });
    expect(once.plan.approach.title).toBe('one migration in a pause');
    expect(once.plan.steps.map(s => s.id)).not.toContain('S-mig-contract');
    expect(once.plan.questions.map(q => q.question.id)).not.toContain('mig-lock');
    await expectSound('shop-api', goal, once);
  });

  it('writes a revision beside its siblings, and asks where nothing is stored', async () => {
    const made = await draft('ledger-py', 'add a column for a note to transfers');
    expect(pathsOf(made)).toContain('migrations/versions/0005_expand.py');
    await expectSound('ledger-py', 'add a column for a note to transfers', made);
    expectOwnWords(made, await draft('shop-api', 'add a column for a note to orders'));
    const web = await draft('notes-web', 'add a column for a colour to notes');
    expect(web.session.questions[0]?.id).toBe('needs-database-migration');
    await expectSound('notes-web', 'add a column for a colour to notes', web);
  });
});
