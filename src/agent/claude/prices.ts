import type { Price, Rates } from '../../domain/index.ts';
import type { Tokens } from '../../session/events.ts';

/** The day on which the table was last known to hold; shown wherever a sum of it is. */
export const PRICES_OF = '2026-10-24';

const rates = (input: number, cacheWrite: number, cacheRead: number, output: number): Rates => ({
  input,
  cacheWrite,
  cacheRead,
  output,
});

const FABLE_5 = rates(10, 12.5, 1, 50);
const FABLE_5_1 = rates(10, 12.5, 0.25, 50);
const OPUS_4_5_TO_5 = rates(5, 6.25, 0.5, 25);
const HAIKU_4_5 = rates(1, 1.25, 0.1, 5);

/**
 * What Anthropic's own API takes, in US dollars for a million tokens: input, cache write (5 minutes), cache read, output.
 * Sources, pages of platform.claude.com/docs/en: `about-claude/pricing` (Fable and Mythos 5 and 5.1, Opus 4.5 to 5, Haiku
 * 4.5), `models/opus-5-5/overview`, `models/sonnet-5/overview`, `models/sonnet-4-6/overview`, `models/sonnet-5-5/overview`
 * with cache reads at 5 % of the input since 2026-10-07, `models/haiku-5-5/overview`. That nothing else had changed was last
 * told for 2026-10-24 (release notes of claudit 1.9.2, which compares with that price page). A model that is not here has no
 * known price: Fable 5.2 and Mythos 5.2 are not, because none was found for them.
 */
export const PRICES: Readonly<Record<string, Price>> = {
  'claude-fable-5-1': FABLE_5_1,
  'claude-mythos-5-1': FABLE_5_1,
  'claude-fable-5': FABLE_5,
  'claude-mythos-5': FABLE_5,
  'claude-opus-5-5': rates(4, 5, 0.2, 20),
  'claude-opus-5': OPUS_4_5_TO_5,
  'claude-opus-4-8': OPUS_4_5_TO_5,
  'claude-opus-4-7': OPUS_4_5_TO_5,
  'claude-opus-4-6': OPUS_4_5_TO_5,
  'claude-opus-4-5': OPUS_4_5_TO_5,
  'claude-opus-4-5-20251101': OPUS_4_5_TO_5,
  'claude-sonnet-5-5': rates(2, 2.5, 0.1, 10),
  'claude-sonnet-5': rates(2, 2.5, 0.2, 10),
  'claude-sonnet-4-6': rates(3, 3.75, 0.3, 15),
  'claude-haiku-5-5': {
    ...rates(0.1, 0.125, 0.01, 0.5),
    above: { tokens: 100_000, ...rates(0.5, 0.625, 0.05, 2.5) },
  },
  'claude-haiku-4-5': HAIKU_4_5,
  'claude-haiku-4-5-20251001': HAIKU_4_5,
};

/** Other servers may use the same names and have prices of their own, or none. */
const HOST = 'api.anthropic.com';

export interface Cost {
  readonly usd: number;
  /** The date of the table, or `your settings`. */
  readonly pricesOf: string;
}

/** What one answer of a model costs; undefined where its price is not known. */
export type Pricing = (model: string, tokens: Tokens) => Cost | undefined;

/** A price and where it is from: the date of the table, or `your settings`. */
export interface KnownPrice {
  readonly price: Price;
  readonly of: string;
}

/** The person's own prices hold everywhere and come first; the table holds for Anthropic's API alone. */
export function priceOf(
  host: string,
  model: string,
  own: Readonly<Record<string, Price>> = {},
): KnownPrice | undefined {
  const mine = Object.hasOwn(own, model) ? own[model] : undefined;
  if (mine) return { price: mine, of: 'your settings' };
  const listed = host === HOST && Object.hasOwn(PRICES, model) ? PRICES[model] : undefined;
  return listed && { price: listed, of: PRICES_OF };
}

export function pricing(host: string, own?: Readonly<Record<string, Price>>): Pricing {
  return (model, tokens) => {
    const known = priceOf(host, model, own);
    return known && { usd: costOf(known.price, tokens), pricesOf: known.of };
  };
}

function costOf({ above, ...base }: Price, { input, output, cacheRead, cacheWrite }: Tokens): number {
  // The whole request costs the higher rates, not what is above alone.
  const held = above && input + cacheRead + cacheWrite > above.tokens ? above : base;
  return (
    (input * held.input + output * held.output + cacheRead * held.cacheRead + cacheWrite * held.cacheWrite) /
    1_000_000
  );
}
