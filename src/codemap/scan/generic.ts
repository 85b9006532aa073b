import { bodyEnd, braceEnd, fencedLines, lineEndOf } from './body-end.ts';
import { type Owned, walkC } from './c-walk.ts';
import { goSpecs } from './go-specs.ts';
import { headEnd, VALUES } from './head-end.ts';
import { lineAt, lineStarts } from './lines.ts';
import { walkMembers } from './member-walk.ts';
import { type Found, nest } from './nest.ts';
import { patternsOf } from './patterns.ts';
import { type Outline, type ScannedImport, type ScannedSymbol, signatureOf } from './scanned.ts';
import type { Syntax } from './syntax.ts';
import { firstToken, isMasked, PUNCT, Tangled, type Tokens } from './tokens.ts';
import { pythonPaths, spelledOut } from './use-paths.ts';
import { accessesOf, publicNamesOf } from './visibility.ts';

const USE_LISTS = new Set(['rust', 'php', 'scala']);
const CONTINUING = new Set([...'([{,=+-*/|&.\\'].map(c => c.charCodeAt(0)));

/** Definitions and imports by the line patterns of a language; what stands in comments and strings is passed over. */
export function scanGeneric(text: string, language: string, syntax: Syntax, tokens: Tokens): Outline {
  const lines = lineStarts(text);
  const imports: ScannedImport[] = [];
  const found: Found[] = [];
  tokens.allow();
  const tangled = stopsIn(() => find(text, language, syntax, tokens, lines, found, imports));
  found.sort((a, b) => a.offset - b.offset);
  const symbols =
    language === 'markdown'
      ? headings(found)
      : nest(found, {
          language,
          accesses: accessesOf(language, text).filter(a => !isMasked(tokens.masked, a.offset, false)),
          publicNames: publicNamesOf(language, text),
        });
  return { symbols, imports, ...(tangled ? { tangled } : {}) };
}

function stopsIn(read: () => void): boolean {
  try {
    read();
    return false;
  } catch (error) {
    if (error instanceof Tangled) return true;
    throw error;
  }
}

/** Adds what it finds to `found` and `imports` as it goes. Throws Tangled where the brackets make no sense. */
function find(
  text: string,
  language: string,
  syntax: Syntax,
  tokens: Tokens,
  lines: readonly number[],
  found: Found[],
  imports: ScannedImport[],
): void {
  const taken = new Set<number>();
  const fences = language === 'markdown' ? fencedLines(text, lines, tokens.masked) : undefined;
  found.push(...implBlocks(text, language, tokens, lines));
  const depths = language === 'scala' ? braceDepths(tokens) : undefined;
  // Strings alone on a line are imports only before the first declaration.
  const imported = language === 'go' ? text.search(/^(?:func|type|var|const)\b/m) : -1;
  for (const { kind, pattern, inside, memberOnly, list, local } of patternsOf(language)) {
    pattern.lastIndex = 0;
    for (const match of text.matchAll(pattern)) {
      const group = match[1] ?? '';
      const offset = match.index + (match[0].length - match[0].trimStart().length);
      if (isMasked(tokens.masked, offset, kind === 'import')) continue;
      if (kind === 'import' && imported >= 0 && offset > imported) continue;
      const line = lineAt(lines, offset);
      if (fences?.has(line)) continue;
      if (kind === 'import' || kind === 'import-list') {
        const specifiers = kind === 'import-list' ? group.split(',') : pathsOf(language, group);
        const written = {
          line,
          reexport: language === 'rust' && /^\s*pub\b/.test(match[0]),
          ...(language === 'python' && forTypes(text, offset) ? { soft: 'types' as const } : {}),
        };
        for (const specifier of specifiers) addImport(imports, specifier, language, written);
        continue;
      }
      if (taken.has(line)) continue;
      if (memberOnly && language === 'python' && continues(tokens, offset)) continue;
      const end = bodyEnd(
        kind,
        fences,
        text,
        offset,
        match.index + match[0].length,
        language,
        syntax,
        tokens,
        lines,
        line,
      );
      // A prototype or a call that happens to look like a definition has no body.
      if (end === undefined) continue;
      taken.add(line);
      const head = text.slice(offset, headEnd(text, kind, offset, end, language, syntax, tokens));
      const owner = ownerInText(head, language);
      const names = list ? group.split(/[,:\s]+/) : [unquoted(group, language)];
      for (const name of names)
        found.push({
          name,
          kind,
          inside,
          offset,
          line,
          endLine: lineAt(lines, end),
          endOffset: end,
          head,
          owner,
          memberOnly,
          depth: depths?.[firstToken(tokens, offset)],
          ...(local ? { scope: true } : {}),
        });
    }
  }
  const walked: Owned[] = [];
  const stopped = stopsIn(() => walk(text, tokens, language, walked));
  for (const { head, ...member } of walked) {
    const { offset, end } = member;
    const line = lineAt(lines, offset);
    const words = text.slice(
      offset,
      VALUES.has(member.kind) ? Math.min(head, lineEndOf(text, offset)) : head,
    );
    const inside = language === 'cpp' && member.kind === 'function' ? 'method' : undefined;
    found.push({ ...member, inside, head: words, line, endLine: lineAt(lines, end), endOffset: end });
  }
  if (stopped) throw new Tangled();
  for (const spec of language === 'go' ? goSpecs(text, tokens) : []) {
    const head = text.slice(
      spec.offset,
      headEnd(text, spec.kind, spec.offset, spec.end, language, syntax, tokens),
    );
    const line = lineAt(lines, spec.offset);
    found.push({ ...spec, head, line, endLine: lineAt(lines, spec.end), endOffset: spec.end });
  }
}

/** Headings belong to the next heading above that is of a higher level. */
function headings(found: readonly Found[]): ScannedSymbol[] {
  const open: { readonly level: number; readonly name: string }[] = [];
  return found.map(({ name, kind, line, endLine, head }) => {
    const level = /^#+/.exec(head)?.[0].length ?? 1;
    while (open.length > 0 && (open.at(-1)?.level ?? 0) >= level) open.pop();
    const container = open.at(-1)?.name;
    open.push({ level, name });
    const signature = signatureOf(head);
    return {
      name,
      kind,
      line,
      endLine,
      signature,
      exported: true,
      ...(container === undefined ? {} : { container }),
    };
  });
}

/** How many braces are open before each token. */
function braceDepths(tokens: Tokens): Uint16Array {
  const depths = new Uint16Array(tokens.count + 1);
  let depth = 0;
  for (let i = 0; i < tokens.count; i++) {
    depths[i] = depth;
    if (tokens.kind[i] !== PUNCT) continue;
    if (tokens.id[i] === 123) depth++;
    else if (tokens.id[i] === 125 && depth > 0) depth--;
  }
  return depths;
}

/** Definitions of the languages that are walked, not sought by patterns. */
function walk(text: string, tokens: Tokens, language: string, out: Owned[]): void {
  if (language === 'java' || language === 'csharp') walkMembers(text, tokens, language, out);
  else if (language === 'c' || language === 'cpp') walkC(text, tokens, out);
}

/** Whether the line at `offset` goes on with an expression of the line before. */
function continues(tokens: Tokens, offset: number): boolean {
  const before = firstToken(tokens, offset) - 1;
  if (before < 0 || tokens.kind[before] !== PUNCT) return false;
  return CONTINUING.has(tokens.id[before] ?? 0);
}

/** Go receivers carry their owner in the line. */
function ownerInText(head: string, language: string): string | undefined {
  return language === 'go' ? /^func[ \t]+\(\s*(?:\w+\s+)?\*?(\w+)/.exec(head)?.[1] : undefined;
}

/** Rust `impl` blocks hold methods but define nothing. */
function implBlocks(text: string, language: string, tokens: Tokens, lines: readonly number[]): Found[] {
  if (language !== 'rust') return [];
  const out: Found[] = [];
  for (const match of text.matchAll(
    /^[ \t]*(?:unsafe[ \t]+)?impl\b(?:<[^\n{]*?>)?[ \t]+(?:[^\n{]*?\bfor[ \t]+)?(?:&(?:'\w+[ \t]+)?(?:mut[ \t]+)?)?(?:\w+::)*(\w+)/gm,
  )) {
    const end = braceEnd(tokens, match.index);
    if (end === undefined) continue;
    out.push({
      name: match[1] ?? '',
      kind: 'class',
      scope: true,
      head: '',
      offset: match.index,
      line: lineAt(lines, match.index),
      endLine: lineAt(lines, end),
      endOffset: end,
    });
  }
  return out;
}

function unquoted(name: string, language: string): string {
  if (language === 'markdown') return name;
  return name.replace(language === 'sql' ? /["`]/g : /^["`]|["`]$/g, '');
}

function pathsOf(language: string, written: string): string[] {
  if (language === 'python') return pythonPaths(written);
  // These are names, blanks and all.
  if (/^(?:package|extern)\s/.test(written)) return [written.replace(/\s+/g, ' ').replaceAll('`', '')];
  return USE_LISTS.has(language) ? spelledOut(written.replace(/\/\/[^\n]*/g, '')) : [written];
}

function addImport(
  imports: ScannedImport[],
  raw: string,
  language: string,
  written: Omit<ScannedImport, 'specifier'>,
): void {
  let specifier = raw.trim();
  if (language === 'python') specifier = specifier.split(/\s+as\s+/)[0] ?? '';
  else if (language !== 'c' && language !== 'cpp') specifier = specifier.replace(/^["']|["']$/g, '');
  if (specifier !== '') imports.push({ specifier, ...written });
}

/** Lines above a statement in which the head of its block is sought. */
const LONGEST_BLOCK = 200;

/** Whether a Python statement stands in the block of `if TYPE_CHECKING:`, which no run enters. */
function forTypes(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const indent = offset - start;
  for (let end = start - 1, seen = 0; indent > 0 && end > 0 && seen < LONGEST_BLOCK; seen++) {
    const from = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(from, end);
    const words = line.trimStart();
    if (words !== '' && !words.startsWith('#') && line.length - words.length < indent)
      return /^if[ \t]+(?:\w+\.)?TYPE_CHECKING[ \t]*:/.test(words);
    end = from - 1;
  }
  return false;
}
