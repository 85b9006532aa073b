import type { FileChange } from '../../../plan/model.ts';
import type { Survey } from '../survey.ts';

type Changed = Pick<FileChange, 'action' | 'path'>;

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
        ? `\`git checkout ${commit.slice(0, 7)} -- ${kept.join(' ')}\` brings back ${kept.length === 1 ? 'the file' : 'the files'} as planned from.`
        : `Take the change out of ${kept.map(p => `\`${p}\``).join(', ')} by hand: there is no commit to go back to.`,
    );
  }
  return lines;
}
