import { distance } from '../../../shared/text/distance.ts';

/** Contractions and shorthand as they are typed in a hurry, and what they stand for. */
const SHORT: readonly (readonly [RegExp, string])[] = [
  [/[’‘`´](?=(?:t|s|d|m|re|ve|ll)\b)/g, "'"],
  [/\b(do|does|did|is|are|was|were|would|should|could|have|has|must|need|ca|wo)nt\b/gi, "$1n't"],
  [/\bi(d|m|ve|ll)\b(?=\s)/gi, "i'$1"],
  [/\b(that|it|there|what|let)s\b(?=\s)/gi, "$1's"],
  [/\b(?:pls|plz|plse|pleas)\b/gi, 'please'],
  [/\bw\/o\b/gi, 'without'],
  [/\bw\/(?=\s)/gi, 'with'],
  [/\b(?:thru|til|till)\b/gi, 'to'],
  [/\bb\/c\b|\bcuz\b|\bcoz\b/gi, 'because'],
  [/\bconns?\b/gi, 'connections'],
  [/\breqs?\b/gi, 'requests'],
  [/\bnotifs?\b/gi, 'notifications'],
  [/\bdeps\b/gi, 'dependencies'],
  [/\bpkgs?\b/gi, 'packages'],
  [/\blibs?\b(?!\/)/gi, 'libraries'],
  [/(?<![\w/.-])repo(?![\w/.-])/gi, 'repository'],
  [/(?<![\w/.-])db(?![\w/.-])/gi, 'database'],
  [/(?<![\w/.-])prefs?(?![\w/.-])/gi, 'preferences'],
  [/(?<=\d ?)\/ ?(?=(?:s|m|h|d|sec|min|hour|day)\b)/g, ' a '],
  [/(?<=\ba )min\b/g, 'minute'],
  [/\bcan not\b|\bcannot\b/gi, "can't"],
  [/\b(do|does|did|is|are|was|were|would|should|could|must|need) not\b/gi, "$1n't"],
  [/\b(i|we|you) would\b/gi, "$1'd"],
];

/** One spelling for what is written in many: straight apostrophes, contractions, shorthand. Names keep their case. */
export function plainSpelling(text: string): string {
  return SHORT.reduce((t, [from, to]) => t.replace(from, to), text)
    .replace(/\s+/g, ' ')
    .trim();
}

/** Verbs of wishes, by which slips of the finger are mended. */
const VERBS =
  'drop remove delete skip omit cancel keep leave merge combine split divide move replace swap exchange switch rename postpone defer restore ignore forget include limit document write without instead'.split(
    ' ',
  );

/** `remvoe` → `remove`: only where the word is near one verb and none itself. */
function mendVerb(word: string): string {
  const lower = word.toLowerCase();
  if (lower.length < 5 || VERBS.includes(lower)) return word;
  const sorted = [...lower].sort().join('');
  const near = VERBS.filter(
    v =>
      v.length >= 4 &&
      v[0] === lower[0] &&
      (([...v].sort().join('') === sorted && distance(v, lower) <= 2) ||
        (distance(v, lower) === 1 && Math.abs(v.length - lower.length) === 1 && !inflected(v, lower))),
  );
  return near.length === 1 ? (near[0] ?? word) : word;
}

function inflected(verb: string, word: string): boolean {
  return word.startsWith(verb) || word.startsWith(verb.slice(0, -1));
}

/** What people say before they say what they want. Taken off again and again. */
const OPENERS = new RegExp(
  `^(?:${[
    'please',
    'hi|hey|hello|ok(?:ay)?|h+m+|u+m+|well|so|then|and|but|oh|ah|yes|yeah|yep|sure|sorry|great|nice|good|fine|thanks|thx',
    'imo|imho|tbh|btw|fwiw|nit|honestly|ideally|personally|generally|basically|overall|first of all|for now|for me',
    'actually|maybe|perhaps|probably|possibly|just|simply|really|rather|again|also please',
    "i (?:think|guess|feel|believe|suppose|say)(?: that| like)?|in my opinion|i(?:'m| am) (?:not )?sure(?: that| whether| if)?(?= we (?:should|could|can) )",
    '(?:can|could|would|will|may|might) (?:you|we|i)(?: please)?(?: maybe| perhaps| also| just)?(?! (?:really |actually )?need)',
    "(?:i|we)(?:'d| do)? (?:like|love|want|wish|need|ask)(?: you| us)?(?: all)? to",
    "i'd (?:rather|prefer(?: it)? (?:to|if (?:we|you))|say(?: we)?|suggest(?: that)?(?: we)?|vote to)(?! not\\b)",
    '(?:i|we) prefer to',
    "let(?:'s| us)(?: not be)?(?! not\\b)",
    '(?:we|you|one) (?:should|could|can|might(?: want to)?|may(?: want to)?|must|need to|have to|ought to)(?: also| just| probably| rather)?(?! not\\b)',
    'feel free to|make sure (?:to|that you|you)|be sure to|try to|go ahead and|remember to',
    'it (?:would|might) be (?:good|nice|great|better|best|cool|ideal|simpler) (?:to|if (?:we|you)(?: could)?)',
    "(?:how|what) about(?= \\w+ing\\b)|why don't (?:we|you)|why not(?= \\w)",
    'instead,',
  ].join('|')})(?![\\w'’-])[,:!.]*\\s*`,
  'i',
);
const CLOSERS =
  /[,\s]+(?:please|thanks?|thank you|thx|cheers|imo|imho|tbh|for now|i think|i guess|if possible|if you can|though|then|entirely|completely|altogether|right away|asap|ok(?:ay)?)[.!?\s]*$/i;

/** `dropping` → `drop`: after "how about" and "what about". */
const GERUNDS: readonly (readonly [RegExp, string])[] = [
  [/^(drop|skip|cut|split|swap|put|get|omit)\1?[a-z]?ing\b/i, '$1'],
  [
    /^(remov|delet|merg|divid|mov|replac|combin|leav|us|renam|writ|includ|chang|exchang|restor|ignor)ing\b/i,
    '$1e',
  ],
  [/^(keep|add|touch|test|limit|switch|start|cancel|document|forget|go|do|postpon|park)ing\b/i, '$1'],
];

/** Without politeness, hesitation and reasons: what is left says what is wanted. */
export function withoutManners(text: string): string {
  let out = text.replace(/[.!?\s]+$/, '').trim();
  for (let before = ''; before !== out; ) {
    before = out;
    out = out.replace(OPENERS, '').replace(CLOSERS, '').trim();
  }
  for (const [from, to] of GERUNDS) out = out.replace(from, to);
  return out.replace(/^(?:don't |do not )?[A-Za-z]+/, m => m.replace(/[A-Za-z]+$/, word => mendVerb(word)));
}

interface Rule {
  readonly says: RegExp;
  readonly means: string;
}

const LATER =
  '(?:in |for |to |until )?(?:a |the |an? )?(?:later|next|future|follow-?up|separate|second|another)(?: (?:on|pr|release|iteration|sprint|step|version|time|plan|phase|ticket|issue|round|change|date|one))?';
const NEED =
  '(?:needed|necessary|required|useful|worth (?:it|the \\w+|doing)|warranted|justified|important|in scope)';
const STAY = '(?:stay|remain|be kept|be left|stays|remains)';
const AS_IS =
  '(?:(?:exactly |just )?as (?:it |they |he )?(?:is|are|was|were)|as[- ]is|unchanged|untouched|alone|the same|the way (?:it|they) (?:is|are)|in peace|like (?:it|they) (?:is|are))';

/** Indirect, negated and passive wishes as the plain order that they are. The first that fits is used. */
const RULES: readonly Rule[] = [
  // Not to change something.
  { says: new RegExp(`^(?:keep|leave) (.+?) ${AS_IS}$`, 'i'), means: 'freeze $1' },
  {
    says: new RegExp(
      `^(.+?)(?: must| should| has to| have to| needs? to| ought to| may| can| shall)? ${STAY} ${AS_IS}$`,
      'i',
    ),
    means: 'freeze $1',
  },
  {
    says: /^(?:don't|never|you don't need to|no need to|avoid|please don't|(?:i|we)'d rather not|rather not|not) (?:touch|chang|modif|edit|alter|break|mess with|refactor|rewrit)(?:e|y|ing|ying)? (.+)$/i,
    means: 'freeze $1',
  },
  { says: /^(?:no|zero) (?:changes?|edits?|modifications?) (?:to|in|of|on) (.+)$/i, means: 'freeze $1' },
  { says: /^(?:keep your )?hands off (?:of )?(.+)$/i, means: 'freeze $1' },
  {
    says: /^nothing (?:in|of|about) (.+?) (?:may|must|should|shall|can|will) (?:change|be (?:changed|touched))$/i,
    means: 'freeze $1',
  },
  {
    says: /^(.+?) (?:(?:is|are) (?:off[- ]limits|not to be (?:touched|changed)|frozen|taboo|sacred)|(?:mustn't|may not|must not|shouldn't|can't|should not) (?:be )?(?:change|changed|touched|modified|edited))$/i,
    means: 'freeze $1',
  },
  {
    says: /^(?:i|we) don't (?:see|know|understand|get) why (?:we|you|this|it)(?:'d| would| should| must| need to| have to|'ll)? (?:touch|change|modify|edit)(?:es|s)? (.+)$/i,
    means: 'freeze $1',
  },
  // Not to leave something out.
  {
    says: /^(?:don't|never|not|no,? don't|(?:i|we)'d rather not|rather not|let's not|we shouldn't|you shouldn't|please don't) (?:you )?(?:drop|remove|delete|skip|omit|cut|cancel|lose|forget(?: about)?|leave out|throw (?:out|away)|get rid of|take out) (.+)$/i,
    means: 'retain $1',
  },
  {
    says: new RegExp(
      `^(.+?) (?:must|should|has to|have to|needs? to|ought to|shall|can) (?:${STAY}|not (?:go|be (?:dropped|removed|cut|skipped)))(?: in)?(?: (?:after all|there|please|too))?$`,
      'i',
    ),
    means: 'retain $1',
  },
  {
    says: /^(.+?) (?:stays|remains|stay|remain)(?: in)?(?: (?:after all|there|please|too))?$/i,
    means: 'retain $1',
  },
  { says: /^(?:bring|put|take|get|add) (.+?) back(?: (?:in|again|please))*$/i, means: 'restore $1' },
  { says: /^(?:bring|put|get) back (.+)$/i, means: 'restore $1' },
  { says: /^(?:restore|reinstate|re-?add|un-?drop) (.+)$/i, means: 'restore $1' },
  { says: /^(?:i|we) (?:do|still) (?:want|need) (.+?)(?: after all)?$/i, means: 'retain $1' },
  { says: /^(?:i|we) (?:want|need) (.+?) after all$/i, means: 'retain $1' },
  // To leave something out.
  { says: /^do we (?:really |actually |even )?(?:need|want)(?: to (?:have|do))? (.+)$/i, means: 'drop $1' },
  { says: new RegExp(`^(?:is|are) (.+?) (?:really |actually |even )?${NEED}$`, 'i'), means: 'drop $1' },
  {
    says: new RegExp(
      `^(.+?) (?:is|are|seems?|looks?)(?:n't| not)(?: to be)? (?:really |actually |even |that )?${NEED}$`,
      'i',
    ),
    means: 'drop $1',
  },
  {
    says: new RegExp(
      `^(.+?) (?:is|are|seems?|looks?|feels?)(?: to be)?(?: a bit| rather| total| totally| clearly| just| way| completely)? (?:unnecessary|overkill|superfluous|redundant|pointless|needless|useless|nonsense|excessive|not (?:really )?${NEED}|a waste(?: of time)?|gold[- ]plating|yagni|irrelevant|out|gone|dispensable)(?: (?:here|for us|to us|for me|right now|at the moment))*$`,
      'i',
    ),
    means: 'drop $1',
  },
  {
    says: /^(.+?) (?:can|could|should|may|must|shall) (?:go(?: away)?|be (?:dropped|removed|deleted|skipped|omitted|cut|left out|cancell?ed|taken out))$/i,
    means: 'drop $1',
  },
  {
    says: /^(.+?) (?:has|have) (?:nothing|no business) (?:to do with|in) (?:this|that|it|here|the (?:goal|plan|feature))(?:[,;] .*)?$/i,
    means: 'drop $1',
  },
  {
    says: /^(?:i|we|you)(?:'d)? (?:don't|do not|wouldn't|won't|didn't)(?: really| actually)? (?:think|believe|see|feel)?(?: that| why| how)?\s?(?:we(?:'d| would| really| actually)* |you )?(?:need|want|require|ask for|have)(?: to have)? (.+)$/i,
    means: 'drop $1',
  },
  {
    says: /^(?:(?:i'm|i am) )?not (?:so |really |entirely )?(?:sure|convinced)(?: that| whether| if| about| of| why)? (?:we|you) (?:really |actually )?need (.+)$/i,
    means: 'drop $1',
  },
  { says: /^(?:there(?:'s| is) )?no need (?:for|of|to have) (.+)$/i, means: 'drop $1' },
  { says: /^(?:(?:i|we)'d )?(?:rather )?not (?:have|see|include|do|use|want) (.+)$/i, means: 'drop $1' },
  { says: /^(?:i|we)'d (?:rather|prefer)(?: to)? not (?:have|see|include|do|use) (.+)$/i, means: 'drop $1' },
  {
    says: /^(?:don't|never|no need to|not) (?:bother (?:with|about)|include|plan|do|have|want|need|write|create|run|make|add) (.+)$/i,
    means: 'drop $1',
  },
  { says: /^(?:i|we)'d (?:leave out|drop|skip|remove|cut) (.+)$/i, means: 'drop $1' },
  { says: /^(?:leave|take|throw|rip|strike|cut) (.+?) (?:out|away|off)$/i, means: 'drop $1' },
  {
    says: /^(?:leave out|take out|rip out|throw (?:out|away)|strike(?: out)?|get rid of|do without|forget(?: about)?(?! what)|ditch|scrap|kill|axe|lose|nix|omit|exclude|cancel|remove|delete|skip|leave off|chuck|discard|eliminate) (.+)$/i,
    means: 'drop $1',
  },
  { says: /^(.+?)[, ]+out$/i, means: 'drop $1' },
  // Later.
  {
    says: /^(?:postpone|defer|park|delay|put off|shelve) (.+?)(?: (?:to|until|till|for) .+)?$/i,
    means: 'later $1',
  },
  {
    says: new RegExp(
      `^(?:leave|keep|save|do|move|put|push|schedule|drop|skip) (.+?) (?:for |to |until |in )?${LATER}$`,
      'i',
    ),
    means: 'later $1',
  },
  {
    says: /^(?:leave|push|save) (.+?) (?:for|to|until) (?:another|the next|a later|after) .+$/i,
    means: 'later $1',
  },
  {
    says: new RegExp(
      `^(.+?) (?:can|could|should|may|must|will)? ?(?:wait|come ${LATER}|be done ${LATER}|be (?:a|in a|for) ${LATER.slice(0, -1)}|follow later|be postponed|be deferred)$`,
      'i',
    ),
    means: 'later $1',
  },
  {
    says: new RegExp(
      `^(.+?) (?:is|are) (?:for |something for )?(?:${LATER}|not urgent|not now|nice[- ]to[- ]have)$`,
      'i',
    ),
    means: 'later $1',
  },
  {
    says: /^(?:drop|skip) (.+?),? (?:we|you|i)(?:'ll| will| can) (?:do|add|come back to) (?:it|that|them|this) later(?: on)?$/i,
    means: 'later $1',
  },
  // Order.
  {
    says: /^(.+?) (?:should|must|needs? to|has to|have to|ought to|can|could|shall) (?:come|go|happen|be (?:done|written|moved|put|placed)|run|stand|be) ((?:right |directly |immediately )?(?:before|after|ahead of|behind|first|last|at the (?:end|start|beginning)|to the (?:end|start|top)).*)$/i,
    means: 'move $1 $2',
  },
  { says: /^(?:begin|start)(?: off)? with (.+)$/i, means: 'move $1 first' },
  { says: /^(?:end|finish)(?: off)? with (.+)$/i, means: 'move $1 last' },
  { says: /^(.+?) (first|last)$/i, means: 'move $1 $2' },
  {
    says: /^((?:the )?(?:steps?|tests?|step) .+?|the .+? step|\d+) (before|after|ahead of) (.+)$/i,
    means: 'move $1 $2 $3',
  },
  {
    says: /^(?:swap|switch|exchange|flip|reverse)(?: the order of| around)? (steps? .+|\d+(?:,| and| with| &) \d+)(?: around)?$/i,
    means: 'flip $1',
  },
  // One or several.
  {
    says: /^(.+?) (?:could|can|should|may|might|must)(?: be| become| as well be| just be| all be) (?:one|a single|the same|done (?:in one go|together|at once|as one)|merged|combined|joined|taken together|in one)(?: (?:step|go))?$/i,
    means: 'merge $1',
  },
  { says: /^(.+?) (?:belong|go|fit) together$/i, means: 'merge $1' },
  {
    says: /^(?:do|take|put|make|treat) (.+?) (?:together|in one(?: go| step)?|at once|as one(?: step)?|into one(?: step)?|one step)$/i,
    means: 'merge $1',
  },
  { says: /^(?:combine|join|fold|unify|collapse|squash|roll) (.+)$/i, means: 'merge $1' },
  {
    says: /^(.+?) (?:is|are|looks?|seems?)(?: way| far| much| a bit| still)? too (?:big|large|long|much|fat|huge|coarse)(?: for (?:one|a single) (?:step|commit|pr))?(?:[,;:]? .*)?$/i,
    means: 'split $1',
  },
  {
    says: /^(?:divide|break(?: up| down| apart)?|part|cut) (.+?) (?:up|apart|down|in(?:to)? (?:two|three|four|2|3|4|smaller|several|pieces|parts|halves)\b.*)$/i,
    means: 'split $1',
  },
  { says: /^(?:split|divide|break)(?: up| down| apart)? (.+?)(?: up| apart| down)?$/i, means: 'split $1' },
  // What is missing.
  {
    says: /^(?:you|we) (?:forgot|missed|overlooked|left out|didn't (?:think of|mention|include))(?: about)? (.+)$/i,
    means: 'add $1',
  },
  { says: /^(?:don't|never) forget (?:about |to (?:add |include )?)?(.+)$/i, means: 'add $1' },
  {
    says: /^(?:there (?:should|must|has to|needs to)(?: also)? be|we(?: also|'ll| will)? need|it(?: also)? needs|also needs?|needs(?: also)?|i miss|what(?:'s| is) missing is|missing(?: is)?:?) (.+)$/i,
    means: 'add $1',
  },
  { says: /^(.+?) (?:is|are) missing(?: here)?$/i, means: 'add $1' },
  { says: /^(?:i|we)(?:'d like| want| would like| need) (.+)$/i, means: 'use $1' },
];

/** The plain order that a clause is; the clause itself where it is one already. */
export function plainOrder(clause: string): string {
  const text = withoutManners(clause);
  for (const { says, means } of RULES) {
    const m = says.exec(text);
    if (m) return means.replace(/\$(\d)/g, (_, n: string) => m[Number(n)] ?? '').trim();
  }
  return text;
}
