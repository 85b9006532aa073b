import type { Code, RootContent } from 'mdast';
import { isCommand } from '../command-words.ts';
import type { FileChange, Step } from '../model.ts';
import { pathIn } from '../paths.ts';
import { type ProseBlock, piecesOf, proseBlocks } from '../pieces.ts';
import { isList, type Labelled, listsFirst } from './blocks.ts';
import { commandPackages } from './commands.ts';
import {
  cellFiles,
  checked,
  filesIn,
  prosePackages,
  requirementNames,
  saidInProse,
  stepNames,
} from './prose.ts';
import type { FoundStep } from './steps.ts';

const VERIFY =
  /^(?:verify|verification|verified by|how to (?:verify|test)|validation|validate|done when|definition of done|acceptance(?: criteria)?|success criteria|checkpoint|independent test|expected(?: result| outcome)?|tests?|testing|test plan)$/;
const AFTER = /^(?:depends on|dependenc(?:y|ies)|blocked by|after|prerequisites?|requires)$/;
const SERVES = /^(?:serves|requirements?|satisfies|covers|implements|addresses)$/;
const UNDO = /^(?:undo|roll-?\s?back|way back)$/;
/** Labels whose content is read as what it is, and is no prose. */
const READ =
  /^(?:files?\b|(?:new|modified|changed|affected|created|deleted|updated) files?\b|packages?\b|key functions?|(?:estimated )?(?:time|effort|duration|estimate)s?(?: estimate)?|priority|status|owner|parallel)/;

/**
 * What a step by other hands says in its own way: in its heading, in sentences, behind labels of theirs, in the cells of a
 * table. It is put into the step; what the step says under labels that are known wins. Answers which steps come before it.
 */
export function fromOtherHands(
  step: Step,
  found: FoundStep,
  groups: readonly Labelled[],
): { readonly after: readonly string[] } {
  const after: string[] = found.afterCell ? [...stepNames(found.afterCell)] : [];
  const prose: ProseBlock[] = [...(found.prose ?? [])];
  for (const group of groups) {
    const rest: readonly ProseBlock[] =
      group.rest.length > 0 ? [{ line: group.line, pieces: piecesOf(group.rest) }] : [];
    const text = textOf(rest);
    const below = proseBlocks(group.nodes);
    if (AFTER.test(group.label) || SERVES.test(group.label)) {
      const names = text === '' ? below.map(block => textOf([block])).join(' ') : text;
      if (AFTER.test(group.label)) after.push(...namedSteps(group.label, names));
      else step.serves.push(...requirementNames(names));
      if (text !== '') prose.push(...below);
    } else if (UNDO.test(group.label)) step.rollback.push(...[text].filter(Boolean));
    else if (VERIFY.test(group.label)) {
      step.verify.push(...checked(text), ...codeCommands(group.nodes));
      if (!LISTED_ALREADY.test(group.label))
        step.verify.push(...proseBlocks(group.nodes).flatMap(block => checked(textOf([block]))));
    } else if (READ.test(group.label))
      prose.push(...proseBlocks(group.nodes.slice(listsFirst(group.nodes).length)));
    else prose.push(...rest, ...proseBlocks(group.nodes));
  }
  const said = saidInProse(prose);
  after.push(...said.after);
  step.serves.push(...said.serves.filter(id => !step.serves.includes(id)));
  step.rollback.push(...said.rollback);
  step.verify.push(...said.verify);
  for (const block of found.verifyCells ?? []) step.verify.push(...checked(textOf([block])));
  if (step.verify.length === 0) step.verify.push(...saidInProse(found.shared ?? []).verify);
  for (const found of prosePackages(prose))
    if (!step.packages.some(p => p.name === found.name && p.action === found.action))
      step.packages.push(found);
  const creates = /^\s*(?:create|new|add a new|write)\b/i.test(textOf(prose.slice(0, 1)));
  const files = [
    ...titleFiles(found.title, creates),
    ...(found.fileCells ?? []).flatMap(cellFiles),
    ...said.files,
  ];
  for (const file of files) if (!step.files.some(known => known.path === file.path)) step.files.push(file);
  step.code.push(...nestedCode(groups.flatMap(group => group.nodes)));
  return { after };
}

/** Labels whose lists are read wherever they stand. */
const LISTED_ALREADY = /^(?:verify|verification|how to verify|done when|acceptance(?: criteria)?)$/;

/** `Depends on: 3` names a step by its number alone; `Dependencies: Node 20` names none. */
function namedSteps(label: string, text: string): readonly string[] {
  if (/^(?:none|nothing|-|–|n\/a)\b/i.test(text.trim())) return [];
  if (/^(?:depends on|blocked by|after)$/.test(label)) return stepNames(text);
  return /\b(?:step|task|phase)s?\s+\d|\bT\d+/i.test(text) ? stepNames(text) : [];
}

function textOf(blocks: readonly ProseBlock[]): string {
  return blocks
    .flatMap(block => block.pieces.map(piece => (piece.kind === 'code' ? `\`${piece.value}\`` : piece.value)))
    .join('')
    .replace(/\s+/g, ' ')
    .replace(/^\s*:\s*/, '')
    .trim();
}

/** A path in a heading is what the step changes, whether or not a verb stands before it. */
function titleFiles(title: ProseBlock | undefined, creates: boolean): readonly FileChange[] {
  if (!title) return [];
  const said = filesIn(title);
  return title.pieces.flatMap(({ kind, value }) => {
    const path = kind === 'code' ? pathIn(value) : undefined;
    if (path === undefined) return [];
    const known = said.find(file => file.path === path && !file.unsure);
    return [known ?? { path, what: '', action: creates ? ('create' as const) : ('modify' as const) }];
  });
}

/** Command lines of the blocks below a label of verification. */
function codeCommands(nodes: readonly RootContent[]): Step['verify'] {
  return nodes
    .filter((node): node is Code => node.type === 'code')
    .flatMap(node => node.value.split('\n'))
    .map(line =>
      line
        .replace(/^[$>]\s+/, '')
        .replace(/\s+#.*$/, '')
        .trim(),
    )
    .filter(line => isCommand(line) && commandPackages({ language: 'sh', code: line }).length === 0)
    .map(text => ({ kind: 'command' as const, text }));
}

/** Code inside of list items, which stands below no label. */
function nestedCode(nodes: readonly RootContent[]): Step['code'] {
  return nodes.filter(isList).flatMap(list =>
    list.children.flatMap(item => [
      ...item.children
        .filter((node): node is Code => node.type === 'code')
        .map(node => ({
          language: node.lang ?? '',
          caption: '',
          code: node.value,
          kind: /^(?:bash|sh|shell|console|zsh)$/.test(node.lang ?? '')
            ? ('command' as const)
            : ('new' as const),
        })),
      ...nestedCode(item.children),
    ]),
  );
}
