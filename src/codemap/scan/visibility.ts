import type { SymbolKind } from '../../domain/index.ts';

/** What a definition stands in, as far as that decides who may use it. */
export interface Surroundings {
  readonly kind?: SymbolKind;
  readonly exported?: boolean;
  /** The last `private`, `protected` or `public` that stands alone before it, or ''. */
  readonly access: string;
}

/** Whether other files may use a definition, by its language's own rule. `before`: its words before the name. */
export function isExported(language: string, before: string, name: string, around: Surroundings): boolean {
  const inInterface = around.kind === 'interface';
  switch (language) {
    case 'python':
      return !name.startsWith('_') || (name.startsWith('__') && name.endsWith('__'));
    case 'ruby':
      if (around.access === 'private' || around.access === 'protected') return false;
      return !name.startsWith('_') && !/\b(private|protected)\b/.test(before);
    case 'go':
      return /^\p{Lu}/u.test(name);
    case 'rust':
      return /^pub\b/.test(before) || (inInterface && around.exported === true);
    case 'java':
      return /\bpublic\b/.test(before) || (inInterface && !/\bprivate\b/.test(before));
    case 'csharp':
      return /\b(public|internal)\b/.test(before) || (inInterface && !/\b(private|protected)\b/.test(before));
    case 'kotlin':
    case 'swift':
    case 'scala':
    case 'php':
      return !/\b(private|fileprivate|protected)\b(?!\(set\))/.test(before);
    case 'c':
      return !/^static\b/.test(before);
    case 'cpp':
      if (around.access === 'private' || around.access === 'protected') return false;
      return around.kind === 'class' || !/^static\b/.test(before);
    default:
      return true;
  }
}

/** Where a language lists its public names in the file itself, those names: Python's `__all__`. */
export function publicNamesOf(language: string, text: string): ReadonlySet<string> | undefined {
  if (language !== 'python') return undefined;
  const lists = [...text.matchAll(/^__all__[ \t]*\+?(?::[^=\n]+)?=[ \t]*[[(]([^\])]*)[\])]/gm)];
  if (lists.length === 0) return undefined;
  return new Set(lists.flatMap(l => [...(l[1] ?? '').matchAll(/['"](\w+)['"]/g)].map(m => m[1] ?? '')));
}

const MARKS: Readonly<Record<string, RegExp>> = {
  ruby: /^[ \t]*(private|protected|public)[ \t]*(?:#.*)?$/gm,
  cpp: /^[ \t]*(private|protected|public)(?:[ \t]+\w+)*[ \t]*:(?!:)/gm,
};

/** Lines that say `private` and the like for all that follows; what stands in comments and strings included. */
export function accessesOf(language: string, text: string): { offset: number; word: string }[] {
  const pattern = MARKS[language];
  return pattern ? [...text.matchAll(pattern)].map(m => ({ offset: m.index, word: m[1] ?? '' })) : [];
}
