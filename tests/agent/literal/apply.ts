import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CodeBlock, Plan, Step } from '../../../src/plan/model.ts';

const SCRIPT = new Set(['typescript', 'javascript', 'python']);

/** One place in an existing file and the lines that go there. */
interface Piece {
  readonly where: string;
  readonly anchor: string | undefined;
  readonly lines: string;
}

/**
 * Does what a reader does who follows the plan word for word: a block for a new file is the file (a second one is
 * appended), a block for an existing file is cut at the comments that say where its lines go. Settings for a zod
 * schema go in front of its end. Throws where a block names a place that is not there.
 */
export async function applyPlan(root: string, plan: Plan): Promise<readonly string[]> {
  const written: string[] = [];
  for (const step of plan.steps)
    for (const block of step.code) {
      const path = pathOf(step, block);
      if (path === undefined) continue;
      const file = join(root, path);
      const before = await readFile(file, 'utf8').catch(() => undefined);
      const after = applyBlock(before, block, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, after);
      if (!written.includes(path)) written.push(path);
    }
  return written;
}

function pathOf(step: Step, block: CodeBlock): string | undefined {
  if (block.kind === 'existing' || block.kind === 'command') return undefined;
  const path = /`([\w./-]+\.\w+)`/.exec(block.caption)?.[1];
  const change = step.files.find(f => f.path === path);
  if (path === undefined) return undefined;
  if (block.language === 'text' && change) return path;
  if (!SCRIPT.has(block.language) || !/\.(?:[cm]?[jt]s|py)$/.test(path)) return undefined;
  if (!change) throw new Error(`${step.id} has code for ${path}, which is none of its files`);
  return path;
}

function applyBlock(before: string | undefined, block: CodeBlock, path: string): string {
  if (before === undefined) return `${block.code}\n`;
  if (block.language === 'text') {
    const end = before.indexOf('\n});');
    if (end < 0) throw new Error(`${path}: no end of a schema`);
    return `${before.slice(0, end)}\n${block.code}${before.slice(end)}`;
  }
  const pieces = piecesOf(block.code);
  if (pieces.length === 0) throw new Error(`${path} exists, and its block does not say where its lines go`);
  return pieces.reduce((text, piece) => place(text, piece, path), before);
}

const PLACE = /^(?:\/\/|#) (with the imports|at the end|(before|after|inside|instead of) `(.+)`):$/;

function piecesOf(code: string): readonly Piece[] {
  const out: { where: string; anchor: string | undefined; lines: string[] }[] = [];
  for (const line of code.split('\n')) {
    const found = PLACE.exec(line);
    if (found) out.push({ where: found[2] ?? found[1] ?? '', anchor: found[3], lines: [] });
    else if (out.length === 0) throw new Error(`“${line}” stands before the first place`);
    else out.at(-1)?.lines.push(line);
  }
  return out.map(p => ({ ...p, lines: p.lines.join('\n').replace(/^\n+|\s+$/g, '') }));
}

function place(text: string, { where, anchor, lines }: Piece, path: string): string {
  if (where === 'with the imports') return `${lines}\n${text}`;
  if (where === 'at the end') return `${text.trimEnd()}\n\n${lines}\n`;
  const at = anchor === undefined ? -1 : text.indexOf(anchor);
  if (anchor === undefined || at < 0) throw new Error(`${path} has no “${anchor}” to put lines ${where}`);
  if (where !== 'inside' && text.indexOf(anchor, at + 1) >= 0)
    throw new Error(`${path} has “${anchor}” more than once`);
  const end = at + anchor.length;
  switch (where) {
    case 'before': {
      const start = text.lastIndexOf('\n', at) + 1;
      return `${text.slice(0, start)}${lines}\n${text.slice(start)}`;
    }
    case 'after': {
      const line = text.indexOf('\n', end);
      return `${text.slice(0, line)}\n${lines}${text.slice(line)}`;
    }
    case 'inside':
      return `${text.slice(0, end)}\n${lines}\n${text.slice(end)}`;
    default:
      return text.slice(0, at) + lines + text.slice(end);
  }
}
