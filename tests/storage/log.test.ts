import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeFully } from '../../src/host/index.ts';
import type { SessionEvent } from '../../src/session/events.ts';
import { openSessionLog, type SessionLog } from '../../src/storage/index.ts';
import { createWriter } from '../../src/storage/log.ts';
import { encodeRecord, eventsOf, readRecords } from '../../src/storage/record.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'planner-tui-test-'));
const notice = (at: number, text = `note ${at}`): SessionEvent => ({ type: 'NoticeRaised', at, text });
const decision = (at: number): SessionEvent => ({ type: 'AnswersSubmitted', at });

async function opened(file: string): Promise<SessionLog> {
  const log = await openSessionLog(file);
  if (!log.ok) throw new Error(log.error.message);
  return log.value;
}

/** Texts with everything that could confuse a line format. */
const event = fc
  .record({ at: fc.nat(), text: fc.oneof(fc.string({ unit: 'binary' }), fc.constant('\n{"seq":1,"sum":"')) })
  .map(({ at, text }) => notice(at, text));
const events = fc.array(event, { minLength: 1, maxLength: 8 });
const encode = (list: readonly SessionEvent[]) =>
  Buffer.from(list.map((e, i) => encodeRecord(i + 1, e)).join(''), 'utf8');
const decode = (bytes: Buffer) => eventsOf(readRecords(bytes));

describe('records', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(events, list => {
        const read = decode(encode(list));
        expect(read).toEqual({ events: list, notices: [] });
      }),
    );
  });

  it('of a file cut anywhere are a beginning of what was written', () => {
    fc.assert(
      fc.property(events, fc.nat(), (list, seed) => {
        const whole = encode(list);
        const cut = seed % (whole.length + 1);
        const read = readRecords(whole.subarray(0, cut));
        const got = eventsOf(read).events;
        expect(got).toEqual(list.slice(0, got.length));
        // Nothing that was whole before the cut is lost, with or without its newline.
        let end = 0;
        const complete = list.filter((e, i) => {
          end += Buffer.byteLength(encodeRecord(i + 1, e));
          return end - 1 <= cut;
        });
        expect(got.length).toBe(complete.length);
      }),
    );
  });

  it('lose at most one to any single damaged byte', () => {
    fc.assert(
      fc.property(events, fc.nat(), fc.integer({ min: 0, max: 255 }), (list, seed, byte) => {
        const bytes = encode(list);
        const at = seed % bytes.length;
        bytes[at] = byte;
        let start = 0;
        const hit = list.findIndex((e, i) => {
          start += Buffer.byteLength(encodeRecord(i + 1, e));
          return at < start;
        });
        const others = list.filter((_, i) => i !== hit);
        const got = decode(bytes).events;
        expect([JSON.stringify(others), JSON.stringify(list)]).toContain(JSON.stringify(got));
      }),
      { numRuns: 500 },
    );
  });

  it('are all found when a newline between them is damaged', () => {
    const list = [notice(1), notice(2), notice(3)];
    const bytes = encode(list);
    bytes[bytes.indexOf(0x0a)] = 0x00;
    expect(decode(bytes)).toEqual({ events: list, notices: [] });
  });

  it('name what is missing in the middle', () => {
    const bytes = encode([notice(1), notice(2), notice(3)]);
    bytes[bytes.indexOf('note 2') + 5] = 0x39;
    expect(decode(bytes)).toEqual({
      events: [notice(1), notice(3)],
      notices: ['Record 2 was damaged and skipped.'],
    });
  });

  it('of a type from the future stay in the file and are told', () => {
    const bytes = Buffer.from(
      encodeRecord(1, notice(1)) +
        encodeRecord(2, { type: 'PlanSung', at: 2, tune: 'x' }) +
        encodeRecord(3, notice(3)),
    );
    const read = readRecords(bytes);
    expect(read.records.map(r => r.seq)).toEqual([1, 2, 3]);
    expect(eventsOf(read)).toEqual({
      events: [notice(1), notice(3)],
      notices: ['Events of a newer planner-tui were kept but not used: PlanSung.'],
    });
  });

  it('that repeat or do not fit are skipped and told', () => {
    const bytes = Buffer.from(
      encodeRecord(1, notice(1)) + encodeRecord(1, notice(1)) + encodeRecord(2, { type: 'NoticeRaised' }),
    );
    const { events: got, notices } = decode(bytes);
    expect(got).toEqual([notice(1)]);
    expect(notices).toEqual([
      'Record 1 came again after 1 and was skipped.',
      'Record 2 (NoticeRaised) does not fit this version of planner-tui and was skipped.',
    ]);
  });
});

describe('session log', () => {
  it('goes on where it ended', async () => {
    const file = join(folder(), 's.jsonl');
    const first = await opened(file);
    await Promise.all([first.append([notice(1), notice(2)]), first.append([decision(3)])]);
    await first.close();
    const second = await opened(file);
    expect(second.events).toEqual([notice(1), notice(2), decision(3)]);
    expect(second.notices).toEqual([]);
    await second.append([notice(4)]);
    await second.close();
    const third = await opened(file);
    expect(third.events).toHaveLength(4);
    await third.close();
    expect(readdirSync(join(file, '..'))).toEqual(['s.jsonl']);
  });

  it('cuts a torn tail, keeps the original aside, and can be written again', async () => {
    const file = join(folder(), 's.jsonl');
    const torn = encodeRecord(1, notice(1)) + encodeRecord(2, notice(2)).slice(0, 30);
    writeFileSync(file, torn);
    const log = await opened(file);
    expect(log.events).toEqual([notice(1)]);
    expect(log.notices).toEqual([
      'The last record was cut off (30 bytes) and dropped; the original is kept as s.jsonl.torn-1.',
    ]);
    expect(readFileSync(`${file}.torn-1`, 'utf8')).toBe(torn);
    await log.append([decision(3)]);
    await log.close();
    expect(readFileSync(file, 'utf8')).toBe(encodeRecord(1, notice(1)) + encodeRecord(2, decision(3)));
  });

  it('finishes a last line that lacks only its newline', async () => {
    const file = join(folder(), 's.jsonl');
    writeFileSync(file, encodeRecord(1, notice(1)).trimEnd());
    const log = await opened(file);
    await log.append([decision(2)]);
    await log.close();
    expect(readFileSync(file, 'utf8')).toBe(encodeRecord(1, notice(1)) + encodeRecord(2, decision(2)));
  });

  it('leaves a bad record in the middle where it is', async () => {
    const file = join(folder(), 's.jsonl');
    const text = `${encodeRecord(1, notice(1))}rubbish\n${encodeRecord(3, notice(3))}`;
    writeFileSync(file, text);
    const log = await opened(file);
    expect(log.events).toEqual([notice(1), notice(3)]);
    expect(log.notices).toEqual(['Record 2 was damaged and skipped.']);
    await log.append([decision(4)]);
    await log.close();
    expect(readFileSync(file, 'utf8')).toBe(text + encodeRecord(4, decision(4)));
  });

  it('has one writer, and takes over from one that is gone', async () => {
    const file = join(folder(), 's.jsonl');
    const log = await opened(file);
    const second = await openSessionLog(file);
    expect(second).toMatchObject({ ok: false, error: { kind: 'session-in-use' } });
    await log.close();
    // 2^22 is above the largest process id of Linux.
    const stale = { pid: 4_194_305, host: hostname(), started: '', token: 'x' };
    writeFileSync(`${file}.lock`, JSON.stringify(stale));
    await (await opened(file)).close();
    writeFileSync(`${file}.lock`, JSON.stringify({ ...stale, pid: process.pid, started: '1' }));
    await (await opened(file)).close();
    writeFileSync(`${file}.lock`, '{"pid":');
    await (await opened(file)).close();
    writeFileSync(`${file}.lock`, JSON.stringify({ ...stale, host: 'another-machine' }));
    expect(await openSessionLog(file)).toMatchObject({ ok: false, error: { kind: 'session-in-use' } });
  });

  it('writes a decision without waiting, and what waits together with it', async () => {
    const writes: string[] = [];
    const log = createWriter({
      handle: fakeHandle({ write: text => void writes.push(text) }),
      mayWait: (event: SessionEvent) => event.type === 'NoticeRaised',
      events: [],
      notices: [],
      size: 0,
      seq: 0,
      unlock: () => undefined,
    });
    const agent = log.append([notice(1)]);
    const person = log.append([decision(2)]);
    await Promise.all([agent, person]);
    expect(writes).toEqual([encodeRecord(1, notice(1)) + encodeRecord(2, decision(2))]);
    await log.close();
    await expect(log.append([notice(3)])).rejects.toThrow('closed');
  });

  it('says that it is written only when it is synced', async () => {
    const order: string[] = [];
    const handle = fakeHandle({ write: () => void order.push('write') });
    const log = createWriter({
      handle: Object.assign(handle, { datasync: async () => void order.push('sync') }),
      mayWait: (event: SessionEvent) => event.type === 'NoticeRaised',
      events: [],
      notices: [],
      size: 0,
      seq: 0,
      unlock: () => undefined,
    });
    await log.append([decision(1)]).then(() => order.push('accepted'));
    expect(order).toEqual(['write', 'sync', 'accepted']);
  });

  it('rejects when the disk is full, takes the part back, and says so ever after', async () => {
    const truncated: number[] = [];
    const log = createWriter({
      handle: fakeHandle({
        write: () => {
          throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
        },
        truncate: size => void truncated.push(size),
      }),
      mayWait: (event: SessionEvent) => event.type === 'NoticeRaised',
      events: [],
      notices: [],
      size: 120,
      seq: 1,
      unlock: () => undefined,
    });
    await expect(log.append([decision(1)])).rejects.toThrow('no space');
    await expect(log.append([decision(2)])).rejects.toThrow('no space');
    expect(truncated).toEqual([120]);
    await log.close();
  });

  it('writes everything where the disk takes a few bytes at a time', async () => {
    const got: number[] = [];
    const handle = {
      write: async (bytes: Uint8Array, offset: number, length: number, position: number) => {
        const bytesWritten = Math.min(3, length);
        for (let i = 0; i < bytesWritten; i++) got[position + i] = bytes[offset + i] ?? -1;
        return { bytesWritten, buffer: bytes };
      },
    };
    await writeFully(handle as unknown as Parameters<typeof writeFully>[0], Buffer.from('ten bytes!'), 0);
    expect(Buffer.from(got).toString()).toBe('ten bytes!');
  });

  it('loses nothing acknowledged when the process is killed', async () => {
    const dir = folder();
    const file = join(dir, 's.jsonl');
    const program = join(dir, 'writer.mjs');
    await build({
      stdin: {
        contents: `
          import { openSessionLog } from './src/storage/log.ts';
          const log = await openSessionLog(process.argv[2]);
          const from = log.value.events.length;
          for (let i = from; ; i++) {
            await log.value.append([{ type: 'FeedbackWithdrawn', at: i, feedbackId: 'f'.repeat(i % 300) }]);
            process.stdout.write(i + '\\n');
          }`,
        resolveDir: process.cwd(),
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: program,
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
      logLevel: 'silent',
    });
    let before = 0;
    for (let round = 0; round < 4; round++) {
      const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
      const acknowledged = await new Promise<number>((resolve, reject) => {
        let text = '';
        child.stdout.on('data', chunk => {
          text += chunk;
          if (text.split('\n').length > 15 + round * 7) child.kill('SIGKILL');
        });
        child.on('error', reject);
        child.on('close', () => resolve(Number(text.slice(0, text.lastIndexOf('\n')).split('\n').at(-1))));
      });
      expect(acknowledged).toBeGreaterThan(before);
      before = acknowledged;
      const log = await opened(file);
      expect(log.events.length).toBeGreaterThan(acknowledged);
      expect(log.events.map(e => e.at)).toEqual(log.events.map((_, i) => i));
      await log.close();
      // The next round starts behind what a power cut would leave.
      appendFileSync(file, '{"seq":99');
    }
  });
});

function fakeHandle(faults: { write?: (text: string) => void; truncate?: (size: number) => void }) {
  const handle = {
    write: async (bytes: Buffer) => {
      faults.write?.(bytes.toString('utf8'));
      return { bytesWritten: bytes.length, buffer: bytes };
    },
    datasync: async () => undefined,
    truncate: async (size: number) => faults.truncate?.(size),
    close: async () => undefined,
  };
  return handle as unknown as Parameters<typeof createWriter>[0]['handle'];
}
