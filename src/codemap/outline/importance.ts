import type { Role, Shelf } from '../../domain/index.ts';
import type { FileEntry } from '../file-entry.ts';
import { type History, recentChanges } from '../history.ts';
import { isCodeLanguage } from '../roles/facts.ts';
import { hasRole, isAside } from '../roles/roles.ts';
import { importsByFile } from './users.ts';

/** What is needed to say how much a file matters. While files are still being read, all but `files` are absent. */
export interface ImportanceInput {
  readonly files: readonly FileEntry[];
  /** Files that each file imports / that import it, by number. */
  readonly imports?: readonly (readonly number[])[];
  readonly importedBy?: readonly (readonly number[])[];
  readonly history?: History | undefined;
  /** For each file, in how many other files its symbols are used, all together. */
  readonly spokenOf?: ArrayLike<number>;
}

export interface Importance {
  /** 0 to 1; comparable inside one shelf only. */
  readonly score: Float64Array;
  readonly shelf: readonly Shelf[];
  /** File numbers, most important first. */
  readonly order: Readonly<Record<Shelf, readonly number[]>>;
}

/** Weights of what speaks for a file; each part is between 0 and 1. */
const PARTS = { central: 0.27, spoken: 0.13, role: 0.25, churn: 0.13, joins: 0.12, top: 0.1 } as const;

/** How much a reader who is new here learns from a file of this role. What stands aside has no say. */
const ROLE: Readonly<Partial<Record<Role, number>>> = {
  'http-entry': 1,
  'cli-entry': 1,
  entry: 1,
  router: 0.8,
  model: 0.8,
  schema: 0.8,
  controller: 0.7,
  service: 0.7,
  repository: 0.7,
  middleware: 0.6,
  auth: 0.6,
  page: 0.6,
  job: 0.5,
  'error-handling': 0.45,
  mailer: 0.4,
  config: 0.35,
  'ui-component': 0.35,
  types: 0.25,
  other: 0.35,
  util: 0.15,
  health: 0.1,
  script: 0.1,
  data: 0,
};

/** Folders of what shows or serves the program and is not it; their files count this much. */
const BESIDE =
  /(^|\/)(examples?|demos?|samples?|playgrounds?|bench(marks?)?|scripts?|tools?|docs?|website|hack|contrib)\//i;
const BESIDE_FACTOR = 0.5;

/** A file of this many lines has all the substance that it needs; a shorter one explains little, however often imported. */
const SUBSTANCE = 120;

/**
 * How much each file matters to an engineer who is new to the repository: how central it is in the graph of imports
 * (PageRank, where files that stand aside have no vote), how many files use its symbols, what it is for, how often it
 * changed lately, and how much it brings together; less for a file of a few lines and for examples, benchmarks and tools. Files that stand aside are ordered by the same measure, on a
 * shelf of their own. Linear in files and imports.
 */
export function importanceOf(input: ImportanceInput): Importance {
  const { files, history, spokenOf } = input;
  const shelf = files.map(shelfOf);
  const central = centrality(input, shelf);
  const churn = files.map((_, n) => {
    const changes = history?.ofFile[n] ?? [];
    return Math.log1p(recentChanges(history, n)) + 0.25 * Math.log1p(changes.length);
  });
  const spoken = files.map((_, n) => Math.log1p(spokenOf?.[n] ?? 0));
  const joins = files.map((_, n) => Math.log1p(joined(input, n)));
  const most = { churn: greatest(churn), spoken: greatest(spoken), joins: greatest(joins) };
  const score = new Float64Array(files.length);
  files.forEach((file, n) => {
    const sum =
      PARTS.central * (central[n] ?? 0) +
      (PARTS.spoken * (spoken[n] ?? 0)) / most.spoken +
      PARTS.role * Math.max(0, ...file.roles.map(r => ROLE[r.role] ?? 0)) +
      (PARTS.churn * (churn[n] ?? 0)) / most.churn +
      (PARTS.joins * (joins[n] ?? 0)) / most.joins +
      (isTop(input, shelf, n) ? PARTS.top : 0);
    const substance = Math.min(1, Math.log1p(file.lines) / Math.log1p(SUBSTANCE));
    score[n] = sum * (0.3 + 0.7 * substance) * (BESIDE.test(file.path) ? BESIDE_FACTOR : 1);
  });
  const numbers = files.map((_, n) => n);
  const sorted = (which: Shelf) =>
    numbers
      .filter(n => shelf[n] === which)
      .sort((a, b) => (score[b] ?? 0) - (score[a] ?? 0) || pathOrder(files, a, b));
  return { score, shelf, order: { sources: sorted('sources'), aside: sorted('aside') } };
}

/** A file of the sources with fewer imports than this brings nothing together. */
const MANY_IMPORTS = 5;

/** Whether the graph of imports begins here: no source imports the file, and it imports many. */
export function isTop(input: ImportanceInput, shelf: readonly Shelf[], n: number): boolean {
  if (shelf[n] !== 'sources' || joined(input, n) < MANY_IMPORTS) return false;
  return !(input.importedBy?.[n] ?? []).some(i => shelf[i] === 'sources');
}

/** How many things a file imports: files, or packages where an import brings all files of a folder. */
export function joined({ files, imports }: ImportanceInput, n: number): number {
  const to = imports?.[n] ?? [];
  if (importsByFile(files[n]?.language ?? '')) return to.length;
  return new Set(to.map(i => folderOf(files[i]?.path ?? ''))).size;
}

/** The folder of a path, '' for the project's root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The greatest of these, at least 1. Not by spreading: there may be more files than arguments. */
function greatest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), 1);
}

/** The program's own code, and the schemas it stands on, against all that stands beside it. */
export function shelfOf(file: FileEntry): Shelf {
  if (isAside(file.roles)) return 'aside';
  return isCodeLanguage(file.language) || hasRole(file.roles, 'schema') ? 'sources' : 'aside';
}

function pathOrder(files: readonly FileEntry[], a: number, b: number): number {
  const [x = '', y = ''] = [files[a]?.path, files[b]?.path];
  return x < y ? -1 : x > y ? 1 : 0;
}

const DAMPING = 0.85;
/** The sum of changes of one round at which the ranks are said to stand, and the most rounds. */
const STANDS = 1e-4;
const ROUNDS = 50;

/**
 * PageRank over imports (Page, Brin, Motwani and Winograd 1999), by power iteration with the rank of files that import
 * nothing spread over all; on a logarithmic scale from 0 (nothing imports it) to 1 (the most central).
 */
function centrality({ files, imports, importedBy }: ImportanceInput, shelf: readonly Shelf[]): Float64Array {
  const count = files.length;
  const out = new Float64Array(count);
  if (!imports || !importedBy || count === 0) return out;
  const votes = imports.map((to, n) => (shelf[n] === 'sources' ? to.length : 0));
  let rank = new Float64Array(count).fill(1 / count);
  for (let round = 0; round < ROUNDS; round++) {
    let idle = 0;
    for (let n = 0; n < count; n++) if (votes[n] === 0) idle += rank[n] ?? 0;
    const next = new Float64Array(count).fill((1 - DAMPING + DAMPING * idle) / count);
    for (let n = 0; n < count; n++) {
      const share = (DAMPING * (rank[n] ?? 0)) / (votes[n] || 1);
      if ((votes[n] ?? 0) > 0) for (const to of imports[n] ?? []) next[to] = (next[to] ?? 0) + share;
    }
    let moved = 0;
    for (let n = 0; n < count; n++) moved += Math.abs((next[n] ?? 0) - (rank[n] ?? 0));
    rank = next;
    if (moved < STANDS) break;
  }
  const floor = rank.reduce((least, r) => Math.min(least, r), 1);
  let most = 0;
  for (let n = 0; n < count; n++) {
    out[n] = Math.log((rank[n] ?? floor) / floor);
    most = Math.max(most, out[n] ?? 0);
  }
  return most > 0 ? out.map(x => x / most) : out;
}
