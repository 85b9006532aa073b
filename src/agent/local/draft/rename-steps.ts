import type { CodeSymbol, SymbolPage } from '../../../domain/index.ts';
import type { FileChange, Step } from '../../../plan/model.ts';
import { escapeRegExp } from '../../../shared/text/index.ts';
import { at } from '../excerpt.ts';
import type { Survey } from '../survey.ts';
import { excerptOf } from './change-step.ts';
import { count, estimate } from './estimate.ts';
import { isTest } from './tests.ts';
import { undo } from './undo.ts';
import { verifyFile } from './verify.ts';

/** A definition that gets another name, with everybody who calls it by the old one. */
export interface Rename {
  readonly symbol: CodeSymbol;
  readonly to: string;
  readonly page: SymbolPage;
}

const WISH =
  /\brename\s+(?:the\s+\w+\s+)?`?([^\s`]+?)`?(?:\(\))?\s+(?:to|into|as)\s+`?([^\s`,;]+?)`?(?:\(\))?[.]?(?=\s|$)/i;
/** Files of code that one commit moves to the new name; of more each folder gets a commit of its own. */
const MOST_AT_ONCE = 12;
/** What was written about a release stays as it was written. */
const WRITTEN_ONCE = /(?:^|\/)(?:change(?:log|s)?|history|news|releases?)(?:\.\w+)?$/i;

/** Undefined where the goal renames something else than one definition whose callers are known. */
export function renameOf(survey: Survey): Rename | undefined {
  const said = WISH.exec(survey.goal.text);
  const [from, to] = [last(said?.[1] ?? ''), last(said?.[2] ?? '')];
  const symbol = survey.subjects?.find(s => s.name === from);
  const page = symbol && survey.callers?.get(at(symbol));
  if (!symbol || !page || !/^[\p{L}_$#][\p{L}\p{N}_$]*[!?]?$/u.test(to) || to === from) return undefined;
  return { symbol, to, page };
}

function last(name: string): string {
  return name.split(/\.|::|#(?!$)/).at(-1) ?? '';
}

interface Uses {
  readonly path: string;
  readonly lines: readonly number[];
}

/**
 * The steps of a rename. Where the callers are few, definition and callers change in one commit; else the new name stands
 * beside the old one until the last caller has moved.
 */
export function renameSteps(
  survey: Survey,
  { symbol, to, page }: Rename,
  serves: readonly string[],
  after: readonly string[],
): readonly Step[] {
  const uses = usesOf(survey, page, symbol);
  const step = (
    id: string,
    title: string,
    lines: number,
    more: Partial<Step> & Pick<Step, 'files'>,
  ): Step => ({
    id,
    title,
    estimate: estimate(survey, { lines, files: more.files.length }),
    serves: [...serves],
    dependsOn: [...after],
    details: [],
    functions: [],
    code: [],
    verify: verifyFile(survey, symbol.path, more.files.find(f => isTest(survey, f.path))?.path),
    rollback: undo(survey, more.files),
    packages: [],
    part: 'core',
    ...more,
  });
  const definition = (what: string): FileChange => ({
    action: 'modify',
    path: symbol.path,
    what,
    symbol: symbol.name,
    at: at(symbol),
  });
  const caller = ({ path, lines }: Uses): FileChange => ({
    action: 'modify',
    path,
    what: `\`${to}\` on ${sayLines(lines)}`,
  });
  const own = uses.find(u => u.path === symbol.path);
  const others = uses.filter(u => u.path !== symbol.path);
  const here = own ? `, also on ${sayLines(own.lines)}` : '';
  const notes = [...unread(survey, { symbol, to, page })];
  const lines = uses.reduce((sum, use) => sum + use.lines.length, 1);
  if (others.length <= MOST_AT_ONCE)
    return [
      step(`S-rename`, `Rename \`${symbol.name}\` to \`${to}\` ${inFiles(others.length + 1)}`, lines, {
        files: [definition(`\`${to}\` in its place${here}`), ...others.map(caller)],
        details: [
          `One commit, and nothing but the name: \`${symbol.name}\` (\`${at(symbol)}\`) and the lines below change together, so that no state in between is broken.`,
          ...notes,
        ],
        code: excerptOf(survey, symbol),
      }),
    ];
  const groups = byFolder(others);
  const moves = groups.map((group, i) =>
    step(
      `S-rename-callers${groups.length > 1 ? `-${i + 1}` : ''}`,
      `Call \`${to}\` in ${group.folder === '' ? 'the top folder' : `\`${group.folder}/\``} (${count(group.uses.length, 'file')})`,
      group.uses.reduce((sum, use) => sum + use.lines.length, 0),
      {
        files: group.uses.map(caller),
        dependsOn: ['S-rename-beside'],
        details: [`Only the name changes; \`${symbol.name}\` still passes on for whoever has not moved yet.`],
        ...(group.uses[0]
          ? { verify: verifyFile(survey, group.uses[0].path, testOf(survey, group.uses)) }
          : {}),
      },
    ),
  );
  return [
    step('S-rename-beside', `Give \`${symbol.name}\` the name \`${to}\`, the old one beside it`, 3, {
      files: [definition(`\`${to}\` in its place; \`${symbol.name}\` only passes on to it${here}`)],
      details: [
        `${count(others.length, 'file')} name \`${symbol.name}\`: both names stand until the last of them has moved, so that each commit is green.`,
        ...notes,
      ],
      code: excerptOf(survey, symbol),
    }),
    ...moves,
    step('S-rename-old', `Take \`${symbol.name}\` away`, 2, {
      files: [{ action: 'modify', path: symbol.path, what: `\`${symbol.name}\` goes, \`${to}\` stays` }],
      dependsOn: moves.map(move => move.id),
      details: [`\`git grep -nw -e '${symbol.name}'\` gives no line of code any more before this commit.`],
    }),
  ];
}

function inFiles(files: number): string {
  return files === 1 ? 'in its file' : `in ${files} files`;
}

/**
 * Lines outside the definition's own name, by file: those that use it, those that bring it in, and, of a member, definitions of
 * the same name beside it, which may stand in for it. What tells of releases is left as it is.
 */
function usesOf(survey: Survey, page: SymbolPage, symbol: CodeSymbol): readonly Uses[] {
  const by = new Map<string, Set<number>>();
  const add = (path: string, lines: readonly number[]) => {
    const own = lines.filter(line => path !== symbol.path || line !== symbol.line);
    if (own.length > 0) by.set(path, new Set([...(by.get(path) ?? []), ...own]));
  };
  for (const { path, lines } of page.usedBy)
    if (!WRITTEN_ONCE.test(path)) add(path, [...lines, ...broughtIn(survey, path, symbol)]);
  add(
    symbol.path,
    standIns(survey, symbol).map(s => s.line),
  );
  return [...by].map(([path, lines]) => ({ path, lines: [...lines].sort((a, b) => a - b) }));
}

/** Lines at the top of a file that import the name, or hand it on. */
function broughtIn(survey: Survey, path: string, { name }: CodeSymbol): readonly number[] {
  const lines = survey.texts.get(path)?.text.split('\n') ?? [];
  const word = new RegExp(`(?<![\\w$])${escapeRegExp(name)}(?![\\w$])`);
  let open = false;
  return lines.flatMap((line, i) => {
    if (/^\s*(?:import|export|from|use)\b/.test(line)) open = true;
    const found = open && word.test(line) ? [i + 1] : [];
    // A list of names may run over lines; it ends with its bracket, or where it never had one.
    if (open && (/[)};]|\bfrom\s+['"]/.test(line) || !/[({,]\s*$/.test(line))) open = false;
    return found;
  });
}

/** Members of other classes of the file that have the same name: an override has to go along. */
function standIns(survey: Survey, symbol: CodeSymbol): readonly CodeSymbol[] {
  if (symbol.container === undefined) return [];
  const members = survey.cards.get(symbol.path)?.symbols ?? [];
  return members.filter(s => s.name === symbol.name && s.line !== symbol.line && s.container !== undefined);
}

function testOf(survey: Survey, uses: readonly Uses[]): string | undefined {
  return uses.find(use => isTest(survey, use.path))?.path;
}

/** Files of one top folder move in one commit. */
function byFolder(
  uses: readonly Uses[],
): readonly { readonly folder: string; readonly uses: readonly Uses[] }[] {
  const by = new Map<string, Uses[]>();
  for (const use of uses) {
    const folder = use.path.includes('/') ? (use.path.split('/')[0] ?? '') : '';
    by.set(folder, [...(by.get(folder) ?? []), use]);
  }
  return [...by].map(([folder, own]) => ({ folder, uses: own }));
}

/** What a search by name cannot see, or sees too much of. */
function* unread(survey: Survey, { symbol, to, page }: Rename): Iterable<string> {
  const same = survey.cards.get(symbol.path)?.symbols.find(s => s.name === to);
  if (same) yield `\`${to}\` is defined at \`${at(same)}\` already: choose another name, or let it go first.`;
  const others = standIns(survey, symbol);
  if (others.length > 0)
    yield `${others.map(s => `\`${s.container}\` (\`${at(s)}\`)`).join(' and ')} define${others.length === 1 ? 's' : ''} \`${symbol.name}\` too: where that stands in for the one of \`${symbol.container}\`, it gets the new name with it.`;
  if (page.namesakes > 0)
    yield `${count(page.namesakes, 'other file')} define${page.namesakes === 1 ? 's' : ''} \`${symbol.name}\` too: those keep their name.`;
  if (page.unread > 0)
    yield `${count(page.unread, 'further file')} hold${page.unread === 1 ? 's' : ''} the name and ${page.unread === 1 ? 'was' : 'were'} not read: \`git grep -nw -e '${symbol.name}'\` lists ${page.unread === 1 ? 'it' : 'them'}.`;
  if (symbol.exported)
    yield `\`${symbol.name}\` is exported: where other programs import it, it stays beside \`${to}\`, marked as deprecated, until a release that may break them.`;
}

function sayLines(lines: readonly number[]): string {
  const shown = lines.slice(0, 8).join(', ');
  const more = lines.length > 8 ? ` and ${lines.length - 8} more` : '';
  return `line${lines.length === 1 ? '' : 's'} ${shown}${more}`;
}
