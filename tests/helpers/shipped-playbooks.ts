import { createDataFiles } from '../../src/host/index.ts';
import { loadPlaybooks } from '../../src/playbooks/load.ts';
import type { Playbook } from '../../src/playbooks/model.ts';
import { remembered } from './once.ts';

export const SHIPPED = new URL('../../playbooks', import.meta.url).pathname;

/** Reading all playbooks takes longer than to plan by them: the files of a folder are read once. */
export const playbooksOfFolder = remembered((folder: string) => loadPlaybooks(createDataFiles(folder)));

/** The playbooks that come with the program. Several tests look at them: change none. */
export async function shippedPlaybooks(): Promise<readonly Playbook[]> {
  const { playbooks, problems } = await playbooksOfFolder(SHIPPED);
  if (problems.length > 0) throw new Error(JSON.stringify(problems, null, 1));
  return playbooks;
}
