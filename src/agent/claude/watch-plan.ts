import type { FactNeeds } from '../../plan/facts.ts';
import { safeLine } from '../../shared/text/index.ts';
import type { Desk } from './desk.ts';
import { type Named, PlanWatch } from './grounding.ts';

const MOST_SHOWN = 120;
const NOTHING: FactNeeds = {
  files: [],
  folders: [],
  symbols: [],
  commands: [],
  packages: [],
  newPackages: [],
};

/** Whether something that a plan names is there, is to be made, or lacks; what is most like it, where it lacks. */
type State = { readonly is: 'known' | 'new' } | { readonly is: 'missing'; readonly near: string | undefined };

/**
 * Says of each file, symbol, package and command, as soon as a plan that is still being written names it, whether it is
 * there. What has to be there and is not stays as a line; the model hears of it when the plan is whole. Nobody outside is
 * asked for it. `settled`: all that was named until then is said.
 */
export function watchPlan({ scope, ports }: Desk): {
  take(json: string): void;
  settled(): Promise<void>;
} {
  const watch = new PlanWatch();
  const looking: Promise<void>[] = [];
  const look = async (named: Named): Promise<void> => {
    const state = await stateOf(named, ports);
    if (!state) return;
    const shown = safeLine(named.name).slice(0, MOST_SHOWN);
    if (state.is !== 'missing') {
      scope.emit({ type: 'Progress', phase: 'planning', text: `Writing: ${shown}, ${state.is}` });
      return;
    }
    const like = state.near === undefined ? '' : `; like it: ${beside(shown, safeLine(state.near))}`;
    scope.emit({
      type: 'ActivityNoted',
      activity: { phase: 'planning', verb: 'Missing', object: `${shown}${like}` },
    });
  };
  return {
    take(json) {
      for (const named of watch.take(json)) looking.push(look(named).catch(() => undefined));
    },
    async settled() {
      await Promise.all(looking.splice(0));
    },
  };
}

/** Of a path in the same folder only its name. */
function beside(path: string, near: string): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return folder !== '' && near.startsWith(folder) ? near.slice(folder.length) : near;
}

/** Undefined where nothing can be said of it. */
async function stateOf(named: Named, { map, facts }: Desk['ports']): Promise<State | undefined> {
  const { name } = named;
  switch (named.kind) {
    case 'file': {
      if (await map.has(name)) return { is: 'known' };
      if (named.action === 'create') return { is: 'new' };
      return { is: 'missing', near: (await map.nearest(name, 1))[0] };
    }
    case 'symbol': {
      const last = name.split(/[.#]|::/).at(-1) ?? name;
      const fact = (await facts?.({ ...NOTHING, symbols: [{ name: last }] }))?.symbols[last];
      return judged(fact?.found, fact?.nearest[0]);
    }
    case 'package': {
      const fact = (await facts?.({ ...NOTHING, packages: [name] }))?.packages[name];
      if (fact?.installed === 'no' && named.action === 'add') return { is: 'new' };
      return judged(fact?.installed, fact?.nearest?.[0]);
    }
    case 'command': {
      const fact = (await facts?.({ ...NOTHING, commands: [name] }))?.commands[name];
      return judged(fact?.known, fact?.nearest[0]);
    }
  }
}

function judged(
  truth: 'yes' | 'no' | 'not-checked' | undefined,
  near: string | undefined,
): State | undefined {
  if (truth === 'yes') return { is: 'known' };
  return truth === 'no' ? { is: 'missing', near } : undefined;
}
