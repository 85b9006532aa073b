import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SHORT_RUN } from './tests/helpers/short-run.ts';

/**
 * Rooms without state of their own: their test files share a process, where modules are loaded and compiled once. Starting
 * one for each file takes longer than most of them run. Whoever mocks a module or a clock there must undo it.
 */
const TOGETHER = ['agent', 'bench', 'plan', 'playbooks', 'research', 'session', 'shared', 'theme'].map(
  room => `tests/${room}/**/*.test.{ts,tsx}`,
);
const NEVER = ['tests/fixtures/**', 'node_modules/**'];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'together', include: TOGETHER, exclude: NEVER, isolate: false } },
      {
        extends: true,
        test: { name: 'alone', include: ['tests/**/*.test.{ts,tsx}'], exclude: [...NEVER, ...TOGETHER] },
      },
    ],
    pool: 'forks',
    // One core less, as vitest would have it, is one test file at a time on a machine of two.
    maxWorkers: availableParallelism(),
    execArgv: [...SHORT_RUN],
    // What hangs; on a busy machine a run of the program takes a minute.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // The screen is tested without colours unless a test asks for them; CI=true would make Ink print only the last frame.
    env: { FORCE_COLOR: '0', CI: '', CONTINUOUS_INTEGRATION: '', TZ: 'UTC' },
  },
});
