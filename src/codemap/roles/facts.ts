import type { Role } from '../../domain/index.ts';
import type { ScannedSymbol } from '../scan/scanned.ts';
import type { MarkWord } from './marks.ts';

/** What a role rule may look at. Paths have forward slashes; folders and name are lower-case. */
export interface RoleFacts {
  readonly path: string;
  /** Lower-case folder names, outermost first. */
  readonly folders: readonly string[];
  /** Lower-case file name with its ending. */
  readonly name: string;
  /** The same as it is written, for a person to read. */
  readonly written: string;
  /** Words of the name without its last ending, split at dots, dashes, underscores and humps. */
  readonly parts: readonly string[];
  readonly language: string;
  readonly text: string;
  /** Specifiers of its imports. */
  readonly imports: readonly string[];
  readonly symbols: readonly ScannedSymbol[];
  /** Whether the file holds a word of this kind at all: cheap, and spares most files most patterns. */
  holds(word: MarkWord): boolean;
  /** Whether what stands at this offset of the text is said: it lies inside a comment or a string. */
  quoted(offset: number): boolean;
}

/** A reason in words where the rule holds, else undefined. */
export interface RoleRule {
  readonly role: Role;
  readonly by: 'structure' | 'convention';
  readonly test: (file: RoleFacts) => string | undefined;
}

export function roleFacts(
  path: string,
  language: string,
  text: string,
  imports: readonly string[],
  symbols: readonly ScannedSymbol[],
  holds: RoleFacts['holds'] = () => true,
  quoted: RoleFacts['quoted'] = () => false,
): RoleFacts {
  const pieces = path.split('/');
  const original = pieces.pop() ?? path;
  const dot = original.lastIndexOf('.');
  const base = dot > 0 ? original.slice(0, dot) : original;
  return {
    path,
    folders: pieces.map(p => p.toLowerCase()),
    name: original.toLowerCase(),
    written: original,
    parts: base
      .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter(Boolean),
    language,
    text,
    imports,
    symbols,
    holds,
    quoted,
  };
}

const SCRIPTS = new Set(['typescript', 'tsx', 'javascript', 'vue']);
const CODE = new Set([
  ...SCRIPTS,
  'python',
  'go',
  'rust',
  'java',
  'c',
  'cpp',
  'csharp',
  'ruby',
  'php',
  'kotlin',
  'swift',
  'scala',
  'shell',
]);

export const isScript = (file: RoleFacts) => SCRIPTS.has(file.language);
export const isCode = (file: RoleFacts) => CODE.has(file.language);
export const isCodeLanguage = (language: string) => CODE.has(language);

/** Patterns that go on behind their last match. */
const repeated = new WeakMap<RegExp, RegExp>();

/** First line (1-based) on which `pattern` matches what is code: not inside a comment or a string, with the matched text. */
export function firstMatch(
  file: RoleFacts,
  pattern: RegExp,
): { readonly line: number; readonly text: string } | undefined {
  const again = repeated.get(pattern) ?? new RegExp(pattern.source, `${pattern.flags}g`);
  repeated.set(pattern, again);
  again.lastIndex = 0;
  let match = again.exec(file.text);
  for (; match && isSaid(file, match.index); match = again.exec(file.text))
    if (again.lastIndex === match.index) again.lastIndex++;
  if (!match) return undefined;
  let line = 1;
  for (let at = file.text.indexOf('\n'); at >= 0 && at < match.index; at = file.text.indexOf('\n', at + 1))
    line++;
  return { line, text: match[0].replace(/\s+/g, ' ').trim().slice(0, 60) };
}

function isSaid({ text, quoted }: RoleFacts, at: number): boolean {
  if (quoted(at)) return true;
  const lineStart = text.lastIndexOf('\n', at) + 1;
  return /^\s*(\/\/|#|\*|\/\*)/.test(text.slice(lineStart, at + 1));
}

/** The first import of one of these packages, or of something in one. */
export function importsAny(file: RoleFacts, names: ReadonlySet<string>): string | undefined {
  return file.imports.find(specifier => {
    // Most imports are of the project's own files.
    if (specifier.startsWith('.')) return false;
    if (names.has(specifier)) return true;
    for (let i = 1; i < specifier.length; i++)
      if ((specifier[i] === '/' || specifier[i] === '.') && names.has(specifier.slice(0, i))) return true;
    return false;
  });
}
