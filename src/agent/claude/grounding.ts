/** A file that a plan names while it is still being written. */
export interface NamedFile {
  readonly path: string;
  readonly action: 'create' | 'modify' | 'delete';
}

/** `"action": "modify", "path": "src/a.ts"`, in either order and with whatever stands between them in one object. */
const FILE =
  /"action"\s*:\s*"(create|modify|delete)"[^{}]*?"path"\s*:\s*"((?:[^"\\]|\\.)*)"|"path"\s*:\s*"((?:[^"\\]|\\.)*)"[^{}]*?"action"\s*:\s*"(create|modify|delete)"/g;
/** Characters that are kept of what was looked through: a file of a plan is shorter. */
const KEPT = 4_000;

/**
 * Reads the files out of a plan while its JSON comes in pieces, each once. It is for the eye alone: what counts is judged
 * when the plan is whole.
 */
export class FileWatch {
  private tail = '';
  private readonly seen = new Set<string>();

  take(piece: string): readonly NamedFile[] {
    this.tail += piece;
    const found: NamedFile[] = [];
    let end = 0;
    for (const match of this.tail.matchAll(FILE)) {
      end = match.index + match[0].length;
      const action = match[1] ?? match[4];
      const path = unescaped(match[2] ?? match[3] ?? '');
      if (path === undefined || this.seen.has(path)) continue;
      this.seen.add(path);
      if (action === 'create' || action === 'modify' || action === 'delete') found.push({ path, action });
    }
    this.tail = this.tail.slice(Math.max(end, this.tail.length - KEPT));
    return found;
  }
}

function unescaped(text: string): string | undefined {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return undefined;
  }
}
