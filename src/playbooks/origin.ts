import { playbookOwner, type Source } from '../domain/index.ts';
import type { Playbook } from './model.ts';

/** How it is cited: one that is not planner-tui's own says whose it is. */
export function playbookSource({ name, title, origin }: Pick<Playbook, 'name' | 'title' | 'origin'>): Source {
  return { kind: 'playbook', name, title, ...(origin === 'built-in' ? {} : { origin }) };
}

/** `realtime`, or `toggles of this repository` in a list of names. */
export function playbookLabel({ name, origin }: Pick<Playbook, 'name' | 'origin'>): string {
  return origin === 'built-in' ? name : `${name}${playbookOwner({ origin })}`;
}

/**
 * A playbook that the repository brings is data of strangers: whatever of it a person may run or install says so in the
 * plan, where it stands. Its commands verify nothing by themselves: they become something to look at.
 */
export function markBrought(playbook: Playbook): Playbook {
  if (playbook.origin !== 'project') return playbook;
  const mark = `playbook \`${playbook.name}\` of this repository`;
  const command = `a command that ${mark} brings: read it before you run it`;
  return {
    ...playbook,
    packages: playbook.packages.map(p => ({ ...p, note: `${p.note} (named by ${mark})` })),
    steps: playbook.steps.map(step => ({
      ...step,
      code: step.code.map(code =>
        isCommand(playbook, code)
          ? { ...code, caption: `${code.caption.replace(/:$/, '')} (${command}):` }
          : code,
      ),
      verify: step.verify.map(({ command: line, ...rest }) =>
        line === undefined ? rest : { ...rest, observe: `\`${line}\` ends without an error (${command}).` },
      ),
    })),
    rollback: playbook.rollback.map(r =>
      r.code === undefined ? r : { ...r, text: `${r.text.replace(/[:.]$/, '')} (${command}):` },
    ),
  };
}

const SHELLS = new Set(['bash', 'sh', 'shell', 'zsh', 'console', 'powershell', 'bat', 'fish']);

function isCommand(playbook: Playbook, code: Playbook['steps'][number]['code'][number]): boolean {
  if (code.kind === 'command') return true;
  return playbook.templates.some(t => t.name === code.template && SHELLS.has(t.language));
}
