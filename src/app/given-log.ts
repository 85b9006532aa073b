import { resolve } from 'node:path';
import { readGivenLog } from '../host/index.ts';
import { LogReader, readTraces, sayError } from '../research/trace/index.ts';
import type { GoalWish } from '../session/verbs.ts';
import { ok, type Result } from '../shared/result.ts';

/**
 * A wish to mend what a log shows, with what of the log tells of it. It is read once, when the session begins: the session
 * holds it from then on, also where it came on standard input or the file is gone at the next start. Relative to `folders`,
 * the first that has it.
 */
export async function withGivenLog(wish: GoalWish, folders: readonly string[]): Promise<Result<GoalWish>> {
  const { about } = wish;
  if (wish.kind === 'fix' && about === undefined) return ok(named(wish));
  if (wish.kind !== 'fix' || about === undefined || about.includes('\n')) return ok(wish);
  const tries = about === '-' ? ['-'] : [...new Set(folders.map(folder => resolve(folder, about)))];
  let read = await digestOf(tries[0] ?? about, about);
  for (const path of tries.slice(1))
    if (!read.ok && /no such file/.test(read.error.message)) {
      const other = await digestOf(path, about);
      if (other.ok) read = other;
    }
  if (!read.ok) return read;
  const { digest, cut } = read.value;
  const name = about === '-' ? 'standard input' : about;
  const said = wish.text
    .replace(about === '-' ? /^-$/ : `@${about}`, '')
    .replace(/\s+/g, ' ')
    .trim();
  const [trace] = readTraces(digest.text);
  const first = trace?.errors[0];
  const symptom = said || (first ? `fix ${sayError(first)}` : `fix the failure that ${name} shows`);
  const counted =
    digest.errors === 0
      ? 'no error was found in them; these are the last ones'
      : `${digest.errors.toLocaleString('en')} error${digest.errors === 1 ? '' : 's'}, ${digest.kinds} different`;
  const head = `From ${name} (${digest.lines.toLocaleString('en')} lines${cut ? ', the last 200 MB' : ''}; ${counted}):`;
  return ok({ ...wish, text: `${symptom}\n\n${head}\n${digest.text}` });
}

/** A trace alone, without a word about it, is called by its error: its first line would make a poor title and file name. */
function named(wish: GoalWish): GoalWish {
  const [trace] = readTraces(wish.text);
  const [error] = trace?.errors ?? [];
  if (!trace || !error) return wish;
  const above = wish.text.split('\n').slice(0, trace.from);
  const spoken = above.some(line => /^\S+(?:\s+\S+){2}/.test(line) && !/^\s|[:({]\d*\s*$|^throw /.test(line));
  return spoken ? wish : { ...wish, text: `fix ${sayError(error)}\n\n${wish.text}` };
}

async function digestOf(path: string, named: string) {
  const reader = new LogReader();
  const read = await readGivenLog(path, line => reader.push(line));
  if (read.ok) return ok({ digest: reader.end(), cut: read.value.cut });
  return { ok: false as const, error: { ...read.error, message: read.error.message.replace(path, named) } };
}
