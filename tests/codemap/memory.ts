import { createHash } from 'node:crypto';
import type { Git, GitCommit, ProjectFiles } from '../../src/host/port.ts';

/** A project that lives in memory: paths with their texts. A function stands for a file that fails to be read. */
export function memoryFiles(texts: Readonly<Record<string, string | (() => never)>>): ProjectFiles {
  return {
    root: '/project',
    list: async () => Object.keys(texts).sort(),
    async read(path) {
      const text = texts[path];
      if (text === undefined) return undefined;
      if (typeof text !== 'string') return text();
      return {
        path,
        text,
        bytes: Buffer.byteLength(text),
        hash: createHash('sha256').update(text).digest('hex').slice(0, 16),
      };
    },
    has: async path => path in texts,
    leftOut: async () => [],
    whyNot: async () => 'it is gone',
    readPackage: async () => undefined,
  };
}

/** A git with these commits, newest first; none: no repository. */
export function memoryGit(commits?: readonly GitCommit[]): Git {
  return {
    head: async () => (commits?.[0] ? { commit: commits[0].sha, branch: 'main' } : undefined),
    clean: async () => true,
    log: async limit => commits?.slice(0, limit),
    sizes: async shas =>
      new Map(
        shas.flatMap(sha => {
          const files = commits?.find(c => c.sha === sha)?.files;
          return files ? [[sha, new Map(files.map(f => [f.path, { added: 8, deleted: 2 }]))]] : [];
        }),
      ),
    run: async () => undefined,
  };
}

let made = 0;
/** A commit that changed these files by ten lines each. */
export function commit(subject: string, date: string, files: readonly string[], body = ''): GitCommit {
  made++;
  return {
    sha: made.toString(16).padStart(40, 'c'),
    date: `${date}T10:00:00Z`,
    author: 'Ada',
    subject,
    body,
    files: files.map(path => ({ path, change: 'modified', before: 'b', after: 'a' })),
  };
}
