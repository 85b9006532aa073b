import type { FileCard } from '../../../domain/index.ts';
import { type Asking, type Found, found, mainSymbol, ownSources, placeOf } from './entry.ts';

const SCRIPT = /\.(?:js|jsx|mjs|cjs)$/;
const PYTHON = /\.py$/;

/**
 * Files that carry no types yet, those first that import none of the others: JavaScript, else Python functions whose
 * result is not annotated. `lines`, `importedBy`, `typed` (its path afterwards), `bare` (functions without types), `free`
 * (it imports none of the others).
 */
export async function untypedOf(asking: Asking): Promise<Found> {
  const cards = await ownSources(asking);
  const scripts = cards.filter(c => SCRIPT.test(c.path) && !/(?:^|\/)[\w.-]*\.config\.[cm]?js$/.test(c.path));
  const python = scripts.length > 0 ? [] : cards.filter(c => PYTHON.test(c.path) && bareOf(c) > 0);
  const all = scripts.length > 0 ? scripts : python;
  const paths = new Set(all.map(c => c.path));
  return found(
    leavesFirst(all).map(card => {
      const symbol = mainSymbol(card);
      const bare = bareOf(card);
      return {
        ...(symbol ? placeOf(symbol) : { line: '1', at: `${card.path}:1` }),
        path: card.path,
        lines: String(card.lines),
        importedBy: String(card.importedBy.length),
        ...(card.imports.some(p => p !== card.path && paths.has(p)) ? {} : { free: 'yes' }),
        ...(SCRIPT.test(card.path) ? { typed: typedPath(card.path) } : { bare: String(bare) }),
        ...(card.tests[0] === undefined ? {} : { test: card.tests[0] }),
      };
    }),
  );
}

function typedPath(path: string): string {
  return path
    .replace(/\.jsx$/, '.tsx')
    .replace(/\.mjs$/, '.mts')
    .replace(/\.cjs$/, '.cts')
    .replace(/\.js$/, '.ts');
}

/** Functions whose first line says nothing of what they give. */
function bareOf(card: FileCard): number {
  return card.symbols.filter(
    s => (s.kind === 'function' || s.kind === 'method') && !s.signature.includes('->'),
  ).length;
}

/** In an order in which a file comes after those that it imports; where they go in a circle, the one that imports least. */
export function leavesFirst(cards: readonly FileCard[]): readonly FileCard[] {
  const left = new Map(cards.map(c => [c.path, c]));
  const open = (c: FileCard): number => c.imports.filter(p => p !== c.path && left.has(p)).length;
  const out: FileCard[] = [];
  while (left.size > 0) {
    const rest = [...left.values()];
    const least = Math.min(...rest.map(open));
    const next = rest
      .filter(c => open(c) === least)
      .sort((a, b) => b.importedBy.length - a.importedBy.length || (a.path < b.path ? -1 : 1));
    for (const card of least === 0 ? next : next.slice(0, 1)) {
      out.push(card);
      left.delete(card.path);
    }
  }
  return out;
}
