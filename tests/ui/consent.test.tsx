import { afterEach, describe, expect, it } from 'vitest';
import { replay } from '../../src/session/evolve.ts';
import { type FakeOptions, fakeWorkspace } from '../helpers/fake-workspace.ts';
import { frameOf, modelFor } from '../helpers/frame.tsx';
import { columnsOf, KEYS, openScreen, type ScreenOptions, type TestScreen } from '../helpers/screen.tsx';
import * as states from './states.ts';

const open: TestScreen[] = [];
afterEach(async () => {
  for (const screen of open.splice(0)) await screen.close();
});

const QUESTION = {
  host: 'api.anthropic.com',
  by: 'ANTHROPIC_API_KEY',
  stays: 'nothing leaves this machine',
};
const ASKED = 'May a model read this folder?';

function asked(options: ScreenOptions = {}, fake: FakeOptions = {}) {
  const workspace = fakeWorkspace({ consent: QUESTION, ...fake });
  const screen = openScreen(workspace, options);
  open.push(screen);
  const planners = (): readonly string[] =>
    workspace.log.flatMap(e => (e.type === 'SessionStarted' ? [e.planner.engine] : []));
  return { workspace, screen, planners };
}

describe('the question', () => {
  it.each([
    [80, 24],
    [120, 36],
    [200, 50],
  ])(
    'says what is read, what leaves, to whom and by which credential (%i columns)',
    async (columns, rows) => {
      const { screen } = asked({ columns, rows });
      await screen.shows(ASKED);
      // Each on a line of its own, whole also at 80 columns.
      const text = screen.text();
      expect(text).toMatch(/reads {2}files, history, documents and packages of shop-api +│/);
      expect(text).toMatch(
        /sends {2}excerpts and your words to api\.anthropic\.com \(ANTHROPIC_API_KEY\) +│/,
      );
      expect(text).toContain('secrets are hidden');
      for (const label of ['1 Agree for this folder', '2 Only this once', '❯ 3 No: the local planner'])
        expect(text).toContain(label);
      for (const row of screen.rows()) expect(columnsOf(row)).toBeLessThanOrEqual(columns);
    },
  );

  it('is not there where nothing has to be asked', async () => {
    const workspace = fakeWorkspace();
    const screen = openScreen(workspace);
    open.push(screen);
    await screen.shows('What shall we plan?');
    expect(screen.text()).not.toContain(ASKED);
  });

  it('lets nothing begin before it is answered', async () => {
    const { screen, workspace } = asked({ goal: 'add real-time notifications' });
    await screen.shows(ASKED);
    await screen.shows('│ add real-time notifications');
    expect(workspace.store()).toBeUndefined();
    expect(workspace.answered).toEqual([]);
  });
});

describe('the answer', () => {
  it.each([
    ['1', 'folder', 'claude'],
    ['2', 'once', 'claude'],
    ['3', 'no', 'local'],
  ] as const)(
    '%s and Enter: %s; the goal of the command line is planned by %s',
    async (digit, answer, engine) => {
      const { screen, workspace, planners } = asked({ goal: 'add real-time notifications' });
      await screen.shows(ASKED);
      screen.wait(300);
      await screen.press(digit);
      await screen.shows(`❯ ${digit} `);
      expect(workspace.answered).toEqual([]);
      await screen.press(KEYS.enter);
      await screen.shows('Question 1 of 2');
      expect(workspace.answered).toEqual([answer]);
      expect(planners()).toEqual([engine]);
      await screen.shows(
        engine === 'claude'
          ? 'claude planner · excerpts go to api.anthropic.com'
          : 'nothing leaves this machine',
      );
    },
  );

  it('is moved by arrows and taken by Enter; the home screen then says who plans', async () => {
    const { screen, workspace } = asked();
    await screen.shows(ASKED);
    screen.wait(300);
    await screen.press(KEYS.up, KEYS.up, KEYS.up, KEYS.down, KEYS.enter);
    await screen.hides(ASKED);
    expect(workspace.answered).toEqual(['once']);
    await screen.shows('excerpts go to api.anthropic.com');
  });

  it('Esc and Ctrl+C are a no, and it is not asked again in this run', async () => {
    for (const key of [KEYS.esc, KEYS.ctrlC]) {
      const { screen, workspace, planners } = asked();
      await screen.shows(ASKED);
      screen.wait(300);
      await screen.press(key);
      await screen.hides(ASKED);
      expect(workspace.answered).toEqual(['no']);
      await screen.type('add real-time notifications');
      await screen.press(KEYS.enter);
      await screen.shows('Question 1 of 2');
      expect(screen.text()).not.toContain(ASKED);
      expect(planners()).toEqual(['local']);
    }
  });

  it('is not taken from keys that were on their way, nor from a paste', async () => {
    const { screen, workspace } = asked();
    await screen.shows(ASKED);
    await screen.press('1', KEYS.enter);
    screen.wait(240);
    await screen.press(KEYS.esc, '1', KEYS.enter);
    await screen.shows('❯ 3 No');
    screen.wait(20);
    await screen.paste('1\r');
    await screen.paste('\u001b');
    await screen.shows('❯ 3 No');
    expect(workspace.answered).toEqual([]);
    await screen.press('1', KEYS.enter);
    await screen.hides(ASKED);
    expect(workspace.answered).toEqual(['folder']);
  });

  it('neither help nor the map take the question away', async () => {
    const { screen } = asked();
    await screen.shows(ASKED);
    screen.wait(300);
    await screen.press('\u001bOP', '?', '\u0014');
    await screen.shows(ASKED);
  });

  it('says what could not be kept', async () => {
    const { screen } = asked({}, { agreeTold: 'That you agreed could not be kept: it holds for this run.' });
    await screen.shows(ASKED);
    screen.wait(300);
    await screen.press('1', KEYS.enter);
    await screen.shows('That you agreed could not be kept');
  });
});

describe('a session with a model', () => {
  const at = (events: FakeOptions['initial'], options: ScreenOptions = {}) => {
    const workspace = fakeWorkspace(events ? { initial: events } : {});
    const screen = openScreen(workspace, { goal: 'x', ...options });
    open.push(screen);
    return { workspace, screen };
  };

  it.each([
    [80, '12.3k in · 4.1k out · 90k cached   ≈ $0.16', 'claude-opus-5-5 · excerpts go to api.anthropic.com'],
    [
      120,
      '12.3k in · 4.1k out · 90k cached   ≈ $0.16 at prices of 2026-10-24',
      'claude planner · claude-opus-5-5 · excerpts go to api.anthropic.com',
    ],
    [
      200,
      '12.3k in · 4.1k out · 90k cached   ≈ $0.16 at prices of 2026-10-24',
      'claude planner · claude-opus-5-5 · excerpts go to api.anthropic.com',
    ],
  ])(
    'shows tokens, money, model and host in the workbench and the review (%i columns)',
    async (columns, sum, mode) => {
      for (const events of [states.modelWorks, states.modelReviewing]) {
        const { screen } = at(events, { columns });
        await screen.shows(sum);
        await screen.shows(mode);
      }
    },
  );

  it.each([
    [80, 'research'],
    [80, 'analysis'],
    [120, 'research'],
    [200, 'analysis'],
  ] as const)('says in sight what it waits for (%i columns, %s in front)', (columns, focus) => {
    const session = replay(states.modelWorks);
    const live = { progress: { analysis: { text: states.WAITS } } };
    const model = modelFor(
      { columns, rows: 30 },
      { session, live, place: 'workbench', workbench: { focus, selected: {} } },
    );
    expect(frameOf(model).join('\n')).toContain('Try 2 of 5 in 3 s.');
  });

  it('shows tokens alone where no price is known, and says that a part has none', async () => {
    const none = states.spent({ model: 'claude-fable-5-2', usd: undefined, pricesOf: undefined });
    const { screen } = at([...states.modelWorks.slice(0, -1), none]);
    await screen.shows('90k cached');
    expect(screen.text()).not.toContain('$');
    const { screen: both } = at([...states.modelWorks, none]);
    await both.shows('24.6k in · 8.2k out · 180k cached   ≥ $0.16');
  });

  it('says why a run failed, and goes on with the local planner with everything kept', async () => {
    const { screen, workspace } = at(states.modelFailed);
    await screen.shows('api.anthropic.com refuses the credentials: invalid x-api-key');
    await screen.shows('Set ANTHROPIC_API_KEY');
    await screen.shows('r tries again with the model   L goes on with the local planner');
    const before = workspace.store()?.state();
    screen.wait(300);
    await screen.press('L');
    await screen.shows('local planner · a model was used before');
    expect(workspace.log.slice(0, 2)).toMatchObject([
      { type: 'PlannerChanged', planner: { engine: 'local', forSession: true } },
      { type: 'RunStarted', kind: 'research' },
    ]);
    const after = workspace.store()?.state();
    if (before?.kind !== 'active' || after?.kind !== 'active') throw new Error('no session');
    expect(before.findings.length).toBeGreaterThan(0);
    for (const finding of before.findings) expect(after.findings).toContainEqual(finding);
    expect(after.spent).toEqual(before.spent);
  });

  it('tells of a revision that failed before it shows the plan, and the local planner makes the next one', async () => {
    const failed = states.modelFailed.at(-1);
    if (failed?.type !== 'RunStopped') throw new Error('a failed run was expected');
    const { screen, workspace } = at([
      ...states.modelReviewing,
      { type: 'RunStarted', at: states.NOW, runId: 'run-3', kind: 'revise', basedOn: 1 },
      { ...failed, runId: 'run-3' },
    ]);
    await screen.shows('refuses the credentials');
    await screen.shows('L goes on with the local planner');
    screen.wait(300);
    await screen.press('L');
    await screen.shows('revision 2 of 2');
    expect(workspace.log).toMatchObject([
      { type: 'PlannerChanged' },
      { type: 'RunStarted', kind: 'revise', basedOn: 1 },
      {},
      {},
      { type: 'RevisionDrafted' },
      {},
      {},
      {},
    ]);
  });

  it('has no such key where nothing failed', async () => {
    const { screen, workspace } = at(states.modelReviewing);
    await screen.shows('revision 1 of 1');
    screen.wait(300);
    await screen.press('q');
    await screen.shows('1 Research');
    expect(screen.text()).not.toContain('goes on with the local planner');
    await screen.press('L');
    await screen.shows('takes over where a run with a model has failed');
    expect(workspace.log).toEqual([]);
  });
});
