/** What one commit changed in one file. Lines are as they stood, without their sign. */
export interface FilePatch {
  readonly path: string;
  /** Whether the commit made the file. */
  readonly created: boolean;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Arguments of the diff that `parsePatch` reads: no context, fixed prefixes whatever the user's settings say. */
export const PATCH_OPTIONS = [
  '--format=',
  '--relative',
  '--unified=0',
  '--no-renames',
  '--no-color',
  '--src-prefix=a/',
  '--dst-prefix=b/',
] as const;

const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;

interface Open {
  path: string | undefined;
  created: boolean;
  readonly added: string[];
  readonly removed: string[];
}

/**
 * Reads the output of `git show` with `PATCH_OPTIONS`. Deleted and binary files, and paths that git had to quote, are
 * left out. Lines are counted by the hunk headers, so that text which looks like a header stays text.
 */
export function parsePatch(output: string): readonly FilePatch[] {
  const out: FilePatch[] = [];
  let open: Open | undefined;
  let less = 0;
  let more = 0;
  const close = () => {
    if (open?.path !== undefined && open.added.length + open.removed.length > 0)
      out.push({ path: open.path, created: open.created, added: open.added, removed: open.removed });
  };
  for (const line of output.split('\n')) {
    if (open && less > 0 && line.startsWith('-')) {
      open.removed.push(line.slice(1));
      less--;
      continue;
    }
    if (open && more > 0 && line.startsWith('+')) {
      open.added.push(line.slice(1));
      more--;
      continue;
    }
    const hunk = HUNK.exec(line);
    if (hunk) {
      less = Number(hunk[1] ?? 1);
      more = Number(hunk[2] ?? 1);
    } else if (line.startsWith('diff --git ')) {
      close();
      open = { path: undefined, created: false, added: [], removed: [] };
    } else if (open && line.startsWith('new file mode ')) open.created = true;
    else if (open && line.startsWith('+++ b/')) open.path = line.slice('+++ b/'.length).replace(/\t$/, '');
  }
  close();
  return out;
}
