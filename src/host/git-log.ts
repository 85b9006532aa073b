import type { GitCommit } from './port.ts';

/** NUL cannot occur in a commit message, so a hostile one cannot forge a record. */
export const LOG_FORMAT = '--format=%x00commit%x00%H%x00%aI%x00%an%x00%s%x00%b%x00';

const STAT = /^\n*(\d+|-)\t(\d+|-)\t([\s\S]+)$/;
/** A record of `--raw`; its path is the next field. */
const RAW = /^\n*:\d+ \d+ \w+(?:\.{3})? \w+(?:\.{3})? [A-Z]\d*$/;

/**
 * Reads the output of `log -z --numstat --no-renames` with `LOG_FORMAT`, or of `--raw` (no line is counted then). `complete: false` says that the output was
 * cut: the last commit is left out then, because its files may be missing.
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
    const files: { path: string; added: number; deleted: number }[] = [];
    for (;;) {
      const path = tokens[i + 1];
      if (path !== undefined && RAW.test(tokens[i] ?? '')) {
        files.push({ path, added: 0, deleted: 0 });
        i += 2;
        continue;
      }
      const stat = STAT.exec(tokens[i] ?? '');
      if (!stat) {
        if (tokens[i] === '' && (STAT.test(tokens[i + 1] ?? '') || RAW.test(tokens[i + 1] ?? ''))) {
          i++;
          continue;
        }
        break;
      }
      files.push({ path: stat[3] ?? '', added: count(stat[1]), deleted: count(stat[2]) });
      i++;
    }
    whole = i < tokens.length;
    commits.push({ sha, date, author, subject, body: body.trim(), files });
  }
  if (!complete || !whole) commits.pop();
  return commits;
}

/** Binary files have `-` for both. */
function count(text: string | undefined): number {
  return text === undefined || text === '-' ? 0 : Number(text);
}
