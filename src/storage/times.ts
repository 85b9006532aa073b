import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { codeOf } from '../host/index.ts';
import { TimeEvent } from '../plan/times.ts';
import { err, failure, ok } from '../shared/result.ts';
import { openLog } from './log.ts';
import type { TimeRecords } from './port.ts';
import { type ReadLog, readEvents, readRecords } from './record.ts';

const KNOWN: ReadonlySet<string> = new Set(TimeEvent.options.map(option => option.shape.type.value));
/** A record takes milliseconds: who writes at the same moment is waited for. */
const TRIES = 40;
const PAUSE_MS = 50;

const eventsOf = (log: ReadLog) => readEvents(log, payload => TimeEvent.safeParse(payload), KNOWN);

/** The record of one project's steps: `times.jsonl` in its state folder, in the manner of a session's log. */
export function openTimes(folder: string, tries = TRIES): TimeRecords {
  const file = join(folder, 'times.jsonl');
  const open = () =>
    openLog<TimeEvent>(file, {
      eventsOf,
      mayWait: () => false,
      inUse: ({ pid, host }) =>
        failure(
          'times-in-use',
          `The record of steps is being written by another planner-tui (process ${pid} on ${host}).`,
          `Try again; where that process is gone for good, remove ${file}.lock.`,
        ),
      unreadable: code =>
        failure(
          'times-unwritable',
          `The record of steps, ${file}, cannot be opened (${code}).`,
          'Give yourself the right to read and write it, or name another folder in PLANNER_TUI_HOME.',
        ),
    });

  return {
    read() {
      try {
        return eventsOf(readRecords(readFileSync(file)));
      } catch (error) {
        const gone = codeOf(error) === 'ENOENT';
        return {
          events: [],
          notices: gone ? [] : [`The record of steps cannot be read (${codeOf(error)}).`],
        };
      }
    },
    async record(decide) {
      let opened = await open();
      for (let i = 1; !opened.ok && opened.error.kind === 'times-in-use' && i < tries; i++) {
        await wait(PAUSE_MS);
        opened = await open();
      }
      if (!opened.ok) return opened;
      const log = opened.value;
      try {
        const decided = decide(log.events);
        if (!decided.ok) return decided;
        await log.append(decided.value.events);
        return ok({ told: decided.value.told, notices: log.notices });
      } catch (error) {
        return err(
          failure(
            'times-unwritable',
            `The record of steps, ${file}, cannot be written (${codeOf(error)}).`,
            'Nothing was recorded; free some space, or give yourself the right to write it.',
          ),
        );
      } finally {
        await log.close();
      }
    },
  };
}
