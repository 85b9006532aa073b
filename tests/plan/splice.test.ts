import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan, Step } from '../../src/plan/model.ts';
import { readPlan } from '../../src/plan/read/index.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { outline } from '../../src/plan/sections.ts';
import { splice } from '../../src/plan/splice.ts';
import { edit, edited } from './edits.ts';
import { samplePlan } from './sample.ts';

const read = (markdown: string): Plan | undefined => {
  const result = readPlan(markdown);
  return result.ok ? result.value.plan : undefined;
};
const written = renderPlan(samplePlan);
const sample = read(written) as Plan;
const withStep = (plan: Plan, id: string, change: (step: Step) => Partial<Step>): Plan => ({
  ...plan,
  steps: plan.steps.map(step => (step.id === id ? { ...step, ...change(step) } : step)),
});

/** Lines of the first that the second does not hold, and the other way round, as bags. */
function differing(before: string, after: string) {
  const count = (text: string) => {
    const bag = new Map<string, number>();
    for (const line of text.split('\n')) bag.set(line, (bag.get(line) ?? 0) + 1);
    return bag;
  };
  const [a, b] = [count(before), count(after)];
  const minus = (x: typeof a, y: typeof a) =>
    [...x].flatMap(([line, n]) => Array<string>(Math.max(0, n - (y.get(line) ?? 0))).fill(line));
  return { gone: minus(a, b), come: minus(b, a) };
}

describe('a change by the app', () => {
  test('in a file that nobody edited is the new rendering', () => {
    const after = withStep(sample, 'S-hub', () => ({ title: 'Keep the sockets in a registry' }));
    expect(splice(written, sample, after)).toBe(renderPlan(after));
    const fewer = { ...sample, steps: sample.steps.filter(s => s.id !== 'S-docs') };
    expect(splice(written, sample, fewer)).toBe(renderPlan(fewer));
    const [first, second, ...rest] = sample.steps;
    const moved = { ...sample, steps: [second, first, ...rest] as Step[] };
    expect(splice(written, sample, moved)).toBe(renderPlan(moved));
    const more = {
      ...sample,
      steps: [...sample.steps, { ...(first as Step), id: 'S-new', title: 'One more' }],
    };
    expect(read(splice(written, sample, more))).toEqual(read(renderPlan(more)));
  });

  test('touches its own lines only, among a person’s words, bullets and sections', () => {
    const edited = written
      .replace('## Timeline', '## What Tom said\n\nMind the *replicas*.\n\n## Timeline')
      .replace('- A ping every 30 s', '* A ping every 20 s')
      .replace('drops sockets that do not answer.', 'drops sockets that do not answer, as Tom wants.');
    const before = read(edited) as Plan;
    const after = withStep(before, 'S-publish', () => ({ title: 'Publish what is stored' }));
    const { gone, come } = differing(edited, splice(edited, before, after));
    expect(gone).toEqual(['### 3. Publish what setStatus stores (20–40 min)']);
    expect(come).toEqual(['### 3. Publish what is stored (20–40 min)']);
  });

  test('a step that is taken out takes its numbers along, and leaves the words of the others', () => {
    const edited = written
      .replace('### 4. Test connection', '### 4. Test the connection')
      .replace('Start the server on port 0', 'Start the server on port 0 (Tom: any port)');
    const before = read(edited) as Plan;
    const after = {
      ...before,
      steps: before.steps
        .filter(s => s.id !== 'S-install')
        .map(s => ({ ...s, dependsOn: s.dependsOn.filter(id => id !== 'S-install') })),
    };
    const spliced = splice(edited, before, after);
    expect(spliced).toContain('### 3. Test the connection');
    expect(spliced).toContain('(Tom: any port)');
    expect(read(spliced)?.steps.map(s => s.id)).toEqual(after.steps.map(s => s.id));
    expect(spliced).not.toContain('S-install');
  });

  test('keeps line ends, a byte order mark, and keys of front matter that are not ours', () => {
    const edited =
      `\uFEFF${written.replace('engine: local', 'engine: local\nreviewed_by: [tom, kim]')}`.replace(
        /\n/g,
        '\r\n',
      );
    const before = read(edited) as Plan;
    const after = withStep({ ...before, revision: 3 }, 'S-hub', () => ({ title: 'A hub' }));
    const spliced = splice(edited, before, after);
    expect(spliced.replace(/\r\n/g, '')).not.toContain('\n');
    expect(spliced.startsWith('\uFEFF---\r\n')).toBe(true);
    expect(spliced).toContain('revision: 3\r\n');
    expect(spliced).toContain('reviewed_by: [tom, kim]\r\n');
    expect(spliced).toMatch(/^### 2\. A hub \(25–40 min\)\r$/m);
  });

  test('a section that a person took out stays out', () => {
    const edited = written.replace(/## Monitoring\n[\s\S]*?(?=## Risks)/, '');
    const before = read(edited) as Plan;
    const after = withStep(before, 'S-hub', () => ({ title: 'A hub' }));
    expect(splice(edited, before, after)).not.toContain('## Monitoring');
  });
});

test('10,000 edits by hand: what the app does not change comes back byte for byte', () => {
  let spliced = 0;
  fc.assert(
    fc.property(fc.array(edit, { minLength: 60, maxLength: 140 }), edits => {
      const file = edited(written, edits);
      const before = read(file);
      if (!before) return;
      expect(splice(file, before, { ...before })).toBe(file);
      const target = before.steps.find(step => step.id === 'S-publish');
      if (!target) return;
      const after = withStep(before, target.id, () => ({ rollback: [...target.rollback, 'Tell the team.'] }));
      const now = splice(file, before, after);
      spliced++;
      // Every part but the step is as the person left it.
      const entry = outline(file).find(e => e.stepId === target.id);
      const lines = file.split('\n');
      const above = lines.slice(0, (entry?.line ?? 1) - 1).map(line => `${line}\n`);
      const below = lines.slice(entry?.endLine ?? lines.length);
      expect(now.startsWith(above.join(''))).toBe(true);
      expect(now.endsWith(below.join('\n'))).toBe(true);
      expect(now).toContain('Tell the team.');
    }),
    { numRuns: 100, endOnFailure: true },
  );
  expect(spliced).toBeGreaterThan(15);
}, 180_000);
