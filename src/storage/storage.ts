import { codeOf, stateFolder, userFolder } from '../host/index.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import { openCalibration } from './calibration.ts';
import { changePlan } from './change-plan.ts';
import { openConsent } from './consent.ts';
import { openDrafts } from './drafts.ts';
import { writeExport } from './export-file.ts';
import { openGoals } from './goals.ts';
import { planPath, readPlanFile } from './plan-file.ts';
import { listPlans } from './plans.ts';
import type { Storage } from './port.ts';
import { publishPlan } from './publish.ts';
import { createSession, listSessions, lookAtSession, openSession } from './sessions.ts';
import { openSettings } from './settings.ts';
import { openTimes } from './times.ts';

/** Everything kept for one project. Failure: `state-unwritable`. */
export function createStorage(
  projectRoot: string,
  env: NodeJS.ProcessEnv,
  flags: Readonly<Record<string, unknown>> = {},
): Result<Storage> {
  try {
    const state = stateFolder(projectRoot, env);
    const goals = openGoals(state);
    return ok({
      createSession: (slug, now) => createSession(state, slug, now),
      openSession: id => openSession(state, id),
      lookAtSession: id => lookAtSession(state, id),
      sessions: () => listSessions(state),
      unfinishedSessions: async () => (await listSessions(state)).filter(session => !session.published),
      publishPlan: request => publishPlan(projectRoot, request),
      planPath: given => planPath(projectRoot, given),
      writeExport: (name, ending, text) => writeExport(projectRoot, name, ending, text),
      readPlan: path => readPlanFile(projectRoot, path),
      plans: async () => listPlans(projectRoot),
      drafts: openDrafts(state),
      earlierGoals: goals.list,
      rememberGoal: goals.remember,
      calibration: openCalibration(state),
      consent: openConsent(state),
      times: openTimes(state),
      changePlan: (path, change) => changePlan(projectRoot, path, change),
      settings: openSettings({ folder: userFolder('config', env), projectRoot, env, flags }),
    });
  } catch (error) {
    return err(
      failure(
        'state-unwritable',
        `planner-tui keeps sessions in ${userFolder('state', env)}, but that cannot be written (${codeOf(error)}).`,
        'Mend its permissions, or name another folder in PLANNER_TUI_HOME.',
      ),
    );
  }
}
