import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Quiet } from '../../src/codemap/quiet.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('rests once nobody has waited for three seconds', () => {
  const rest = vi.fn();
  const quiet = new Quiet(rest);
  quiet.asked();
  quiet.asked();
  quiet.answered();
  vi.advanceTimersByTime(10_000);
  expect(rest).not.toHaveBeenCalled();
  quiet.answered();
  vi.advanceTimersByTime(2_900);
  quiet.asked();
  vi.advanceTimersByTime(10_000);
  expect(rest).not.toHaveBeenCalled();
  quiet.answered();
  vi.advanceTimersByTime(3_000);
  expect(rest).toHaveBeenCalledTimes(1);
});
