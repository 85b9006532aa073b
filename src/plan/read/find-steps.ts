import type { Heading, RootContent } from 'mdast';
import type { ReadSection } from './index.ts';
import type { FoundStep } from './steps.ts';
import { dataText, lineOf } from './text.ts';

const STEP_HEADING = /^(?:step|task|phase|milestone|stage)\s+\d|^\d+(?:\.\d+)*\s*[.:)]\s/i;

/**
 * The steps of a plan: headings of the third level in its section of steps; where it is not one of ours, else headings
 * anywhere that are numbered or called step, task or phase, else the items of the list in that section.
 */
export function findSteps(
  nodes: readonly RootContent[],
  sections: readonly ReadSection[],
  source: string,
  ours: boolean,
): readonly FoundStep[] {
  const own = sections.filter(section => section.key === 'steps');
  const inside = own.flatMap(section => headed(section.nodes, node => node.depth === 3, source));
  if (inside.length > 0 || ours) return inside;
  const anywhere = headed(
    nodes,
    node => node.depth >= 2 && STEP_HEADING.test(dataText(node.children, source)),
    source,
  );
  if (anywhere.length > 0) return outermost(anywhere, nodes);
  return own.flatMap(section => listed(section.nodes, source));
}

/** Each heading that counts, with what stands below it up to the next heading of its level or above. */
function headed(
  nodes: readonly RootContent[],
  counts: (node: Heading) => boolean,
  source: string,
): readonly FoundStep[] {
  return nodes.flatMap((node, at) => {
    if (node.type !== 'heading' || !counts(node)) return [];
    const end = nodes.findIndex(
      (other, i) => i > at && other.type === 'heading' && other.depth <= node.depth,
    );
    return [
      {
        heading: dataText(node.children, source),
        nodes: nodes.slice(at + 1, end < 0 ? nodes.length : end),
        line: lineOf(node),
      },
    ];
  });
}

/** Phases that hold numbered tasks are headings of those, not steps: of both the inner ones count. */
function outermost(found: readonly FoundStep[], nodes: readonly RootContent[]): readonly FoundStep[] {
  const lines = new Set(found.map(step => step.line));
  const holds = (step: FoundStep) =>
    step.nodes.some(node => node.type === 'heading' && nodes.includes(node) && lines.has(lineOf(node)));
  return found.filter(step => !holds(step));
}

function listed(nodes: readonly RootContent[], source: string): readonly FoundStep[] {
  return nodes.flatMap(node => {
    if (node.type !== 'list') return [];
    return node.children.map(item => {
      const [first, ...rest] = item.children;
      const heading = first?.type === 'paragraph' ? dataText(first.children, source) : '';
      return { heading: heading.replace(/^\*\*(.*?)\*\*/, '$1'), nodes: rest, line: lineOf(item) };
    });
  });
}
