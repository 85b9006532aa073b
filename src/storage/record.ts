import { sha16 } from '../host/index.ts';
import { SessionEvent } from '../session/events.ts';

/**
 * One line of the log: `{"seq":12,"sum":"16 hex digits","event":{…}}`. The sum is over `12:` and the bytes of the
 * event as they stand, so that nothing has to be parsed to know whether a record is whole.
 */
export function encodeRecord(seq: number, event: unknown): string {
  const payload = JSON.stringify(event);
  return `{"seq":${seq},"sum":"${sha16(`${seq}:${payload}`)}","event":${payload}}\n`;
}

export interface LogRecord {
  readonly seq: number;
  readonly payload: unknown;
}

export interface ReadLog {
  /** Whole records in order, also of event types that this version does not know. */
  readonly records: readonly LogRecord[];
  /** One sentence each: what is missing, and where. */
  readonly damage: readonly string[];
  /** Bytes up to which the file is made of lines; what lies beyond is a torn tail (or a record without its newline). */
  readonly goodBytes: number;
  /** The last record is whole but lacks its newline. */
  readonly unfinishedLine: boolean;
}

const HEAD = /^\{"seq":(\d{1,15}),"sum":"([0-9a-f]{16})","event":/;
const START = '{"seq":';
const NEWLINE = 0x0a;
/** Long enough for any head of a record. */
const HEAD_BYTES = 80;

/** Reads a log's bytes. A bad line costs only the records whose own bytes are damaged. */
export function readRecords(bytes: Buffer): ReadLog {
  const records: LogRecord[] = [];
  const damage: string[] = [];
  let last = 0;
  const take = (record: LogRecord) => {
    if (record.seq <= last) {
      damage.push(`Record ${record.seq} came again after ${last} and was skipped.`);
      return;
    }
    if (record.seq > last + 1) damage.push(missing(last + 1, record.seq - 1));
    last = record.seq;
    records.push(record);
  };

  let from = 0;
  let badAtEnd = 0;
  while (from < bytes.length) {
    const end = bytes.indexOf(NEWLINE, from);
    if (end === -1) break;
    const found = recordsOfLine(bytes.subarray(from, end));
    for (const record of found) take(record);
    badAtEnd = found.length === 0 ? badAtEnd + 1 : 0;
    from = end + 1;
  }
  const rest = recordsOfLine(bytes.subarray(from));
  const whole = rest.length > 0 && decodeRecord(bytes.subarray(from)) !== undefined;
  for (const record of rest) take(record);
  if (badAtEnd > 0)
    damage.push(
      `${badAtEnd} damaged line${badAtEnd > 1 ? 's' : ''} at the end ${badAtEnd > 1 ? 'were' : 'was'} skipped.`,
    );
  return { records, damage, goodBytes: whole ? bytes.length : from, unfinishedLine: whole };
}

function missing(from: number, to: number): string {
  return from === to
    ? `Record ${from} was damaged and skipped.`
    : `Records ${from} to ${to} were damaged and skipped.`;
}

function decodeRecord(line: Buffer): LogRecord | undefined {
  const head = HEAD.exec(line.subarray(0, HEAD_BYTES).toString('latin1'));
  if (!head || line.at(-1) !== 0x7d) return undefined;
  const [all, seq = '', sum] = head;
  const payload = line.subarray(all.length, -1);
  if (sha16(Buffer.concat([Buffer.from(`${seq}:`), payload])) !== sum) return undefined;
  try {
    return { seq: Number(seq), payload: JSON.parse(payload.toString('utf8')) };
  } catch {
    return undefined;
  }
}

/** The records of one line; of several that a damaged newline has joined, each that is whole. */
function recordsOfLine(line: Buffer): LogRecord[] {
  if (line.length === 0) return [];
  const single = decodeRecord(line);
  if (single) return [single];
  const starts: number[] = [];
  for (let at = line.indexOf(START); at !== -1; at = line.indexOf(START, at + 1)) starts.push(at);
  const found: LogRecord[] = [];
  for (const [i, start] of starts.entries()) {
    const end = starts[i + 1] ?? line.length;
    // The damaged newline itself stands between two records.
    const record = decodeRecord(line.subarray(start, end)) ?? decodeRecord(line.subarray(start, end - 1));
    if (record) found.push(record);
  }
  return found;
}

const KNOWN: ReadonlySet<string> = new Set(SessionEvent.options.map(option => option.shape.type.value));

export interface ReadEvents<E> {
  readonly events: E[];
  readonly notices: string[];
}

/** Records of a session. */
export function eventsOf(log: ReadLog): ReadEvents<SessionEvent> {
  return readEvents(log, payload => SessionEvent.safeParse(payload), KNOWN);
}

type Parsed<E> = { readonly success: true; readonly data: E } | { readonly success: false };

/** Records as events. What a newer version wrote stays in the file and is left out here; both are told. */
export function readEvents<E>(
  log: ReadLog,
  parse: (payload: unknown) => Parsed<E>,
  known: ReadonlySet<string>,
): ReadEvents<E> {
  const events: E[] = [];
  const notices = [...log.damage];
  const unknown = new Set<string>();
  for (const { seq, payload } of log.records) {
    const parsed = parse(payload);
    if (parsed.success) {
      events.push(parsed.data);
      continue;
    }
    const type = typeOf(payload);
    if (type !== undefined && !known.has(type)) unknown.add(type);
    else
      notices.push(
        `Record ${seq} (${type ?? 'no type'}) does not fit this version of planner-tui and was skipped.`,
      );
  }
  if (unknown.size > 0)
    notices.push(`Events of a newer planner-tui were kept but not used: ${[...unknown].sort().join(', ')}.`);
  return { events, notices };
}

function typeOf(payload: unknown): string | undefined {
  return typeof payload === 'object' &&
    payload !== null &&
    'type' in payload &&
    typeof payload.type === 'string'
    ? payload.type
    : undefined;
}
