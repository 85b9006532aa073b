import { afterEach, describe, expect, it } from 'vitest';
import { failure, ok } from '../../src/shared/result.ts';
import { type FakeOptions, fakeWorkspace } from '../helpers/fake-workspace.ts';
import { KEYS, openScreen, type ScreenOptions, type TestScreen } from '../helpers/screen.tsx';
import { PLAN_PATH, sampleDrift } from '../ui/drift-states.ts';
import * as states from '../ui/states.ts';

let screens: TestScreen[] = [];
afterEach(async () => {
  for (const screen of screens) await screen.close();
  screens = [];
});

function opened(options: ScreenOptions = {}, fake: FakeOptions = {}) {
  const workspace = fakeWorkspace({ drift: async path => ok({ ...sampleDrift, path }), ...fake });
  const screen = openScreen(workspace, options);
  screens.push(screen);
  return { workspace, screen };
}

/** From the prompt down to the first plan. */
async function toPlans(screen: TestScreen): Promise<void> {
  await screen.shows('Audit log');
  await screen.press(KEYS.down, KEYS.down, KEYS.down, KEYS.down, KEYS.down);
  await screen.shows('❯ 2026-11-19');
}

describe('from the plans of the home screen', () => {
  it('opens by a key that the hints name, shows steps and what lowers the match, and goes back', async () => {
    const { workspace, screen } = opened();
    await toPlans(screen);
    await screen.shows('d what is done of it');
    await screen.press('d');
    await screen.shows('% match');
    expect(workspace.asked).toEqual([PLAN_PATH]);
    await screen.shows('since a3f9c1d');
    await screen.shows('✓ 1. Install ws');
    await screen.shows('◐ 3. Publish what setStatus stor');
    await screen.shows('○ 5. Tell the front end how to');
    // What nobody planned has an entry of its own; beside a step stands what changed in its files alone.
    await screen.shows('+ Unplanned');
    await screen.shows('✓ modify package.json');
    expect(screen.text()).not.toMatch(/audit\.ts|auditOf/);
    await screen.press(KEYS.down);
    await screen.shows('Commits that touch its files');
    await screen.shows('7be2d90 feat: keep the sockets of each user');
    await screen.press(KEYS.down);
    await screen.shows('auditOf (new)');
    expect(screen.text()).not.toContain('audit.ts');
    await screen.press(KEYS.esc);
    await screen.shows('What shall we plan?');
  });

  it('is a letter of a goal for whatever is no plan', async () => {
    const { workspace, screen } = opened();
    await screen.shows('Audit log');
    await screen.press(KEYS.down, 'd');
    await screen.shows('│ d');
    expect(workspace.asked).toEqual([]);
  });
});

describe('in the drift of a plan', () => {
  const atStep = async (n: number, options: ScreenOptions = {}, fake: FakeOptions = {}) => {
    const made = opened(options, fake);
    await made.screen.shows('What shall we plan?');
    await made.screen.type('/drift audit');
    await made.screen.press(KEYS.enter);
    await made.screen.shows('% match');
    for (let i = 1; i < n; i++) await made.screen.press(KEYS.down);
    return made;
  };

  it('Enter goes into the details and from there opens the file at the line in the editor', async () => {
    const { workspace, screen } = await atStep(2);
    await screen.shows('define createHub in src/realtime/hub.ts:9');
    await screen.press(KEYS.enter);
    await screen.shows('Enter open the file');
    await screen.press(KEYS.down, KEYS.down, KEYS.enter);
    await screen.press(KEYS.down, KEYS.enter);
    expect(workspace.opened).toEqual(['src/server.ts:18', 'src/realtime/hub.ts:9']);
    await screen.press(KEYS.esc);
    await screen.shows('Enter details');
    await screen.press('o');
    expect(workspace.opened.at(-1)).toBe('src/realtime/hub.ts:9');
  });

  it('shows one pane at a time where there is no room for two', async () => {
    const { screen } = await atStep(3, { columns: 80, rows: 24 });
    await screen.hides('Not there');
    await screen.press(KEYS.enter);
    await screen.shows('Not there');
    await screen.shows('change OrderService.setStatus in');
    await screen.shows('it is as it');
    await screen.hides('% match');
    await screen.press(KEYS.left);
    await screen.shows('% match');
  });

  it('tells tests, coverage, security and rollback of the plan as a whole', async () => {
    const { screen } = await atStep(6);
    await screen.shows('Test files');
    await screen.shows('(88 % of');
    await screen.shows('No test was run');
    await screen.press(KEYS.down, KEYS.down);
    await screen.shows('Lines covered in planned files: 56 %');
    await screen.shows('not reached');
    await screen.shows('older than src/orders/service.ts');
    await screen.press(KEYS.down);
    await screen.shows('src/realtime/hub.ts:9  createHub created');
    await screen.press(KEYS.down);
    await screen.shows('Rollback');
    await screen.press('G');
    await screen.shows('auditOf (new)  :101');
    await screen.shows('cached (new)*');
  });

  it('ticks finished steps only after a yes that was meant for the question', async () => {
    const { workspace, screen } = await atStep(1);
    await screen.press('t');
    await screen.shows('Tick the check boxes of 2 finished steps');
    await screen.shows(`writes  ${PLAN_PATH}`);
    await screen.press(KEYS.enter);
    expect(workspace.ticked).toEqual([]);
    await screen.press(KEYS.esc);
    await screen.hides('Tick the check boxes');
    await screen.press('t');
    await screen.shows('Tick the check boxes');
    screen.wait(300);
    await screen.press(KEYS.enter);
    await screen.shows('Ticked 4 check boxes of 2 steps.');
    expect(workspace.ticked).toEqual([`${PLAN_PATH}: S-install, S-hub`]);
    await screen.shows('% match');
  });

  it('a paste answers nothing', async () => {
    const { workspace, screen } = await atStep(1);
    await screen.press('t');
    await screen.shows('Tick the check boxes');
    screen.wait(300);
    await screen.paste('\r');
    await screen.type('y');
    await screen.shows('Tick the check boxes');
    expect(workspace.ticked).toEqual([]);
  });

  it('is read again on request; what was known stays until then', async () => {
    let asked = 0;
    let answer: () => void = () => {};
    const { screen } = await atStep(
      1,
      {},
      {
        drift: async path => {
          asked++;
          if (asked > 1)
            await new Promise<void>(resolve => {
              answer = resolve;
            });
          return ok({ ...sampleDrift, path, title: asked > 1 ? 'The second reading' : sampleDrift.title });
        },
      },
    );
    await screen.press('r');
    await screen.shows('reading again');
    await screen.shows('✓ 1. Install ws');
    answer();
    await screen.shows('The second reading');
    await screen.hides('reading again');
  });

  it('the map lies over it, and Ctrl+C leaves it', async () => {
    const { screen } = await atStep(1);
    await screen.press('\u0014');
    await screen.shows('by importance');
    await screen.press(KEYS.esc);
    await screen.shows('% match');
    screen.wait(300);
    await screen.press('?');
    await screen.shows('Drift of a plan');
    await screen.press(KEYS.esc);
    await screen.press(KEYS.ctrlC);
    await screen.shows('What shall we plan?');
  });
});

describe('a plan that cannot be held against the code', () => {
  it('says why and what to do, and can be tried again', async () => {
    const { screen } = opened(
      {},
      {
        drift: async () => ({
          ok: false,
          error: failure('no-base', 'The commit aaaaaaa is not here.', 'git fetch --unshallow'),
        }),
      },
    );
    await screen.shows('What shall we plan?');
    await screen.type('/drift plans/other.md');
    await screen.press(KEYS.enter);
    await screen.shows('The commit aaaaaaa is not here.');
    await screen.shows('git fetch --unshallow');
    await screen.press('t', KEYS.enter, KEYS.down);
    await screen.shows('r again');
    await screen.press('q');
    await screen.shows('What shall we plan?');
  });

  it('that breaks is an error on the screen', async () => {
    const { screen } = opened({}, { drift: () => Promise.reject(new Error('the code map was closed')) });
    await screen.shows('What shall we plan?');
    await screen.type('/drift plans/other.md');
    await screen.press(KEYS.enter);
    await screen.shows('the code map was closed');
  });
});

describe('/drift', () => {
  it.each([
    ['/drift', PLAN_PATH],
    ['/drift Search', 'plans/search-20261112-090000.md'],
    ['/drift @docs/plan.md', 'docs/plan.md'],
  ])('%s', async (typed, path) => {
    const { workspace, screen } = opened();
    await screen.shows('Audit log');
    await screen.type(typed);
    await screen.press(KEYS.esc, KEYS.enter);
    await screen.shows('% match');
    expect(workspace.asked).toEqual([path]);
  });

  it('that was carried out leaves the prompt empty, also for the next start', async () => {
    const { workspace, screen } = opened();
    await screen.shows('Audit log');
    await screen.type('/drift Search');
    await screen.press(KEYS.esc, KEYS.enter);
    await screen.shows('% match');
    expect(workspace.saved.get('home')).toBe('');
    await screen.press('q');
    await screen.shows('say in a sentence what should change');
  });

  it('without a plan says what to do', async () => {
    const { screen } = opened({}, { home: 'empty' });
    await screen.shows('What shall we plan?');
    await screen.type('/drift');
    await screen.press(KEYS.esc, KEYS.enter);
    await screen.shows('No plan is saved here yet.');
    await screen.type(' nothing');
    await screen.press(KEYS.enter);
    await screen.shows('no plan like “nothing”');
  });

  it('inside a session is of the plan that it was saved as, and leads back there', async () => {
    const { workspace, screen } = opened({ resume: '20261119-a1' }, { initial: states.published });
    await screen.shows(', approved');
    screen.wait(300);
    await screen.press(':');
    await screen.type('drift');
    await screen.press(KEYS.enter);
    await screen.shows('% match');
    expect(workspace.asked).toEqual(['plans/real-time-order-notifications-20261119-103131.md']);
    await screen.press('q');
    await screen.shows(', approved');
  });
});
