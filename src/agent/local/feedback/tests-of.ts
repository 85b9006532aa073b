import type { Step } from '../../../plan/model.ts';
import type { Blueprint } from '../draft/blueprint.ts';
import { undo } from '../draft/undo.ts';
import { stemOf } from '../naming.ts';
import type { Survey } from '../survey.ts';
import { dropSteps } from './reorder.ts';

/** `middleware` of `src/auth/middleware.ts`, `tests/unit/middleware.test.ts` and `tests/test_middleware.py`. */
function subject(path: string): string {
  return stemOf(path)
    .replace(/[._-](?:test|spec|tests)$/i, '')
    .replace(/^test[_-]/i, '')
    .toLowerCase();
}

/**
 * Takes out of the testing steps the tests of files that the plan changes no more: a new test file named after one of
 * them, and an existing one that only it was extended for. A step that loses all its files goes.
 */
export function withoutTestsOf(
  survey: Survey,
  blueprint: Blueprint,
  paths: readonly string[],
  words: string,
): Blueprint {
  const still = new Set(
    blueprint.steps.filter(s => s.part !== 'testing').flatMap(s => s.files.map(f => subject(f.path))),
  );
  const going = new Set(paths.map(subject).filter(name => !still.has(name)));
  if (going.size === 0) return blueprint;
  const lost = (s: Step): readonly string[] =>
    s.part === 'testing' && s.code.length === 0
      ? s.files.filter(f => going.has(subject(f.path))).map(f => f.path)
      : [];
  const emptied = blueprint.steps.filter(s => s.files.length > 0 && lost(s).length === s.files.length);
  const steps = blueprint.steps.map(s => {
    const out = lost(s);
    if (out.length === 0 || out.length === s.files.length) return s;
    const files = s.files.filter(f => !out.includes(f.path));
    const share = files.length / s.files.length;
    const minutes = (n: number): number => Math.max(5, Math.round((n * share) / 5) * 5);
    const shown = files
      .slice(0, 2)
      .map(f => `\`${f.path}\``)
      .join(' and ');
    return {
      ...s,
      title: out.some(p => s.title.includes(p)) ? `${s.title.replace(/ in `.*$/, '')} in ${shown}` : s.title,
      estimate: {
        ...s.estimate,
        low: minutes(s.estimate.low),
        likely: minutes(s.estimate.likely),
        high: minutes(s.estimate.high),
        basis: `${s.estimate.basis}; less ${out.map(p => `\`${p}\``).join(', ')}`,
      },
      details: s.details.filter(d => !out.some(p => d.includes(p))),
      files,
      verify: s.verify.filter(v => !out.some(p => v.text.includes(p))),
      rollback: undo(survey, files),
    };
  });
  return dropSteps(
    { ...blueprint, steps },
    emptied.map(s => s.id),
    words,
  );
}
