import { describe, expect, it } from 'vitest';
import { saidOf } from '../../src/plan/checks/claims.ts';
import type { Plan } from '../../src/plan/model.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { samplePlan } from './sample.ts';

const claims = (findings: Plan['findings']) =>
  saidOf(renderPlan({ ...samplePlan, findings }))
    .claims.filter(c => c.path === 'src/list.ts')
    .map(c => c.symbol);

describe('what a plan of the planner says of symbols', () => {
  it('takes a line behind a name for its place', () => {
    expect(claims([{ text: 'It starts in `listAll` (`src/list.ts:31`) today.', sources: [] }])).toEqual([
      'listAll',
    ]);
  });

  it.each([
    ['listAll(page: Page, done: () => void)', true],
    ['cmd.AddCommand(list.NewCmdList(f, nil))', false],
  ])('%s before a line is a definition: %s', (span, defines) => {
    expect(claims([{ text: `The line is \`${span}\` (\`src/list.ts:31\`) today.`, sources: [] }])).toEqual(
      defines ? [span] : [],
    );
  });

  it('takes the lines that a sentence was read from for no place of its last word', () => {
    const source = {
      kind: 'file',
      path: 'src/list.ts',
      line: 31,
      endLine: 38,
      excerpt: { text: 'a', startLine: 31, hash: '0' },
    } as const;
    expect(claims([{ text: 'Nobody but the owner may see it in `shop`.', sources: [source] }])).toEqual([]);
  });
});
