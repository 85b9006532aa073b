import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { startStep, stopStep, timeStep } from '../../src/plan/step-clock.ts';
import {
  foldTimes,
  LONGEST_SITTING_MS,
  type TimedPlan,
  type TimeEvent,
  timedPlan,
} from '../../src/plan/times.ts';
import { samplePlan } from './sample.ts';

const MIN = 60_000;
const planOf = (key: string): TimedPlan => ({
  key,
  path: `plans/${key}.md`,
  title: `Plan ${key}`,
  factor: 1,
  steps: ['S-a', 'S-b', 'S-c'].map(id => ({ id, low: 10, likely: 20, high: 30 })),
});
const start = (minute: number, step: string, plan = 'p'): TimeEvent => ({
  type: 'StepStarted',
  at: minute * MIN,
  plan,
  step,
});
const stop = (minute: number, step: string, more: { minutes?: number; done?: boolean } = {}): TimeEvent => ({
  type: 'StepStopped',
  at: minute * MIN,
  plan: 'p',
  step,
  ...more,
});
const time = (minute: number, step: string, minutes: number): TimeEvent => ({
  type: 'StepTimed',
  at: minute * MIN,
  plan: 'p',
  step,
  minutes,
});
const timesOf = (...events: TimeEvent[]) =>
  Object.fromEntries(foldTimes(events).plans.get('p')?.steps ?? new Map());

describe('a record of steps', () => {
  const FORGOTTEN = LONGEST_SITTING_MS / MIN;
  it.each([
    ['a sitting', [start(0, 'S-a'), stop(23, 'S-a')], { minutes: 23, uncounted: 0, end: 'open' }],
    [
      'sittings with a pause',
      [start(0, 'S-a'), stop(10, 'S-a'), start(60, 'S-a'), stop(75, 'S-a', { done: true })],
      { minutes: 25, uncounted: 0, end: 'done' },
    ],
    [
      'another step started after it',
      [start(0, 'S-a'), stop(10, 'S-a'), start(10, 'S-b')],
      { minutes: 10, uncounted: 0, end: 'left' },
    ],
    [
      'the longest sitting that is believed',
      [start(0, 'S-a'), stop(FORGOTTEN, 'S-a')],
      { minutes: FORGOTTEN, uncounted: 0, end: 'open' },
    ],
    [
      'one that was forgotten over night',
      [start(0, 'S-a'), stop(FORGOTTEN + 1, 'S-a', { done: true })],
      { minutes: 0, uncounted: 1, end: 'done' },
    ],
    [
      'what the person says instead of the clock',
      [start(0, 'S-a'), stop(2000, 'S-a', { minutes: 45 })],
      { minutes: 45, uncounted: 0, end: 'open' },
    ],
    [
      'what the person says of it all',
      [start(0, 'S-a'), stop(2000, 'S-a'), time(2001, 'S-a', 50)],
      { minutes: 50, uncounted: 0, end: 'left' },
    ],
    [
      'the same while it runs',
      [start(0, 'S-a'), stop(10, 'S-a'), start(20, 'S-a'), time(25, 'S-a', 12)],
      { minutes: 12, uncounted: 0, end: 'left' },
    ],
    [
      'a clock that was set back meanwhile',
      [start(100, 'S-a'), stop(90, 'S-a')],
      { minutes: 0, uncounted: 1, end: 'open' },
    ],
    [
      'a start whose stop is lost',
      [start(0, 'S-a'), start(30, 'S-b'), stop(40, 'S-b')],
      { minutes: 0, uncounted: 1, end: 'open' },
    ],
    [
      'a start by mistake',
      [start(0, 'S-a'), stop(0.4, 'S-a'), start(0.4, 'S-b'), stop(9, 'S-b')],
      { minutes: 0.4, uncounted: 0, end: 'open' },
    ],
    [
      'a stop without a start',
      [stop(10, 'S-a'), start(20, 'S-a'), stop(21, 'S-a')],
      { minutes: 1, uncounted: 0, end: 'open' },
    ],
  ])('counts %s', (_, events, expected) => {
    expect(timesOf(...events)['S-a']).toEqual(expected);
  });

  it('counts no minute twice where the clock was set back between two steps', () => {
    const found = timesOf(start(100, 'S-a'), stop(200, 'S-a'), start(150, 'S-b'), stop(260, 'S-b'));
    expect([found['S-a']?.minutes, found['S-b']?.minutes]).toEqual([100, 60]);
  });

  it('keeps the first estimate of a step, and what the plan says now', () => {
    const first = planOf('p');
    const later = { ...first, steps: [{ id: 'S-a', low: 50, likely: 60, high: 70 }] };
    const found = foldTimes([
      { type: 'PlanEstimated', at: 0, plan: { ...first, factor: 2 } },
      { type: 'PlanEstimated', at: 1, plan: later },
    ]).plans.get('p');
    expect(found?.plan).toEqual(later);
    expect(found?.first.get('S-a')).toEqual({ id: 'S-a', low: 10, likely: 20, high: 30, plain: 10 });
  });

  it('forgets how a plan came out when one of its steps is started again', () => {
    const outcome = { match: 1, files: 0, symbols: 0, security: { withEvidence: 0, of: 0 } };
    const finished: TimeEvent = { type: 'PlanFinished', at: 5, plan: 'p', outcome };
    expect(foldTimes([start(0, 'S-a'), finished]).plans.get('p')?.finished).toEqual({ at: 5, outcome });
    expect(foldTimes([finished, start(1, 'S-a')]).plans.get('p')?.finished).toBeUndefined();
  });
});

test('a plan is known by what a new file name does not change; one by other hands by its path', () => {
  const key = (path: string, own: boolean) => timedPlan(samplePlan, path, own).key;
  expect(key('plans/a.md', true)).toBe(key('plans/b.md', true));
  expect(key('plans/a.md', false)).not.toBe(key('plans/b.md', false));
  expect(timedPlan({ ...samplePlan, slug: 'other' }, 'plans/a.md', true).key).not.toBe(
    key('plans/a.md', true),
  );
});

const step = fc.constantFrom('S-a', 'S-b', 'S-c');
const plan = fc.constantFrom('p', 'q');
/** Moments in any order: a clock may be set back, and a record may be damaged. */
const anyEvent: fc.Arbitrary<TimeEvent> = fc
  .record({
    type: fc.constantFrom('start', 'start', 'stop', 'stop', 'stop', 'time', 'said'),
    minute: fc.integer({ min: 0, max: 700 }),
    plan,
    step,
    minutes: fc.integer({ min: 0, max: 90 }),
    done: fc.boolean(),
  })
  .map(({ type, minute, plan, step, minutes, done }): TimeEvent => {
    const at = minute * MIN;
    if (type === 'start') return { type: 'StepStarted', at, plan, step };
    if (type === 'time') return { type: 'StepTimed', at, plan, step, minutes };
    return { type: 'StepStopped', at, plan, step, done, ...(type === 'said' ? { minutes } : {}) };
  });

/** The same by hand, minute by minute. */
function byMinutes(events: readonly TimeEvent[]): ReadonlyMap<string, number> {
  const taken = new Set<number>();
  const total = new Map<string, number>();
  let running: { key: string; since: number } | undefined;
  for (const event of events) {
    if (event.type === 'PlanEstimated' || event.type === 'PlanFinished') continue;
    const key = `${event.plan} ${event.step}`;
    const minute = event.at / MIN;
    if (event.type === 'StepStarted') running = { key, since: minute };
    if (event.type === 'StepTimed') {
      total.set(key, event.minutes);
      if (running?.key === key) running = undefined;
    }
    if (event.type !== 'StepStopped' || running?.key !== key) continue;
    const { since } = running;
    running = undefined;
    if (event.minutes !== undefined) total.set(key, (total.get(key) ?? 0) + event.minutes);
    else if (minute >= since && minute - since <= 480)
      for (let at = since; at < minute; at++) {
        if (!taken.has(at)) total.set(key, (total.get(key) ?? 0) + 1);
        taken.add(at);
      }
  }
  return total;
}

test('any record, in any order, gives what counting minute by minute gives', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), events => {
      const expected = byMinutes(events);
      for (const [key, { steps }] of foldTimes(events).plans)
        for (const [id, found] of steps) {
          expect(found.minutes).toBeGreaterThanOrEqual(0);
          expect(found.minutes).toBeCloseTo(expected.get(`${key} ${id}`) ?? 0, 6);
          expect(found.uncounted).toBeGreaterThanOrEqual(0);
        }
    }),
    { numRuns: 400 },
  );
});

/** What a person can do, at moments that only go on. */
const wish = fc.record({
  verb: fc.constantFrom('start', 'stop', 'stop with plan', 'time'),
  plan,
  step,
  wait: fc.integer({ min: 0, max: 1000 }),
});

test('whatever is started and stopped: one step runs at most, and all steps together take no longer than the clock', () => {
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 40 }), wishes => {
      let events: readonly TimeEvent[] = [];
      let now = 0;
      let said = 0;
      for (const { verb, plan: key, step: id, wait } of wishes) {
        now += wait * MIN;
        const times = foldTimes(events);
        const one = planOf(key);
        if (verb === 'start') events = [...events, ...startStep(times, one, id, now).events];
        else if (verb === 'time') {
          events = [...events, ...timeStep(times, one, id, 7, now)];
          said += 7;
        } else {
          const stopped = stopStep(
            times,
            { done: false, ...(verb === 'stop' ? {} : { plan: one, step: id }) },
            now,
          );
          const fits =
            times.running && (verb === 'stop' || (times.running.plan === key && times.running.step === id));
          expect(stopped.ok).toBe(fits !== undefined && fits);
          if (stopped.ok) events = [...events, ...stopped.value.events];
        }
        // No start follows a start that was not stopped before.
        expect(
          events.filter(e => e.type === 'StepStarted').length -
            events.filter(e => e.type === 'StepStopped').length,
        ).toBeLessThanOrEqual(1 + events.filter(e => e.type === 'StepTimed').length);
      }
      const { plans } = foldTimes(events);
      const total = [...plans.values()]
        .flatMap(p => [...p.steps.values()])
        .reduce((n, t) => n + t.minutes, 0);
      expect(total).toBeLessThanOrEqual(now / MIN + said);
      for (const [key, found] of plans) expect(found.plan).toEqual(planOf(key));
    }),
    { numRuns: 300 },
  );
});

describe('start and stop', () => {
  const p = planOf('p');
  it('goes on with a step that runs, and begins it anew where it was forgotten', () => {
    const running = foldTimes(startStep(foldTimes([]), p, 'S-a', 0).events);
    expect(startStep(running, p, 'S-a', 5 * MIN)).toEqual({ events: [], told: { kind: 'runs', since: 0 } });
    const later = LONGEST_SITTING_MS + MIN;
    const anew = startStep(running, p, 'S-a', later);
    expect(anew.events.map(e => e.type)).toEqual(['StepStopped', 'StepStarted']);
    expect(anew.told).toMatchObject({ kind: 'started', stopped: { minutes: undefined, since: 0 } });
  });

  it('says its estimates once, and again when they changed', () => {
    const first = startStep(foldTimes([]), p, 'S-a', 0).events;
    expect(first.map(e => e.type)).toEqual(['PlanEstimated', 'StepStarted']);
    const second = startStep(foldTimes(first), p, 'S-b', MIN).events;
    expect(second.map(e => e.type)).toEqual(['StepStopped', 'StepStarted']);
    const renamed = { ...p, path: 'plans/other.md' };
    const third = startStep(foldTimes([...first, ...second]), renamed, 'S-c', 2 * MIN).events;
    expect(third.map(e => e.type)).toEqual(['StepStopped', 'PlanEstimated', 'StepStarted']);
  });

  it('refuses to stop what does not run, and names what does', () => {
    const none = stopStep(foldTimes([]), { done: false }, 0);
    expect(none).toMatchObject({ ok: false, error: { kind: 'no-step-runs' } });
    const running = foldTimes(startStep(foldTimes([]), p, 'S-a', 0).events);
    const other = stopStep(running, { plan: p, step: 'S-b', done: false }, MIN);
    expect(other).toMatchObject({
      ok: false,
      error: { kind: 'other-step-runs', message: 'S-b was expected to run, but S-a of “Plan p” does.' },
    });
  });
});
