import { expect, test } from 'vitest';
import { createResearch } from '../../src/research/index.ts';
import { fakeFiles, fakeGit, fakeMap } from './fakes.ts';

test('looking through the sources for facts gives the thread its turns', async () => {
  const line = 'const session = process.env.SESSION; // express, redis, logger, health\n';
  const texts = Object.fromEntries(
    Array.from({ length: 120 }, (_, n) => [`src/f${n}.ts`, line.repeat(1_000)]),
  );
  const research = createResearch({ files: fakeFiles(texts), git: fakeGit(), map: fakeMap() });
  await research.brief();
  let longest = 0;
  let last = performance.now();
  let watching = true;
  const look = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    if (watching) setImmediate(look);
  };
  look();
  const began = performance.now();
  await research.facts();
  const took = performance.now() - began;
  watching = false;
  await new Promise(resolve => setImmediate(resolve));
  // A share, not a time: the machine may be busy. Without turns it is all of it.
  expect(longest).toBeLessThan(took / 3);
});
