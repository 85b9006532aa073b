import { codeOf, createGit, userFolder } from '../host/index.ts';
import { safeLine } from '../shared/text/index.ts';
import { openSettings } from '../storage/index.ts';
import { startProject } from './beside-map.ts';
import type { DoctorCheck, DoctorOptions } from './doctor.ts';

/** The project's repository, its code map and the settings that hold for it. */
export async function* projectChecks(
  root: string,
  { env }: Pick<DoctorOptions, 'env'>,
): AsyncGenerator<DoctorCheck> {
  yield await repositoryCheck(root, env);
  yield await mapCheck(root);
  yield* settingsChecks(root, env);
}

async function repositoryCheck(root: string, env: NodeJS.ProcessEnv): Promise<DoctorCheck> {
  const name = 'repository';
  const git = createGit(root, env);
  const head = await git.head();
  if (head)
    return {
      name,
      mark: 'ok',
      found: `${head.branch ? `${safeLine(head.branch)} ` : ''}at ${head.commit.slice(0, 7)}`,
    };
  const inside = (await git.run(['rev-parse', '--is-inside-work-tree'])) !== undefined;
  return {
    name,
    mark: 'note',
    found: inside ? 'no commit yet' : `${root} is in no git repository that can be read`,
    mend: inside
      ? 'Plans have no precedents until there is one.'
      : 'Plans are made without history: no precedents, no dates. git init begins one.',
  };
}

async function mapCheck(root: string): Promise<DoctorCheck> {
  const name = 'code map';
  const { map } = startProject(root);
  try {
    const { files, symbols, skipped, ms } = await map.build();
    const found = `${files} files, ${symbols} symbols, ${ms} ms${skipped.length > 0 ? `; ${skipped.length} left out (planner-tui map says why)` : ''}`;
    return files > 0
      ? { name, mark: 'ok', found }
      : { name, mark: 'note', found, mend: 'There is no file that a plan could speak of.' };
  } catch (error) {
    const why = error instanceof Error ? error.message : codeOf(error);
    return {
      name,
      mark: 'broken',
      found: `it could not be built: ${safeLine(why).slice(0, 200)}`,
      mend: 'planner-tui map tries it by itself; a file that is the cause is named there.',
    };
  } finally {
    await map.close();
  }
}

function* settingsChecks(projectRoot: string, env: NodeJS.ProcessEnv): Generator<DoctorCheck> {
  const settings = openSettings({ folder: userFolder('config', env), projectRoot, env, flags: {} });
  settings.all();
  if (settings.notices.length === 0) yield { name: 'settings', mark: 'ok', found: 'none is ignored' };
  for (const found of settings.notices)
    yield {
      name: 'settings',
      mark: 'note',
      found: safeLine(found),
      mend: 'planner-tui config shows what holds, and from where.',
    };
}
