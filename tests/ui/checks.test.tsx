import { afterEach, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/plan/model.ts';
import type { CheckTarget } from '../../src/session/ports.ts';
import { failure, ok } from '../../src/shared/result.ts';
import { type FakeOptions, fakeWorkspace } from '../helpers/fake-workspace.ts';
import { columnsOf, KEYS, openScreen, type ScreenOptions, type TestScreen } from '../helpers/screen.tsx';
import * as states from './states.ts';

const open: TestScreen[] = [];
afterEach(async () => {
  for (const screen of open.splice(0)) await screen.close();
});

const RESULTS: readonly CheckResult[] = [
  { check: 1, name: 'Completeness', verdict: 'passed', findings: [] },
  {
    check: 2,
    name: 'Paths',
    verdict: 'failed',
    findings: [
      {
        severity: 'error',
        line: 40,
        message: '`src/orders/service.ts` is not there any more.',
        mend: 'Name the file that took its place.',
      },
    ],
  },
  { check: 12, name: 'Sources', verdict: 'not-checked', findings: [], notes: ['A page was not reached.'] },
];

async function opened(fake: FakeOptions = {}, options: ScreenOptions = {}) {
  const asked: CheckTarget[] = [];
  const workspace = fakeWorkspace({
    check: async target => {
      asked.push(target);
      return ok({ title: 'Real-time order notifications', results: RESULTS });
    },
    ...fake,
  });
  const screen = openScreen(workspace, options);
  open.push(screen);
  await screen.shows('What shall we plan?');
  return { screen, asked };
}

const ask = async (screen: TestScreen, line: string): Promise<void> => {
  await screen.type(line);
  await screen.press(KEYS.enter);
};

describe('/check', () => {
  it.each([
    [80, 24],
    [120, 36],
    [200, 50],
  ])(
    'of a saved plan by some words of its name: what failed, where, and how to mend it (%i columns)',
    async (columns, rows) => {
      const { screen, asked } = await opened({}, { columns, rows });
      await ask(screen, '/check audit');
      await screen.shows('Checks of plans/audit-log-20261119-090000.md');
      await screen.shows('✗ 1 check failed');
      const text = screen.text();
      expect(asked).toEqual([{ kind: 'file', path: 'plans/audit-log-20261119-090000.md' }]);
      expect(text).toContain('✗  2 Paths');
      expect(text).toContain('line 40  src/orders/service.ts is not there any more.');
      expect(text).toContain('Name the file that took its place.');
      expect(text).toContain('? 12 Sources: not checked: a fact was out of reach');
      for (const row of screen.rows()) expect(columnsOf(row)).toBeLessThanOrEqual(columns);
      await screen.press(KEYS.esc);
      await screen.hides('Checks of');
    },
  );

  it('without a name: the newest plan; what is none says so, and is no check', async () => {
    const { screen } = await opened({
      check: async () => ({ ok: false, error: failure('no-plan', 'It is no plan.', 'Name another one.') }),
    });
    await ask(screen, '/check');
    await screen.shows('Checks of plans/audit-log-20261119-090000.md');
    await screen.shows('✗ It is no plan.');
    await screen.shows('Name another one.');
    await screen.press(KEYS.esc);
    await screen.hides('Checks of');
    await ask(screen, '/check nothing like this');
    await screen.shows('There is no plan like “nothing like this” in plans/.');
  });

  it('of the revision on the screen, as the code is now', async () => {
    const { screen, asked } = await opened({ initial: states.drafted });
    await ask(screen, '/resume');
    await screen.shows('revision 1');
    screen.wait(300);
    await screen.press(':');
    await ask(screen, 'check');
    await screen.shows('Checks of revision 1');
    await screen.shows('✗ 1 check failed');
    expect(asked).toMatchObject([{ kind: 'revision', revision: { number: 1 } }]);
  });

  it('an answer that comes after it was closed opens nothing', async () => {
    let answer = (): void => {};
    const { screen } = await opened({
      check: () =>
        new Promise(done => {
          answer = () => done(ok({ title: 'late', results: RESULTS }));
        }),
    });
    await ask(screen, '/check audit');
    await screen.shows('against the code as it is now');
    await screen.press(KEYS.esc);
    await screen.hides('Checks of');
    answer();
    await ask(screen, '/help');
    await screen.shows('Keys and commands');
    expect(screen.text()).not.toContain('late');
  });
});
