export { LogReader } from './digest.ts';
export { createLineHistory, type LineCommit, type LineHistory, type SinceRelease } from './line-history.ts';
export type { Trace } from './model.ts';
export { frameThatMatters, type PlacedFrame, type PlacedTrace, pathIndex, placeTrace } from './place.ts';
export { readTraces, sayError } from './read.ts';
