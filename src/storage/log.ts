import { constants, copyFileSync, readFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { codeOf, syncFolder, writeFully } from '../host/index.ts';
import type { SessionEvent } from '../session/events.ts';
import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';
import { takeLock } from './lock.ts';
import type { EventLog, SessionLog } from './port.ts';
import { encodeRecord, eventsOf, type ReadEvents, type ReadLog, readRecords } from './record.ts';

/** Agent events may wait this long for company, so that a busy run costs 20 syncs a second at most. */
const GROUP_MS = 50;

/** What a planner reports; everything else is a person's decision or ends something, and is written at once. */
const MAY_WAIT: ReadonlySet<SessionEvent['type']> = new Set([
  'PhaseStarted',
  'PhaseEnded',
  'ActivityNoted',
  'MapBuilt',
  'FindingRecorded',
  'ImpactRanked',
  'QuestionRaised',
  'NoticeRaised',
  'TokensSpent',
  'PlanChecked',
]);

/** Created where missing, never through a link. */
const READ_WRITE = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);

interface Waiting {
  readonly text: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens the log of a session for writing; a missing file is created. What it holds is in `events`. Failures:
 * `session-in-use`, `log-unreadable`.
 */
export async function openSessionLog(file: string): Promise<Result<SessionLog>> {
  const sessionId = basename(file, '.jsonl');
  const opened = await openLog(file, {
    eventsOf,
    mayWait: ({ type }) => MAY_WAIT.has(type),
    inUse: ({ pid, host }) =>
      failure(
        'session-in-use',
        `Session ${sessionId} is open in another planner-tui (process ${pid} on ${host}).`,
        'Go on there, or end it; a new session can be started at any time.',
      ),
    unreadable: code =>
      failure(
        'log-unreadable',
        `The log of session ${sessionId} cannot be opened (${code}).`,
        `Give yourself the right to read and write ${dirname(file)}, or start a new session.`,
      ),
  });
  return opened.ok ? ok({ sessionId, ...opened.value }) : opened;
}

/** What a log holds, and how it is told that it cannot be opened. */
export interface LogShape<E> {
  readonly eventsOf: (log: ReadLog) => ReadEvents<E>;
  /** Whether an event may wait for company. */
  readonly mayWait: (event: E) => boolean;
  readonly inUse: (holder: { readonly pid: number; readonly host: string }) => Failure;
  readonly unreadable: (code: string) => Failure;
}

/** Opens a log for writing, which nobody else may do meanwhile; a missing file is created. */
export async function openLog<E>(file: string, shape: LogShape<E>): Promise<Result<EventLog<E>>> {
  const token = `${process.pid}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
  try {
    const lock = takeLock(`${file}.lock`, token);
    if (!lock.held) return err(shape.inUse(lock));
    try {
      return ok(await openLocked(file, shape, () => lock.release()));
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    return err(shape.unreadable(codeOf(error)));
  }
}

async function openLocked<E>(file: string, shape: LogShape<E>, unlock: () => void): Promise<EventLog<E>> {
  const handle = await open(file, READ_WRITE, 0o600);
  try {
    await syncFolder(dirname(file));
    const bytes = readFileSync(file);
    const read = readRecords(bytes);
    const { events, notices } = shape.eventsOf(read);
    let size = read.goodBytes;
    if (size < bytes.length) {
      const aside = keepCopy(file);
      await handle.truncate(size);
      await handle.datasync();
      notices.push(
        `The last record was cut off (${bytes.length - size} bytes) and dropped; the original is kept as ${basename(aside)}.`,
      );
    } else if (read.unfinishedLine) {
      size += await writeFully(handle, Buffer.from('\n'), size);
      await handle.datasync();
    }
    const seq = read.records.at(-1)?.seq ?? 0;
    return createWriter({ handle, events, notices, size, seq, unlock, mayWait: shape.mayWait });
  } catch (error) {
    await handle.close();
    throw error;
  }
}

interface WriterState<E> {
  readonly handle: FileHandle;
  readonly events: readonly E[];
  readonly notices: readonly string[];
  readonly size: number;
  readonly seq: number;
  readonly unlock: () => void;
  readonly mayWait: (event: E) => boolean;
}

/** The appending half: collects, writes, syncs, and only then says so. */
export function createWriter<E>(start: WriterState<E>): EventLog<E> {
  const { handle } = start;
  let { seq, size } = start;
  let waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let urgent = false;
  let closed = false;
  let broken: Error | undefined;

  function kick(): void {
    if (writing || waiting.length === 0) return;
    clearTimeout(timer);
    timer = undefined;
    urgent = false;
    writing = flush().finally(() => {
      writing = undefined;
      if (waiting.length === 0) return;
      if (urgent || closed) kick();
      else timer ??= setTimeout(kick, GROUP_MS);
    });
  }

  async function flush(): Promise<void> {
    const batch = waiting;
    waiting = [];
    try {
      if (broken) throw broken;
      const bytes = Buffer.from(batch.map(w => w.text).join(''), 'utf8');
      await writeFully(handle, bytes, size);
      await handle.datasync();
      size += bytes.length;
      for (const w of batch) w.resolve();
    } catch (error) {
      // After a failed sync nothing is known of what reached the disk: no later record may claim to follow it.
      broken ??= error instanceof Error ? error : new Error(String(error));
      await handle.truncate(size).catch(() => undefined);
      for (const w of batch) w.reject(broken);
    }
  }

  return {
    events: start.events,
    notices: start.notices,
    append(events) {
      if (closed) return Promise.reject(new Error('the session log is closed'));
      if (broken) return Promise.reject(broken);
      if (events.length === 0) return Promise.resolve();
      const text = events.map(event => encodeRecord(++seq, event)).join('');
      return new Promise((resolve, reject) => {
        waiting.push({ text, resolve, reject });
        urgent ||= events.some(event => !start.mayWait(event));
        if (urgent) kick();
        else if (!writing) timer ??= setTimeout(kick, GROUP_MS);
      });
    },
    async close() {
      if (closed) return;
      closed = true;
      clearTimeout(timer);
      while (writing || waiting.length > 0) {
        kick();
        await writing;
      }
      await handle.close().catch(() => undefined);
      start.unlock();
    },
  };
}

/** A copy of the damaged file beside it, under the first free name. */
function keepCopy(file: string): string {
  for (let i = 1; ; i++) {
    const aside = `${file}.torn-${i}`;
    try {
      copyFileSync(file, aside, constants.COPYFILE_EXCL);
      return aside;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}
