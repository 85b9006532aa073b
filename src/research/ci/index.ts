export { FAMILIES, type FamilyId, familyOf } from './families/index.ts';
export { firstErrors } from './first-error.ts';
export { type MatrixSplit, matrixSplits } from './matrix.ts';
export type { CiLog, FirstError, LogLine, LogStep } from './model.ts';
export { ownPath, projectPath } from './place.ts';
export type { CiReading, CiSource } from './port.ts';
export { createLogReader } from './reader.ts';
export {
  findJob,
  findStep,
  readWorkflow,
  type Setting,
  WORKFLOW,
  type Workflow,
  type WorkflowJob,
  type WorkflowPlace,
} from './workflow.ts';
