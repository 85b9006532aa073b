import { getHeapStatistics } from 'node:v8';
import { expect, test } from 'vitest';
import { createGiveBack } from '../../src/host/index.ts';

const MB = 1024 * 1024;
const heap = () => getHeapStatistics().used_heap_size / MB;

/** Objects that live long enough to be moved to the old generation, and then are of no use. */
function waste(count: number): void {
  const kept: object[] = [];
  for (let n = 0; n < count; n++) kept.push({ n, text: `number ${n}` });
}

test('gives back what was thrown away, where it is much', async () => {
  const giveBack = createGiveBack();
  await giveBack();
  const before = heap();
  waste(600_000);
  expect(heap() - before).toBeGreaterThan(24);
  await giveBack();
  expect(heap() - before).toBeLessThan(8);
});

test('leaves a little where it lies', async () => {
  const giveBack = createGiveBack();
  await giveBack();
  const before = heap();
  waste(100_000);
  const wasted = heap() - before;
  expect(wasted).toBeGreaterThan(4);
  await giveBack();
  expect(heap() - before).toBeGreaterThan(wasted / 2);
});
