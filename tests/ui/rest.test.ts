import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { initialModel } from '../../src/ui/model.ts';
import { createRuntime } from '../../src/ui/runtime.ts';
import { fakeWorkspace } from '../helpers/fake-workspace.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start(rest: () => void) {
  const workspace = { ...fakeWorkspace({}), rest };
  const lookup = { complete: () => [], draft: () => '' };
  const about = {
    project: workspace.project,
    planner: workspace.planner,
    localPlanner: workspace.localPlanner,
    version: '0.1.0',
    themes: [],
  };
  return createRuntime({
    workspace,
    themes: [],
    now: () => 0,
    initial: initialModel(about, { columns: 80, rows: 24 }, 'plain', lookup, 0),
    screen: {
      copy: () => {},
      lend: work => work(),
      redraw: () => {},
      suspend: () => {},
      quit: () => {},
      retheme: () => {},
    },
  });
}

test('the workspace rests four seconds after the last thing that happened, and not between two keys', async () => {
  const rest = vi.fn();
  const runtime = start(rest);
  // While the map is built the screen moves, and nothing rests.
  await vi.advanceTimersByTimeAsync(10_000);
  const counts = { files: 1, symbols: 1, languages: [], skipped: 0 };
  runtime.send({ type: 'map', progress: { kind: 'ready', counts, ms: 1 }, leftOut: [], at: 0 });
  runtime.send({ type: 'resize', size: { columns: 90, rows: 24 } });
  expect(rest).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(3_900);
  runtime.send({ type: 'resize', size: { columns: 91, rows: 24 } });
  await vi.advanceTimersByTimeAsync(3_900);
  expect(rest).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(rest).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(rest).toHaveBeenCalledTimes(1);
  runtime.send({ type: 'resize', size: { columns: 92, rows: 24 } });
  await runtime.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(rest).toHaveBeenCalledTimes(1);
});
