import fc from 'fast-check';
import type { Root, RootContent } from 'mdast';
import { describe, expect, it } from 'vitest';
import { MOST_OF_A_BODY, MOST_OF_A_TITLE } from '../../../src/plan/export/github-issue.ts';
import { exportPlan } from '../../../src/plan/export/index.ts';
import { unpinged } from '../../../src/plan/export/unpinged.ts';
import { parseFragment } from '../../../src/plan/markdown.ts';
import type { Plan } from '../../../src/plan/model.ts';
import { guardStart, inline } from '../../../src/plan/render/inline.ts';
import { planOf } from '../arbitrary.ts';
import { samplePlan } from '../sample.ts';

const context = { own: true, done: [], path: 'plans/a.md' };
const issue = (plan: Plan) => {
  const [title = '', , ...body] = exportPlan(plan, 'github-issue', context).split('\n');
  return { title, body: body.join('\n') };
};

/** Text that GitHub looks for names and numbers in: everything but code. */
function readable(node: Root | RootContent): readonly string[] {
  if (node.type === 'text') return [node.value];
  if (node.type === 'link') return [`link to ${node.url}`, ...node.children.flatMap(readable)];
  return 'children' in node ? node.children.flatMap(readable) : [];
}
const CALLS =
  /(?<!\w)@[a-z\d]|#\d|\bGH-\d|link to https?:\/\/(?:www\.)?github\.com\/[^/]+\/[^/]+\/(?:issues|pull)\//i;

describe('nobody is called', () => {
  it.each([
    ['ask @kim about it', 'ask `@kim` about it'],
    ['@kim, @lee/ops-team.', '`@kim`, `@lee/ops-team`.'],
    ['as #123 says, and a/b#7', 'as `#123` says, and `a/b#7`'],
    ['GH-12 and gh-13', '`GH-12` and `gh-13`'],
    ['kim@example.org', 'kim@example.org'],
    ['already `@kim` and `#1`', 'already `@kim` and `#1`'],
    ['\\@kim \\#12', '`@kim` `#12`'],
    ['\\\\@kim', '\\\\`@kim`'],
    ['**by @kim**', '**by `@kim`**'],
    ['`a`@kim', '`a` `@kim`'],
    ['**ask**@kim', '**ask**`@kim`'],
    ['@a/b#1', '`@a/b#1`'],
    ['install @types/ws', 'install `@types/ws`'],
    ['C# 12 and item # 3', 'C# 12 and item # 3'],
    ['see https://github.com/a/b/issues/3.', 'see `https://github.com/a/b/issues/3`.'],
    ['see <https://github.com/a/b/pull/3>', 'see `https://github.com/a/b/pull/3`'],
    ['see https://github.com/a/b', 'see https://github.com/a/b'],
    ['https://github.com/a/b/issues/1`@kim`@kim', '``https://github.com/a/b/issues/1`@kim`@kim``'],
    ['```\n@kim #1\n```', '```\n@kim #1\n```'],
    ['| a |\n| --- |\n| @kim |', '| a |\n| --- |\n| `@kim` |'],
  ])('%j becomes %j', (markdown, written) => {
    expect(unpinged(markdown)).toBe(written);
    expect(unpinged(written)).toBe(written);
  });

  const calling = fc
    .array(
      fc.constantFrom(
        '@kim',
        '@',
        '#12',
        '#',
        'a/b#3',
        'GH-4',
        '\\',
        '\\\\',
        '`',
        '``',
        '_',
        '**',
        ' ',
        '.',
        'word',
        '/',
        '-',
        '&#64;kim',
        'https://github.com/a/b/issues/1',
        'me@a.example',
        '(',
        ')',
        '[',
        ']',
        '<',
        '>',
        '@a_b',
        '~',
        '!',
      ),
      { minLength: 1, maxLength: 7 },
    )
    .map(parts => parts.join(''));

  it('in any text that a plan’s data may hold', () => {
    fc.assert(
      fc.property(calling, text => {
        const written = guardStart(inline(text));
        fc.pre(written !== '');
        const quiet = unpinged(written);
        const tree = parseFragment(quiet);
        for (const seen of readable(tree)) expect(seen).not.toMatch(CALLS);
        expect(tree.children.map(node => node.type)).toEqual(['paragraph']);
      }),
      { numRuns: 2_000 },
    );
  });

  it('in the whole issue', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(planOf(calling), plan => {
        for (const seen of readable(parseFragment(issue(plan).body))) expect(seen).not.toMatch(CALLS);
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });
});

describe('a long plan', () => {
  const long = (steps: number, details: number): Plan => ({
    ...samplePlan,
    steps: Array.from({ length: steps }, (_, i) => ({
      ...(samplePlan.steps[1] ?? samplePlan.steps[0]!),
      id: `S-${i}`,
      title: `Step number ${i}`,
      dependsOn: [],
      verify: Array.from({ length: details }, (_, j) => ({
        kind: 'observe' as const,
        text: `It is seen ${i} ${j}`,
      })),
    })),
  });

  it('fits, and says what was left out', () => {
    const { body } = issue(long(40, 60));
    expect(body.length).toBeLessThanOrEqual(MOST_OF_A_BODY);
    expect(body).toContain('> Shortened to the 65,536 characters that GitHub takes. Left out: ');
    expect(body).toMatch(/Left out: files and verification of steps \d+ to 40, .*the rollback/);
    expect(body).toContain('The plan itself has all of it.');
    expect(issue(long(10, 1)).body).not.toContain('Shortened');
  });

  it('with one step too long keeps its title and leaves out what it says', () => {
    const { body } = issue(long(1, 5_000));
    expect(body.length).toBeLessThanOrEqual(MOST_OF_A_BODY);
    expect(body).toContain('- [ ] **1. Step number 0**');
    expect(body).toContain('files and verification of step 1');
    expect(body).toContain('## Requirements');
  });

  it('of thousands of steps lists those that fit and counts the others', () => {
    const { body } = issue(long(3_000, 1));
    expect(body.length).toBeLessThanOrEqual(MOST_OF_A_BODY);
    const shown = body.match(/^- \[ \] /gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(100);
    expect(body).toContain(`${3_000 - shown} tasks (steps ${shown + 1} to 3000)`);
  });

  it('never has a line break in its title, nor too long a one', () => {
    const { title } = issue({ ...samplePlan, title: `a\n# b ${'日本'.repeat(300)}` });
    expect(title.startsWith('a # b ')).toBe(true);
    expect(title.length).toBeLessThanOrEqual(MOST_OF_A_TITLE);
    expect(issue({ ...samplePlan, title: ' ' }).title).toBe('Untitled plan');
  });
});
