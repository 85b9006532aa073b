import { expect, it } from 'vitest';
import { shellWord } from '../../src/shared/shell-word.ts';

it.each([
  ['src/a-b_c.test.ts', 'src/a-b_c.test.ts'],
  ['app/(group)/[id]/page.tsx', "'app/(group)/[id]/page.tsx'"],
  ['Fortran (Fixed Form)/sort.F77', "'Fortran (Fixed Form)/sort.F77'"],
  ["it's.txt", `'it'\\''s.txt'`],
  ['-rf', "'-rf'"],
  ['$HOME/x;rm', "'$HOME/x;rm'"],
])('%s is one word to a shell', (path, word) => {
  expect(shellWord(path)).toBe(word);
});
