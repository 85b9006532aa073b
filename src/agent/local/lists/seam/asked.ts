import { contentWords, isVerb, stem, tokens } from '../../words.ts';

/** What the goal wants to leave the whole, by name: "billing" of “extract billing into its own service”. */
export interface AskedPart {
  /** As it is said, in lower case: `feed fetching`. */
  readonly name: string;
  /** Stems of its words. */
  readonly stems: readonly string[];
}

const CUTS =
  '(?:extract|carve|split|pull|move|break|separate|spin|lift|isolate|peel|take|factor|hive|cut|decouple|divide|turn|make|migrate|put|strangle|decompose|modulari[sz]e)';
const LEFT_BEHIND = '(?:out of|out|away|off|apart|from|into|to|in|as|behind)';
/** "extract billing into …", "carve out notifications from …", "pull the mailer out …". */
const CUT = new RegExp(
  `\\b${CUTS}\\s+(?:(?:out|off|apart|away|up)\\s+)?(.+?)(?=\\s+(?:${LEFT_BEHIND}|its own|their own)\\b|[.;]|$)`,
  'i',
);
/** "starting with invoices", "begin with search". */
const BEGIN = /\b(?:start|starting|begin|beginning)\s+with\s+(.+?)(?=[,.;]|$)/i;
/** "into orders, billing and users services". */
const INTO = /\binto\s+(.+?)\s+(?:(?:micro)?services|modules|(?:bounded )?contexts)\b/i;
/** "a service for e-mail", "modules for orders and billing". */
const MADE_FOR =
  /\b(?:(?:micro)?services?|modules?|(?:bounded )?contexts?)\s+(?:for|of|named|called)\s+(.+?)(?=[,.;]|\s+(?:out|from|with|that)\b|$)/i;
/** How it is done is no part of what is named. */
const MEANS = /\s+(?:with|using|via|over|by|because|so that|while|without)\s.*$/i;

/** Words for the whole, for what comes out of it, and for how: they name no part. */
const NO_PART = new Set(
  (
    'monolith monoliths monolithic app apps application applications system codebase code base project repo repository server ' +
    'backend back end service services microservice microservices micro module modules modular component components package ' +
    'packages part parts logic feature features domain domains context contexts bounded functionality subsystem piece pieces ' +
    'thing things everything process processes deployable own separate independent standalone separated new existing big large ' +
    'huge legacy whole main current smaller small few several multiple two three four five one single different dedicated walls wall its'
  ).split(' '),
);

/** The parts that a goal names, in its order; none where it speaks of the whole alone ("split the monolith"). */
export function partsAsked(goal: string): readonly AskedPart[] {
  const [first = ''] = goal.trim().split(/\n|(?<=[a-z])\.\s/);
  for (const pattern of [BEGIN, CUT, INTO, MADE_FOR]) {
    const said = pattern.exec(first)?.[1];
    const parts = said === undefined ? [] : named(said.replace(MEANS, ''));
    if (parts.length > 0) return parts;
  }
  return [];
}

function named(said: string): readonly AskedPart[] {
  return said.split(/\s*(?:,|\/|&|\band\b|\bor\b)\s*/i).flatMap(text => {
    const words = contentWords(text).filter(
      (w, i) => !NO_PART.has(w) && !(i === 0 && isVerb(w) && w === 'let'),
    );
    return words.length === 0 || words.length > 3
      ? []
      : [{ name: words.join(' '), stems: words.flatMap(w => tokens(w)).map(stem) }];
  });
}

/** Whether the goal wants several services out of one: then they leave one after the other. */
export function wantsSeveral(goal: string): boolean {
  return /\b(?:services|microservices|modules|contexts)\b/i.test(goal);
}
