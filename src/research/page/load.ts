import { isImage } from './controls.ts';
import type { Friction, PageCode, Seen } from './model.ts';
import { counted, frictionOf, listed, sentence, sourcesOf } from './say.ts';
import { all, COMPUTED, has, isComputed, type Tag, textOf, written } from './tag.ts';

/** Pictures that are on the screen before anybody scrolls need no `loading="lazy"`. */
const SHOWN_AT_ONCE = 2;
const MANY_HOSTS = 3;
/** Of what the page itself loads; more takes seconds on a phone. */
const HEAVY = 500_000;

export interface LoadSeen {
  readonly seen: readonly Seen[];
  readonly frictions: readonly Friction[];
}

export function readLoad(page: PageCode, host: string | undefined): LoadSeen {
  const tags = [...page.frames, page.body].flatMap(root => [...all(root)]);
  const scripts = tags.filter(t => /^script$/i.test(t.name) && isCode(t));
  const styles = tags.filter(t => t.name === 'link' && /stylesheet/i.test(t.attributes.get('rel') ?? ''));
  const images = [...all(page.body)].filter(isImage);
  const frictions: Friction[] = [];
  const push = (...args: Parameters<typeof frictionOf>) => {
    const friction = frictionOf(...args);
    if (friction) frictions.push(friction);
  };
  const heads = tags.filter(t => t.name === 'head');
  const inHead = new Set(heads.flatMap(head => [...all(head)]));
  const blocking = scripts.filter(
    s =>
      s.name === 'script' &&
      inHead.has(s) &&
      has(s, 'src') &&
      !has(s, 'async', 'defer') &&
      written(s, 'type') !== 'module',
  );
  push({
    id: 'load-blocking',
    topic: 'load',
    text: `${counted(blocking.length, 'script')} in the head (${listed(blocking.map(s => fileOf(s)))}) ${blocking.length === 1 ? 'holds' : 'hold'} up the first picture: no \`async\`, no \`defer\``,
    tags: blocking,
  });
  const plain = images.filter(i => i.name === 'img' && !i.open);
  const jumping = plain.filter(
    i =>
      !(has(i, 'width') && has(i, 'height')) && !/aspect-ratio|height:/.test(i.attributes.get('style') ?? ''),
  );
  push({
    id: 'load-images',
    topic: 'load',
    text: `${jumping.length} of ${counted(plain.length, 'picture')} (${listed(jumping.map(i => fileOf(i)))}) ${jumping.length === 1 ? 'has' : 'have'} no width and height, so the page moves while it loads`,
    tags: jumping,
  });
  const eager = plain.slice(SHOWN_AT_ONCE).filter(i => !has(i, 'loading'));
  push({
    id: 'load-lazy',
    topic: 'load',
    text: `${counted(eager.length, 'picture')} further down (${listed(eager.map(i => fileOf(i)))}) ${eager.length === 1 ? 'is' : 'are'} loaded at once: no \`loading="lazy"\``,
    tags: eager,
  });
  const hosts = hostsOf(scripts, host);
  if (hosts.size >= MANY_HOSTS || [...hosts.values()].some(list => list.some(s => blocking.includes(s))))
    push({
      id: 'third-party',
      topic: 'third party',
      text: `Scripts of ${counted(hosts.size, 'other host')} run on the page: ${listed([...hosts.keys()])}`,
      tags: [...hosts.values()].flatMap(list => list.slice(0, 1)),
      count: hosts.size,
    });
  const sized = [...scripts, ...styles, ...images].flatMap(t => {
    const bytes = page.sizes.get(address(t) ?? '');
    return bytes === undefined ? [] : [{ tag: t, bytes }];
  });
  const total = sized.reduce((sum, s) => sum + s.bytes, 0);
  if (total > HEAVY)
    push({
      id: 'load-weight',
      topic: 'load',
      text: `${counted(sized.length, 'file')} that the page names weigh ${size(total)} as they lie here, most of it ${listed(
        [...sized]
          .sort((a, b) => b.bytes - a.bytes)
          .slice(0, 2)
          .map(s => `${fileOf(s.tag)} (${size(s.bytes)})`),
      )}`,
      tags: [...sized].sort((a, b) => b.bytes - a.bytes).map(s => s.tag),
    });
  const inline = [...scripts.filter(s => !has(s, 'src')), ...tags.filter(t => t.name === 'style')];
  const within = inline.reduce((sum, t) => sum + t.children.join('').replaceAll(COMPUTED, '').length, 0);
  const known =
    sized.length > 0
      ? `; ${counted(sized.length, 'file')} of them known here, ${size(total)}`
      : '; how much they weigh is not known here';
  return {
    seen: [
      {
        id: 'load',
        text: sentence(
          `The page's code names ${counted(scripts.length, 'script')}, ${counted(styles.length, 'style sheet')} and ${counted(images.length, 'picture')}${scripts.length + styles.length + images.length > 0 ? known : ''}${within > 0 ? `; ${size(within)} of scripts and styles stand in it` : ''}`,
        ),
        sources: sourcesOf([...scripts, ...styles, ...images]).slice(0, 2),
      },
      ...(hosts.size > 0
        ? [
            {
              id: 'hosts',
              text: sentence(
                `Scripts come from ${counted(hosts.size, 'other host')}: ${listed([...hosts.keys()])}`,
              ),
              sources: sourcesOf([...hosts.values()].flatMap(list => list.slice(0, 1))),
            },
          ]
        : []),
    ].map(one => (one.sources.length > 0 ? one : { ...one, sources: [page.body.part.source(1)] })),
    frictions,
  };
}

/** A script that runs: no data, no template. */
function isCode(tag: Tag): boolean {
  return /^(?:|module|text\/javascript|application\/javascript|text\/babel)$/i.test(
    tag.attributes.get('type') ?? '',
  );
}

function hostsOf(scripts: readonly Tag[], own: string | undefined): ReadonlyMap<string, readonly Tag[]> {
  const hosts = new Map<string, Tag[]>();
  for (const script of scripts) {
    const host = /^(?:https?:)?\/\/([^/:?#]+)/i.exec(address(script) ?? '')?.[1]?.toLowerCase();
    if (host === undefined || host.includes(COMPUTED) || (own !== undefined && sameSite(host, own))) continue;
    hosts.set(host, [...(hosts.get(host) ?? []), script]);
  }
  return hosts;
}

/** Hosts of one owner as far as the name tells: `cdn.shop.example` and `www.shop.example`. */
function sameSite(a: string, b: string): boolean {
  const end = (host: string) => host.split('.').slice(-2).join('.');
  return end(a) === end(b);
}

export function address(tag: Tag): string | undefined {
  return written(tag, 'src', 'href');
}

function fileOf(tag: Tag): string {
  const named = address(tag);
  if (named === undefined) return 'a computed address';
  return named.startsWith('data:')
    ? 'data in the page'
    : (named
        .replace(/[?#].*$/, '')
        .split('/')
        .filter(Boolean)
        .at(-1) ?? named);
}

function size(bytes: number): string {
  return bytes < 10_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${Math.round(bytes / 1000)} kB`;
}

/** Labels and names for those who do not see the page, and what can be computed of its colours. */
export function readAccess(page: PageCode): LoadSeen {
  const frictions: Friction[] = [];
  const push = (...args: Parameters<typeof frictionOf>) => {
    const friction = frictionOf(...args);
    if (friction) frictions.push(friction);
  };
  const body = [...all(page.body)];
  const tags = [...page.frames.flatMap(f => [...all(f)]), ...body];
  const bare = body.filter(
    t =>
      isImage(t) &&
      !t.open &&
      !has(t, 'alt') &&
      t.attributes.get('role') !== 'presentation' &&
      t.attributes.get('aria-hidden') !== 'true',
  );
  push({
    id: 'access-alt',
    topic: 'accessibility',
    text: `${counted(bare.length, 'picture')} (${listed(bare.map(i => fileOf(i)))}) ${bare.length === 1 ? 'has' : 'have'} no \`alt\`: who does not see ${bare.length === 1 ? 'it' : 'them'} is told nothing`,
    tags: bare,
  });
  const nameless = body.filter(
    t =>
      (t.name === 'button' || t.name === 'a') &&
      !t.open &&
      (t.name === 'button' || has(t, 'href')) &&
      textOf(t) === '' &&
      !isComputed(t) &&
      !has(t, 'aria-label', 'aria-labelledby', 'title') &&
      ![...all(t)].some(
        c =>
          c !== t &&
          (/^[A-Z]/.test(c.name) ||
            (has(c, 'alt') && c.attributes.get('alt') !== '') ||
            c.name === 'title' ||
            has(c, 'aria-label')),
      ),
  );
  push({
    id: 'access-names',
    topic: 'accessibility',
    text: `${counted(nameless.length, 'link or button')} ${nameless.length === 1 ? 'has' : 'have'} no name that can be read out`.replace(
      'link or buttons',
      'links or buttons',
    ),
    tags: nameless,
  });
  const html = tags.find(t => /^html$/i.test(t.name));
  if (html && !has(html, 'lang') && !html.open)
    push({
      id: 'access-language',
      topic: 'accessibility',
      text: 'The document does not say its language (`lang`): it is read out in the wrong one',
      tags: [html],
    });
  const head = tags.find(t => t.name === 'head');
  if (
    html &&
    head &&
    head.children.length > 0 &&
    !tags.some(t => t.name === 'meta' && t.attributes.get('name') === 'viewport')
  )
    push({
      id: 'view-port',
      topic: 'load',
      text: 'The document names no viewport: on a phone it is shown as small as on a desk',
      tags: [head],
    });
  const dim = body.flatMap(t => {
    const ratio = contrastOf(t, page);
    return ratio !== undefined && ratio < LEAST_CONTRAST && textOf(t) !== '' ? [{ tag: t, ratio }] : [];
  });
  push({
    id: 'access-contrast',
    topic: 'accessibility',
    text: `${dim.length === 1 ? 'One text stands' : `${dim.length} texts stand`} out from the ground by ${listed(dim.map(d => `${d.ratio.toFixed(1)} : 1`))} alone (${listed(dim.map(d => textOf(d.tag).slice(0, 30)))}); 4.5 : 1 is what WCAG 2.2 asks of normal text`,
    tags: dim.map(d => d.tag),
  });
  return { seen: [], frictions };
}

const LEAST_CONTRAST = 4.5;

/** Only where both colours stand in one rule: what is inherited, nobody guesses. */
function contrastOf(tag: Tag, page: PageCode): number | undefined {
  const style = written(tag, 'style');
  const own = style === undefined ? undefined : ratioOf(style);
  if (own !== undefined) return own;
  const classes = (written(tag, 'class') ?? '').split(/\s+/).filter(Boolean);
  if (classes.length === 0) return undefined;
  const rules = rulesOf(page);
  const found = classes.flatMap(c => rules.get(c) ?? []);
  return found.length === 1 ? found[0] : undefined;
}

const known = new WeakMap<PageCode, ReadonlyMap<string, number>>();

/** Contrast of `.name { … }` by name, of style sheets that stand in the page. */
function rulesOf(page: PageCode): ReadonlyMap<string, number> {
  const before = known.get(page);
  if (before) return before;
  const rules = new Map<string, number>();
  const sheets = [...page.frames, page.body].flatMap(root => [...all(root)].filter(t => t.name === 'style'));
  for (const sheet of sheets)
    for (const [, name = '', body = ''] of sheet.children
      .join('')
      .matchAll(/(?:^|[}\s])\.([\w-]+)\s*\{([^{}]*)\}/g)) {
      const ratio = ratioOf(body);
      if (ratio !== undefined) rules.set(name, ratio);
    }
  known.set(page, rules);
  return rules;
}

function ratioOf(css: string): number | undefined {
  const fore = colour(/(?:^|[;{\s])color\s*:\s*([^;!]+)/i.exec(css)?.[1]);
  const back = colour(/(?:^|[;{\s])background(?:-color)?\s*:\s*([^;!]+)/i.exec(css)?.[1]);
  if (!fore || !back) return undefined;
  const [a, b] = [luminance(fore), luminance(back)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

type Rgb = readonly [number, number, number];
const NAMED: Readonly<Record<string, string>> = { white: '#ffffff', black: '#000000' };

function colour(text: string | undefined): Rgb | undefined {
  const said = text?.trim().toLowerCase() ?? '';
  const hex = /^#([\da-f]{3}|[\da-f]{6})$/.exec(NAMED[said] ?? said)?.[1];
  if (hex !== undefined) {
    const six = hex.length === 3 ? [...hex].map(c => c + c).join('') : hex;
    return [0, 2, 4].map(at => Number.parseInt(six.slice(at, at + 2), 16)) as unknown as Rgb;
  }
  const rgb = /^rgb\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*\)$/.exec(said);
  return rgb ? [Number(rgb[1]), Number(rgb[2]), Number(rgb[3])] : undefined;
}

/** Relative luminance of WCAG 2.2. */
function luminance([r, g, b]: Rgb): number {
  const part = (value: number): number => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
}
