import { readTraces, sayError } from '../../research/trace/index.ts';
import { foreignGoal } from './tongues.ts';

/** A goal as the planner reads it: plain text, bounded, in English as far as it was understood. */
export interface GoalWords {
  /** What is searched for and planned. */
  readonly text: string;
  /** The beginning of what was given, for quotes: one line of at most 200 characters. */
  readonly quote: string;
  /** Where it was given in another language: which, and what was understood of it. */
  readonly foreign?: { readonly language: string; readonly understood: readonly string[] };
  /** How many sentences of a long goal are not among the requirements. */
  readonly left: number;
}

const QUOTE = 200;
/** From this length on a goal is a document: its demands are picked out. */
const LONG = 900;
const MOST_DEMANDS = 12;
const MOST_OF_ONE = 240;

export function goalWords(given: string): GoalWords {
  const trace = traceIn(given);
  const plain = trace ?? withoutMarkup(given);
  // With a trace, what the person said is the first line; the second is of our making.
  const quote = cut((trace?.split('\n')[0] ?? plain).replace(/\s+/g, ' ').trim(), QUOTE);
  const foreign = foreignGoal(plain);
  if (foreign) return { text: foreign.understood.join(' '), quote, foreign, left: 0 };
  if (plain.length <= LONG) return { text: plain, quote, left: 0 };
  const { demands, left } = demandsOf(plain);
  return { text: demands.join('\n'), quote, left };
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/\s+\S*$/, '')}…`;
}

/** The text without marks of Markdown and HTML, without code blocks, and without what stands for unreadable characters. */
export function withoutMarkup(text: string): string {
  return text
    .replace(/<U\+[0-9A-F]{4,6}>/g, '')
    .replace(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1\s*$/gm, ' ')
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<\/?(?:p|div|li|ul|ol|h[1-6]|br|tr|table|section|article)\b[^>]*>/gi, '\n')
    .replace(/<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>/gi, ' ')
    .replace(/!?\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/^\s{0,3}(?:#{1,6}|>)\s*/gm, '')
    .replace(/^\s*(?:[-*_]\s*){3,}$/gm, '')
    .replace(/(\*\*|__)(?=\S)([^\n]*?\S)\1/g, '$2')
    .replace(/(?<![\w*])\*(?=\S)([^*\n]*\S)\*(?![\w*])/g, '$1')
    .replace(/^\s*\|?(?:\s*:?-{2,}:?\s*\|)+.*$/gm, '')
    .replace(/&(?:nbsp|amp|lt|gt|quot);/g, ' ')
    .replace(/[ \t]+/g, ' ')
    .replace(/ *\n */g, '\n')
    .replace(/\n{2,}/g, '\n')
    .trim();
}

const FRAME =
  /^\s*(?:at\s+.*?\(?((?:[A-Za-z]:)?[\w@./\\-]+\.\w{1,5}):\d+(?::\d+)?\)?|File "([^"]+)", line \d+.*|((?:[\w@./-]+\/)?[\w@.-]+\.(?:go|rs|rb|java|kt|php)):\d+.*)$/;

/**
 * A pasted stack trace as a goal: what failed, then the files of the project it went through, innermost first. What the
 * person said above it stands first. Undefined where nothing is a trace.
 */
export function traceIn(text: string): string | undefined {
  const [trace] = readTraces(text);
  if (!trace) return bareFrames(text);
  const [root] = trace.errors;
  const [frames] = trace.errors.map(e => e.frames).filter(f => f.some(x => !FOREIGN.test(x.file)));
  const own = (frames ?? root?.frames ?? []).map(f => f.file.replaceAll('\\', '/'));
  const shown = shownPaths(own);
  const error = root ? sayError(root) : '';
  const said = cut(withoutMarkup(spokenAbove(text)).replace(/\s+/g, ' ').trim(), MOST_OF_ONE).replace(
    /[.\s]+$/,
    '',
  );
  const what = cut(withoutMarkup(error).replace(/\s+/g, ' '), MOST_OF_ONE).replace(/[.\s]+$/, '');
  const where = shown.length > 0 ? ` in ${shown.join(', ')}` : '';
  if (said === '' || said.endsWith(what)) return `fix ${what || 'the failure'}${where}`;
  return `${said}\nNo more ${what ? `“${what}”` : 'of that failure'}${where}`;
}

/** What a person says before what was pasted: the lines up to the first empty one, where they are no output. */
function spokenAbove(text: string): string {
  const [first = ''] = text.split(/\n\s*\n|\n(?=From .*:\n---)/);
  const lines = first.split('\n');
  return lines.length <= 6 && readTraces(first).length === 0 && !OUTPUT.test(first) ? first : '';
}

const OUTPUT =
  /^\s*at |^Traceback|^panic:|^thread '|:\d+:\d+\)?$|^\S*(?:Error|Exception)\b.*:|^={5,}|^\s*\^/m;

const FOREIGN =
  /node_modules|site-packages|node:internal|^node:|\/lib\/python|internal\/|\/rustc\/|^java\.base|\/go-?[\d.]*\/src\//;

function shownPaths(files: readonly string[]): readonly string[] {
  const own = files.filter(path => !FOREIGN.test(path) && !path.startsWith('<'));
  return [...new Set((own.length > 0 ? own : files).map(fromRoot))].slice(0, 4);
}

/** Lines that are calls without anything around them that a reader of traces would know. */
function bareFrames(text: string): string | undefined {
  const lines = text.split('\n');
  const frames = lines.flatMap(line => {
    const m = FRAME.exec(line);
    const path = m?.[1] ?? m?.[2] ?? m?.[3];
    return path === undefined ? [] : [path.replaceAll('\\', '/')];
  });
  if (frames.length < 2) return undefined;
  const said = lines.filter(
    line => line.trim() !== '' && !FRAME.test(line) && !/^\s*(?:File |\^|~|\.\.\. )/.test(line),
  );
  const error = said.find(line => /\b\w*(?:Error|Exception|panic|fatal)\b/i.test(line)) ?? said[0] ?? '';
  const what = cut(withoutMarkup(error).replace(/\s+/g, ' '), MOST_OF_ONE).replace(/[.\s]+$/, '');
  return `fix ${what || 'the failure'} in ${shownPaths(frames).join(', ')}`;
}

/** `/home/ann/shop/src/a.ts` → `src/a.ts`: from the folder on by which sources are known; others keep two parts. */
function fromRoot(path: string): string {
  const clean = path.replace(/^(?:file:\/\/)?(?:[A-Za-z]:)?\/+/, '/');
  const known = /(?:^|.*\/)((?:src|lib|app|pkg|cmd|internal|server|client|tests?)\/.+)$/.exec(clean)?.[1];
  return known ?? clean.split('/').slice(-2).join('/').replace(/^\//, '');
}

const DEMAND =
  /\b(?:must|shall|should|needs? to|has to|have to|required?|can(?:not)?|will|may not|want|allow|ensure|make sure|support|provide|never|only|at most|at least)\b/i;
const IMPERATIVE =
  /^(?:add|create|show|send|store|keep|remove|update|allow|let|validate|limit|export|import|notify|log|handle|support|return|reject|accept|display|use|make|write|delete|implement|provide|replace|rename|move|fix|document|test)\b/i;

/** The title and the sentences of a long text that ask for something, in their order, each bounded. */
function demandsOf(text: string): { readonly demands: readonly string[]; readonly left: number } {
  const lines = text
    .split(/\n+|(?<=[.!?])\s+(?=[\p{Lu}`"“])/u)
    .map(line => line.replace(/^\s*(?:[-*•]\s*(?:\[[ x]\]\s*)?|\d+[.)]\s*)/i, '').trim())
    .filter(line => /\p{L}{3}/u.test(line));
  const [title = '', ...rest] = lines;
  const asks = rest.filter(line => line.length >= 12 && (IMPERATIVE.test(line) || DEMAND.test(line)));
  const seen = new Set<string>([title.toLowerCase()]);
  const fresh = asks.filter(line => !seen.has(line.toLowerCase()) && seen.add(line.toLowerCase()));
  const shown = fresh.slice(0, MOST_DEMANDS - 1).map(line => cut(line.replace(/\s+/g, ' '), MOST_OF_ONE));
  return {
    demands: [cut(title.replace(/\s+/g, ' '), 120), ...shown],
    left: Math.max(0, rest.length - shown.length),
  };
}
