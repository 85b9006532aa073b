import type { Source } from '../domain/index.ts';
import type { SpecialSection, Statement } from './model.ts';

/**
 * Sections that a kind needs and that whoever wrote the plan left out. What code can compute stands in their place and says so;
 * of the rest the plan says plainly that it is missing, and check 1 fails until somebody says it.
 */
const MISSING = '**Missing.**';
const COMPUTED = '**Not said by the model.**';
const ASKED: Source = { kind: 'user', what: 'asked for twice' };

/** `what` is the sentence that should stand here, as a sentence: "Nobody said which option it is." */
export const missing = (what: string): Statement => ({ text: `${MISSING} ${what}`, sources: [ASKED] });

/** `from` is what the rest of the section of this title was computed from. */
export const computed = (title: string, from: string): Statement => ({
  text: `${COMPUTED} “${title}” is computed from ${from}.`,
  sources: [ASKED],
});

const begins = (mark: string, { statements }: SpecialSection): boolean =>
  statements.some(s => s.text.startsWith(mark));

export const isMissing = (section: SpecialSection): boolean => begins(MISSING, section);

/** Whether all or a part of a section was put there by code. */
export const isStandIn = (section: SpecialSection): boolean =>
  begins(MISSING, section) || begins(COMPUTED, section);

/** What of a section is missing, in its own words. */
export function missingIn({ statements }: SpecialSection): string | undefined {
  return statements
    .find(s => s.text.startsWith(MISSING))
    ?.text.slice(MISSING.length)
    .trim();
}

const TOLD = 'The model left out what a plan of this kind needs:';

/** Said above the plan while code stands in for what was left out; what it said of an earlier revision goes. */
export function standInNotices(
  notices: readonly string[],
  special: readonly SpecialSection[],
): readonly string[] {
  const quoted = (list: readonly SpecialSection[]): string => {
    const names = list.map(s => `“${s.title}”`);
    return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  };
  const lacks = special.filter(isMissing);
  const filled = special.filter(s => isStandIn(s) && !isMissing(s));
  const parts = [
    ...(lacks.length > 0
      ? [
          `${quoted(lacks)} ${lacks.length === 1 ? 'says' : 'say'} what is missing, and check 1 fails until it is said`,
        ]
      : []),
    ...(filled.length > 0
      ? [`${quoted(filled)} ${filled.length === 1 ? 'is' : 'are'} computed, in whole or in part`]
      : []),
  ];
  const others = notices.filter(n => !n.startsWith(TOLD));
  return parts.length === 0 ? others : [...others, `${TOLD} ${parts.join('; ')}.`];
}
