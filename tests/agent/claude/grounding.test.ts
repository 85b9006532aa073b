import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PlanWatch } from '../../../src/agent/claude/grounding.ts';

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
        const watch = new PlanWatch();
        const found = (json.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []).flatMap(piece =>
          watch.take(piece),
        );
        // Brackets inside a path end an object to whoever looks at the text alone: such a file is judged at the end only.
        const plain = files.filter(f => !/[{}]/.test(f.path));
        const named = plain.map(({ path, action }) => ({ kind: 'file', name: path, action }));
        expect(found.filter(f => plain.some(p => p.path === f.name))).toEqual(named);
        expect(found.every(f => paths.includes(f.name))).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

it('finds symbols, packages and commands too, each once, however the text is cut', () => {
  const step = {
    files: [{ action: 'modify', path: 'src/a.ts', what: 'x', symbol: 'Order.setStatus' }],
    code: [{ kind: 'command', caption: 'c', language: 'sh', code: 'rm' }],
    verify: [
      { kind: 'command', text: 'npm test -- "a"' },
      { kind: 'observe', text: 'npm run seen' },
    ],
    packages: [
      { name: 'ws', dev: false, action: 'add', note: 'n' },
      { action: 'remove', name: '@a/b', note: 'n' },
    ],
  };
  const json = JSON.stringify({ steps: [step, step] });
  for (const size of [1, 3, 17, 4_000]) {
    const watch = new PlanWatch();
    const pieces = json.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
    const found = pieces.flatMap(piece => watch.take(piece));
    expect(found.map(f => `${f.kind} ${f.name}`).sort()).toEqual([
      'command npm test -- "a"',
      'file src/a.ts',
      'package @a/b',
      'package ws',
      'symbol Order.setStatus',
    ]);
  }
});
