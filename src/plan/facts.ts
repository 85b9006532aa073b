import type { RegistryFact } from '../domain/index.ts';

/**
 * What checks want to know of the world, and what was found. Checks are pure: `needs(plan)` lists the facts,
 * `app/facts.ts` gathers them, `check(plan, markdown, facts)` judges. What cannot be reached is `not-checked`,
 * never guessed.
 */
export type Truth = 'yes' | 'no' | 'not-checked';

export interface SymbolNeed {
  /** Last part of the name: `setStatus` for `OrderService.setStatus`. */
  readonly name: string;
  /** File in which it should be defined; absent where any place will do. */
  readonly path?: string;
}

/** Words that a plan quotes from a page that was fetched for it. */
export interface QuoteNeed {
  readonly url: string;
  readonly quote: string;
}

export interface QuoteFact {
  /** Whether they stand on the page as it is kept here; nobody is asked for it. */
  readonly stands: Truth;
  /** `2026-11-27`: when the page that is kept was fetched. */
  readonly fetched?: string;
}

export interface FactNeeds {
  /** Project-relative files whose existence is asked; the snapshot includes uncommitted and untracked files. */
  readonly files: readonly string[];
  /** Those of them that the plan creates: nothing like them is looked for. */
  readonly created?: readonly string[];
  /** Those of them that it deletes. */
  readonly deleted?: readonly string[];
  /** The commit that the plan was made at, as it says. */
  readonly base?: string;
  /** Project-relative folders (`''` is the root) whose existence is asked. */
  readonly folders: readonly string[];
  readonly symbols: readonly SymbolNeed[];
  /** Shell commands as written: `npm test -- orders`, `npx prisma migrate dev`, `make lint`. */
  readonly commands: readonly string[];
  /** Package names that code imports or a step adds or removes: `ws`, `@types/ws`, `requests`. */
  readonly packages: readonly string[];
  /** Those of them that the plan brings in, about which a registry may be asked. */
  readonly newPackages: readonly NewPackage[];
  /** Quotes of pages, to be compared with what is kept of them. */
  readonly quotes?: readonly QuoteNeed[];
}

/** A package that a step adds, or that code imports: the latter matters where the project does not have it. */
export interface NewPackage {
  readonly name: string;
  readonly how: 'added' | 'imported';
  /** What an install command says behind the name: `8.18.0`, `^8`, `next`. */
  readonly spec?: string;
  /** What the plan's own words say of where it comes from: the install command, or the language of the code. */
  readonly from: 'npm' | 'elsewhere' | 'not-said';
  /** Only for building and testing, as far as the plan says. */
  readonly dev: boolean;
}

/** A package of npm that would be added, as far as nothing but its name is known. */
export const newOfNpm = (name: string): NewPackage => ({ name, how: 'added', from: 'npm', dev: false });

export interface FileFact {
  readonly exists: Truth;
  /**
   * Whether a commit since the plan's own created or deleted it, as the plan says; asked only where it is there although it is to
   * be created, or gone although it is to be deleted.
   */
  readonly carriedOut?: Truth;
  /** Lines that it has, where they were counted. */
  readonly lines?: number;
  /** Existing paths most like this one, best first. */
  readonly nearest: readonly string[];
}

export interface SymbolFact {
  readonly found: Truth;
  /** Places of its definitions as `path:line` or `path:line-endLine`. */
  readonly at: readonly string[];
  /** Names of existing symbols most like this one, best first. */
  readonly nearest: readonly string[];
}

export interface CommandFact {
  /** Whether the script, target or installed binary that the command names exists in this project. */
  readonly known: Truth;
  /** Commands of this project most like it, best first. */
  readonly nearest: readonly string[];
}

export interface PackageFact {
  /** Whether the project declares it or it is installed (built-in modules of the language count as yes). */
  readonly installed: Truth;
  readonly version?: string;
  /** Whether the registry knows it; `not-checked` without consent for look-ups. */
  readonly inRegistry: Truth;
  readonly deprecated: Truth;
  /** Host of the registry that knows it, or does not. */
  readonly asked?: string;
  readonly registry?: RegistryFact;
  /** Milliseconds since the epoch when the registry said so. */
  readonly checkedAt?: number;
  /** How old that was when the check began, in ms, where the registry could not be asked again. */
  readonly ageMs?: number;
  /** The registry has it, but no version as it is wanted; this is its latest. */
  readonly onlyLatest?: string;
  /** Why the registry was not asked, or did not answer: a sentence without its full stop. */
  readonly unasked?: string;
  /** Names of packages that the project or the plan has, most like this one, best first. */
  readonly nearest?: readonly string[];
}

/** What of the project matters for judging a package. */
export interface ProjectFact {
  readonly typescript: boolean;
  /** SPDX expression of its own manifest. */
  readonly license?: string;
  /** The versions of Node that it says it runs on. */
  readonly node?: string;
}

/** Keys are the needs themselves; for symbols `symbolKey`, for quotes `quoteKey`. What is missing counts as not-checked. */
export interface PlanFacts {
  readonly files: Readonly<Record<string, FileFact>>;
  readonly folders: Readonly<Record<string, Truth>>;
  /** Existing folders whose names are a slip of the pen away from those that do not exist. */
  readonly nearFolders?: Readonly<Record<string, readonly string[]>>;
  readonly symbols: Readonly<Record<string, SymbolFact>>;
  readonly commands: Readonly<Record<string, CommandFact>>;
  readonly packages: Readonly<Record<string, PackageFact>>;
  readonly project?: ProjectFact;
  readonly quotes?: Readonly<Record<string, QuoteFact>>;
}

/** `src/orders/service.ts#setStatus`, or `setStatus` where any place will do. */
export function symbolKey(need: SymbolNeed): string {
  return need.path === undefined ? need.name : `${need.path}#${need.name}`;
}

export function quoteKey({ url, quote }: QuoteNeed): string {
  return `${url} ${quote}`;
}

/** Facts of a world that nobody looked at: everything is not-checked. */
export const noFacts: PlanFacts = { files: {}, folders: {}, symbols: {}, commands: {}, packages: {} };
