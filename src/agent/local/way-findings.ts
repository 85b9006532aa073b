import type { Finding, PackageChanges, ReleaseNote } from '../../domain/index.ts';
import { sha16 } from '../../host/index.ts';
import type { ProjectFiles } from '../../host/port.ts';
import { changesLine } from '../../plan/changes-line.ts';
import type { ProjectFact } from '../../plan/facts.ts';
import type { WayAnswer, WayWish } from '../../research/registry/port.ts';
import type { RunScope } from './channel.ts';
import type { DraftRecord } from './draft/record.ts';
import { upgradesOf } from './lists/upgrades.ts';
import { noteSource, quote } from './research-findings.ts';
import type { Survey } from './survey.ts';
import { contentWords, stem } from './words.ts';

/** What is known of the way from installed versions to newer ones. */
export interface PackageWays {
  readonly ways: ReadonlyMap<string, WayAnswer>;
  readonly project: ProjectFact;
  /** Host of the registry. */
  readonly asked: string;
}

export interface WayPorts {
  readonly files: ProjectFiles;
  /** What changed between versions of npm's packages, as far as that may be asked. */
  readonly packageWays?: (wishes: readonly WayWish[]) => Promise<PackageWays>;
}

const PREFIX = 'way-';
/** Beside the package that the goal upgrades, the goal's own words name at most so many. */
const MOST_NAMED = 2;
const MOST_NOTES = 4;

/**
 * The record with what lies between the installed version of a package and the newer one: of the package that the goal
 * upgrades, with what its own record of changes says, and of those that the goal names. Recorded once.
 */
export async function withWays(
  scope: RunScope,
  ports: WayPorts,
  record: DraftRecord,
  survey: Survey,
): Promise<DraftRecord> {
  if (!ports.packageWays) return record;
  const wishes = wishesOf(survey, record).filter(
    ({ name }) => !record.findings.some(f => f.id === `${PREFIX}${name}`),
  );
  if (wishes.length === 0) return record;
  const { ways, project, asked } = await scope.until(ports.packageWays(wishes));
  const learned: Finding[] = [];
  for (const wish of wishes) {
    const way = ways.get(wish.name);
    if (way?.kind === 'known' && way.changes) {
      const { changes, checkedAt, notes } = way;
      const day = new Date(checkedAt).toISOString().slice(0, 10);
      const told = await scope.until(notesOf(ports, survey, changes, notes ?? []));
      const { home: _, ...bare } = changes;
      const silent = notes?.length === 0 ? '; it brings no record of its changes along' : '';
      learned.push({
        id: `${PREFIX}${wish.name}`,
        phase: 'planning',
        topic: 'found',
        text: `${changesLine(told.length > 0 ? bare : changes, project)}${silent} (${asked}, ${day}).`,
        sources: [{ kind: 'package', name: changes.name, version: changes.to }],
      });
      learned.push(...told);
    } else if (wish.notes) learned.push(...unknown(wish, way, survey));
  }
  const before = new Set(record.findings.map(f => f.id));
  const fresh = learned.filter(f => !before.has(f.id));
  for (const finding of fresh) scope.emit({ type: 'FindingRecorded', finding });
  return fresh.length === 0 ? record : { ...record, findings: [...record.findings, ...fresh] };
}

/** The package whose version the goal speaks of, and those that it names; of npm, with a version that is installed. */
function wishesOf(survey: Survey, record: DraftRecord): readonly WayWish[] {
  const [upgrade] = upgradesOf(survey).entries;
  const upgrades = record.goal.kind !== 'fix' && UPGRADE.test(survey.goal.text) ? upgrade : undefined;
  const words = new Set(contentWords(survey.goal.text).map(stem));
  const named = survey.brief.dependencies.filter(
    d =>
      d.name !== upgrades?.name &&
      d.ecosystem === 'npm' &&
      !d.name.startsWith('@types/') &&
      contentWords(d.name).some(word => words.has(stem(word))),
  );
  // A range says what may be installed, not what is.
  const installed = survey.brief.dependencies.find(d => d.name === upgrades?.name && d.installed)?.installed;
  return [
    ...(upgrades?.eco === 'npm' && upgrades.name && installed
      ? [{ name: upgrades.name, from: installed, to: upgrades.to, notes: true }]
      : []),
    ...named
      // Several manifests may name it.
      .filter((d, i, all) => d.installed && all.findIndex(o => o.name === d.name && o.installed) === i)
      .flatMap(({ name, installed: from }) => (from ? [{ name, from, notes: false }] : []))
      .slice(0, MOST_NAMED),
  ];
}

const UPGRADE = /\b(?:upgrad|updat|bump|migrat|mov|switch|version|latest|newest)\w*/i;

/** Where nobody could be asked about an upgrade, that is said: the plan goes on without what it needs most. */
function unknown({ name, from }: WayWish, way: WayAnswer | undefined, survey: Survey): readonly Finding[] {
  const source = survey.brief.dependencies.find(d => d.name === name)?.source;
  const reason =
    way?.kind === 'not-checked'
      ? way.reason
      : 'the registry knows no newer version that the goal could mean, or not the installed one';
  return [
    {
      id: `${PREFIX}${name}-unknown`,
      phase: 'planning',
      topic: 'found',
      text: `What changed in \`${name}\` since ${from} was not looked up: ${reason}.`,
      sources: source ? [source] : [],
    },
  ];
}

/** The notes that matter here, those first that speak of what the project uses, then what breaks; word for word. */
async function notesOf(
  ports: WayPorts,
  survey: Survey,
  { name, to }: PackageChanges,
  notes: readonly ReleaseNote[],
): Promise<readonly Finding[]> {
  if (notes.length === 0) return [];
  const importers = survey.lists?.get('importers')?.entries ?? [];
  const texts: { readonly path: string; readonly lines: readonly string[] }[] = [];
  for (const path of importers.slice(0, 20).flatMap(entry => entry.path ?? [])) {
    const text = (survey.texts.get(path) ?? (await ports.files.read(path)))?.text;
    if (text !== undefined) texts.push({ path, lines: text.split('\n') });
  }
  return notes
    .map((note, i) => ({ note, i, use: useOf(note, name, texts) }))
    .filter(({ note, use }) => (use !== undefined || note.breaking) && !UNFIT.test(note.text))
    .sort((a, b) => weight(b) - weight(a) || a.i - b.i)
    .slice(0, MOST_NOTES)
    .map(({ note, use }): Finding => {
      const used = use === undefined ? '' : `, and \`${use.path}:${use.line}\` uses \`${use.word}\``;
      return {
        id: `${PREFIX}${name}-${sha16(`${note.version} ${note.line}`)}`,
        phase: 'planning',
        topic: 'found',
        text: `\`${name}\` ${note.version}${used}: “${quote(note.text)}”`,
        sources: [noteSource(name, to, note)],
      };
    });
}

/** Quotes in quotes, and marks that are no words. */
const UNFIT = /[“”]|<U\+[\dA-F]{4,6}>|\[hidden: /;

function weight({ note, use }: { readonly note: ReleaseNote; readonly use: unknown }): number {
  const used = use === undefined ? 0 : 1;
  if (!note.breaking) return used;
  return 2 + 3 * used + (note.version.endsWith('.0.0') ? 2 : 0);
}

/** Names in a note that are code: in backticks, with a dot or brackets, or of several humps. */
const CODE = /`([^`\n]+)`|\b(\w+\.\w+)\b(?:\(\))?|\b([a-z]+[A-Z]\w+)\b|\b(\w{3,})\(\)/g;

/** Names that every file gives as it likes. */
const USUAL =
  /^(?:app|router|server|client|res|response|req|request|reply|ctx|context|this|db|socket|io|config|options)$/i;
const OF_THE_LANGUAGE = new Set(
  'require import export exports module default function class async await return string number boolean object undefined null true false node types typescript javascript main'.split(
    ' ',
  ),
);
const safe = (text: string): string => text.replaceAll('$', '\\$');

/** The first line of a file that imports the package on which a name of the note stands. */
function useOf(
  note: ReleaseNote,
  name: string,
  texts: readonly { readonly path: string; readonly lines: readonly string[] }[],
): { readonly path: string; readonly line: number; readonly word: string } | undefined {
  const words = [...note.text.matchAll(CODE)]
    .map(m => (m[1] ?? m[2] ?? m[3] ?? m[4] ?? '').replace(/\(.*$/, ''))
    .filter(
      word => /^[\w.$]{4,40}$/.test(word) && word !== name && !/^\d|\.(?:js|ts|md|json)$|^v?\d/.test(word),
    );
  for (const word of words) {
    const parts = word.split('.');
    const [last = '', owner = ''] = [...parts].reverse();
    const dotted = parts.length > 1;
    if (last.length < (dotted ? 3 : 4) || OF_THE_LANGUAGE.has(last)) continue;
    // `res.redirect` of the note is `response.redirect` in a file: behind a usual name the last word counts alone.
    const before = !dotted ? '\\b' : USUAL.test(owner) || owner === name ? '\\.' : `\\b${safe(owner)}\\.`;
    const use = new RegExp(`${before}${safe(last)}\\b`);
    for (const { path, lines } of texts) {
      const at = lines.findIndex(line => use.test(line) && !/^\s*(?:\/\/|\*|#)/.test(line));
      if (at >= 0) return { path, line: at + 1, word };
    }
  }
  return undefined;
}
