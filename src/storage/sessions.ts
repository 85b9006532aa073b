import { randomBytes } from 'node:crypto';
import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, privateFolder } from '../host/index.ts';
import type { SessionEvent } from '../session/events.ts';
import { replay } from '../session/evolve.ts';
import type { SessionListing } from '../session/ports.ts';
import type { ActiveSession } from '../session/state.ts';
import { err, failure, type Result } from '../shared/result.ts';
import { slug as toSlug } from '../shared/slug.ts';
import { openSessionLog } from './log.ts';
import type { SessionLog } from './port.ts';
import { eventsOf, readRecords } from './record.ts';
import { localStamp } from './stamp.ts';

const ENDING = '.jsonl';
const ID = /^[a-z0-9][a-z0-9-]{0,120}$/;
/** The newest sessions that a listing reads; the others can still be opened by their id. */
const MOST_LISTED = 50;

export const sessionsFolder = (projectState: string) => join(projectState, 'sessions');

/** A new session's log, named by local time and goal. Failures as `openSessionLog`, and `state-unwritable`. */
export async function createSession(
  projectState: string,
  slug: string,
  now: number,
): Promise<Result<SessionLog>> {
  const base = `${localStamp(now)}-${toSlug(slug, 40, 'session')}`;
  try {
    const folder = privateFolder(sessionsFolder(projectState));
    let id = base;
    // Another process may start a session of that goal in the same second: then a name that nobody else takes.
    if (existsSync(join(folder, id + ENDING)) || existsSync(join(folder, `${id}${ENDING}.lock`)))
      id = `${base}-${randomBytes(3).toString('hex')}`;
    return await openSessionLog(join(folder, id + ENDING));
  } catch (error) {
    return err(
      failure(
        'state-unwritable',
        `A folder for sessions was expected at ${sessionsFolder(projectState)}, but it cannot be written (${codeOf(error)}).`,
        'Mend its permissions, or name another folder in PLANNER_TUI_HOME.',
      ),
    );
  }
}

/** Opens an existing session. Failures as `openSessionLog`, and `session-unknown`. */
export async function openSession(projectState: string, id: string): Promise<Result<SessionLog>> {
  const file = join(sessionsFolder(projectState), id + ENDING);
  if (!ID.test(id) || !existsSync(file))
    return err(
      failure(
        'session-unknown',
        `A session of this project was expected, but ${JSON.stringify(id)} is none.`,
        'List them with planner-tui sessions, or take the newest with planner-tui resume --last.',
      ),
    );
  return openSessionLog(file);
}

/** The newest sessions of a project, newest first. Reads only: one that is open elsewhere is listed too. */
export async function listSessions(projectState: string): Promise<readonly SessionListing[]> {
  const folder = sessionsFolder(projectState);
  const files = entriesOf(folder)
    .filter(entry => entry.isFile() && entry.name.endsWith(ENDING))
    .map(entry => ({ id: entry.name.slice(0, -ENDING.length), changed: changedAt(join(folder, entry.name)) }))
    .sort((a, b) => b.changed - a.changed || (a.id < b.id ? 1 : -1))
    .slice(0, MOST_LISTED);
  const listings: SessionListing[] = [];
  for (const { id, changed } of files) {
    const bytes = await readFile(join(folder, id + ENDING)).catch(() => undefined);
    const listing = bytes && summarise(id, bytes, changed);
    if (listing) listings.push(listing);
  }
  return listings.sort((a, b) => b.updatedAt - a.updatedAt);
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function changedAt(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

/** The plan's file that an event is about: one that was published, or that the session began with. */
function fileOf(event: SessionEvent): readonly string[] {
  if (event.type === 'PlanPublished') return [event.path];
  if (event.type !== 'RevisionWritten' || event.revision.origin?.kind !== 'file') return [];
  return [event.revision.origin.path];
}

/** A session as its log has it, without opening it: it may be at work elsewhere. Undefined where there is none. */
export async function lookAtSession(projectState: string, id: string): Promise<ActiveSession | undefined> {
  if (!ID.test(id)) return undefined;
  const bytes = await readFile(join(sessionsFolder(projectState), id + ENDING)).catch(() => undefined);
  const state = bytes && replay(eventsOf(readRecords(bytes)).events);
  return state?.kind === 'active' ? state : undefined;
}

function summarise(id: string, bytes: Buffer, changed: number): SessionListing | undefined {
  const { events } = eventsOf(readRecords(bytes));
  const state = replay(events);
  if (state.kind === 'empty') return undefined;
  const { questions, answers, approaches, goal, published } = state;
  return {
    id,
    goal: goal.text,
    updatedAt: events.at(-1)?.at ?? changed,
    openQuestions: questions.filter(question => !answers[question.id]).length,
    revisions: Math.max(0, ...approaches.map(approach => approach.revisions.length)),
    ...(published ? { published: published.path } : {}),
    plans: events.flatMap(fileOf),
  };
}
