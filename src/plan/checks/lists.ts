import type { RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { FileChange } from '../model.ts';
import { sectionKey } from '../section-list.ts';
import { parseBody } from '../sections.ts';

/** What the Markdown itself says, whoever wrote it: checks compare it with itself. */
export interface ListedFile {
  readonly action: FileChange['action'];
  readonly path: string;
  readonly line: number;
}

export interface FileList {
  readonly action: FileChange['action'];
  /** Count that the label states: "Files to create: 3". */
  readonly stated?: number;
  readonly line: number;
  readonly files: readonly ListedFile[];
}

export interface WrittenStep {
  readonly title: string;
  readonly line: number;
  /** Text in the last brackets of the heading, e.g. `25–40 min`. */
  readonly range?: string;
  readonly files: readonly FileList[];
}

export interface WrittenPlan {
  readonly steps: readonly WrittenStep[];
  readonly summary: readonly FileList[];
  /** Rows of the first table under the timeline's heading, its head left out. */
  readonly timeline: readonly { readonly cells: readonly string[]; readonly line: number }[];
  readonly boxes: { readonly open: number; readonly ticked: number };
}

const label = /^Files to (create|modify|delete)(?::\s*(\d+))?/i;

/** Reads file lists, step ranges, the timeline and the questions' boxes out of a plan's Markdown. */
export function readWritten(markdown: string): WrittenPlan {
  const steps: { title: string; line: number; range?: string; nodes: RootContent[] }[] = [];
  const summary: RootContent[] = [];
  const timeline: WrittenPlan['timeline'][number][] = [];
  let open = 0;
  let ticked = 0;
  let section = '';
  for (const node of parseBody(markdown).children) {
    if (node.type === 'heading' && node.depth <= 2) section = sectionKey(textOf(node)) ?? '';
    else if (section === 'steps' && node.type === 'heading' && node.depth === 3) {
      const title = textOf(node);
      const range = /\(([^()]*)\)$/.exec(title)?.[1];
      steps.push({
        title,
        line: node.position?.start.line ?? 1,
        nodes: [],
        ...(range === undefined ? {} : { range }),
      });
    } else if (section === 'steps') steps.at(-1)?.nodes.push(node);
    else if (section === 'files') summary.push(node);
    else if (section === 'timeline' && node.type === 'table' && timeline.length === 0)
      for (const row of node.children.slice(1))
        timeline.push({ cells: row.children.map(cell => textOf(cell)), line: row.position?.start.line ?? 1 });
    else if (section === 'questions' && node.type === 'list')
      for (const item of node.children) {
        if (item.checked === false) open++;
        if (item.checked === true) ticked++;
      }
  }
  return {
    steps: steps.map(({ nodes, ...step }) => ({ ...step, files: fileLists(nodes) })),
    summary: fileLists(summary),
    timeline,
    boxes: { open, ticked },
  };
}

function fileLists(nodes: readonly RootContent[]): readonly FileList[] {
  return nodes.flatMap((node, index): readonly FileList[] => {
    if (node.type !== 'paragraph') return [];
    const match = label.exec(textOf(node));
    const next = nodes[index + 1];
    if (!match?.[1]) return [];
    const action = match[1].toLowerCase();
    if (action !== 'create' && action !== 'modify' && action !== 'delete') return [];
    const items = next?.type === 'list' ? next.children : [];
    return [
      {
        action,
        line: node.position?.start.line ?? 1,
        ...(match[2] === undefined ? {} : { stated: Number(match[2]) }),
        files: items.map(item => ({
          action,
          path: firstCode(item) ?? (textOf(item).split(/\s/)[0] || ''),
          line: item.position?.start.line ?? 1,
        })),
      },
    ];
  });
}

function firstCode(node: RootContent): string | undefined {
  if (node.type === 'inlineCode') return node.value;
  if (!('children' in node)) return undefined;
  for (const child of node.children) {
    const found = firstCode(child);
    if (found !== undefined) return found;
  }
  return undefined;
}
