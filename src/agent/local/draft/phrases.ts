import type { CodeSymbol, FileCard } from '../../../domain/index.ts';
import { hasRole } from '../survey.ts';
import type { SymbolUses } from '../uses.ts';
import { count } from './estimate.ts';

/** Where a file stands between data and the outside; the order in which changes are made. */
export type Tier = 'data' | 'logic' | 'surface' | 'entry' | 'config';

export function tierOf(card: FileCard): Tier {
  if (hasRole(card, 'model', 'schema', 'migration', 'types')) return 'data';
  if (hasRole(card, 'http-entry', 'cli-entry', 'entry')) return 'entry';
  if (hasRole(card, 'router', 'controller', 'middleware', 'page', 'ui-component', 'health', 'style'))
    return 'surface';
  if (hasRole(card, 'config', 'manifest', 'container', 'ci-workflow')) return 'config';
  return 'logic';
}

interface Words {
  /** The symbol or file in backticks. */
  readonly name: string;
  /** `path:line` in backticks. */
  readonly where: string;
  /** What the user wants, in the user's words. */
  readonly want: string;
}

export interface Phrases {
  /** Whether the pieces of the definition are named, each to become a commit. */
  readonly pieces?: true;
  readonly title: (w: Words) => string;
  readonly detail: (w: Words) => string;
  readonly what: (w: Words) => string;
}

/** How a change of each tier is said; every sentence carries a name and the user's words. */
export const SURFACES: Readonly<Record<Tier, Phrases>> = {
  data: {
    title: w => `Give ${w.name} what “${w.want}” needs (${w.where})`,
    detail: w =>
      `${w.name} at ${w.where} holds the data that “${w.want}” reads or writes: add the fields or variants there first, so that the later steps compile against them.`,
    what: w => `add to ${w.name} what “${w.want}” needs`,
  },
  logic: {
    title: w => `Extend ${w.name} for “${w.want}” (${w.where})`,
    detail: w =>
      `${w.name} at ${w.where} is where “${w.want}” attaches: keep what it does for today's callers and add the new behaviour behind it.`,
    what: w => `make ${w.name} serve “${w.want}”`,
  },
  surface: {
    title: w => `Offer “${w.want}” through ${w.name} (${w.where})`,
    detail: w =>
      `${w.name} at ${w.where} is what the outside reaches: take the wish for “${w.want}” there, refuse what is not valid, and leave the answer for everybody else as it is.`,
    what: w => `expose “${w.want}” through ${w.name}`,
  },
  entry: {
    title: w => `Register “${w.want}” at ${w.name} (${w.where})`,
    detail: w =>
      `${w.name} at ${w.where} wires the program together: register what “${w.want}” adds there, after the steps that write it.`,
    what: w => `register “${w.want}” in ${w.name}`,
  },
  config: {
    title: w => `Set what “${w.want}” needs in ${w.where}`,
    detail: w =>
      `${w.where} holds settings that “${w.want}” touches: give each new one a default that leaves today's behaviour as it is.`,
    what: w => `add the settings for “${w.want}”`,
  },
};

/** How often a symbol is used, and what follows from it. */
export function sayUses(symbol: CodeSymbol, uses: SymbolUses | undefined): readonly string[] {
  if (!uses || uses.count === 0) return [];
  const n = `${count(uses.count, 'use')}${uses.more ? ' or more' : ''}`;
  const shown = uses.files.slice(0, 3).map(f => `\`${f}\``);
  const rest = uses.files.length - shown.length;
  const files = `${shown.join(', ')}${rest > 0 ? ` and ${count(rest, 'more file')}` : ''}`;
  return [
    `\`${symbol.name}\` (\`${symbol.path}:${symbol.line}\`) has ${n}, in ${files}: keep its signature, or change these in the same commit.`,
  ];
}

/** ` · 6 uses in 3 files`, or nothing where nobody uses it. */
export function sayUseCount(uses: SymbolUses | undefined): string {
  if (!uses || uses.count === 0) return '';
  return `, ${count(uses.count, 'use')}${uses.more ? ' or more' : ''} in ${count(uses.files.length, 'file')}`;
}
