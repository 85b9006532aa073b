import { COMPILERS } from './compilers.ts';
import { LINTERS } from './linters.ts';
import { MACHINE } from './machine.ts';
import type { Family } from './model.ts';
import { PACKAGES } from './packages.ts';
import { TESTS } from './tests.ts';

/** Whatever else failed: the first line that the runner, or a tool, calls an error. */
const UNKNOWN = {
  id: 'unknown',
  tool: 'any other tool',
  category: 'build',
  means: 'an error in a form that is not known here',
  when: [],
  seen: 'run',
} as const satisfies Family;

const ALL = [...MACHINE, ...PACKAGES, ...LINTERS, ...COMPILERS, ...TESTS, UNKNOWN] as const;

export type FamilyId = (typeof ALL)[number]['id'];
export type CiFamily = Family & { readonly id: FamilyId };

/** In the order in which a line is tried: what says most comes first. */
export const FAMILIES: readonly CiFamily[] = ALL;

const BY_ID = new Map(FAMILIES.map(family => [family.id, family]));

export function familyOf(id: FamilyId): CiFamily {
  return BY_ID.get(id) ?? UNKNOWN;
}
