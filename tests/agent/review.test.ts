import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sayReview } from '../../src/agent/local/review/say.ts';
import type { Review, ReviewedFile } from '../../src/codemap/port.ts';
import { isConcrete } from '../../src/plan/text-quality.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { firstDraft, lastPlan, run } from './loop.ts';
import { realProject } from './real.ts';

const quiet: Review = { files: [], crossings: [], against: [], proposed: [], sources: 100 };
const file = (path: string, more: Partial<ReviewedFile> = {}): ReviewedFile => ({
  path,
  folder: 'src',
  dependents: { direct: [], all: 0, tests: 0 },
  owners: { path, owners: [], hidden: 0 },
  api: [],
  ...more,
});
const last = { sha: 'c0ffee0', subject: 'change', date: '2026-01-02' };
const texts = (review: Partial<Review>) => sayReview({ ...quiet, ...review }).map(s => s.text);

describe('what a review says', () => {
  it('says nothing where nothing is to be said', () => {
    const ordinary = file('src/a.ts', {
      dependents: { direct: ['src/b.ts'], all: 1, tests: 1 },
      api: [
        {
          name: 'a',
          path: 'src/a.ts',
          line: 1,
          package: 'p',
          published: true,
          changes: false,
          through: at(1),
        },
      ],
      cycle: { kind: 'soft', files: ['src/a.ts', 'src/b.ts'], path: [] },
      owners: { path: 'src/a.ts', owners: ['@all'], hidden: 0, everything: true, source: at(1) },
    });
    expect(texts({ files: [ordinary] })).toEqual([]);
    const circular = {
      ...ordinary.cycle,
      kind: 'load' as const,
      files: ['a.go', 'b.go'],
      path: [edge('a.go', 'b.go', 1)],
    };
    expect(texts({ files: [file('a.go', { cycle: circular })] })).toEqual([]);
  });

  it('says each fact with its places, in the order of its weight', () => {
    const path = [edge('src/a.ts', 'src/b.ts', 3), edge('src/b.ts', 'src/a.ts', 7)];
    const busy = file('src/a.ts', {
      dependents: { direct: Array(6).fill('x'), all: 40, tests: 2, example: edge('src/z.ts', 'src/a.ts', 9) },
      hot: { path: 'src/a.ts', rank: 2, commits: 12, lines: 900, score: 1, last },
      cycle: { kind: 'load', files: ['src/a.ts', 'src/b.ts', 'src/c.ts'], path },
      owners: { path: 'src/a.ts', owners: ['@org/core'], hidden: 1, source: { path: 'CODEOWNERS', line: 4 } },
      api: [
        {
          name: 'open',
          path: 'src/a.ts',
          line: 5,
          package: 'shop',
          published: true,
          changes: true,
          through: at(2),
        },
      ],
    });
    const down = {
      from: 'src/ui',
      to: 'src/plan',
      imports: 9,
      back: 1,
      examples: [edge('src/ui/x.ts', 'src/plan/y.ts', 4)],
    };
    const said = sayReview({
      ...quiet,
      files: [
        busy,
        file('src/k.ts', {
          owners: {
            path: 'src/k.ts',
            owners: [],
            hidden: 0,
            author: { name: 'Ada', commits: 6, of: 7, last },
          },
        }),
      ],
      crossings: [down],
      against: [{ edge: { ...edge('src/plan/y.ts', 'src/ui/x.ts', 8), soft: 'types' }, folders: down }],
      proposed: [
        { from: 'src/plan/n.ts', to: 'src/ui/x.ts', against: down },
        {
          from: 'src/a.ts',
          to: 'src/new.ts',
          closes: [{ from: 'src/new.ts', to: 'src/c.ts' }, { ...edge('src/c.ts', 'src/a.ts', 2) }],
        },
      ],
    });
    expect(said.map(s => s.text)).toEqual([
      'With `src/new.ts` imported by `src/a.ts`, as planned, a circle of imports closes (`src/new.ts` → `src/c.ts:2` → `src/a.ts`): give `src/new.ts` what it needs of `src/a.ts` as an argument.',
      'The import of `src/ui/x.ts` by `src/plan/n.ts` would run against the direction of the folders: `src/ui` imports `src/plan` 9 times (`src/ui/x.ts:4`), the other way once.',
      '`shop` offers `open` (`src/a.ts:5`) to other programs: a change of its arguments, results or errors reaches those too.',
      '`src/a.ts` and `src/b.ts` import each other (`src/a.ts:3`, `src/b.ts:7`), in a circle of 3 files: what `src/a.ts` does while it is loaded may find a name of the others still missing.',
      '`src/plan/y.ts:8` takes types from `src/ui/x.ts` against the direction of the folders: `src/ui` imports `src/plan` 9 times, the other way once.',
      'Between the folders of this plan imports run from `src/ui` to `src/plan` (9 times, `src/ui/x.ts:4`, once back): a new import the other way would turn the layers round.',
      'Of the 100 sources `src/a.ts` (number 2: 12 commits in a year, 900 lines) is among the hottest by change and size.',
      '`src/a.ts` is imported by 6 sources and 2 tests (`src/z.ts:9` is one); 40 % of the 100 sources reach it through them.',
      '`CODEOWNERS:4` makes `@org/core` and 1 named by e-mail the owner of `src/a.ts`: their review is asked for.',
      'Ada made 6 of the 7 commits of two years to `src/k.ts`: the one to ask before it changes.',
    ]);
    for (const s of said) {
      expect(isConcrete(s.text, { words: '' })).toBe(true);
      expect(s.places.length + (s.commits?.length ?? 0)).toBeGreaterThan(0);
    }
  });
});

function at(line: number) {
  return { path: 'src/index.ts', line };
}
function edge(from: string, to: string, line: number) {
  return { from, to, line };
}

describe('on shop-api', () => {
  let repo: FixtureRepo;
  let project: Awaited<ReturnType<typeof realProject>>;
  beforeAll(async () => {
    repo = await makeFixtureRepo('shop-api');
    project = await realProject(repo.root);
  });
  afterAll(async () => {
    await project?.close();
    await repo?.cleanup();
  });

  it('the analysis finds it, the plan has a section of it, and the same run gives the same bytes', async () => {
    const goal = 'add real-time notifications with WebSocket';
    const { session } = await run(project.planner, await project.start(goal), 'research');
    const found = session.findings.filter(f => f.topic === 'architecture');
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(f => f.sources.length > 0)).toBe(true);
    const first = lastPlan(await firstDraft(project.planner, await project.start(goal)));
    const section = first.markdown.split(/^## /m).find(s => s.startsWith('Architecture Review'));
    expect(section).toContain('from `src/services` to `src/repositories` (7 times');
    expect(section).toContain('`src/services/order.service.ts` (number 1:');
    expect(section).not.toContain('Assumption');
    const headings = [...first.markdown.matchAll(/^## (.+)$/gm)].map(m => m[1]);
    expect(headings.indexOf('Architecture Review')).toBe(
      headings.indexOf('Current State and Integration Points') + 1,
    );
    const again = lastPlan(await firstDraft(project.planner, await project.start(goal)));
    expect(again.markdown).toBe(first.markdown);
  });
});
