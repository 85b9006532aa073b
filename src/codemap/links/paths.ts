/** `a/b/../c` → `a/c`; undefined where it climbs above the project. */
export function normalize(path: string): string | undefined {
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (out.pop() === undefined) return undefined;
    } else out.push(part);
  }
  return out.join('/');
}

export function dirname(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function join(folder: string, path: string): string | undefined {
  // Nearly all imports begin with some steps up and have none later.
  let base = folder;
  let from = 0;
  while (path.startsWith('../', from)) {
    if (base === '') return undefined;
    base = dirname(base);
    from += 3;
  }
  if (from === 0 && path.startsWith('./')) from = 2;
  if (from > 0 && path.length > from && !ODD.test(path.slice(from)))
    return base === '' ? path.slice(from) : `${base}/${path.slice(from)}`;
  return normalize(folder === '' ? path : `${folder}/${path}`);
}

/** How many folders two paths have in common. */
export function common(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  let n = 0;
  while (n < left.length && left[n] === right[n] && left[n] !== '') n++;
  return n;
}

/** Has steps that mean nothing or lead up. */
const ODD = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** JSON with comments and trailing commas, as tsconfig files are written; undefined where it is none. */
export function parseLooseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Comments outside strings go, then commas before a closing bracket.
    const bare = text
      .replace(
        /("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
        (_, string: string | undefined) => string ?? '',
      )
      .replace(/("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])/g, (_, string: string | undefined) => string ?? '');
    try {
      return JSON.parse(bare);
    } catch {
      return undefined;
    }
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
