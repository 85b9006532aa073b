import type { CodeSymbol } from '../../../domain/index.ts';
import type { Survey } from '../survey.ts';
import { count } from './estimate.ts';

/** A stretch of a definition that could be cut out: a branch or a loop with what is in it. */
interface Piece {
  readonly line: number;
  readonly endLine: number;
  readonly says: string;
}

const OPENS =
  /^\s*(?:\}\s*)?(?:else\s+if|elif|if|else|for|foreach|while|switch|match|case|try|catch|except|finally|with|unless|until|begin|do)\b/;
/** Shorter ones are read as fast as the call that would stand in their place. */
const LEAST_LINES = 4;
const MOST_PIECES = 5;

/** How a definition is built, and the pieces that can leave it one commit at a time; nothing where its text was not read. */
export function shapeDetails(survey: Survey, symbol: CodeSymbol | undefined): readonly string[] {
  const text = symbol && survey.texts.get(symbol.path)?.text;
  if (!symbol || text === undefined || !/function|method|component/.test(symbol.kind)) return [];
  const lines = text.split('\n').slice(symbol.line - 1, symbol.endLine);
  const width = indentStep(lines);
  const depths = lines.map(line => Math.round(indentOf(line) / width));
  const base = depths[0] ?? 0;
  const branches = lines.filter((line, i) => i > 0 && OPENS.test(line)).length;
  // The body itself is one level in.
  const deepest = Math.max(0, ...depths.map((depth, i) => (lines[i]?.trim() ? depth - base - 1 : 0)));
  const pieces = piecesOf(lines, symbol.line);
  const name = `\`${symbol.name}\``;
  return [
    `${name} has ${count(lines.length, 'line')} and ${branches} ${branches === 1 ? 'branch' : 'branches'}, ${deepest} ${deepest === 1 ? 'level' : 'levels'} deep at most.`,
    ...(pieces.length === 0
      ? [
          `No piece of ${name} is long enough to be cut out: turn conditions round so that the odd case leaves first, and take away what is said twice.`,
        ]
      : pieces.map(
          ({ line, endLine, says }) =>
            `Lines ${line}–${endLine}, \`${says}\`: a function of its own, named by what it answers, in a commit of its own.`,
        )),
  ];
}

/** The longest stretches at the outermost depth that hold any, in the order of the file. */
function piecesOf(lines: readonly string[], from: number): readonly Piece[] {
  const found: Piece[] = [];
  let i = 1;
  while (i < lines.length) {
    const line = lines[i] ?? '';
    if (!OPENS.test(line)) {
      i++;
      continue;
    }
    const depth = indentOf(line);
    let end = i;
    for (let j = i + 1; j < lines.length; j++) {
      const next = lines[j] ?? '';
      if (next.trim() === '') continue;
      if (
        indentOf(next) < depth ||
        (indentOf(next) === depth && !/^\s*[})\]]/.test(next) && !CONTINUES.test(next))
      )
        break;
      end = j;
    }
    const size = end - i + 1;
    // What holds nearly all of the definition is its frame: the pieces are inside.
    if (size >= LEAST_LINES && size <= lines.length * 0.7) {
      found.push({
        line: from + i,
        endLine: from + end,
        says: line.trim().replaceAll('`', "'").slice(0, 70),
      });
      i = end + 1;
    } else i++;
  }
  return found
    .sort((a, b) => b.endLine - b.line - (a.endLine - a.line))
    .slice(0, MOST_PIECES)
    .sort((a, b) => a.line - b.line);
}

const CONTINUES = /^\s*(?:else|elif|catch|except|finally|rescue|ensure|end)\b/;

function indentOf(line: string): number {
  const blanks = /^[ \t]*/.exec(line)?.[0] ?? '';
  return blanks.replaceAll('\t', '    ').length;
}

/** Columns of one level: the smallest step inwards that occurs. */
function indentStep(lines: readonly string[]): number {
  const steps = lines.flatMap((line, i) => {
    const step = indentOf(line) - indentOf(lines[i - 1] ?? line);
    return line.trim() !== '' && step > 1 ? [step] : [];
  });
  return steps.length > 0 ? Math.min(...steps) : 4;
}
