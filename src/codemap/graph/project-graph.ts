import { once } from '../../shared/once.ts';
import { basename, dirname } from '../links/paths.ts';
import type { Tier } from '../tier.ts';
import { findCycles } from './cycles.ts';
import { dependentsOf } from './dependents.ts';
import { entryPoints } from './entry-points.ts';
import { hotSpots } from './hot-spots.ts';
import { type ImportGraph, importGraph } from './import-graph.ts';
import { FolderGraph } from './layers.ts';
import { isManifest, type Manifest, readManifest } from './manifests.ts';
import type {
  Cycle,
  Dependents,
  FileOwners,
  GraphFacts,
  HotSpot,
  ProposedChange,
  PublicApi,
  Review,
} from './model.ts';
import { type OwnerFile, ownersOf, readOwners, soleAuthor } from './owners.ts';
import { publicApi } from './public-api.ts';
import { reviewChange } from './review.ts';
import { verified } from './verified.ts';

/** Hot spots that are listed. */
const HOT_SHOWN = 50;
/** Pages whose scripts are looked up. */
const MOST_PAGES = 40;

type Read = (path: string) => Promise<string | undefined>;

/** What a file says that the first tier does not keep: manifests, pages, CODEOWNERS. */
interface Papers {
  readonly manifests: readonly Manifest[];
  /** Go modules by folder. */
  readonly modules: ReadonlyMap<string, string>;
  readonly pages: ReadonlyMap<string, string>;
  readonly owners: OwnerFile | undefined;
}

/** The graph of one finished first tier. Each part is computed when it is first asked for, and once. */
export class ProjectGraph {
  private readonly tier: Tier;
  private readonly read: Read;

  constructor(tier: Tier, read: Read) {
    this.tier = tier;
    this.read = read;
  }

  async facts(): Promise<GraphFacts> {
    const { manifests, pages, owners } = await this.papers();
    return {
      entryPoints: entryPoints(this.tier, this.graph(), manifests, pages),
      layers: this.folders().layers(),
      cycles: this.cycles(),
      hotSpots: this.hot().slice(0, HOT_SHOWN),
      sources: this.sources(),
      owners: { ...(owners ? { file: owners.path } : {}), rules: owners?.rules.length ?? 0 },
      publicApi: await this.api(),
    };
  }

  async owners(paths: readonly string[]): Promise<readonly FileOwners[]> {
    const { owners } = await this.papers();
    return paths.map(path => ownersOf(this.tier, owners, path, this.sole()));
  }

  dependents(path: string): Dependents {
    return dependentsOf(this.tier, this.graph(), this.tier.byPath.get(path));
  }

  async review(change: ProposedChange): Promise<Review> {
    const { owners } = await this.papers();
    const review = reviewChange(
      {
        tier: this.tier,
        graph: this.graph(),
        folders: this.folders(),
        cycles: this.cycles(),
        hotSpots: this.hot(),
        publicApi: await this.api(),
        sources: this.sources(),
        owners: path => ownersOf(this.tier, owners, path, this.sole()),
      },
      change,
    );
    const files = await Promise.all(
      review.files.map(async ({ cycle, ...file }) => {
        const sure = cycle && (await verified(cycle, this.tier, this.read));
        return sure ? { ...file, cycle: sure } : file;
      }),
    );
    return { ...review, files };
  }

  private readonly graph: () => ImportGraph = once(() => importGraph(this.tier));
  private readonly folders: () => FolderGraph = once(() => new FolderGraph(this.graph()));
  private readonly cycles: () => readonly Cycle[] = once(() => findCycles(this.graph()));
  private readonly hot: () => readonly HotSpot[] = once(() => hotSpots(this.tier, this.graph().own));
  private readonly sole: () => string | undefined = once(() => soleAuthor(this.tier));
  private readonly papers: () => Promise<Papers> = once(() => readPapers(this.tier, this.read));
  private readonly api: () => Promise<readonly PublicApi[]> = once(async () => {
    const { manifests, modules } = await this.papers();
    return publicApi(this.tier, this.graph(), manifests, modules, this.read);
  });

  private sources(): number {
    return this.graph().own.reduce((sum, own) => sum + own, 0);
  }
}

async function readPapers(tier: Tier, read: Read): Promise<Papers> {
  const manifests: Manifest[] = [];
  const modules = new Map<string, string>();
  const pages = new Map<string, string>();
  for (const path of tier.known) {
    if (isManifest(path)) {
      const manifest = readManifest(path, (await read(path)) ?? '');
      if (manifest) manifests.push(manifest);
    } else if (basename(path) === 'go.mod') {
      const name = /^module[ \t]+(\S+)/m.exec((await read(path)) ?? '')?.[1];
      if (name !== undefined) modules.set(dirname(path), name);
    } else if (/\.html?$/.test(path) && pages.size < MOST_PAGES) {
      const text = await read(path);
      if (text !== undefined) pages.set(path, text);
    }
  }
  return { manifests, modules, pages, owners: await readOwners(tier.known, read) };
}
