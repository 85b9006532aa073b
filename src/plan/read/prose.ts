import { commandsIn } from '../command-words.ts';
import type { FileChange, Step } from '../model.ts';
import { pathIn } from '../paths.ts';
import { type Piece, type PieceSentence, type ProseBlock, pieceSentences, wordsOf } from '../pieces.ts';
import { commandPackages } from './commands.ts';

/** What the sentences of a step by other hands say, where no label says it. */
export interface SaidInProse {
  readonly files: readonly FileChange[];
  readonly verify: Step['verify'];
  readonly serves: readonly string[];
  /** Steps that come before it, as they are called: `1.2`, `T004`. */
  readonly after: readonly string[];
  readonly rollback: readonly string[];
}

const VERIFIES =
  /^(?:and |then |to )?(?:verify|verified|proof|proven|verification|expected|expect|done when|check(?: (?:that|with|by)|(?=\s*:))|confirm|make sure (?:that )?|acceptance|checkpoint|independent test|validate (?:that|with|by)|see that|how to (?:test|verify)|tests? it (?:with|by))\b|\b(?:works?|done|finished|complete|ready) (?:when|once|if)\b|\bverif(?:y|ied|iable) (?:with|by|that)\b/i;
/** Numbers and marks before a task: `2.4`, `T012 [P] [US1]`. */
const LEAD = /^[^\p{L}\p{N}\u0001[`“"(]*(?:(?:\d+(?:\.\d+)*[.)]?|\[?T\d{2,4}\]?)\s+)?(?:\[[A-Z]+\d*\]\s*)*/u;
const RUNS = /^(?:and |then )?(?:re-?)?runs?\b/i;
/** What a command says when all is well. */
const SUCCEEDS =
  /\u0001[^\u0001]{0,40}\b(?:green|pass(?:es|ed)?|succeeds?|silent|clean|without (?:an )?errors?)\b/i;
const UNDOES = /^(?:undo|undone|roll-?\s?back|way back)\b\s*(?::|by\b|with\b|-)/i;
const SERVES = /^(?:requirements?|serves|satisfies|covers|implements|addresses|refs?)\s*:\s*/i;
const AFTER =
  /\b(?:depends? on|dependenc(?:y|ies)|blocked by|after|requires|prerequisites?)\b:?\s*((?:(?:step|task|phase|milestone)s?\s+[\d.]+|T\d+)(?:\s*(?:,|and|&|\+)\s*(?:(?:step|task|phase|milestone)s?\s+)?(?:T?\d[\d.]*))*)/gi;

export function saidInProse(blocks: readonly ProseBlock[]): SaidInProse {
  const files: FileChange[] = [];
  const verify: Step['verify'] = [];
  const serves: string[] = [];
  const after: string[] = [];
  const rollback: string[] = [];
  for (const block of blocks)
    for (const sentence of pieceSentences(block)) {
      const words = wordsOf(sentence).replace(LEAD, '');
      const plain = sentence.masked.trim().replace(LEAD, '');
      after.push(...namesAfter(plain));
      if (SERVES.test(plain)) serves.push(...requirementNames(plain.replace(SERVES, '')));
      else if (UNDOES.test(plain)) rollback.push(words);
      else if (VERIFIES.test(plain)) verify.push(...checked(words));
      else if ((RUNS.test(plain) || SUCCEEDS.test(plain)) && commandsIn(words).some(isNoInstall))
        verify.push(...checked(words));
      else {
        // "… in `src/a.ts`. Verify: `npm test`" within one sentence.
        files.push(...filesIn(sentence));
        if (/[,(–—-]\s*(?:and\s+)?verif(?:y|ied)\b/i.test(plain)) verify.push(...checked(words));
      }
    }
  return { files: merged(files), verify, serves, after, rollback };
}

/** Install commands that the prose names. */
export function prosePackages(blocks: readonly ProseBlock[]): Step['packages'] {
  return blocks.flatMap(block =>
    block.pieces.flatMap(piece =>
      piece.kind === 'code' ? commandPackages({ language: 'sh', code: piece.value }) : [],
    ),
  );
}

/** Paths of a table's cell, or behind a label; the marks behind them say what is done, and without any it is not said. */
export function cellFiles(block: ProseBlock): readonly FileChange[] {
  const marked = filesIn(block);
  return block.pieces.flatMap(({ kind, value }) => {
    const path = kind === 'code' ? pathIn(value) : undefined;
    if (path === undefined) return [];
    return [
      marked.find(file => file.path === path) ?? {
        path,
        what: '',
        action: 'modify' as const,
        unsure: true as const,
      },
    ];
  });
}

function isNoInstall(command: string): boolean {
  return commandPackages({ language: 'sh', code: command }).length === 0;
}

/** A line that says how to verify: its commands, else itself as what can be observed. */
export function checked(words: string): Step['verify'] {
  const said = words
    .replace(/^\W*(?:verify|verification|expected|expect|run|check|proof|checkpoint|acceptance)\s*:\s*/i, '')
    .trim();
  const only = /^`([^`]+)`\.?$/.exec(said)?.[1];
  if (only !== undefined && commandsIn(said).length === 1) return [{ kind: 'command', text: only.trim() }];
  return said === '' ? [] : [{ kind: 'observe', text: said }];
}

/** Names of requirements: `R1`, `FR-001`, `1.2`. */
export function requirementNames(text: string): readonly string[] {
  return text.match(/\b[A-Z]{1,4}-?\d+(?:\.\d+)*\b|\b\d+\.\d+\b/g) ?? [];
}

/** Steps after which this one comes: "depends on T004", "after steps 1 and 2". */
export function namesAfter(text: string): readonly string[] {
  return [...text.matchAll(AFTER)].flatMap(([, names = '']) => stepNames(names));
}

export function stepNames(text: string): readonly string[] {
  return (text.match(/\b[A-Z]{1,4}-?\d+\b|\b\d+(?:\.\d+)*\b/g) ?? []).map(name => name.replace(/\.0$/, ''));
}

const VERBS =
  /\b(?:(?<create>creates?|writes?|introduces?|generates?|scaffolds?|new)|(?<add>adds?|puts?|inserts?|appends?|registers?|mounts?|wires?|declares?|describes?|documents?|tests?|covers?)|(?<modify>extends?|modif(?:y|ies)|changes?|updates?|edits?|adjusts?|refactors?|fix(?:es)?|renames?|replaces?|rewrites?|teach(?:es)?|bumps?|lets?|make|restores?)|(?<remove>deletes?|removes?|drops?)|(?<other>calls?|uses?|using|imports?|follow(?:s|ing)?|cop(?:y|ies)|reads?|sees?|looks?|like|mirrors?|matches))\b/gi;
const BEFORE =
  /(?:\b(?<prep>to|into|onto|in|inside|within|through|throughout|at|from|of|on|by|with|see|like|as|via|per|for|against|beside|behind|under|than)\s+)?(?:the\s+|a\s+|an\s+)?(?<kind>new\s+|existing\s+)?(?:(?:test\s+)?(?:file|module|script|class|component|helper)\s+)?$/i;
const MARK =
  /^\s*[([]?\s*\(?(?:(?<create>new(?: file)?|creat(?:e|ed)|add(?:ed)?)|(?<modify>modif(?:y|ied)|chang(?:e|ed)|updat(?:e|ed)|extend(?:ed)?|edit(?:ed)?|existing)|(?<remove>delet(?:e|ed)|remov(?:e|ed)))\s*[)\]]/i;
const ASIDE = /^(?:of|on|by|with|see|like|as|via|per|for|against|than)$/i;

/** Files that a sentence changes; what it only refers to is left out. */
export function filesIn({ pieces }: Pick<PieceSentence, 'pieces'>): readonly FileChange[] {
  const found: FileChange[] = [];
  let words = '';
  let since = '';
  let last: Pick<FileChange, 'action' | 'unsure'> | undefined;
  pieces.forEach((piece, i) => {
    const path = piece.kind === 'code' ? pathIn(piece.value) : undefined;
    if (path === undefined) {
      words += piece.kind === 'code' ? '\u0001' : piece.value;
      since += piece.kind === 'code' ? '\u0001' : piece.value;
      return;
    }
    const next = pieces[i + 1];
    const listed = last !== undefined && /^\s*(?:,|and|or|&|, and|\+)\s*$/.test(since);
    const action = marked(next) ?? (listed ? last : actionIn(words));
    if (action) found.push({ ...action, path, what: '' });
    last = action;
    words += '\u0002';
    since = '';
  });
  return found;
}

function marked(next: Piece | undefined): Pick<FileChange, 'action'> | undefined {
  const groups = next?.kind === 'text' ? MARK.exec(next.value)?.groups : undefined;
  if (!groups || !/^\s*[([]/.test(next?.value ?? '')) return undefined;
  return { action: groups['create'] ? 'create' : groups['remove'] ? 'delete' : 'modify' };
}

/** What the words before a path say is done to it; undefined where they only refer to it. */
function actionIn(words: string): Pick<FileChange, 'action' | 'unsure'> | undefined {
  const { prep = '', kind = '' } = BEFORE.exec(words)?.groups ?? {};
  if (/^new/i.test(kind)) return { action: 'create' };
  const verb = [...words.matchAll(VERBS)].at(-1)?.groups ?? {};
  const unsure = { action: 'modify', unsure: true } as const;
  if (verb['other']) return undefined;
  if (verb['modify']) return ASIDE.test(prep) && !/^of$/i.test(prep) ? undefined : { action: 'modify' };
  if (ASIDE.test(prep)) return undefined;
  if (verb['remove']) return prep === '' ? { action: 'delete' } : { action: 'modify' };
  if (verb['create']) return prep === '' ? { action: 'create' } : unsure;
  if (verb['add']) return prep === '' && /^add/i.test(verb['add']) ? { action: 'create' } : unsure;
  return prep !== '' || words.trim() === '' ? unsure : undefined;
}

/** Each path once; what was said for certain wins. */
function merged(files: readonly FileChange[]): readonly FileChange[] {
  const byPath = new Map<string, FileChange>();
  for (const file of files) {
    const known = byPath.get(file.path);
    if (!known || (known.unsure && !file.unsure)) byPath.set(file.path, file);
  }
  return [...byPath.values()];
}
