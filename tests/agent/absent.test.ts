import { describe, expect, it } from 'vitest';
import { absentIn } from '../../src/agent/local/symptom/families.ts';

describe('the expression that was not there', () => {
  it.each([
    ['self._store[key.lower()] = (key, value)', "'int' object has no attribute 'lower'", 'key'],
    [
      'return order.customer.discount.rate',
      "Cannot read properties of undefined (reading 'rate')",
      'order.customer.discount',
    ],
    ['total = sum(order.lines[0].price)', "'NoneType' object has no attribute 'price'", 'order.lines[0]'],
    ['return first(rows).name', "Cannot read properties of undefined (reading 'name')", 'first(rows)'],
    ['const x = y;', "Cannot read properties of undefined (reading 'rate')", undefined],
  ])('%s', (line, message, expected) => {
    expect(absentIn(line, message)).toBe(expected);
  });
});
