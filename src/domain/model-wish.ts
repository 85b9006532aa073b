import * as z from 'zod';
import { Phase } from './finding.ts';

/** Which model works: one for all phases, one for single phases, or both. */
export interface ModelWish {
  readonly all?: string | undefined;
  readonly phases: Readonly<Partial<Record<Phase, string>>>;
}

/** As it is written where it is not understood. */
export const MODEL_WISH_FORM = 'ID, or PHASE=ID with commas between (phases: research, analysis, planning)';

/**
 * Reads `ID`, `research=ID` or several of them with commas between: what a phase has of its own comes before what all
 * have. Undefined where a part is empty, comes twice, or names no phase.
 */
export function readModelWish(text: string): ModelWish | undefined {
  let all: string | undefined;
  const phases: Partial<Record<Phase, string>> = {};
  for (const part of text.split(',').map(p => p.trim())) {
    const at = part.indexOf('=');
    const id = part.slice(at + 1).trim();
    if (id === '') return undefined;
    if (at < 0) {
      if (all !== undefined) return undefined;
      all = id;
      continue;
    }
    const phase = Phase.safeParse(part.slice(0, at).trim());
    if (!phase.success || phases[phase.data] !== undefined) return undefined;
    phases[phase.data] = id;
  }
  return { ...(all === undefined ? {} : { all }), phases };
}

/** The model that is wished for a phase; undefined: nobody named one. */
export function modelFor(wish: string | undefined, phase: Phase): string | undefined {
  const read = wish === undefined ? undefined : readModelWish(wish);
  return read?.phases[phase] ?? read?.all;
}

/** A wish as a setting or an option holds it. */
export const ModelWishText = z.string().refine(text => readModelWish(text) !== undefined);
