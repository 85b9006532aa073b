import type { Git } from '../../host/port.ts';

export interface LineCommit {
  readonly sha: string;
  /** ISO date. */
  readonly date: string;
  readonly author: string;
  readonly subject: string;
}

/** What changed since a name of the history. */
export interface SinceRelease {
  /** The tag, as it is called. */
  readonly ref: string;
  readonly sha: string;
  /** Commits after it that touched the files, newest first. */
  readonly commits: readonly LineCommit[];
}

/** What git knows of lines and of releases; every answer is undefined without git. */
export interface LineHistory {
  /** The last commits that changed these lines as they stand at HEAD, newest first. */
  lines(path: string, from: number, to: number, limit: number): Promise<readonly LineCommit[] | undefined>;
  /** The file as HEAD has it. */
  committed(path: string): Promise<string | undefined>;
  /** Commits that touched these files since the tag that the words name, else since the newest one. */
  since(paths: readonly string[], words: string, limit: number): Promise<SinceRelease | undefined>;
}

const FORMAT = '--format=%x1e%H%x1f%aI%x1f%an%x1f%s';
const VERSION = /\bv?\d+\.\d+(?:\.\d+)?(?:-[\w.]+)?\b/g;

function commitsIn(text: string): readonly LineCommit[] {
  return text
    .split('\u001e')
    .slice(1)
    .flatMap(record => {
      const [sha = '', date = '', author = '', rest = ''] = record.split('\u001f');
      return /^[0-9a-f]{40,64}$/.test(sha) ? [{ sha, date, author, subject: rest.split('\n')[0] ?? '' }] : [];
    });
}

/** One call of git for each question; nothing of the work tree is looked at. */
export function createLineHistory(git: Git): LineHistory {
  return {
    async lines(path, from, to, limit) {
      // A path of the project's list; a name with a line break or colon is left alone.
      if (/[\n:]/.test(path) || from < 1 || to < from) return undefined;
      const out = await git.run(
        ['log', `--max-count=${limit}`, '--no-patch', FORMAT, `-L${from},${to}:${path}`],
        { timeoutMs: 8_000, maxBytes: 4 * 1024 * 1024 },
      );
      return out === undefined ? undefined : commitsIn(out);
    },
    async committed(path) {
      const prefix = (await git.run(['rev-parse', '--show-prefix']))?.trim();
      if (prefix === undefined) return undefined;
      return git.run(['cat-file', 'blob', `HEAD:${prefix}${path}`], { maxBytes: 1024 * 1024 });
    },
    async since(paths, words, limit) {
      const out = await git.run([
        'for-each-ref',
        '--sort=-creatordate',
        '--merged=HEAD',
        '--format=%(refname:short)%1f%(objectname)%1f%(*objectname)',
        'refs/tags',
      ]);
      const tags = (out ?? '').split('\n').flatMap(line => {
        const [ref = '', own = '', peeled = ''] = line.split('\u001f');
        const sha = peeled || own;
        return /^[0-9a-f]{40,64}$/.test(sha) ? [{ ref, sha }] : [];
      });
      const named = [...words.matchAll(VERSION)].map(m => m[0].replace(/^v/, ''));
      const tag = tags.find(t => named.includes(t.ref.replace(/^.*?v?(?=\d)/, ''))) ?? tags[0];
      if (!tag || paths.length === 0) return undefined;
      const log = await git.run([
        'log',
        `--max-count=${limit}`,
        '--no-merges',
        FORMAT,
        `${tag.sha}..HEAD`,
        '--',
        ...paths,
      ]);
      return log === undefined ? undefined : { ...tag, commits: commitsIn(log) };
    },
  };
}
