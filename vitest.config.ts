import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/fixtures/**', 'node_modules/**'],
    pool: 'forks',
    // One core less, as vitest would have it, is one test file at a time on a machine of two.
    maxWorkers: availableParallelism(),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The screen is tested without colours unless a test asks for them; CI=true would make Ink print only the last frame.
    env: { FORCE_COLOR: '0', CI: '', CONTINUOUS_INTEGRATION: '', TZ: 'UTC' },
  },
});
