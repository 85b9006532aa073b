import type { ListItem, RootContent } from 'mdast';
import { outline, parseBody } from './sections.ts';

/** A check box of a plan, by its 1-based line. */
export interface CheckBox {
  readonly line: number;
  readonly ticked: boolean;
}

/** Check boxes by step id; what only looks like one, in a block of code, is none. */
export function stepBoxes(markdown: string): ReadonlyMap<string, readonly CheckBox[]> {
  const steps = outline(markdown).filter(entry => entry.stepId !== undefined);
  const boxes = allBoxes(markdown);
  return new Map(
    steps.map(({ stepId = '', line, endLine }) => [stepId, boxes.filter(within(line, endLine))]),
  );
}

/** Check boxes under the heading at this line; none where no heading stands there. */
export function boxesUnder(markdown: string, heading: number): readonly CheckBox[] {
  const entry = outline(markdown).find(({ line }) => line === heading);
  return entry ? allBoxes(markdown).filter(within(entry.line, entry.endLine)) : [];
}

/** Whether something is done: it has boxes, and no empty one. */
export function allTicked(boxes: readonly CheckBox[]): boolean {
  return boxes.length > 0 && boxes.every(box => box.ticked);
}

/** The line with the box right behind its list's mark ticked, as the seal reads it; one byte for another. */
export function ticked(line: string): string {
  return line.replace(/^(\s*(?:[-*+]|\d+[.)])\s+\[) (?=\])/, '$1x');
}

function within(from: number, to: number): (box: CheckBox) => boolean {
  return ({ line }) => line > from && line <= to;
}

function allBoxes(markdown: string): readonly CheckBox[] {
  return parseBody(markdown).children.flatMap(boxesOf);
}

function boxesOf(node: RootContent | ListItem): readonly CheckBox[] {
  const own =
    node.type === 'listItem' && typeof node.checked === 'boolean' && node.position
      ? [{ line: node.position.start.line, ticked: node.checked }]
      : [];
  return 'children' in node ? [...own, ...node.children.flatMap(boxesOf)] : own;
}
