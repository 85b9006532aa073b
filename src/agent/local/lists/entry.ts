import type { CodeMap } from '../../../codemap/port.ts';
import { fixtureFolder } from '../../../codemap/roles/fixture.ts';
import type { CodeSymbol, FileCard, Role } from '../../../domain/index.ts';
import { at } from '../excerpt.ts';
import { NO_CODE } from '../named-files.ts';
import { hasRole, type Survey } from '../survey.ts';
import type { Entry, Found } from './found.ts';

export type { Entry, Found } from './found.ts';

export interface Asking {
  readonly survey: Survey;
  readonly map: Pick<CodeMap, 'cards' | 'search' | 'references' | 'graph'>;
  /** The text of a file of the project; undefined where it cannot be read. */
  readonly read: (path: string) => Promise<string | undefined>;
  readonly stop: () => boolean;
}

/** Most entries of a list: a plan that names more is read by nobody. */
export const MOST_ENTRIES = 12;

export const NOTHING: Found = { entries: [], total: 0 };

export function found(entries: readonly Entry[], most = MOST_ENTRIES): Found {
  return { entries: entries.slice(0, most), total: entries.length };
}

const NO_SOURCE: readonly Role[] = [...NO_CODE, 'manifest', 'ci-workflow', 'container'];
const ASIDE =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|examples?|samples?|demos?|bench(?:marks?)?|docs?|website|fixtures?|testdata|third_party)\//i;

/** Whether a file is source of the program itself: no test, example, document or generated file. */
export function isOwnSource(card: FileCard): boolean {
  return (
    !hasRole(card, ...NO_SOURCE) &&
    fixtureFolder(card.path) === undefined &&
    !ASIDE.test(card.path) &&
    card.symbols.some(s => s.kind !== 'section')
  );
}

export async function ownSources({ map, survey }: Asking): Promise<readonly FileCard[]> {
  return (await map.cards([...survey.paths])).filter(isOwnSource);
}

/** `symbol`, `line`, `at` and `owner` of a definition, as every list names them. */
export function placeOf(symbol: CodeSymbol): Entry {
  return {
    path: symbol.path,
    // What a module gives without a name has none to be called by.
    ...(symbol.name === 'default' ? {} : { symbol: symbol.name }),
    line: String(symbol.line),
    at: at(symbol),
    ...(symbol.container === undefined ? {} : { owner: symbol.container }),
  };
}

/** The definition that a reader would name for the file: the largest that others may use. */
export function mainSymbol(card: FileCard): CodeSymbol | undefined {
  const size = (s: CodeSymbol): number => (s.exported ? 10_000 : 0) + s.endLine - s.line;
  return card.symbols
    .filter(s => s.kind === 'function' || s.kind === 'class' || s.kind === 'method' || s.kind === 'component')
    .sort((a, b) => size(b) - size(a) || a.line - b.line)[0];
}
