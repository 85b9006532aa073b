import { expect, test } from 'vitest';
import { chromiumProgram } from './browser.ts';

test('where no browser is, it is said what to install', () => {
  expect(() => chromiumProgram({ PATH: '/nowhere' })).toThrow(
    /apt-get install chromium-headless-shell .* CHROMIUM/,
  );
  expect(() => chromiumProgram({ CHROMIUM: '/nowhere/chrome' })).toThrow('CHROMIUM names /nowhere/chrome');
});
