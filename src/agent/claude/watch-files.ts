import { safeLine } from '../../shared/text/index.ts';
import type { Desk } from './desk.ts';
import { FileWatch, type NamedFile } from './grounding.ts';
import { checking } from './hand-ins.ts';

/**
 * Says of each file, as soon as a plan that is still being written names it, whether it is there. A file that has to be
 * there and is not stays as a line; the model hears of it when the plan is whole.
 */
export function watchFiles({ scope, ports }: Desk): (json: string) => void {
  const watch = new FileWatch();
  const look = async ({ path, action }: NamedFile): Promise<void> => {
    const shown = safeLine(path).slice(0, 120);
    const there = await ports.map.has(path);
    if (action === 'create' || there) {
      const state = there ? 'known' : 'new';
      scope.emit({ type: 'Progress', phase: 'planning', text: `Writing: ${shown}, ${state}` });
      return;
    }
    const [near] = await ports.map.nearest(path, 1);
    const like = near === undefined ? '' : `; like it: ${near}`;
    scope.emit({ type: 'ActivityNoted', activity: checking('planning', `${shown}: not there${like}`) });
  };
  return json => {
    for (const file of watch.take(json)) void look(file).catch(() => undefined);
  };
}
