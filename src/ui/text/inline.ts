import { type Span, type Style, t } from './line.ts';

/** Looks like a path, with or without a line: `src/a.ts:12`, `package.json`. */
const PATH =
  /^(?:\.{0,2}\/)?(?:[\w@.-]+\/)+[\w@.-]*(?::\d+(?:[–-]\d+)?)?$|^[\w-]+\.[a-z]{1,5}(?::\d+(?:[–-]\d+)?)?$/;

/** Inline code as what it names: a path or a symbol. */
export function codeSpan(text: string, style: Omit<Style, 'tone'> = {}): Span {
  return t(text, PATH.test(text) ? 'path' : 'symbol', style);
}

/** A sentence in which names stand in backticks; the backticks give way to colour. */
export function sentence(text: string, style: Style = {}): Span[] {
  const { tone, ...rest } = style;
  return text.split(/`([^`]+)`/).flatMap((part, i) => {
    if (!part) return [];
    return [i % 2 === 1 ? codeSpan(part, rest) : t(part, tone, rest)];
  });
}
