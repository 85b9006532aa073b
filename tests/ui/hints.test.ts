import { describe, expect, it } from 'vitest';
import { hintSpans } from '../../src/ui/hints.ts';
import { lineWidth, plain } from '../../src/ui/text/line.ts';

const hint = (key: string, text: string) => ({ key, text });
const DRIFT = [
  hint('Enter', 'details'),
  hint('↑↓', 'move'),
  hint('t', 'tick finished steps'),
  hint('r', 'again'),
  hint('o', 'editor'),
  hint('Esc', 'back'),
];

describe('the line of keys', () => {
  it.each([
    [90, 'Enter details   ↑↓ move   t tick finished steps   r again   o editor   Esc back'],
    [76, 'Enter details   ↑↓ move   t tick finished steps   r again   Esc back'],
    [36, 'Enter details   ↑↓ move   Esc back'],
    [8, 'Esc back'],
  ])('keeps the way out in %i columns', (columns, wanted) => {
    expect(plain(hintSpans(DRIFT, columns))).toBe(wanted);
  });

  it('does not take the key that quits for a way out', () => {
    const done = [hint('h', 'hand over'), hint('v', 'read the plan'), hint('q', 'quit')];
    expect(plain(hintSpans(done, 30))).toBe('h hand over   v read the plan');
  });

  it('is never wider than it may be', () => {
    for (let columns = 0; columns < 100; columns++)
      expect(lineWidth(hintSpans(DRIFT, columns))).toBeLessThanOrEqual(columns);
  });
});
