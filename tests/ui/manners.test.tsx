import { afterEach, describe, expect, it } from 'vitest';
import { type FakeOptions, fakeWorkspace } from '../helpers/fake-workspace.ts';
import { KEYS, openScreen, type ScreenOptions, type TestScreen } from '../helpers/screen.tsx';
import * as states from './states.ts';

let open: TestScreen | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

function start(fake: FakeOptions = {}, options: ScreenOptions = {}) {
  const workspace = fakeWorkspace(fake);
  const screen = openScreen(workspace, options);
  open = screen;
  return { workspace, screen };
}
const at = (events: FakeOptions['initial'], options: ScreenOptions = {}) =>
  start(events ? { initial: events } : {}, { goal: 'x', ...options });
const types = (log: readonly { readonly type: string }[]) => log.map(e => e.type);

describe('ending', () => {
  it('Ctrl+C clears, then asks, then quits', async () => {
    const { screen } = start();
    await screen.shows('What shall we plan?');
    await screen.type('half a goal');
    await screen.press(KEYS.ctrlC);
    await screen.hides('half a goal');
    await screen.press(KEYS.ctrlC);
    await screen.shows('Press Ctrl+C again to quit.');
    await screen.press(KEYS.ctrlC);
    expect(await screen.ended).toEqual({ exitCode: 130, summary: [] });
  });

  it('a key between takes the question back', async () => {
    const { screen } = start();
    await screen.shows('What shall we plan?');
    await screen.press(KEYS.ctrlC, 'x', KEYS.backspace, KEYS.ctrlC);
    await screen.shows('Press Ctrl+C again to quit.');
  });

  it('Ctrl+C stops a run first', async () => {
    const { screen, workspace } = at(states.analysing);
    await screen.shows('2 Analysis');
    screen.wait(300);
    await screen.press(KEYS.ctrlC);
    await screen.shows('The run was stopped');
    expect(types(workspace.log)).toContain('RunStopped');
  });

  it('Ctrl+D on an empty prompt quits; Esc never does', async () => {
    const { screen } = start();
    await screen.shows('What shall we plan?');
    await screen.press(KEYS.esc, KEYS.esc, KEYS.esc);
    await screen.shows('What shall we plan?');
    await screen.press(KEYS.ctrlD);
    expect((await screen.ended).exitCode).toBe(0);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ])('%s gives the terminal back and ends with %i', async (signal, code) => {
    const { screen } = at(states.asking);
    await screen.shows('Question 1 of 2');
    screen.process.emit(signal);
    const { exitCode, summary } = await screen.ended;
    expect(exitCode).toBe(code);
    expect(summary.join('\n')).toContain('planner-tui resume 20261119-a1');
    expect(screen.output.all()).toContain('\u001b[?1049l');
    expect(screen.input.raw).toBe(false);
  });

  it('an uncaught error gives the terminal back and is told', async () => {
    const { screen } = start();
    await screen.shows('What shall we plan?');
    screen.process.emit('uncaughtException', new Error('boom'));
    const { exitCode, summary } = await screen.ended;
    expect(exitCode).toBe(1);
    expect(summary.join('\n')).toContain('boom');
    expect(screen.output.all()).toContain('\u001b[?25h');
  });

  it('a terminal that is gone ends the app', async () => {
    const { screen } = start();
    await screen.shows('What shall we plan?');
    screen.output.broken = true;
    screen.output.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect((await screen.ended).exitCode).toBe(129);
  });
});

describe('home', () => {
  it('a paste never submits, and goes in as one block', async () => {
    const { screen, workspace } = start();
    await screen.shows('What shall we plan?');
    await screen.paste('first line\nsecond line\n');
    await screen.shows('second line');
    expect(workspace.log).toEqual([]);
    expect(workspace.saved.get('home')).toBe('first line\nsecond line');
  });

  it('completes commands and files, and recalls earlier goals', async () => {
    const { screen } = start();
    await screen.shows('What shall we plan?');
    await screen.type('/th');
    await screen.shows('/theme');
    await screen.press(KEYS.enter, KEYS.enter);
    await screen.shows('Theme: other');
    await screen.press(KEYS.ctrlC);
    await screen.type('change @orders');
    await screen.shows('@src/orders/service.ts');
    await screen.press(KEYS.tab);
    await screen.shows('change @src/orders/service.ts ');
    await screen.press(KEYS.ctrlC, KEYS.up);
    await screen.shows('│ add an audit log');
  });

  it('names the nearest of an unknown command, and what an empty goal needs', async () => {
    const { screen } = start();
    await screen.shows('What shall we plan?');
    await screen.type('/pln x');
    await screen.press(KEYS.enter);
    await screen.shows('Did you mean /plan?');
    await screen.press(KEYS.ctrlC, KEYS.enter);
    await screen.shows('The goal is empty.');
  });

  it('puts a suggestion into the prompt, and opens an unfinished session', async () => {
    const { screen } = start();
    await screen.shows('test src/billing/invoice.ts');
    await screen.press(KEYS.tab, KEYS.enter);
    await screen.shows('│ test src/billing/invoice.ts');
    await screen.press(KEYS.ctrlC, KEYS.tab, KEYS.tab, KEYS.enter);
    await screen.shows('Question 1 of 2');
  });

  it('says why a session could not be opened', async () => {
    const { screen } = start({ failStart: true }, { goal: 'x' });
    await screen.shows('This folder is no project.');
    await screen.shows('--project DIR');
  });

  it('keeps what is typed through help', async () => {
    const { screen } = start();
    await screen.shows('What shall we plan?');
    await screen.press('?');
    await screen.shows('Keys and commands');
    await screen.shows('interrupt; then clear; then, asked once more, quit');
    await screen.press(KEYS.esc);
    await screen.shows('What shall we plan?');
  });
});

describe('workbench', () => {
  it('opens the evidence of a finding and comes back', async () => {
    const { screen } = at(states.analysing);
    await screen.shows('Integration points');
    screen.wait(300);
    await screen.press('2', 'G', KEYS.enter);
    await screen.shows('setStatus(id: string');
    await screen.press(KEYS.esc);
    await screen.shows('1 Research');
  });

  it('Esc stops the run and r begins it again', async () => {
    const { screen, workspace } = at(states.analysing);
    await screen.shows('2 Analysis');
    screen.wait(300);
    await screen.press(KEYS.esc);
    await screen.shows('The run was stopped');
    screen.wait(300);
    await screen.press('r');
    await screen.shows('Question 1 of 2');
    expect(types(workspace.log).filter(t => t === 'RunStarted')).toHaveLength(1);
  });

  it('/plan with new requirements changes the goal', async () => {
    const { screen, workspace } = at(states.revised);
    await screen.shows('revision 2 of 2');
    screen.wait(300);
    await screen.press(':');
    await screen.type('plan [send e-mails too]');
    await screen.press(KEYS.enter);
    await screen.shows('Send e-mails too');
    expect(workspace.log.find(e => e.type === 'GoalChanged')).toMatchObject({
      goal: { text: 'send e-mails too' },
    });
  });

  it('shrinks to folds and tabs and comes back whole', async () => {
    const { screen } = at(states.analysing);
    await screen.shows('1 Research');
    const before = screen.text();
    screen.resize(80, 24);
    await screen.shows(/^ {2}1 Research .*3 findings/m);
    screen.resize(44, 24);
    await screen.shows(/1 Research . │ 2 Analysis/);
    screen.resize(30, 5);
    await screen.shows('planner-tui needs');
    screen.resize(120, 36);
    await screen.shows('1 Research');
    expect(screen.text()).toBe(before);
  });
});

describe('questions', () => {
  it('a digit only moves; Enter chooses; going back loses nothing', async () => {
    const { screen, workspace } = at(states.asking);
    await screen.shows('Question 1 of 2');
    screen.wait(300);
    await screen.press('2');
    await screen.shows('❯ 2 No: keep events');
    expect(workspace.log).toEqual([]);
    await screen.press(KEYS.enter);
    await screen.shows('Question 2 of 2');
    await screen.press(KEYS.left);
    await screen.shows('❯ 2 No: keep events');
    await screen.shows('✓ answered');
  });

  it('keys in flight do not answer a question that has just appeared', async () => {
    const { screen, workspace } = at(states.asking);
    await screen.shows('Question 1 of 2');
    await screen.press(KEYS.enter, KEYS.enter);
    expect(workspace.log).toEqual([]);
  });

  it('takes a note, own words, a skip and a delegation, each as what it is', async () => {
    const { screen, workspace } = at(states.asking);
    await screen.shows('Question 1 of 2');
    screen.wait(300);
    await screen.press('n');
    await screen.type('two, maybe four');
    await screen.press(KEYS.enter);
    await screen.shows('note: two, maybe four');
    await screen.press(KEYS.enter);
    await screen.shows('Question 2 of 2');
    await screen.press('4', KEYS.enter);
    await screen.shows('Your answer');
    await screen.type('keep them a week');
    await screen.press(KEYS.enter);
    await screen.shows('Your answers');
    await screen.shows('keep them a week');
    await screen.press(KEYS.left, 's');
    await screen.shows('left open; the plan assumes');
    await screen.press(KEYS.left, '3', KEYS.enter);
    await screen.shows('decided for you');
    const answers = workspace.log.flatMap(e => (e.type === 'QuestionAnswered' ? [e.answer] : []));
    expect(answers).toMatchObject([
      { kind: 'choice', choiceId: 'many', note: 'two, maybe four' },
      { kind: 'text', text: 'keep them a week' },
      { kind: 'skipped' },
      { kind: 'delegated' },
    ]);
  });
});

describe('review', () => {
  it('asks for a reason where checks fail, and takes no paste for an approval', async () => {
    const failing = states.reviewing.filter(e => e.type !== 'FeedbackGiven');
    const { screen, workspace } = at(failing);
    await screen.shows('1 to see');
    screen.wait(300);
    await screen.press('a');
    await screen.shows('1 failing check');
    screen.wait(300);
    await screen.paste('\r');
    await screen.press(KEYS.enter);
    await screen.shows('Why approve in spite');
    await screen.type('rollback is by revert');
    await screen.press(KEYS.enter);
    await screen.shows('rollback is by revert');
    screen.wait(300);
    await screen.press(KEYS.enter);
    await screen.shows('The plan is saved.');
    expect(workspace.log.find(e => e.type === 'RevisionApproved')).toMatchObject({
      override: 'rollback is by revert',
    });
  });

  it('does not approve while feedback waits, and w withdraws it', async () => {
    const { screen } = at(states.reviewing);
    await screen.shows('1 waiting');
    screen.wait(300);
    await screen.press('a');
    await screen.shows('not answered by revision 1 yet');
    await screen.press('w');
    await screen.hides('1 waiting');
  });

  it('shows what is held against the plan; accepted it waits as feedback, rejected it is put aside', async () => {
    const { screen, workspace } = at(states.objected());
    await screen.shows('objections (1 open)');
    screen.wait(300);
    await screen.press('o');
    await screen.shows('Held against the plan');
    await screen.shows('✗ rejected');
    await screen.press('a');
    await screen.shows('Accepted: it waits as feedback.');
    await screen.shows('✓ accepted');
    expect(workspace.log.slice(-2)).toMatchObject([
      { type: 'ObjectionJudged', objectionId: 'o-0', verdict: 'accepted' },
      { type: 'FeedbackGiven', feedback: { text: 'Store the status first.', target: { stepId: 'S-hub' } } },
    ]);
    await screen.press('x');
    await screen.shows('It was accepted already.');
  });

  it('comments on the step under the cursor and on marked lines', async () => {
    const { screen, workspace } = at(states.revised);
    await screen.shows('revision 2 of 2');
    screen.wait(300);
    await screen.press('/');
    await screen.type('Keep the sockets');
    await screen.press(KEYS.enter, 'c');
    await screen.shows('Comment on step 2. Keep the sockets');
    await screen.type('smaller');
    await screen.press(KEYS.enter);
    await screen.shows('┃ you: smaller');
    await screen.press('g', 'j', 'j', 'V', 'j', 'j', 'j', 'j', 'c');
    await screen.shows(/Comment on lines \d+–\d+/);
    await screen.type('say it shorter');
    await screen.press(KEYS.enter);
    await screen.shows('Feedback noted');
    const given = workspace.log.flatMap(e => (e.type === 'FeedbackGiven' ? [e.feedback.target.kind] : []));
    expect(given).toEqual(['step', 'lines']);
  });

  it('compares revisions', async () => {
    const { screen } = at(states.revised);
    await screen.shows('revision 2 of 2');
    screen.wait(300);
    await screen.press('v');
    await screen.shows('❯ Revision 2');
    await screen.press('c');
    await screen.shows('Revision 1 → 2');
    await screen.shows('behind a flag');
  });

  it('makes a revision of what was changed in the editor, and shows the place', async () => {
    const { screen, workspace } = start(
      {
        initial: states.revised,
        edit: text => text.replace('## Rollback', '## Rollback and repair'),
        stale: [{ id: 'S-hub', files: [{ path: 'src/server.ts', fate: 'changed' }] }],
      },
      { goal: 'x' },
    );
    await screen.shows('revision 2 of 2');
    screen.wait(300);
    await screen.press('e');
    await screen.shows('revision 3 of 3');
    await screen.shows('❯ Rollback and repair');
    await screen.shows('15 checks pass');
    // Also below what came to stand above it meanwhile.
    expect(screen.text()).toMatch(/│ ❯ Rollback and repair/);
    expect(workspace.log.find(e => e.type === 'RevisionWritten')).toMatchObject({
      revision: { number: 3, basedOn: 2, origin: { kind: 'edited' } },
    });
    await screen.press('v');
    await screen.shows(/❯ Revision 3 .* edited by you/);
    await screen.shows('Your edit: Removed “Rollback”, added “Rollback and repair”.');
  });

  it('keeps a text that is no plan any more, and opens it again', async () => {
    const seen: string[] = [];
    const broken = (text: string) => text.replace('status: draft', 'status: [draft');
    const { screen, workspace } = start(
      {
        initial: states.revised,
        edit: text => {
          seen.push(text);
          return seen.length === 1 ? broken(text) : text.replace('status: [draft', 'status: draft # mended');
        },
      },
      { goal: 'x' },
    );
    await screen.shows('revision 2 of 2');
    screen.wait(300);
    await screen.press('e');
    await screen.shows('no valid YAML at line');
    expect([...workspace.saved.values()]).toContain(broken(seen[0] ?? ''));
    await screen.press('e');
    await screen.shows('revision 3 of 3');
    expect(seen[1]).toBe(broken(seen[0] ?? ''));
    expect([...workspace.saved.values()]).not.toContain(broken(seen[0] ?? ''));
  });

  it('exports what is shown as another document', async () => {
    const { screen } = at(states.revised);
    await screen.shows('revision 2 of 2');
    screen.wait(300);
    await screen.press(':');
    await screen.type('/export html');
    await screen.press(KEYS.enter);
    await screen.shows('Exported to plans/exports/draft.html.');
    await screen.press(':');
    await screen.type('export pdf');
    await screen.press(KEYS.enter);
    await screen.shows('A plan cannot be exported as “pdf”.');
  });

  it('makes an older revision the newest again, and takes nothing away', async () => {
    const { screen, workspace } = at(states.revised);
    await screen.shows('revision 2 of 2');
    screen.wait(300);
    await screen.press('v', 'k', 'r');
    await screen.shows('revision 3 of 3');
    expect(workspace.log.find(e => e.type === 'RevisionWritten')).toMatchObject({
      revision: { number: 3, basedOn: 1, origin: { kind: 'restored', of: 1 } },
    });
    await screen.press('v');
    await screen.shows(/❯ Revision 3 .* revision 1 again/);
    await screen.shows('Revision 2');
  });

  it('marks the steps whose files moved since the plan was made', async () => {
    const { screen } = start(
      {
        initial: states.revised,
        stale: [
          {
            id: 'S-hub',
            files: [
              { path: 'src/server.ts', fate: 'changed' },
              { path: 'src/auth/jwt.ts', fate: 'gone' },
            ],
          },
        ],
      },
      { goal: 'x' },
    );
    await screen.shows('revision 2 of 2');
    await screen.shows(/2 Keep the sockets.* ◷/);
    screen.wait(300);
    await screen.press('/');
    await screen.type('since this plan');
    await screen.press(KEYS.enter);
    await screen.shows('◷ since this plan was made: src/server.ts changed; src/auth/jwt.ts is gone');
    expect(screen.text()).toContain('· 1 step stale');
  });
});

describe('a prompt in the editor', () => {
  it('comes back with what was written there', async () => {
    const { screen } = start({ edit: text => `${text} and more\n` });
    await screen.shows('What shall we plan?');
    await screen.type('a goal');
    await screen.press(KEYS.ctrlG);
    await screen.shows('a goal and more');
  });
});
