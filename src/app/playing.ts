import type { RecordedRun } from '../agent/claude/wire/recording.ts';
import type { Answer } from '../domain/index.ts';
import type { Command } from '../session/commands.ts';
import type { SessionStore } from '../session/ports.ts';
import { activeRun, comparing, lastRun, latestRevision } from '../session/selectors.ts';
import type { ActiveSession } from '../session/state.ts';

/** How long what the person did then stays unsaid, so that what it answers can be seen. Milliseconds. */
const PAUSE_MS = 1_500;

/**
 * A store in which the person's part of a recording is played too: the answers, the feedback, what was begun by hand. What
 * the person of today does instead stands; approval is left to them. `runs`: of the recording, in their order.
 */
export function playedBack(
  store: SessionStore,
  runs: readonly RecordedRun[],
  pauseMs = PAUSE_MS,
): SessionStore {
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const look = (): void => {
    clearTimeout(timer);
    const state = store.state();
    const next = state.kind === 'active' && !over ? nextOf(state, runs) : undefined;
    if (next) timer = setTimeout(() => void play(next), pauseMs);
  };
  const play = async (command: Command): Promise<void> => {
    const taken = await store.dispatch(command);
    // It was said to another state than the one it fits: from here on the person goes on alone.
    over ||= !taken.ok;
  };
  const stop = store.subscribe(look);
  look();
  return {
    ...store,
    async close() {
      stop();
      clearTimeout(timer);
      await store.close();
    },
  };
}

/** What the person did next; undefined while a Run works, where one failed, and at the end. */
export function nextOf(state: ActiveSession, runs: readonly RecordedRun[]): Command | undefined {
  if (activeRun(state) || lastRun(state)?.stopped?.reason !== 'done' || comparing(state)) return undefined;
  const [before, due] = [runs[state.runs.length - 1], runs[state.runs.length]];
  const latest = latestRevision(state);
  if (!due || due.kind === 'research' || (latest && !latest.report)) return undefined;
  const answer = state.questions
    .map(q => due.answers[q.id])
    .find(wanted => wanted && isDue(wanted, state.answers[wanted.questionId], before));
  if (answer) return { type: 'answer', answer };
  const feedback = due.feedback[state.feedback.length];
  if (feedback && latest) return { type: 'give-feedback', text: feedback.text, target: feedback.target };
  if (due.kind === 'criticise') return { type: 'criticise' };
  if (due.kind === 'revise' && latest) return { type: 'regenerate' };
  const delegated = Object.values(due.answers).some(a => a.kind === 'delegated');
  return { type: 'submit-answers', rest: delegated ? 'delegate' : 'leave' };
}

/** Whether an answer was given, or changed, between two Runs, and nobody said something else today. */
function isDue(wanted: Answer, given: Answer | undefined, before: RecordedRun | undefined): boolean {
  if (wanted.kind === 'delegated' || wanted.kind === 'skipped') return false;
  if (!given) return true;
  const then = before?.answers[wanted.questionId];
  return then !== undefined && same(given, then) && !same(wanted, then);
}

const same = (a: Answer, b: Answer): boolean => JSON.stringify(a) === JSON.stringify(b);
