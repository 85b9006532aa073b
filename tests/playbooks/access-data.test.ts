import { describe, expect, it } from 'vitest';
import { BOARD_NEXT, CLINIC_DJ, FORUM_RB } from './access-projects.ts';
import { type Drafted, pathsOf, playbookProjects, playbooksOf } from './exercise.ts';

const { draft, expectSound, expectOwnWords } = playbookProjects({
  'clinic-dj': CLINIC_DJ,
  'forum-rb': FORUM_RB,
  'board-next': BOARD_NEXT,
});

const stepsOf = ({ plan }: Drafted): readonly string[] => plan.steps.map(s => s.id);
const asked = ({ session }: Drafted): readonly string[] => session.questions.map(q => q.id);

describe('settings and secrets', () => {
  const GOAL = 'typed settings and secret rotation';

  it('joins what reads the environment, and accepts two keys where one is used', async () => {
    const made = await draft('shop-api', GOAL);
    expect(playbooksOf(made)).toEqual(['secrets-configuration']);
    const rotate = made.plan.steps.find(s => s.id === 'S-secret-rotate');
    expect(rotate?.files.map(f => f.path)).toContain('src/auth/jwt.ts');
    // A schema stands there: nobody is asked what describes the settings.
    expect(asked(made)).not.toContain('secret-form');
    await expectSound('shop-api', GOAL, made);
    const django = await draft('clinic-dj', GOAL);
    // Why it is asked stands with the question; the plan of the answer says what becomes of the key.
    const leaked = django.session.questions.find(q => q.id === 'secret-leaked');
    expect(leaked?.why).toContain('`clinic/settings.py` has a key written out');
    expect(leaked?.recommended).toBe('assume');
    expect(django.revision.markdown).toContain(
      'The key in `clinic/settings.py` is exchanged at its issuer first',
    );
    expect(django.revision.markdown).toContain('`django-environ`');
    await expectSound('clinic-dj', GOAL, django);
    expectOwnWords(made, django);
  });

  it('changes with its choices', async () => {
    const made = await draft('shop-api', GOAL, {
      'secret-store': 'manager',
      'secret-leaked': 'clean',
      'secret-rotate': 'cut',
    });
    expect(made.plan.approach.title).toBe('a secrets manager');
    expect(stepsOf(made)).not.toContain('S-secret-scan');
    // How a key is exchanged decides whether what uses it changes: that cannot wait for the plan.
    expect(made.session.answers['secret-rotate']).toMatchObject({ kind: 'choice', choiceId: 'cut' });
    expect(pathsOf(made)).not.toContain('src/auth/jwt.ts');
    await expectSound('shop-api', GOAL, made);
  });

  it('asks where nothing reads settings', async () => {
    const made = await draft('notes-web', 'move secrets out of the repository');
    expect(asked(made)).toEqual(['needs-secrets-configuration']);
  });
});

describe('audit log', () => {
  const GOAL = 'add an audit log for cancelled orders';

  it('writes in the transaction of what the goal names', async () => {
    const made = await draft('shop-api', GOAL);
    expect(playbooksOf(made)).toEqual(['audit-log']);
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining(['prisma/schema.prisma', 'src/services/order.service.ts']),
    );
    expect(made.revision.markdown).toContain('model AuditEntry');
    await expectSound('shop-api', GOAL, made);
    const flask = await draft('ledger-py', 'add an audit log for transfers');
    expect(pathsOf(flask)).toContain('migrations/versions/0005_add_audit_entries.py');
    await expectSound('ledger-py', 'add an audit log for transfers', flask);
    expectOwnWords(made, flask);
  });

  it('leaves the services alone with a trigger', async () => {
    const made = await draft('shop-api', GOAL, { 'audit-how': 'trigger' });
    expect(made.plan.approach.title).toBe('triggers of the database');
    expect(stepsOf(made)).not.toContain('S-audit-callers');
    expect(made.revision.markdown).toContain('record_change()');
    await expectSound('shop-api', GOAL, made);
  });

  it('asks where nothing is stored', async () => {
    const made = await draft('notes-web', 'add an audit log');
    expect(asked(made)).toEqual(['needs-audit-log']);
    await expectSound('notes-web', 'add an audit log', made);
  });
});

describe('several customers', () => {
  const GOAL = 'make the shop multi-tenant';

  it('lets the database refuse where it can', async () => {
    const made = await draft('shop-api', GOAL);
    expect(playbooksOf(made)).toEqual(['multi-tenancy']);
    expect(made.revision.markdown).toContain('FORCE ROW LEVEL SECURITY');
    expect(pathsOf(made)).toEqual(expect.arrayContaining(['src/lib/prisma.ts', 'src/auth/middleware.ts']));
    await expectSound('shop-api', GOAL, made);
    const flask = await draft('ledger-py', GOAL);
    expect(flask.revision.markdown).not.toContain('FORCE ROW LEVEL SECURITY');
    await expectSound('ledger-py', GOAL, flask);
    expectOwnWords(made, flask);
  });

  it('changes with its choice', async () => {
    const made = await draft('shop-api', GOAL, { 'tenant-apart': 'database' });
    expect(made.plan.approach.title).toBe('a database for each tenant');
    expect(made.revision.markdown).not.toContain('set_config');
    await expectSound('shop-api', GOAL, made);
  });

  it('asks where nothing is stored', async () => {
    expect(asked(await draft('notes-web', GOAL))).toEqual(['needs-multi-tenancy']);
  });
});

describe('personal data', () => {
  const GOAL = 'let users export and delete their account (GDPR)';

  it('keeps payments where the schema has them', async () => {
    const made = await draft('shop-api', GOAL);
    expect(playbooksOf(made)).toEqual(['personal-data']);
    expect(made.plan.approach.title).toBe('taking the person out of the rows');
    expect(made.revision.markdown).toContain('except locked invoices and payments');
    expect(pathsOf(made)).toContain('src/services/user.service.ts');
    await expectSound('shop-api', GOAL, made);
    const rails = await draft('forum-rb', GOAL);
    expect(pathsOf(rails)).toContain('app/models/user.rb');
    await expectSound('forum-rb', GOAL, rails);
    expectOwnWords(made, rails);
  });

  it('changes with its choices', async () => {
    const made = await draft('shop-api', GOAL, {
      'privacy-how': 'key',
      'privacy-wait': 'now',
      'privacy-keep': 'nothing',
    });
    expect(made.plan.approach.title).toContain('key');
    expect(made.revision.markdown).not.toContain('can be taken back whole');
    await expectSound('shop-api', GOAL, made);
  });

  it.each(['ledger-py', 'notes-web'] as const)('asks where people are kept in %s', async name => {
    expect(asked(await draft(name, GOAL))).toEqual(['needs-personal-data']);
  });
});

describe('composed', () => {
  it('makes one plan of three without a step twice', async () => {
    const goal = 'add an audit log with role based permissions and security headers';
    const made = await draft('shop-api', goal);
    expect([...playbooksOf(made)].sort()).toEqual(['audit-log', 'authorization', 'security-hardening']);
    expect(new Set(stepsOf(made)).size).toBe(stepsOf(made).length);
    expect(stepsOf(made).filter(s => s === 'S-tests')).toHaveLength(1);
    await expectSound('shop-api', goal, made);
  });
});
