import { describe, expect, it } from 'vitest';
import { stemsOf } from '../../src/agent/local/stems.ts';
import { matchPlaybooks } from '../../src/playbooks/match.ts';
import { shippedPlaybooks } from '../helpers/shipped-playbooks.ts';
import { type Drafted, pathsOf, playbookProjects, playbooksOf } from './exercise.ts';
import { DJANGO_SHOP, GO_BOOKS, PLAIN_LIBRARY, RAILS_BLOG } from './projects/web-frameworks.ts';

const { draft, expectSound, expectOwnWords } = playbookProjects({
  'go-books': GO_BOOKS,
  'rails-blog': RAILS_BLOG,
  'django-shop': DJANGO_SHOP,
  'tiny-slug': PLAIN_LIBRARY,
});

const titles = ({ plan }: Drafted): string => plan.approach.title;
const files = ({ plan }: Drafted, id: string): readonly string[] =>
  plan.steps.find(s => s.id === id)?.files.map(f => f.path) ?? [];
const asked = ({ session }: Drafted): readonly string[] => session.questions.map(q => q.id);

describe('a new endpoint', () => {
  const GOAL = 'add an endpoint for coupons';

  it('gets files beside their siblings, wired where the project wires', async () => {
    const made = await draft('shop-api', GOAL);
    expect(playbooksOf(made)).toEqual(['endpoint']);
    expect(files(made, 'S-endpoint-http')).toEqual(
      expect.arrayContaining([
        'src/controllers/coupon.controller.ts',
        'src/routes/coupon.routes.ts',
        'src/routes/index.ts',
      ]),
    );
    expect(files(made, 'S-endpoint-rules')).toEqual(
      expect.arrayContaining([
        'src/services/coupon.service.ts',
        'src/container.ts',
        'tests/helpers/fakes.ts',
      ]),
    );
    expect(files(made, 'S-endpoint-model').join()).toMatch(/prisma\/migrations\/\d+_add_coupons\//);
    expect(made.revision.markdown).toContain('`requireUser` stands before the handler');
    await expectSound('shop-api', GOAL, made);
  });

  it('extends what serves the thing already, and takes another way when told', async () => {
    const goal = 'add an endpoint to archive orders';
    const made = await draft('shop-api', goal);
    expect(files(made, 'S-endpoint-http')).toEqual([
      'src/controllers/order.controller.ts',
      'src/routes/order.routes.ts',
    ]);
    expect(titles(made)).toContain('one more handler');
    await expectSound('shop-api', goal, made);
    const apart = await draft('shop-api', goal, {
      'endpoint-place': 'separate',
      'endpoint-callers': 'owner',
    });
    expect(titles(apart)).toContain('a resource of its own');
    expect(apart.revision.markdown).toContain('one more handler');
    expect(apart.revision.markdown).toContain('user B gets 404');
    await expectSound('shop-api', goal, apart);
  });

  it('is a blueprint in Flask, named as its siblings are', async () => {
    const made = await draft('ledger-py', 'add an endpoint for budgets');
    expect(files(made, 'S-endpoint-http')).toEqual(
      expect.arrayContaining(['src/ledger/api/budgets.py', 'src/ledger/api/__init__.py']),
    );
    expect(files(made, 'S-endpoint-model')).toContain('migrations/versions/0005_add_budgets.py');
    await expectSound('ledger-py', 'add an endpoint for budgets', made);
    expectOwnWords(made, await draft('shop-api', 'add an endpoint for budgets'));
  });

  it('is a handler beside the others in Go, with its test beside it', async () => {
    const made = await draft('go-books', 'add an endpoint for authors');
    expect(files(made, 'S-endpoint-http')).toEqual([
      'internal/api/author_handlers.go',
      'internal/api/routes.go',
    ]);
    expect(files(made, 'S-tests')).toContain('internal/api/author_handlers_test.go');
    await expectSound('go-books', 'add an endpoint for authors', made);
  });

  it('is a controller and a line of the routes in Rails', async () => {
    const made = await draft('rails-blog', 'add an API endpoint for tags');
    expect(files(made, 'S-endpoint-http')).toEqual([
      'app/controllers/tags_controller.rb',
      'config/routes.rb',
    ]);
    expect(files(made, 'S-tests')).toContain('spec/requests/tags_spec.rb');
    await expectSound('rails-blog', 'add an API endpoint for tags', made);
  });

  it('is a viewset in Django', async () => {
    const made = await draft('django-shop', 'add an endpoint for coupons');
    expect(made.revision.markdown).toContain('viewset');
    await expectSound('django-shop', 'add an endpoint for coupons', made);
  });

  it('asks which server is meant where there is none', async () => {
    for (const name of ['notes-web', 'tiny-slug'] as const) {
      const made = await draft(name, GOAL);
      expect(playbooksOf(made)).toEqual([]);
      expect(asked(made)).toContain('needs-endpoint');
      await expectSound(name, GOAL, made);
    }
  });
});

describe('errors in one shape', () => {
  const GOAL = 'use problem details for error responses';

  it('goes through the handler that is there', async () => {
    const made = await draft('shop-api', GOAL);
    expect(playbooksOf(made)).toEqual(['error-handling']);
    expect(files(made, 'S-error-handler')).toEqual(['src/middleware/error-handler.ts']);
    expect(files(made, 'S-error-kinds')).toEqual(['src/lib/errors.ts']);
    expect(made.revision.markdown).toContain('application/problem+json');
    await expectSound('shop-api', GOAL, made);
  });

  it('keeps the shape where it is told to, and takes values instead of a handler', async () => {
    const goal = 'consistent error responses';
    const made = await draft('shop-api', goal, { 'errors-shape': 'keep', 'errors-way': 'results' });
    expect(titles(made)).toContain('failures as values');
    expect(asked(made)).not.toContain('errors-id');
    expect(made.plan.steps.flatMap(s => s.code).some(c => c.code.includes('problem+json'))).toBe(false);
    await expectSound('shop-api', goal, made);
  });

  it('knows the way of Flask, Rails and Go', async () => {
    const flask = await draft('ledger-py', 'uniform error responses: consistent errors');
    expect(files(flask, 'S-error-handler')).toContain('src/ledger/errors.py');
    const rails = await draft('rails-blog', 'add consistent errors to the API');
    expect(files(rails, 'S-error-handler')).toEqual(['app/controllers/application_controller.rb']);
    const go = await draft('go-books', 'add consistent errors to the API');
    expect(titles(go)).toContain('failures as values');
    await expectSound('ledger-py', 'uniform error responses: consistent errors', flask);
    await expectSound('rails-blog', 'add consistent errors to the API', rails);
    await expectSound('go-books', 'add consistent errors to the API', go);
    expectOwnWords(rails, go);
  });

  it('is a boundary and one reader of answers in React', async () => {
    const made = await draft('notes-web', 'add error handling');
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining(['src/components/ErrorBoundary.tsx', 'src/App.tsx', 'src/api/client.ts']),
    );
    expect(titles(made)).toContain('a boundary around each part');
    await expectSound('notes-web', 'add error handling', made);
    const whole = await draft('notes-web', 'add error handling', { 'errors-boundary': 'whole' });
    expect(titles(whole)).toContain('one boundary around everything');
  });

  it('asks where nothing can fail', async () => {
    const made = await draft('tiny-slug', 'add error handling');
    expect(asked(made)).toContain('needs-error-handling');
    await expectSound('tiny-slug', 'add error handling', made);
  });
});

describe('versions of an API', () => {
  it('part where routes are mounted, after today’s answers were written down', async () => {
    const made = await draft('shop-api', 'add API versioning');
    expect(playbooksOf(made)).toEqual(['api-versioning']);
    expect(made.plan.steps[0]?.id).toBe('S-version-freeze');
    expect(files(made, 'S-version-choose')).toEqual(
      expect.arrayContaining(['src/app.ts', 'src/routes/index.ts']),
    );
    expect(titles(made)).toContain('in the address');
    await expectSound('shop-api', 'add API versioning', made);
  });

  it('is another plan by header and by growing', async () => {
    const header = await draft('shop-api', 'add API versioning', { 'version-way': 'header' });
    expect(titles(header)).toContain('in a header');
    expect(header.revision.markdown).toContain('Vary');
    const grown = await draft('shop-api', 'add API versioning', { 'version-way': 'additive' });
    expect(titles(grown)).toContain('no version');
    expect(grown.plan.steps.map(s => s.id)).not.toContain('S-version-choose');
    for (const made of [header, grown]) await expectSound('shop-api', 'add API versioning', made);
  });

  it('knows Flask and Rails, and asks where no HTTP is answered', async () => {
    const flask = await draft('ledger-py', 'version the API');
    const rails = await draft('rails-blog', 'version the API');
    expect(files(rails, 'S-version-choose')).toEqual(['config/routes.rb']);
    await expectSound('ledger-py', 'version the API', flask);
    await expectSound('rails-blog', 'version the API', rails);
    expectOwnWords(flask, rails);
    const web = await draft('notes-web', 'version the API');
    expect(asked(web)).toContain('needs-api-versioning');
    await expectSound('notes-web', 'version the API', web);
  });
});

describe('webhooks', () => {
  const OUT = 'send webhooks to customers when an order changes';

  it('are raised where the state changes, and delivered by an outbox', async () => {
    const made = await draft('shop-api', OUT);
    expect(playbooksOf(made)).toEqual(['webhooks']);
    expect(files(made, 'S-hook-raise')).toContain('src/services/order.service.ts');
    expect(titles(made)).toContain('an outbox table');
    expect(made.revision.markdown).toContain('tried for a day, 8 times');
    await expectSound('shop-api', OUT, made);
  });

  it('are delivered by what is chosen', async () => {
    const made = await draft('shop-api', OUT, { 'hook-deliver': 'service' });
    expect(titles(made)).toContain('a service that delivers');
    expect(made.plan.steps.flatMap(s => s.packages.map(p => p.name))).toEqual(['svix']);
    expect(made.plan.steps.map(s => s.id)).not.toContain('S-hook-table');
    await expectSound('shop-api', OUT, made);
  });

  it('are received beside the webhook that is there', async () => {
    const goal = 'receive webhooks of the warehouse';
    const made = await draft('shop-api', goal);
    expect(files(made, 'S-hook-receive')).toEqual(
      expect.arrayContaining(['src/controllers/webhook.controller.ts', 'src/app.ts']),
    );
    expect(titles(made)).toContain('work inside the request');
    const later = await draft('shop-api', goal, { 'hook-work': 'later' });
    expect(titles(later)).toContain('store, answer, work later');
    await expectSound('shop-api', goal, made);
    await expectSound('shop-api', goal, later);
  });

  it('know Flask, and ask where nothing can be called', async () => {
    const flask = await draft('ledger-py', 'receive webhooks of the bank');
    expect(flask.revision.markdown).toContain('request.get_data()');
    await expectSound('ledger-py', 'receive webhooks of the bank', flask);
    expectOwnWords(flask, await draft('shop-api', 'receive webhooks of the bank'));
    const web = await draft('tiny-slug', 'send webhooks');
    expect(asked(web)).toContain('needs-webhooks');
    await expectSound('tiny-slug', 'send webhooks', web);
  });
});

describe('two topics in one goal', () => {
  it('compose without a step twice', async () => {
    const goal = 'add an endpoint for coupons with uniform error responses and webhooks';
    const made = await draft('shop-api', goal);
    expect(playbooksOf(made).toSorted()).toEqual(['endpoint', 'error-handling', 'webhooks']);
    const ids = made.plan.steps.map(s => s.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter(id => id === 'S-tests')).toHaveLength(1);
    await expectSound('shop-api', goal, made);
  });
});

describe('goals', () => {
  it.each([
    ['add a REST endpoint to list refunds', ['endpoint']],
    ['expose an API for invoices', ['endpoint']],
    ['add a GraphQL mutation to rename a project', ['endpoint']],
    ['add a health check endpoint', ['health-check']],
    ['rotate API keys', []],
    ['deprecate the v1 API', ['api-versioning']],
    ['v2 of the API', ['api-versioning']],
    ['upgrade the API version of the dependency stripe', []],
    ['uniform error responses', ['error-handling']],
    ['fix a typo in error message of login', []],
    ['send webhooks to customers', ['webhooks']],
    ['receive Stripe webhooks', ['webhooks']],
    ['add structured logging', ['observability']],
    ['introduce OpenTelemetry', ['observability']],
    ['add an audit log', []],
    ['log in with Google', []],
    ['set up GitHub Actions', ['ci-pipeline']],
    ['build a data pipeline for imports', []],
    ['dockerize the service', ['containerisation']],
    ['add container queries to the layout', []],
    ['put the new checkout behind a feature flag', ['feature-flags']],
    ['add a command line flag for colours', []],
    ['cache the endpoint of products', []],
    ['paginate the endpoint of orders', ['pagination']],
    ['add authentication', []],
  ])('%s calls for %j', async (goal, wanted) => {
    const playbooks = await shippedPlaybooks();
    const own = new Set(
      'endpoint api-versioning webhooks observability health-check error-handling ci-pipeline containerisation feature-flags pagination'.split(
        ' ',
      ),
    );
    const names = matchPlaybooks(playbooks, goal, stemsOf).map(m => m.playbook.name);
    expect(names.filter(n => own.has(n))).toEqual(wanted);
  });
});
