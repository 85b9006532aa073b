import { describe, expect, it } from 'vitest';
import { stemsOf } from '../../src/agent/local/stems.ts';
import { matchPlaybooks } from '../../src/playbooks/match.ts';
import { shippedPlaybooks } from '../helpers/shipped-playbooks.ts';
import { BOARD_NEXT, CLINIC_DJ, FORUM_RB, LINKS_GO } from './access-projects.ts';
import { type Drafted, pathsOf, playbookProjects, playbooksOf } from './exercise.ts';

const { draft, expectSound, expectOwnWords } = playbookProjects({
  'clinic-dj': CLINIC_DJ,
  'forum-rb': FORUM_RB,
  'board-next': BOARD_NEXT,
  'links-go': LINKS_GO,
});

const stepsOf = ({ plan }: Drafted): readonly string[] => plan.steps.map(s => s.id);
const asked = ({ session }: Drafted): readonly string[] => session.questions.map(q => q.id);

describe('authentication', () => {
  it('extends a sign-in that is there, and keeps to what it hands out', async () => {
    const made = await draft('shop-api', 'add password reset');
    expect(playbooksOf(made)).toEqual(['authentication']);
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining([
        'src/services/password-reset.service.ts',
        'src/auth/jwt.ts',
        'prisma/schema.prisma',
      ]),
    );
    expect(stepsOf(made)).not.toContain('S-auth-password');
    expect(made.plan.approach.title).toBe('signed tokens');
    expect(made.revision.markdown).toContain('`verifyToken`');
    // The routes for whoever forgot the password must stay open.
    expect(made.revision.markdown).not.toContain('newly offers stays behind');
    expect(made.revision.markdown).toContain('tokenVersion Int @default(0)');
    await expectSound('shop-api', 'add password reset', made);
  });

  it('changes with the choice of how a token is taken back', async () => {
    const made = await draft('shop-api', 'add password reset', { 'auth-revoke': 'refresh' });
    expect(made.revision.markdown).toContain('model RefreshToken');
    expect(made.revision.markdown).not.toContain('tokenVersion');
    await expectSound('shop-api', 'add password reset', made);
  });

  it('plans all of it where there is none, in the way of the framework', async () => {
    const goal = 'add user authentication';
    const flask = await draft('ledger-py', goal);
    expect(stepsOf(flask)).toEqual(
      expect.arrayContaining(['S-auth-password', 'S-auth-service', 'S-auth-guard']),
    );
    expect(pathsOf(flask)).toEqual(
      expect.arrayContaining(['src/ledger/auth.py', 'migrations/versions/0005_add_sign_in.py']),
    );
    // An account of a bookkeeping is not taken for a user.
    expect(flask.revision.markdown).not.toContain('what `Account` lacks');
    await expectSound('ledger-py', goal, flask);
    const django = await draft('clinic-dj', goal);
    expect(stepsOf(django)).toContain('S-auth-django');
    expect(pathsOf(django)).toContain('clinic/settings.py');
    expect(django.plan.approach.title).toBe('the accounts that the framework brings');
    await expectSound('clinic-dj', goal, django);
    const next = await draft('board-next', goal);
    expect(stepsOf(next)).toContain('S-auth-next');
    await expectSound('board-next', goal, next);
    expectOwnWords(flask, django);
    expectOwnWords(django, next);
  });

  it.each([
    ['shop-api', 'login'],
    ['links-go', 'HashPassword'],
  ] as const)('asks what is missing where %s has a sign-in', async (name, symbol) => {
    const made = await draft(name, 'add user authentication');
    expect(playbooksOf(made)).toEqual([]);
    expect(asked(made)).toEqual(['needs-authentication']);
    expect(made.session.questions[0]?.why).toContain(`\`${symbol}\``);
  });

  it('asks where accounts live when nothing serves', async () => {
    const made = await draft('notes-web', 'add user authentication');
    expect(asked(made)).toEqual(['needs-authentication']);
    await expectSound('notes-web', 'add user authentication', made);
  });
});

describe('authorization', () => {
  const GOAL = 'add permissions for orders';

  it('finds where an owner is compared, and moves the rule into a policy', async () => {
    const made = await draft('shop-api', GOAL);
    expect(playbooksOf(made)).toEqual(['authorization']);
    expect(made.revision.markdown).toContain('`getOrder` (`src/services/order.service.ts');
    expect(stepsOf(made)).toContain('S-access-policy');
    await expectSound('shop-api', GOAL, made);
    const rails = await draft('forum-rb', 'add permissions for posts');
    expect(pathsOf(rails)).toContain('app/controllers/posts_controller.rb');
    expect(rails.revision.markdown).toContain('`pundit`');
    await expectSound('forum-rb', 'add permissions for posts', rails);
    expectOwnWords(made, rails);
  });

  it('changes with its choice', async () => {
    const made = await draft('shop-api', GOAL, { 'access-rule': 'owner' });
    expect(made.plan.approach.title).toBe('ownership in every query');
    expect(stepsOf(made)).not.toContain('S-access-policy');
    expect(pathsOf(made)).toContain('src/repositories/order.repository.ts');
    await expectSound('shop-api', GOAL, made);
  });

  it('asks who is calling where nobody is known', async () => {
    const made = await draft('notes-web', GOAL);
    expect(asked(made)).toEqual(['needs-authorization']);
    await expectSound('notes-web', GOAL, made);
  });
});

describe('sign-in by a provider', () => {
  const GOAL = 'add OIDC login';

  it('ends in the session that is there', async () => {
    const made = await draft('shop-api', GOAL);
    expect(playbooksOf(made)).toEqual(['oauth-sso']);
    expect(made.plan.steps[0]?.packages.map(p => p.name)).toContain('openid-client');
    expect(made.revision.markdown).toContain('model Identity');
    expect(asked(made)).toContain('sso-password');
    await expectSound('shop-api', GOAL, made);
    const go = await draft('links-go', GOAL);
    expect(pathsOf(go)).toContain('internal/web/oidc.go');
    await expectSound('links-go', GOAL, go);
    expectOwnWords(made, go);
  });

  it('needs no package and no routes with a proxy', async () => {
    const made = await draft('shop-api', GOAL, { 'sso-who': 'proxy' });
    expect(stepsOf(made)).toContain('S-sso-proxy');
    expect(stepsOf(made)).not.toContain('S-install');
    expect(stepsOf(made)).not.toContain('S-sso-routes');
    expect(pathsOf(made)).toContain('docker-compose.yml');
    await expectSound('shop-api', GOAL, made);
  });

  it('asks for a server where there is none', async () => {
    const made = await draft('notes-web', GOAL);
    expect(asked(made)).toEqual(['needs-oauth-sso']);
  });
});

describe('hardening', () => {
  const GOAL = 'harden the API with security headers';

  it('adds to what sets headers and origins already', async () => {
    const made = await draft('shop-api', GOAL);
    expect(playbooksOf(made)).toEqual(['security-hardening']);
    expect(made.plan.steps.find(s => s.id === 'S-harden-headers')?.files[0]?.path).toBe('src/app.ts');
    expect(asked(made)).not.toContain('harden-where');
    expect(stepsOf(made)).not.toContain('S-harden-csrf');
    await expectSound('shop-api', GOAL, made);
    const django = await draft('clinic-dj', GOAL);
    expect(django.revision.markdown).toContain('SECURE_HSTS_SECONDS');
    expect(stepsOf(django)).toContain('S-harden-csrf');
    await expectSound('clinic-dj', GOAL, django);
    expectOwnWords(made, django);
  });

  it('writes a list by ASVS where somebody will ask', async () => {
    const made = await draft('shop-api', GOAL, { 'harden-scope': 'asvs' });
    expect(pathsOf(made)).toContain('docs/security-requirements.md');
    await expectSound('shop-api', GOAL, made);
  });
});

describe('goals of this family', () => {
  it.each([
    ['add user authentication', ['authentication']],
    ['let users sign up and sign in', ['authentication']],
    ['users log in with a password', ['authentication']],
    ['add forgotten password flow', ['authentication']],
    ['add refresh tokens', ['authentication']],
    ['log in JSON instead of text', []],
    ['validate the sign-up form', []],
    ['show authorship of articles', []],
    ['add rate limiting to the login', ['rate-limiting']],
    ['limit login attempts to stop brute force', ['rate-limiting']],
    ['improve conversion of the sign up page', []],
    ['add role based access control', ['authorization']],
    ['only admins may delete products', ['authorization']],
    ['ask for notification permission in the browser', []],
    ['fix file permissions of the log', []],
    ['add login with Google', ['oauth-sso']],
    ['support SSO with Keycloak', ['oauth-sso']],
    ['sign in with GitHub', ['oauth-sso']],
    ['add CSRF protection', ['security-hardening']],
    ['set a content security policy', ['security-hardening']],
    ['move secrets out of the repository', ['secrets-configuration']],
    ['rotate the secret of the tokens', ['secrets-configuration']],
    ['move the settings into environment variables', ['secrets-configuration']],
    ['validate env vars at the start', ['secrets-configuration']],
    ['let users set the wrap width by an environment variable', []],
    ['support an environment variable that turns colours off', []],
    ['add a settings page for users', []],
    ['add an audit log for orders', ['audit-log']],
    ['run npm audit in CI', []],
    ['generate a changelog', []],
    ['make the application multi-tenant', ['multi-tenancy']],
    ['use npm workspaces', []],
    ['delete user data on request (GDPR)', ['personal-data']],
    ['let people download my data as JSON', ['personal-data']],
    ['close an account of the bookkeeping', []],
  ] as const)('%s', async (goal, names) => {
    const playbooks = await shippedPlaybooks();
    const own = [
      'authentication',
      'authorization',
      'oauth-sso',
      'security-hardening',
      'secrets-configuration',
      'audit-log',
      'multi-tenancy',
      'personal-data',
      'rate-limiting',
    ];
    const found = matchPlaybooks(playbooks, goal, stemsOf).map(m => m.playbook.name);
    expect(found.filter(n => own.includes(n))).toEqual(names);
  });
});
