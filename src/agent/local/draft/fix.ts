import type { Requirement, Step } from '../../../plan/model.ts';
import { at } from '../excerpt.ts';
import { stemOf } from '../naming.ts';
import type { Survey } from '../survey.ts';
import { type Blueprint, emptyBlueprint } from './blueprint.ts';
import { changeStep } from './change-step.ts';
import { estimate } from './estimate.ts';
import { firstStep, specialFor } from './kinds.ts';
import type { Phrases } from './phrases.ts';
import { type Target, targetsOf, together } from './targets.ts';
import { testStep } from './test-step.ts';
import { isTest } from './tests.ts';

const MOST_SUSPECTS = 4;

/**
 * A fix whose cause is unknown: the failing case first, then the experiments that tell the suspects apart, then one
 * change at the place that they point to. The other suspects are named, not changed.
 */
export function fixBlueprint(survey: Survey, requirements: readonly Requirement[]): Blueprint {
  const suspects = [...targetsOf(survey)]
    .sort((a, b) => b.impact.score - a.impact.score)
    .slice(0, MOST_SUSPECTS);
  const all = requirements.map(r => r.id);
  const steps: Step[] = [];
  const failing = firstStep(survey, 'fix', suspects, all) ?? freshCase(survey, suspects, all);
  if (failing) steps.push(failing);
  if (suspects.length > 1)
    steps.push(
      separate(
        survey,
        suspects,
        all,
        steps.map(s => s.id),
      ),
    );
  const [first, ...others] = suspects;
  if (first) {
    const before = steps.map(s => s.id);
    const mend = changeStep(survey, first, all, before, mending(others));
    steps.push(mend);
    const along = accomplices(survey, first, others);
    for (const t of along) steps.push(changeStep(survey, t, all, [mend.id], counterpart(first)));
  }
  return {
    ...emptyBlueprint,
    approach: {
      title: `the failing case first, then the cause, ${first ? `beginning with ${nameOf(first)}` : 'wherever it is'}`,
      summary: [],
    },
    requirements,
    steps,
    special: specialFor(survey, 'fix', suspects),
  };
}

/** Beside the first suspect: the next one where it is nearly as likely, and what earlier changes touched along with both. */
function accomplices(survey: Survey, first: Target, others: readonly Target[]): readonly Target[] {
  const [second] = others;
  const near = second && second.impact.score >= first.impact.score * NEARLY ? [second] : [];
  return [...near, ...together(survey, [first, ...near], SOMETIMES)].slice(0, MOST_ALONG);
}

const NEARLY = 0.6;
/** Of the precedents' shares, for a fix: less than for a feature, since a fault is mended on both of its sides. */
const SOMETIMES = 0.3;
const MOST_ALONG = 2;

/** The other side of a fault: what hands the wrong value over, or takes it. */
function counterpart(first: Target): Phrases {
  const cause = nameOf(first);
  return {
    title: w => `Bring ${w.name} in line with the mended ${cause} (${w.where})`,
    detail: w =>
      `Assumption: ${w.name} at ${w.where} is the other side of “${w.want}”. Run the failing case through ${w.name} once ${cause} is mended; where it passes, leave ${w.name} as it is.`,
    what: w => `let ${w.name} fit the mended ${cause}, where the failing case still fails`,
  };
}

/** The failing case in a test file of its own, where no suspect has a test to extend. */
function freshCase(survey: Survey, suspects: readonly Target[], serves: readonly string[]): Step | undefined {
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

function nameOf(t: Target): string {
  return `\`${t.symbol?.name ?? stemOf(t.path)}\``;
}

function placeOf(t: Target): string {
  return `\`${t.symbol ? at(t.symbol) : t.path}\``;
}

/** The change at the first suspect, with where to go when the experiments say otherwise. */
function mending(others: readonly Target[]): Phrases {
  const instead = others.map(t => `${nameOf(t)} (${placeOf(t)})`).join(', ');
  return {
    title: w => `Mend the cause in ${w.name} (${w.where})`,
    detail: w =>
      `Assumption: the cause of “${w.want}” is in ${w.name} at ${w.where}, the best ranked suspect.${instead ? ` Where the experiments point to ${instead}, change that place and leave this one alone.` : ''}`,
    what: w => `mend the cause of “${w.want}”, where the failing case points here`,
  };
}

function separate(
  survey: Survey,
  suspects: readonly Target[],
  serves: readonly string[],
  after: readonly string[],
): Step {
  const experiments = suspects.map(t => {
    const test = t.card.tests.find(x => isTest(survey, x));
    const run = test === undefined ? undefined : survey.brief.testCommand(test);
    return `${nameOf(t)} (${placeOf(t)}): ${run ? `\`${run}\` with the failing input in it` : `call it by itself with the input of the failing case`}; right output clears it, a wrong one makes it the cause.`;
  });
  return {
    id: 'S-separate',
    title: `Tell ${suspects.map(nameOf).join(', ')} apart, one experiment each`,
    estimate: estimate(survey, { lines: 5 * suspects.length, files: suspects.length }),
    serves: [...serves],
    dependsOn: [...after],
    details: experiments,
    files: [],
    functions: [],
    code: [],
    verify: [
      {
        kind: 'observe',
        text: `One of ${suspects.map(nameOf).join(', ')} turns the input of “${survey.goal.object}” into the wrong output, and its line is known.`,
      },
    ],
    rollback: [`Take out what the experiments left in ${suspects.map(placeOf).join(', ')}.`],
    packages: [],
    part: 'core',
  };
}
