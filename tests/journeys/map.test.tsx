import { afterEach, describe, expect, it } from 'vitest';
import type { CodeOutline, FindAnswer } from '../../src/domain/index.ts';
import type { OutsideEvent } from '../../src/session/commands.ts';
import type { MapProgress } from '../../src/session/ports.ts';
import { type FakeOptions, type FakeWorkspace, fakeWorkspace } from '../helpers/fake-workspace.ts';
import { KEYS, openScreen, type ScreenOptions, type TestScreen } from '../helpers/screen.tsx';
import * as states from '../ui/states.ts';

const CTRL_T = '\u0014';
const CTRL_O = '\u000f';
const END = '\u001b[F';
const HOME = '\u001b[H';

let screens: TestScreen[] = [];
afterEach(async () => {
  for (const screen of screens) await screen.close();
  screens = [];
});

function open(options: ScreenOptions = {}, workspace: FakeWorkspace = fakeWorkspace()): TestScreen {
  const screen = openScreen(workspace, options);
  screens.push(screen);
  return screen;
}

function opened(fake: FakeOptions = {}, options: ScreenOptions = {}) {
  const workspace = fakeWorkspace(fake);
  return { workspace, screen: open(options, workspace) };
}

describe('from home', () => {
  it('opens by a key, shows the outline and the first card, and goes back with the goal as it was', async () => {
    const screen = open({ rows: 48 });
    await screen.shows('What shall we plan?');
    await screen.type('add a report of or');
    await screen.press(CTRL_T);
    await screen.shows('by importance');
    await screen.shows('src/orders/');
    // The card of the most important file, beside the list.
    await screen.shows('imported by 14 files; service; 9 changes in 90 days');
    await screen.shows('feat: order e-mails');
    await screen.press(KEYS.esc);
    await screen.shows('What shall we plan?');
    await screen.shows('add a report of or');
    await screen.type('ders');
    await screen.shows('add a report of orders');
  });

  it('opens by its command, with what to search for', async () => {
    const screen = open();
    await screen.shows('What shall we plan?');
    await screen.type('/map setst');
    await screen.press(KEYS.enter);
    await screen.shows('1 fit');
    await screen.shows('src/orders/service.ts:20');
    // The same key that opens it leaves it.
    await screen.press(CTRL_T);
    await screen.shows('What shall we plan?');
  });

  it('tells the key in its hints, and every key in the help of the map', async () => {
    const screen = open();
    await screen.shows('Ctrl+T code map');
    await screen.press(CTRL_T);
    await screen.shows('by importance');
    await screen.press('?');
    await screen.shows('Code map, list');
    await screen.shows('open the card of a file; show the rest of a folder');
    await screen.press(KEYS.esc);
    await screen.shows('by importance');
  });
});

describe('a symbol', () => {
  it('says who uses it below its row, leads there and back, and closes again', async () => {
    const screen = open({ rows: 48 });
    await screen.press(CTRL_T);
    await screen.shows('by importance');
    await screen.type('OrderService');
    await screen.shows('1 fit');
    await screen.press(KEYS.enter);
    await screen.shows(/❯ +10 .*OrderService/);
    await screen.shows('u users');
    await screen.press('u');
    await screen.shows('used by 2 definitions');
    await screen.shows(/createApp +src\/server\.ts:12 \+1/);
    await screen.shows(/the file itself +src\/orders\/routes\.ts:3/);
    await screen.shows(/Order +prisma\/schema\.prisma:10/);
    await screen.press('n', KEYS.enter);
    // On the definition that holds the use.
    await screen.shows(/❯ +10 .*createApp/);
    await screen.press(KEYS.esc);
    await screen.shows('used by 2 definitions');
    await screen.press(KEYS.up, KEYS.up, 'u');
    await screen.hides('used by 2 definitions');
    await screen.shows(/❯ +10 .*OrderService/);
  });

  it('a question that the map cannot answer is told, and asked again when the map is opened anew', async () => {
    const workspace = fakeWorkspace();
    const { page } = workspace.map;
    let broken = true;
    const failing: FakeWorkspace = {
      ...workspace,
      map: {
        ...workspace.map,
        page: async path => {
          if (broken) throw new Error('expected 3 bytes, found 2');
          return page(path);
        },
      },
    };
    const screen = open({ rows: 48 }, failing);
    await screen.press(CTRL_T);
    await screen.shows('The code map could not answer: expected 3 bytes, found 2');
    broken = false;
    await screen.press(KEYS.esc);
    await screen.shows('What shall we plan?');
    await screen.press(CTRL_T);
    await screen.shows('imported by 14 files; service; 9 changes in 90 days');
  });
});

describe('the list', () => {
  it('searches as one types, and ends the search before it leaves', async () => {
    const screen = open();
    await screen.press(CTRL_T);
    await screen.shows('by importance');
    await screen.type('require');
    await screen.shows('src/auth/middleware.ts:10');
    await screen.hides('src/orders/');
    await screen.type('zz');
    await screen.shows('Nothing here fits “requirezz”.');
    await screen.press(KEYS.esc);
    await screen.shows('by importance');
    await screen.shows('src/orders/');
    await screen.press(KEYS.esc);
    await screen.shows('What shall we plan?');
  });

  it('a paste is one line of the search', async () => {
    const screen = open();
    await screen.press(CTRL_T);
    await screen.paste('set\nStatus\n');
    await screen.shows('› set Status');
  });

  it('moves by every key, past the headings, and shows the rest of a folder', async () => {
    const screen = open();
    const marked = () => screen.rows().find(row => row.includes('❯')) ?? '';
    await screen.press(CTRL_T);
    await screen.shows(/❯ service\.ts/);
    await screen.press(KEYS.down);
    await screen.shows(/❯ routes\.ts/);
    await screen.press(KEYS.down);
    await screen.shows(/❯ server\.ts/);
    await screen.press(KEYS.down, KEYS.down);
    await screen.shows(/❯ … 3 more files/);
    await screen.press(KEYS.enter);
    await screen.hides('3 more files');
    expect(marked()).toContain('middleware.ts');
    await screen.press(END);
    await screen.shows(/❯ ▸ Left out/);
    await screen.press(HOME);
    await screen.shows(/❯ service\.ts/);
    await screen.press(KEYS.pageDown);
    await screen.hides(/❯ service\.ts/);
    await screen.press(KEYS.pageUp);
    await screen.shows(/❯ service\.ts/);
    await screen.press(KEYS.up);
    await screen.shows(/❯ service\.ts/);
  });

  it('shows what stands beside the sources, and what was left out with why', async () => {
    const screen = open();
    await screen.press(CTRL_T);
    await screen.shows('Tests, documents and others');
    await screen.press(END, KEYS.enter);
    await screen.shows('binary by its name');
    await screen.press(KEYS.up, KEYS.enter);
    await screen.shows('service.test.ts');
    await screen.press(KEYS.enter);
    await screen.hides('service.test.ts');
  });

  it('gives the chosen file to the editor, at the line of a symbol', async () => {
    const { workspace, screen } = opened();
    await screen.press(CTRL_T);
    await screen.shows('by importance');
    await screen.press(CTRL_O);
    await screen.type('setst');
    await screen.shows('service.ts:20');
    await screen.press(CTRL_O);
    await screen.shows('› setst');
    expect(workspace.opened).toEqual(['src/orders/service.ts:1', 'src/orders/service.ts:20']);
  });
});

describe('a card', () => {
  it('leads to the files it names, and back the same way', async () => {
    const { workspace, screen } = opened();
    await screen.press(CTRL_T);
    await screen.shows('src/orders/user-1.ts');
    await screen.press(KEYS.enter);
    await screen.shows('Enter read its lines');
    // Parts show a few files until they are opened.
    await screen.hides('src/orders/user-14.ts');
    await screen.press('n', 'n', 'n', 'n', 'n', 'n', 'n', 'n', 'n');
    await screen.shows('❯   … 6 more files');
    await screen.press(KEYS.enter);
    await screen.shows('src/orders/user-14.ts');
    for (let i = 0; i < 7; i++) await screen.press('n');
    await screen.shows('❯   prisma/schema.prisma');
    await screen.press('N', KEYS.enter);
    await screen.shows('─ src/auth/middleware.ts ─');
    await screen.press('o');
    expect(workspace.opened).toEqual(['src/auth/middleware.ts:10']);
    await screen.press(KEYS.esc);
    await screen.shows('❯   src/auth/middleware.ts');
    await screen.press(KEYS.esc);
    await screen.shows('Ctrl+O editor');
    await screen.press(KEYS.esc);
    await screen.shows('What shall we plan?');
  });

  it('opens at the symbol that was searched for and shows its lines', async () => {
    const screen = open();
    await screen.press(CTRL_T);
    await screen.type('setst');
    await screen.shows('service.ts:20');
    await screen.press(KEYS.enter);
    await screen.shows(/❯ +20 +function setStatus/);
    await screen.press(KEYS.enter);
    await screen.shows('return this.db.order.update');
    await screen.press(KEYS.esc);
    await screen.shows(/❯ +20 +function setStatus/);
    // q leaves the whole map, from wherever it is read.
    await screen.press('q');
    await screen.shows('What shall we plan?');
  });

  it('has the window for itself where two panes have no room', async () => {
    const screen = open({ columns: 80, rows: 24 });
    await screen.press(CTRL_T);
    await screen.shows('by importance');
    await screen.hides('Used by');
    // Why the chosen file stands where it stands is said below the list.
    await screen.shows('imported by 14 files; service');
    await screen.press(KEYS.enter);
    await screen.shows('Used by');
    await screen.hides('by importance ─');
    await screen.press(KEYS.esc);
    await screen.shows('Code map');
  });
});

describe('over a session', () => {
  it('opens from the review by m and goes back to the same line', async () => {
    const { screen } = opened({ initial: states.reviewing }, { goal: 'notifications' });
    await screen.shows('Outline');
    screen.wait(300);
    await screen.press('j', 'j', 'j', 'j');
    const before = screen.text();
    await screen.press('m');
    await screen.shows('by importance');
    await screen.press(KEYS.esc);
    await screen.shows('Outline');
    expect(screen.text()).toBe(before);
  });

  it('keeps a dialog that waits: the map does not open over it', async () => {
    const { screen } = opened({ initial: states.reviewing }, { goal: 'notifications' });
    await screen.shows('Outline');
    screen.wait(300);
    await screen.press('f');
    await screen.shows('Feedback on revision 1');
    await screen.type('shorter');
    await screen.press(CTRL_T);
    await screen.shows('The code map opens when this is closed.');
    await screen.shows('shorter');
  });

  it('goes on being read when questions come; Esc leads to them, and the key in flight answers none', async () => {
    const { workspace, screen } = opened({ initial: states.analysing }, { goal: 'notifications' });
    await screen.shows('1 Research');
    screen.wait(300);
    await screen.press(CTRL_T);
    await screen.shows('by importance');
    for (const event of states.asking.slice(states.analysing.length))
      await workspace.store()?.dispatch({ type: 'record', event: event as OutsideEvent });
    await screen.shows('Questions are waiting.');
    expect(screen.text()).toContain('by importance');
    await screen.press(KEYS.esc);
    await screen.shows('Question 1 of 2');
    await screen.press(KEYS.enter);
    expect(workspace.log.some(e => e.type === 'QuestionAnswered')).toBe(false);
    screen.wait(300);
    await screen.press(KEYS.enter);
    await screen.shows('Question 2 of 2');
  });
});

describe('while the map is being built', () => {
  function slow() {
    let progress: MapProgress = { kind: 'mapping', done: 100, total: 412 };
    const listeners = new Set<() => void>();
    const workspace = fakeWorkspace();
    const asked: string[] = [];
    const partial = async (): Promise<CodeOutline> => {
      const whole = await workspace.map.outline({ shelf: 'sources', limit: 50, whole: [] });
      return { ...whole, folders: whole.folders.slice(0, 1), partial: progress.kind !== 'ready' };
    };
    const map = {
      ...workspace.map,
      progress: () => progress,
      subscribe: (listener: () => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      outline: async (query: Parameters<typeof workspace.map.outline>[0]) => {
        asked.push(`${query.shelf} ${progress.kind}`);
        return progress.kind === 'ready' ? workspace.map.outline(query) : partial();
      },
      page: async (path: string) => {
        const page = await workspace.map.page(path);
        return page && { ...page, partial: progress.kind !== 'ready' };
      },
    };
    return {
      workspace: { ...workspace, map },
      asked,
      tell(next: MapProgress) {
        progress = next;
        for (const listener of listeners) listener();
      },
    };
  }

  it('shows what was read so far and fills in the rest, asking a few times only', async () => {
    const { workspace, asked, tell } = slow();
    const screen = open({}, workspace);
    await screen.press(CTRL_T);
    await screen.shows('what is read so far');
    await screen.shows('mapping 100 / 412 files');
    await screen.shows('src/orders/');
    await screen.hides('src/auth/');
    await screen.shows('Who uses it, its tests and its history');
    for (let done = 101; done < 120; done++) tell({ kind: 'mapping', done, total: 412 });
    await screen.shows('mapping 119 / 412 files');
    expect(asked).toEqual(['sources mapping']);
    tell({
      kind: 'ready',
      counts: { files: 412, symbols: 3180, languages: ['TypeScript'], skipped: 1 },
      ms: 640,
    });
    await screen.shows('by importance');
    await screen.shows('src/auth/');
    await screen.shows('Used by');
    expect(asked).toEqual(['sources mapping', 'sources ready']);
  });

  it('says why there is none when it fails', async () => {
    const { workspace, tell } = slow();
    workspace.map.outline = () => Promise.reject(new Error('no list'));
    const screen = open({}, workspace);
    await screen.press(CTRL_T);
    await screen.shows('reading the files');
    tell({ kind: 'failed', message: 'git ls-files ended with 128' });
    await screen.shows('The code map could not be built: git');
    await screen.shows('ended with 128');
    await screen.press(KEYS.esc);
    await screen.shows('What shall we plan?');
  });
});

it('an answer to what is no longer asked is dropped, and letters typed meanwhile are one question', async () => {
  const workspace = fakeWorkspace();
  const waiting: { text: string; answer: (found: FindAnswer) => void }[] = [];
  const map = {
    ...workspace.map,
    find: ({ text }: { text: string }) =>
      new Promise<FindAnswer>(resolve => waiting.push({ text, answer: resolve })),
  };
  const screen = open({}, { ...workspace, map });
  await screen.press(CTRL_T);
  await screen.shows('by importance');
  await screen.type('s');
  await screen.shows('searching …');
  await screen.type('e');
  await screen.type('t');
  await screen.shows('› set');
  expect(waiting.map(w => w.text)).toEqual(['s']);
  const hit = (text: string, name: string): FindAnswer => ({
    text,
    hits: [{ kind: 'symbol', name, symbolKind: 'function', path: 'src/a.ts', line: 1, at: [0] }],
    total: 1,
    partial: false,
  });
  waiting[0]?.answer(hit('s', 'lateAnswer'));
  while (waiting.length < 2) await new Promise(resolve => setImmediate(resolve));
  expect(waiting.map(w => w.text)).toEqual(['s', 'set']);
  expect(screen.text()).not.toContain('lateAnswer');
  waiting[1]?.answer(hit('set', 'setStatus'));
  await screen.shows('setStatus');
});
