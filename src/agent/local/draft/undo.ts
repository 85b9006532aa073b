import type { FileChange } from '../../../plan/model.ts';
import { shellWord } from '../../../shared/shell-word.ts';
import { extOf, folderOf, join } from '../naming.ts';
import type { Survey } from '../survey.ts';

type Changed = Pick<FileChange, 'action' | 'path'>;

/** Files of one folder that are all it holds of their kind are named by one pattern, from this number on. */
const MANY = 5;

/** Operands for git that name exactly these files; many of one folder as `'folder/*.json'` where that says the same. */
export function pathspecs(survey: Survey, paths: readonly string[]): string {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const key = `${join(folderOf(path), '*')}${extOf(path)}`;
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  const whole = new Map<string, string>();
  for (const [pattern, group] of groups) {
    const [folder, ext] = [folderOf(pattern), extOf(group[0] ?? '')];
    if (group.length < MANY || ext === '' || folder === '') continue;
    const all = [...survey.paths].filter(p => p.startsWith(`${folder}/`) && p.endsWith(ext));
    if (all.length === group.length) for (const path of group) whole.set(path, `'${pattern}'`);
  }
  return [...new Set(paths.map(p => whole.get(p) ?? shellWord(p)))].join(' ');
}

/** How to undo a step's own files, by git where there is a commit to go back to. */
export function undo(survey: Survey, files: readonly Changed[]): string[] {
  const created = files.filter(f => f.action === 'create').map(f => `\`${f.path}\``);
  const kept = files.filter(f => f.action !== 'create').map(f => f.path);
  const lines: string[] = [];
  if (created.length > 0) lines.push(`Delete ${created.join(', ')}.`);
  if (kept.length > 0) {
    const commit = survey.commit ?? survey.summary.commit;
    lines.push(
      commit
        ? `\`git checkout ${commit.slice(0, 7)} -- ${pathspecs(survey, kept)}\` brings back ${kept.length === 1 ? 'the file' : 'the files'} as planned from.`
        : `Take the change out of ${kept.map(p => `\`${p}\``).join(', ')} by hand: there is no commit to go back to.`,
    );
  }
  return lines;
}
