import type { List, ListItem, Paragraph, PhrasingContent, RootContent } from 'mdast';
import { dataText, lineOf } from './text.ts';

/** Nodes that stand under one bold label (`**Verify:**`, `Files to create:`), or before the first. */
export interface Labelled {
  /** Without stars and colon, lower case; '' before the first label. */
  readonly label: string;
  /** What stands behind the label on its line. */
  readonly rest: readonly PhrasingContent[];
  readonly line: number;
  readonly nodes: readonly RootContent[];
}

/** Labels that count without a colon, where they stand alone in bold. */
const WORDS =
  /^(?:files?|packages?|key functions?|verif|how to verify|acceptance|done when|tests?|test cases|cases|implementation|today|run|data schema|undo|roll-?back|time|effort|duration|estimate|tasks?|actions?|details?|description|implemented|to monitor|current state|integration points|not part of|out of scope|non-goals?)\b/i;

/** A label stands alone in bold, or ends in a colon: `**Today:** where`, `Files to create: 3`. */
const PLAIN_LABEL = /^(files? to (?:create|modify|delete|update|change|remove)\b[^:]*):?\s*(.*)$/i;

/** What other hands set before a colon without bold type, in words that are labels only there. */
const OTHER_LABEL =
  /^(files?|affected files|changed files|new files?|verify|verification|how to verify|how to test|done when|acceptance(?: criteria)?|(?:estimated )?(?:time|effort|duration|estimate)s?|depends on|dependencies|blocked by|serves|requirements?|undo|roll-?back)\s*:\s*(.*)$/is;

function labelOf(
  node: RootContent,
  other: boolean,
): { label: string; rest: readonly PhrasingContent[] } | undefined {
  if (node.type !== 'paragraph') return undefined;
  const [first, ...others] = node.children;
  if (first?.type === 'strong' || (other && first?.type === 'emphasis')) {
    const said = dataText(first.children, '');
    const behind = others[0]?.type === 'text' ? others[0].value : '';
    const colon = said.endsWith(':') || behind.startsWith(':');
    if (!colon && (first.type === 'emphasis' || others.length > 0 || !WORDS.test(said))) return undefined;
    // In italics a sentence may begin with anything and a colon.
    if (first.type === 'emphasis' && !OTHER_LABEL.test(`${said.replace(/:$/, '')}:`)) return undefined;
    const rest = behind.startsWith(':')
      ? [{ type: 'text' as const, value: behind.slice(1) }, ...others.slice(1)]
      : others;
    return { label: said.replace(/:$/, '').trim(), rest };
  }
  const spoken = other && first?.type === 'text' ? OTHER_LABEL.exec(first.value) : null;
  if (spoken?.[1])
    return {
      label: spoken[1].trim(),
      rest: spoken[2]
        ? [
            { type: 'text', value: spoken[2], ...(first?.position ? { position: first.position } : {}) },
            ...others,
          ]
        : others,
    };
  const plain = first?.type === 'text' && others.length === 0 ? PLAIN_LABEL.exec(first.value) : null;
  return plain?.[1]
    ? { label: plain[1].trim(), rest: plain[2] ? [{ type: 'text', value: plain[2] }] : [] }
    : undefined;
}

/** Groups blocks by their labels, in order. `other`: also by what other hands use as labels. */
export function byLabel(nodes: readonly RootContent[], other = false): readonly Labelled[] {
  const groups: { label: string; rest: readonly PhrasingContent[]; line: number; nodes: RootContent[] }[] =
    [];
  let current = { label: '', rest: [] as readonly PhrasingContent[], line: 1, nodes: [] as RootContent[] };
  groups.push(current);
  for (const node of nodes) {
    const found = labelOf(node, other);
    if (found) {
      current = { ...found, line: lineOf(node), nodes: [] };
      groups.push(current);
    } else current.nodes.push(node);
  }
  return groups.map(group => ({ ...group, label: group.label.toLowerCase() }));
}

export function isList(node: RootContent | undefined): node is List {
  return node?.type === 'list';
}

export function itemsOf(nodes: readonly RootContent[]): readonly ListItem[] {
  return nodes.flatMap(node => (isList(node) ? node.children : []));
}

/** The lists directly below a label; what stands behind other blocks is not its. */
export function listsFirst<T extends RootContent>(nodes: readonly T[]): readonly T[] {
  const end = nodes.findIndex(node => node.type !== 'list');
  return end < 0 ? nodes : nodes.slice(0, end);
}

/** The inline nodes of an item's first paragraph. */
export function headOf(item: ListItem): readonly PhrasingContent[] {
  const [first] = item.children;
  return first?.type === 'paragraph' ? first.children : [];
}

export function paragraphsOf(nodes: readonly RootContent[]): readonly Paragraph[] {
  return nodes.filter((node): node is Paragraph => node.type === 'paragraph');
}
