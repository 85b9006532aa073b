import { boxesUnder, ticked } from './boxes.ts';
import { findFrontMatter } from './front-matter.ts';
import type { PlanStatus } from './model.ts';
import { progress } from './seal.ts';

type Status = (typeof PlanStatus.options)[number];

/** A plan's file with a few bytes changed, and what was changed, in words. */
export interface Marked {
  readonly text: string;
  readonly changes: readonly string[];
}

/**
 * The work has begun: an approved plan is now being implemented. A draft stays one, because only a person approves; so does
 * a plan that is done. The text may have any line ends; every other byte stays.
 */
export function markStarted(text: string): Marked {
  return markStatus(text, ['approved'], 'implementing');
}

/** Takes `markStarted` back: the work did not begin after all. */
export function markUnstarted(text: string): Marked {
  return markStatus(text, ['implementing'], 'approved');
}

/** Ticks the boxes below a step's heading (1-based line), and says that the plan is done when no step has an empty one. */
export function markDone(text: string, heading: number): Marked {
  const empty = boxesUnder(plain(text), heading).filter(box => !box.ticked);
  const lines = text.split('\n');
  let count = 0;
  for (const { line } of empty) {
    const was = lines[line - 1] ?? '';
    const is = ticked(was);
    lines[line - 1] = is;
    if (is !== was) count++;
  }
  const boxes = count === 0 ? [] : [`ticked ${count} ${count === 1 ? 'box' : 'boxes'}`];
  const { done, total } = progress(plain(lines.join('\n')));
  const marked = { text: lines.join('\n'), changes: boxes };
  if (total === 0 || done < total) return marked;
  const status = markStatus(marked.text, ['approved', 'implementing'], 'done');
  return { text: status.text, changes: [...boxes, ...status.changes] };
}

/** Sets the status where it is one of these; the rest of its line, quotes and a comment, stays. */
function markStatus(text: string, from: readonly Status[], to: Status): Marked {
  const span = findFrontMatter(text);
  const found = span && /^(status:[ \t]*)(["']?)([a-z]+)\2(?=[ \t]*(?:#.*)?\r?$)/m.exec(span.yaml);
  if (!span || !found || !from.some(status => status === found[3])) return { text, changes: [] };
  const [all, key = '', quote = ''] = found;
  const at = span.yamlStart + found.index;
  return {
    text: `${text.slice(0, at)}${key}${quote}${to}${quote}${text.slice(at + all.length)}`,
    changes: [`status: ${to}`],
  };
}

/** Lines as the parser counts them; those of the file stay where they are. */
function plain(text: string): string {
  return text.replace(/\r\n/g, '\n');
}
