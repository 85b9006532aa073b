import type { Survey } from '../survey.ts';
import { commandsOf } from './commands.ts';
import type { Asking } from './entry.ts';
import type { Found } from './found.ts';
import { queriesOf } from './queries.ts';
import {
  borrowedOf,
  circlesOf,
  inwardList,
  joinsOf,
  keysOf,
  leavingOf,
  outwardList,
  partsList,
  transactionsList,
} from './seam/index.ts';
import { contextsOf, holdersOf } from './states.ts';
import { callersOf, facesOf, reachesOf } from './target.ts';
import { untestedOf } from './untested.ts';
import { untypedOf } from './untyped.ts';
import { unusedOf } from './unused.ts';
import { importersOf, upgradesOf } from './upgrades.ts';

interface ListKind {
  /** What playbooks call one of them: its first is the place of that name. */
  readonly one: string;
  readonly is: string;
  /** What may be known of an entry, beside its place. */
  readonly keys: readonly string[];
  /** What is known of all of them together: `{{count.queries.statements}}`. */
  readonly sums?: readonly string[];
}

/** What is known of a file of the rest that a part uses. */
const CROSSING = [
  'uses',
  'first',
  'count',
  'says',
  'back',
  'from',
  'fromAt',
  'users',
  'data',
  'store',
  'lines',
  'names',
  'width',
  'base',
];

/** Lists that the code map is asked for, only where a playbook names them in its `lists`. */
const ASKED: Readonly<Record<string, ListKind & { readonly of: (asking: Asking) => Promise<Found> }>> = {
  commands: {
    one: 'command',
    keys: [
      'name',
      'library',
      'named',
      'test',
      'registered',
      'registeredAt',
      'registerLine',
      'json',
      'newTest',
      'newFile',
      'work',
      'cobra',
      'click',
      'argparse',
      'clap',
      'yargs',
      'commander',
    ],
    is: 'commands of the command line, those of the goal first',
    of: commandsOf,
  },
  importers: {
    one: 'importer',
    keys: ['says', 'isTest', 'test'],
    is: 'files that import the package of the goal',
    of: importersOf,
  },
  untested: {
    one: 'bare',
    keys: ['lines', 'commits', 'test'],
    is: 'sources that no test exercises, large and busy ones first',
    of: untestedOf,
  },
  unused: {
    one: 'dead',
    keys: ['lines', 'commits', 'last', 'whole'],
    is: 'files and names that nothing in the project uses',
    of: unusedOf,
  },
  untyped: {
    one: 'loose',
    keys: ['lines', 'importedBy', 'typed', 'bare', 'free', 'by', 'test'],
    is: 'files without types, leaves of the import graph first',
    of: untypedOf,
  },
  queries: {
    one: 'query',
    keys: ['functions', 'statements'],
    sums: ['functions', 'statements', 'importers', 'unnamed'],
    is: 'files that ask the database, those with the most statements first',
    of: queriesOf,
  },
  holders: {
    one: 'holder',
    keys: ['states', 'many', 'test'],
    sums: ['states'],
    is: 'components and hooks that keep state, those with the most first',
    of: holdersOf,
  },
  contexts: {
    one: 'context',
    keys: ['readers', 'hook', 'hookAt', 'many'],
    is: 'contexts that are there, those with the most readers first',
    of: contextsOf,
  },
  leaving: {
    one: 'leaver',
    keys: [
      'lines',
      'is',
      'test',
      'name',
      'files',
      'all',
      'tests',
      'templates',
      'folder',
      'grown',
      'others',
      'models',
      'store',
      'reads',
      'pure',
      'route',
      'signedIn',
      'background',
      'manifest',
      'deployed',
      'untested',
      'slug',
      'snake',
      'const',
      'type',
      'home',
      'face',
      'client',
      'contract',
      'entry',
      'wall',
      'lint',
    ],
    is: 'files of the part that the goal wants to leave, those that answer requests first',
    of: leavingOf,
  },
  inward: {
    one: 'inlet',
    keys: ['uses', 'first', 'count', 'says', 'how', 'back', 'test', 'lines', 'names', 'width', 'base'],
    is: 'files of the rest that use the part, those with the most uses first',
    of: inwardList,
  },
  outward: {
    one: 'outlet',
    keys: CROSSING,
    is: 'files of the rest that the part uses, those with the most uses first',
    of: outwardList,
  },
  circles: {
    one: 'circle',
    keys: ['uses', 'first', 'count', 'says', 'how', 'back', 'from', 'fromAt', 'taken', 'test'],
    is: 'files of the rest that use the part and that it uses',
    of: circlesOf,
  },
  borrowed: {
    one: 'loan',
    keys: [...CROSSING, 'beside'],
    is: 'files of the rest that the part uses and cannot take along: they hold stored data, or use the part themselves',
    of: borrowedOf,
  },
  keys: {
    one: 'key',
    keys: ['what', 'code', 'ours', 'theirs', 'inward'],
    is: 'foreign keys between tables of the part and of the rest',
    of: keysOf,
  },
  joins: {
    one: 'join',
    keys: ['what', 'code', 'ours', 'theirs', 'inward'],
    is: 'joins and associations in code between data of the part and of the rest',
    of: joinsOf,
  },
  transactions: {
    one: 'transaction',
    keys: ['ours', 'theirs', 'code'],
    is: 'functions that change data of the part and of the rest in one transaction',
    of: transactionsList,
  },
  parts: {
    one: 'part',
    keys: ['name', 'files', 'lines', 'users', 'uses'],
    is: 'parts that the program seems to have, those with the fewest imports to and from the rest first, where the goal names none',
    of: partsList,
  },
};

/** Lists that are read from the survey itself. */
const OWN: Readonly<
  Record<string, ListKind & { readonly of: (survey: Survey, target: string | undefined) => Found }>
> = {
  upgrades: {
    one: 'upgrade',
    keys: ['name', 'range', 'eco', 'installed', 'from', 'to', 'command', 'dev', 'framework', 'types', 'spec'],
    is: 'the package that the goal names, as each manifest has it',
    of: upgradesOf,
  },
  reaches: {
    one: 'reach',
    keys: ['what', 'code'],
    is: 'lines at which the target reaches clock, network, files …',
    of: (s, t) => reachesOf(s, t ?? ''),
  },
  faces: {
    one: 'face',
    keys: ['signature', 'lines', 'used', 'branches', 'ways', 'newTest'],
    is: 'functions of the target that its callers use',
    of: (s, t) => facesOf(s, t ?? ''),
  },
  callers: {
    one: 'caller',
    keys: [],
    is: 'files that import the target',
    of: (s, t) => callersOf(s, t ?? ''),
  },
};

/** What may be known of every place. */
export const PLACE_KEYS = ['path', 'line', 'at', 'symbol', 'owner'] as const;

/** Every list that a playbook may speak of: its name to what one of it is called. */
export const LIST_NAMES: ReadonlyMap<string, ListKind> = new Map<string, ListKind>([
  ...Object.entries(ASKED),
  ...Object.entries(OWN),
]);

/** Asks the map for the lists of these names; unknown names are left out. */
export async function askLists(
  asking: Asking,
  names: readonly string[],
): Promise<ReadonlyMap<string, Found>> {
  const out = new Map<string, Found>();
  for (const name of new Set(names)) {
    const kind = ASKED[name];
    if (kind && !asking.stop()) out.set(name, await kind.of(asking));
  }
  return out;
}

/** The lists of the survey with those that are read from it and its target. Pure. */
export function allLists(survey: Survey, target: string | undefined): ReadonlyMap<string, Found> {
  const out = new Map(survey.lists ?? []);
  for (const [name, kind] of Object.entries(OWN)) out.set(name, kind.of(survey, target));
  return out;
}
