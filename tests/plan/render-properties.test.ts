import fc from 'fast-check';
import type { Root, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { describe, expect, it } from 'vitest';
import { findFrontMatter, frontMatter, parseFrontMatter } from '../../src/plan/front-matter.ts';
import { Plan } from '../../src/plan/model.ts';
import { cell, codeSpan, guardStart, inline, oneLine } from '../../src/plan/render/inline.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { headingOf, sectionKey, sectionList } from '../../src/plan/section-list.ts';
import { outline, parseBody } from '../../src/plan/sections.ts';
import { parseDuration, totals } from '../../src/plan/totals.ts';
import { once } from '../../src/shared/once.ts';
import { plan as anyPlan, text } from './arbitrary.ts';

/** Others each time; a whole plan shrinks for minutes, so the one that fails is named by this and its number. */
const seed = Date.now();

interface Rendered {
  readonly plan: Plan;
  readonly markdown: string;
  readonly entries: ReturnType<typeof outline>;
  readonly tree: Root;
}

/** Any plans: made, rendered and read once for all that holds of each. */
const rendered = once((): readonly Rendered[] =>
  fc.sample(anyPlan, { numRuns: 40, seed }).map(plan => {
    const markdown = renderPlan(plan);
    return { plan, markdown, entries: outline(markdown), tree: parseBody(markdown) };
  }),
);

function ofEach(holds: (one: Rendered) => void): void {
  for (const [n, one] of rendered().entries())
    try {
      holds(one);
    } catch (cause) {
      throw new Error(`of plan ${n} of fc.sample(plan, { numRuns: 40, seed: ${seed} }): ${cause}`, { cause });
    }
}

function all(node: Root | RootContent, type: string): RootContent[] {
  const children = 'children' in node ? (node.children as RootContent[]) : [];
  return [
    ...(node.type === type ? [node as RootContent] : []),
    ...children.flatMap(child => all(child, type)),
  ];
}

/** Text of a heading as a reader sees it, with white space made single. */
const seen = (value: string) => value.replace(/\s+/g, ' ').trim();

describe('inline text', { timeout: 180_000 }, () => {
  it('stays one paragraph that shows the same text', () => {
    fc.assert(
      fc.property(text, value => {
        const written = guardStart(inline(value));
        fc.pre(written !== '');
        const tree = parseBody(`${written}\n`);
        expect(tree.children.map(node => node.type)).toEqual(['paragraph']);
        for (const type of [
          'html',
          'image',
          'emphasis',
          'delete',
          'break',
          'linkReference',
          'footnoteReference',
        ])
          expect(all(tree, type)).toEqual([]);
        // Without code spans, bold words and what Markdown replaces by itself, it reads back exactly.
        if (!/[`\uFFFD]|\*\*/.test(value)) expect(textOf(tree)).toBe(oneLine(value));
      }),
      {
        numRuns: 2000,
        // An address that touches a code span: readers take it up to white space.
        examples: [['https://a.example/b_c?e=f`\n## Rollback\n*a*``a`'], ['`a`https://a.example/b`c`*d*']],
      },
    );
  });

  it('keeps code spans verbatim', () => {
    fc.assert(
      fc.property(text, value => {
        fc.pre(oneLine(value) !== '');
        const [code] = all(parseBody(`x ${codeSpan(value)} y\n`), 'inlineCode');
        expect(code && 'value' in code ? code.value : undefined).toBe(
          oneLine(value).replace(/\0/g, '\uFFFD'),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('never opens a second cell', () => {
    fc.assert(
      fc.property(text, value => {
        const tree = parseBody(`| a | b |\n| --- | --- |\n| ${cell(value)} | end |\n`);
        expect(tree.children.map(node => node.type)).toEqual(['table']);
        const cells = all(tree, 'tableCell');
        expect(cells).toHaveLength(4);
        expect(cells[3] && textOf(cells[3])).toBe('end');
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['a\n## Rollback', 'a ## Rollback'],
    ['uses `a|b` and **all** of snake_case_name', 'uses `a|b` and **all** of snake_case_name'],
    ['src/*.ts and *x*', 'src/\\*.ts and \\*x\\*'],
    ['a <b> 1 < 2', 'a \\<b> 1 < 2'],
    ['[x](y) and a[0](b)', '[x]\\(y) and a[0]\\(b)'],
    ['one ` tick', 'one \\` tick'],
    ['see https://a.example/x_y_z?a=b_c.', 'see https://a.example/x_y_z?a=b_c.'],
    ['AT&T, R&D, &amp;', 'AT&T, R&D, \\&amp;'],
    ['https://a.example/b?e=f&amp; x', 'https\\://a.example/b?e=f\\&amp; x'],
    ['https://a.example/b?e=f&g=h; x', 'https://a.example/b?e=f&g=h; x'],
    ['~5 min', '~5 min'],
    ['C:\\temp\\*', 'C:\\temp\\\\\\*'],
  ])('writes %j as %j', (value, written) => {
    expect(inline(value)).toBe(written);
  });
});

// Any plan is large; on a busy machine one property takes longer than the usual limit.
describe('a rendered plan', { timeout: 180_000 }, () => {
  it('is a plan in the first place', () => {
    ofEach(({ plan }) => {
      expect(Plan.safeParse(plan).success).toBe(true);
    });
  });

  it('has front matter that equals the computed totals', () => {
    ofEach(({ plan, markdown }) => {
      const parsed = parseFrontMatter(markdown);
      expect(parsed).toEqual({ ok: true, value: frontMatter(plan) });
    });
  });

  it('has exactly its own headings, whatever its texts hold', () => {
    ofEach(({ plan, entries }) => {
      expect(entries.filter(e => e.level === 1)).toHaveLength(1);
      const own = new Set<string>(sectionList.map(s => s.heading));
      const sections = entries.filter(e => e.level === 2).map(e => e.title);
      const special = new Set((plan.special ?? []).map(s => s.title));
      expect(sections.filter(title => own.has(title)).length).toBe(
        new Set(sections.filter(title => own.has(title))).size,
      );
      const others = sections.filter(
        title => !own.has(title) && !/^(Approach: |Changed in Revision \d)/.test(title),
      );
      expect(others.length).toBeLessThanOrEqual(special.size);
      const order = sections.flatMap(title => (own.has(title) ? (sectionKey(title) ?? []) : []));
      const expected = sectionList.map(s => s.key).filter(key => order.includes(key));
      expect(order).toEqual(expected);
      const reasoned = plan.approach.decisions.filter(d => d.reasons.some(r => oneLine(r.text) !== ''));
      const threes = entries.filter(e => e.level === 3);
      expect(threes.length).toBeLessThanOrEqual(plan.steps.length + reasoned.length + 1);
      expect(entries.filter(e => e.level > 3)).toEqual([]);
    });
  });

  it('names every step id once, in order', () => {
    ofEach(({ plan, entries }) => {
      const steps = entries.find(e => e.title === headingOf('steps'));
      const ids = entries
        .filter(e => steps && e.line > steps.line && e.line <= steps.endLine)
        .flatMap(e => e.stepId ?? []);
      expect(ids).toEqual(plan.steps.map(step => step.id));
      expect(entries.filter(e => e.stepId !== undefined)).toHaveLength(plan.steps.length);
    });
  });

  it('sums up the files and the time of its steps', () => {
    ofEach(({ plan, tree }) => {
      const sums = totals(plan);
      const listed = Object.values(sums.files).flatMap(entries => entries.map(entry => entry.path));
      expect(new Set(listed)).toEqual(new Set(plan.steps.flatMap(step => step.files.map(f => f.path))));
      expect(listed).toHaveLength(new Set(listed).size);
      for (const step of plan.steps)
        for (const f of step.files)
          if (f.action === 'create' && plan.steps.flatMap(s => s.files).find(g => g.path === f.path) === f)
            expect(sums.files.create.map(total => total.path)).toContain(f.path);
      if (plan.steps.length === 0) return;
      const table = all(tree, 'table').find(node => /^PartSteps/.test(textOf(node)));
      if (!table || !('children' in table)) throw new Error('no timeline');
      const rows = table.children
        .slice(1)
        .map(row => ('children' in row ? row.children.map(c => textOf(c)) : []));
      for (const column of [2, 3, 4]) {
        const numbers = rows.map(row => parseDuration(row[column] ?? '') ?? Number.NaN);
        expect(numbers.slice(0, -1).reduce((a, b) => a + b, 0)).toBe(numbers.at(-1));
      }
    });
  });

  it('holds no HTML, image or definition, and as many code blocks as it was given', () => {
    ofEach(({ plan, tree }) => {
      for (const type of ['html', 'image', 'definition', 'footnoteDefinition', 'emphasis', 'delete', 'break'])
        expect(all(tree, type)).toEqual([]);
      const blocks = [...plan.steps.flatMap(s => s.code), ...plan.rollback.flatMap(r => r.code ?? [])];
      const wanted = blocks.map(b => b.code).filter(code => code.trim() !== '');
      const got = all(tree, 'code').map(node => ('value' in node ? node.value : ''));
      expect(got.map(seen)).toEqual(wanted.map(code => seen(code.replace(/\0/g, '\uFFFD'))));
    });
  });

  it('keeps a text of many lines on one line of the front matter', () => {
    const [plan] = fc.sample(anyPlan, { numRuns: 1, seed: 1 });
    if (!plan) throw new Error('no plan was made');
    const goal = 'add a way to see what is late \n\n  with its owner \nand the reason of each';
    const written = renderPlan({ ...plan, goal, model: goal });
    expect(written.split('\n').filter(line => /^(?:goal|model): .*reason of each"$/.test(line))).toHaveLength(
      2,
    );
    expect(parseFrontMatter(written)).toMatchObject({ ok: true, value: { goal } });
  });

  it('ends no line in white space, ends with one newline, and has no empty section', () => {
    ofEach(({ markdown, entries }) => {
      expect(markdown.split('\n').filter(line => /\s$/.test(line))).toEqual([]);
      expect(markdown).toMatch(/[^\n]\n$/);
      const body = markdown.slice(findFrontMatter(markdown)?.bodyStart ?? 0);
      expect(body).not.toMatch(/\n\n\n/);
      for (const entry of entries) {
        const nested = entries.some(e => e.line > entry.line && e.line <= entry.endLine);
        expect(nested || entry.endLine > entry.line).toBe(true);
      }
    });
  });
});
