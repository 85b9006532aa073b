export { type LogDigest, LogReader } from './digest.ts';
export { createLineHistory, type LineCommit, type LineHistory, type SinceRelease } from './line-history.ts';
export type { Trace, TraceError, TraceFrame } from './model.ts';
export {
  frameThatMatters,
  type PlacedError,
  type PlacedFrame,
  type PlacedTrace,
  pathIndex,
  placeTrace,
} from './place.ts';
export { readTraces, sayError } from './read.ts';
