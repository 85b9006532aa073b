import type { ReadFile } from '../../../host/port.ts';
import type { LineHistory } from '../../../research/trace/index.ts';
import type { OwnCall, Symptom } from './model.ts';

/** Lines around the failing one whose history counts. */
const AROUND = 2;

/** The last commits of the failing lines. Where the file was edited since, its line is looked for as HEAD has it. */
export async function changedLines(
  history: LineHistory | undefined,
  call: OwnCall,
  file: ReadFile | undefined,
  most = 4,
): Promise<Symptom['changed']> {
  if (!history || !file || call.unplaced) return [];
  const committed = await history.committed(call.path);
  if (committed === undefined) return [];
  let { line } = call;
  const lines = committed.split('\n');
  if ((lines[line - 1] ?? '').trim() !== call.text) {
    const again = lines.findIndex(l => l.trim() === call.text && call.text !== '');
    if (again < 0) return [];
    line = again + 1;
  }
  const from = Math.max(1, line - AROUND);
  const to = Math.min(lines.length - (lines.at(-1) === '' ? 1 : 0), line + AROUND);
  return (await history.lines(call.path, from, Math.max(from, to), most)) ?? [];
}

/** Calls of the way whose lines are asked for their history, and how long a function may be to be asked as a whole. */
const MOST_ASKED = 4;
const LONGEST = 120;

/** Of the lines and functions of the way the one that was changed last: whatever began to fail was changed by somebody. */
export async function newestOnTheWay(
  history: LineHistory | undefined,
  calls: readonly OwnCall[],
  texts: ReadonlyMap<string, ReadFile>,
): Promise<Symptom['newest']> {
  const found: NonNullable<Symptom['newest']>[] = [];
  for (const call of calls.slice(0, MOST_ASKED)) {
    const [lines] = await changedLines(history, call, texts.get(call.path), 1);
    if (lines) found.push({ call, commit: lines, of: 'lines' });
    const { symbol } = call;
    // What was taken out of a function left no line behind that would tell.
    if (!symbol || symbol.endLine - symbol.line > LONGEST || call.printed !== undefined) continue;
    const [whole] = (await history?.lines(symbol.path, symbol.line, symbol.endLine, 1)) ?? [];
    if (whole && whole.sha !== lines?.sha) found.push({ call, commit: whole, of: 'function' });
  }
  return found.sort((a, b) => Date.parse(b.commit.date) - Date.parse(a.commit.date))[0];
}
