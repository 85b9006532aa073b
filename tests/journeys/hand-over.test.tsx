import { afterEach, describe, expect, it } from 'vitest';
import type { HandedOver, HandOverWork, ImplementerListing } from '../../src/session/hand-over.ts';
import type { Workspace } from '../../src/session/ports.ts';
import { failure, ok, type Result } from '../../src/shared/result.ts';
import { type FakeOptions, fakeWorkspace } from '../helpers/fake-workspace.ts';
import { columnsOf, KEYS, openScreen, type ScreenOptions, type TestScreen } from '../helpers/screen.tsx';
import { sampleDrift } from '../ui/drift-states.ts';
import * as states from '../ui/states.ts';

const PATH = 'plans/real-time-order-notifications-20261119-103131.md';
const AUDIT = 'plans/audit-log-20261119-090000.md';
let screens: TestScreen[] = [];
afterEach(async () => {
  for (const screen of screens) await screen.close();
  screens = [];
});

const implementer = (id: string, state: ImplementerListing['state'], name = id): ImplementerListing => ({
  id,
  name,
  program: id,
  state,
  ...(state === 'missing' ? {} : { path: `/opt/bin/${id}` }),
  install: `npm install -g ${id}`,
});
const ALL = [
  implementer('claude', 'installed', 'Claude Code'),
  implementer('codex', 'missing', 'Codex CLI'),
  implementer('gemini', 'inside', 'Gemini CLI'),
  implementer('aider', 'installed'),
];

interface Made {
  readonly screen: TestScreen;
  readonly started: { readonly implementer: string; readonly work: HandOverWork }[];
  readonly asked: string[];
}

function opened(
  port: Partial<Workspace['handOver']> = {},
  options: ScreenOptions = {},
  fake: FakeOptions = {},
): Made {
  const started: Made['started'] = [];
  const asked: string[] = [];
  const workspace = fakeWorkspace({
    drift: async path => {
      asked.push(path);
      return ok({ ...sampleDrift, path });
    },
    handOver: {
      implementers: () => ALL,
      version: async id => (id === 'claude' ? '2.1.0' : undefined),
      async start(id, work): Promise<Result<HandedOver>> {
        started.push({ implementer: id, work });
        const { path, step } = work;
        return ok({
          implementer: 'Claude Code',
          path,
          ...(step ? { step } : {}),
          end: { kind: 'exit', code: 0 },
          ms: 192_000,
          notices: [],
        });
      },
      ...port,
    },
    ...fake,
  });
  const screen = openScreen(workspace, options);
  screens.push(screen);
  return { screen, started, asked };
}

/** The screen after approval: the session is opened as it stood before, then approved. */
async function approved(port: Partial<Workspace['handOver']> = {}): Promise<Made> {
  const made = opened(port, { resume: '20261119-a1' }, { initial: states.revised, failingCheck: false });
  const { screen } = made;
  await screen.shows('Outline');
  screen.wait(300);
  await screen.press('a');
  await screen.shows('Approve revision');
  screen.wait(300);
  await screen.press(KEYS.enter);
  await screen.shows('The plan is saved.');
  screen.wait(300);
  return made;
}

describe('after approval', () => {
  it('offers the whole plan, the next step, the instruction, and says who is there', async () => {
    const { screen } = await approved();
    await screen.shows('h the whole plan: 2 open steps');
    await screen.shows('s the next step: 2 Push order changes (10–15 min)');
    await screen.shows('i reads what an implementer is told, y copies it');
    await screen.shows('✓ Claude Code   /opt/bin/claude');
    await screen.shows('✓ aider');
    await screen.shows('○ Codex CLI     not installed: npm install -g codex');
    await screen.shows('○ Gemini CLI    not run: /opt/bin/gemini lies in the project');
    await screen.shows('h hand over');
  });

  it.each([
    [25, '○ cannot be started: Codex CLI, Gemini CLI'],
    [24, '✓ installed: Claude Code, aider'],
    [16, /… \d+ more rows/],
  ])('says all that is next in %i rows, or that there is more', async (rows, shown) => {
    const { screen } = await approved();
    screen.resize(80, rows);
    await screen.shows(shown);
    if (rows > 16) {
      await screen.shows('planner-tui plans');
      expect(screen.text()).toContain(`git add ${PATH}`);
    }
    expect(screen.rows().length).toBeLessThan(rows);
  });

  it('hands the whole plan over, comes back to its drift, and says how it ended', async () => {
    const { screen, started, asked } = await approved();
    await screen.press('h');
    // To ask for a version runs the program: not before somebody wants to hand over.
    await screen.shows('❯ Claude Code   2.1.0  /opt/bin/claude');
    await screen.shows('❯ the whole plan: 2 open steps');
    screen.wait(300);
    await screen.press(KEYS.enter);
    await screen.shows('Claude Code ended after 3:12.');
    await screen.shows('% match');
    expect(started.map(({ implementer: id, work }) => [id, work.path, work.step])).toEqual([
      ['claude', PATH, undefined],
    ]);
    expect(asked).toEqual([PATH]);
    screen.wait(300);
    await screen.press(KEYS.esc);
    await screen.shows('The plan is saved.');
  });

  it('hands one step over to another one', async () => {
    const { screen, started } = await approved();
    await screen.press('s');
    await screen.shows('❯ the next step: 2 Push order changes');
    await screen.press(KEYS.down);
    await screen.shows('❯ aider');
    screen.wait(300);
    await screen.press(KEYS.enter);
    await screen.shows('% match');
    expect(started.map(({ implementer: id, work }) => [id, work.step?.id])).toEqual([['aider', 'S-push']]);
  });

  it('does not start by a key that was on its way, nor by a paste', async () => {
    const { screen, started } = await approved();
    await screen.press('h', KEYS.enter);
    await screen.shows('Who carries it out');
    screen.wait(300);
    await screen.paste('\r');
    expect(started).toEqual([]);
    await screen.press(KEYS.esc);
    await screen.shows('The plan is saved.');
    expect(started).toEqual([]);
  });

  it('starts none that is not installed or lies in the project, and says how to get it', async () => {
    const { screen, started } = await approved();
    await screen.press('h');
    await screen.shows('Who carries it out');
    screen.wait(300);
    // Those that can be started stand first.
    await screen.press(KEYS.down, KEYS.down, KEYS.enter);
    await screen.shows('Codex CLI is not installed.  npm install -g codex');
    await screen.press(KEYS.down, KEYS.enter);
    await screen.shows('Gemini CLI is not run: it lies in the project.');
    expect(started).toEqual([]);
  });

  it.each<[string, Result<HandedOver>, string]>([
    [
      'a code',
      ok({ implementer: 'Claude Code', path: PATH, end: { kind: 'exit', code: 3 }, ms: 2000, notices: [] }),
      '✗ Claude Code ended with exit code 3 after 2.0 s.',
    ],
    [
      'a signal',
      ok({
        implementer: 'Claude Code',
        path: PATH,
        end: { kind: 'signal', signal: 'SIGSEGV' },
        ms: 2000,
        notices: [],
      }),
      '✗ Claude Code was ended by SIGSEGV after 2.0 s.',
    ],
    [
      'something to say',
      ok({
        implementer: 'Claude Code',
        path: PATH,
        end: { kind: 'exit', code: 0 },
        ms: 2000,
        notices: ['S-push: ticked.'],
      }),
      '✗ Claude Code ended after 2.0 s.  S-push: ticked.',
    ],
  ])('an end by %s is said, and the drift shown all the same', async (_, result, words) => {
    const { screen } = await approved({ start: async () => result });
    await screen.press('h');
    await screen.shows('❯ the whole plan');
    screen.wait(300);
    await screen.press(KEYS.enter);
    await screen.shows(words);
    await screen.shows('% match');
  });

  it('one that could not be started is said where it was asked for', async () => {
    const { screen } = await approved({
      start: async () => ({
        ok: false,
        error: failure('not-started', 'Claude Code could not be started: EACCES.'),
      }),
    });
    await screen.press('h');
    await screen.shows('❯ the whole plan');
    screen.wait(300);
    await screen.press(KEYS.enter);
    await screen.shows('✗ Claude Code could not be started: EACCES.');
    await screen.shows('Who carries it out');
  });

  it('copies the instruction by the terminal’s own clipboard, and shows it', async () => {
    const { screen } = await approved();
    await screen.shows('h the whole plan: 2 open steps');
    await screen.press('y');
    await screen.shows('given to the terminal’s clipboard');
    const sent = /\u001b\]52;c;([A-Za-z0-9+/=]*)\u0007/.exec(screen.output.all())?.[1] ?? '';
    expect(Buffer.from(sent, 'base64').toString()).toBe(`Carry out the plan.\n\nPlan file: ${PATH}`);
    await screen.press('i');
    await screen.shows('What it is told');
    await screen.shows(`Plan file: ${PATH}`);
  });

  it('says so where everything is done', async () => {
    const { screen, asked } = await approved({
      work: async path => ({
        ok: false,
        error: failure(
          'all-steps-done',
          `Every step of ${path} is done already.`,
          `planner-tui drift ${path} says whether the code agrees; --step ID hands one over all the same.`,
        ),
      }),
    });
    await screen.shows('is done already.');
    await screen.press('h');
    await screen.shows('✓ Every step of');
    // There is nobody to choose, and Enter goes to what can still be asked.
    expect(screen.text()).not.toMatch(/Who carries it out|start it|--step/);
    screen.wait(300);
    await screen.press(KEYS.enter);
    await screen.shows('% match');
    expect(asked).toEqual([PATH]);
  });

  it.each([40, 80, 120, 200])('never breaks its border at %i columns', async columns => {
    const { screen } = await approved();
    await screen.shows('Hand it over');
    screen.resize(columns, 30);
    await screen.shows('○ Codex CLI');
    const wide = () => screen.rows().filter(row => columnsOf(row) > columns);
    expect(wide()).toEqual([]);
    await screen.press('h');
    await screen.shows('Who carries it out');
    expect(wide()).toEqual([]);
    const border = screen.rows().filter(row => /^[│┌└]/.test(row));
    expect(border.map(columnsOf)).toEqual(border.map(() => columns));
  });
});

describe('by commands', () => {
  it('/code takes a plan by its path, by words, and without any the newest that is approved', async () => {
    const asked: string[] = [];
    const { screen } = opened({
      work: async path => {
        asked.push(path);
        return { ok: false, error: failure('not-approved', `${path} is a draft.`) };
      },
    });
    await screen.shows('Audit log');
    for (const [words, wanted] of [
      [`/code @${AUDIT}`, AUDIT],
      ['/code audit', AUDIT],
      ['/code', 'plans/search-20261112-090000.md'],
    ] as const) {
      await screen.type(words);
      // What completes a path or a command is closed first.
      await screen.press(KEYS.esc, KEYS.enter);
      await screen.shows(`✗ ${wanted} is a draft.`);
      screen.wait(300);
      await screen.press(KEYS.esc);
      await screen.shows('What shall we plan?');
    }
    expect(new Set(asked)).toEqual(new Set([AUDIT, 'plans/search-20261112-090000.md']));
  });

  it('/code with what is no plan says so', async () => {
    const { screen } = opened();
    await screen.shows('Audit log');
    await screen.type('/code payments');
    await screen.press(KEYS.enter);
    await screen.shows('There is no plan like “payments” in plans/.');
  });

  it('/cook finds the plan of a goal', async () => {
    const { screen } = opened();
    await screen.shows('Audit log');
    await screen.type('/cook [Search endpoint]');
    await screen.press(KEYS.enter);
    await screen.shows('Who carries it out');
    await screen.shows('plans/search-20261112-090000.md');
  });

  it('/cook asks where a plan says nearly that, and plans it where none is meant', async () => {
    const { screen } = opened();
    await screen.shows('Audit log');
    await screen.type('/cook fast search endpoint');
    await screen.press(KEYS.enter);
    await screen.shows('Is it one of these plans?');
    await screen.shows('❯ 1 Search endpoint');
    screen.wait(300);
    await screen.press('2', KEYS.enter);
    await screen.shows('fast search endpoint');
    await screen.shows('Question 1 of');
  });

  it('/cook plans what has no plan, and asks who carries it out once that is approved', async () => {
    const { screen, started } = opened({}, {}, { initial: states.revised, failingCheck: false });
    await screen.shows('Audit log');
    await screen.type('/cook tell people when their order moves');
    await screen.press(KEYS.enter);
    await screen.shows('Outline');
    screen.wait(300);
    await screen.press('a');
    await screen.shows('Approve revision');
    screen.wait(300);
    await screen.press(KEYS.enter);
    await screen.shows('Who carries it out');
    await screen.shows(PATH);
    screen.wait(300);
    await screen.press(KEYS.enter);
    await screen.shows('Claude Code ended after 3:12.');
    expect(started).toHaveLength(1);
  });

  it('both stand among the commands that a slash completes', async () => {
    const { screen } = opened();
    await screen.shows('Audit log');
    await screen.type('/co');
    await screen.shows('/code');
    await screen.shows('/cook');
  });
});
