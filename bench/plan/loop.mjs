// Loaded into the measured program before anything else: how long its main thread was away from its keys (event loop
// delay, p99 and longest, in ms), written as JSON to the file that BENCH_LOOP names.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.env.BENCH_LOOP && !process.argv[1]?.includes('parse-child')) {
  const delay = monitorEventLoopDelay({ resolution: 2 });
  delay.enable();
  process.on('exit', () => {
    const ms = nanoseconds => Math.round(nanoseconds / 1e6);
    writeFileSync(
      process.env.BENCH_LOOP,
      JSON.stringify({ p99: ms(delay.percentile(99)), max: ms(delay.max) }),
    );
  });
}
