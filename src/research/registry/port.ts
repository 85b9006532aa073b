import type { PackageChanges, RegistryFact, ReleaseNote } from '../../domain/index.ts';

/** A package about which a registry may be asked. */
export interface PackageWish {
  readonly name: string;
  /** What an install command says behind the name: `8.18.0`, `^8`, `next`. Absent: the latest. */
  readonly spec?: string | undefined;
  /** Whether it matters who declares its types. */
  readonly types: boolean;
}

/** `checkedAt`: milliseconds since the epoch. */
export type RegistryAnswer =
  | { readonly kind: 'known'; readonly fact: RegistryFact; readonly checkedAt: number }
  /** The registry has no package of this name. */
  | { readonly kind: 'absent'; readonly checkedAt: number }
  /** It has the package, but no version that the plan's words choose. */
  | { readonly kind: 'no-version'; readonly latest: string; readonly checkedAt: number }
  /** Nobody was asked, or nobody could answer; `reason` is a sentence without its full stop. */
  | { readonly kind: 'not-checked'; readonly reason: string };

/** A package of which an older version is installed. */
export interface WayWish {
  readonly name: string;
  /** The installed version; it is compared here and never sent. */
  readonly from: string;
  /** What is meant by the newer one: `5`, `^5.1`. Absent: the latest. */
  readonly to?: string | undefined;
  /** Whether the newer version's files are fetched for its own record of changes. */
  readonly notes: boolean;
}

/** `checkedAt`: milliseconds since the epoch. */
export type WayAnswer =
  /** `changes` is absent where the newer version is not newer, or one of the two is unknown. */
  | {
      readonly kind: 'known';
      readonly changes?: PackageChanges | undefined;
      /** What the newer version's own record says of the way; empty where it brings none along. Absent: nobody looked. */
      readonly notes?: readonly ReleaseNote[] | undefined;
      readonly checkedAt: number;
    }
  | { readonly kind: 'not-checked'; readonly reason: string };

/** The npm registry of the user's choice. Package names and versions leave the machine, nothing else. */
export interface PackageRegistry {
  /** One answer a wish, by name. Never rejects. */
  look(wishes: readonly PackageWish[], signal?: AbortSignal): Promise<ReadonlyMap<string, RegistryAnswer>>;
  /** What changed on the way from installed versions to newer ones, by name. Never rejects. */
  ways(wishes: readonly WayWish[], signal?: AbortSignal): Promise<ReadonlyMap<string, WayAnswer>>;
  close(): Promise<void>;
}
