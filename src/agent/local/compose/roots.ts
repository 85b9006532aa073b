import { extOf } from '../naming.ts';
import type { Survey } from '../survey.ts';

/** The folder under which most sources lie: `src`, `app`, the package's own; empty for the root. */
export function sourceRoot(survey: Survey): string {
  const roles = [
    'service',
    'controller',
    'router',
    'model',
    'http-entry',
    'ui-component',
    'page',
    'util',
    'entry',
    'cli-entry',
  ] as const;
  const counts = new Map<string, number>();
  for (const role of roles)
    for (const path of survey.roles.get(role) ?? []) {
      const top = path.includes('/') ? (path.split('/')[0] ?? '') : '';
      counts.set(top, (counts.get(top) ?? 0) + 1);
    }
  const best = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))[0];
  const top = best?.[0] ?? '';
  // A package in a folder of its own (`src/ledger/…`): its folder is the root.
  const inside = sources(survey).filter(p => p.startsWith(`${top}/`));
  const second = new Set(inside.map(p => p.split('/').slice(1, -1)[0] ?? ''));
  const only = [...second][0];
  return top !== '' && second.size === 1 && only ? `${top}/${only}` : top;
}

/** Files that hold the program itself, by role. */
export function sources(survey: Survey): readonly string[] {
  return (
    [
      'service',
      'controller',
      'util',
      'router',
      'http-entry',
      'entry',
      'cli-entry',
      'page',
      'ui-component',
    ] as const
  ).flatMap(r => [...(survey.roles.get(r) ?? [])]);
}

/** The extension most sources have. */
export function sourceExt(survey: Survey): string {
  const counts = new Map<string, number>();
  for (const path of sources(survey)) counts.set(extOf(path), (counts.get(extOf(path)) ?? 0) + 1);
  const best = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  return best || (survey.style.language === 'python' ? '.py' : '.ts');
}
