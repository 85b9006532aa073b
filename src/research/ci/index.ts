export { FAMILIES, type FamilyId, familyOf } from './families/index.ts';
export { firstErrors } from './first-error.ts';
export { type MatrixSplit, matrixSplits } from './matrix.ts';
export type { CiCategory, CiLog, FirstError, LogError, LogJob, LogLine, LogStep } from './model.ts';
export { ownPath, projectPath } from './place.ts';
export { type CiReading, type CiSource, JobFacts, RunFacts } from './port.ts';
export { createLogReader, type LogReader } from './reader.ts';
export {
  findJob,
  findStep,
  readWorkflow,
  type Setting,
  WORKFLOW,
  type Workflow,
  type WorkflowJob,
  type WorkflowPlace,
  type WorkflowStep,
} from './workflow.ts';
