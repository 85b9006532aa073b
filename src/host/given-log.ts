import { createReadStream, fstatSync, openSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { isatty } from 'node:tty';
import { err, failure, ok, type Result } from '../shared/result.ts';

/** Bytes of one log that are read: of a larger file its end, of a larger stream its beginning. */
const MOST_BYTES = 200 * 1024 * 1024;
const CHUNK = 1024 * 1024;
/** A longer line is no line of a log; what is behind this is left out. */
const MOST_LINE = 16 * 1024;
const SNIFF = 8 * 1024;
const STDIN = 0;

export interface GivenLog {
  readonly bytes: number;
  /** More was there than is read. */
  readonly cut: boolean;
}

/** What cannot be read as a log, in words. `named` is how the person named it. */
function refused(named: string, why: string, next: string): Result<never> {
  return err(failure('no-log', `A log or a stack trace was expected in ${named}, but ${why}.`, next));
}

/**
 * Reads a log that the person names, line by line; it may lie anywhere, and links are followed. `-` is standard input, for
 * which a terminal is refused. Only some lines are in memory at a time.
 */
export async function readGivenLog(path: string, take: (line: string) => void): Promise<Result<GivenLog>> {
  const piped = path === '-';
  const named = piped ? 'standard input' : path;
  if (piped && isatty(STDIN))
    return refused(
      named,
      'nothing is piped into it',
      'For example: planner-tui fix:hard - < error.log; or name the file as @error.log.',
    );
  let fd: number;
  let start = 0;
  try {
    fd = piped ? STDIN : openSync(path, 'r');
    const stat = fstatSync(fd);
    if (stat.isDirectory())
      return refused(named, 'it is a folder', 'Name one file of it, for example @logs/error.log.');
    if (stat.isFile() && !piped) start = Math.max(0, stat.size - MOST_BYTES);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return refused(named, 'there is no such file', 'Check the path; it is seen from where you are.');
    return refused(named, `it could not be read (${String(code ?? error)})`, 'Check who may read it.');
  }
  const stream = createReadStream('', {
    fd,
    autoClose: !piped,
    highWaterMark: CHUNK,
    ...(start > 0 ? { start } : {}),
  });
  let bytes = 0;
  let decoder: StringDecoder | undefined;
  let rest = '';
  try {
    for await (const chunk of stream) {
      const buffer: Buffer = chunk;
      if (!decoder) {
        const wide = buffer[0] === 0xff && buffer[1] === 0xfe;
        if (!wide && buffer.subarray(0, SNIFF).includes(0))
          return refused(named, 'it is a binary file', 'Unpack it first, or paste the part that matters.');
        decoder = new StringDecoder(wide ? 'utf16le' : 'utf8');
      }
      bytes += buffer.length;
      const lines = `${rest}${decoder.write(buffer)}`.split('\n');
      rest = (lines.pop() ?? '').slice(0, MOST_LINE);
      for (const line of lines) take(line.slice(0, MOST_LINE).replace(/\r$/, ''));
      if (bytes >= MOST_BYTES) break;
    }
  } catch (error) {
    return refused(
      named,
      `reading it stopped: ${error instanceof Error ? error.message : String(error)}`,
      'Try again.',
    );
  }
  rest += decoder?.end() ?? '';
  if (rest !== '') take(rest.replace(/\r$/, ''));
  if (bytes === 0) return refused(named, 'it is empty', 'Name the file that holds the failure.');
  return ok({ bytes, cut: start > 0 || bytes >= MOST_BYTES });
}
