import { type ScanText, textScanner } from '../codemap/index.ts';
import type { CodeSymbol } from '../domain/index.ts';
import { decodeText } from '../host/index.ts';
import type { Git, GitObjects, ProjectFiles, TreeFile, WorkTree } from '../host/port.ts';
import {
  type Changed,
  type CommitSince,
  type DriftFacts,
  type Fate,
  FROM_NOTHING,
  type SymbolFate,
} from '../plan/drift/model.ts';
import type { Plan } from '../plan/model.ts';
import { once } from '../shared/once.ts';
import { redact } from '../shared/text/index.ts';
import { coverageFound, type GivenReport, type ReportSources } from './coverage-report.ts';

export type { GivenReport } from './coverage-report.ts';

export interface DriftSources extends ReportSources {
  readonly files: ProjectFiles;
  readonly git: Git;
  readonly objects: GitObjects;
  readonly workTree: WorkTree;
  /** Names of the packages that the project declares. */
  packages(): Promise<readonly string[]>;
}

/** Commits since the plan's base that are looked at. */
const MOST_COMMITS = 1_000;
/** Changed files that the plan does not name and whose texts are read, so that moves and tests are found among them. */
const MOST_READ = 2_000;

/** Undefined where git has no such tree. */
export async function driftFacts(
  base: string,
  plan: Plan,
  report: GivenReport | undefined,
  sources: DriftSources,
): Promise<DriftFacts | undefined> {
  const { files, git, objects, workTree } = sources;
  const [tree, list, log] = await Promise.all([
    base === FROM_NOTHING ? [] : objects.tree(base),
    // An implementer may have ended a moment ago.
    files.list({ renew: true }),
    base === FROM_NOTHING ? git.log(MOST_COMMITS) : git.log(MOST_COMMITS, base),
  ]);
  if (!tree) return undefined;
  const now = new Set(list);
  const known = new Map(tree.map(file => [file.path, file]));
  const differing = (await workTree.differing(tree.filter(file => now.has(file.path)))) ?? [];
  const planned = plannedPaths(plan);
  const before = await textsBefore(
    objects,
    [...differing, ...tree.filter(file => !now.has(file.path) || planned.has(file.path))].slice(
      0,
      MOST_READ * 2,
    ),
  );
  const changed = new Map<string, Changed>();
  const after = new Map<string, string>();
  const read = async (path: string) => {
    const text = (await files.read(path))?.text;
    if (text !== undefined) after.set(path, normal(text));
    return text === undefined ? undefined : normal(text);
  };
  for (const { path } of differing) {
    const text = await read(path);
    // A checkout with other line ends or another encoding is no change.
    if (text === undefined || text !== before.get(path)) changed.set(path, 'modified');
  }
  const created = list.filter(path => !known.has(path));
  for (const path of created) changed.set(path, 'created');
  // What a sparse checkout leaves out, or this user may not see, is not gone.
  const leftOut = new Set((await files.leftOut()).map(file => file.path));
  for (const { path } of tree) if (!now.has(path) && !leftOut.has(path)) changed.set(path, 'deleted');
  for (const path of [...planned, ...created.slice(0, MOST_READ)])
    if (now.has(path) && !after.has(path)) await read(path);
  const usesPackages = plan.steps.some(step => step.packages.length > 0);
  const declared = usesPackages ? new Set(await sources.packages().catch(() => [])) : undefined;
  const symbols = new Map<string, ReadonlyMap<string, SymbolFate>>();
  const scan = once(textScanner);
  return {
    changed,
    exists: path => now.has(path),
    symbols(path, was = path) {
      const key = `${was}\0${path}`;
      const made =
        symbols.get(key) ??
        fates(
          scan(),
          path,
          changed.get(was) === 'created' ? '' : (before.get(was) ?? after.get(path) ?? ''),
          after.get(path) ?? '',
        );
      symbols.set(key, made);
      return made;
    },
    likeness: (deleted, made) => likeness(before.get(deleted) ?? '', after.get(made) ?? ''),
    text: path => after.get(path),
    commits: log && sinceOldest(log),
    declares: name => declared?.has(name),
    coverage: await coverageFound(list, [...planned], changed, report, sources),
  };
}

function plannedPaths(plan: Plan): ReadonlySet<string> {
  return new Set([
    ...plan.steps.flatMap(step => step.files.map(file => file.path)),
    ...plan.tests.files.map(file => file.path),
  ]);
}

async function textsBefore(
  objects: GitObjects,
  files: readonly TreeFile[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  await objects.contents(
    files.filter(file => (file.size ?? 0) <= MOST_TEXT),
    (file, bytes) => texts.set(file.path, normal(decodeText(bytes) ?? '')),
  );
  return texts;
}

/** What is read of the work tree is no longer either, in bytes. */
const MOST_TEXT = 1024 * 1024;

function normal(text: string): string {
  return text.replace(/\r\n/g, '\n');
}

/** Oldest first; a subject is shown and exported, so secrets in it are hidden. */
function sinceOldest(log: NonNullable<Awaited<ReturnType<Git['log']>>>): readonly CommitSince[] {
  return log
    .map(({ sha, subject, files }) => ({
      sha,
      subject: redact(subject).text,
      files: files.map(file => file.path),
    }))
    .reverse();
}

/** What became of each symbol of a file: its own lines are compared, wherever they stand now. */
function fates(scan: ScanText, path: string, before: string, after: string): ReadonlyMap<string, SymbolFate> {
  const old = bodies(scan, path, before);
  const young = before === after ? old : bodies(scan, path, after);
  const found = new Map<string, SymbolFate>();
  for (const [name, { body, line, kind, exported }] of young) {
    const was = old.get(name);
    const fate: Fate = was === undefined ? 'created' : was.body === body ? 'same' : 'modified';
    found.set(name, { fate, line, kind, exported });
  }
  for (const [name, { kind, exported }] of old)
    if (!young.has(name)) found.set(name, { fate: 'deleted', kind, exported });
  return found;
}

interface Body extends Pick<CodeSymbol, 'line' | 'kind' | 'exported'> {
  readonly body: string;
}

/** Texts of all definitions, by name and by `Container.name`; of several of one name, all together at the first's place. */
function bodies(scan: ScanText, path: string, text: string): ReadonlyMap<string, Body> {
  const lines = text.split('\n');
  const found = new Map<string, Body>();
  for (const symbol of text === '' ? [] : scan(path, text)) {
    const { line, endLine, kind, exported } = symbol;
    const body = `${lines.slice(line - 1, endLine).join('\n')}\n`;
    for (const name of namesOf(symbol)) {
      const known = found.get(name);
      found.set(name, known ? { ...known, body: known.body + body } : { body, line, kind, exported });
    }
  }
  return found;
}

function namesOf({ name, container }: CodeSymbol): readonly string[] {
  return container === undefined ? [name] : [name, `${container.split(/[.:#]+/).at(-1)}.${name}`];
}

/** Lines of fewer characters stand in every file. */
const TELLING = 4;

/** Share of the telling lines of the longer text that the other one holds too. */
function likeness(a: string, b: string): number {
  const counts = new Map<string, number>();
  const [first, second] = [tellingLines(a), tellingLines(b)];
  for (const line of first) counts.set(line, (counts.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of second) {
    const left = counts.get(line) ?? 0;
    if (left > 0) shared++;
    counts.set(line, left - 1);
  }
  const longer = Math.max(first.length, second.length);
  return longer === 0 ? 0 : shared / longer;
}

function tellingLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line.length >= TELLING);
}
