import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moveOf } from '../../src/agent/local/draft/move-steps.ts';
import { readGoal } from '../../src/agent/local/words.ts';
import { repository } from '../host/repository.ts';
import { firstDraft, lastPlan } from './loop.ts';
import { realProject } from './real.ts';

const lines = (n: number, of: string) => Array.from({ length: n }, (_, i) => `${of}${i};`).join('\n');

/** A shop of a few files: a function with callers in three folders, a member with an override, one long function. */
function shop(): string {
  return repository({
    'package.json': '{"name":"shop","scripts":{"test":"vitest run"},"devDependencies":{"vitest":"4"}}\n',
    'CHANGELOG.md': '# Changes\n\n- `formatAmount` rounds half up\n',
    'src/utils/money.ts': `import { locale } from './locale.ts';

export function formatAmount(cents: number): string {
  return (cents / 100).toFixed(2) + locale;
}
`,
    'src/utils/locale.ts': "export const locale = 'en';\n",
    'src/core/order.ts': `import { formatAmount } from '../utils/money.ts';
import {
  locale,
} from '../utils/locale.ts';

export class Order {
  total(cents: number): string {
    return formatAmount(cents) + locale;
  }
}

export class GiftOrder extends Order {
  total(cents: number): string {
    return super.total(cents);
  }
}
`,
    'src/app.ts': `import { GiftOrder } from './core/order.ts';
import { formatAmount } from './utils/money.ts';

export function checkOut(items: readonly number[], code: string): string {
  let sum = 0;
  for (const item of items) {
${lines(6, '    sum += item * ')}
  }
  if (code !== '') {
    if (code.length > 3) {
${lines(5, '      sum -= ')}
    }
  }
  return formatAmount(sum) + new GiftOrder().total(sum);
}
`,
    'tests/money.test.ts': `import { expect, it } from 'vitest';
import { formatAmount } from '../src/utils/money.ts';

it('has two digits', () => {
  expect(formatAmount(5)).toBe('0.05en');
});
`,
  });
}

let project: Awaited<ReturnType<typeof realProject>>;
beforeAll(async () => {
  const root = shop();
  project = await realProject(root, join(root, 'src'));
});
afterAll(() => project.close());
const planFor = async (goal: string) =>
  lastPlan(await firstDraft(project.planner, await project.start(goal))).plan;
const filesOf = (
  step: { readonly files: readonly { path: string; action: string; what: string }[] } | undefined,
) => step?.files.map(({ action, path, what }) => `${action} ${path}: ${what}`);

describe('a rename', () => {
  it('that names no new one speaks of columns only where a table is described', async () => {
    const plan = await planFor('rename the order total');
    const said = plan.steps.flatMap(s => s.details).join('\n');
    expect(said).toContain('the old one taken away');
    expect(said).not.toContain('A column of a table');
  });

  it('names every line that changes, imports too, in one commit, and leaves what was written of a release', async () => {
    const plan = await planFor('rename formatAmount to formatPrice');
    expect(plan.steps.map(s => s.id)).toEqual(['S-safety-net', 'S-rename']);
    expect(filesOf(plan.steps[1])?.sort()).toEqual([
      'modify src/app.ts: `formatPrice` on lines 2, 23',
      'modify src/core/order.ts: `formatPrice` on lines 1, 8',
      'modify src/utils/money.ts: `formatPrice` in its place',
      'modify tests/money.test.ts: `formatPrice` on lines 2, 5',
    ]);
    expect(plan.questions).toEqual([]);
    expect(plan.steps[0]?.verify[0]?.text).toBe('npm test');
  });

  it('takes an override of a member along', async () => {
    const plan = await planFor('rename Order.total to Order.sum');
    const step = plan.steps.find(s => s.id === 'S-rename');
    expect(step?.details.join('\n')).toMatch(/`GiftOrder` \(`src\/core\/order\.ts:13`\) defines `total` too/);
    expect(filesOf(step)?.join('\n')).toContain('`sum` in its place, also on line');
  });
});

describe('a move', () => {
  it('is one commit of the file and all who import it', async () => {
    const plan = await planFor('move money out of utils into core');
    expect(plan.kind).toBe('refactoring');
    const step = plan.steps.find(s => s.id === 'S-move');
    expect(filesOf(step)).toEqual([
      'create src/core/money.ts: what stands in `src/utils/money.ts`, moved as it is',
      'delete src/utils/money.ts: moved to `src/core/money.ts`',
      'modify src/app.ts: import it from `src/core/money.ts`',
      'modify src/core/order.ts: import it from `src/core/money.ts`',
      'modify tests/money.test.ts: import it from `src/core/money.ts`',
    ]);
    expect(step?.details.join('\n')).toContain('It imports `src/utils/locale.ts`');
  });

  const paths = new Set([
    'src/utils/timeout.ts',
    'src/utils/merge.ts',
    'src/core/a.ts',
    'lib/core/b.ts',
    'x/merge.ts',
  ]);
  it.each([
    ['move timeout out of utils into core', 'src/utils/timeout.ts', 'src/core/timeout.ts'],
    ['move src/utils/timeout.ts to lib/core', 'src/utils/timeout.ts', 'lib/core/timeout.ts'],
    ['move timeout.ts to src/core/time.ts', 'src/utils/timeout.ts', 'src/core/time.ts'],
    ['move merge from utils to core', 'src/utils/merge.ts', 'src/core/merge.ts'],
    ['move merge to core', undefined, undefined],
    ['move timeout to nowhere', undefined, undefined],
    ['move timeout to utils', undefined, undefined],
    ['move a.ts to src/utils/merge.ts', undefined, undefined],
  ])('%s', (goal, from, to) => {
    expect(moveOf({ goal: readGoal(goal), paths })).toEqual(from && { from, to });
  });
});

describe('what is simplified', () => {
  it('is said piece by piece, with the lines of each', async () => {
    const plan = await planFor('simplify checkOut');
    const step = plan.steps.find(s => s.files.some(f => f.path === 'src/app.ts'));
    const said = step?.details.join('\n') ?? '';
    expect(said).toContain('`checkOut` has 21 lines and 3 branches, 2 levels deep at most.');
    expect(said).toContain('Lines 6–13, `for (const item of items) {`: a function of its own');
    expect(said).toContain("Lines 14–22, `if (code !== '') {`: a function of its own");
  });
});
