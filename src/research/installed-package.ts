import type { ReleaseNote, Source } from '../domain/index.ts';
import { sha16 } from '../host/index.ts';
import type { ProjectFiles, ReadFile } from '../host/port.ts';
import { stems } from '../shared/text/stems.ts';
import { CHANGELOGS, releaseNotes } from './changelog.ts';
import type { Research } from './port.ts';
import { fitting } from './read/fitting.ts';
import { isObject } from './read/json.ts';

const MAX_LINES = 6;
const README = ['README.md', 'readme.md', 'Readme.md', 'README', 'README.markdown'];

/** What an installed npm package says of itself. Undefined where it is not installed or its manifest is unreadable. */
export async function installedPackage(
  files: ProjectFiles,
  name: string,
  words: readonly string[],
): ReturnType<Research['installedPackage']> {
  const read = (file: string): Promise<ReadFile | undefined> =>
    files.readPackage(name, file).catch(() => undefined);
  const manifest = await read('package.json');
  const parsed = manifest === undefined ? undefined : parse(manifest.text);
  if (manifest === undefined || parsed === undefined) return undefined;
  const { version } = parsed;
  if (typeof version !== 'string') return undefined;
  const sources: Source[] = [];
  const described = lineSource(name, version, 'package.json', manifest, /^\s*"description"\s*:/);
  if (described !== undefined) sources.push(described);
  const wanted = new Set(words.flatMap(word => stems(word)));
  const texts: { file: string; read: ReadFile }[] = [];
  for (const file of README) {
    const found = await read(file);
    if (found === undefined) continue;
    texts.push({ file, read: found });
    break;
  }
  const types = typesFile(parsed);
  const typed = types === undefined ? undefined : await read(types);
  if (types !== undefined && typed !== undefined) texts.push({ file: types, read: typed });
  const best = texts
    .flatMap(({ file, read: found }) => bestLines(found.text, wanted).map(hit => ({ ...hit, file })))
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_LINES);
  for (const hit of best) {
    sources.push({
      kind: 'package',
      name,
      version,
      file: hit.file,
      excerpt: { text: hit.text, startLine: hit.line, hash: sha16(hit.text) },
    });
  }
  const since = await noteOn(read, version, wanted);
  const description = typeof parsed.description === 'string' ? parsed.description.trim() : '';
  const spoken = best.find(hit => /readme/i.test(hit.file) && /[a-z] [a-z]/i.test(hit.text))?.text.trim();
  const summary = [description, spoken].filter(text => text !== undefined && text !== '').join(' — ');
  return {
    name,
    version,
    summary: summary === '' ? `${name} ${version}` : summary,
    sources,
    ...(since ? { since } : {}),
  };
}

/** Versions of long ago say what everybody knows. */
const MOST_NOTES = 400;

/** The note of the installed record of changes that fits these words best. */
async function noteOn(
  read: (file: string) => Promise<ReadFile | undefined>,
  version: string,
  wanted: ReadonlySet<string>,
): Promise<ReleaseNote | undefined> {
  for (const name of CHANGELOGS) {
    const file = await read(name);
    if (file === undefined) continue;
    const notes = releaseNotes({ path: name, text: file.text }, undefined, version).slice(0, MOST_NOTES);
    const rows = notes.map(note => ({ note, statement: { text: note.text, heading: '' } }));
    return [...fitting(rows, wanted)].sort((a, b) => b.score - a.score)[0]?.note;
  }
  return undefined;
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function typesFile(manifest: Readonly<Record<string, unknown>>): string | undefined {
  const named = manifest.types ?? manifest.typings;
  const file = typeof named === 'string' ? named : 'index.d.ts';
  return file.replace(/^\.\//, '');
}

function lineSource(
  name: string,
  version: string,
  file: string,
  read: ReadFile,
  pattern: RegExp,
): Source | undefined {
  const lines = read.text.split(/\r?\n/);
  const at = lines.findIndex(line => pattern.test(line));
  const text = lines[at];
  if (text === undefined) return undefined;
  return {
    kind: 'package',
    name,
    version,
    file,
    excerpt: { text, startLine: at + 1, hash: sha16(text) },
  };
}

function bestLines(
  text: string,
  wanted: ReadonlySet<string>,
): readonly { readonly line: number; readonly text: string; readonly score: number }[] {
  return text.split(/\r?\n/).flatMap((line, at) => {
    if (line.length > 400 || /^\s*(?:\[!\[|!\[|<)/.test(line)) return [];
    const own = new Set(stems(line));
    const hits = [...wanted].filter(word => own.has(word)).length;
    if (hits === 0) return [];
    // A sentence says more than a list of identifiers; a very long line dilutes its words.
    return [{ line: at + 1, text: line, score: hits / (1 + own.size / 40) }];
  });
}
