import { appendFileSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startStep, stopStep } from '../../src/plan/step-clock.ts';
import { foldTimes, type TimedPlan, type TimeEvent } from '../../src/plan/times.ts';
import { ok } from '../../src/shared/result.ts';
import { encodeRecord } from '../../src/storage/record.ts';
import { openTimes } from '../../src/storage/times.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'planner-tui-times-'));
const plan: TimedPlan = {
  key: 'p',
  path: 'plans/p.md',
  title: 'P',
  factor: 1,
  steps: [{ id: 'S-a', low: 5, likely: 10, high: 15 }],
};
const start = (at: number, step = 'S-a'): TimeEvent => ({ type: 'StepStarted', at, plan: 'p', step });
const one = (event: TimeEvent) => () => ok({ events: [event], told: undefined });

describe('the record of steps', () => {
  it('is empty where nothing was recorded, and comes back as it was written, for its owner alone', async () => {
    const dir = folder();
    const times = openTimes(dir);
    expect(times.read()).toEqual({ events: [], notices: [] });
    expect(readdirSync(dir)).toEqual([]);
    const told = await times.record(events => {
      const started = startStep(foldTimes(events), plan, 'S-a', 1);
      return ok({ events: started.events, told: started.told.kind });
    });
    expect(told).toEqual({ ok: true, value: { told: 'started', notices: [] } });
    expect(openTimes(dir).read()).toEqual({
      events: [{ type: 'PlanEstimated', at: 1, plan }, start(1)],
      notices: [],
    });
    expect(readdirSync(dir)).toEqual(['times.jsonl']);
    expect(statSync(join(dir, 'times.jsonl')).mode & 0o777).toBe(0o600);
  });

  it('decides on what is there when nobody else writes: of many at once, one starts the step', async () => {
    const dir = folder();
    const told = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        openTimes(dir).record(events => {
          const started = startStep(foldTimes(events), plan, 'S-a', 100 + i);
          return ok({ events: started.events, told: started.told.kind });
        }),
      ),
    );
    expect(told.map(r => (r.ok ? r.value.told : r.error.kind)).sort()).toEqual([
      ...Array(5).fill('runs'),
      'started',
    ]);
    expect(
      openTimes(dir)
        .read()
        .events.map(e => e.type),
    ).toEqual(['PlanEstimated', 'StepStarted']);
  });

  it('records nothing where the decision fails', async () => {
    const dir = folder();
    const stopped = await openTimes(dir).record(events => {
      const ticked = stopStep(foldTimes(events), { done: false }, 1);
      return ticked.ok ? ok({ events: ticked.value.events, told: undefined }) : ticked;
    });
    expect(stopped).toMatchObject({ ok: false, error: { kind: 'no-step-runs' } });
    expect(readFileSync(join(dir, 'times.jsonl'), 'utf8')).toBe('');
  });

  it('loses a torn tail and a damaged record, keeps the rest, and says so', async () => {
    const dir = folder();
    const file = join(dir, 'times.jsonl');
    writeFileSync(
      file,
      `${encodeRecord(1, start(1))}${encodeRecord(2, start(2)).replace('"at":2', '"at":9')}${encodeRecord(3, start(3))}{"seq":4`,
    );
    const times = openTimes(dir);
    expect(times.read()).toEqual({
      events: [start(1), start(3)],
      notices: ['Record 2 was damaged and skipped.'],
    });
    const before = readFileSync(file);
    const recorded = await times.record(one(start(5)));
    expect(recorded).toMatchObject({ ok: true });
    expect(recorded.ok && recorded.value.notices.join(' ')).toContain('The last record was cut off');
    expect(readFileSync(`${file}.torn-1`)).toEqual(before);
    expect(times.read().events).toEqual([start(1), start(3), start(5)]);
    appendFileSync(file, encodeRecord(9, { type: 'StepSung', at: 1 }));
    expect(times.read().notices.join(' ')).toContain(
      'Events of a newer planner-tui were kept but not used: StepSung.',
    );
  });

  it('says why it cannot be written, and what to do', async () => {
    const dir = folder();
    const holder = { pid: 1, host: 'another-machine', started: '', token: 'x' };
    writeFileSync(join(dir, 'times.jsonl.lock'), JSON.stringify(holder));
    const busy = await openTimes(dir, 1).record(one(start(1)));
    expect(busy).toMatchObject({ ok: false, error: { kind: 'times-in-use' } });
    expect(busy.ok ? '' : busy.error.next).toContain('times.jsonl.lock');
    // 2^22 is above the largest process id of Linux: that process is gone.
    writeFileSync(
      join(dir, 'times.jsonl.lock'),
      JSON.stringify({ ...holder, pid: 4_194_305, host: hostname() }),
    );
    expect(await openTimes(dir).record(one(start(1)))).toMatchObject({ ok: true });
  });

  it('in a folder that is gone is told', async () => {
    expect(await openTimes(join(folder(), 'gone')).record(one(start(1)))).toMatchObject({
      ok: false,
      error: { kind: 'times-unwritable' },
    });
  });
});
