import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { carryEdits, editedRevision, restoredRevision } from '../../src/plan/carry-edits.ts';
import type { Plan, Revision } from '../../src/plan/model.ts';
import { readPlan } from '../../src/plan/read/index.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { outline, withoutNumbers } from '../../src/plan/sections.ts';
import { edit, edited } from './edits.ts';
import { samplePlan } from './sample.ts';

const asRead = (markdown: string): Plan => {
  const read = readPlan(markdown);
  if (!read.ok) throw new Error(read.error.message);
  return read.value.plan;
};
const base: Revision = { number: 2, markdown: renderPlan(samplePlan), plan: samplePlan };

function byHand(change: (markdown: string) => string, from: Revision = base): Revision {
  const made = editedRevision(from, change(from.markdown), from.number + 1, { kind: 'edited' });
  if (!made.ok) throw new Error(made.error.message);
  return made.value;
}
const section = (markdown: string, title: string) => {
  const entry = outline(markdown).find(e => e.title.startsWith(title));
  return entry
    ? markdown
        .split('\n')
        .slice(entry.line - 1, entry.endLine)
        .join('\n')
    : '';
};
/** Lines that only one of the two holds, in order. */
const differing = (a: string, b: string) => {
  const [old, young] = [a.split('\n'), b.split('\n')];
  return {
    gone: old.filter(line => !young.includes(line)),
    come: young.filter(line => !old.includes(line)),
  };
};

describe('an edit by hand', () => {
  test('is the next revision, byte for byte but for its number and what it changed', () => {
    const now = byHand(text => text.replace('A ping every 30 s', 'A ping every 20 s'));
    expect(now).toMatchObject({ number: 3, basedOn: 2, origin: { kind: 'edited' }, drafted: samplePlan });
    const { gone, come } = differing(base.markdown, now.markdown);
    expect(gone.slice(0, 2)).toEqual(['revision: 2', '## Changed in Revision 2']);
    expect(gone.at(-1)).toContain('A ping every 30 s');
    expect(come).toEqual([
      'revision: 3',
      '## Changed in Revision 3',
      '- **Your edit**: Changes “Keep the sockets of each user in a hub” (step 2).',
      gone.at(-1)?.replace('30 s', '20 s'),
    ]);
    expect(now.plan.steps[1]).not.toEqual(samplePlan.steps[1]);
  });

  test('of a step’s minutes takes timeline and totals along', () => {
    const now = byHand(text => text.replace('in a hub (25–40 min)', 'in a hub (50–80 min)'));
    expect(now.plan.steps[1]?.estimate).toMatchObject({ low: 50, high: 80 });
    const written = renderPlan(now.plan);
    for (const title of ['Timeline', 'File Changes', 'Implementation Plan'])
      expect(section(now.markdown, title)).toBe(section(written, title));
    expect(now.markdown.slice(0, now.markdown.indexOf('# Implementation'))).toBe(
      written.slice(0, written.indexOf('# Implementation')),
    );
    expect(section(now.markdown, 'Timeline')).not.toBe(section(base.markdown, 'Timeline'));
  });

  test('leaves a timeline that a person wrote alone', () => {
    const now = byHand(text =>
      text
        .replace('in a hub (25–40 min)', 'in a hub (50–80 min)')
        .replace('## Timeline\n', '## Timeline\n\nTom: we have until Friday.\n'),
    );
    expect(section(now.markdown, 'Timeline')).toBe(
      section(base.markdown, 'Timeline').replace(
        '## Timeline\n',
        '## Timeline\n\nTom: we have until Friday.\n',
      ),
    );
  });

  test('that moves a step takes its number along, in headings, references and the timeline', () => {
    const step = section(base.markdown, '5. ');
    const now = byHand(text =>
      text
        .replace(`${step}\n`, '')
        .replace('### 1. Install', `${step.replace('ping', 'beat')}\n\n### 1. Install`),
    );
    const numbers = outline(now.markdown).flatMap(e =>
      e.stepId ? [`${e.title.split('.')[0]} ${e.stepId}`] : [],
    );
    expect(numbers).toEqual(now.plan.steps.map((s, i) => `${i + 1} ${s.id}`));
    expect(now.plan.steps[0]?.id).toBe(samplePlan.steps[4]?.id);
    const dependsOn = (plan: Plan) => Object.fromEntries(plan.steps.map(s => [s.id, s.dependsOn]));
    expect(dependsOn(now.plan)).toEqual(dependsOn(samplePlan));
    expect(now.plan.security).toEqual(samplePlan.security);
    expect(now.plan.rollback).toEqual(asRead(base.markdown).rollback);
    const again = readPlan(now.markdown);
    expect(again.ok && dependsOn(again.value.plan)).toEqual(dependsOn(samplePlan));
  });

  test('keeps sections and words of the person’s own, and line ends', () => {
    const own = '## What Tom said\r\n\r\nMind the *replicas*.\r\n\r\n';
    const now = byHand(text => text.replace(/\n/g, '\r\n').replace('## Timeline', `${own}## Timeline`));
    expect(now.markdown).toContain(own);
    expect(now.markdown.replace(/\r\n/g, '')).not.toContain('\n');
    expect(now.plan.changes[0]?.what).toBe('Added “What Tom said”.');
  });

  test('puts front matter back that was taken out', () => {
    const now = byHand(text => text.replace(/^---\n[\s\S]*?\n---\n\n/, '').replace('Customers', 'Shoppers'));
    expect(now.markdown.startsWith('---\nschema: 1\n')).toBe(true);
    expect(now.plan.goal).toBe(samplePlan.goal);
  });

  test('that cannot be read says why', () => {
    const twice = editedRevision(base, base.markdown.replaceAll('`S-hub`', '`S-install`'), 3, {
      kind: 'edited',
    });
    expect(!twice.ok && twice.error.kind).toBe('duplicate-step');
    const same = editedRevision(base, base.markdown, 3, { kind: 'edited' });
    expect(!same.ok && same.error.kind).toBe('nothing-changed');
    const yaml = editedRevision(base, base.markdown.replace('clean: true', 'clean: ['), 3, {
      kind: 'edited',
    });
    expect(!yaml.ok && yaml.error.kind).toBe('bad-yaml');
  });
});

describe('the planner’s next draft', () => {
  const now = byHand(text =>
    text
      .replace('A ping every 30 s', 'A ping every 20 s')
      .replace('## Timeline', '## What Tom said\n\nMind the *replicas*.\n\n## Timeline'),
  );
  const drafted: Plan = {
    ...samplePlan,
    revision: 4,
    changes: [{ because: 'You said “no docs”', what: 'drops a step.', stepIds: [] }],
    steps: samplePlan.steps.filter(step => step.id !== 'S-docs'),
    outOfScope: [...samplePlan.outOfScope, 'Documents.'],
  };

  test('stands together with what was edited', () => {
    const next = carryEdits(now, drafted);
    if (!next.ok) throw new Error(next.error.message);
    const { markdown, plan } = next.value;
    expect(next.value).toMatchObject({ basedOn: 3, drafted });
    expect(markdown).toContain('A ping every 20 s');
    expect(markdown).toContain('Mind the *replicas*.');
    expect(markdown).toContain('- Documents.');
    expect(markdown).toContain('## Changed in Revision 4\n\n- **You said “no docs”**');
    expect(markdown).not.toContain('Your edit');
    expect(plan.steps.map(s => s.id)).toEqual(drafted.steps.map(s => s.id));
    expect(plan.revision).toBe(4);
  });

  test('is its own where nothing was edited', () => {
    const next = carryEdits(base, drafted);
    expect(next.ok && next.value).toEqual({ basedOn: 2, markdown: renderPlan(drafted), plan: drafted });
    expect(carryEdits(undefined, drafted)).toEqual({
      ok: true,
      value: { markdown: renderPlan(drafted), plan: drafted },
    });
  });

  test('after edits of edits still knows what the planner drafted', () => {
    const twice = byHand(text => text.replace('Mind the *replicas*', 'Mind both *replicas*'), now);
    const next = carryEdits({ ...twice, number: 4 }, { ...drafted, revision: 5 });
    expect(next.ok && next.value.markdown).toContain('Mind both *replicas*.');
    expect(next.ok && next.value.markdown).toContain('A ping every 20 s');
    expect(next.ok && next.value.markdown).not.toContain('S-docs');
  });
});

test('a restored revision is the old text under a new number', () => {
  const edited = byHand(text => text.replace('A ping every 30 s', 'A ping every 20 s'));
  const back = restoredRevision(base, 4);
  expect(back).toMatchObject({ number: 4, basedOn: 2, origin: { kind: 'restored', of: 2 } });
  expect(back.drafted).toBeUndefined();
  expect(differing(base.markdown, back.markdown).come).toEqual(['revision: 4', '## Changed in Revision 4']);
  expect(restoredRevision(edited, 5).drafted).toBe(samplePlan);
});

test('2,000 edits by hand: a line that nobody touched and that is not computed is there still, in order', () => {
  let made = 0;
  fc.assert(
    fc.property(fc.array(edit, { minLength: 20, maxLength: 80 }), edits => {
      const text = edited(base.markdown, edits);
      const now = editedRevision(base, text, 3, { kind: 'edited' });
      if (!now.ok) return;
      made++;
      const computed = new Set([
        ...section(base.markdown, 'Timeline').split('\n'),
        ...section(base.markdown, 'File Changes').split('\n'),
        ...section(base.markdown, 'Changed in Revision').split('\n'),
        base.markdown.split('\n').find(line => line.startsWith('5 steps · ')) ?? '',
      ]);
      const body = text.slice(text.indexOf('\n---\n', 4) + 5);
      const kept = body.split('\n').filter(line => line.trim() !== '' && !computed.has(line));
      // Of the line below a step's heading the id alone: what is likely follows from the range.
      const plain = (line: string) =>
        /^`\S+` · /.exec(line)?.[0] ?? withoutNumbers(line.replace(/^(#+\s+)\d+(?=[.)])/, '$1#'));
      const lines = now.value.markdown.split('\n').map(plain);
      let at = 0;
      for (const line of kept) {
        const found = lines.indexOf(plain(line), at);
        expect(found, `“${line}” is lost`).toBeGreaterThanOrEqual(at);
        at = found + 1;
      }
      const again = readPlan(now.value.markdown);
      expect(again.ok && again.value.plan).toEqual(now.value.plan);
    }),
    { numRuns: 40, endOnFailure: true },
  );
  expect(made).toBeGreaterThan(8);
}, 120_000);
