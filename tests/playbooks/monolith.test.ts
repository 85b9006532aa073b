import { describe, expect, it } from 'vitest';
import { stemsOf } from '../../src/agent/local/stems.ts';
import { matchPlaybooks } from '../../src/playbooks/match.ts';
import { detectKind } from '../../src/session/goal.ts';
import { shippedPlaybooks } from '../helpers/shipped-playbooks.ts';
import { type Drafted, pathsOf, playbookProjects, playbooksOf } from './exercise.ts';
import { CLINIC, FEEDS, SLUGS } from './monolith-projects.ts';

const { draft, expectSound, expectOwnWords } = playbookProjects({
  clinic: CLINIC,
  feeds: FEEDS,
  slugs: SLUGS,
});

const idsOf = ({ plan }: Drafted): readonly string[] => plan.steps.map(s => s.id);
const filesOf = ({ plan }: Drafted, id: string): readonly string[] =>
  plan.steps.find(s => s.id === id)?.files.map(f => f.path) ?? [];

describe('goals of dividing a monolith', async () => {
  const playbooks = await shippedPlaybooks();
  const named = (goal: string): readonly string[] =>
    matchPlaybooks(
      playbooks.filter(p => p.kinds.includes(detectKind(goal))),
      goal,
      stemsOf,
    ).map(m => m.playbook.name);

  it.each([
    'split the monolith',
    'split the monolith into services',
    'break up the monolith',
    'break the monolith into bounded contexts',
    'decompose the monolith into microservices',
    'extract billing into its own service',
    'extract the messages/inbox into its own service',
    'extract payments from the monolith',
    'split the feed fetching out of the monolith into its own service',
    'split notifications off into a separate service',
    'carve out notifications from the app',
    'carve search out of the app',
    'move authentication into a separate service',
    'turn the mailer into a microservice',
    'make billing its own service',
    'pull e-mail out into its own service',
    'spin reporting off into a service',
    'migrate the backend to microservices',
    'make a modular monolith of the backend',
    'should we split the monolith into services?',
    'put walls around the billing module',
  ])('%s', goal => {
    expect(named(goal)).toEqual(['monolith-split']);
  });

  it.each([
    'split payments between two cards',
    'add a microservice healthcheck endpoint',
    'call the billing microservice when an order is placed',
    'add a notifications service',
    'extract the pricing logic into a service object',
    'extract the form into a service class',
    'extract the header into its own component',
    'split src/bill.js into smaller modules',
    'split the bundle by route',
    'break up the god class OrderManager',
    'add a service worker',
    'move sessions to redis',
    'deploy the monolith to kubernetes',
    'add rate limiting to the search service',
    'add a health check to the payment service',
    'extract text from uploaded PDFs',
    'carve out an exception for admins in the rate limiter',
    'add feature flags',
    'send webhooks to other services',
    'make the search service faster',
    'split the test suite into fast and slow',
    'add tenants to the app',
    'log in with an external identity service',
    'convert the services to typescript',
  ])('not %s', goal => {
    expect(named(goal)).not.toContain('monolith-split');
  });

  it('takes the words of what leaves, and none that stand beside it', () => {
    expect(named('extract payments into its own service')).toEqual(['monolith-split']);
    expect(named('carve out notifications from the app behind a feature flag')).toEqual([
      'feature-flags',
      'monolith-split',
    ]);
    expect(named('carve out notifications from the app and send webhooks to partners')).toContain('webhooks');
  });
});

describe('in a layered TypeScript server', () => {
  const GOAL = 'extract payments into its own service';

  it('finds the files of the part in every layer, and the seam with its keys', async () => {
    const made = await draft('shop-api', GOAL);
    expect(playbooksOf(made)).toEqual(['monolith-split']);
    expect(filesOf(made, 'S-mono-move').filter(p => /payment/.test(p))).toEqual([
      'src/routes/payment.routes.ts',
      'src/controllers/payment.controller.ts',
      'src/repositories/payment.repository.ts',
      'src/services/payment.service.ts',
    ]);
    expect(filesOf(made, 'S-mono-callers')).toEqual(
      expect.arrayContaining(['src/container.ts', 'src/routes/index.ts']),
    );
    expect(made.revision.markdown).toContain('`Payment`');
    expect(made.revision.markdown).toContain('prisma/schema.prisma:94');
    await expectSound('shop-api', GOAL, made);
  });

  it('keeps the way back, and takes the old way out last, where it becomes a service', async () => {
    const made = await draft('shop-api', GOAL, { 'mono-way': 'service', 'mono-data': 'own-db' });
    const ids = idsOf(made);
    const order = [
      'S-mono-pin',
      'S-mono-face',
      'S-mono-callers',
      'S-mono-wall',
      'S-mono-process',
      'S-mono-client',
      'S-mono-data',
      'S-mono-route',
      'S-tests',
      'S-mono-remove',
    ];
    expect(ids.filter(id => order.includes(id))).toEqual(order);
    expect(made.plan.approach.title).toContain('grows behind the old face');
    expect(made.revision.markdown).toContain('PAYMENTS_REMOTE');
    expect(made.revision.markdown).toContain('traceparent');
    expect(made.revision.markdown).toContain('AbortSignal.timeout');
    await expectSound('shop-api', GOAL, made);
  });

  it('brings nothing of a network where walls are chosen', async () => {
    const made = await draft('shop-api', GOAL, { 'mono-way': 'walls' });
    expect(made.plan.approach.title).toContain('module with walls');
    expect(idsOf(made)).not.toContain('S-mono-process');
    expect(made.revision.markdown).not.toContain('PAYMENTS_URL');
    expect(filesOf(made, 'S-mono-wall')).toContain('eslint.config.mjs');
    expect(made.revision.markdown).toContain('eslint-plugin-boundaries');
    await expectSound('shop-api', GOAL, made);
  });

  it('drops keys by a new migration only where the data leaves, and never edits one that is there', async () => {
    const kept = await draft('shop-api', GOAL, { 'mono-data': 'one-writer' });
    expect(idsOf(kept)).not.toContain('S-mono-keys');
    const made = await draft('shop-api', GOAL, { 'mono-data': 'own-schema' });
    const changed = made.plan.steps.find(s => s.id === 'S-mono-keys')?.files ?? [];
    expect(changed.filter(f => /migrations\//.test(f.path)).map(f => f.action)).toEqual(['create']);
    await expectSound('shop-api', GOAL, made);
  });

  it('has each step once beside a feature flag', async () => {
    const goal = 'carve payments out of the app behind a feature flag';
    const made = await draft('shop-api', goal, { 'mono-way': 'service' });
    expect([...playbooksOf(made)].sort()).toEqual(['feature-flags', 'monolith-split']);
    const ids = idsOf(made);
    expect(new Set(ids).size).toBe(ids.length);
    expect(made.revision.markdown).toContain('no second switch is built');
    await expectSound('shop-api', goal, made);
  });
});

describe('in a Django project of several apps', () => {
  const GOAL = 'split invoices out of the monolith into its own service';

  it('names users, what is used, the circle, the keys and the transaction with their lines', async () => {
    const made = await draft('clinic', GOAL);
    const text = made.revision.markdown;
    expect(text).toContain('under `clinic/apps/invoices`');
    expect(filesOf(made, 'S-mono-callers')).toEqual(
      expect.arrayContaining(['clinic/apps/patients/views.py', 'clinic/apps/visits/services.py']),
    );
    expect(filesOf(made, 'S-mono-circles')).toEqual(['clinic/apps/visits/services.py']);
    expect(filesOf(made, 'S-mono-transactions')).toEqual(['clinic/apps/visits/services.py']);
    expect(text).toContain('`close_visit` (`clinic/apps/visits/services.py:8`)');
    expect(text).toContain('clinic/apps/invoices/models.py:5');
    expect(text).toContain('`clinic/apps/invoices/views.py:7` asks who is signed in');
    // A shared transaction and a circle: walls first, whatever the goal calls it.
    expect(made.plan.approach.title).toContain('module with walls');
    expect(text).toContain('import-linter');
    await expectSound('clinic', GOAL, made);
  });

  it('takes the transaction apart where it becomes a service, in words of its own', async () => {
    const made = await draft('clinic', GOAL, { 'mono-way': 'service' });
    expect(made.plan.steps.find(s => s.id === 'S-mono-transactions')?.title).toContain('two commits');
    expect(filesOf(made, 'S-mono-process')).toEqual([
      'clinic/apps/invoices/service_urls.py',
      'clinic/settings.py',
      'Dockerfile',
    ]);
    expect(made.revision.markdown).toContain('os.environ["INVOICES_URL"]');
    await expectSound('clinic', GOAL, made);
    expectOwnWords(
      made,
      await draft('shop-api', 'extract payments into its own service', { 'mono-way': 'service' }),
    );
  });

  it('asks which part leaves where the goal names none, with those that hang least on the rest', async () => {
    const goal = 'split the monolith into services';
    const made = await draft('clinic', goal);
    const [question] = made.session.questions;
    expect(question?.id).toBe('needs-monolith-split');
    expect(question?.choices.map(c => c.label).join('\n')).toMatch(
      /`(?:patients|visits|invoices)`: \d+ files, \d+ lines/,
    );
    await expectSound('clinic', goal, made);
  });

  it('plans the first of several parts, and says that the others come later', async () => {
    const goal = 'split the monolith into visits and invoices services';
    const made = await draft('clinic', goal);
    expect(made.revision.markdown).toContain('under `clinic/apps/visits`');
    expect(made.plan.outOfScope.join('\n')).toContain('`invoices`');
  });
});

describe('in a program in Go', () => {
  const GOAL = 'split the feed fetching out of the monolith into its own service';

  it('draws the cut around the folder in which most users lie, and leaves what needs nothing stored to both', async () => {
    const made = await draft('feeds', GOAL);
    const text = made.revision.markdown;
    expect(text).toContain('goes around `internal/reader`, not around `internal/reader/fetch`');
    expect(filesOf(made, 'S-mono-callers')).toEqual([
      'internal/cli/run/run.go',
      'internal/ui/pages/pages.go',
    ]);
    expect(text).toContain('`internal/reader/clean/clean.go` are used from outside');
    expect(filesOf(made, 'S-mono-borrow')).toEqual(['internal/reader/refresh/refresh.go']);
    await expectSound('feeds', GOAL, made);
  });

  it('keeps the folder that the goal writes as it is', async () => {
    const made = await draft('feeds', 'extract internal/reader/fetch into its own service');
    expect(made.revision.markdown).toContain('under `internal/reader/fetch`');
  });
});

describe('where there is no monolith', () => {
  it('does not take a small library for one', async () => {
    const goal = 'extract the parser into its own service';
    const made = await draft('slugs', goal);
    expect(made.session.questions[0]?.id).toBe('needs-monolith-split');
    expect(made.session.questions[0]?.text).toContain('runs by itself');
    expect(pathsOf(made).join('\n')).not.toContain('server');
    await expectSound('slugs', goal, made);
  });

  it('asks where the part is not found', async () => {
    const goal = 'extract shipping into its own service';
    const made = await draft('shop-api', goal);
    expect(made.session.questions[0]?.id).toBe('needs-monolith-split');
    await expectSound('shop-api', goal, made);
  });
});
