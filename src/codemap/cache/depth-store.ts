import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { CodeSymbol } from '../../domain/index.ts';
import { cacheFolder } from '../../host/index.ts';
import type { Deepened } from '../deepener.ts';
import type { ScannedImport } from '../scan/scanned.ts';
import { withoutSecrets } from './clean.ts';

export type Parsed = Extract<Deepened, { readonly kind: 'parsed' }>;

/** Contents of a file, and the language that they were read as. */
export interface DepthKey {
  readonly hash: string;
  readonly language: string;
}

/** What the parser knows of files, by their contents. Nothing of it ever throws: what is not there is parsed anew. */
export interface DepthStore {
  has(key: DepthKey): boolean;
  /** As the file at `path`. */
  load(key: DepthKey, path: string): Parsed | undefined;
  save(key: DepthKey, parsed: Parsed): void;
  /** Forgets all but these. */
  keep(keys: Iterable<DepthKey>): void;
}

/** What a card asks for. Apart from it, because it is asked for less often and is longer: where names are used. */
interface Outline {
  readonly symbols: readonly Omit<CodeSymbol, 'path'>[];
  readonly imports: readonly ScannedImport[];
}

const FOLDER = 'parsed';

/**
 * A file for each contents, in a folder of its own for each `build` of the program, since another one reads otherwise.
 * It holds the length of the outline in bytes (4, little endian), the outline, and the uses of names, both as deflated
 * JSON. What is quoted from the code stands there without its secrets.
 */
export function createDepthStore(root: string, build: string): DepthStore | undefined {
  try {
    const all = join(cacheFolder(root), FOLDER);
    const folder = join(all, build.slice(0, 16));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const other of readdirSync(all))
      if (join(all, other) !== folder) rmSync(join(all, other), { recursive: true, force: true });
    return new FolderStore(folder);
  } catch {
    return undefined;
  }
}

class FolderStore implements DepthStore {
  private readonly folder: string;
  private known: Set<string> | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  has(key: DepthKey): boolean {
    return this.names().has(nameOf(key));
  }

  load(key: DepthKey, path: string): Parsed | undefined {
    const name = nameOf(key);
    if (!this.names().has(name)) return undefined;
    try {
      const bytes = readFileSync(join(this.folder, name));
      const first = HEAD + bytes.readUInt32LE(0);
      const { symbols, imports }: Outline = inflated(bytes.subarray(HEAD, first));
      // Told apart from what was cut short before anybody relies on it.
      if (bytes.length <= first) throw new Error('cut short');
      return new StoredDepth(
        symbols.map(s => ({ ...s, path })),
        imports,
        bytes.subarray(first),
      );
    } catch {
      // Damaged, or gone.
      this.names().delete(name);
      return undefined;
    }
  }

  save(key: DepthKey, parsed: Parsed): void {
    const name = nameOf(key);
    const path = join(this.folder, name);
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      writeFileSync(temporary, packed(parsed), { mode: 0o600 });
      renameSync(temporary, path);
      this.names().add(name);
    } catch {
      rmSync(temporary, { force: true });
    }
  }

  keep(keys: Iterable<DepthKey>): void {
    const kept = new Set([...keys].map(nameOf));
    for (const name of this.names()) {
      if (kept.has(name)) continue;
      this.names().delete(name);
      rmSync(join(this.folder, name), { force: true });
    }
  }

  private names(): Set<string> {
    if (this.known) return this.known;
    try {
      this.known = new Set(readdirSync(this.folder));
    } catch {
      this.known = new Set();
    }
    return this.known;
  }
}

function nameOf({ hash, language }: DepthKey): string {
  return `${hash}.${language}`;
}

const HEAD = 4;

class StoredDepth implements Parsed {
  readonly kind = 'parsed';
  readonly symbols: Parsed['symbols'];
  readonly imports: Parsed['imports'];
  private readonly packed: Buffer;
  private used: Parsed['references'] | undefined;

  constructor(symbols: Parsed['symbols'], imports: Parsed['imports'], packed: Buffer) {
    this.symbols = symbols;
    this.imports = imports;
    this.packed = packed;
  }

  get references(): Parsed['references'] {
    this.used ??= new Map(inflated<readonly (readonly [string, readonly number[]])[]>(this.packed));
    return this.used;
  }
}

function packed({ symbols, imports, references }: Parsed): Buffer {
  const signatures = withoutSecrets(symbols.map(s => s.signature));
  const specifiers = withoutSecrets(imports.map(i => i.specifier));
  const outline = deflated({
    symbols: symbols.map(({ path: _, ...s }, k) => ({ ...s, signature: signatures[k] ?? '' })),
    imports: imports.map((i, k) => ({ ...i, specifier: specifiers[k] ?? '' })),
  } satisfies Outline);
  const head = Buffer.alloc(HEAD);
  head.writeUInt32LE(outline.length);
  return Buffer.concat([head, outline, deflated([...references])]);
}

const deflated = (value: unknown) => deflateRawSync(JSON.stringify(value), { level: 1 });
const inflated = <T>(bytes: Buffer) => JSON.parse(inflateRawSync(bytes).toString('utf8')) as T;
