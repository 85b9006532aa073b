import { contentWords, isVerb, tokens } from './words.ts';

/** Words that name the interface, not what it is for. */
const INTERFACE = new Set(
  (
    'endpoint endpoints route routes resource resources api apis rest restful graphql http json crud query queries mutation ' +
    'mutations subscription resolver resolvers handler handlers get post put patch delete public new'
  ).split(' '),
);
const NOUN = '(?:endpoints?|routes?|resources?|apis?|quer(?:y|ies)|mutations?|resolvers?|handlers?)';
/** "endpoint for coupons", "endpoint that lists refunds", "API to export invoices": behind some words a verb comes first. */
const BEHIND = new RegExp(
  `\\b${NOUN}\\s+(for|to|that|which|of|on|over|returning|listing|giving)\\s+(.+)$`,
  'i',
);
/** "a coupons endpoint", "the order history API". */
const BEFORE = new RegExp(`^(.*?)\\b${NOUN}\\b`, 'i');
/** Where the thing ends and how or where it is done begins. */
const END =
  /\s*(?:[,;.]|\s(?:and|or|of|with|without|by|per|in|into|on|from|using|via|through|so that|when|where|which|that|for|to|as|behind|under)\s).*$/i;

/**
 * What a new interface is for: `coupons` of “add an endpoint for coupons”, `reviews` of “GET /products/:id/reviews”.
 * At most two words, lower case; undefined where the goal names nothing but the interface.
 */
export function resourceOf(goal: string): string | undefined {
  const [first = ''] = goal.trim().split('\n');
  const path = /(?:^|\s|`)((?:\/[\w:{}<>.*-]+)+)/.exec(first)?.[1];
  const segment = path
    ?.split('/')
    .filter(s => /^[a-z][\w-]*$/i.test(s) && !/^(?:api|v\d+|rest|graphql)$/i.test(s))
    .at(-1);
  if (segment !== undefined) return tokens(segment).join(' ');
  const [, word = '', behind] = BEHIND.exec(first) ?? [];
  const found = behind === undefined ? undefined : nounOf(behind, /^(?:to|that|which)$/i.test(word));
  return found ?? nounOf(BEFORE.exec(first)?.[1] ?? '', false);
}

/** The thing that a phrase speaks of; `acting` where a verb stands before it: "archive orders", "returns invoices". */
function nounOf(phrase: string, acting: boolean): string | undefined {
  const words = contentWords(phrase.replace(/['’]s?\b/g, '').replace(END, '')).filter(w => !INTERFACE.has(w));
  const verb = acting || isVerb(words[0] ?? '');
  const kept = verb ? words.slice(1) : words;
  return kept.length === 0 ? undefined : kept.slice(-2).join(' ');
}

/** The last word as the names of siblings have it: `order.routes.ts` wants `coupon`, `accounts.py` wants `coupons`. */
export function inNumberOf(resource: string, siblings: readonly string[]): string {
  const words = resource.split(' ');
  const last = words.at(-1) ?? '';
  const plural = siblings.filter(s => /[^s]s$/.test(s)).length * 2 > siblings.length;
  return [...words.slice(0, -1), plural ? pluralOf(last) : singularOf(last)].join(' ');
}

export function singularOf(word: string): string {
  if (/(?:[^aeiou])ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ss|us|is)$/.test(word) || word.length < 4) return word;
  if (/(?:x|ch|sh|ss|z)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

function pluralOf(word: string): string {
  if (word.endsWith('s')) return word;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:x|ch|sh|z)$/.test(word) ? `${word}es` : `${word}s`;
}
