import type { RunScope } from '../../src/agent/local/channel.ts';
import type { DraftRecord } from '../../src/agent/local/draft/record.ts';
import type { AgentOutput } from '../../src/session/events.ts';

/** A run that nobody cancels; what it emits is put into `emitted`. */
export function scopeInto(emitted: AgentOutput[]): RunScope {
  return {
    signal: new AbortController().signal,
    emit: output => void emitted.push(output),
    until: work => work,
    breathe: async () => undefined,
  };
}

/** The record of a goal before anything was asked or answered. */
export function plainRecord(goal: string, project: string, findings: DraftRecord['findings']): DraftRecord {
  return {
    goal: { text: goal, title: goal, slug: 'x', kind: 'feature', kindFrom: 'given' },
    given: goal,
    words: { text: goal, quote: goal, left: 0 },
    project: { root: '/p', name: project, git: false },
    startedAt: 0,
    findings,
    questions: [],
    answers: {},
    feedback: [],
    picks: new Map(),
    earlier: [],
  };
}
