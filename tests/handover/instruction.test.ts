import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  instructionText,
  LONGEST_INSTRUCTION,
  type OpenStep,
  type Work,
} from '../../src/handover/instruction.ts';

const step = (number: number, more: Partial<OpenStep> = {}): OpenStep => ({
  id: `S-${number}`,
  number,
  title: `Step ${number}`,
  code: 'not',
  missing: [],
  verify: [],
  after: [],
  ...more,
});

const work = (more: Partial<Work> = {}): Work => ({
  path: 'plans/orders-20261119-090000.md',
  title: 'Orders',
  done: 1,
  total: 3,
  open: [step(2), step(3)],
  doubtful: [],
  ...more,
});

describe('what an implementer is told', () => {
  it.each<[string, Partial<Work>, readonly string[]]>([
    ['names the file on a line of its own', {}, ['\nPlan file: plans/orders-20261119-090000.md\n']],
    [
      'counts what is done',
      {},
      ['Open steps, in this order (1 of 3 are done):\n2. S-2: Step 2\n3. S-3: Step 3\n'],
    ],
    [
      'gives the commands of a step',
      { open: [step(2, { verify: ['npm test', 'npm run build'] })] },
      ['2. S-2: Step 2\n   verify: npm test\n   verify: npm run build\n'],
    ],
    [
      'says what is begun, and what of it is missing',
      { open: [step(2, { code: 'partly', missing: ['create src/a.ts'] })] },
      ['2. S-2: Step 2 (begun)\n   not there yet: create src/a.ts\n'],
    ],
    [
      'says what is in the code and only not ticked',
      { open: [step(2, { code: 'there' })] },
      ['2. S-2: Step 2 (in the code already: verify and tick it)\n'],
    ],
    ['says what comes before', { open: [step(3, { after: ['S-2'] })] }, ['3. S-3: Step 3, after S-2\n']],
    [
      'names what is ticked without code',
      { doubtful: ['S-1'] },
      ['nothing of it was found in the code: S-1.'],
    ],
    [
      'has the rules',
      {},
      [
        'in the order given',
        'Touch no file outside the plan',
        'run every command under its “Verify”',
        'tick in plans/orders-20261119-090000.md',
        'Stop when the plan is wrong',
      ],
    ],
  ])('%s', (_, more, wanted) => {
    const text = instructionText(work(more));
    for (const part of wanted) expect(text).toContain(part);
  });

  it('speaks of one step alone where one is handed over', () => {
    const text = instructionText(work({ only: step(3, { verify: ['npm test'] }) }));
    expect(text).toContain('Carry out one step of an implementation plan: step 3, S-3.');
    expect(text).toContain('3. S-3: Step 3\n   verify: npm test\n');
    expect(text).toContain('Do this step alone.');
    expect(text).not.toContain('S-2');
  });

  it('leaves a command out that is too long to be said whole, because half of one is another one', () => {
    const long = `rm -rf build && ${'npm test '.repeat(40)}`;
    expect(instructionText(work({ open: [step(2, { verify: [long, 'npm test'] })] }))).toContain(
      '2. S-2: Step 2\n   verify: npm test\n\n',
    );
  });

  it('stays within its bound, and says how much it left out', () => {
    const many = Array.from({ length: 300 }, (_, i) => step(i + 1, { verify: ['npm test'] }));
    const text = instructionText(work({ open: many, total: 300, done: 0 }));
    expect(text.length).toBeLessThanOrEqual(LONGEST_INSTRUCTION);
    expect(text).toMatch(/… and \d+ more, as the plan file lists them\./);
    expect(text).toContain('1. S-1: Step 1\n');
    expect(text).toContain('Rules:');
  });

  const words = fc.string({ maxLength: 400 }).map(text => text.replace(/[\r\n]/g, ' '));
  it('is within its bound whatever stands in a plan, and begins with no dash', () => {
    fc.assert(
      fc.property(
        words,
        fc.array(fc.record({ id: words, title: words, command: words, missing: words }), { maxLength: 60 }),
        (title, steps) => {
          const open = steps.map(({ id, title: name, command, missing }, i) =>
            step(i + 1, {
              id: id.slice(0, 60),
              title: name,
              verify: [command],
              code: 'partly',
              missing: [missing],
            }),
          );
          const text = instructionText(work({ title, open }));
          expect(text.length).toBeLessThanOrEqual(LONGEST_INSTRUCTION);
          expect(text.startsWith('Carry out')).toBe(true);
        },
      ),
    );
  });
});
