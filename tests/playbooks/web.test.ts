import { describe, expect, it } from 'vitest';
import { pathsOf, playbookProjects, playbooksOf } from './exercise.ts';
import { boardRails, clinicDjango, feedsGo, shopNext } from './web-projects.ts';

const { draft, expectSound, expectOwnWords } = playbookProjects({
  'board-rails': boardRails,
  'clinic-django': clinicDjango,
  'shop-next': shopNext,
  'feeds-go': feedsGo,
});

describe('dark mode', () => {
  const GOAL = 'add dark mode';

  it('is bound to the style sheet, the document and the root component of a React app', async () => {
    const made = await draft('notes-web', GOAL);
    expect(playbooksOf(made)).toEqual(['dark-mode']);
    expect(pathsOf(made)).toEqual(expect.arrayContaining(['src/styles.css', 'index.html', 'src/App.tsx']));
    expect(pathsOf(made)).toContain('src/lib/theme.ts');
    expect(made.revision.markdown).toContain('`--ink` is one');
    await expectSound('notes-web', GOAL, made);
  });

  it('needs neither script nor switch where it only follows the system', async () => {
    const made = await draft('notes-web', GOAL, { 'theme-kept': 'system' });
    expect(pathsOf(made)).not.toContain('src/lib/theme.ts');
    expect(pathsOf(made)).toContain('src/styles.css');
    await expectSound('notes-web', GOAL, made);
  });

  it('takes the way of the answer, and tells why not the others', async () => {
    const made = await draft('notes-web', GOAL, { 'theme-way': 'provider' });
    expect(made.plan.approach.title).toContain('provider');
    expect(made.plan.approach.alternatives.map(a => a.title)).toContain(
      'custom properties, one set of values a theme',
    );
    await expectSound('notes-web', GOAL, made);
  });

  it('uses the variants of Tailwind where that styles the pages, without asking', async () => {
    const made = await draft('shop-next', GOAL);
    expect(made.plan.approach.title).toContain('utility classes');
    expect(made.session.questions.map(q => q.id)).not.toContain('theme-way');
    expect(pathsOf(made)).toEqual(expect.arrayContaining(['app/globals.css', 'app/layout.tsx']));
    await expectSound('shop-next', GOAL, made);
  });

  it('lets the server say the theme where it draws the pages, in words of its own', async () => {
    const rails = await draft('board-rails', GOAL);
    const go = await draft('feeds-go', GOAL);
    expect(pathsOf(rails)).toContain('app/views/layouts/application.html.erb');
    expect(rails.revision.markdown).toContain('cookies[:theme]');
    expect(pathsOf(go)).toContain('internal/ui/templates/layout.html');
    await expectSound('board-rails', GOAL, rails);
    await expectSound('feeds-go', GOAL, go);
    expectOwnWords(rails, go);
  });

  it('asks where nothing is seen by anybody', async () => {
    const made = await draft('ledger-py', GOAL);
    expect(playbooksOf(made)).toEqual([]);
    expect(made.session.questions.map(q => q.id)).toEqual(['needs-dark-mode']);
    await expectSound('ledger-py', GOAL, made);
  });
});

describe('translations', () => {
  const GOAL = 'translate the interface into German';

  it('takes the texts of a React app out, by a library', async () => {
    const made = await draft('notes-web', GOAL);
    expect(playbooksOf(made)).toEqual(['i18n']);
    expect(made.plan.steps.flatMap(s => s.packages.map(p => p.name))).toEqual(['i18next', 'react-i18next']);
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining(['src/locales/en.json', 'src/locales/de.json', 'src/components/NoteEditor.tsx']),
    );
    await expectSound('notes-web', GOAL, made);
  });

  it('installs nothing where a module of our own is chosen, and other packages where messages are compiled', async () => {
    const own = await draft('notes-web', GOAL, { 'i18n-way': 'own' });
    expect(own.plan.steps.flatMap(s => s.packages)).toEqual([]);
    expect(own.plan.approach.title).toContain('one module');
    const built = await draft('notes-web', GOAL, { 'i18n-way': 'built' });
    expect(built.plan.steps.flatMap(s => s.packages.map(p => p.name))).toContain('@lingui/core');
    await expectSound('notes-web', GOAL, own);
    await expectSound('notes-web', GOAL, built);
  });

  it("goes the framework's own way in Rails and Django, unasked", async () => {
    const rails = await draft('board-rails', GOAL);
    expect(rails.plan.approach.title).toContain('framework');
    expect(pathsOf(rails)).toEqual(
      expect.arrayContaining(['config/locales/en.yml', 'config/locales/de.yml']),
    );
    const django = await draft('clinic-django', GOAL);
    expect(django.plan.approach.title).toContain('framework');
    expect(pathsOf(django)).toContain('locale/de/LC_MESSAGES/django.po');
    for (const made of [rails, django])
      expect(made.session.questions.map(q => q.id)).not.toContain('i18n-way');
    await expectSound('board-rails', GOAL, rails);
    await expectSound('clinic-django', GOAL, django);
    expectOwnWords(rails, django);
  });

  it('names the file by the language that is asked for', async () => {
    const made = await draft('shop-next', 'translate the interface into French');
    expect(pathsOf(made)).toContain('messages/fr.json');
    expect(made.plan.steps.flatMap(s => s.packages.map(p => p.name))).toEqual(['next-intl']);
    await expectSound('shop-next', 'translate the interface into French', made);
  });

  it('asks where no text is shown', async () => {
    const made = await draft('ledger-py', 'internationalize it');
    expect(made.session.questions.map(q => q.id)).toEqual(['needs-i18n']);
    await expectSound('ledger-py', 'internationalize it', made);
  });
});

describe('forms', () => {
  it('keeps the form of the goal controlled, as it is written', async () => {
    const goal = 'add form validation to the note editor';
    const made = await draft('notes-web', goal);
    expect(playbooksOf(made)).toEqual(['forms']);
    expect(made.plan.approach.title).toContain('controlled');
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining(['src/components/NoteEditor.tsx', 'src/components/FormField.tsx']),
    );
    await expectSound('notes-web', goal, made);
    const schema = await draft('notes-web', goal, { 'form-way': 'uncontrolled' });
    expect(schema.plan.steps.flatMap(s => s.packages.map(p => p.name))).toEqual([
      'react-hook-form',
      '@hookform/resolvers',
      'zod',
    ]);
    await expectSound('notes-web', goal, schema);
  });

  it('puts the rules into the model that the form writes, and refuses in its controller (Rails)', async () => {
    const goal = 'show field errors in the topic form';
    const made = await draft('board-rails', goal);
    expect(made.plan.approach.title).toContain('server');
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining([
        'app/models/topic.rb',
        'app/controllers/topics_controller.rb',
        'app/views/topics/_form.html.erb',
      ]),
    );
    expect(pathsOf(made)).not.toContain('app/models/user.rb');
    expect(made.plan.steps.flatMap(s => s.files.map(f => f.path))).toContain(
      'spec/models/form_validation_spec.rb',
    );
    await expectSound('board-rails', goal, made);
  });

  it('binds Django and Go templates, in words of their own', async () => {
    const goal = 'form validation with errors at the fields';
    const django = await draft('clinic-django', goal);
    const go = await draft('feeds-go', goal);
    expect(pathsOf(django)).toEqual(
      expect.arrayContaining(['visits/templates/visits/visit_form.html', 'visits/models.py']),
    );
    expect(pathsOf(go)).toContain('internal/ui/templates/create_feed.html');
    await expectSound('clinic-django', goal, django);
    await expectSound('feeds-go', goal, go);
    expectOwnWords(django, go);
  });

  it('asks where there is no form', async () => {
    const made = await draft('ledger-py', 'form validation');
    expect(playbooksOf(made)).toEqual([]);
    expect(made.session.questions.map(q => q.id)).toEqual(['needs-forms']);
  });
});
