import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from '../../../src/plan/model.ts';
import { readPlan } from '../../../src/plan/read/index.ts';
import { renderPlan } from '../../../src/plan/render.ts';
import { totals } from '../../../src/plan/totals.ts';
import { plan as anyPlan, planOf } from '../arbitrary.ts';

function read(markdown: string): Plan {
  const result = readPlan(markdown);
  if (!result.ok) throw new Error(`${result.error.kind}: ${result.error.message}`);
  return result.value.plan;
}

/** What a step does to files; it is listed by what is done, so the order within a step may be another. */
const changes = (step: Plan['steps'][number]) => step.files.map(f => `${f.action} ${f.path}`).sort();

/** Sentences as engineers write them, with all that plans hold: code, places, addresses, bold words, brackets. */
const words = fc.constantFrom(
  'the hub',
  '`verifyToken`',
  '`src/a.ts:12`',
  'src/a.ts:12',
  '`npm test -- --run`',
  '**never**',
  'https://example.org/a_b?c=d',
  '(twice)',
  'x < y && y > z',
  'snake_case and __dunder__',
  '5 * 3 = 15',
  'a|b',
  '#1',
  'C:\\temp',
  'R&D',
  '“quoted”',
  'e.g. 日本',
  '~3 s',
  'step 2: go',
  '[1]',
);
const sentence = fc
  .array(words, { minLength: 1, maxLength: 6 })
  .chain(parts => fc.constantFrom(`${parts.join(' ')}.`, parts.join(' '), `It is ${parts.join(', ')}.`));

test('what was read is what is written: parse(render(p)) equals p', () => {
  fc.assert(
    fc.property(planOf(sentence), given => {
      // The form that a file can hold: no excerpts, no subjects of commits, no ids of choices; and a statement without a
      // source is an assumption, which it is called once it was written.
      const plan = read(renderPlan(read(renderPlan(given))));
      expect(read(renderPlan(plan))).toEqual(plan);
      expect(plan.steps.map(s => s.id)).toEqual(given.steps.map(s => s.id));
      expect(plan.steps.map(changes)).toEqual(given.steps.map(changes));
      expect(totals(plan).minutes).toEqual(totals(given).minutes);
      expect(plan.steps.map(s => s.part)).toEqual(given.steps.map(s => s.part));
      expect(plan.steps.map(s => s.details.length)).toEqual(
        given.steps.map(s => s.details.filter(d => d.trim() !== '').length),
      );
    }),
    { numRuns: 150 },
  );
}, 120_000);

test('whatever its texts hold, a plan is read, with every step and file of it', () => {
  fc.assert(
    fc.property(anyPlan, given => {
      const plan = read(renderPlan(given));
      expect(plan.steps.map(s => s.id)).toEqual(given.steps.map(s => s.id));
      expect(totals(plan).minutes).toEqual(totals(given).minutes);
    }),
    { numRuns: 80 },
  );
}, 120_000);

test('any text at all is read or refused with a reason, never with an exception', () => {
  const piece = fc.constantFrom(
    '---\n',
    '## Implementation Steps\n',
    '### 1. A (5 min)\n',
    '`S-a` · serves R1\n',
    '**Verify:**\n',
    '- [ ] `x`\n',
    '- `a.ts` - b\n',
    '| a | b |\n| - | - |\n| 1 | 2 |\n',
    '```ts\n',
    '```\n',
    '\n',
    '> q\n',
    '1. x\n   - y\n',
    'schema: 1\n',
    '**Files to create:**\n',
    '## Questions\n',
    '- [x] **Q** `q`\n  Answer: “a”.\n',
    '<!-- step: S-b -->\n',
    '\t',
    '* * *\n',
    '# T\n',
    '<<<<<<< a\n',
    '=======\n',
    '## Rollback\n',
    '1. **a** (undoes steps 1, 9): b\n',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 40 }), pieces => {
      const result = readPlan(pieces.join(''));
      if (!result.ok) expect(result.error.message.length).toBeGreaterThan(10);
    }),
    { numRuns: 400 },
  );
}, 60_000);
