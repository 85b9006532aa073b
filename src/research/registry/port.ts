import type { RegistryFact } from '../../domain/index.ts';

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

/** The npm registry of the user's choice. Package names and versions leave the machine, nothing else. */
export interface PackageRegistry {
  /** One answer a wish, by name. Never rejects. */
  look(wishes: readonly PackageWish[], signal?: AbortSignal): Promise<ReadonlyMap<string, RegistryAnswer>>;
  close(): Promise<void>;
}
