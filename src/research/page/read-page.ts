import type { Source } from '../../domain/index.ts';
import { redact, safeLine } from '../../shared/text/index.ts';
import type { PagePlace } from './by-code.ts';
import { readCalls, readHeadings } from './calls.ts';
import { isImage } from './controls.ts';
import { findPage, MARKUP, UNREADABLE } from './find.ts';
import { readForms } from './forms.ts';
import { type GatherPorts, gather } from './gather.ts';
import { htmlTags } from './html-tags.ts';
import { readAccess, readLoad } from './load.ts';
import type { PageCode, PageReading } from './model.ts';
import { counted, listed, sentence } from './say.ts';
import { all, isComputed, type Part, type Tag, textOf } from './tag.ts';
import { readMessage, readTrust } from './words.ts';

/** A page of this project, and how it was found. */
export interface OwnPage {
  readonly reading?: PageReading;
  readonly place?: PagePlace;
  /** Others that may be meant. */
  readonly others: readonly PagePlace[];
  readonly sure: boolean;
  /** Why nothing was read; a sentence. */
  readonly why?: string;
}

export interface OwnPorts extends GatherPorts {
  search(
    pattern: string,
    limit: number,
  ): Promise<readonly { readonly path: string; readonly line: number; readonly text: string }[]>;
}

/** The page of the project that a wish speaks of. */
export async function readOwnPage(ports: OwnPorts, wish: string): Promise<OwnPage> {
  const { places, sure, asked } = await findPage(ports, wish);
  // Who names a route means that one; what only sounds like it is offered.
  const meant = asked?.startsWith('/') === true && !sure ? [] : places.slice(0, 1);
  const others = places.slice(meant.length);
  const [place] = meant;
  const missing = asked === undefined ? '' : ` that shows \`${asked}\``;
  if (!place)
    return {
      others,
      sure: false,
      why: `No page${missing} was found in this project: looked for were HTML, JSX, Vue, Svelte, Astro and templates of servers.`,
    };
  if (!MARKUP.test(place.path) || UNREADABLE.test(place.path))
    return {
      place,
      others,
      sure,
      why: `\`${place.path}\` is the page, but its language of templates is not read here.`,
    };
  const code = await gather(ports, place.path);
  return code
    ? { reading: readingOf(code, place.path, true), place, others, sure }
    : { place, others, sure, why: `\`${place.path}\` is the page, but it could not be read as one.` };
}

/** Quotes of a page are short enough to stand in a sentence. */
const LONGEST_QUOTE = 160;

/** What a server answered for an address, as the page that it is without its scripts. */
export function readFetchedPage(html: string, url: string, fetchedAt: string): PageReading | undefined {
  const lines = html.split(/\r?\n/);
  const part: Part = {
    name: url,
    lines,
    source: (line): Source => {
      const text = safeLine(redact(lines[line - 1] ?? '').text).trim();
      return { kind: 'url', url, title: '', quote: text.slice(0, LONGEST_QUOTE), fetchedAt };
    },
  };
  const body = htmlTags(html, part);
  return (
    body && readingOf({ body, frames: [], parts: [part], said: {}, unread: [], sizes: new Map() }, url, false)
  );
}

function readingOf(page: PageCode, name: string, own: boolean): PageReading {
  const host = own ? undefined : new URL(name).host;
  const forms = readForms(page);
  const calls = readCalls(page);
  const heads = readHeadings(page);
  const load = readLoad(page, host);
  const access = readAccess(page);
  const trust = readTrust(page, forms.forms);
  const message = readMessage(page, calls.calls);
  const empty = isEmpty(page);
  const groups = [forms, calls, heads, message, trust, load, access];
  return {
    name,
    own,
    paths: own ? page.parts.map(p => p.name) : [],
    // Of a page that a script draws later, what is missing in the code is not missing on the screen.
    frictions: groups.flatMap(g => g.frictions).filter(f => !empty || !ABSENCES.has(f.id)),
    seen: groups.flatMap(g => g.seen),
    forms: forms.forms,
    calls: calls.calls,
    unseen: unseenOf(page, empty, own),
    source: page.body.part.source(1),
  };
}

const ABSENCES: ReadonlySet<string> = new Set([
  'calls-none',
  'heading-none',
  'trust-missing',
  'trust-privacy',
  'message-empty',
]);
/** Fewer words than this are no page that is read. */
const FEW_WORDS = 12;

function isEmpty(page: PageCode): boolean {
  const words = textOf(page.body).split(/\s+/).filter(Boolean).length;
  return words < FEW_WORDS && ![...all(page.body)].some(t => /^h[1-6]$|^form$/.test(t.name));
}

function unseenOf(page: PageCode, empty: boolean, own: boolean): readonly string[] {
  const tags = [...all(page.body)];
  const out: string[] = [];
  const scripts = tags.filter(t => t.name === 'script').length;
  if (empty)
    out.push(
      scripts > 0
        ? 'The page is almost empty before its scripts run: what they draw was not seen, and nothing is concluded from what its code lacks.'
        : 'The page is almost empty: there is nothing on it to judge, and nothing is concluded from what it lacks.',
    );
  else if (!own && scripts > 0)
    out.push('Scripts of the page were not run: what they draw, change or load is not in this reading.');
  if (
    tags.some(t => t.attributes.get('type') === 'password') &&
    tags.filter(t => /^h[12]$/.test(t.name)).length < 2 &&
    !own
  )
    out.push('The page asks for a password: what lies behind it was not seen.');
  if (page.unread.length > 0)
    out.push(
      sentence(`Drawn by code that was not found in this project, and not read: ${listed(page.unread)}`),
    );
  const computed = tags.filter(
    t => /^(?:h[1-6]|p|button|a|label|title)$/.test(t.name) && isComputed(t) && textOf(t) === '',
  ).length;
  if (computed > 0)
    out.push(
      `${counted(computed, 'text')} of it ${computed === 1 ? 'is' : 'are'} put in when the program runs (data, translations), and what ${computed === 1 ? 'it says' : 'they say'} was not seen.`,
    );
  const images = tags.filter(isImage).length;
  const frames = tags.filter((t: Tag) => t.name === 'iframe').length;
  if (images > 0) out.push(`What is written inside of its ${counted(images, 'picture')} was not read.`);
  if (frames > 0)
    out.push(
      `${counted(frames, 'frame')} of other pages (\`iframe\`) ${frames === 1 ? 'was' : 'were'} not opened.`,
    );
  return out;
}
