import fc from 'fast-check';
import type { Heading, Root, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { describe, expect, it } from 'vitest';
import { type ExportForm, exportForms, exportPlan } from '../../../src/plan/export/index.ts';
import { findFrontMatter } from '../../../src/plan/front-matter.ts';
import { parseFragment } from '../../../src/plan/markdown.ts';
import type { Plan } from '../../../src/plan/model.ts';
import { plan as anyPlan, planOf } from '../arbitrary.ts';

/** Any plan is large: parsing what a form makes of one takes a tenth of a second. */
const runs = { numRuns: 8, endOnFailure: true };
const context = { own: true, done: [] };
const SUSPECT = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

/** Sections that each form may have, in their order. */
const SECTIONS: Partial<Record<ExportForm, readonly string[]>> = {
  adr: [
    'Context and Problem Statement',
    'Decision Drivers',
    'Considered Options',
    'Decision Outcome',
    'Pros and Cons of the Options',
    'More Information',
  ],
  onboarding: [
    'What it is for',
    'Where it lives',
    'How it works, and why',
    'How to try it',
    'Words',
    'What can go wrong',
    'What is still open',
    'Whom to ask',
  ],
  'refactoring-guide': [
    'What changes',
    'Behaviour to preserve',
    'Safety net',
    'Order of the steps',
    'The steps',
    'When it has to be undone',
    'Done',
  ],
  'implementation-doc': [
    'Overview',
    'Decisions',
    'Files',
    'Functions',
    'Data',
    'How it is written',
    'Packages',
    'Operations',
    'Security',
    'Tests',
    'Limits',
  ],
  'github-issue': [
    'Tasks',
    'Requirements',
    'Approach',
    'Open questions',
    'Test cases',
    'Risks',
    'Rollback',
    'Findings',
  ],
};

/** What a reader sees of a form: an issue's first line is its title, which is no Markdown. */
function tree(text: string, form: ExportForm): Root {
  const from = form === 'github-issue' ? text.indexOf('\n\n') : (findFrontMatter(text)?.bodyStart ?? 0);
  return parseFragment(text.slice(from));
}

function headings(root: Root): readonly Heading[] {
  return root.children.filter(node => node.type === 'heading');
}

function deep(node: Root | RootContent): readonly RootContent[] {
  const children: readonly RootContent[] = 'children' in node ? node.children : [];
  return children.flatMap(child => [child, ...deep(child)]);
}

describe('whatever the texts of a plan hold', { timeout: 60_000 }, () => {
  it.each(exportForms)('%s is exported, without a character that a terminal would obey', form => {
    fc.assert(
      fc.property(anyPlan, fc.boolean(), (plan, own) => {
        const text = exportPlan(plan, form, { ...context, own });
        expect(text.replace(/[\t\n]/g, '')).not.toMatch(SUSPECT);
        expect(text.endsWith('\n')).toBe(true);
      }),
      runs,
    );
  });

  it.each(Object.keys(SECTIONS) as ExportForm[])('%s has its own sections and no others, in order', form => {
    const wanted = SECTIONS[form] ?? [];
    fc.assert(
      fc.property(anyPlan, plan => {
        const root = tree(exportPlan(plan, form, context), form);
        const second = headings(root)
          .filter(({ depth }) => depth === 2)
          .map(node => textOf(node));
        expect(second).toEqual(wanted.filter(title => second.includes(title)));
        const first = headings(root).filter(({ depth }) => depth === 1);
        expect(first).toHaveLength(form === 'github-issue' ? 0 : 1);
        expect(deep(root).filter(node => node.type === 'html' || node.type === 'image')).toEqual([]);
      }),
      runs,
    );
  });

  it('a guide has one heading a step, a task list one task a step', () => {
    fc.assert(
      fc.property(anyPlan, plan => {
        const guide = tree(exportPlan(plan, 'refactoring-guide', context), 'refactoring-guide');
        expect(headings(guide).filter(({ depth }) => depth === 3)).toHaveLength(plan.steps.length);
        const done = plan.steps.slice(0, 1).map(step => step.id);
        const issue = tree(exportPlan(plan, 'github-issue', { ...context, done }), 'github-issue');
        const boxes = deep(issue).flatMap(node =>
          node.type === 'listItem' && typeof node.checked === 'boolean' ? [node.checked] : [],
        );
        expect(boxes).toEqual(plan.steps.map((_, at) => at === 0));
      }),
      runs,
    );
  });
});

describe('secrets', () => {
  const KEY = `ghp_${'a1B2c3D4e5'.repeat(4)}`;
  const secretive = planOf(
    fc.constantFrom(`the key is ${KEY}`, `url https://ada:hunter2@db.example/x`, 'word'),
  );

  it.each(exportForms)('are hidden in %s', { timeout: 60_000 }, form => {
    fc.assert(
      fc.property(secretive, (plan: Plan) => {
        const text = exportPlan(plan, form, { ...context, beside: { plan, own: true } });
        expect(text).not.toContain(KEY);
        expect(text).not.toContain('hunter2');
      }),
      { numRuns: 4 },
    );
  });
});
