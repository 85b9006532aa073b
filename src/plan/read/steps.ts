import type { ListItem, PhrasingContent, RootContent } from 'mdast';
import { slug } from '../../shared/slug.ts';
import type { CodeBlock, FileChange, Step } from '../model.ts';
import { type ProseBlock, piecesOf } from '../pieces.ts';
import { byLabel, headOf, itemsOf, type Labelled, listsFirst } from './blocks.ts';
import { commandPackages } from './commands.ts';
import { splitNumbers } from './numbers.ts';
import { fromOtherHands } from './other-step.ts';
import { cellFiles } from './prose.ts';
import { type MinuteRange, parseRange, titleAndRange } from './ranges.ts';
import { withBracketSources, withReadSources } from './sources.ts';
import { blockText, dataText, leadingCode, onlyCode, splitOutside } from './text.ts';

/** A step as it was found: its heading's text, the blocks below it, and where it stands. */
export interface FoundStep {
  readonly heading: string;
  readonly nodes: readonly RootContent[];
  readonly line: number;
  /** By other hands: how it is numbered, `2`, `1.2` or `T004`. */
  readonly number?: string | undefined;
  /** By other hands: its heading; or what stands in its place, where the step is an item or a row. */
  readonly title?: ProseBlock;
  readonly prose?: readonly ProseBlock[];
  readonly fileCells?: readonly ProseBlock[];
  readonly verifyCells?: readonly ProseBlock[];
  readonly afterCell?: string;
  /** What is said for a whole phase of steps. */
  readonly shared?: readonly ProseBlock[];
}

/** A step that was read; `after` are numbers of steps, which become ids once all steps are known. */
export interface ReadStep {
  readonly step: Step;
  readonly after: readonly number[];
  /** The same by other hands, as they are called. */
  readonly afterNames?: readonly string[];
  /** By other hands: `2`, `1.2`. */
  readonly number?: string | undefined;
  /** As its heading counts it; a step of other hands may have none, or `1.2`. */
  readonly counted?: number;
  readonly line: number;
  /** Whether its time was said, and whether what is likely was. */
  readonly timed: boolean;
  readonly likelySaid: boolean;
}

/** Labels under which a step says how to see that it is done. */
export const VERIFY = /^(?:verify|verification|how to verify|done when|acceptance(?: criteria)?)$/;

const NUMBERED =
  /^(?:(?:step|task|phase|milestone|stage|item|part|sprint|story)\s+)?\d+(?:\.\d+)*\s*[.:)–—-]\s+/i;
const WORDED = /^(?:step|task|phase|milestone|stage)\s+\d+(?:\.\d+)*\s*$/i;

/** Reads one step, as planner-tui writes it or as other hands do. `taken`: ids of the steps before it. */
export function readStep(
  found: FoundStep,
  source: string,
  taken: ReadonlySet<string>,
  ours: boolean,
): ReadStep {
  const { title, range } = titleAndRange(found.heading.replace(NUMBERED, '') || found.heading);
  const identity = identityOf(found.nodes[0], source);
  const body = identity ? found.nodes.slice(1) : found.nodes;
  const groups = byLabel(body, !ours);
  const time = range ?? timeOf(groups, source);
  const { low, high } = time ?? { low: 0, high: 0 };
  // What was likely before somebody changed the range is no longer.
  const said = identity?.likely;
  const fits = said !== undefined && (!time || (said >= low && said <= high));
  const likely = fits ? said : undefined;
  const step: Step = {
    id: identity?.id ?? freeId(title, taken),
    title: WORDED.test(found.heading) ? found.heading : title,
    estimate: {
      low,
      likely: likely ?? Math.round((low + high) / 2),
      high,
      basis: identity?.basis ?? '',
    },
    serves: [...(identity?.serves ?? [])],
    dependsOn: [],
    details: groups.filter(group => SAYS_WHAT.test(group.label)).flatMap(group => detailsOf(group, source)),
    files: groups.flatMap(group => filesOf(group, source)),
    functions: named(groups, /^key functions?$/, item => {
      const lead = leadingCode(headOf(item), source);
      return lead ? [{ signature: lead.code, purpose: afterDash(lead.rest) }] : [];
    }),
    code: groups.flatMap(group => codeOf(group, source)),
    verify: named(groups, VERIFY, item => {
      const text = dataText(headOf(item), source);
      const command = onlyCode(text);
      return text === ''
        ? []
        : [command === undefined ? observe(text) : { kind: 'command' as const, text: command }];
    }),
    rollback: named(groups, /^(?:undo|rollback|roll back)$/, item => [dataText(headOf(item), source)]),
    packages: [
      ...named(groups, /^packages to (?:add|install)$/, item => packageOf(item, 'add', source)),
      ...named(groups, /^packages to remove$/, item => packageOf(item, 'remove', source)),
    ],
    part: 'core',
  };
  const more = ours ? undefined : fromOtherHands(step, found, groups);
  // Other hands name what they install by the command alone.
  if (!ours)
    for (const found of step.code.flatMap(commandPackages))
      if (!step.packages.some(p => p.name === found.name && p.action === found.action))
        step.packages.push(found);
  // `1.2` names a place in a tree, no step that another one could be said to come after.
  const counted = /^\D*(\d+)\D*$/.exec(NUMBERED.exec(found.heading)?.[0] ?? '')?.[1];
  return {
    step,
    after: identity?.after ?? [],
    ...(counted === undefined ? {} : { counted: Number(counted) }),
    ...(more ? { afterNames: more.after, number: found.number } : {}),
    line: found.line,
    timed: time !== undefined,
    likelySaid: likely !== undefined,
  };
}

/**
 * Steps by the numbers that a reader would find them under: those of their headings where all have one, since a person who
 * moves a step seldom counts anew; else their places. Of two with one number it is the first.
 */
export function byNumber(read: readonly ReadStep[]): readonly (ReadStep | undefined)[] {
  if (read.some(step => step.counted === undefined)) return read;
  const most = Math.max(0, ...read.map(step => step.counted ?? 0));
  if (most > 10 * read.length + 10) return read;
  return Array.from({ length: most }, (_, i) => read.find(step => step.counted === i + 1));
}

const observe = (text: string) => ({ kind: 'observe' as const, text });

interface Identity {
  readonly id: string;
  readonly serves: readonly string[];
  readonly after: readonly number[];
  readonly likely?: number;
  readonly basis: string;
}

/** `` `S-push` · serves R1, R3 · after step 1 · likely 20 min · estimate: … `` */
function identityOf(node: RootContent | undefined, source: string): Identity | undefined {
  if (node?.type === 'html') {
    const id = /^<!--\s*step:\s*(\S+)\s*-->/.exec(node.value)?.[1];
    return id === undefined ? undefined : { id, serves: [], after: [], basis: '' };
  }
  if (node?.type !== 'paragraph') return undefined;
  const lead = leadingCode(node.children, source);
  if (!lead || /\s/.test(lead.code) || (lead.rest !== '' && !lead.rest.startsWith('·'))) return undefined;
  const parts = splitOutside(` ${lead.rest}`, ' · ')
    .map(part => part.trim())
    .filter(Boolean);
  let identity: Identity = { id: lead.code, serves: [], after: [], basis: '' };
  for (const [i, part] of parts.entries()) {
    const [word = '', ...rest] = part.split(' ');
    const value = rest.join(' ');
    if (word === 'serves') identity = { ...identity, serves: value.split(/,\s*/).filter(Boolean) };
    else if (word === 'after') identity = { ...identity, after: splitNumbers(value) };
    else if (word === 'likely') {
      const likely = parseRange(value)?.low;
      if (likely !== undefined) identity = { ...identity, likely };
    } else if (word === 'estimate:') {
      // A basis may hold the separator itself: it is all that is left.
      return { ...identity, basis: [value, ...parts.slice(i + 1)].join(' · ') };
    }
  }
  return identity;
}

/** `**Time:** 15 minutes`, `Estimated time: 2 h` among the labels of a step. */
function timeOf(groups: readonly Labelled[], source: string): MinuteRange | undefined {
  for (const { label, rest } of groups)
    if (/^(?:estimated )?(?:time|effort|duration|estimate)s?(?: estimate)?$/.test(label)) {
      const range = parseRange(dataText(rest, source));
      if (range) return range;
    }
  return undefined;
}

function freeId(title: string, taken: ReadonlySet<string>): string {
  const base = `S-${slug(title, 32, 'step')}`;
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(id)) return id;
  }
}

/** Labels under which other hands say what to do; what stands before the first, or behind a time, says so too. */
const SAYS_WHAT =
  /^(?:|tasks?|to-?dos?|actions?|details?|description|what(?: to do)?|(?:estimated )?(?:time|effort|duration|estimate)s?(?: estimate)?)$/;

/** What to do: paragraphs and lists. */
function detailsOf({ nodes, rest }: Labelled, source: string): string[] {
  const said = parseRange(dataText(rest, source)) ? '' : dataText(rest, source);
  const below = nodes
    .flatMap(node =>
      node.type === 'paragraph'
        ? [blockText(node, source)]
        : node.type === 'list'
          ? node.children.map(item => blockText(item, source))
          : [],
    )
    .filter(Boolean);
  return said === '' ? below : [said, ...below];
}

function named<T>(groups: readonly Labelled[], label: RegExp, read: (item: ListItem) => readonly T[]): T[] {
  return groups.filter(group => label.test(group.label)).flatMap(group => itemsOf(group.nodes).flatMap(read));
}

export function afterDash(text: string): string {
  return text.replace(/^(?:[-–—:]\s+|[-–—:]$)/, '');
}

const ACTIONS: readonly (readonly [RegExp, FileChange['action']])[] = [
  [/^(?:new files?|files? (?:to be )?created?|files? to (?:create|add)|create|add)\b/, 'create'],
  [
    /^(?:files? to (?:modify|update|change|edit)|files? (?:to be )?(?:modified|changed)|modify|update|edit)\b/,
    'modify',
  ],
  [/^(?:files? to (?:delete|remove)|files? (?:to be )?(?:deleted|removed)|delete|remove)\b/, 'delete'],
];

export function actionOf(label: string): FileChange['action'] | undefined {
  return ACTIONS.find(([pattern]) => pattern.test(label.toLowerCase()))?.[1];
}

function filesOf({ label, nodes, rest }: Labelled, source: string): readonly FileChange[] {
  const action = /files?\b/.test(label) ? actionOf(label) : undefined;
  const mixed = action === undefined && /^(?:files?|affected files|changed files)$/.test(label);
  if (label === '') return itemsOf(nodes).flatMap(item => labelledItem(headOf(item), source));
  if (action === undefined && !mixed) return [];
  const inline = rest.filter(node => node.type === 'inlineCode');
  return [
    ...(action === undefined
      ? cellFiles({ line: 1, pieces: piecesOf(rest) })
      : inline.map(node => ({ action, path: node.value, what: '' }))),
    ...itemsOf(listsFirst(nodes)).flatMap(item => fileOf(headOf(item), action, source) ?? []),
  ];
}

/** An item that is a label and its files in one: ``Files to modify: `src/a.ts`, `src/b.ts` ``. */
function labelledItem(nodes: readonly PhrasingContent[], source: string): readonly FileChange[] {
  const [first] = nodes;
  const label = first?.type === 'text' ? /^([^:`]{3,24}):\s*$/.exec(first.value)?.[1] : undefined;
  const action = label === undefined ? undefined : actionOf(label);
  if (action === undefined) return [];
  return nodes.flatMap(node => (node.type === 'inlineCode' ? (fileOf([node], action, source) ?? []) : []));
}

/** `path` - `symbol`: what (`at`), also with the action before it or `(new)` behind it. */
export function fileOf(
  nodes: readonly PhrasingContent[],
  given: FileChange['action'] | undefined,
  source: string,
): FileChange | undefined {
  const text = dataText(nodes, source);
  const at = nodes.findIndex(node => node.type === 'inlineCode');
  const code = nodes[at];
  const before = dataText(nodes.slice(0, Math.max(0, at)), source);
  const bare = /^[\w@.-]+(?:\/[\w@.[\]-]+)+|^[\w-]+\.[a-z]{1,5}\b/i.exec(text)?.[0];
  const named = code?.type === 'inlineCode' && before.length < 24 ? code.value : undefined;
  const said = named ?? bare;
  if (said === undefined) return undefined;
  const lines = /^(.+?):\d+(?:[-–]\d+)?$/.exec(said);
  const path = lines?.[1] ?? said;
  const tail = named !== undefined ? dataText(nodes.slice(at + 1), source) : text.slice(said.length);
  const fresh = /^\s*\((?:new|new file)\)/i.test(tail);
  const told = given ?? actionOf(before) ?? (fresh ? 'create' : lines ? 'modify' : undefined);
  const action = told ?? 'modify';
  const behind = afterDash(tail.replace(/^\s*\((?:new|new file|extended|modified)\)\s*/i, '').trim());
  const place = /^(?:(.*?) )?\((follows )?(`+)(.+?)\3\)$/.exec(behind);
  const rest = place ? (place[1] ?? '') : behind;
  const symbol = /^(`+)((?:(?!\1).)+)\1(?:: ?|$)(.*)$/.exec(rest);
  return {
    action,
    path,
    what: symbol ? (symbol[3] ?? '') : rest,
    ...(told === undefined ? { unsure: true as const } : {}),
    ...(symbol?.[2] ? { symbol: symbol[2].trim() } : {}),
    ...(place?.[4] ? { at: place[4].trim() } : lines ? { at: said } : {}),
  };
}

const KINDS: Readonly<Record<string, CodeBlock['kind']>> = {
  today: 'existing',
  before: 'existing',
  current: 'existing',
  'current code': 'existing',
  existing: 'existing',
  'existing code': 'existing',
  implementation: 'new',
  'data schema': 'schema',
  run: 'command',
};
const SHELLS = /^(?:bash|sh|shell|console|zsh)$/;

function codeOf(group: Labelled, source: string): readonly CodeBlock[] {
  return group.nodes.flatMap((node): readonly CodeBlock[] => {
    if (node.type !== 'code') return [];
    const language = node.lang ?? '';
    const kind = KINDS[group.label] ?? (SHELLS.test(language) ? 'command' : 'new');
    const { text, sources } = withBracketSources(dataText(group.rest, source));
    const place = placeAlone(text);
    const named = kind === 'existing' ? withReadSources(text).sources[0] : undefined;
    const at = place ?? sources[0] ?? named;
    return [
      {
        language,
        caption: place ? '' : text,
        code: node.value,
        kind,
        ...(at ? { source: at } : {}),
      },
    ];
  });
}

/** Where a caption is the place and nothing else. */
function placeAlone(text: string) {
  return onlyCode(text) === undefined ? undefined : withReadSources(text).sources[0];
}

function packageOf(item: ListItem, action: 'add' | 'remove', source: string): Step['packages'] {
  const lead = leadingCode(headOf(item), source);
  if (!lead) return [];
  const dev = /^\(development\)\s*/.exec(lead.rest);
  return [
    { name: lead.code, dev: dev !== null, action, note: afterDash(lead.rest.slice(dev?.[0].length ?? 0)) },
  ];
}
