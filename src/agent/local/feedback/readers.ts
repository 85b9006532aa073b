import { choiceInWords } from '../compose/choices.ts';
import { hasWords } from '../compose/said.ts';
import { contentWords, overlap, stem, tokens } from '../words.ts';
import { answer, avoided, delegation } from './answers.ts';
import type { Directive } from './directive.ts';
import { workLimit } from './durations.ts';
import type { Reading } from './reading.ts';
import { names, numberOf, stepsIn } from './references.ts';

type Reader = (text: string, reading: Reading) => readonly Directive[] | undefined;

/** Tried in order on the plain order of a clause; the first that understands it wins. */
export const READERS: readonly Reader[] = [
  undo,
  noPackages,
  limit,
  byAnswer,
  files,
  only,
  restore,
  drop,
  later,
  merge,
  split,
  flip,
  move,
  keep,
  swap,
  tests,
  shorter,
  inWords,
  add,
];

const one = (directive: Directive | undefined): readonly Directive[] | undefined => directive && [directive];

/** The steps that words name in the plan at hand. */
function pointed(text: string, reading: Reading): readonly string[] {
  const { plan, target, spoken } = reading;
  return stepsIn(
    text
      .replace(/^(?:also|all of|both|the whole of)\s+/i, '')
      .replace(/^(?:writing|write|doing|do|having|have|creating)\s+(?=the |steps? )/i, ''),
    { plan, target, spoken },
  );
}

function undo(text: string, reading: Reading): readonly Directive[] | undefined {
  const t = text.trim();
  if (
    /^(?:undo|forget|ignore|discard|revert) (?:everything|all(?: of (?:it|that|my feedback|this))?|all my (?:feedback|comments))(?: (?:so far|i said))?$|^start over$|^back to the (?:first|original)(?: draft| plan| revision)?$/i.test(
      t,
    )
  )
    return [{ kind: 'undo', what: 'all' }];
  const about =
    /^(?:never ?mind|forget|ignore|disregard|undo|take back) (?:what (?:i|we) (?:said|wrote|asked|wanted)|my (?:feedback|comment|remark|wish)|the (?:feedback|comment|remark|thing|wish|bit)) (?:about|on|regarding|with|for) (.+)$/i.exec(
      t,
    )?.[1] ?? /^(?:never ?mind|nvm) (?:about )?(?!the last|my last|that|it|this)(.{3,})$/i.exec(t)?.[1];
  if (about) return [{ kind: 'undo', what: { about } }];
  const last =
    /^(?:never ?mind|nvm|scratch|undo|revert|ignore|forget|disregard|take back|strike|cancel|reverse|roll back)(?: (?:that|it|this)(?: (?:last )?(?:one|change|wish|feedback|comment))?| (?:the|my) (?:last|previous|latest)(?: \w+)*| what i (?:just )?(?:said|wrote)| (?:the|that) (?:last|previous) (?:change|feedback|comment|wish|one|thing|bit))?$/i;
  if (last.test(t) && !(/^(?:cancel|forget|ignore)\b/i.test(t) && reading.spoken.length > 0)) {
    return /\bstep\b/i.test(t) ? undefined : [{ kind: 'undo', what: 'last' }];
  }
  return undefined;
}

function noPackages(text: string): readonly Directive[] | undefined {
  const asked =
    /\b(?:no|without|avoid|don't (?:add|install|want|bring in|need|pull in|use)|not?|mustn't|shouldn't|never|can't|zero|add no|drop)\b[^.]*\b(?:new|extra|additional|more|any|further|other|third[- ]party|external)?\s*(?:npm |pip |external |third[- ]party )?(?:dependenc(?:y|ies)|packages?|librar(?:y|ies)|third[- ]party(?: code)?)\b/i;
  return asked.test(text) && !/\bpackages?\.json\b|\bpackage-lock\b/i.test(text)
    ? [{ kind: 'no-packages' }]
    : undefined;
}

function limit(text: string): readonly Directive[] | undefined {
  const minutes = workLimit(text);
  return minutes === undefined ? undefined : [{ kind: 'limit', minutes }];
}

/** "As you recommend", "fan-out: the second one". */
function byAnswer(text: string, reading: Reading): readonly Directive[] | undefined {
  const delegated = delegation(text);
  if (delegated) return [delegated];
  // Words by which a choice is asked for that look like an order: "only orders", "keep it behind a flag".
  const said = /^(?:only|just|keep|put|hide|guard|notify|use|add|make|leave)\b/i.test(text);
  return said ? one(phrase(text, reading)) : undefined;
}

/** A choice whose own phrase of two or more words stands in the text. */
function phrase(text: string, reading: Reading): Directive | undefined {
  const lower = text.toLowerCase();
  const hits = reading.questions.flatMap(({ spec }) =>
    spec.choices.flatMap(c =>
      c.says
        .filter(n => n.includes(' ') && hasWords(lower, n.toLowerCase()))
        .map(n => ({ spec, id: c.id, n: n.length })),
    ),
  );
  const best = hits.sort((a, b) => b.n - a.n)[0];
  if (!best || choiceInWords(best.spec, text) !== best.id) return undefined;
  return { kind: 'choose', questionId: best.spec.id, choiceId: best.id };
}

const PATH = '[\\w@.-]*[\\w-]+(?:/[\\w@.-]+)*\\.[a-z]{1,6}';

/** New files that are named otherwise, or whose content goes into a file that is there. */
function files(text: string, reading: Reading): readonly Directive[] | undefined {
  const path = (s: string | undefined): string | undefined => s && new RegExp(`(${PATH})`, 'i').exec(s)?.[1];
  const created = (reading.plan?.steps ?? []).flatMap(s =>
    s.files.filter(f => f.action === 'create').map(f => f.path),
  );
  const made = (s: string): string | undefined => created.find(p => names(s, p));
  const called =
    /^(?:call|name) (?:the |it |this |that |your )?(.*?)\s*(?:file |service |module )?(?:as |to be )?`?([\w@./-]+\.[a-z]{1,6})`?(?:,? (?:not|instead of|rather than) (.+))?$/i.exec(
      text,
    ) ?? /^rename (.+?) (?:to|as|into) `?([\w@./-]+\.[a-z]{1,6})`?()$/i.exec(text);
  if (called?.[2]) {
    const source = created.filter(
      p => !/(?:^|\/)(?:tests?|__tests__|spec)\/|\.(?:test|spec)\.|(?:^|\/)test_/.test(p),
    );
    const from =
      made(called[3] ?? '') ?? made(called[1] ?? '') ?? (source.length === 1 ? source[0] : undefined);
    if (from !== undefined) return [{ kind: 'rename', from, to: called[2] }];
  }
  const m =
    /\b(?:put|write|do|place|move|add|keep|implement|drop|use|extend|belongs?|goes?|go|lives?|should (?:be|go|live)|instead of|rather)\b.*\b(?:in|into|to|inside|extend)\s+`?([\w@./-]+\.[a-z]{1,6})`?(?:\s+(?:instead|rather|too).*)?$/i.exec(
      text,
    ) ??
    /\b(?:extend|use|reuse)\s+`?([\w@./-]+\.[a-z]{1,6})`?\s+(?:instead|rather)(?: .*)?$/i.exec(text) ??
    /^(?:the )?(?:code|it|that|this|everything|logic)\s+(?:belongs?|goes|should (?:go|be|live)|lives)\s+(?:in|into|to)\s+`?([\w@./-]+\.[a-z]{1,6})`?$/i.exec(
      text,
    );
  const to = path(m?.[1]);
  if (to === undefined || made(to) !== undefined) return undefined;
  const from = made(text.slice(0, text.indexOf(to)));
  const asksForIt =
    from !== undefined || /\b(?:new|instead|rather|own file|belongs?|code|logic|it)\b/i.test(text);
  return asksForIt ? [{ kind: 'into', ...(from === undefined ? {} : { from }), to }] : undefined;
}

const CORE =
  /^(?:the )?(?:very |bare |absolute )?(?:core|essentials?|minimum|basics?|must[- ]haves?|mvp|bare bones|necessary|important (?:parts?|things?)|what is (?:really )?needed|happy path)(?: (?:parts?|steps?|stuff|only|things?|for now))*$/i;

function only(text: string, reading: Reading): readonly Directive[] | undefined {
  const what =
    /^(?:(?:do|keep|plan|build|give me|i want|want)\s+)?(?:only|just|nothing but|restrict (?:it|this|the plan) to|limit (?:it|this|the plan) to|reduce (?:it|this|the plan) to|cut (?:it|this|the plan)(?: down)? to|stop after)\s+(.+)$/i.exec(
      text,
    )?.[1] ??
    /^(.+?)\s+only$/i.exec(text)?.[1] ??
    /^(.+?) (?:is|are|would be) (?:enough|sufficient|all (?:i|we) (?:need|want))$/i.exec(text)?.[1];
  if (!what) return undefined;
  if (CORE.test(what.trim())) return [{ kind: 'shorter' }];
  const steps = pointed(what, reading);
  if (steps.length === 0) return undefined;
  const numbered = /\bsteps?\b|^\W*\d/i.test(what);
  return [{ kind: 'only', steps, tests: !numbered }];
}

function restore(text: string, reading: Reading): readonly Directive[] | undefined {
  const m = /^(restore|retain|keep)\s+(.+?)((?:\s+(?:after all|in|again|please|too|there))*)$/i.exec(text);
  if (!m?.[1] || !m[2]) return undefined;
  const again = /^restore/i.test(m[1]) || /after all|again/i.test(m[3] ?? '');
  const gone = goneSteps(m[2], reading, again);
  if (gone.length > 0) return [{ kind: 'retain', steps: gone, again: true }];
  if (/^(?:it|that|this|them|those|that one)$/i.test(m[2].trim())) {
    if (reading.spoken.length > 0) return [{ kind: 'retain', steps: reading.spoken, again }];
    return reading.target === undefined && again ? [{ kind: 'undo', what: 'last' }] : undefined;
  }
  const steps = pointed(m[2], reading);
  if (steps.length === 0 || (/^keep/i.test(m[1]) && /\b(?:for|behind|under|within)\b/i.test(m[2])))
    return undefined;
  return [{ kind: 'retain', steps, again: false }];
}

/** Steps of earlier revisions that the plan at hand has no more; by number only where the words say that they come back. */
function goneSteps(text: string, reading: Reading, again: boolean): readonly string[] {
  const here = new Set(reading.plan?.steps.map(s => s.id));
  for (const plan of [...(reading.earlier ?? [])].reverse()) {
    const gone = plan.steps.filter(s => !here.has(s.id));
    if (gone.length === 0) continue;
    const numbered =
      /\bsteps?\s+\d|\b\d+(?:st|nd|rd|th)\b|\b(?:first|second|third|fourth|fifth|last)\b/i.test(text);
    const found = numbered
      ? stepsIn(text, { plan }).filter(id => gone.some(s => s.id === id))
      : stepsIn(text, { plan: { ...plan, steps: gone } });
    if (found.length > 0 && (again || !numbered || pointed(text, reading).length === 0 || found.length === 1))
      return found;
  }
  return [];
}

const DROPS = /^(?:drop|no|without)\s+(.+)$/i;
const TAIL =
  /[,\s]+(?:for now|for this|please|then|too|as well|entirely|completely|altogether|from (?:the|this) plan|(?:because|since|as we|so that|i already|we already|it(?:'s| is))\b.*)$/i;

function drop(text: string, reading: Reading): readonly Directive[] | undefined {
  const m = DROPS.exec(text);
  if (!m?.[1]) return undefined;
  const what = m[1].replace(TAIL, '').trim();
  // A choice that is named is not a step whose title holds the name.
  const other = /\bsteps?\b|\d/i.test(what) ? undefined : avoided(what, reading);
  if (other) return [other];
  const path = fileNamed(what, reading);
  if (path !== undefined) return [path];
  if (/^(?:no|without)\b/i.test(text) && contentWords(what).length > 3) return undefined;
  const steps = pointed(what, reading);
  return steps.length > 0 ? [{ kind: 'drop', steps }] : undefined;
}

/** A file that a step changes beside others: it stays as it is, the step goes on without it. */
function fileNamed(what: string, reading: Reading): Directive | undefined {
  const bare = what
    .replace(/[`"“”]/g, '')
    .replace(/^(?:the|our)\s+/i, '')
    .replace(/\s+file$/i, '');
  if (!/^[\w@./-]+\.[a-z]{1,6}$/i.test(bare)) return undefined;
  const holders = (reading.plan?.steps ?? []).filter(s => s.files.some(f => names(bare, f.path)));
  const whole = holders.length === 1 && holders[0]?.files.length === 1;
  return holders.length > 0 && !whole ? { kind: 'keep', what: bare } : undefined;
}

function later(text: string, reading: Reading): readonly Directive[] | undefined {
  const m = /^later\s+(.+)$/i.exec(text);
  const steps = m?.[1] === undefined ? [] : pointed(m[1].replace(TAIL, ''), reading);
  return steps.length > 0 ? [{ kind: 'later', steps }] : undefined;
}

function merge(text: string, reading: Reading): readonly Directive[] | undefined {
  const m = /^merge\s+(.+?)(?:\s+(?:into|to|as) (?:one|a single|the same)(?: step)?)?$/i.exec(text);
  if (!m?.[1]) return undefined;
  const halves = m[1].split(/\s+(?:with|into|to|in)\s+/i);
  const whole = pointed(m[1], reading);
  const parts = halves.flatMap(half => pointed(half, reading));
  const steps = [...new Set(whole.length >= 2 ? whole : parts)];
  return steps.length >= 2 ? [{ kind: 'merge', steps }] : undefined;
}

function split(text: string, reading: Reading): readonly Directive[] | undefined {
  const m = /^split\s+(.+?)(?:\s+(?:in(?:to)?|up|along|by)\s+(.*))?$/i.exec(text);
  const step =
    m?.[1] === undefined ? undefined : pointed(m[1].replace(/^(?:up|the whole)\s+/i, ''), reading)[0];
  if (step === undefined) return undefined;
  const said = numberOf(/\b(\d|two|three|four|five)\b/i.exec(m?.[2] ?? '')?.[1] ?? '') ?? 2;
  return [{ kind: 'split', step, into: Math.max(2, Math.min(5, said)) }];
}

function flip(text: string, reading: Reading): readonly Directive[] | undefined {
  const m = /^(?:flip|swap|switch|exchange)(?: (?:the )?order of)?\s+(.+)$/i.exec(text);
  const [a, b, more] = m?.[1] === undefined ? [] : pointed(m[1], reading);
  return a !== undefined && b !== undefined && more === undefined
    ? [{ kind: 'flip', steps: [a, b] }]
    : undefined;
}

function move(text: string, reading: Reading): readonly Directive[] | undefined {
  const m =
    /^(?:move|put|do|place|run|write|make|have|pull|push|get|bring)\s+(.+?)\s+((?:right |directly |immediately )?(?:before|after|ahead of|behind|in front of)|(?:to|at) the (?:very )?(?:start|beginning|top|front|end|bottom)|up front|first|last)\b\s*(.*)$/i.exec(
      text,
    );
  if (!m?.[1] || !m[2]) return undefined;
  const steps = pointed(m[1].replace(/\s+(?:change|work|part|up|down|back)$/i, ''), reading);
  const moving = steps[0];
  if (moving === undefined || steps.length > 3) return undefined;
  const place = m[2].toLowerCase();
  const rest = (reading.plan?.steps ?? []).filter(s => !steps.includes(s.id));
  const at = (where: 'before' | 'after', other: string | undefined): readonly Directive[] | undefined => {
    if (other === undefined || steps.includes(other)) return undefined;
    const order = where === 'before' ? steps : [...steps].reverse();
    return order.map(step => ({ kind: 'move', step, where, other }));
  };
  if (/start|beginning|top|front$|up front|first/.test(place) && !/in front of/.test(place))
    return at('before', rest[0]?.id);
  if (/end|bottom|last/.test(place)) return at('after', rest.at(-1)?.id);
  const others = pointed(m[3] ?? '', reading);
  const before = /before|ahead|in front/.test(place);
  return at(before ? 'before' : 'after', before ? others[0] : others.at(-1));
}

/** What stays as it is: a step of the plan by number, else a file, folder or symbol. */
function keep(text: string, reading: Reading): readonly Directive[] | undefined {
  const m = /^freeze\s+(.+)$/i.exec(text);
  const what = m?.[1]
    ?.replace(/^(?:the|our|any of|anything in)\s+/i, '')
    .replace(/\s+(?:file|module|code|class|folder|directory)$/i, '')
    .replace(/`/g, '');
  if (!what) return undefined;
  if (/^steps?\s+\d|^(?:first|second|third|fourth|fifth|last) step/i.test(what)) {
    const steps = pointed(what, reading);
    if (steps.length > 0) return [{ kind: 'retain', steps, again: false }];
  }
  return what
    .split(/\s*,\s*(?:and\s+)?|\s+(?:and|or|nor)\s+/i)
    .filter(Boolean)
    .map(name => ({ kind: 'keep', what: name.replace(/^(?:the|our)\s+/i, '') }));
}

const TAKES =
  '(?:use|take|prefer|go with|go for|choose|pick|switch to|want|try|stick with|stay with|keep|retain)';

function swap(text: string, reading: Reading): readonly Directive[] | undefined {
  const m =
    new RegExp(
      `\\b${TAKES}\\s+(.+?)\\s+(?:instead of|rather than|over|not|in place of|and not)\\s+(.+)$`,
      'i',
    ).exec(text) ??
    flipped(
      /\b(?:replace|swap|exchange|change|substitute|switch)\s+(.+?)\s+(?:by|with|for|to|out for)\s+(.+)$/i.exec(
        text,
      ),
    ) ??
    flipped(new RegExp(`\\binstead of\\s+(.+?),?\\s+${TAKES}\\s+(.+)$`, 'i').exec(text)) ??
    new RegExp(`^(?:${TAKES}|we (?:want|prefer|use))\\s+(.+?)()$`, 'i').exec(text) ??
    /^(.+?)\s+(?:instead of|rather than|over)\s+(.+)$/i.exec(text) ??
    /^(.+?)\s+(?:instead|after all|please)()$/i.exec(text);
  if (!m?.[1]) return undefined;
  const to = trimName(m[1]);
  const from = trimName((m[2] ?? '').replace(/\s+(?:for|in|when|because|since|as|here)\b.*$/i, ''));
  const chosen = reading.questions.flatMap(({ spec, choice }) => {
    const wanted = choiceInWords(spec, to);
    if (wanted === undefined) return [];
    const held = spec.choices.find(c => c.id === choice);
    const called = held ? [held.id, held.label, ...held.says].map(n => n.toLowerCase()) : [];
    const said = from.toLowerCase();
    const fits = from === '' || called.some(n => hasWords(n, said) || hasWords(said, n));
    return fits || choice === wanted
      ? [{ questionId: spec.id, choiceId: wanted, sure: fits && choice !== wanted }]
      : [];
  });
  // What holds already cannot be meant where another name is said to go for it: that is a package by its name.
  const best = chosen.find(c => c.sure) ?? (from === '' ? chosen[0] : undefined);
  const said = best && reading.questions.find(q => q.spec.id === best.questionId);
  // "use the existing mailer for offline users" names no choice by itself: the words beside the name say something else.
  if (
    best &&
    said &&
    (from !== '' ||
      contentWords(to).length <= 4 ||
      overlap(said.spec.text, new Set(contentWords(to).map(stem))) > 0)
  )
    return [{ kind: 'choose', questionId: best.questionId, choiceId: best.choiceId }];
  const name = /^[\w@./-]+(?: [\w@./-]+)?$/;
  return from === '' || !name.test(from) || !name.test(to) ? undefined : [{ kind: 'swap', from, to }];
}

function flipped(m: RegExpExecArray | null): readonly (string | undefined)[] | null {
  return m ? [m[0], m[2], m[1]] : null;
}

function trimName(text: string): string {
  return text
    .replace(/[`"“”]/g, '')
    .replace(/^(?:the|a|an|plain|simple)\s+/i, '')
    .replace(/\s+(?:please|here|instead|for (?:that|this|it))$/i, '')
    .trim();
}

function tests(text: string): readonly Directive[] | undefined {
  const m =
    /^(?:also\s+)?(?:add|write|include|cover|use|need)\s+(?:(?:more|a|an|some|unit|integration|e2e|end-to-end)\s+)*(?:tests?|test cases?|cases?|coverage)\s+(?:for|of|that|on|against|covering|about|where|when)\s+(.+)$/i.exec(
      text,
    ) ?? /^(?:also\s+)?(?:test|cover)\s+(.+)$/i.exec(text);
  return m?.[1] ? [{ kind: 'test', what: m[1] }] : undefined;
}

function shorter(text: string): readonly Directive[] | undefined {
  const asked =
    /\b(?:smaller|shorter|simpler|leaner|slimmer|minimal|trim (?:it|this|that|down)|too (?:long|big|much|large|detailed|heavy)|mvp|bare (?:bones|minimum)|cut (?:it|this|that) (?:down|back)|(?:less|fewer) (?:steps|work)|half (?:of )?(?:the size|that|as (?:long|big))|(?:keep|make) it (?:small|short|simple|lean))\b/i;
  return asked.test(text) && tokens(text).length <= 12 ? [{ kind: 'shorter' }] : undefined;
}

function inWords(text: string, reading: Reading): readonly Directive[] | undefined {
  return one(answer(text, reading, reading.aimedAt));
}

function add(text: string): readonly Directive[] | undefined {
  const m =
    /^(?:also\s+)?(?:add|include|insert|append|write|create|plan)\s+(?:(?:a|another|one more|an extra)\s+)?steps?\s+(?:to|for|that|which|where|about)\s+(.+)$/i.exec(
      text,
    ) ??
    /^(?:also|additionally|in addition|furthermore|plus|moreover),?\s+(.+)$/i.exec(text) ??
    /^(?:add|include|support|handle|log|document|show|send|store|validate|limit|expose|track|emit|record)\s+(.+)$/i.exec(
      text,
    );
  if (m?.[1]) {
    const verbFirst =
      /^(?:support|handle|log|document|show|send|store|validate|limit|expose|track|emit|record)\b/i.test(
        text,
      );
    const bare = m[1].replace(/^(?:add|include)\s+/i, '').replace(/\s+(?:as well|too)$/i, '');
    return [{ kind: 'add', what: verbFirst ? text : bare }];
  }
  // "orders need a currency": something that a thing of the plan lacks.
  const lacking =
    /^(.+?\s+(?:also )?needs?\s+(?:an?|some|its|their)\s+.+?)(?:\s+(?:too|as well|also))?(?:,.*)?$/i.exec(
      text,
    );
  return lacking?.[1] ? [{ kind: 'add', what: text.replace(/\s+(?:too|as well)(?=,|$)/i, '') }] : undefined;
}
