import type { Step } from '../../../plan/model.ts';
import type { Survey } from '../survey.ts';
import { verifyFile } from './verify.ts';

/** A step is verified by what stands when it ends: commands on files that only a later step creates are left to that step. */
export function inTime(survey: Survey, steps: readonly Step[]): Step[] {
  return steps.map((step, i) => {
    const later = steps
      .slice(i + 1)
      .flatMap(s => s.files.filter(f => f.action === 'create').map(f => f.path))
      .filter(path => !step.files.some(f => f.path === path));
    const verify = step.verify.filter(
      v => v.kind !== 'command' || !later.some(path => v.text.includes(path)),
    );
    if (verify.length === step.verify.length) return step;
    const path = step.files[0]?.path;
    return { ...step, verify: verify.length > 0 || !path ? verify : verifyFile(survey, path, undefined) };
  });
}
