import { sourceLabel } from '../../domain/index.ts';
import type { CodeBlock, FileChange, Plan, Step } from '../model.ts';
import { durationText, rangeText, wholeMinutes } from '../totals.ts';
import { type Block, checkBox, fence, heading, list, prose, stepWords } from './blocks.ts';
import { codeSpan, endWith, inline, oneLine } from './inline.ts';
import { namesPlace } from './sources.ts';

/** One step: heading with number and range, the line that carries its id, what to do, and how to see that it is done. */
export function renderStep(plan: Plan, step: Step, index: number): readonly Block[] {
  const range = rangeText(wholeMinutes(step.estimate));
  return [
    heading(3, `${index + 1}. ${oneLine(step.title) || '(untitled)'} (${range})`),
    [identityLine(plan, step)],
    ...(step.details.length === 1
      ? prose(step.details[0] ?? '')
      : list(step.details.map(text => inline(text)))),
    ...files(step.files),
    ...packages(step),
    ...list(
      step.functions.map(f => codeSpan(f.signature) + dash(f.purpose)),
      'Key functions:',
    ),
    ...step.code.flatMap(codeBlock),
    ...verify(step),
    ...list(
      step.rollback.map(text => inline(text)),
      'Undo:',
    ),
  ];
}

/**
 * `` `S-push` · serves R1, R3 · after step 1 · likely 20 min · estimate: 3 earlier commits of this size ``. The code span at its start is the
 * step's identity: it stays when the step is renamed, renumbered or moved.
 */
function identityLine(plan: Plan, step: Step): string {
  const after = step.dependsOn.flatMap(id => {
    const at = plan.steps.findIndex(other => other.id === id);
    return at < 0 ? [] : [at + 1];
  });
  const parts = [
    codeSpan(step.id),
    step.serves.length > 0 ? `serves ${inline(step.serves.join(', '))}` : '',
    after.length > 0 ? `after ${stepWords(after.toSorted((a, b) => a - b))}` : '',
    likely(step),
    step.estimate.basis.trim() === '' ? '' : `estimate: ${inline(step.estimate.basis)}`,
  ];
  return parts.filter(Boolean).join(' · ');
}

/** Said where it is not the middle of the range, which readers take otherwise. */
function likely({ estimate }: Step): string {
  const minutes = wholeMinutes(estimate);
  const middle = Math.round((minutes.low + minutes.high) / 2);
  return minutes.likely === middle ? '' : `likely ${durationText(minutes.likely)}`;
}

function dash(text: string): string {
  const line = inline(text);
  return line === '' ? '' : ` - ${line}`;
}

export function files(changes: readonly FileChange[]): readonly Block[] {
  const of = (action: FileChange['action'], label: string) =>
    list(changes.filter(change => change.action === action).map(fileLine), label);
  return [
    ...of('create', 'Files to create:'),
    ...of('modify', 'Files to modify:'),
    ...of('delete', 'Files to delete:'),
  ];
}

/** `path` - `symbol`: what changes (`path:line`); a created file names the exemplar it follows. */
export function fileLine(change: FileChange): string {
  const symbol = change.symbol?.trim() ? codeSpan(change.symbol) : '';
  const what = inline(change.what);
  const said = [symbol, what].filter(Boolean).join(': ');
  const at = change.at?.trim() ? codeSpan(change.at) : '';
  const where = at === '' ? '' : change.action === 'create' ? `follows ${at}` : at;
  return codeSpan(change.path) + (said ? ` - ${said}` : '') + (where ? ` (${where})` : '');
}

export function packages(step: Step): readonly Block[] {
  const of = (action: 'add' | 'remove', label: string) =>
    list(
      step.packages
        .filter(p => p.action === action)
        .map(p => codeSpan(p.name) + (p.dev ? ' (development)' : '') + dash(p.note)),
      label,
    );
  return [...of('add', 'Packages to add:'), ...of('remove', 'Packages to remove:')];
}

const labels: Readonly<Record<CodeBlock['kind'], string>> = {
  existing: 'Today:',
  new: 'Implementation:',
  schema: 'Data schema:',
  command: 'Run:',
};

/** `**Implementation:** caption`, then the block; existing code names its place. */
export function codeBlock(block: CodeBlock): readonly Block[] {
  if (block.code.trim() === '') return [];
  const caption = inline(block.caption);
  const place =
    block.source && !namesPlace(block.caption, block.source) ? codeSpan(sourceLabel(block.source)) : '';
  const said = place === '' ? caption : endWith(caption.replace(/:$/, ''), caption ? ` (${place})` : place);
  return [[`**${labels[block.kind]}**${said ? ` ${said}` : ''}`, ...fence(block.language, block.code)]];
}

export function verify(step: Step): readonly Block[] {
  const items = step.verify
    .filter(v => v.text.trim() !== '')
    .map(v => checkBox(false, v.kind === 'command' ? codeSpan(v.text) : inline(v.text)));
  return items.length === 0 ? [] : [['**Verify:**', ...items]];
}
