import type { SymbolKind } from '../../domain/index.ts';
import { pythonPaths, spelledOut } from '../scan/use-paths.ts';

/**
 * A language that is read by its grammar and its query file, `queries/<name>.scm`. The names are the scanner's, which
 * also knows the file endings. Everything that differs between languages is data or a function without state.
 */
export interface Language {
  /** Wasm file: `tree-sitter-<grammar>.wasm`. */
  readonly grammar: string;
  /** The file lies in `grammars/`, not in the package of grammars. */
  readonly vendored?: true;
  /** Query file, where it is shared with another language. */
  readonly query?: string;
  /** Nodes before a definition's own words: annotations, attributes. */
  readonly aside?: readonly string[];
  /** Nodes that may begin with such nodes. */
  readonly wrappers?: readonly string[];
  /** Words before the node, on its line, that belong to the definition. */
  readonly lead?: RegExp;
  /** Kind of a definition inside a class or the like, where it is another. */
  readonly inside?: Readonly<Partial<Record<SymbolKind, SymbolKind>>>;
  /** Name as it is said elsewhere. By default as written. */
  readonly name?: (written: string) => string;
  /** What a definition belongs to, where its name says so. */
  readonly owner?: (written: string) => string | undefined;
  /** What an import asks for, from the text of its node. By default its text without quotes. */
  readonly specifiers?: (written: string) => readonly string[];
}

const MEMBERS = { function: 'method', variable: 'property' } as const;

/** Second-tier languages beside TypeScript and JavaScript, which have a reader of their own. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  python: {
    grammar: 'python',
    inside: MEMBERS,
    specifiers: written =>
      written.startsWith('from') ? pythonPaths(written.slice(4)) : [written.split(/\s+as\s+/)[0] ?? ''],
  },
  go: {
    grammar: 'go',
    lead: /(?:const|var|type)[ \t]+$/,
    name: written => (written === '_' ? '' : written),
  },
  java: {
    grammar: 'java',
    aside: ['annotation', 'marker_annotation'],
    wrappers: ['modifiers'],
    specifiers: written => packageOr(written, /^import\s+(?:static\s+)?([^\s;]+)/),
  },
  csharp: {
    grammar: 'c-sharp',
    aside: ['attribute_list'],
    specifiers: written => [
      /^(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?([\w.]+)/.exec(written)?.[1] ?? '',
    ],
  },
  rust: { grammar: 'rust', inside: { function: 'method' }, specifiers: rustSpecifiers },
  c: { grammar: 'c', vendored: true, specifiers: asWritten },
  cpp: {
    grammar: 'cpp',
    lead: /template[ \t]*<.*>[ \t]*$/,
    inside: { function: 'method' },
    name: written => (/\boperator\b/.test(written) ? '' : (/(~?\w+)(?:\s*<.*>)?$/s.exec(written)?.[1] ?? '')),
    owner: written => /(\w+)(?:<[^>]*>)?::~?\w+$/.exec(written)?.[1],
    specifiers: asWritten,
  },
  ruby: {
    grammar: 'ruby',
    lead: /(?:private|protected|public|private_class_method|module_function)[ \t]+$/,
    inside: MEMBERS,
    name: written => written.replace(/^:/, ''),
  },
  php: { grammar: 'php', aside: ['attribute_list'], inside: MEMBERS, specifiers: phpSpecifiers },
  shell: { grammar: 'bash' },
  kotlin: {
    grammar: 'kotlin',
    vendored: true,
    aside: ['annotation'],
    wrappers: ['modifiers'],
    inside: MEMBERS,
    name: written => written.replaceAll('`', ''),
    specifiers: written => packageOr(written, /^import\s+([\w.*`]+)/),
  },
  swift: {
    grammar: 'swift',
    vendored: true,
    aside: ['attribute'],
    wrappers: ['modifiers'],
    inside: MEMBERS,
    name: written => written.replace(/<.*$/s, ''),
  },
  scala: {
    grammar: 'scala',
    vendored: true,
    aside: ['annotation'],
    inside: MEMBERS,
    specifiers: written =>
      written.startsWith('package')
        ? packageOr(written, NOTHING)
        : spelledOut(written.replace(/^import\s+/, '')),
  },
};

const NOTHING = /$^/;

/** The package that a file declares (`package a.b`), else what the pattern's first group finds. */
function packageOr(written: string, pattern: RegExp): readonly string[] {
  const declared = /^package\s+([\w.`]+)/.exec(written)?.[1]?.replaceAll('`', '');
  if (declared !== undefined) return declared === 'object' ? [] : [`package ${declared}`];
  return [pattern.exec(written)?.[1] ?? ''];
}

function rustSpecifiers(written: string): readonly string[] {
  const crate = /\bextern\s+crate\s+\w+(?:\s+as\s+\w+)?/.exec(written)?.[0];
  if (crate !== undefined) return [crate.replace(/\s+/g, ' ')];
  const declared = /\buse\s+([^;]+)/.exec(written)?.[1];
  return declared === undefined
    ? [/\bmod\s+\w+/.exec(written)?.[0].replace(/\s+/, ' ') ?? '']
    : spelledOut(declared);
}

function asWritten(written: string): readonly string[] {
  return [written];
}

function phpSpecifiers(written: string): readonly string[] {
  const used = /^use\s+(?:function\s+|const\s+)?([^;]+)/.exec(written)?.[1];
  return used === undefined ? [/(['"])(.*?)\1/.exec(written)?.[2] ?? ''] : spelledOut(used);
}
