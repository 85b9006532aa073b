import type {
  CardPage,
  CodeOutline,
  CodeSymbol,
  FileCard,
  FindAnswer,
  FindQuery,
  OutlineQuery,
  Precedent,
  Role,
  SymbolPage,
} from '../domain/index.ts';
import { type FilePatch, PATCH_OPTIONS, parsePatch } from '../host/index.ts';
import type { Git, ProjectFiles } from '../host/port.ts';
import { buildTier, type Help, type OnProgress } from './build.ts';
import type { DepthStore } from './cache/depth-store.ts';
import type { MapStore } from './cache/store.ts';
import { cardOf, symbolsNamed } from './cards.ts';
import type { Deepener } from './deepener.ts';
import { Depths } from './depths.ts';
import { ProjectGraph } from './graph/project-graph.ts';
import { symbolPage } from './graph/symbol-graph.ts';
import { historyFacts, logOf } from './history.ts';
import { LineCounts } from './line-counts.ts';
import { nearestPaths } from './nearest.ts';
import { Reading } from './outline/reading.ts';
import type {
  CodeMap,
  Dependents,
  FileOwners,
  GraphFacts,
  HistoryFacts,
  ImpactAnswer,
  ImpactQuery,
  LogEntry,
  LogQuery,
  MapSummary,
  ProposedChange,
  Review,
  TextHit,
} from './port.ts';
import { findPrecedents, rankImpact } from './rank/impact.ts';
import { definersOf } from './rank/index.ts';
import { parseQuery } from './rank/query.ts';
import { refreshTier } from './refresh.ts';
import { hasRole, isAside } from './roles/roles.ts';
import { type SearchOptions, searchTexts, usesOf } from './search.ts';
import { Texts } from './texts.ts';
import type { KeptTier, Tier } from './tier.ts';
import { Unasked } from './unasked.ts';

export interface CodeMapParts {
  readonly files: ProjectFiles;
  readonly git: Git;
  readonly deepener?: Deepener;
  /** Parses what nobody has asked for yet, in its own time. Used only where there is somewhere to keep it. */
  readonly gentle?: Deepener;
  readonly depths?: DepthStore;
  readonly help?: Help;
  readonly store?: MapStore;
}

/** A commit that changes more than this is no example to follow. */
const PATCH_BOUNDS = { maxBytes: 2 * 1024 * 1024, timeoutMs: 5_000 };

/** What was looked at this short a time ago is not looked at again, in ms. */
const FRESH_MS = 1_000;
/** A map that changed is stored after as long a rest, in ms. */
const SAVE_AFTER_MS = 1_500;

/** A map that makes use of the time in which nobody asks it anything. */
export interface OwnCodeMap extends CodeMap {
  /** Parses files, the most important first, until all are known, a question comes or the map is closed. */
  rest(): void;
  /** A question has come. */
  wake(): void;
}

/** The code map in the caller's own thread. */
export function createCodeMap(parts: CodeMapParts): OwnCodeMap {
  return new LocalCodeMap(parts);
}

class LocalCodeMap implements OwnCodeMap {
  private readonly parts: CodeMapParts;
  private readonly texts: Texts;
  private readonly depths: Depths;
  private readonly lines: LineCounts;
  private readonly listeners = new Set<(done: number, total: number) => void>();
  private kept: Promise<KeptTier> | undefined;
  private pending: Promise<void> | undefined;
  /** When the files were last looked at, on the clock of `performance.now()`. */
  private checked = 0;
  private saving: NodeJS.Timeout | undefined;
  private storing: Promise<void> | undefined;
  /** How long it took to have the tier, or to bring it up to date, in ms. */
  private took = 0;
  private graphed: { readonly tier: Tier; readonly graph: ProjectGraph } | undefined;
  private readonly reading = new Reading();
  private readonly unasked: Unasked | undefined;

  constructor(parts: CodeMapParts) {
    this.parts = parts;
    this.depths = new Depths(parts.files, parts.deepener, parts.depths);
    if (parts.gentle && parts.depths) this.unasked = new Unasked(this.depths, parts.gentle);
    this.texts = new Texts(parts.files);
    this.lines = new LineCounts(parts.git);
  }

  async build(onProgress?: OnProgress): Promise<MapSummary> {
    if (onProgress) this.listeners.add(onProgress);
    try {
      const { summary } = await this.current();
      return { ...summary, ms: this.took };
    } finally {
      if (onProgress) this.listeners.delete(onProgress);
    }
  }

  /** The tier as it was last brought up to date. */
  private async ready(): Promise<Tier> {
    return (await (this.kept ?? this.begin())).tier;
  }

  /** The tier as the files are now; within a short time they are not looked at again. */
  private async current(): Promise<Tier> {
    const { kept } = this;
    if (!kept) return (await this.begin()).tier;
    this.pending ??= (async () => {
      const before = await kept;
      if (performance.now() - this.checked < FRESH_MS) return;
      const began = performance.now();
      const after = await refreshTier(before, this.parts).catch(() => before);
      this.checked = performance.now();
      this.took = Math.round(this.checked - began);
      if (after !== before) {
        this.kept = Promise.resolve(after);
        this.reading.finish(after.tier);
        this.texts.forget();
        this.saveSoon();
      }
    })().finally(() => {
      this.pending = undefined;
    });
    await this.pending;
    return this.ready();
  }

  private begin(): Promise<KeptTier> {
    const began = performance.now();
    this.kept = (async () => {
      const stored = this.parts.store?.load();
      const kept = stored
        ? await refreshTier(stored, this.parts)
        : await buildTier(this.parts, (done, total, soFar) => {
            if (soFar) this.reading.grow(soFar);
            for (const listener of this.listeners) listener(done, total);
          });
      this.checked = performance.now();
      this.took = Math.round(this.checked - began);
      this.reading.finish(kept.tier);
      if (kept !== stored) this.saveSoon();
      return kept;
    })();
    return this.kept;
  }

  /** Once nobody has asked for a while; else when the map is closed. */
  private saveSoon(): void {
    if (!this.parts.store) return;
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.save().catch(() => undefined), SAVE_AFTER_MS).unref();
  }

  /** Resolves when what is there now is stored, and what was being stored already. */
  private async save(): Promise<void> {
    if (this.saving !== undefined) {
      clearTimeout(this.saving);
      this.saving = undefined;
      const before = this.storing;
      this.storing = (async () => {
        await before;
        const kept = await this.kept;
        if (kept) await this.parts.store?.save(kept);
      })();
    }
    await this.storing;
  }

  async paths(): Promise<readonly string[]> {
    return (await this.ready()).paths;
  }

  async card(path: string): Promise<FileCard | undefined> {
    const tier = await this.ready();
    const n = tier.byPath.get(path);
    return n === undefined ? undefined : cardOf(tier, n, this.depths);
  }

  async cards(paths: readonly string[]): Promise<readonly FileCard[]> {
    const tier = await this.ready();
    return paths.flatMap(path => {
      const n = tier.byPath.get(path);
      return n === undefined ? [] : [cardOf(tier, n, this.depths)];
    });
  }

  async byRole(role: Role, limit = 20): Promise<readonly FileCard[]> {
    const tier = await this.ready();
    const numbers: number[] = [];
    tier.files.forEach((file, n) => {
      if (hasRole(file.roles, role)) numbers.push(n);
    });
    const central = (n: number) => tier.links.importedBy[n]?.length ?? 0;
    return numbers
      .sort(
        (a, b) =>
          central(b) - central(a) || (tier.paths[a]?.length ?? 0) - (tier.paths[b]?.length ?? 0) || a - b,
      )
      .slice(0, limit)
      .map(n => cardOf(tier, n, this.depths));
  }

  async define(name: string): Promise<readonly CodeSymbol[]> {
    const tier = await this.ready();
    const id = tier.index.scanner.vocabulary.find(name);
    const files = definersOf(tier.index, id);
    return files.flatMap(n => symbolsNamed(tier, n, name, this.depths));
  }

  async references(name: string, limit = 50): Promise<readonly TextHit[]> {
    const tier = await this.ready();
    const definedIn = (n: number) => symbolsNamed(tier, n, name, this.depths);
    const parsedLines = (path: string) => {
      const n = tier.byPath.get(path);
      const file = n === undefined ? undefined : tier.files[n];
      const deep = file && this.depths.of(file);
      return deep?.kind === 'parsed' ? (deep.references.get(name) ?? []) : undefined;
    };
    return usesOf(name, tier, definedIn, this.texts, limit, parsedLines);
  }

  async search(pattern: string, options: SearchOptions = {}): Promise<readonly TextHit[]> {
    const tier = await this.ready();
    return searchTexts(pattern, options, tier, this.texts);
  }

  async impact({ goal, limit, lines }: ImpactQuery): Promise<ImpactAnswer> {
    const tier = await this.ready();
    const answer = rankImpact(goal, limit, tier);
    if (lines !== true) return answer;
    return { ...answer, precedents: await this.lines.of(answer.precedents) };
  }

  async precedents(goal: string, limit: number): Promise<readonly Precedent[]> {
    const tier = await this.ready();
    return this.lines.of(findPrecedents(parseQuery(goal), tier.history, limit));
  }

  async log(query: LogQuery): Promise<readonly LogEntry[]> {
    const { history } = await this.ready();
    return history ? logOf(history, query) : [];
  }

  async patch(sha: string): Promise<readonly FilePatch[] | undefined> {
    if (!/^[0-9a-f]{7,64}$/.test(sha)) return undefined;
    const output = await this.parts.git.run(
      ['show', ...PATCH_OPTIONS, '--end-of-options', sha, '--'],
      PATCH_BOUNDS,
    );
    return output === undefined ? undefined : parsePatch(output);
  }

  async deepen(paths: readonly string[]): Promise<readonly FileCard[]> {
    const tier = await this.ready();
    await this.depths.deepen(
      paths.flatMap(path => {
        const n = tier.byPath.get(path);
        return (n === undefined ? undefined : tier.files[n]) ?? [];
      }),
    );
    return this.cards(paths);
  }

  async has(path: string): Promise<boolean> {
    return (await this.ready()).known.has(path);
  }

  async nearest(path: string, limit: number): Promise<readonly string[]> {
    return nearestPaths(path, (await this.ready()).paths, limit);
  }

  async history(): Promise<HistoryFacts | undefined> {
    const tier = await this.ready();
    if (!tier.history) return undefined;
    return historyFacts(
      tier.history,
      tier.paths,
      n => !isAside(tier.files[n]?.roles ?? []) && (tier.files[n]?.symbols.length ?? 0) > 0,
      n => tier.testsOf[n]?.length ?? 0,
      shas => this.lines.sizes(shas),
    );
  }

  async graph(): Promise<GraphFacts> {
    return this.graphOf(await this.ready()).facts();
  }

  async owners(paths: readonly string[]): Promise<readonly FileOwners[]> {
    return this.graphOf(await this.ready()).owners(paths);
  }

  async dependents(path: string): Promise<Dependents> {
    return this.graphOf(await this.ready()).dependents(path);
  }

  async review(change: ProposedChange): Promise<Review> {
    return this.graphOf(await this.ready()).review(change);
  }

  /** One for each tier: what an edit changes is seen by the next question. */
  private graphOf(tier: Tier): ProjectGraph {
    if (this.graphed?.tier !== tier)
      this.graphed = { tier, graph: new ProjectGraph(tier, path => this.texts.read(path)) };
    return this.graphed.graph;
  }

  async outline(query: OutlineQuery): Promise<CodeOutline> {
    return (await this.readable()).outline(query);
  }

  async find(query: FindQuery): Promise<FindAnswer | undefined> {
    return (await this.readable()).find(query);
  }

  async page(path: string): Promise<CardPage | undefined> {
    const early = (await this.readable()).whole ? undefined : this.reading.earlyPage(path);
    if (early) return early;
    const tier = await this.ready();
    const n = tier.byPath.get(path);
    if (n === undefined) return undefined;
    // What is opened is likely to be asked about next.
    void this.deepen([path]).catch(() => undefined);
    return (await this.readable()).page(n, cardOf(tier, n, this.depths), tier.paths);
  }

  async symbol(path: string, line: number, name: string): Promise<SymbolPage | undefined> {
    const tier = await this.ready();
    const n = tier.byPath.get(path);
    if (n === undefined) return undefined;
    const named = symbolsNamed(tier, n, name, this.depths);
    const symbol = named.find(s => s.line === line) ?? (named.length === 1 ? named[0] : undefined);
    return symbol && symbolPage(n, symbol, { tier, depths: this.depths, texts: this.texts });
  }

  /** What can be read of the project now: all of it once it is built. */
  private async readable(): Promise<Reading> {
    const building = this.ready();
    // Before the first file was read there is nothing to answer from.
    if (!this.reading.begun) await building;
    // Whoever awaits the build sees its failure; what was read so far can be read in spite of it.
    else building.catch(() => undefined);
    return this.reading;
  }

  rest(): void {
    const { kept } = this;
    if (!kept) return;
    void kept
      .then(({ tier }) => this.unasked?.go(tier, () => this.reading.byImportance()))
      .catch(() => undefined);
  }

  wake(): void {
    this.unasked?.pause();
  }

  async close(): Promise<void> {
    this.wake();
    await this.save().catch(() => undefined);
    await this.parts.deepener?.close();
    await this.parts.gentle?.close();
  }
}
