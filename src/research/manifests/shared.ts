import type { ProjectDependency } from '../port.ts';
import { baseOf, isAside, shallowFirst } from '../read/paths.ts';
import type { Reader } from '../read/reader.ts';
import type { SourceText } from '../read/source-text.ts';
import type { Ecosystem } from './model.ts';

const MAX_MANIFESTS = 40;

/** Files of these names, samples and fixtures aside, root first. */
export async function manifestPaths(reader: Reader, names: RegExp): Promise<readonly string[]> {
  return (await reader.list())
    .filter(path => names.test(baseOf(path)) && !isAside(path))
    .sort(shallowFirst)
    .slice(0, MAX_MANIFESTS);
}

/** A dependency found on a line (1-based). */
export function dependencyAt(
  reader: Reader,
  file: SourceText,
  line: number,
  given: { name: string; range: string; dev: boolean; ecosystem: Ecosystem; installed?: string | undefined },
): ProjectDependency {
  const { installed, ...rest } = given;
  return { ...rest, ...(installed === undefined ? {} : { installed }), source: reader.cite(file, line) };
}

/** Whether the project's root or a folder of it holds a file. */
export async function hasFile(reader: Reader, dir: string, name: string): Promise<boolean> {
  return reader.has(dir === '' ? name : `${dir}/${name}`);
}

/** A TOML line with its table: enough to find keys and the strings of arrays again after the document was parsed. */
export interface TomlLine {
  readonly table: string;
  /** Key of the array or value that the line belongs to. */
  readonly key: string;
  readonly line: number;
  readonly text: string;
}

/** Lines with their table and key; multi-line arrays keep the key that opened them. */
export function tomlLines(file: SourceText): readonly TomlLine[] {
  const found: TomlLine[] = [];
  let table = '';
  let key = '';
  let open = 0;
  for (let at = 0; at < file.lines.length; at += 1) {
    const text = file.lines[at] ?? '';
    const bare = text.replace(/"(?:\\.|[^"])*"|'[^']*'/g, '""').replace(/#.*$/, '');
    if (open <= 0) {
      const header = /^\s*\[\[?\s*([^\]]+?)\s*\]\]?/.exec(text)?.[1];
      if (header !== undefined && !/=/.test(bare)) {
        table = header.replaceAll('"', '').replaceAll("'", '');
        key = '';
        continue;
      }
      const named = /^\s*(?:"([^"]+)"|'([^']+)'|([\w.-]+))\s*=/.exec(text);
      if (named !== null) key = named[1] ?? named[2] ?? named[3] ?? '';
      open = 0;
    }
    open += (bare.match(/[[{]/g) ?? []).length - (bare.match(/[\]}]/g) ?? []).length;
    if (text.trim() !== '') found.push({ table, key, line: at + 1, text });
  }
  return found;
}

/** `[[package]]` blocks of poetry.lock, uv.lock, pdm.lock and Cargo.lock: name → version. */
export function lockedPackages(text: string, normal: (name: string) => string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const block of text.split(/^\[\[package\]\]/m).slice(1)) {
    const name = /^name = "([^"]+)"/m.exec(block)?.[1];
    const version = /^version = "([^"]+)"/m.exec(block)?.[1];
    if (name !== undefined && version !== undefined && !found.has(normal(name)))
      found.set(normal(name), version);
  }
  return found;
}
