import type { Heading, ListItem, RootContent } from 'mdast';
import { blockOf, type ProseBlock, piecesOf, proseBlocks } from '../pieces.ts';
import { itemsOf } from './blocks.ts';
import type { ReadSection } from './index.ts';
import type { FoundStep } from './steps.ts';
import { tabled } from './table-steps.ts';
import { dataText, lineOf } from './text.ts';

const STEP_HEADING = /^(?:step|task|phase|milestone|stage)\s+\d|^\d+(?:\.\d+)*\s*[.:)]\s/i;
const NUMBER = /^(?:[a-z]+\s+)?(\d+(?:\.\d+)*|T\d{2,4})(?=[\s.:)–—-]|$)/i;
/** Tasks that have a number of their own, as `T004`. */
const TASK_ID = /^\[?T\d{2,4}\]?\s/;

/**
 * The steps of a plan: headings of the third level in its section of steps; where it is not one of ours, else tasks with
 * ids of their own (`T004`), else headings anywhere that are numbered or called step, task or phase, else the items of
 * the list, or the rows of the table, in that section.
 */
export function findSteps(
  nodes: readonly RootContent[],
  sections: readonly ReadSection[],
  source: string,
  ours: boolean,
): readonly FoundStep[] {
  const own = sections.filter(section => section.key === 'steps');
  const inside = own.flatMap(section => headed(section.nodes, node => node.depth === 3, source));
  if (ours) return inside;
  const tasks = tasksWithIds(nodes, source);
  if (tasks.length > 1) return tasks;
  if (inside.length > 0) return inside;
  const anywhere = headed(
    nodes,
    node => node.depth >= 2 && STEP_HEADING.test(dataText(node.children, source)),
    source,
  );
  if (anywhere.length > 0) return outermost(anywhere, nodes);
  const listed = own.flatMap(section =>
    section.nodes.flatMap(node => (node.type === 'list' ? node.children : [])),
  );
  if (listed.length > 0) return listed.map(item => fromItem(item, source, []));
  const counted = countedHeadings(nodes, source);
  if (counted.length > 1) return counted;
  const inSection = own.flatMap(section => tabled(section.nodes, source));
  const rows = inSection.length > 0 ? inSection : tabled(nodes, source);
  return rows.length > 0 ? rows : loose(nodes, sections).map(item => fromItem(item, source, []));
}

/** Headings that count with a word of their own: `Item 1`, `Item 2`; `Sprint 1: …`. */
function countedHeadings(nodes: readonly RootContent[], source: string): readonly FoundStep[] {
  const wordOf = (node: Heading) =>
    /^\W*([A-Za-z]+)\s+\d+\b/.exec(dataText(node.children, source))?.[1]?.toLowerCase();
  const words = nodes.flatMap(node =>
    node.type === 'heading' && node.depth >= 2 ? (wordOf(node) ?? []) : [],
  );
  const most = words.find(word => words.indexOf(word) !== words.lastIndexOf(word));
  return most === undefined ? [] : headed(nodes, node => node.depth >= 2 && wordOf(node) === most, source);
}

/** Where no section is one of steps: items with a box or a number that stand in no section of another meaning. */
function loose(nodes: readonly RootContent[], sections: readonly ReadSection[]): readonly ListItem[] {
  const meant = new Set<RootContent>(
    sections.filter(section => section.key).flatMap(section => section.nodes),
  );
  const items = nodes.flatMap(node =>
    node.type === 'list' &&
    !meant.has(node) &&
    (node.ordered || node.children.some(item => item.checked != null))
      ? node.children
      : [],
  );
  const work = items.filter(item =>
    proseBlocks(item.children).some(block => block.pieces.some(p => p.kind === 'code')),
  );
  return items.length > 1 && work.length * 2 >= items.length ? items : [];
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
    const heading = dataText(node.children, source);
    return [
      {
        heading,
        nodes: nodes.slice(at + 1, end < 0 ? nodes.length : end),
        line: lineOf(node),
        number: numberOf(heading),
        title: { line: lineOf(node), pieces: piecesOf(node.children) },
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

/** Items that begin with an id as `T004`; what the phase around them says of its end counts for each of them. */
function tasksWithIds(nodes: readonly RootContent[], source: string): readonly FoundStep[] {
  const found: FoundStep[] = [];
  let from = 0;
  const close = (end: number) => {
    const part = nodes.slice(from, end);
    const items = itemsOf(part).filter(item => TASK_ID.test(headText(item, source)));
    const shared = proseBlocks(part.filter(node => node.type === 'paragraph'));
    found.push(...items.map(item => fromItem(item, source, shared)));
    from = end;
  };
  nodes.forEach((node, at) => {
    if (node.type === 'heading') close(at);
  });
  close(nodes.length);
  return found;
}

function headText(item: ListItem, source: string): string {
  const [first] = item.children;
  return first?.type === 'paragraph' ? dataText(first.children, source) : '';
}

function fromItem(item: ListItem, source: string, shared: readonly ProseBlock[]): FoundStep {
  const [first, ...rest] = item.children;
  const text = headText(item, source);
  return {
    heading: titleOf(text),
    nodes: rest,
    line: lineOf(item),
    number: numberOf(text) ?? numberOf(marker(item, source)),
    ...(first?.type === 'paragraph' ? { prose: [blockOf(first)] } : {}),
    shared,
  };
}

/** What stands before an item's text: its number, where the list has some. */
function marker(item: ListItem, source: string): string {
  return source.slice(item.position?.start.offset ?? 0, item.children[0]?.position?.start.offset ?? 0);
}

function numberOf(text: string): string | undefined {
  return NUMBER.exec(text.trim().replace(/^\[|\](?=\s)/g, ''))?.[1]?.replace(/\.0$/, '');
}

/** Of an item that says all in one paragraph: the words in bold, else its first sentence, without ids and marks. */
function titleOf(text: string): string {
  const bare = text.replace(/^\[?T\d{2,4}\]?\s+/, '').replace(/^(?:\[[A-Za-z]+\d*\]\s*)+/, '');
  const bold = /^\*\*(.*?)\*\*(.*)$/.exec(bare);
  if (bold)
    return /^\s*[([]?\s*~?\d/.test(bold[2] ?? '') || bold[2] === ''
      ? `${bold[1]}${bold[2]}`
      : (bold[1] ?? '').replace(/:$/, '');
  return bare.split(/;\s|(?<=[^.\d]\.)\s/)[0]?.replace(/\.$/, '') ?? bare;
}
