import { describe, expect, it } from 'vitest';
import { type Drafted, playbookProjects, playbooksOf } from './exercise.ts';
import { DJANGO_SHOP, GO_BOOKS, PLAIN_LIBRARY } from './projects/web-frameworks.ts';

const { draft, expectSound, expectOwnWords } = playbookProjects({
  'go-books': GO_BOOKS,
  'django-shop': DJANGO_SHOP,
  'tiny-slug': PLAIN_LIBRARY,
  leaflet: { 'README.md': '# leaflet\n\nTexts for a leaflet.\n', 'text/page.md': '# Page\n\nWords.\n' },
});

const titles = ({ plan }: Drafted): string => plan.approach.title;
const files = ({ plan }: Drafted, id: string): readonly string[] =>
  plan.steps.find(s => s.id === id)?.files.map(f => f.path) ?? [];
const asked = ({ session }: Drafted): readonly string[] => session.questions.map(q => q.id);
const packages = ({ plan }: Drafted): readonly string[] =>
  plan.steps.flatMap(s => s.packages.map(p => p.name));

describe('observability', () => {
  it('is a line a request and OpenTelemetry before the server starts', async () => {
    const goal = 'introduce OpenTelemetry tracing';
    const made = await draft('shop-api', goal);
    expect(playbooksOf(made)).toEqual(['observability']);
    expect(packages(made)).toContain('@opentelemetry/sdk-node');
    expect(files(made, 'S-telemetry-otel')).toEqual(expect.arrayContaining(['src/server.ts']));
    expect(files(made, 'S-telemetry-lines')).toEqual(
      expect.arrayContaining(['src/app.ts', 'src/lib/logger.ts']),
    );
    await expectSound('shop-api', goal, made);
  });

  it('takes the client of Prometheus or the logger alone', async () => {
    const goal = 'add observability';
    const native = await draft('shop-api', goal, { 'telemetry-way': 'native' });
    expect(packages(native)).toEqual(['prom-client']);
    expect(titles(native)).toContain('Prometheus');
    const own = await draft('shop-api', goal, { 'telemetry-way': 'own', 'telemetry-scope': 'logs' });
    expect(packages(own)).toEqual([]);
    for (const made of [native, own]) await expectSound('shop-api', goal, made);
  });

  it('knows Flask and Go, and asks where nothing runs', async () => {
    const goal = 'add structured request logging';
    const flask = await draft('ledger-py', goal);
    const go = await draft('go-books', goal);
    expect(go.revision.markdown).toContain('log/slog');
    await expectSound('ledger-py', goal, flask);
    await expectSound('go-books', goal, go);
    expectOwnWords(flask, go);
    const none = await draft('leaflet', 'add metrics');
    expect(asked(none)).toContain('needs-observability');
  });
});

describe('a container image', () => {
  it('is built in stages where there is none, tested where changes are tested', async () => {
    const made = await draft('ledger-py', 'dockerize the service');
    expect(playbooksOf(made)).toEqual(['containerisation']);
    expect(files(made, 'S-image-build')).toEqual(['Dockerfile']);
    expect(files(made, 'S-image-ci')).toEqual(['.github/workflows/test.yml']);
    expect(made.revision.markdown).toContain('gunicorn');
    await expectSound('ledger-py', 'dockerize the service', made);
  });

  it('comes from buildpacks instead', async () => {
    const made = await draft('ledger-py', 'dockerize the service', { 'image-way': 'buildpacks' });
    expect(titles(made)).toBe('buildpacks');
    expect(files(made, 'S-image-build')).toEqual([]);
    expect(files(made, 'S-image-pack')).toContain('project.toml');
    await expectSound('ledger-py', 'dockerize the service', made);
  });

  it('is changed where it is there and the goal says how, and asked for where not', async () => {
    const smaller = await draft('shop-api', 'make the docker image smaller');
    expect(files(smaller, 'S-image-build')).toEqual(['Dockerfile']);
    expect(asked(smaller)).not.toContain('image-base');
    await expectSound('shop-api', 'make the docker image smaller', smaller);
    const there = await draft('shop-api', 'add a Dockerfile');
    expect(asked(there)).toContain('needs-containerisation');
    await expectSound('shop-api', 'add a Dockerfile', there);
  });

  it('knows Go and Django', async () => {
    const go = await draft('go-books', 'containerize the server');
    const django = await draft('django-shop', 'containerize the server');
    expect(go.revision.markdown).toContain('distroless');
    expect(django.revision.markdown).toContain('collectstatic');
    await expectSound('go-books', 'containerize the server', go);
    await expectSound('django-shop', 'containerize the server', django);
    expectOwnWords(go, django);
  });
});

describe('a pipeline', () => {
  it('calls the commands of the project', async () => {
    const made = await draft('notes-web', 'set up GitHub Actions');
    expect(playbooksOf(made)).toEqual(['ci-pipeline']);
    expect(files(made, 'S-ci-workflow')).toEqual(['.github/workflows/ci.yml']);
    const [block] = made.plan.steps.find(s => s.id === 'S-ci-workflow')?.code ?? [];
    expect(block?.code).toContain('npm run typecheck');
    expect(block?.code).not.toContain('npm run lint');
    await expectSound('notes-web', 'set up GitHub Actions', made);
  });

  it('is one command, or another host', async () => {
    const goal = 'set up a CI pipeline';
    const script = await draft('notes-web', goal, { 'ci-logic': 'script' });
    expect(files(script, 'S-ci-command')).toEqual(['package.json']);
    expect(titles(script)).toContain('one command');
    const gitlab = await draft('notes-web', goal, { 'ci-host': 'gitlab' });
    expect(files(gitlab, 'S-ci-workflow')).toEqual(['.gitlab-ci.yml']);
    for (const made of [script, gitlab]) await expectSound('notes-web', goal, made);
  });

  it('asks what lacks where one tests, and adds what the goal names', async () => {
    const there = await draft('shop-api', 'add a CI pipeline');
    expect(asked(there)).toContain('needs-ci-pipeline');
    await expectSound('shop-api', 'add a CI pipeline', there);
    const more = await draft('ledger-py', 'add type checks to the CI pipeline');
    expect(files(more, 'S-ci-workflow')).toEqual(['.github/workflows/test.yml']);
    await expectSound('ledger-py', 'add type checks to the CI pipeline', more);
  });

  it('knows Go and Django in words of their own, and asks where no command checks', async () => {
    const go = await draft('go-books', 'add a CI pipeline');
    const django = await draft('django-shop', 'add a CI pipeline');
    await expectSound('go-books', 'add a CI pipeline', go);
    await expectSound('django-shop', 'add a CI pipeline', django);
    expectOwnWords(go, django);
    expect(asked(await draft('leaflet', 'add a CI pipeline'))).toContain('needs-ci-pipeline');
  });
});

describe('feature flags', () => {
  const GOAL = 'put shipping of orders behind a feature flag';

  it('part the ways where the goal says, by a setting', async () => {
    const made = await draft('shop-api', GOAL);
    expect(playbooksOf(made)).toEqual(['feature-flags']);
    expect(files(made, 'S-settings')).toContain('src/config/env.ts');
    expect(files(made, 'S-flag-part').join()).toContain('order');
    expect(titles(made)).toContain('a switch in the settings');
    await expectSound('shop-api', GOAL, made);
  });

  it('are rows or a service when chosen', async () => {
    const rows = await draft('shop-api', GOAL, { 'flag-source': 'table', 'flag-who': 'share' });
    expect(files(rows, 'S-flag-table')).toContain('prisma/schema.prisma');
    expect(rows.revision.markdown).toContain('between 15 and 25 percent');
    const service = await draft('shop-api', GOAL, { 'flag-source': 'service' });
    expect(packages(service)).toEqual(['@openfeature/server-sdk']);
    for (const made of [rows, service]) await expectSound('shop-api', GOAL, made);
  });

  it('know React, Flask and Django, and ask where nothing runs', async () => {
    const web = await draft('notes-web', 'put the search behind a feature flag');
    await expectSound('notes-web', 'put the search behind a feature flag', web);
    const flask = await draft('ledger-py', 'put reversing transfers behind a feature flag');
    await expectSound('ledger-py', 'put reversing transfers behind a feature flag', flask);
    const django = await draft('django-shop', 'add feature flags', { 'flag-source': 'table' });
    expect(packages(django)).toEqual(['django-waffle']);
    await expectSound('django-shop', 'add feature flags', django);
    expectOwnWords(web, flask);
    expect(asked(await draft('leaflet', 'add feature flags'))).toContain('needs-feature-flags');
  });
});

describe('playbooks that were there', () => {
  it('rate limiting asks where no HTTP is answered', async () => {
    const made = await draft('notes-web', 'add rate limiting');
    expect(asked(made)).toContain('needs-rate-limiting');
    await expectSound('notes-web', 'add rate limiting', made);
  });

  it('rate limiting stands before the routes of a Go server', async () => {
    const made = await draft('go-books', 'add rate limiting');
    expect(files(made, 'S-limit-routes')).toEqual(['main.go']);
    expect(made.revision.markdown).not.toContain('trust proxy');
    await expectSound('go-books', 'add rate limiting', made);
  });

  it('realtime asks where there is neither server nor client', async () => {
    const made = await draft('tiny-slug', 'add live updates');
    expect(asked(made)).toContain('needs-realtime');
    await expectSound('tiny-slug', 'add live updates', made);
  });

  it('notifications may go through an outbox', async () => {
    const made = await draft('shop-api', 'notify customers when an order ships', { 'notify-way': 'outbox' });
    expect(titles(made)).toContain('an outbox table');
    expect(files(made, 'S-notification-relay')).toContain('src/server.ts');
    await expectSound('shop-api', 'notify customers when an order ships', made);
  });
});

describe('a server, its image and its pipeline', () => {
  it('compose without a step twice', async () => {
    const goal = 'dockerize the service, add metrics and coverage to the CI pipeline';
    const made = await draft('ledger-py', goal);
    expect(playbooksOf(made).toSorted()).toEqual(['ci-pipeline', 'containerisation', 'observability']);
    const ids = made.plan.steps.map(s => s.id);
    expect(new Set(ids).size).toBe(ids.length);
    await expectSound('ledger-py', goal, made);
    // Its pipeline runs a linter already: that topic is asked about, the others are planned.
    const lint = 'dockerize the service, add metrics and lint to the CI pipeline';
    const rest = await draft('ledger-py', lint);
    expect(playbooksOf(rest).toSorted()).toEqual(['containerisation', 'observability']);
    expect(rest.plan.questions.map(q => q.question.id)).toContain('needs-ci-pipeline');
    await expectSound('ledger-py', lint, rest);
  });
});
