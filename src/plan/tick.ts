import type { ListItem, RootContent } from 'mdast';
import { err, ok, type Result } from '../shared/result.ts';
import { ticked } from './boxes.ts';
import { byLabel, itemsOf } from './read/blocks.ts';
import { findSteps } from './read/find-steps.ts';
import { readPlan } from './read/index.ts';
import { VERIFY } from './read/steps.ts';
import { parseBody } from './sections.ts';

export interface Ticked {
  /** The file as it is to be; the same text where nothing is to be ticked. */
  readonly markdown: string;
  readonly boxes: number;
  /** Ids of the steps of which at least one box was ticked. */
  readonly steps: readonly string[];
}

/**
 * Ticks the empty check boxes under "Verify" of these steps, whoever wrote the plan. Nothing else of the file changes: each
 * box costs one byte for another, and what is ticked stays so. Failures: those of `readPlan`.
 */
export function tickSteps(markdown: string, stepIds: ReadonlySet<string>): Result<Ticked> {
  const read = readPlan(markdown);
  if (!read.ok) return err(read.error);
  const { sections, stepLines, own } = read.value;
  // The lines of the tree are those of the text in which each line ends in one character.
  const source = markdown.replace(/\r\n?/g, '\n');
  const ids = new Map([...stepLines].map(([id, line]) => [line, id]));
  const wanted = new Map<number, string>();
  for (const step of findSteps(parseBody(source).children, sections, source, own)) {
    const id = ids.get(step.line);
    if (id === undefined || !stepIds.has(id)) continue;
    for (const line of boxesOf(step.nodes)) wanted.set(line, id);
  }
  const lines = markdown.split(/(?<=\r\n|\r(?!\n)|\n)/);
  const steps = new Set<string>();
  let boxes = 0;
  for (const [line, id] of wanted) {
    const was = lines[line - 1] ?? '';
    const is = ticked(was);
    if (is === was) continue;
    lines[line - 1] = is;
    steps.add(id);
    boxes++;
  }
  return ok({ markdown: boxes === 0 ? markdown : lines.join(''), boxes, steps: [...steps] });
}

function boxesOf(nodes: readonly RootContent[]): readonly number[] {
  return byLabel(nodes)
    .filter(group => VERIFY.test(group.label))
    .flatMap(group => itemsOf(group.nodes).flatMap(openBoxes));
}

/** Lines of an item's own box and of those below it. */
function openBoxes(item: ListItem): readonly number[] {
  const own = item.checked === false && item.position ? [item.position.start.line] : [];
  return [...own, ...itemsOf(item.children).flatMap(openBoxes)];
}
