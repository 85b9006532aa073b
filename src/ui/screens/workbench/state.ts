import type { Finding, Phase } from '../../../domain/index.ts';
import { latestRevision, unansweredRound } from '../../../session/selectors.ts';
import type { ActiveSession } from '../../../session/state.ts';
import type { Model } from '../../model.ts';

export const PHASES: readonly Phase[] = ['research', 'analysis', 'planning'];
export const PANE_TITLE: Readonly<Record<Phase, string>> = {
  research: 'Research',
  analysis: 'Analysis',
  planning: 'Plan',
};

const TOPICS = ['found', 'state', 'integration', 'architecture'] as const;
export const TOPIC_TITLE = {
  found: 'Found',
  state: 'Current state',
  integration: 'Integration points',
  architecture: 'Architecture',
} as const;

/** Findings of a pane in the order in which they stand there: by topic, then as they came. */
export function findingsOf(session: ActiveSession, phase: Phase): readonly Finding[] {
  const own = session.findings.filter(f => f.phase === phase);
  return TOPICS.flatMap(topic => own.filter(f => f.topic === topic));
}

/** What Enter opens: the selected finding's evidence, else what waits for the person: questions, then the plan. */
export function opensOf(
  model: Model,
  session: ActiveSession,
): 'evidence' | 'questions' | 'review' | 'nothing' {
  if (selectedFinding(model, session, model.workbench.focus) !== undefined) return 'evidence';
  if (!session.submitted && unansweredRound(session).length > 0) return 'questions';
  return latestRevision(session) ? 'review' : 'nothing';
}

/** Selected finding of a pane; undefined while the pane follows what comes in. */
export function selectedFinding(model: Model, session: ActiveSession, phase: Phase): number | undefined {
  const index = model.workbench.selected[phase];
  const count = findingsOf(session, phase).length;
  return index === undefined || count === 0 ? undefined : Math.min(index, count - 1);
}
