import { describe, expect, it } from 'vitest';
import { languageAsked } from '../../src/agent/local/language-asked.ts';
import { type Drafted, pathsOf, playbookProjects } from './exercise.ts';
import { BOARD_RB, READER_GO } from './there-already-projects.ts';

const { draft, expectSound } = playbookProjects({ 'reader-go': READER_GO, 'board-rb': BOARD_RB });

const filesOf = ({ plan }: Drafted, id: string): readonly string[] =>
  plan.steps.find(s => s.id === id)?.files.map(f => f.path) ?? [];
const stepsOf = ({ plan }: Drafted): readonly string[] => plan.steps.map(s => s.id);

describe('what a project has already is extended', () => {
  it('a webhook that is sent today gets one more event, through the client that guards it', async () => {
    const goal = 'send a webhook when an entry is starred';
    const made = await draft('reader-go', goal);
    expect(made.plan.approach.title).toBe('one more event through what sends today');
    expect(filesOf(made, 'S-hook-extend')).toEqual(['internal/integration/webhook/webhook.go']);
    expect(stepsOf(made)).not.toContain('S-hook-send');
    expect(made.revision.markdown).toContain('`NewClient` (`internal/http/client/client.go:');
    expect(pathsOf(made)).toContain('internal/integration/webhook/webhook_test.go');
    await expectSound('reader-go', goal, made);
    const own = await draft('reader-go', goal, { 'hook-deliver': 'outbox' });
    expect(stepsOf(own)).toContain('S-hook-send');
    expect(stepsOf(own)).not.toContain('S-hook-extend');
    await expectSound('reader-go', goal, own);
  });

  it('a queue that runs jobs delivers, after the commit', async () => {
    const goal = 'send webhooks when a story is published';
    const made = await draft('board-rb', goal);
    expect(made.plan.approach.title).toBe('a job for each delivery');
    expect(filesOf(made, 'S-hook-table').join()).toMatch(/db\/migrate\/\d{14}_add_webhooks\.rb/);
    expect(made.revision.markdown).toContain('`after_create_commit`');
    await expectSound('board-rb', goal, made);
  });

  it('a role beside an administrator is a question, not an answer that the code gives', async () => {
    const goal = 'add a read-only role';
    const made = await draft('reader-go', goal);
    expect(made.session.questions.find(q => q.id === 'access-roles')?.recommended).toBe('one-more');
    expect(filesOf(made, 'S-access-data')).toContain('internal/database/migrations.go');
    await expectSound('reader-go', goal, made);
    const rules = await draft('reader-go', 'add permissions for users');
    expect(rules.session.questions.map(q => q.id)).not.toContain('access-roles');
  });

  it('the method of the model that deletes a person is what an erasure replaces', async () => {
    const goal = 'let users delete my account (GDPR)';
    const made = await draft('board-rb', goal);
    expect(made.revision.markdown).toContain('`delete!` (`app/models/user.rb:');
    await expectSound('board-rb', goal, made);
  });
});

describe('translations on the server', () => {
  const GOAL = 'translate the interface into Polish';

  it('bind to settings, base controller, account and the page of its settings', async () => {
    const made = await draft('board-rb', GOAL);
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining([
        'config/locales/pl.yml',
        'config/application.rb',
        'app/controllers/application_controller.rb',
        'app/views/settings/index.html.erb',
        'app/controllers/settings_controller.rb',
        'app/models/user.rb',
      ]),
    );
    // The column of settings takes the language.
    expect(filesOf(made, 'S-i18n-account')).toEqual(['app/models/user.rb']);
    expect(made.revision.markdown).toContain('shows Polish');
    await expectSound('board-rb', GOAL, made);
  });

  it.each([
    ['translate the UI into Brazilian Portuguese', 'pt'],
    ['polish the translations', undefined],
    ['support French and German', 'fr'],
    ['add a second language', undefined],
  ] as const)('%s', (goal, tag) => {
    expect(languageAsked(goal)?.tag).toBe(tag);
  });
});

describe('JavaScript that no build touches', () => {
  it('is checked as it is', async () => {
    const goal = 'migrate the JavaScript to TypeScript';
    const made = await draft('board-rb', goal);
    expect(made.plan.approach.title).toContain('checked as JavaScript first');
    expect(made.revision.markdown).toContain(
      '`importmap-rails` hands `app/javascript/fold.js` to browsers as it is',
    );
    await expectSound('board-rb', goal, made);
  });
});
