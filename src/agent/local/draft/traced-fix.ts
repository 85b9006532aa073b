import type { Requirement, SpecialSection, Step } from '../../../plan/model.ts';
import { sayError } from '../../../research/trace/index.ts';
import type { Survey } from '../survey.ts';
import { familyOf } from '../symptom/families.ts';
import { hypothesesOfTrace } from '../symptom/hypotheses.ts';
import type { Symptom } from '../symptom/model.ts';
import { code, type Hypothesis, nameOfCall, nearTest, placeOfCall } from '../symptom/telling.ts';
import { type Blueprint, emptyBlueprint, said } from './blueprint.ts';
import { changeStep } from './change-step.ts';
import { estimate } from './estimate.ts';
import { freshCase } from './fresh-case.ts';
import { blastRadius, hypothesesSection, hypothesisId, separateStep } from './hypotheses.ts';
import type { Phrases } from './phrases.ts';
import { type Target, targetIn } from './targets.ts';
import { undo } from './undo.ts';
import { verifyFile } from './verify.ts';

/**
 * A fix whose symptom is a stack trace: the failing case as the trace shows it, the experiments that tell its causes apart,
 * and one change where the best supported cause is.
 */
export function tracedBlueprint(
  survey: Survey,
  symptom: Symptom,
  requirements: readonly Requirement[],
): Blueprint | undefined {
  const causes = hypothesesOfTrace(survey, symptom);
  const [best] = causes;
  const [culprit] = symptom.calls;
  if (!best || !culprit) return undefined;
  const all = requirements.map(r => r.id);
  const target = targetOf(survey, symptom, best);
  if (!target) return undefined;
  const steps: Step[] = [];
  const failing = reproduce(survey, symptom, target, all);
  if (failing) steps.push(failing);
  if (causes.length > 1)
    steps.push(
      separateStep(
        survey,
        causes,
        all,
        steps.map(s => s.id),
      ),
    );
  const mend = changeStep(
    survey,
    target,
    all,
    steps.map(s => s.id),
    mending(symptom, causes),
  );
  // Green is first of all the case that failed.
  const red = (failing?.verify ?? []).filter(v => v.kind === 'command');
  const rest = mend.verify.filter(v => !red.some(r => r.text === v.text));
  steps.push({ ...mend, verify: [...red, ...rest] });
  return {
    ...emptyBlueprint,
    approach: { title: `the failing case as the trace shows it, then ${hypothesisId(0)}`, summary: [] },
    requirements,
    steps,
    cases: cases(symptom, all),
    risks: [
      {
        text: 'The failing case may fail for another reason than the trace shows',
        mitigation: 'compare its message and its line with “Symptom” before anything is changed.',
      },
    ],
    special: [
      symptomSection(symptom),
      ...hypothesesSection(causes),
      ...blastRadius(survey, [target, ...callerTarget(survey, symptom, target)]),
    ],
    alternatives: causes.slice(1).map((h, i) => ({
      title: `Mend for ${hypothesisId(i + 1)}, at \`${h.path}:${h.line}\``,
      whyNot: `${h.for.length} for and ${h.against.length} against it, where ${hypothesisId(0)} has ${best.for.length} and ${best.against.length}; it takes the place of the change if the experiments leave ${hypothesisId(i + 1)}.`,
    })),
  };
}

/** The place of a cause as a file that changes. */
function targetOf(survey: Survey, symptom: Symptom, cause: Hypothesis): Target | undefined {
  const error = short(sayError(symptom.main.errors[0] ?? { type: '', message: '' }));
  const through = [...symptom.calls, ...symptom.asides].some(
    c => c.path === cause.path && c.line === cause.line,
  );
  const detail = through
    ? `the trace of “${error}” goes through ${lineOf(symptom, cause) === undefined ? 'it' : `line ${cause.line} of it`}`
    : cause.key === 'gave'
      ? `the message “${error}” names what \`${cause.symbol}\` gave`
      : `what failed with “${error}” rests on line ${cause.line} of it`;
  return targetIn(survey, cause.path, cause.symbol, { signal: 'trace', detail }, cause.line);
}

/** The calls as a test meets them: what the function that failed makes of its error is seen by its callers alone. */
function asMet({ main, calls, translated }: Symptom) {
  const [met = main.errors[0]] = translated ? main.errors.slice(1) : main.errors;
  const [culprit, caller] = translated && calls.length > 1 ? calls.slice(1) : calls;
  return { culprit, caller, error: sayError(met ?? { type: '', message: '' }) };
}

/** Where the change may be noticed first: what called the place that failed. */
function callerTarget(survey: Survey, { calls }: Symptom, target: Target): readonly Target[] {
  const caller = calls.find(c => c.path !== target.path);
  const found =
    caller && targetIn(survey, caller.path, caller.symbol?.name, { signal: 'trace', detail: 'it called' });
  return found ? [found] : [];
}

const short = (text: string): string => (text.length > 110 ? `${text.slice(0, 109)}…` : text);

export function symptomSection({ main, calls, traces, translated }: Symptom): SpecialSection {
  const [root, ...outer] = main.errors;
  const [culprit] = calls;
  const given = { kind: 'user' as const, what: 'the goal, its stack trace' };
  const error = sayError(root ?? { type: '', message: '' });
  const times = main.count === 1 ? '' : `, ${main.count.toLocaleString('en')} times`;
  const path = calls.slice(0, 5).map(placeOfCall).reverse().join(' → ');
  return {
    title: 'Symptom',
    statements: [
      said(`Seen${times}: “${error}”${culprit ? `, first own line ${placeOfCall(culprit)}` : ''}.`, given),
      ...(translated && culprit && outer[0]
        ? [
            said(
              `${nameOfCall(culprit)} makes “${short(sayError(outer[0]))}” of it at \`${translated.path}:${translated.line}\`: that is what its callers meet.`,
              given,
            ),
          ]
        : outer.length > 0
          ? [
              said(
                `It was told on as ${outer.map(e => `“${short(sayError(e))}”`).join(', then ')}: what matters is what stands first.`,
                given,
              ),
            ]
          : []),
      ...(calls.length > 1 ? [said(`The way there through this project: ${path}.`, given)] : []),
      ...(traces.length > 1
        ? [
            said(
              `${traces.length - 1} other failure${traces.length > 2 ? 's stand' : ' stands'} in what was given; this plan is for the one above.`,
              given,
            ),
          ]
        : []),
    ],
  };
}

/** The failing case: what to call, with what, and what it fails with until it is mended. */
function reproduce(
  survey: Survey,
  symptom: Symptom,
  target: Target,
  serves: readonly string[],
): Step | undefined {
  const { calls, main } = symptom;
  const { culprit, caller, error } = asMet(symptom);
  if (!culprit) return undefined;
  const { input } = familyOf(sayError(main.errors[0] ?? { type: '', message: '' }));
  const details = [
    `Call ${nameOfCall(culprit)} ${caller ? `as ${placeOfCall(caller)} does${caller.text === '' ? '' : ` (${code(caller.text)})`}` : 'by itself'}, with ${input}.`,
    `The case is right when it fails with “${short(error)}” at ${placeOfCall(culprit)} before anything is changed; it stays as the regression test.`,
  ];
  const test = nearTest(survey, calls);
  if (test === undefined) {
    const fresh = freshCase(survey, [target], serves);
    return (
      fresh && {
        ...fresh,
        title: title(error, fresh.files[0]?.path ?? ''),
        details: [...fresh.details.slice(0, -1), ...details],
      }
    );
  }
  const files = [
    { action: 'modify' as const, path: test, what: `add the case that fails with “${short(error)}”` },
  ];
  return {
    id: 'S-reproduce',
    title: title(error, test),
    estimate: estimate(survey, { lines: 25, files: 1 }),
    serves: [...serves],
    dependsOn: [],
    details,
    files,
    functions: [],
    code: [],
    verify: verifyFile(survey, culprit.path, test),
    rollback: undo(survey, files),
    packages: [],
    part: 'testing',
  };
}

const title = (error: string, file: string): string =>
  `Reproduce “${error.length > 60 ? `${error.slice(0, 60).replace(/\s+\S*$/, '')}…` : error}” in \`${file}\``;

/** Where a cause would be mended; undefined where the trace is of what was built and its line was not found. */
function lineOf({ calls }: Symptom, cause: Hypothesis): number | undefined {
  return calls.some(c => c.unplaced && c.path === cause.path && c.line === cause.line)
    ? undefined
    : cause.line;
}

function mending(symptom: Symptom, causes: readonly Hypothesis[]): Phrases {
  const [best, ...others] = causes;
  const line = best && lineOf(symptom, best);
  const places = new Map<string, string[]>();
  others.forEach((h, i) => {
    const place = `${h.path}:${h.line}`;
    if (place !== `${best?.path}:${best?.line}`)
      places.set(place, [...(places.get(place) ?? []), hypothesisId(i + 1)]);
  });
  const instead = [...places].map(([place, ids]) => `\`${place}\` (${ids.join(', ')})`);
  const error = short(sayError(symptom.main.errors[0] ?? { type: '', message: '' }));
  return {
    title: w => `Mend the cause in ${w.name} (${w.where})`,
    detail: w =>
      `Assumption: H1 is the root cause, so ${w.name} at ${w.where} is what changes, and ${line === undefined ? 'the failing case tells its line, built with source maps and run with `node --enable-source-maps`' : `line ${line} is where`}.${instead.length > 0 ? ` Where the experiments left ${instead.join(' or ')}, change that place and leave this one as it is.` : ''} Mend the cause and not the message: a guard that only hides “${error}” leaves the wrong value in.`,
    what: w => `mend H1 in ${w.name}${line === undefined ? '' : `, at line ${line}`}`,
  };
}

function cases(symptom: Symptom, proves: readonly string[]): Blueprint['cases'] {
  const { culprit, error: met } = asMet(symptom);
  if (!culprit) return [];
  const error = short(met);
  const name = nameOfCall(culprit);
  return [
    {
      text: `Through ${name}: the input of the trace no longer ends in “${error}”, and gives what its caller needs.`,
      proves: [...proves],
    },
    { text: `Through ${name}: an input that worked before gives the same result as before.`, proves: [] },
  ];
}
