import { describe, expect, it } from 'vitest';
import { renderPlan } from '../../src/plan/render.ts';
import { outline, sectionBytes, stepBytes, withoutNumbers } from '../../src/plan/sections.ts';
import { samplePlan } from './sample.ts';

const markdown = renderPlan(samplePlan);
const lines = markdown.split('\n');

describe('outline', () => {
  it('names every heading with its line in the file', () => {
    for (const entry of outline(markdown))
      expect(lines[entry.line - 1]).toBe(`${'#'.repeat(entry.level)} ${entry.title}`);
    expect(outline(markdown).filter(e => e.level === 2)).toHaveLength(18);
  });

  it('knows the steps by their ids, in order', () => {
    expect(outline(markdown).flatMap(e => e.stepId ?? [])).toEqual(samplePlan.steps.map(s => s.id));
  });

  it('ends a step before the next one and a section before the next section', () => {
    const install = stepBytes(markdown, 'S-install') ?? '';
    expect(install.startsWith('### 1. Install ws (5 min)\n')).toBe(true);
    expect(install.endsWith('- `npm uninstall ws @types/ws`\n')).toBe(true);
    expect(sectionBytes(markdown, 'Implementation Steps')).toContain('### 5. Tell the front end');
    expect(sectionBytes(markdown, 'approach')).toMatch(/^## Approach: WebSocket hub/);
    expect(sectionBytes(markdown, 'Next Steps')?.endsWith('open question says so.\n')).toBe(true);
    expect(stepBytes(markdown, 'S-none')).toBeUndefined();
    expect(sectionBytes(markdown, 'None')).toBeUndefined();
  });

  it.each([
    ['a heading inside code', '# A\n\n```md\n## B\n```\n', ['A']],
    ['a heading inside a list', '# A\n\n- x\n  ## B\n', ['A']],
    ['setext headings', 'A\n=\n\nB\n-\n', ['A', 'B']],
    ['CRLF', '# A\r\n\r\n## B\r\n\r\ntext\r\n', ['A', 'B']],
    ['no heading at all', 'text\n', []],
    ['an empty file', '', []],
  ])('reads %s', (_, text, titles) => {
    expect(outline(text).map(e => e.title)).toEqual(titles);
  });

  it.each([
    ['a code span alone', '### 1. A\n\n`S-a`\n', 'S-a'],
    ['a comment', '### 1. A\n<!-- step: S-a -->\n', 'S-a'],
    ['a code span and more', '### A\n\n`S-a` · serves R1\n', 'S-a'],
    ['prose that begins with code', '### A\n\n`npm test` runs.\n', undefined],
    ['a list', '### A\n\n- `S-a`\n', undefined],
  ])('finds the identity in %s', (_, text, id) => {
    expect(outline(text)[0]?.stepId).toBe(id);
  });
});

it('compares steps whatever their numbers are', () => {
  const fewer = renderPlan({ ...samplePlan, steps: samplePlan.steps.filter(s => s.id !== 'S-tests') });
  expect(stepBytes(fewer, 'S-guide')).not.toBe(stepBytes(markdown, 'S-guide'));
  expect(withoutNumbers(stepBytes(fewer, 'S-guide') ?? '')).toBe(
    withoutNumbers(stepBytes(markdown, 'S-guide') ?? ''),
  );
  expect(stepBytes(fewer, 'S-hub')).toBe(stepBytes(markdown, 'S-hub'));
});
