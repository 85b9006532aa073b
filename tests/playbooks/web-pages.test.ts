import { describe, expect, it } from 'vitest';
import { pathsOf, playbookProjects, playbooksOf } from './exercise.ts';
import { boardRails, feedsGo, shopNext } from './web-projects.ts';

const { draft, expectSound, expectOwnWords } = playbookProjects({
  'board-rails': boardRails,
  'shop-next': shopNext,
  'feeds-go': feedsGo,
});

describe('accessibility', () => {
  const GOAL = 'make the app accessible (WCAG 2.2)';

  it('mends shared components of a React app and checks them beside their tests', async () => {
    const made = await draft('notes-web', GOAL);
    expect(playbooksOf(made)).toEqual(['accessibility']);
    expect(made.plan.approach.title).toContain('component by component');
    expect(made.plan.steps.flatMap(s => s.packages.map(p => p.name))).toEqual(['axe-core']);
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining(['index.html', 'src/styles.css', 'src/components/NoteEditor.tsx']),
    );
    await expectSound('notes-web', GOAL, made);
  });

  it('changes with the order that is chosen, and installs nothing where people look by hand', async () => {
    const made = await draft('notes-web', GOAL, { 'a11y-cut': 'by-page', 'a11y-check': 'hand' });
    expect(made.plan.approach.title).toContain('page by page');
    expect(made.plan.steps.flatMap(s => s.packages)).toEqual([]);
    expect(made.plan.steps.map(s => s.id)).not.toContain('S-a11y-check');
    await expectSound('notes-web', GOAL, made);
  });

  it('finds what stands in the documents of the server: no zoom in Go, no focus ring in Rails', async () => {
    const go = await draft('feeds-go', GOAL);
    expect(go.revision.markdown).toContain('it takes zooming away');
    const rails = await draft('board-rails', GOAL);
    expect(rails.revision.markdown).not.toContain('it takes zooming away');
    expect(rails.revision.markdown).toContain('`:focus-visible` ring instead of `outline: none`');
    await expectSound('feeds-go', GOAL, go);
    await expectSound('board-rails', GOAL, rails);
    expectOwnWords(go, rails);
  });

  it('asks where nothing is seen', async () => {
    const made = await draft('ledger-py', 'improve accessibility');
    expect(made.session.questions.map(q => q.id)).toEqual(['needs-accessibility']);
    await expectSound('ledger-py', 'improve accessibility', made);
  });
});

describe('state of the client', () => {
  const GOAL = 'introduce proper state management';

  it('moves the hook that fetches to a cache of answers', async () => {
    const made = await draft('notes-web', GOAL);
    expect(made.plan.approach.title).toContain('a cache of what the server answered');
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining(['src/hooks/useNotes.ts', 'src/App.tsx', 'src/api/queries.ts']),
    );
    await expectSound('notes-web', GOAL, made);
  });

  it('takes a store or nothing new instead', async () => {
    const store = await draft('notes-web', GOAL, { 'state-owner': 'store' });
    expect(store.plan.steps.flatMap(s => s.packages.map(p => p.name))).toEqual(['zustand']);
    const own = await draft('notes-web', GOAL, { 'state-owner': 'platform' });
    expect(own.plan.steps.flatMap(s => s.packages)).toEqual([]);
    expect(own.plan.steps.flatMap(s => s.code.map(c => c.code)).join('\n')).toContain('createContext');
    await expectSound('notes-web', GOAL, store);
    await expectSound('notes-web', GOAL, own);
  });

  it('needs no question about the library that the goal names', async () => {
    const goal = 'move the cart to zustand';
    const made = await draft('shop-next', goal);
    expect(made.session.questions.map(q => q.id)).not.toContain('state-owner');
    expect(made.plan.approach.title).toContain('store outside');
    await expectSound('shop-next', goal, made);
    expectOwnWords(made, await draft('notes-web', 'move the notes to zustand'));
  });

  it('asks where there is no client', async () => {
    const made = await draft('ledger-py', GOAL);
    expect(made.session.questions.map(q => q.id)).toEqual(['needs-state-management']);
  });
});

describe('performance of pages', () => {
  const GOAL = 'improve core web vitals';

  it('measures, sets a budget, and loads less in a client-drawn app', async () => {
    const made = await draft('notes-web', GOAL);
    expect(playbooksOf(made)).toEqual(['page-performance']);
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining(['src/App.tsx', '.size-limit.json', 'docs/page-performance.md']),
    );
    await expectSound('notes-web', GOAL, made);
  });

  it('draws elsewhere where that is chosen', async () => {
    const made = await draft('notes-web', GOAL, { 'render-where': 'build-time' });
    expect(made.plan.approach.title).toContain('while building');
    expect(pathsOf(made)).toContain('vite.config.ts');
    await expectSound('notes-web', GOAL, made);
  });

  it('speaks of server components in Next and of cached fragments in Rails', async () => {
    const next = await draft('shop-next', GOAL);
    expect(next.revision.markdown).toContain('"use client"');
    const rails = await draft('board-rails', GOAL);
    expect(rails.plan.approach.title).toContain('drawn on the server');
    expect(rails.session.questions.map(q => q.id)).not.toContain('render-where');
    expect(rails.revision.markdown).toContain('Fragments that cost queries');
    await expectSound('shop-next', GOAL, next);
    await expectSound('board-rails', GOAL, rails);
    expectOwnWords(next, rails);
  });

  it('asks where no page is drawn', async () => {
    const made = await draft('ledger-py', GOAL);
    expect(made.session.questions.map(q => q.id)).toEqual(['needs-page-performance']);
  });
});

describe('conversion', () => {
  const GOAL = 'improve sign-up conversion of the landing page';

  it('finds the form that people sign up with and what takes it', async () => {
    const made = await draft('board-rails', GOAL);
    expect(playbooksOf(made)).toEqual(['cro']);
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining([
        'app/views/registrations/new.html.erb',
        'app/controllers/registrations_controller.rb',
        'app/views/home/index.html.erb',
      ]),
    );
    expect(made.revision.markdown).toContain('Fields in `new.html.erb` today: 4');
    await expectSound('board-rails', GOAL, made);
  });

  it('draws variants only where an experiment is wanted', async () => {
    const goal = 'improve the conversion rate of the checkout form';
    const mended = await draft('shop-next', goal);
    expect(mended.plan.steps.map(s => s.id)).not.toContain('S-cro-variants');
    const tested = await draft('shop-next', goal, { 'cro-proof': 'experiment' });
    expect(tested.plan.approach.title).toContain('experiment');
    expect(tested.plan.steps.flatMap(s => s.code.map(c => c.code)).join('\n')).toContain('variantOf');
    await expectSound('shop-next', goal, mended);
    await expectSound('shop-next', goal, tested);
    expectOwnWords(mended, await draft('board-rails', goal));
  });

  it('asks where nobody can convert', async () => {
    const made = await draft('ledger-py', 'increase sign ups');
    expect(made.session.questions.map(q => q.id)).toEqual(['needs-cro']);
    await expectSound('ledger-py', 'increase sign ups', made);
  });
});

it('composes: dark mode and translations of one app have one set of tests and no step twice', async () => {
  const goal = 'add dark mode and translations with an accessible switch';
  const made = await draft('notes-web', goal);
  expect([...playbooksOf(made)].sort()).toEqual(['accessibility', 'dark-mode', 'i18n']);
  const ids = made.plan.steps.map(s => s.id);
  expect(ids.filter(id => id === 'S-tests')).toHaveLength(1);
  expect(new Set(ids).size).toBe(ids.length);
  expect(pathsOf(made)).toEqual(
    expect.arrayContaining(['tests/theme.test.ts', 'tests/i18n.test.ts', 'tests/accessibility.test.ts']),
  );
  await expectSound('notes-web', goal, made);
});
