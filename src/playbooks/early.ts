import { type ConditionTree, namesIn } from './condition.ts';
import type { PlaybookHead } from './model.ts';
import type { Complain } from './problem.ts';
import { parseTemplate, type TemplateNode } from './template.ts';

/**
 * What the analysis tells or decides, before anybody was asked anything: no answer is known to it. A condition on one never
 * holds there, and with `not` it always does, whatever is answered later.
 */
export function earlyProblems(head: PlaybookHead, complain: Complain): void {
  for (const list of ['says', 'attaches'] as const)
    for (const [i, { text, when }] of head[list].entries())
      for (const name of [...answersIn(when), ...answersOf(parseTemplate(text).nodes)])
        complain(
          [list, i],
          `${list}.${i}: “${name}” is not known yet when this is told; a detail of a step, a reason of a decision or a risk was expected to say it`,
        );
  for (const [i, { when }] of head.needs.entries())
    for (const name of answersIn(when))
      complain(['needs', i], `needs.${i}: “${name}” is not known yet when the need is looked at`);
}

function answersIn(when: ConditionTree | undefined): readonly string[] {
  return when === undefined ? [] : namesIn(when).filter(name => name.startsWith('answer:'));
}

function answersOf(nodes: readonly TemplateNode[]): readonly string[] {
  return nodes.flatMap(answersOfNode);
}

function answersOfNode(node: TemplateNode): readonly string[] {
  switch (node.kind) {
    case 'text':
      return [];
    case 'value':
      return node.name.startsWith('answer.') ? [node.name] : [];
    case 'if':
      return [...answersIn(node.when), ...answersOf([...node.yes, ...node.no])];
    case 'each':
      return answersOf(node.body);
  }
}
