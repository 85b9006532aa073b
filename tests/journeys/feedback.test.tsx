import { afterEach, describe, expect, it } from 'vitest';
import type { FeedbackPreview } from '../../src/session/ports.ts';
import { failure, ok, type Result } from '../../src/shared/result.ts';
import { type FakeOptions, fakeWorkspace } from '../helpers/fake-workspace.ts';
import { KEYS, openScreen, type TestScreen } from '../helpers/screen.tsx';
import * as states from '../ui/states.ts';

const open: TestScreen[] = [];
afterEach(async () => {
  for (const screen of open.splice(0)) await screen.close();
});

function review(preview: FakeOptions['preview'], columns = 120) {
  const workspace = fakeWorkspace({ initial: states.revised, ...(preview ? { preview } : {}) });
  const screen = openScreen(workspace, { goal: 'x', columns });
  open.push(screen);
  const given = (): readonly string[] =>
    workspace.log.flatMap(e => (e.type === 'FeedbackGiven' ? [e.feedback.text] : []));
  return { screen, given };
}

/** Answers when it is let to: what stands on the screen meanwhile can be looked at. */
function later(): {
  readonly preview: NonNullable<FakeOptions['preview']>;
  tell(what: FeedbackPreview): void;
} {
  let answer: (result: Result<FeedbackPreview>) => void = () => {};
  return {
    preview: () =>
      new Promise(done => {
        answer = done;
      }),
    tell: what => answer(ok(what)),
  };
}

const DROPS = { what: 'Drops “Write the client guide”; likely time −15 min.', understood: true };

describe('feedback is shown before it is taken', () => {
  it.each([80, 120, 200])(
    'the first Enter shows what it does, the second takes it (%i columns)',
    async columns => {
      const { screen, given } = review(async () => ok(DROPS), columns);
      await screen.shows('revision 2 of 2');
      screen.wait(300);
      await screen.press('f');
      await screen.type('drop step 3');
      await screen.shows('Enter show what it does');
      await screen.press(KEYS.enter);
      await screen.shows('→ Drops “Write the client guide”');
      await screen.shows('Enter note it');
      expect(given()).toEqual([]);
      await screen.press(KEYS.enter);
      await screen.shows('Feedback noted');
      expect(given()).toEqual(['drop step 3']);
    },
  );

  it('says what is not understood', async () => {
    const { screen } = review(async () =>
      ok({ what: 'Records R8; opens a question. Not acted on: no rule covers it.', understood: false }),
    );
    await screen.shows('revision 2 of 2');
    screen.wait(300);
    await screen.press('f');
    await screen.type('paint it blue');
    await screen.press(KEYS.enter);
    await screen.shows('? Records R8; opens a question. Not acted on');
  });

  it('looks anew at words that were changed, and drops an answer that comes too late', async () => {
    const slow = later();
    const { screen, given } = review(slow.preview);
    await screen.shows('revision 2 of 2');
    screen.wait(300);
    await screen.press('f');
    await screen.type('drop step 3');
    await screen.press(KEYS.enter);
    await screen.shows('looking at what this would do');
    await screen.type(' please');
    await screen.hides('looking at what this would do');
    slow.tell(DROPS);
    await screen.shows('Enter show what it does');
    expect(screen.text()).not.toContain('Drops “Write');
    await screen.press(KEYS.enter);
    await screen.shows('looking at what this would do');
    expect(given()).toEqual([]);
    // Who does not want to wait takes it unseen.
    await screen.press(KEYS.enter);
    await screen.shows('Feedback noted');
    expect(given()).toEqual(['drop step 3 please']);
  });

  it('says why where it cannot be told, and still takes it', async () => {
    const { screen, given } = review(async () => ({
      ok: false,
      error: failure('preview', 'the map is gone'),
    }));
    await screen.shows('revision 2 of 2');
    screen.wait(300);
    await screen.press('f');
    await screen.type('drop step 3');
    await screen.press(KEYS.enter);
    await screen.shows('What it would do cannot be told: the map is gone');
    await screen.press(KEYS.enter);
    await screen.shows('Feedback noted');
    expect(given()).toEqual(['drop step 3']);
  });

  it('is taken at once where the planner cannot tell', async () => {
    const { screen, given } = review(undefined);
    await screen.shows('revision 2 of 2');
    screen.wait(300);
    await screen.press('f');
    await screen.type('drop step 3');
    await screen.press(KEYS.enter);
    await screen.shows('Feedback noted');
    expect(given()).toEqual(['drop step 3']);
  });

  it('/feedback with words shows them first, too', async () => {
    const { screen, given } = review(async () => ok(DROPS));
    await screen.shows('revision 2 of 2');
    screen.wait(300);
    await screen.press('/');
    await screen.press(KEYS.esc);
    await screen.press(':');
    await screen.type('feedback drop step 3');
    await screen.press(KEYS.enter);
    await screen.shows('→ Drops “Write the client guide”');
    expect(given()).toEqual([]);
    await screen.press(KEYS.enter);
    await screen.shows('Feedback noted');
    expect(given()).toEqual(['drop step 3']);
  });
});
