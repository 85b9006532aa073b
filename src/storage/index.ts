export { openSessionLog } from './log.ts';
export { writeNewFile } from './new-file.ts';
export { listPlans } from './plans.ts';
export type { SessionLog, Storage } from './port.ts';
export { copiedPlan, publishPlan } from './publish.ts';
export { openRecording } from './recording.ts';
export { listSessions } from './sessions.ts';
export { openSettings } from './settings.ts';
export { createStorage } from './storage.ts';
