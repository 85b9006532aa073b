/** Which names a file passes on, and from where: `export … from`, `from .x import y`, `pub use`. */
export interface PassedOn {
  readonly specifier: string;
  readonly line: number;
  /** Outer name → name in the other file; `*`: all of them. */
  readonly names: ReadonlyMap<string, string> | '*';
  /** The other file as a whole under this one name (`export * as a`). */
  readonly as?: string;
}

/**
 * The text without comments; lines stay what they are. One pass, and no pattern that a hostile file could make slow: the
 * patterns below have bounds for the same reason.
 */
function bare(text: string): string {
  let out = '';
  let kept = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"' || c === "'" || c === '`') {
      for (i++; i < text.length && text[i] !== c && (c === '`' || text[i] !== '\n'); i++)
        if (text[i] === '\\') i++;
    } else if (c === '/' && (text[i + 1] === '/' || text[i + 1] === '*')) {
      const line = text[i + 1] === '/';
      const close = line ? text.indexOf('\n', i) : text.indexOf('*/', i + 2);
      const end = close < 0 ? text.length : line ? close : close + 2;
      out += `${text.slice(kept, i)} ${text.slice(i, end).replace(/[^\n]+/g, '')}`;
      kept = end;
      i = end - 1;
    }
  }
  return out + text.slice(kept);
}

function lineCounter(text: string): (offset: number) => number {
  let [line, at] = [1, 0];
  return offset => {
    if (offset < at) [line, at] = [1, 0];
    for (let i = text.indexOf('\n', at); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
      line++;
      at = i + 1;
    }
    return line;
  };
}

/** `a, type b as c` → outer name → inner name; for an import the outer name is the local one. */
function namesIn(list: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const part of list.split(',')) {
    const words = part
      .trim()
      .replace(/^type\s+(?=\w)/, '')
      .split(/\s+/);
    const [inner, as, outer] = words;
    if (!inner) continue;
    if (as === 'as' && outer) names.set(outer, inner);
    else if (words.length === 1) names.set(inner, inner);
  }
  return names;
}

/** What a TypeScript or JavaScript file passes on, also by importing first and exporting then. */
export function passedOnByScript(source: string): readonly PassedOn[] {
  const text = bare(source);
  const lineAt = lineCounter(text);
  const found: PassedOn[] = [];
  const lastLine = (m: RegExpExecArray) => lineAt(m.index + m[0].length);
  for (const m of text.matchAll(
    /(?<![.\w])export\s{0,60}(?:type\s{0,60})?(?:\*(?:\s{0,60}as\s{1,60}([\w$]+))?|\{([^{}]{0,20000})\})\s{0,60}from\s{0,60}['"]([^'"\n]+)['"]/g,
  )) {
    const [, as, list, specifier = ''] = m;
    const names = list === undefined ? ('*' as const) : namesIn(list);
    found.push({ specifier, line: lastLine(m), names, ...(as === undefined ? {} : { as }) });
  }
  const exported = new Map<string, string>();
  for (const m of text.matchAll(
    /(?<![.\w])export\s{0,60}(?:type\s{0,60})?\{([^{}]{0,20000})\}(?!\s{0,60}from\b)/g,
  ))
    for (const [outer, inner] of namesIn(m[1] ?? '')) exported.set(outer, inner);
  for (const m of text.matchAll(/(?<![.\w])export\s{1,60}default\s{1,60}([\w$]+)[ \t]*;?$/gm))
    exported.set('default', m[1] ?? '');
  if (exported.size > 0)
    for (const m of text.matchAll(
      /(?<![.\w])import\s{0,60}(?:type\s{1,60}(?!from\b))?(?:([\w$]+)(?:\s{0,60},)?)?\s{0,60}(?:\{([^{}]{0,20000})\}|\*\s{0,60}as\s{1,60}([\w$]+))?\s{0,60}from\s{0,60}['"]([^'"\n]+)['"]/g,
    )) {
      const [, whole, list, space, specifier = ''] = m;
      const local = namesIn(list ?? '');
      if (whole !== undefined) local.set(whole, 'default');
      const names = new Map<string, string>();
      for (const [outer, inner] of exported) {
        const original = local.get(inner);
        if (original !== undefined) names.set(outer, original);
        if (space !== undefined && inner === space)
          found.push({ specifier, line: lastLine(m), names: '*', as: outer });
      }
      if (names.size > 0) found.push({ specifier, line: lastLine(m), names });
    }
  for (const m of text.matchAll(
    /(?<![.\w])module\.exports[ \t]{0,60}=\s{0,60}require\(['"]([^'"\n]+)['"]\)/g,
  ))
    found.push({ specifier: m[1] ?? '', line: lastLine(m), names: '*' });
  return found;
}

/** What a Python module binds from others at its top: those names are its own from then on. */
export function passedOnByPython(source: string): readonly PassedOn[] {
  const text = source.replace(/#[^\n]*/g, '');
  const lineAt = lineCounter(text);
  const found: PassedOn[] = [];
  for (const m of text.matchAll(/^from[ \t]+([\w.]*)[ \t]+import[ \t]+(\([^()]{0,20000}\)|[^\n\\(]+)/gm)) {
    const names = namesIn((m[2] ?? '').replace(/[()]/g, ' '));
    const specifier = m[1] ?? '';
    found.push({ specifier, line: lineAt(m.index), names: names.has('*') ? '*' : names });
  }
  return found;
}

/** What a Rust file offers of others: `pub mod a;` and `pub use a::{B, c as D};`, without `pub(crate)`. */
export function passedOnByRust(source: string): readonly PassedOn[] {
  const text = bare(source);
  const lineAt = lineCounter(text);
  const found: PassedOn[] = [];
  for (const m of text.matchAll(/^[ \t]*pub[ \t]+mod[ \t]+(\w+)[ \t]*;/gm))
    found.push({ specifier: `mod ${m[1]}`, line: lineAt(m.index + m[0].length), names: '*' });
  for (const m of text.matchAll(/^[ \t]*pub[ \t]+use[ \t]+([^;]{1,5000});/gm)) {
    const line = lineAt(m.index + (m[0].length - m[0].trimStart().length));
    const names = new Map<string, string>();
    for (const part of (m[1] ?? '').split(/[{},]/)) {
      const path = part.trim();
      if (path === '' || path.endsWith('::')) continue;
      const [, inner = '', outer] = /([\w*]+)(?:\s+as\s+(\w+))?$/.exec(path) ?? [];
      names.set(outer ?? inner, inner);
    }
    found.push({ specifier: '', line, names: names.has('*') ? '*' : names });
  }
  return found;
}

/** What `export default` gives a name of its own; undefined where it has none. */
export function defaultName(source: string): string | undefined {
  return /(?<![.\w])export\s{1,60}default\s{1,60}(?:async\s{1,60})?(?:abstract\s{1,60})?(?:(?:function\s{0,60}\*?|class)\s{1,60})?([\w$]+)/.exec(
    source,
  )?.[1];
}

/** `__all__`, where a Python module has one. */
export function listed(source: string): ReadonlySet<string> | undefined {
  const lists = [...source.matchAll(/^__all__[ \t]*\+?(?::[^=\n]+)?=[ \t]*[[(]([^[\]()]{0,20000})[\])]/gm)];
  if (lists.length === 0) return undefined;
  return new Set(lists.flatMap(l => [...(l[1] ?? '').matchAll(/['"](\w+)['"]/g)].map(m => m[1] ?? '')));
}
