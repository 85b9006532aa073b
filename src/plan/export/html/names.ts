import { toString as textOf } from 'mdast-util-to-string';
import { parseFragment } from '../../markdown.ts';
import type { Plan } from '../../model.ts';
import { guardStart, inline } from '../../render/inline.ts';

/** Ids that the page has for itself. */
const RESERVED = 'step-';

/** The anchor of a step: by its id, which stays when the plan changes, where it can be one; else by its number. */
export function stepAnchor(plan: Plan, at: number): string {
  const id = plan.steps[at]?.id ?? '';
  const fits = /^[A-Za-z][\w.-]*$/.test(id) && plan.steps.findIndex(step => step.id === id) === at;
  return `${RESERVED}${fits ? id : at + 1}`;
}

/** A text without its markup, for places that can show none. */
export function plain(text: string): string {
  return textOf(parseFragment(guardStart(inline(text))));
}
