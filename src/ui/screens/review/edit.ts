import { latestRevision } from '../../../session/selectors.ts';
import { diffLines } from '../../../shared/text/diff.ts';
import { type Cmd, type Model, type Step, say, stay } from '../../model.ts';

/**
 * What a person changed in the editor becomes feedback on exactly those lines, so that the next revision carries it and
 * the record says who wanted it.
 */
export function editedPlan(model: Model, before: string, after: string): Step {
  if (model.session.kind !== 'active' || !latestRevision(model.session)) return stay(model);
  const hunks = diffLines(before.split('\n'), after.split('\n')).filter(h => h.kind === 'changed');
  if (hunks.length === 0) return stay(say(model, 'info', 'Nothing was changed.'));
  const cmds = hunks.map((hunk): Cmd => {
    const quote = hunk.removed.join('\n');
    const wanted = hunk.added.join('\n').trim();
    const text = wanted
      ? quote.trim()
        ? `Replace these lines by: ${wanted}`
        : `Insert here: ${wanted}`
      : 'Remove these lines.';
    const from = Math.max(1, hunk.at);
    const to = Math.max(from, hunk.at + hunk.removed.length - 1);
    return {
      type: 'dispatch',
      command: { type: 'give-feedback', text, target: { kind: 'lines', from, to, quote } },
    };
  });
  const count = `${cmds.length} change${cmds.length > 1 ? 's' : ''}`;
  return [say(model, 'success', `${count} noted as feedback.`, 'r makes the next revision.'), cmds];
}
