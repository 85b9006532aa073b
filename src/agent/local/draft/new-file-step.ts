import type { Step } from '../../../plan/model.ts';
import { at } from '../excerpt.ts';
import type { Survey } from '../survey.ts';
import { contentWords, overlap, stem } from '../words.ts';
import { excerptOf, stepId } from './change-step.ts';
import { count, estimate } from './estimate.ts';
import type { NewFile } from './new-files.ts';
import { undo } from './undo.ts';
import { verifyFile } from './verify.ts';

/** The step that writes a new file beside its exemplar. */
export function newFileStep(survey: Survey, file: NewFile, serves: readonly string[]): Step {
  const want = survey.goal.object;
  const like = file.exemplar;
  const stems = new Set(contentWords(want).map(stem));
  return {
    id: stepId(file.path),
    title: `Write “${want}” in \`${file.path}\``,
    estimate: estimate(survey, { lines: file.lines, files: 1 }),
    serves: [...serves],
    dependsOn: [],
    details: [
      `No file here holds “${want}” yet; \`${file.path}\` stands beside ${file.siblings.map(s => `\`${s}\``).join(', ')} and is named as they are.`,
      ...(like
        ? [
            `\`${like.name}\` (\`${at(like)}\`, ${count(like.endLine - like.line + 1, 'line')}) gives what it works on and the pattern to follow: arguments, errors and the way it is exported.`,
          ]
        : []),
    ],
    files: [
      {
        action: 'create',
        path: file.path,
        what: `hold “${want}”`,
        ...(like ? { at: at(like) } : {}),
      },
    ],
    // Arguments are taken over from a thing of the same kind alone; anything else would be a guess.
    functions:
      like && overlap(like.name, stems) > 0
        ? [{ signature: file.signature, purpose: `“${want}”, called from where the next steps attach it` }]
        : [],
    code: excerptOf(survey, like).map(b => ({
      ...b,
      caption: `The pattern to follow, \`${like?.name}\` at \`${like ? at(like) : ''}\`:`,
    })),
    verify: verifyFile(survey, file.path, file.test),
    rollback: undo(survey, [{ action: 'create', path: file.path }]),
    packages: [],
    part: 'core',
  };
}
