import { expect, test } from 'vitest';
import { completePath } from '../../src/app/map-view.ts';

const paths = ['src/orders/service.ts', 'src/server.ts', 'docs/orders.md', 'tests/orders/service.test.ts'];

test.each([
  ['ser', ['src/server.ts', 'src/orders/service.ts', 'tests/orders/service.test.ts', 'docs/orders.md']],
  ['orders/', ['src/orders/service.ts', 'tests/orders/service.test.ts']],
  ['sosv', ['src/orders/service.ts', 'tests/orders/service.test.ts']],
  ['ORDERS.', ['docs/orders.md', 'src/orders/service.ts', 'tests/orders/service.test.ts']],
  ['zzz', []],
])('@%s', (prefix, expected) => {
  expect(completePath(paths, prefix, 5)).toEqual(expected);
});
