import { actionOf } from './keymap.ts';
import type { Key } from './term/key.ts';

/** What a key means in a short list of choices: to another one, the one that is marked, or none; undefined: nothing. */
export function choiceKey(
  key: Key,
  selected: number,
  last: number,
): { readonly to: number } | 'choose' | 'close' | undefined {
  const to = (n: number) => ({ to: Math.max(0, Math.min(last, n)) });
  const action = actionOf(key, ['consent']);
  switch (action) {
    case 'up':
      return to(selected - 1);
    case 'down':
      return to(selected + 1);
    case 'digit':
      return to(Number(key.id) - 1);
    case 'choose':
    case 'close':
      return action;
    default:
      return undefined;
  }
}
