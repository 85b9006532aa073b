import type { Soft } from '../links/soft.ts';

/** One import statement between files of the project. `soft`: the file is not loaded together with its importer, and why. */
export interface ImportEdge {
  readonly from: string;
  readonly to: string;
  readonly line: number;
  readonly soft?: Soft;
}

/** Files that import each other in a circle. */
export interface Cycle {
  /** `load`: they load each other; `soft`: the circle is closed only by imports of types or that wait. */
  readonly kind: 'load' | 'soft';
  readonly files: readonly string[];
  /** The shortest circle among them: a → b, b → a. */
  readonly path: readonly ImportEdge[];
}

export interface FolderDependency {
  readonly from: string;
  readonly to: string;
  /** Imports of files from `from` to `to`, and the other way. */
  readonly imports: number;
  readonly back: number;
  /** At most five of them. */
  readonly examples: readonly ImportEdge[];
}

export interface Layers {
  /** Highest level first; 0 imports no other folder in the prevailing direction. */
  readonly folders: readonly { readonly folder: string; readonly files: number; readonly level: number }[];
  readonly dependencies: readonly FolderDependency[];
  /** Imports that run against a clear direction; the clearest first. */
  readonly against: readonly FolderDependency[];
}

/** A line of a file of the project. */
export interface Place {
  readonly path: string;
  readonly line: number;
}

export interface CommitPlace {
  readonly sha: string;
  readonly subject: string;
  readonly date: string;
}

export interface EntryPoint {
  readonly path: string;
  readonly kind: 'command' | 'server' | 'program' | 'library' | 'script' | 'page' | 'unimported';
  /** In words for people. */
  readonly reason: string;
  /** Where it is said. */
  readonly source: Place;
}

/** A file that changes often and is large. */
export interface HotSpot {
  readonly path: string;
  /** Commits of the year before the newest commit, without those of more than 60 files. */
  readonly commits: number;
  readonly lines: number;
  /** Commits weighted by age (half after 90 days) × lines. */
  readonly score: number;
  /** The newest of the commits. */
  readonly last: CommitPlace;
}

export interface FileOwners {
  readonly path: string;
  /** By CODEOWNERS: teams and people; those named by an e-mail address are only counted. */
  readonly owners: readonly string[];
  readonly hidden: number;
  readonly source?: Place;
  /** Whether that rule speaks of every file. */
  readonly everything?: boolean;
  /** Who made most of the commits of the last two years that touch it, where one did. */
  readonly author?: {
    readonly name: string;
    readonly commits: number;
    readonly of: number;
    readonly last: CommitPlace;
  };
}

/** What other programs or packages may use. */
export interface PublicApi {
  readonly package: string;
  readonly kind: 'npm' | 'python' | 'go' | 'rust';
  /** Whether it is offered to other projects; a private package of a workspace is not. */
  readonly published: boolean;
  readonly folder: string;
  readonly entries: readonly { readonly path: string; readonly source: Place }[];
  readonly symbols: readonly PublicSymbol[];
}

export interface PublicSymbol {
  readonly name: string;
  readonly path: string;
  readonly line: number;
  /** The line that offers it: of the file that passes it on, or of the manifest where it stands in the entry itself. */
  readonly through: Place;
}

/** Everything that is known of the whole: plain data. */
export interface GraphFacts {
  readonly entryPoints: readonly EntryPoint[];
  readonly layers: Layers;
  readonly cycles: readonly Cycle[];
  /** Hottest first, at most 50; and how many sources were compared. */
  readonly hotSpots: readonly HotSpot[];
  readonly sources: number;
  readonly owners: { readonly file?: string; readonly rules: number };
  readonly publicApi: readonly PublicApi[];
}

export interface Dependents {
  /** Sources that import the file, and all that reach it through others; tests are counted apart. */
  readonly direct: readonly string[];
  readonly all: number;
  readonly tests: number;
  /** One of the imports. */
  readonly example?: ImportEdge;
}

/** What a plan means to do, as far as the graph can judge it. Paths of either list may stand in `imports`. */
export interface ProposedChange {
  /** Existing files that change or go. */
  readonly touched: readonly string[];
  readonly created: readonly string[];
  /** Existing names that change. */
  readonly symbols: readonly { readonly path: string; readonly name: string }[];
  /** Imports that the change adds. */
  readonly imports: readonly { readonly from: string; readonly to: string }[];
  /** New files and the existing one whose pattern each follows. */
  readonly likes: readonly { readonly path: string; readonly like: string }[];
}

export interface ReviewedFile {
  readonly path: string;
  /** Its folder among the layers; absent for files that are no sources. */
  readonly folder?: string;
  readonly dependents: Dependents;
  /** Only where it is one of the hottest. */
  readonly hot?: HotSpot & { readonly rank: number };
  /** The circle that it is in, with the shortest way from the file back to itself. */
  readonly cycle?: Cycle;
  readonly owners: FileOwners;
  /** Public names that it defines, those that change first. */
  readonly api: readonly (PublicSymbol & {
    readonly package: string;
    readonly published: boolean;
    readonly changes: boolean;
  })[];
}

export interface ProposedImport {
  readonly from: string;
  readonly to: string;
  /** The way back from `to` to `from`, through imports of today and of the plan: with this one it is a circle. */
  readonly closes?: readonly { readonly from: string; readonly to: string; readonly line?: number }[];
  /** The circle comes about only if the new file imports what this one does. */
  readonly ifLike?: string;
  /** It runs against the direction between two folders: what stands there today. */
  readonly against?: FolderDependency;
}

/** What a change meets in the architecture as it stands. */
export interface Review {
  readonly files: readonly ReviewedFile[];
  /** Imports between the folders that the change touches, the most frequent first. */
  readonly crossings: readonly FolderDependency[];
  /** Imports of touched files that run against a clear direction today. */
  readonly against: readonly { readonly edge: ImportEdge; readonly folders: FolderDependency }[];
  /** Only those that close a circle or run against a direction. */
  readonly proposed: readonly ProposedImport[];
  readonly sources: number;
}
