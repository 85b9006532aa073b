import type { SymbolKind } from '../../domain/index.ts';
import { lineAt, lineStarts } from './lines.ts';
import { type Outline, type ScannedImport, type ScannedSymbol, signatureOf } from './scanned.ts';

/** A file that lists more than this is data, whatever its name. */
const MOST = 300;

/**
 * Entries of files that are no program and that a plan speaks of: scripts and dependencies of manifests, services,
 * jobs, tables, custom properties, stages. Undefined for files that have none to tell.
 */
export function scanStructure(path: string, text: string, language: string): Outline | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  switch (language) {
    case 'json':
      return JSON_FILES.test(name) ? only(jsonKeys(text)) : undefined;
    case 'yaml':
      return YAML_FILES.test(path) ? only(yamlKeys(text)) : undefined;
    case 'toml':
      return TOML_FILES.test(name) ? only(tomlTables(text)) : undefined;
    case 'css':
      return only(styleNames(text), styleImports(text));
    case 'html':
      return only([], pageImports(text));
    case 'docker':
      return only(stages(text));
    default:
      return undefined;
  }
}

/** Whether the names that a file of this language lists are no definitions that code uses. */
export function listsOnly(language: string): boolean {
  return LISTS.has(language);
}

const LISTS = new Set(['json', 'yaml', 'toml', 'css', 'html', 'docker']);
const JSON_FILES = /^(package|composer|deno|turbo|project|nx)\.jsonc?$/;
const TOML_FILES = /^(cargo|pyproject|fly|netlify|wrangler)\.toml$/;
const YAML_FILES =
  /(^|\/)(docker-)?compose[\w.-]*\.ya?ml$|^\.github\/(workflows|actions)\/|(^|\/)(\.gitlab-ci|\.travis|azure-pipelines|bitbucket-pipelines|pubspec|pnpm-workspace|serverless)\.ya?ml$|^\.circleci\//i;

function only(symbols: readonly ScannedSymbol[], imports: readonly ScannedImport[] = []): Outline {
  return { symbols: symbols.slice(0, MOST), imports };
}

interface Entry {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly container?: string | undefined;
  readonly kind?: SymbolKind;
}

function symbolsOf(text: string, entries: readonly Entry[]): ScannedSymbol[] {
  const lines = lineStarts(text);
  return entries.map(({ name, from, to, container, kind = 'property' }) => {
    const end = text.indexOf('\n', from);
    return {
      name,
      kind,
      line: lineAt(lines, from),
      endLine: lineAt(lines, Math.max(from, to)),
      signature: signatureOf(
        text.slice(from, Math.min(to + 1, end < 0 ? text.length : end)).replace(/[,[]\s*$/, ''),
      ),
      exported: true,
      ...(container === undefined ? {} : { container }),
    };
  });
}

/** Keys of the first two levels whose values are tables or stand in one. Comments and lists are stepped over. */
function jsonKeys(text: string): ScannedSymbol[] {
  const entries: (Entry & { to: number })[] = [];
  const open: { readonly isList: boolean; readonly entry: number }[] = [];
  let last = -1;
  for (const { 0: token, index } of text.matchAll(
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"(?:\s*:)?|[{}[\],]|[^\s{}[\],"/]+/g,
  )) {
    if (token.startsWith('//') || token.startsWith('/*')) continue;
    if (token === '{' || token === '[') {
      open.push({ isList: token === '[', entry: last });
      last = -1;
    } else if (token === '}' || token === ']') {
      const closed = open.pop();
      last = closed?.entry ?? -1;
    }
    const entry = entries[last];
    if (entry && token !== ',') entry.to = index + token.length - 1;
    if (token === ',') last = -1;
    if (!token.endsWith(':') || token[0] !== '"' || open.length === 0 || open.length > 2) continue;
    if (open.some(o => o.isList)) continue;
    const container = open.length === 2 ? entries[open[1]?.entry ?? -1]?.name : undefined;
    if (open.length === 2 && container === undefined) continue;
    last = entries.length;
    entries.push({ name: token.slice(1, token.lastIndexOf('"')), from: index, to: index, container });
  }
  return symbolsOf(text, entries.filter(isTable(text)));
}

/** A plain value at the top (`"version": "1.0"`) is nothing that a plan names. */
const isTable = (text: string) => (entry: Entry) =>
  entry.container !== undefined || /[}\]]/.test(text[entry.to] ?? '');

/** Keys without indentation that hold others, and those directly below them. Text blocks and comments are stepped over. */
function yamlKeys(text: string): ScannedSymbol[] {
  const entries: (Entry & { to: number; depth: number })[] = [];
  let top: Entry | undefined;
  let step = 0;
  /** Deeper lines belong to the text of `|` or `>`. */
  let block = -1;
  for (const match of text.matchAll(/^([ \t]*)(?:([\w.\-/"' ]*[\w"'])[ \t]*:(?=\s|$)([^\n]*)|[^\n]*)$/gm)) {
    const [line, indent = '', key, value = ''] = match;
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const depth = indent.length;
    if (block >= 0 && depth > block) {
      extend(entries, depth, match.index + line.trimEnd().length - 1);
      continue;
    }
    block = /[|>][+-]?\d*\s*(?:#.*)?$/.test(value) ? depth : -1;
    extend(entries, depth, match.index + line.trimEnd().length - 1);
    if (key === undefined || key.startsWith('- ')) continue;
    const name = key.trim().replace(/^["']|["']$/g, '');
    const from = match.index + depth;
    const to = match.index + line.trimEnd().length - 1;
    if (depth === 0) {
      step = 0;
      top = { name, from, to };
      entries.push({ name, from, to, depth });
    } else if (top) {
      if (step === 0) step = depth;
      if (depth === step) entries.push({ name, from, to, depth, container: top.name });
    }
  }
  return symbolsOf(
    text,
    entries.filter(e => e.container !== undefined || text.slice(e.from, e.to).includes('\n')),
  );
}

/** What is still open at a line reaches to its end. */
function extend(entries: { to: number; readonly depth: number }[], depth: number, to: number): void {
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i];
    if (!entry) return;
    if (entry.depth < depth) entry.to = to;
    if (entry.depth === 0) return;
  }
}

/** Tables, and the keys of those that list scripts, dependencies and features. */
function tomlTables(text: string): ScannedSymbol[] {
  const entries: (Entry & { to: number })[] = [];
  let table: (Entry & { to: number }) | undefined;
  let quotes: string | undefined;
  let depth = 0;
  for (const { 0: line, index } of text.matchAll(/^.*$/gm)) {
    const plain = line.trim();
    const isText = quotes !== undefined;
    const mark = quotes ?? (/"""|'''/.exec(line)?.[0] as string | undefined);
    if (mark !== undefined && (line.split(mark).length - 1) % 2 === 1) quotes = isText ? undefined : mark;
    if (plain === '' || (plain.startsWith('#') && !isText)) continue;
    const to = index + line.trimEnd().length - 1;
    const header = isText || depth > 0 ? undefined : /^\s*\[\[?\s*([^\]\n]+?)\s*\]\]?/.exec(line)?.[1];
    if (header !== undefined) {
      table = { name: header.replace(/["']/g, ''), from: index + line.search(/\S/), to };
      entries.push(table);
      continue;
    }
    if (table) table.to = to;
    const key = isText || depth > 0 ? undefined : /^\s*(?:"([^"]+)"|'([^']+)'|([\w.-]+))\s*=/.exec(line);
    const name = key?.[1] ?? key?.[2] ?? key?.[3];
    if (name !== undefined && table && /dependencies|scripts|features|entry-points|tasks/.test(table.name))
      entries.push({ name, from: index + line.search(/\S/), to, container: table.name });
    if (!isText) depth = Math.max(0, depth + balance(line));
  }
  return symbolsOf(text, entries);
}

/** Brackets that a line leaves open, strings and comments aside. */
function balance(line: string): number {
  const bare = line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'|#.*$/g, '');
  return (bare.match(/[[{]/g)?.length ?? 0) - (bare.match(/[\]}]/g)?.length ?? 0);
}

/** Custom properties and variables where they are first given a value, mixins, functions, animations. */
function styleNames(text: string): ScannedSymbol[] {
  const bare = blank(text, /\/\*[\s\S]*?\*\//g);
  const seen = new Set<string>();
  const entries: Entry[] = [];
  const named =
    /(?:^|[{;])\s*(--[\w-]+)\s*:|^[ \t]*([$@][\w-]+)\s*:(?!:)|@(?:mixin|function|(?:-\w+-)?keyframes|property|layer|container)\s+([\w-]+)/gm;
  for (const match of bare.matchAll(named)) {
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    if (seen.has(name)) continue;
    seen.add(name);
    const from = match.index + match[0].search(/[-$@]/);
    const isBlock = match[3] !== undefined;
    const to = isBlock ? closing(bare, from) : bare.slice(from).search(/[;}]|$/) + from;
    entries.push({ name, from, to, kind: isBlock ? 'function' : 'variable' });
  }
  return symbolsOf(text, entries);
}

function closing(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth <= 0) return i;
    else if (text[i] === ';' && depth === 0) return i;
  }
  return text.length - 1;
}

function styleImports(text: string): ScannedImport[] {
  const bare = blank(text, /\/\*[\s\S]*?\*\/|^[ \t]*\/\/.*$/gm);
  return importsOf(text, bare.matchAll(/@(?:import|use|forward)\s+(?:url\(\s*)?["']([^"'\n]+)["']/g)).map(
    i => ({
      ...i,
      // A name without dots means a file beside the sheet first.
      specifier: /^[\w-]+(\/[\w.-]+)*$/.test(i.specifier) ? `./${i.specifier}` : i.specifier,
    }),
  );
}

/** Scripts and style sheets of the project that a page loads. */
function pageImports(text: string): ScannedImport[] {
  const bare = blank(text, /<!--[\s\S]*?-->/g);
  const found = bare.matchAll(/<(?:script|link)\b[^>]*?\s(?:src|href)\s*=\s*["']?([^"'\s>]+)/gi);
  return importsOf(text, found)
    .filter(
      i =>
        !/^(?:\w+:|\/\/|#|\{|<)/.test(i.specifier) &&
        /\.(?:[cm]?[jt]sx?|css|scss|vue)(?:\?.*)?$/.test(i.specifier),
    )
    .map(i => (/^[./]/.test(i.specifier) ? i : { ...i, specifier: `./${i.specifier}` }));
}

function importsOf(text: string, matches: Iterable<RegExpExecArray>): ScannedImport[] {
  const lines = lineStarts(text);
  return [...matches].map(m => ({ specifier: m[1] ?? '', line: lineAt(lines, m.index), reexport: false }));
}

/** The text with what matches made blank, every other character in its place. */
export function blank(text: string, pattern: RegExp): string {
  return text.replace(pattern, found => found.replace(/[^\n]/g, ' '));
}

/** Named stages, each up to the next. */
function stages(text: string): ScannedSymbol[] {
  const found = [...text.matchAll(/^[ \t]*FROM[ \t]+.*$/gim)];
  return symbolsOf(
    text,
    found.flatMap((match, i): Entry[] => {
      const name = /\bAS[ \t]+([\w.-]+)/i.exec(match[0])?.[1];
      const end = text.slice(0, found[i + 1]?.index ?? text.length).trimEnd().length - 1;
      return name === undefined ? [] : [{ name, from: match.index, to: end, kind: 'module' }];
    }),
  );
}
