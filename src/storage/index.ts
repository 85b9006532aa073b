export { openSessionLog } from './log.ts';
export { writeNewFile } from './new-file.ts';
export { listPlans } from './plans.ts';
export type { SessionLog, Storage } from './port.ts';
export { copiedPlan, LATEST, publishPlan } from './publish.ts';
export { openRecording } from './recording.ts';
export { listSessions } from './sessions.ts';
export { settingNamed, settingWish } from './setting-text.ts';
export {
  OF_PROJECT,
  type Origin,
  openSettings,
  PROJECT_FILE,
  type SettingName,
  VARIABLES,
} from './settings.ts';
export { createStorage } from './storage.ts';
