import type { MissKind } from '../../domain/index.ts';
import { basename, dirname } from '../links/paths.ts';
import { parseQuery } from '../rank/query.ts';
import type { Places } from './measures.ts';

const SHARED =
  /(^|\/)(utils?|helpers?|common|shared|constants?|types?|lib)(\/|\.[a-z]+$|[-_.])|(^|\/)(index|mod|__init__|lib)\.[a-z]+$|\.d\.ts$/i;
/** A goal with fewer telling words is short. */
const SHORT = 5;

interface Changed {
  readonly goal: string;
  readonly changed: readonly string[];
  /** Of the changed files, in their order. */
  readonly places: Places;
}

/** Why the ranking missed the `n`th changed file, as far as its path, its place and the goal's words tell. */
export function missKind({ goal, changed, places }: Changed, n: number): MissKind {
  const path = changed[n] ?? '';
  if (places[n] === Infinity) return 'no-words';
  if (SHARED.test(path)) return 'shared';
  const found = changed.filter((_, i) => (places[i] ?? Infinity) <= 10);
  if (found.some(other => dirname(other) === dirname(path) || basename(other) === basename(path)))
    return 'beside';
  if (found.length > 0) return 'several';
  return parseQuery(goal).terms.filter(t => t.telling).length < SHORT ? 'short' : 'other';
}
