import {
  byLine,
  compiledPlaybook,
  type LocatedPlaybook,
  type ParsedPlaybook,
  parsePlaybook,
} from './load.ts';
import type { Origin, Playbook } from './model.ts';
import { nameProblems } from './names.ts';
import { markBrought } from './origin.ts';
import type { PlaybookProblem } from './problem.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Of one file, in bytes. The longest that is shipped has a quarter of it. */
export const PLAYBOOK_LIMIT = 256 * 1024;
/** Files of one folder. */
const MOST_FILES = 100;

/** Where playbooks are read from: names and texts. */
export interface PlaybookFolder {
  readonly origin: Origin;
  /** Names of the files that end in `.md`, in order. */
  list(): readonly string[];
  read(name: string): string | undefined;
  /** Why `read` gave nothing. */
  why(name: string): string;
  /** What a text was parsed to when the program was built. */
  compiled?(text: string): Playbook | undefined;
  /** How a file of it is named to people. */
  shown(name: string): string;
  /** Why nothing at all is read of it. */
  readonly closed?: string | undefined;
}

/** A playbook that was read, and what stands in for it or behind it. */
export interface LibraryEntry extends LocatedPlaybook {
  /** Of whom the playbook of the same name is that wins over this one. */
  readonly shadowedBy?: Origin;
  /** Of whom the playbooks of the same name are that this one wins over. */
  readonly shadows: readonly Origin[];
}

export interface PlaybookLibrary {
  /** Those in force first come, first served: a name stands once, what the repository brings is marked. */
  readonly playbooks: readonly Playbook[];
  /** All that could be read, also those that another one shadows; by name. */
  readonly entries: readonly LibraryEntry[];
  /** By file and line. */
  readonly problems: readonly PlaybookProblem[];
  /** How many files were read. */
  readonly files: number;
}

/** What was parsed before, by file: a text that did not change is not read again. */
export type ParsedBefore = Map<string, { readonly text: string; readonly parsed: ParsedPlaybook }>;

/**
 * All playbooks of some folders, the strongest folder first. What is broken is named by its line and the others still
 * work. With a vocabulary the names that it uses are looked up too, in every file that is not built in, or in all
 * (`thorough`).
 */
export function loadLibrary(
  folders: readonly PlaybookFolder[],
  vocabulary: Vocabulary,
  { thorough = false, before }: { readonly thorough?: boolean; readonly before?: ParsedBefore } = {},
): PlaybookLibrary {
  const problems: PlaybookProblem[] = [];
  const read: LocatedPlaybook[] = [];
  let files = 0;
  for (const folder of folders) {
    const found = readFolder(folder, before);
    problems.push(...found.problems);
    read.push(...found.read);
    files += found.files;
  }
  // The stranger's goes first: it must not take along what others wrote.
  for (const origin of ['project', 'config', 'built-in'] as const) {
    const round = new Set(placesInRounds(read.map(r => r.playbook)));
    for (const one of read.splice(0)) {
      const name = Object.keys(one.playbook.places).find(place => round.has(place));
      if (name === undefined || one.playbook.origin !== origin) read.push(one);
      else
        problems.push({
          file: one.file,
          line: one.places().front.lineOf(['places', name]),
          message: `place “${name}” is named after itself, by way of others`,
          costs: 'playbook',
        });
    }
  }
  const winners = new Map<string, LocatedPlaybook>();
  for (const one of read) if (!winners.has(one.playbook.name)) winners.set(one.playbook.name, one);
  const entries = read.map((one): LibraryEntry => {
    const winner = winners.get(one.playbook.name);
    const others = read.filter(o => o !== one && o.playbook.name === one.playbook.name);
    return winner === one || winner === undefined
      ? { ...one, shadows: others.map(o => o.playbook.origin) }
      : { ...one, shadows: [], shadowedBy: winner.playbook.origin };
  });
  const all = entries.map(e => e.playbook);
  for (const entry of entries) {
    problems.push(...entry.problems);
    if (thorough || entry.playbook.origin !== 'built-in')
      problems.push(...nameProblems(entry, all, vocabulary));
  }
  return {
    playbooks: [...winners.values()].map(w => markBrought(w.playbook)),
    entries: entries.sort((a, b) => a.playbook.name.localeCompare(b.playbook.name)),
    problems: byLine(problems),
    files,
  };
}

/** Names of places that are told by one another in a round: whoever looks for their path would never come to an end. */
function placesInRounds(playbooks: readonly Playbook[]): readonly string[] {
  const leads = new Map<string, Set<string>>();
  for (const [name, place] of playbooks.flatMap(p => Object.entries(p.places))) {
    const texts = [place.path, place.folder, place.name, place.ext, place.migration].join(' ');
    const to = leads.get(name) ?? new Set();
    for (const mark of texts.match(/\{\{[^{}]*\}\}/g) ?? [])
      for (const word of mark.match(/[\w-]+/g) ?? []) to.add(word);
    if (place.of !== undefined) to.add(place.of);
    leads.set(name, to);
  }
  const reaches = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const next = [...(leads.get(from) ?? [])];
    for (let name = next.pop(); name !== undefined; name = next.pop())
      if (!seen.has(name)) {
        seen.add(name);
        next.push(...(leads.get(name) ?? []));
      }
    return seen;
  };
  return [...leads.keys()].filter(name => reaches(name).has(name));
}

/** Parses a file unless its text is that of the last time; undefined where it cannot be read. */
export function parseOnce(
  folder: PlaybookFolder,
  name: string,
  before: ParsedBefore | undefined,
): ParsedPlaybook | undefined {
  const text = folder.read(name);
  if (text === undefined) return undefined;
  const file = folder.shown(name);
  const earlier = before?.get(file);
  if (earlier?.text === text) return earlier.parsed;
  const compiled = folder.compiled?.(text);
  const parsed = compiled ? compiledPlaybook(file, text, compiled) : parsePlaybook(file, text, folder.origin);
  before?.set(file, { text, parsed });
  return parsed;
}

function readFolder(folder: PlaybookFolder, before: ParsedBefore | undefined) {
  const problems: PlaybookProblem[] = [];
  const read: LocatedPlaybook[] = [];
  const left = (name: string, message: string, line = 1): void =>
    void problems.push({ file: folder.shown(name), line, message, costs: 'playbook' });
  if (folder.closed !== undefined) left('', `no playbook of this folder is read: ${folder.closed}`);
  const names = folder.list();
  if (names.length > MOST_FILES)
    left(
      '',
      `at most ${MOST_FILES} playbooks in a folder were expected, not ${names.length}: the first ones are read`,
    );
  const byName = new Map<string, string>();
  for (const name of names.slice(0, MOST_FILES)) {
    const file = folder.shown(name);
    const parsed = parseOnce(folder, name, before);
    if (parsed === undefined) {
      left(name, `it was not read: ${folder.why(name)}`);
      continue;
    }
    if (!parsed.ok) {
      problems.push(...parsed.problems);
      continue;
    }
    const { playbook, places } = parsed.located;
    const first = byName.get(playbook.name);
    if (first === undefined) {
      byName.set(playbook.name, file);
      read.push(parsed.located);
    } else
      left(
        name,
        `a second playbook “${playbook.name}” in this folder, after ${first}`,
        places().front.lineOf(['name']),
      );
  }
  return { problems, read, files: Math.min(names.length, MOST_FILES) };
}
