import { describe, expect, it } from 'vitest';
import { createLinearWriter, spoken } from '../../src/ui/term/linear-writer.ts';
import { fakeWorkspace } from '../helpers/fake-workspace.ts';
import { KEYS, openScreen } from '../helpers/screen.tsx';

/** What the writer wrote for these frames, one after the other. */
function written(...frames: readonly string[]): string[] {
  const out: string[] = [];
  const writer = createLinearWriter({ write: text => void out.push(text), columns: () => 79 });
  return frames.map(frame => {
    out.length = 0;
    writer.show(frame);
    return out.join('');
  });
}

describe('text for screen readers', () => {
  it('has no borders, colours or spinners', () => {
    expect(spoken('┌─ \u001b[1m2 Analysis\u001b[22m ───── 0:12 ⠹ ─┐')).toBe('2 Analysis  0:12');
    expect(spoken('│ ▸ Express listens   ┃')).toBe('▸ Express listens');
  });

  it('says only what is new, and neither clocks nor counts', () => {
    const [first, second, third] = written(
      'Goal 0:01\n│ ⠹ mapping 300 / 8,322 files │\n│ README.md │',
      'Goal 0:02\n│ ⠸ mapping 450 / 8,322 files │\n│ README.md │',
      'Goal 0:03\n│ README.md │\n│ package.json │',
    );
    expect(first).toBe('Goal 0:01\r\nmapping 300 / 8,322 files\r\nREADME.md\r\n');
    expect(second).toBe('');
    expect(third).toBe('package.json\r\n');
  });

  it('says the row that the mark moves to, not the one that it leaves', () => {
    const [, moved] = written('│ ❯ 1 Redis │\n│   2 NOTIFY │', '│   1 Redis │\n│ ❯ 2 NOTIFY │');
    expect(moved).toBe('❯ 2 NOTIFY\r\n');
  });

  it('says another screen whole, with the rows that stood on the one before', () => {
    const [, second] = written(
      'Found\nREADME.md speaks of',
      'Plan\nResearch\nREADME.md speaks of\norders\n❯',
    );
    expect(second).toBe('Plan\r\nResearch\r\nREADME.md speaks of\r\norders\r\n');
  });

  it('says typed text as it comes', () => {
    const field = (text: string) => `│ ${text}\u001b[7m \u001b[27m │\nEnter plan it`;
    const [first, second, third] = written(field('a'), field('ab'), field('x'));
    expect(first).toBe('Enter plan it\r\na');
    expect(second).toBe('b');
    expect(third).toBe('\r\nx');
  });

  it('goes from a goal to a plan without drawing over anything', async () => {
    const screen = openScreen(fakeWorkspace(), { reader: true, columns: 160 });
    await screen.shows('What shall we plan?');
    await screen.type('add real-time notifications when an order changes');
    await screen.press(KEYS.enter);
    await screen.shows('Question 1 of 2');
    screen.wait(300);
    await screen.press(KEYS.down);
    await screen.shows('❯ 2');
    await screen.press('1', KEYS.enter);
    await screen.shows('Question 2 of 2');
    await screen.press(KEYS.enter);
    await screen.shows('Your answers');
    await screen.press(KEYS.enter);
    await screen.shows('Implementation Plan');
    await screen.close();
    const all = screen.output.all();
    expect(all).toContain('Question 1 of 2');
    expect(all).toContain('Implementation Plan');
    expect(all).not.toContain('│');
    // Only modes of the terminal are set: no cursor movement, no erasing, no alternate screen.
    expect(all.replace(/\u001b\[\?(?:2004[hl]|25h)/g, '')).not.toContain('\u001b[');
  });
});
