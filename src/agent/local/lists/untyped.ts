import type { FileCard } from '../../../domain/index.ts';
import { stemOf } from '../naming.ts';
import { type Asking, type Found, found, mainSymbol, ownSources, placeOf } from './entry.ts';

const SCRIPT = /\.(?:js|jsx|mjs|cjs)$/;
const PYTHON = /\.py$/;

/**
 * Files that carry no types yet, those first that import none of the others: JavaScript, else Python functions whose
 * result is not annotated. `lines`, `importedBy`, `typed` (its path afterwards), `bare` (functions without types), `free`
 * (it imports none of the others).
 */
export async function untypedOf(asking: Asking): Promise<Found> {
  const named = namedFolders(asking);
  const own = await ownSources(asking);
  const inNamed = own.filter(c => named.some(folder => c.path.startsWith(`${folder}/`)));
  const cards = inNamed.length > 0 ? inNamed : own.filter(c => !TOOLS.test(c.path));
  const scripts = cards.filter(c => SCRIPT.test(c.path) && !/(?:^|\/)[\w.-]*\.config\.[cm]?js$/.test(c.path));
  const python = scripts.length > 0 ? [] : cards.filter(c => PYTHON.test(c.path) && bareOf(c) > 0);
  const all = scripts.length > 0 ? scripts : python;
  const paths = new Set(all.map(c => c.path));
  return found(
    leavesFirst(all).map(card => {
      const symbol = mainSymbol(card);
      const bare = bareOf(card);
      // The test of the file itself: many a test reaches a file that half of the program imports.
      const ownTest = card.tests.find(t => stemOf(t).includes(stemOf(card.path)));
      return {
        ...(symbol ? placeOf(symbol) : { line: '1', at: `${card.path}:1` }),
        path: card.path,
        lines: String(card.lines),
        importedBy: String(card.importedBy.length),
        by: readBy(card.importedBy.length),
        ...(card.imports.some(p => p !== card.path && paths.has(p)) ? {} : { free: 'yes' }),
        ...(SCRIPT.test(card.path) ? { typed: typedPath(card.path) } : { bare: String(bare) }),
        ...(ownTest === undefined ? {} : { test: ownTest }),
      };
    }),
  );
}

/** What serves the work on a program is typed last, or never. */
const TOOLS = /^(?:\.[\w-]+|build|scripts?|tools?|integration|website)\//;

/** Words of such goals that are no folders, where there is one of that name. */
const TOPIC = /^(?:to|types?|typed|typescript|javascript|python|hints?|annotations?)$/;

/** Folders of the project that the goal names: `lib` of “migrate lib to TypeScript”. */
function namedFolders({ survey }: Asking): readonly string[] {
  const words = new Set(
    (survey.goal.text.toLowerCase().match(/[\w./-]+/g) ?? []).filter(word => !TOPIC.test(word)),
  );
  const folders = new Set<string>();
  for (const path of survey.paths) {
    const parts = path.split('/').slice(0, -1);
    for (let n = 1; n <= parts.length && n <= 4; n++) {
      const folder = parts.slice(0, n).join('/');
      const plain = folder.toLowerCase();
      if (words.has(plain) || words.has(`${plain}/`)) folders.add(folder);
    }
  }
  return [...folders];
}

function readBy(n: number): string {
  return n === 0 ? 'imported by nothing' : `imported by ${n} ${n === 1 ? 'file' : 'files'}`;
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
