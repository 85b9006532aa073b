import { isButton, isLink } from './controls.ts';
import { buttonText } from './forms.ts';
import type { Friction, PageCode, Seen, SeenCall } from './model.ts';
import { counted, frictionOf, listed, placeOf, plain, quoted, sentence, sourceOf, sourcesOf } from './say.ts';
import { above, all, isComputed, isTag, parentsOf, type Tag, textOf, written } from './tag.ts';
import { ASKS_ABROAD, foreignTongue, VAGUE_ABROAD } from './tongues.ts';

/** Words with which a page asks for what it is for. */
const ASKS =
  /^(?:sign ?up|register|get (?:started|access|a|your|the|in)|start|try|buy|subscribe|book|request|join|download|create (?:an? )?(?:free )?account|order|add to (?:cart|basket|bag)|check ?out|pay|place (?:your )?order|contact (?:us|sales)|talk to|schedule|claim|donate|apply|upgrade|choose|go to checkout|continue to|see pricing|view (?:plans|pricing)|shop|reserve|install|launch|deploy)\b/i;
const LOOKS = /(?:^|[\s-])(?:btn|button|cta|call-to-action)(?:[\s-]|$)/i;
/** Controls of the page itself, which ask for nothing. */
const OF_THE_PAGE =
  /^(?:menu|close|open|toggle|copy|copied|previous|prev|next|back|search|dismiss|accept|reject|decline|allow|light|dark|theme|language|more|show|hide|edit|delete|remove|cancel|log ?in|sign ?in|log ?out|sign ?out|skip to|×|x|☰)\b/i;
const VAGUE =
  /^(?:learn more|read more|more|click here|here|find out more|discover(?: more)?|see more|details|view|more info(?:rmation)?|explore|go|submit|send|continue)$/i;
/** So many different wishes on one page compete. */
const COMPETING = 3;
/** Words that come before the first call; a screen of a phone holds some hundred and fifty. */
const LATE_WORDS = 150;

export interface CallsSeen {
  readonly calls: readonly SeenCall[];
  readonly seen: readonly Seen[];
  readonly frictions: readonly Friction[];
}

export function readCalls(page: PageCode): CallsSeen {
  const parents = parentsOf(page.body);
  const found = callsOf(page.body, parents);
  const texts = [...new Map(found.map(c => [c.text.toLowerCase(), c.text])).values()];
  const frictions: Friction[] = [];
  const push = (...args: Parameters<typeof frictionOf>) => {
    const friction = frictionOf(...args);
    if (friction) frictions.push(friction);
  };
  const apart = found.filter(c => !c.vague);
  const different = [...new Map(apart.map(c => [c.text.toLowerCase(), c])).values()];
  if (different.length >= COMPETING)
    push({
      id: 'calls-compete',
      topic: 'call to action',
      text: `${different.length} different calls to action compete: ${listed(different.map(c => `“${c.text}”`))}`,
      tags: different.map(c => c.tag),
    });
  const vague = found.filter(c => c.vague && !c.sends);
  push({
    id: 'calls-vague',
    topic: 'call to action',
    text: `${counted(vague.length, 'link or button')} (${listed(vague.map(c => c.text))}) ${vague.length === 1 ? 'does' : 'do'} not say what comes next`.replace(
      'link or buttons',
      'links or buttons',
    ),
    tags: vague.map(c => c.tag),
  });
  const [first] = found;
  const before = first ? wordsBefore(page.body, first.tag) : 0;
  if (first && before > LATE_WORDS)
    push({
      id: 'calls-late',
      topic: 'call to action',
      text: `The first call to action, ${quoted(first.text)}, comes after ${before} words of the page`,
      tags: [first.tag],
    });
  if (found.length === 0 && foreignTongue([page.body, ...page.frames]) === undefined)
    frictions.push({
      id: 'calls-none',
      topic: 'call to action',
      text: 'No call to action was found: no button, and no link whose words ask for something.',
      count: 1,
      sources: [page.body.part.source(1)],
    });
  return {
    calls: found.map(({ text, tag, sends }) => ({
      text: plain(text),
      at: placeOf(tag),
      source: sourceOf(tag),
      sends,
    })),
    seen: first
      ? [
          {
            id: 'calls',
            text: sentence(
              `${counted(found.length, 'call')} to action with ${counted(texts.length, 'text')} (${listed(texts)}); the first, ${quoted(first.text)}, comes after ${counted(before, 'word')}`,
            ),
            sources: sourcesOf(found.slice(0, 2).map(c => c.tag)),
          },
        ]
      : [],
    frictions,
  };
}

interface Call {
  readonly tag: Tag;
  readonly text: string;
  readonly sends: boolean;
  readonly vague: boolean;
}

function callsOf(body: Tag, parents: ReadonlyMap<Tag, Tag>): readonly Call[] {
  const calls: Call[] = [];
  for (const tag of all(body)) {
    if (!isButton(tag) && !isLink(tag)) continue;
    // A link drawn as a button is one call.
    if (above(parents, tag, up => isButton(up) || isLink(up))) continue;
    const text = buttonText(tag);
    const words = text.split(' ').length;
    if (/brand|logo/i.test(tag.attributes.get('class') ?? '')) continue;
    if (text === '' || words > 8 || !/\p{L}/u.test(text) || OF_THE_PAGE.test(text)) continue;
    const form = above(parents, tag, up => /^(?:form|Form|[A-Z]\w*\.Form)$/.test(up.name));
    const type = tag.attributes.get('type') ?? '';
    const sends = form !== undefined && isButton(tag) && type !== 'button' && type !== 'reset';
    const drawn = LOOKS.test(tag.attributes.get('class') ?? '') || /^[A-Z]/.test(tag.name) === isButton(tag);
    const looks = isButton(tag)
      ? !opensOnly(tag)
      : LOOKS.test(tag.attributes.get('class') ?? '') || isButtonInside(tag);
    const vague = VAGUE.test(text) || VAGUE_ABROAD.test(text);
    const asks = ASKS.test(text) || ASKS_ABROAD.test(text);
    const menu = above(
      parents,
      tag,
      up => up.name === 'nav' || up.name === 'footer' || /^(?:Nav|Footer|Header|Menu)/.test(up.name),
    );
    if (menu && !asks) continue;
    if (menu && !looks && !drawn) continue;
    if (sends || looks || asks || (vague && isLink(tag))) calls.push({ tag, text, sends, vague });
  }
  return calls;
}

/** What opens a menu or a part of the page. */
function opensOnly(tag: Tag): boolean {
  return [
    'aria-expanded',
    'aria-controls',
    'aria-haspopup',
    'data-toggle',
    'data-bs-toggle',
    'popovertarget',
  ].some(name => tag.attributes.has(name));
}

function isButtonInside(tag: Tag): boolean {
  for (const one of all(tag)) if (one !== tag && isButton(one)) return true;
  return false;
}

/** Words that are read before a tag comes. */
export function wordsBefore(body: Tag, tag: Tag): number {
  let words = 0;
  const stack: (Tag | string)[] = [body];
  for (let node = stack.pop(); node !== undefined && node !== tag; node = stack.pop()) {
    if (!isTag(node)) words += node.split(/\s+/).filter(w => /[\p{L}\d]/u.test(w)).length;
    else if (
      !/^(?:script|style|template|noscript|svg|title|head|nav|header|Head|Script)$/.test(node.name) ||
      contains(node, tag)
    )
      stack.push(...[...node.children].reverse());
  }
  return words;
}

function contains(root: Tag, tag: Tag): boolean {
  for (const one of all(root)) if (one === tag) return true;
  return false;
}

export function headings(body: Tag): readonly Tag[] {
  return [...all(body)].filter(t => /^h[1-6]$/.test(t.name));
}

/** What a heading says: its words, else those of its pictures. */
function headingText(heading: Tag): string {
  const pictures = [...all(heading)].filter(t => /^(?:img|image)$/i.test(t.name));
  return (
    textOf(heading) ||
    pictures.flatMap(p => written(p, 'alt') ?? []).join(' ') ||
    (pictures.length > 0 && !isComputed(heading)
      ? 'a picture without words'
      : 'a text that only the program knows')
  );
}

export function readHeadings(page: PageCode): {
  readonly seen: readonly Seen[];
  readonly frictions: readonly Friction[];
} {
  const found = headings(page.body);
  const frictions: Friction[] = [];
  const first = found.filter(h => h.name === 'h1');
  if (first.length === 0 && ![...page.frames].some(frame => headings(frame).some(h => h.name === 'h1')))
    frictions.push({
      id: 'heading-none',
      topic: 'heading',
      text: found[0]
        ? `No first heading (\`h1\`) was found; the page begins with ${quoted(headingText(found[0]))} (\`${found[0].name}\`).`
        : 'No heading was found: nothing says in one line what the page offers.',
      count: 1,
      sources: found[0] ? sourcesOf([found[0]]) : [page.body.part.source(1)],
      at: found[0] && placeOf(found[0]),
    });
  if (first.length > 1) {
    const many = frictionOf({
      id: 'heading-many',
      topic: 'heading',
      text: `${first.length} first headings (\`h1\`) stand on one page: ${listed(first.map(headingText))}`,
      tags: first,
    });
    if (many) frictions.push(many);
  }
  const jumps = found.filter((h, i) => {
    const before = found[i - 1];
    return before !== undefined && Number(h.name[1]) - Number(before.name[1]) > 1;
  });
  const jump = frictionOf({
    id: 'heading-jump',
    topic: 'heading',
    text: `${counted(jumps.length, 'heading')} ${jumps.length === 1 ? 'skips' : 'skip'} a level: ${listed(jumps.map(h => `${h.name} “${headingText(h)}”`))}`,
    tags: jumps,
  });
  if (jump) frictions.push(jump);
  const [h1] = first;
  return {
    seen: h1
      ? [
          {
            id: 'headings',
            text: sentence(
              `The first heading says ${quoted(headingText(h1))}; ${counted(found.length, 'heading')} in all`,
            ),
            sources: sourcesOf([h1]),
          },
        ]
      : [],
    frictions,
  };
}
