import type { Plan } from '../model.ts';
import { type Block, indent, list } from './blocks.ts';
import { bold, codeSpan, endWith, guardStart, inline } from './inline.ts';
import { statements } from './knowledge.ts';
import { codeBlock } from './steps.ts';

/** Number of a step in the plan, or undefined for an id that no step has. */
export function stepNumber(plan: Plan, id: string): number | undefined {
  const at = plan.steps.findIndex(step => step.id === id);
  return at < 0 ? undefined : at + 1;
}

/** What becomes of a test file. */
export const verbs = { create: 'new', modify: 'extended', run: 'as it is' } as const;

export function tests(plan: Plan): readonly Block[] {
  const { intro, files, cases } = plan.tests;
  return [
    ...statements(intro),
    ...list(
      files.map(
        f => `${codeSpan(f.path)} (${verbs[f.action]})${f.purpose.trim() ? ` - ${inline(f.purpose)}` : ''}`,
      ),
      'Test files:',
    ),
    ...list(
      cases.map(c =>
        endWith(inline(c.text), c.proves.length > 0 ? ` (proves ${inline(c.proves.join(', '))})` : ''),
      ),
      'Cases to cover:',
    ),
  ];
}

/** A numbered list in order of execution; code stands inside its item. */
export function rollback(plan: Plan): readonly Block[] {
  const lines: string[] = [];
  plan.rollback.forEach((entry, index) => {
    const mark = `${index + 1}. `;
    const undone = entry.undoes.flatMap(id => stepNumber(plan, id) ?? []);
    const where =
      undone.length > 0 ? ` (undoes ${undone.length > 1 ? 'steps' : 'step'} ${undone.join(', ')})` : '';
    const text = inline(entry.text);
    lines.push(`${mark}${bold(entry.title)}${where}${text ? `: ${text}` : ''}`);
    if (!entry.code || entry.code.code.trim() === '') return;
    const [block = []] = codeBlock({ ...entry.code, caption: '' });
    const caption = inline(entry.code.caption);
    const code = [...(caption ? [guardStart(caption)] : []), ...block.slice(1)];
    lines.push('', ...indent(code, mark.length), '');
  });
  while (lines.at(-1) === '') lines.pop();
  return lines.length === 0 ? [] : [lines];
}

export function security(plan: Plan): readonly Block[] {
  const items = plan.security.implemented.map(entry => {
    const number = stepNumber(plan, entry.stepId);
    const text = inline(entry.text);
    if (text === '') return '';
    return number === undefined ? `Assumption: ${text} (no step does this yet)` : `Step ${number}: ${text}`;
  });
  return [
    ...list(items, 'Implemented by the steps:'),
    ...list(
      plan.security.monitor.map(text => inline(text)),
      'To monitor:',
    ),
  ];
}

export function risks(plan: Plan): readonly Block[] {
  return list(
    plan.risks.map(
      r =>
        `${bold(r.text)}${r.mitigation.trim() ? `: ${inline(r.mitigation)}` : ': no mitigation is known.'}`,
    ),
  );
}
