import type { Survey } from '../survey.ts';
import { beside, broughtIn, circle, fromData, fromPackage } from './causes-around.ts';
import { calleesGive, handedOver, here, messageNames } from './causes-there.ts';
import { absentIn, familyOf } from './families.ts';
import type { Symptom } from './model.ts';
import type { Draft, Hypothesis } from './telling.ts';

const MOST = 4;

/** Causes of a failure that a trace shows, best supported first. */
export function hypothesesOfTrace(survey: Survey, symptom: Symptom): readonly Hypothesis[] {
  const { main, calls } = symptom;
  const [culprit, caller] = calls;
  if (!culprit) return [];
  const error = main.errors[0] ?? { type: '', message: '', frames: [] };
  const family = familyOf(`${error.type}: ${error.message}`);
  const receiver = absentIn(culprit.text, error.message);
  const drafts: Draft[] = [
    here(survey, symptom, culprit, family, receiver),
    ...handedOver(survey, symptom, culprit, caller, receiver),
    ...messageNames(survey, symptom, culprit),
    ...calleesGive(survey, symptom, culprit),
    ...fromData(survey, symptom, culprit, family, receiver),
    ...broughtIn(survey, symptom, culprit),
    ...fromPackage(survey, symptom, culprit),
    ...circle(symptom, culprit),
    ...beside(survey, symptom, culprit, family),
  ];
  const weight = (d: Draft): number => d.base + d.for.length - d.against.length;
  return drafts
    .filter(d => d.for.length > 0)
    .map((d, i) => ({ d, w: weight(d) - i * 0.01 }))
    .sort((a, b) => b.w - a.w)
    .slice(0, MOST)
    .map(({ d: { base: _, ...hypothesis } }) => hypothesis);
}
