import type { Requirement, SpecialSection, Step } from '../../../plan/model.ts';
import { at } from '../excerpt.ts';
import { stemOf } from '../naming.ts';
import { hasRole, type Survey } from '../survey.ts';
import { hypothesesOfTrace } from '../symptom/hypotheses.ts';
import { hypothesesOfSuspects } from '../symptom/suspects.ts';
import type { Hypothesis } from '../symptom/telling.ts';
import { type Blueprint, emptyBlueprint, said } from './blueprint.ts';
import { changeStep } from './change-step.ts';
import { freshCase } from './fresh-case.ts';
import { blastRadius, hypothesesSection, separateStep } from './hypotheses.ts';
import { firstStep } from './kinds.ts';
import type { Phrases } from './phrases.ts';
import { doerOf, type Target, targetsOf, together } from './targets.ts';
import { tracedBlueprint } from './traced-fix.ts';
import { withFreeId } from './trail-steps.ts';

const MOST_SUSPECTS = 4;

/**
 * A fix whose cause is unknown: the failing case first, then the experiments that tell the suspects apart, then one
 * change at the place that they point to, and at what history says changes with it. The other suspects are named, not
 * changed.
 */
export function fixBlueprint(survey: Survey, requirements: readonly Requirement[]): Blueprint {
  const traced = survey.symptom && tracedBlueprint(survey, survey.symptom, requirements);
  if (traced) return traced;
  const suspects = suspectsOf(survey);
  const all = requirements.map(r => r.id);
  const steps: Step[] = [];
  const failing = firstStep(survey, 'fix', suspects, all) ?? freshCase(survey, suspects, all);
  if (failing) steps.push(failing);
  const causes = hypothesesOfSuspects(survey, suspects);
  if (causes.length > 1)
    steps.push(
      separateStep(
        survey,
        causes,
        all,
        steps.map(s => s.id),
      ),
    );
  const [first, ...others] = suspects;
  if (first) {
    const before = steps.map(s => s.id);
    const along = accomplices(survey, first);
    const instead = others.filter(o => !along.some(t => t.path === o.path));
    const mend = changeStep(survey, first, all, before, mending(instead));
    steps.push(mend);
    for (const t of along) {
      const step = changeStep(survey, t, all, [mend.id], isStyle(t) ? drawn(first) : counterpart(first));
      steps.push(withFreeId(step, steps));
    }
  }
  return {
    ...emptyBlueprint,
    approach: {
      title: `the failing case first, then the cause, ${first ? `beginning with ${nameOf(first)}` : 'wherever it is'}`,
      summary: [],
    },
    requirements,
    steps,
    special: [
      ...(causes.length > 0 ? hypothesesSection(causes) : [noHypotheses(failing)]),
      ...blastRadius(survey, suspects.slice(0, 1)),
    ],
  };
}

/** Where nothing in the code answers to the words: what gives the first hypothesis is said instead of one that was made up. */
function noHypotheses(failing: Step | undefined): SpecialSection {
  return {
    title: 'Hypotheses',
    statements: [
      said(
        `Nothing in the code could be tied to these words, so no cause is named: ${failing ? `the line in which \`${failing.id}\` fails gives the first one` : 'a stack trace or the name of a file gives the first one'}.`,
        { kind: 'user', what: 'the goal' },
      ),
    ],
  };
}

/** What a fault in words may lie in: who does it, then the best ranked. */
function suspectsOf(survey: Survey): readonly Target[] {
  const doer = survey.named.length > 0 ? undefined : doerOf(survey);
  const ranked = [...targetsOf(survey)]
    .sort((a, b) => b.impact.score - a.impact.score)
    .filter(t => t.path !== doer?.path);
  return [...(doer ? [doer] : []), ...ranked].slice(0, MOST_SUSPECTS);
}

/** Causes that rules know of for a fault, best supported first: of its trace, else of what is ranked for its words. */
export function causesOf(survey: Survey): readonly Hypothesis[] {
  const traced = survey.symptom && hypothesesOfTrace(survey, survey.symptom);
  return traced && traced.length > 0 ? traced : hypothesesOfSuspects(survey, suspectsOf(survey));
}

/**
 * Beside the first suspect: what earlier changes touched along with it. That another suspect is nearly as likely makes it
 * an alternative, which the experiments rule out or find, and no second place to change.
 */
function accomplices(survey: Survey, first: Target): readonly Target[] {
  return together(survey, [first], SOMETIMES)
    .filter(t => handsOver(survey, t))
    .slice(0, MOST_ALONG);
}

/** Of the precedents' shares, for a fix: less than for a feature, since a fault is mended on both of its sides. */
const SOMETIMES = 0.3;
const MOST_ALONG = 2;

/**
 * Whether values pass through a file. Wiring, entries and settings only say who gets whom: they stay suspects, and are
 * changed only where they are the cause.
 */
function handsOver(survey: Survey, t: Target): boolean {
  return t.tier !== 'config' && t.tier !== 'entry' && !isWiring(survey, t);
}

const BRANCHES = /^\s*(?:\}?\s*else\b|if\b|for\b|while\b|switch\b|match\b)/m;
/** So many classes of other files are built in one that wires them. */
const FEWEST_BUILT = 3;

/** A file that builds what others define and decides nothing itself: a container, by whatever name. */
function isWiring(survey: Survey, { card, path }: Target): boolean {
  const text = survey.texts.get(path)?.text ?? '';
  const own = new Set(card.symbols.map(s => s.name));
  const built = new Set([...text.matchAll(/\b([A-Z]\w*[a-z]\w*)\(/g)].flatMap(m => m[1] ?? []));
  const others = [...built].filter(name => !own.has(name) && !/(?:Error|Exception)$/.test(name));
  return card.imports.length >= FEWEST_BUILT && others.length >= FEWEST_BUILT && !BRANCHES.test(text);
}

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

const isStyle = (t: Target): boolean => hasRole(t.card, 'style');

/** A style sheet takes no input: what it does is seen. */
function drawn(first: Target): Phrases {
  const cause = nameOf(first);
  return {
    title: w => `Look at what ${w.where} draws for ${cause}`,
    detail: w =>
      `Assumption: a rule of ${w.where} hides, moves or covers what ${cause} shows. Open it at the width at which “${w.want}” was seen; where the rule is not the cause, leave the file as it is.`,
    what: w => `change the rule behind “${w.want}”, where it is one`,
  };
}

function nameOf(t: Target): string {
  return `\`${t.symbol?.name ?? (isStyle(t) ? t.path : stemOf(t.path))}\``;
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
