export { givenLogProblem, readGivenLog } from './given.ts';
export { keptReading, readKept } from './kept.ts';
