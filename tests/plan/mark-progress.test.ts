import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { boxesUnder } from '../../src/plan/boxes.ts';
import { markDone, markStarted } from '../../src/plan/mark-progress.ts';
import { readPlan } from '../../src/plan/read/index.ts';
import { progress, sealPlan, sealState } from '../../src/plan/seal.ts';
import { plan as anyPlan } from './arbitrary.ts';
import { samplePlan } from './sample.ts';

const approved = sealPlan(samplePlan, { approved: '2026-11-19T11:00:00.000Z' }).markdown;

function lines(markdown: string): ReadonlyMap<string, number> {
  const read = readPlan(markdown);
  if (!read.ok) throw new Error(read.error.message);
  return read.value.stepLines;
}

/** Lines that differ, as `old → new`. */
function differences(before: string, after: string): readonly string[] {
  const [old, young] = [before.split('\n'), after.split('\n')];
  expect(young.length).toBe(old.length);
  return old.flatMap((line, i) => (line === young[i] ? [] : [`${line} → ${young[i]}`]));
}

describe('a plan whose work begins', () => {
  it.each([
    ['approved', 'status: approved', 'status: implementing'],
    ['quoted', 'status: "approved"', 'status: "implementing"'],
    ['with a comment', "status:  'approved'   # by Ada", "status:  'implementing'   # by Ada"],
  ])('%s: says so on its own line', (_, was, is) => {
    const text = approved.replace('status: approved', was);
    const marked = markStarted(text);
    expect(differences(text, marked.text)).toEqual([`${was} → ${is}`]);
    expect(marked.changes).toEqual(['status: implementing']);
    expect(sealState(marked.text)).toBe('as-approved');
  });

  it.each([
    ['a draft', (t: string) => t.replace('status: approved', 'status: draft')],
    ['one that is done', (t: string) => t.replace('status: approved', 'status: done')],
    ['one that goes on', (t: string) => t.replace('status: approved', 'status: implementing')],
    ['one by other hands', () => '# Plan\n\nstatus: approved\n\n## Steps\n\n### 1. A (5 min)\n'],
    ['a status over several lines', (t: string) => t.replace('status: approved', 'status: |\n  approved')],
  ])('leaves %s as it is', (_, change) => {
    const text = change(approved);
    expect(markStarted(text)).toEqual({ text, changes: [] });
  });

  it('keeps line ends and a byte-order mark', () => {
    const text = `\uFEFF${approved.replace(/\n/g, '\r\n')}`;
    const marked = markStarted(text);
    expect(marked.text).toBe(text.replace('status: approved', 'status: implementing'));
  });
});

describe('a step that is done', () => {
  const [first = { id: '', verify: [] }] = samplePlan.steps;

  it('has its boxes ticked, and no others', () => {
    const at = lines(approved).get(first.id) ?? 0;
    const marked = markDone(approved, at);
    const changed = differences(approved, marked.text);
    expect(changed).toHaveLength(first.verify.length);
    for (const line of changed) expect(line).toMatch(/^- \[ \] .* → - \[x\] /);
    expect(progress(marked.text)).toEqual({ done: 1, total: samplePlan.steps.length });
    expect(markDone(marked.text, at)).toEqual({ text: marked.text, changes: [] });
    const crlf = approved.replace(/\n/g, '\r\n');
    expect(markDone(crlf, at).text).toBe(marked.text.replace(/\n/g, '\r\n'));
  });

  it('leaves alone what looks like a box in code, and a step without boxes', () => {
    const text = `# Plan

## Implementation Steps

### 1. A (5 min)

\`S-a\` · serves R1

\`\`\`md
- [ ] no box
\`\`\`

1. [ ] a box
   - [ ] one below
   - [x] ticked

### 2. B (5 min)

\`S-b\` · serves R1
`;
    expect(boxesUnder(text, 5).map(box => box.line)).toEqual([13, 14, 15]);
    const marked = markDone(text, 5);
    expect(differences(text, marked.text)).toEqual([
      '1. [ ] a box → 1. [x] a box',
      '   - [ ] one below →    - [x] one below',
    ]);
    expect(marked.changes).toEqual(['ticked 2 boxes']);
    expect(progress(marked.text)).toEqual({ done: 1, total: 2 });
    expect(markDone(text, 17)).toEqual({ text, changes: [] });
  });
});

test('whatever a plan holds: marking touches its status and the step’s boxes alone, and it stays as approved', () => {
  fc.assert(
    fc.property(anyPlan, given => {
      let { markdown } = sealPlan(given, { approved: '2026-11-19T11:00:00.000Z' });
      const start = markdown;
      markdown = markStarted(markdown).text;
      for (const line of lines(markdown).values()) {
        const boxes = new Set(boxesUnder(markdown, line).map(box => box.line));
        const next = markDone(markdown, line).text;
        const [old, young] = [markdown.split('\n'), next.split('\n')];
        old.forEach((was, i) => {
          if (was !== young[i]) expect(boxes.has(i + 1) || /^status: /.test(was)).toBe(true);
        });
        markdown = next;
      }
      expect(sealState(markdown)).toBe('as-approved');
      expect(sealState(`${markdown}\n## Sign-off\n\n- [x] Ada\n`)).toBe('as-approved');
      expect(markdown.length).toBe(
        start.length + (/^status: (.*)$/m.exec(markdown)?.[1]?.length ?? 0) - 'approved'.length,
      );
      const { done, total } = progress(markdown);
      expect(/^status: done$/m.test(markdown)).toBe(total > 0 && done === total);
    }),
    { numRuns: 40 },
  );
}, 60_000);
