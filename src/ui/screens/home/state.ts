import type { PlanListing, SessionListing, SuggestedGoal } from '../../../session/ports.ts';
import type { HomeData } from '../../model.ts';

export type HomeEntry =
  | { readonly kind: 'suggestion'; readonly suggestion: SuggestedGoal }
  | { readonly kind: 'session'; readonly session: SessionListing }
  | { readonly kind: 'plan'; readonly plan: PlanListing };

export const SHOWN_SUGGESTIONS = 3;
export const SHOWN_LISTINGS = 5;

/** Everything that can be chosen under the prompt, in the order of the screen. */
export function homeEntries({ suggestions = [], sessions = [], plans = [] }: HomeData): readonly HomeEntry[] {
  return [
    ...suggestions
      .slice(0, SHOWN_SUGGESTIONS)
      .map(suggestion => ({ kind: 'suggestion' as const, suggestion })),
    ...unfinished(sessions).map(session => ({ kind: 'session' as const, session })),
    ...plans.slice(0, SHOWN_LISTINGS).map(plan => ({ kind: 'plan' as const, plan })),
  ];
}

/** Where the entry stands that stood at `index` before more became known; the prompt where it is gone. */
export function keptFocus(before: HomeData, after: HomeData, focus: 'prompt' | number): 'prompt' | number {
  if (focus === 'prompt') return focus;
  const wanted = homeEntries(before)[focus];
  const found = homeEntries(after).findIndex(entry => wanted && nameOf(entry) === nameOf(wanted));
  return found < 0 ? 'prompt' : found;
}

function nameOf(entry: HomeEntry): string {
  switch (entry.kind) {
    case 'suggestion':
      return `suggestion ${entry.suggestion.text}`;
    case 'session':
      return `session ${entry.session.id}`;
    case 'plan':
      return `plan ${entry.plan.path}`;
  }
}

export function unfinished(sessions: readonly SessionListing[]): readonly SessionListing[] {
  return sessions.filter(s => s.published === undefined).slice(0, SHOWN_LISTINGS);
}
