import type { Step } from '../../../plan/model.ts';
import type { Survey } from '../survey.ts';
import type { Target } from './targets.ts';
import { testStep } from './test-step.ts';

/** The failing case in a test file of its own, where no suspect has a test to extend. */
export function freshCase(
  survey: Survey,
  suspects: readonly Target[],
  serves: readonly string[],
): Step | undefined {
  const step = testStep(survey, suspects.slice(0, 1), [], [], serves);
  const file = step?.files[0]?.path;
  return step && file !== undefined
    ? {
        ...step,
        id: 'S-reproduce',
        title: `Reproduce “${survey.goal.object}” in \`${file}\``,
        details: [
          ...step.details.slice(0, -1),
          `The first case there fails as “${survey.goal.object}” does; it becomes the regression test of the fix.`,
        ],
      }
    : undefined;
}
