import type { Code, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { CodeBlock } from '../model.ts';
import { parseBody } from '../sections.ts';
import { type CheckInput, stepLine } from './input.ts';

/** A block as it stands in the file; `line` is that of its fence, 1-based. */
export interface PlacedBlock extends Pick<CodeBlock, 'language' | 'code'> {
  readonly line: number;
}

/** What says that a block shows the code as it is: cut out of its file, it need not be whole. */
const SHOWS_TODAY =
  /\b(?:today|currently|current(?: code)?|existing|before|as it is|at the moment|now)\b[^.]{0,40}:?$/i;

function blocksOf(nodes: readonly RootContent[]): readonly PlacedBlock[] {
  return nodes.flatMap((node, i): readonly PlacedBlock[] => {
    if (node.type === 'code') {
      const before = nodes[i - 1];
      const shown = before?.type === 'paragraph' && SHOWS_TODAY.test(textOf(before).trim());
      return shown ? [] : [placed(node)];
    }
    return node.type === 'list' || node.type === 'listItem' || node.type === 'blockquote'
      ? blocksOf(node.children)
      : [];
  });
}

function placed(node: Code): PlacedBlock {
  return { language: node.lang ?? '', code: node.value, line: node.position?.start.line ?? 1 };
}

/** Line of the file on which this line of a step's block stands. */
export function placeOfBlock(
  input: CheckInput,
  stepId: string,
  block: Pick<CodeBlock, 'language' | 'code'>,
  line: number,
): number {
  const entry = input.outline.find(e => e.stepId === stepId);
  const found = blocksOf(parseBody(input.markdown).children).find(
    one =>
      one.code === block.code && one.line >= (entry?.line ?? 1) && one.line <= (entry?.endLine ?? Infinity),
  );
  return found ? found.line + line : stepLine(input, stepId, block.code.trim().split('\n')[0] ?? '');
}

/** Blocks of a plan by other hands that stand in none of its steps. */
export function otherBlocks({ plan, markdown, own }: CheckInput): readonly PlacedBlock[] {
  if (own) return [];
  const inSteps = new Set(plan.steps.flatMap(step => step.code.map(block => block.code)));
  return blocksOf(parseBody(markdown).children).filter(block => !inSteps.has(block.code));
}
