import type { CheckResult } from '../../plan/model.ts';

/** How the verdict of a check is shown, and what is said beside its name where a mark is not enough. */
export const VERDICTS: Readonly<
  Record<CheckResult['verdict'], { readonly mark: string; readonly said: string }>
> = {
  passed: { mark: '✓', said: '' },
  failed: { mark: '✗', said: '' },
  'not-checked': { mark: '?', said: 'not checked: a fact was out of reach' },
  'not-applicable': { mark: '–', said: 'does not apply here' },
};
