import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FileWatch } from '../../../src/agent/claude/grounding.ts';

const plan = (files: readonly { readonly path: string; readonly action: string }[], order: boolean): string =>
  JSON.stringify({
    approach: { title: 'a "path": "no"' },
    steps: files.map(({ path, action }, i) => ({
      id: `S-${i}`,
      files: [order ? { action, path, what: 'x' } : { path, what: 'x', action }],
    })),
  });

it('finds every file of a plan once, however its text is cut', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(
        fc.string({ minLength: 1, maxLength: 30 }).filter(s => s.trim() !== ''),
        { maxLength: 8 },
      ),
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      (paths, order, size) => {
        const files = paths.map((path, i) => ({
          path,
          action: (['create', 'modify', 'delete'] as const)[i % 3]!,
        }));
        const json = plan(files, order);
        const watch = new FileWatch();
        const found = (json.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []).flatMap(piece =>
          watch.take(piece),
        );
        // Brackets inside a path end an object to whoever looks at the text alone: such a file is judged at the end only.
        const plain = files.filter(f => !/[{}]/.test(f.path));
        expect(found.filter(f => plain.some(p => p.path === f.path))).toEqual(plain);
        expect(found.every(f => paths.includes(f.path))).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
