import { quantityProblem, readCount, readEffect, readShare } from '../../../domain/index.ts';

/** A number for the experiment that was said in words, outside its question; `problem`: why it cannot be one. */
export interface SaidNumber {
  readonly questionId: 'cro-visitors' | 'cro-rate' | 'cro-effect' | 'cro-variants';
  readonly text: string;
  readonly problem?: string;
}

/** What is no number of thousands ends a part: "3 %, 20,000 a week and 20 % lift" are three. */
const PARTS = /\s*(?:[;\n]|,(?!\d{3}\b)|\.(?=\s|$)|\s(?:and|but|with|plus|at)\s)\s*/;

const NUMBER = String.raw`\d[\d.,'’]*(?:\s\d{3})*\s?(?:k|m|thousand|million)?`;
const PEOPLE = String.raw`(?:(?:unique|weekly|monthly|daily|new)\s)*(?:visitors?|visits?|sessions?|users?|people|page ?views?|customers?|hits)`;
const SPAN = String.raw`(?:(?:a|per|each|every)\s|\/\s?)(?:day|week|month|year)|daily|weekly|monthly|yearly`;
const LINK = String.raw`(?:\s?(?:is|are|was|of|to|about|around|roughly|some|now|only|currently|today|at|near|:|=|~|≈))*\s*`;

const COUNTED = new RegExp(
  String.raw`(?<![\w./-])${NUMBER}\s*${PEOPLE}\b|\b(?:traffic|visitors?|visits|sessions|page ?views)\b(?:\s(?:a|per|each) week)?${LINK}${NUMBER}|(?<![\w./-])${NUMBER}\s*(?:${SPAN})\b`,
  'i',
);
const PART_OF = /\d\s*(?:out of|of|in)\s*(?:every\s)?\d/i;
const PERCENT = /\d\s?(?:%|percent\b|per cent\b|pct\b)/i;
const FROM_TO =
  /\bfrom\s[^\d]{0,12}(\d[\d.,]*\s?(?:%|percent\b)?)\s?to\s[^\d]{0,12}(\d[\d.,]*\s?(?:%|percent\b))/i;
const OF_EFFECT =
  /\b(?:effect|lift|uplift|mde|worth|detect|find|smallest|minimum|minimal|better|improv\w*|increas\w*|rise|raise|grow\w*|gain|points?|pp)\b|\bto\s+\d/i;
const OF_RATE =
  /\b(?:rate|convers\w*|converts?|baseline|base|today|now|currently|of (?:the |our |all |those |these )?(?:visitors|visits|users|people|sessions|them|customers))\b/i;
const VARIANTS = /\b(\d+|two|three|four|five)\s(?:variants?|versions?|arms)\b/i;
const WORDS: Readonly<Record<string, string>> = { two: '2', three: '3', four: '4', five: '5' };

/**
 * The numbers that words say: "base rate is 3 %, traffic 20000 a week". `rest` is what else they say. Words of which
 * nothing is known to be a number are left alone.
 */
export function numbersSaid(text: string): { readonly said: readonly SaidNumber[]; readonly rest: string } {
  const said: SaidNumber[] = [];
  const rest: string[] = [];
  for (const part of text.split(PARTS)) {
    const found = numberIn(part.trim());
    if (found.length > 0) said.push(...found);
    else if (part.trim() !== '') rest.push(part.trim());
  }
  return { said, rest: rest.join(', ') };
}

function numberIn(part: string): readonly SaidNumber[] {
  if (!/\d|\b(?:two|three|four|five)\b/.test(part)) return [];
  const variants = VARIANTS.exec(part)?.[1];
  if (variants !== undefined)
    return [{ questionId: 'cro-variants', text: WORDS[variants.toLowerCase()] ?? variants }];
  const between = FROM_TO.exec(part);
  if (between)
    return [
      asRate(`${between[1]?.trim()}${/%|percent/.test(between[1] ?? '') ? '' : ' %'}`),
      asEffect(`from ${between[1]?.trim()} to ${between[2]?.trim()}`),
    ];
  if (PART_OF.test(part) && !/\bweeks?\b|\bsteps?\b/i.test(part)) return [asRate(bare(part))];
  if (PERCENT.test(part) && OF_RATE.test(part) && !/\bby\s+\d/i.test(part)) return [asRate(bare(part))];
  if ((PERCENT.test(part) || /\d\s?(?:points?|pp)\b/i.test(part)) && OF_EFFECT.test(part))
    return [asEffect(bare(part))];
  if (PERCENT.test(part)) return [];
  return COUNTED.test(part) ? [asCount(bare(part))] : [];
}

/** From the first figure on: what stands before it says which number it is. */
function bare(part: string): string {
  const to = /\bto\s+(?=\d[\d.,]*\s?(?:%|percent))/i.exec(part);
  const at = to?.index ?? part.search(/(?<![\w.,])[-–−]?\s?\d/);
  const cut = part.slice(Math.max(0, at)).trim();
  // The span may stand before the figure: "weekly traffic is 20000".
  const span = /\b(daily|monthly|yearly)\b|\b(?:a|per|each) (day|month|year)\b/i.exec(
    part.slice(0, Math.max(0, at)),
  );
  const unit =
    span?.[2] ?? { daily: 'day', monthly: 'month', yearly: 'year' }[(span?.[1] ?? '').toLowerCase()];
  return unit === undefined || /\b(?:day|week|month|year)\b/i.test(cut) ? cut : `${cut} a ${unit}`;
}

const asRate = (text: string): SaidNumber =>
  checked('cro-rate', text, readShare(text).ok ? undefined : 'share');
const asEffect = (text: string): SaidNumber =>
  checked('cro-effect', text, readEffect(text).ok ? undefined : 'effect');
const asCount = (text: string): SaidNumber =>
  checked('cro-visitors', text, readCount(text).ok ? undefined : 'count');

function checked(
  questionId: SaidNumber['questionId'],
  text: string,
  wrong: 'share' | 'effect' | 'count' | undefined,
): SaidNumber {
  const problem = wrong && quantityProblem(wrong, text)?.message;
  return problem === undefined ? { questionId, text } : { questionId, text, problem };
}
