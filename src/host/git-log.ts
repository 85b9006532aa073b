import type { ChangedLines, GitChange, GitCommit } from './port.ts';

/** NUL cannot occur in a commit message, so a hostile one cannot forge a record. */
export const LOG_FORMAT = '--format=%x00commit%x00%H%x00%aI%x00%an%x00%s%x00%b%x00';
export const SIZE_FORMAT = '--format=%x00commit%x00%H%x00';

const STAT = /^\n*(\d+|-)\t(\d+|-)\t([\s\S]+)$/;
/** A record of `--raw`; its path is the next field. */
const RAW = /^\n*:\d+ \d+ ([0-9a-f]+)(?:\.{3})? ([0-9a-f]+)(?:\.{3})? ([A-Z])\d*$/;

/**
 * Reads the output of `log -z --raw --no-renames` with `LOG_FORMAT`. `complete: false` says that the output was cut:
 * the last commit is left out then, because its files may be missing.
 */
export function parseLog(output: string, complete: boolean): GitCommit[] {
  const tokens = output.split('\0');
  const commits: GitCommit[] = [];
  let i = 0;
  let whole = true;
  while (i < tokens.length) {
    if (tokens[i] !== 'commit') {
      i++;
      continue;
    }
    const [sha, date, author, subject, body] = tokens.slice(i + 1, i + 6);
    if (
      sha === undefined ||
      date === undefined ||
      author === undefined ||
      subject === undefined ||
      body === undefined
    )
      break;
    i += 6;
    const files: GitChange[] = [];
    // An empty field stands between the message and the records.
    if (tokens[i] === '') i++;
    for (let raw = RAW.exec(tokens[i] ?? ''); raw; raw = RAW.exec(tokens[i] ?? '')) {
      const path = tokens[i + 1];
      if (path === undefined) break;
      files.push({ path, change: changeOf(raw[3]), before: raw[1] ?? '', after: raw[2] ?? '' });
      i += 2;
    }
    whole = i < tokens.length;
    commits.push({ sha, date, author, subject, body: body.trim(), files });
  }
  if (!complete || !whole) commits.pop();
  return commits;
}

function changeOf(letter: string | undefined): GitChange['change'] {
  return letter === 'A' ? 'created' : letter === 'D' ? 'deleted' : 'modified';
}

/**
 * Reads the output of `log -z --numstat --no-renames` with `SIZE_FORMAT`: lines by commit and path. Binary files have
 * none. The last commit of a cut output is left out, its files may be missing.
 */
export function parseSizes(
  output: string,
  complete: boolean,
): Map<string, ReadonlyMap<string, ChangedLines>> {
  const found = new Map<string, Map<string, ChangedLines>>();
  let last: string | undefined;
  const tokens = output.split('\0');
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] ?? '';
    if (token === 'commit') {
      last = tokens[++i] ?? '';
      found.set(last, new Map());
      continue;
    }
    const stat = STAT.exec(token);
    if (stat && last !== undefined && stat[1] !== '-' && stat[2] !== '-')
      found.get(last)?.set(stat[3] ?? '', { added: Number(stat[1]), deleted: Number(stat[2]) });
  }
  if (!complete && last !== undefined) found.delete(last);
  return found;
}
