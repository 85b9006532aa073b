import { expect, it } from 'vitest';
import { endingOf, exportForms, exportPlan, planSchema } from '../../../src/plan/export/index.ts';
import { samplePlan } from '../sample.ts';

/** One step is ticked, the file is named: what a reader of the exported document sees. */
const context = { own: true, done: ['S-install'], path: 'plans/real-time.md' };

it.each(exportForms)('exports the sample plan as %s as the golden file has it', async form => {
  const file = `./${form}.golden.${endingOf(form)}`;
  await expect(exportPlan(samplePlan, form, context)).toMatchFileSnapshot(file);
});

it('the schema on disk is the one that is generated', async () => {
  await expect(planSchema()).toMatchFileSnapshot('../../../docs/plan.schema.json');
});
