import { componentParts } from '../../codemap/scan/component-file.ts';
import type { FileCard, Source } from '../../domain/index.ts';
import type { ReadFile } from '../../host/port.ts';
import { dirOf, join } from '../read/paths.ts';
import { cite, sourceText } from '../read/source-text.ts';
import { markupTags, scriptTags } from './code-tags.ts';
import { isControl, isImage } from './controls.ts';
import { fileIs } from './file-is.ts';
import { htmlTags, INCLUDED } from './html-tags.ts';
import { address } from './load.ts';
import type { PageCode, Written } from './model.ts';
import { all, isTag, type Part, type Tag } from './tag.ts';

export interface GatherPorts {
  readonly paths: readonly string[];
  read(path: string): Promise<ReadFile | undefined>;
  card(path: string): Promise<FileCard | undefined>;
  readonly commit: string | undefined;
}

/** Files that one page is made of; what is more is named as not read. */
const MOST_FILES = 24;
const DEEPEST = 4;
const SCRIPT = /\.[jt]sx?$/;
const COMPONENT = /\.(?:vue|svelte|astro)$/;

/** A file as the tags that stand in it; undefined where it is more than a page. */
export function tagsOf(path: string, text: string, part: Part): Tag | undefined {
  if (SCRIPT.test(path)) return scriptTags(text, part);
  return COMPONENT.test(path) ? markupTags(componentParts(path, text).rest, part) : htmlTags(text, part);
}

/** The page with the components, includes and layouts of this project that it is drawn with. */
export async function gather(ports: GatherPorts, path: string): Promise<PageCode | undefined> {
  const parts = new Map<string, Tag>();
  const texts = new Map<string, string>();
  const unread = new Set<string>();
  const open = async (one: string): Promise<Tag | undefined> => {
    const known = parts.get(one);
    if (known) return known;
    if (parts.size >= MOST_FILES) return undefined;
    const file = await ports.read(one);
    const tags = file && tagsOf(one, file.text, partOf(file, ports.commit));
    if (!file || !tags) return undefined;
    parts.set(one, tags);
    texts.set(one, file.text);
    return tags;
  };
  const expand = async (root: Tag, from: string, passed: readonly string[]): Promise<Tag> => {
    const inside = await Promise.all(
      root.children.map(async child => {
        if (!isTag(child)) return child;
        const tag = await expand(child, from, passed);
        const named = child.name === INCLUDED ? child.attributes.get('name') : undefined;
        const isComponent = /^[A-Z]/.test(child.name) && !isControl(child);
        if (named === undefined && !isComponent) return tag;
        const drawn =
          named === undefined
            ? await componentOf(ports, from, child.name)
            : includedFile(ports.paths, from, named);
        if (drawn === undefined) {
          if (!KNOWN_WRAPPERS.test(child.name)) unread.add(named ?? child.name);
          return tag;
        }
        if (passed.includes(drawn) || passed.length > DEEPEST) return tag;
        const own = await open(drawn);
        if (!own) {
          unread.add(named ?? child.name);
          return tag;
        }
        return { ...tag, children: [await expand(own, drawn, [...passed, drawn]), ...tag.children] };
      }),
    );
    return { ...root, children: inside };
  };
  const first = await open(path);
  if (!first) return undefined;
  const body = await expand(first, path, [path]);
  const around = await framesOf(ports, path, texts.get(path) ?? '');
  const frames: Tag[] = [];
  for (const frame of around) {
    const tags = await open(frame);
    if (tags) frames.push(await expand(tags, frame, [path, frame]));
  }
  const all = [...parts.values()].map(tag => tag.part);
  return {
    body,
    frames,
    parts: all,
    said: saidIn([path, ...around], parts, texts),
    unread: [...unread].slice(0, 8),
    sizes: await sizesOf(ports, [body, ...frames]),
  };
}

const KNOWN_WRAPPERS =
  /^(?:Fragment|Suspense|Head|Script|React\.\w+|Transition|Teleport|KeepAlive|Slot|AnimatePresence|Metadata|Html|Main|NextScript|Body|ClientOnly|NuxtPage|NuxtLayout|RouterView|Outlet)$|\.Provider$|Provider$|Icon$|^Lu[A-Z]|^Fa[A-Z]/;
/** The template of a name, the nearest one where several are called so. */
function includedFile(paths: readonly string[], from: string, name: string): string | undefined {
  const fits = paths.filter(p => p !== from && fileIs(p, name));
  return fits.find(p => p.startsWith(dirOf(dirOf(from)))) ?? fits[0];
}

/** The file of a component by the imports of the file that draws it, else by its name where one file alone has it. */
async function componentOf(ports: GatherPorts, from: string, name: string): Promise<string | undefined> {
  const card = await ports.card(from);
  const plain = name.split('.')[0] ?? name;
  const own = (card?.imports ?? []).filter(p => fileIs(p, plain) || fileIs(p, dashed(plain)));
  if (own[0] !== undefined) return own[0];
  for (const path of card?.imports ?? []) {
    const there = await ports.card(path);
    if (
      there?.symbols.some(s => s.name === plain && s.exported) &&
      /\.(?:[jt]sx|vue|svelte|astro)$/.test(path)
    )
      return path;
  }
  // Nuxt and Astro bring components in by their names.
  const fits = /\.(?:vue|astro|svelte)$/.test(from)
    ? ports.paths.filter(p => COMPONENT.test(p) && fileIs(p, plain))
    : [];
  return fits.length === 1 ? fits[0] : undefined;
}

function dashed(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1-$2').toLowerCase();
}

/** Layouts and documents around a page, nearest first. */
async function framesOf(ports: GatherPorts, path: string, text: string): Promise<readonly string[]> {
  const has = new Set(ports.paths);
  const found: string[] = [];
  const folders: string[] = [];
  for (let dir = dirOf(path); ; dir = dirOf(dir)) {
    folders.push(dir);
    if (dir === '') break;
  }
  const LAYOUTS = /\+page\.svelte$/.test(path)
    ? ['+layout.svelte']
    : /(?:^|\/)page\.[jt]sx?$/.test(path)
      ? ['layout.tsx', 'layout.jsx', 'layout.js']
      : [];
  for (const dir of folders)
    for (const name of LAYOUTS) if (has.has(join(dir, name))) found.push(join(dir, name));
  const extended =
    /\{%-?\s*extends\s+["']([\w./-]+)["']|@extends\(\s*["']([\w./-]+)["']|(?:layout|extend)\(\s*["']([\w./-]+)["']/.exec(
      text,
    );
  const parent = extended
    ?.slice(1)
    .find(Boolean)
    ?.replace(/(?<=\w)\.(?!html|njk|twig|ejs)/g, '/');
  if (parent) found.push(...ports.paths.filter(p => p !== path && fileIs(p, parent)).slice(0, 1));
  else if (!/<html\b|<!doctype/i.test(text)) {
    const usual =
      SCRIPT.test(path) || COMPONENT.test(path)
        ? [
            /^(?:.*\/)?pages\/_(?:app|document)\.[jt]sx?$/,
            /^(?:src\/)?app\.html$/,
            /^(?:.*\/)?layouts\/default\.vue$/,
            /^(?:(?:apps|packages)\/[^/]+\/)?(?:public\/)?index\.html$/,
            /^(?:.*\/)?app\/root\.[jt]sx$/,
          ]
        : [
            /^(?:.*\/)?layouts?\/(?:application|main|default|app|base)\.[\w.]+$/,
            /^(?:.*\/)?(?:views|templates)\/(?:layout|base|_layout)\.[\w.]+$/,
          ];
    for (const pattern of usual)
      found.push(
        ...ports.paths.filter(p => p !== path && pattern.test(p) && sharesRoot(p, path)).slice(0, 2),
      );
  }
  return [...new Set(found)].slice(0, 4);
}

/** In a repository of several programs a layout holds for its own. */
function sharesRoot(frame: string, path: string): boolean {
  const [a = '', b = ''] = [frame, path].map(
    p => /^((?:apps|packages|examples)\/[^/]+)\//.exec(p)?.[1] ?? '',
  );
  return a === b;
}

const SETS =
  /\bmetadata\b|useHead\(|useSeoMeta\(|<Head\b|<svelte:head|definePageMeta|<Seo\b|<SEO\b|export const meta\b/;

/** A title or description that code sets. */
function saidIn(
  paths: readonly string[],
  parts: ReadonlyMap<string, Tag>,
  texts: ReadonlyMap<string, string>,
): PageCode['said'] {
  const find = (key: string): Written | undefined => {
    for (const path of paths) {
      const [text, tag] = [texts.get(path) ?? '', parts.get(path)];
      if (!tag || !SETS.test(text)) continue;
      const match = new RegExp(`\\b${key}\\s*[:=]\\s*\\{?\\s*(["'\`])((?:(?!\\1)[^\\\\\\n]){3,200})\\1`).exec(
        text,
      );
      if (match?.[2])
        return { text: match[2], part: tag.part, line: text.slice(0, match.index).split('\n').length };
    }
    return undefined;
  };
  const [title, description] = [find('title'), find('description')];
  return { ...(title ? { title } : {}), ...(description ? { description } : {}) };
}

/** Bytes of the files of this project that tags name by their address. */
async function sizesOf(ports: GatherPorts, roots: readonly Tag[]): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  const wanted = roots.flatMap(root =>
    [...all(root)].flatMap(t => {
      const named = isImage(t) || /^(?:script|link|source)$/i.test(t.name) ? address(t) : undefined;
      return named && !/^(?:[a-z]+:|\/\/)/i.test(named) ? [{ named, from: t.part.name }] : [];
    }),
  );
  for (const { named, from } of wanted.slice(0, 40)) {
    const clean = named.replace(/[?#].*$/, '');
    const beside = clean.startsWith('/') ? undefined : resolved(dirOf(from), clean);
    const tail = clean.replace(/^(?:\.\.?\/)+|^\//, '');
    const path = [
      beside,
      ...['', 'public/', 'static/', 'src/', 'app/', 'www/', 'assets/'].map(f => f + tail),
    ].find(p => p !== undefined && ports.paths.includes(p));
    const bytes = path === undefined ? undefined : (await ports.card(path))?.bytes;
    if (bytes) sizes.set(named, bytes);
  }
  return sizes;
}

function resolved(dir: string, name: string): string {
  const out = dir === '' ? [] : dir.split('/');
  for (const piece of name.split('/')) {
    if (piece === '..') out.pop();
    else if (piece !== '.' && piece !== '') out.push(piece);
  }
  return out.join('/');
}

function partOf(file: ReadFile, commit: string | undefined): Part {
  const text = sourceText(file);
  return {
    name: file.path,
    get lines() {
      return text.lines;
    },
    source: (line, endLine): Source => cite(text, line, endLine, commit),
  };
}
