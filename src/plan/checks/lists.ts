import type { RootContent, Table } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { FileChange } from '../model.ts';
import { otherSectionKey, sectionKey } from '../section-list.ts';
import { parseBody } from '../sections.ts';

/** What the Markdown itself says, whoever wrote it: checks compare it with itself. */
export interface ListedFile {
  /** Absent where the list does not say what is done. */
  readonly action?: FileChange['action'];
  readonly path: string;
  readonly line: number;
}

export interface FileList {
  readonly action?: FileChange['action'];
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
}

export interface WrittenRow {
  readonly cells: readonly string[];
  readonly line: number;
}

export interface WrittenPlan {
  readonly steps: readonly WrittenStep[];
  readonly summary: readonly FileList[];
  /** Rows of the first table under the timeline's heading, its head left out; by other hands also the items of a list. */
  readonly timeline: readonly WrittenRow[];
  /** "Total: 75 min" in a line of its own, wherever it stands. */
  readonly total?: { readonly text: string; readonly line: number; readonly about?: boolean };
}

/** Reads file lists, step ranges and the timeline out of a plan's Markdown. */
export function readWritten(markdown: string, own = true): WrittenPlan {
  const keyOf = own ? sectionKey : otherSectionKey;
  const steps: { title: string; line: number; range?: string }[] = [];
  const summary: RootContent[] = [];
  const timeline: WrittenRow[] = [];
  let total: WrittenPlan['total'];
  let section = '';
  for (const node of parseBody(markdown).children) {
    if (node.type === 'heading' && node.depth <= 2) {
      section = keyOf(textOf(node)) ?? '';
      if (section === 'files') summary.push(node);
    } else if (section === 'steps' && node.type === 'heading' && node.depth === 3) {
      const title = textOf(node);
      const range = /\(([^()]*)\)$/.exec(title)?.[1];
      steps.push({ title, line: lineOf(node), ...(range === undefined ? {} : { range }) });
    } else if (section === 'files') summary.push(node);
    else if (section === 'timeline' && node.type === 'table' && timeline.length === 0)
      timeline.push(...tableRows(node));
    else if (!own && section === 'timeline' && node.type === 'list' && timeline.length === 0)
      timeline.push(...node.children.flatMap(item => rowOf(textOf(item), lineOf(item))));
    if (!own) total ??= totalOf(node) ?? (section === 'timeline' ? spokenTotal(node) : undefined);
  }
  return { steps, summary: fileLists(summary), timeline, ...(total ? { total } : {}) };
}

function lineOf(node: RootContent | Table['children'][number]): number {
  return node.position?.start.line ?? 1;
}

function tableRows(table: Table): readonly WrittenRow[] {
  return table.children
    .slice(1)
    .map(row => ({ cells: row.children.map(cell => textOf(cell)), line: lineOf(row) }));
}

/** `Storage: 1 h`, `Rules - 2 h` as a row of two cells. */
function rowOf(text: string, line: number): readonly WrittenRow[] {
  const parts = /^([^:]*?\S)\s*(?::|\s[-–—]|→)\s+(\D{0,12}\d.*)$/s.exec(text.trim());
  return parts ? [{ cells: [parts[1] ?? '', parts[2] ?? ''], line }] : [];
}

function totalOf(node: RootContent): WrittenPlan['total'] {
  if (node.type !== 'paragraph') return undefined;
  const text =
    /^(?:estimated |overall )?(?:total|sum)(?: (?:time|effort|estimate|duration))*\s*[:=–-]\s*(.+?)\.?$/i.exec(
      textOf(node),
    )?.[1];
  return text === undefined ? undefined : { text, line: lineOf(node) };
}

/** "About 3 hours in all." as a paragraph below the timeline's heading. */
function spokenTotal(node: RootContent): WrittenPlan['total'] {
  if (node.type !== 'paragraph') return undefined;
  const said =
    /^(about|around|approximately|roughly|some|~|≈)?\s*(\d.*?)\s*(?:in all|in total|altogether|overall|total)?\.?$/i.exec(
      textOf(node).trim(),
    );
  return said?.[2] === undefined
    ? undefined
    : { text: said[2], line: lineOf(node), about: said[1] !== undefined };
}

/** "Files to create: 3", "New files (2)", "Files modified". */
const LABEL =
  /^(?:\W*)(?:files? (?:(?:to be|to) )?(?<verb>creat|add|modif|chang|updat|edit|delet|remov)\w*|(?<first>new|creat|add|modif|chang|updat|edit|delet|remov)\w* files?)\s*(?:[:(]\s*(?<stated>\d+)\b)?/i;

function labelled(
  node: RootContent,
): { readonly action: FileChange['action']; readonly stated?: number } | undefined {
  if (node.type !== 'paragraph' && node.type !== 'heading') return undefined;
  const { verb, first, stated } = LABEL.exec(textOf(node))?.groups ?? {};
  const action = actionOf(verb ?? first);
  return action && { action, ...(stated === undefined ? {} : { stated: Number(stated) }) };
}

function actionOf(verb: string | undefined): FileChange['action'] | undefined {
  if (verb === undefined) return undefined;
  if (/^(?:new|creat|add)/i.test(verb)) return 'create';
  return /^(?:delet|remov)/i.test(verb)
    ? 'delete'
    : /^(?:modif|chang|updat|edit|extend)/i.test(verb)
      ? 'modify'
      : undefined;
}

function fileLists(nodes: readonly RootContent[]): readonly FileList[] {
  return nodes.flatMap((node, index): readonly FileList[] => {
    if (node.type === 'table') return tableList(node);
    const next = nodes[index + 1];
    // "File Changes Summary" is the section's own name, unless a list follows it at once.
    const label = node.type === 'heading' && next?.type !== 'list' ? undefined : labelled(node);
    if (label) {
      const items = next?.type === 'list' ? next.children : [];
      const { action } = label;
      return [{ ...label, line: lineOf(node), files: items.flatMap(item => entryOf(item, action)) }];
    }
    // A list without a label below the heading itself.
    const before = nodes[index - 1];
    if (node.type !== 'list' || before?.type !== 'heading' || labelled(before)) return [];
    const files = node.children.flatMap(item =>
      entryOf(item, actionOf(/^\W*([a-z]+)(?=[:\s])/i.exec(textOf(item))?.[1])),
    );
    return files.length === 0 ? [] : [{ line: lineOf(before), files }];
  });
}

/** `| File | Action |`: a list whose rows say what is done. */
function tableList(table: Table): readonly FileList[] {
  const names = (table.children[0]?.children ?? []).map(cell => textOf(cell).trim().toLowerCase());
  const file = names.findIndex(name => /^(?:files?|paths?)$/.test(name));
  const done = names.findIndex(name => /^(?:action|change|type|status|kind)$/.test(name));
  if (file < 0) return [];
  const files = table.children.slice(1).flatMap(row => {
    const cell = row.children[file];
    const action = done < 0 ? undefined : actionOf(textOf(row.children[done] ?? row).trim());
    return cell ? entryOf(cell, action, lineOf(row)) : [];
  });
  return [{ line: lineOf(table), files }];
}

function entryOf(
  node: Parameters<typeof firstCode>[0],
  action: FileChange['action'] | undefined,
  line = node.position?.start.line ?? 1,
): readonly ListedFile[] {
  const path = (firstCode(node) ?? textOf(node).split(/\s/)[0] ?? '').replace(/:\d+(?:[-–]\d+)?$/, '');
  return path === '' ? [] : [{ path, line, ...(action ? { action } : {}) }];
}

type Item = RootContent | Table['children'][number]['children'][number];

function firstCode(node: Item): string | undefined {
  if (node.type === 'inlineCode') return node.value;
  if (!('children' in node)) return undefined;
  for (const child of node.children) {
    const found = firstCode(child);
    if (found !== undefined) return found;
  }
  return undefined;
}
