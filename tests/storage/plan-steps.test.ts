import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderPlan } from '../../src/plan/render.ts';
import { listPlans } from '../../src/storage/index.ts';
import { samplePlan } from '../plan/sample.ts';

test('a plan of ours counts steps, not boxes; a step is done when all its boxes are ticked', () => {
  const root = mkdtempSync(join(tmpdir(), 'plan-steps-'));
  try {
    mkdirSync(join(root, 'plans'));
    const markdown = renderPlan(samplePlan);
    const list = (text: string) => {
      writeFileSync(join(root, 'plans', 'a.md'), text);
      return listPlans(root)[0]?.steps;
    };
    const total = samplePlan.steps.length;
    expect(list(markdown)).toEqual({ done: 0, total });
    const [before = '', after = ''] = markdown.split('### 2.');
    expect(list(`${before.replaceAll('- [ ]', '- [x]')}### 2.${after}`)).toEqual({ done: 1, total });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
