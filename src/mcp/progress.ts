import type { ServerContext } from '@modelcontextprotocol/server';
import type { Phase } from '../domain/index.ts';
import type { MapView, SessionStore } from '../session/ports.ts';
import type { SessionState } from '../session/state.ts';
import { clean } from '../shared/text/index.ts';

/** At most three or four a second. */
const INTERVAL_MS = 300;
const MOST_CHARS = 200;

export interface Teller {
  /** Tells the client what is done just now; the newest word counts, earlier ones may be passed over. */
  tell(message: string): void;
  stop(): void;
}

/** Progress notifications, where the client asked for them. */
export function tellerOf({ mcpReq }: ServerContext): Teller {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return { tell: () => undefined, stop: () => undefined };
  let waiting: string | undefined;
  let last = '';
  let progress = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const send = () => {
    timer = undefined;
    if (stopped || waiting === undefined || waiting === last) return;
    last = waiting;
    waiting = undefined;
    progress += 1;
    timer = setTimeout(send, INTERVAL_MS);
    // A client that is gone hears nothing; its call ends by its signal.
    mcpReq
      .notify({ method: 'notifications/progress', params: { progressToken, progress, message: last } })
      .catch(() => undefined);
  };
  return {
    tell(message) {
      waiting = clean(message.replace(/\s+/g, ' ')).value.slice(0, MOST_CHARS);
      if (timer === undefined) send();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

const PHASES: Readonly<Record<Phase, string>> = {
  research: 'Research',
  analysis: 'Analysis',
  planning: 'Planning',
};

/** Phases and live lines of a session, as its panes on the screen show them. */
export function tellSession(store: SessionStore, tell: Teller['tell']): () => void {
  const look = () => {
    const line = lineOf(store.state(), store);
    if (line !== undefined) tell(line);
  };
  look();
  return store.subscribe(look);
}

function lineOf(state: SessionState, store: SessionStore): string | undefined {
  if (state.kind !== 'active') return undefined;
  const phase = state.phases.find(p => p.endedAt === undefined)?.phase;
  if (phase === undefined) return undefined;
  const live = store.live().progress[phase];
  const activity = state.activities.findLast(a => a.phase === phase);
  const counted =
    live?.done !== undefined && live.total !== undefined ? ` (${live.done} of ${live.total})` : '';
  const said = live ? `${live.text}${counted}` : activity ? `${activity.verb} ${activity.object}` : '';
  return said === '' ? PHASES[phase] : `${PHASES[phase]}: ${said}`;
}

/** How far the code map is. */
export function tellMap(map: MapView, tell: Teller['tell']): () => void {
  const look = () => {
    const progress = map.progress();
    if (progress.kind === 'listing') tell('Listing the files of the project');
    if (progress.kind === 'mapping') tell(`Mapping the code: ${progress.done} of ${progress.total} files`);
  };
  look();
  return map.subscribe(look);
}
