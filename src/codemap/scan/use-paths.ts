/** Paths of a `use` of Rust or PHP or an `import` of Scala, its lists spelled out: `a::{b, c::D as E}` asks for `a::b` and `a::c::D`. */
export function spelledOut(written: string): string[] {
  const paths: string[] = [];
  const prefixes: string[] = [];
  let path = '';
  const done = () => {
    const plain = path
      .replace(/\s+(?:as|=>)\s+\w+$/, '')
      .replace(/(?:::|\.)(?:\*|_|self|given)$/, '')
      .trim();
    if (plain !== '' && plain !== '*') paths.push(plain);
    path = prefixes.at(-1) ?? '';
  };
  for (const part of written.split(/([{},])/)) {
    if (part === '{') prefixes.push(path);
    else if (part === '}') {
      if (path !== (prefixes.at(-1) ?? '')) done();
      prefixes.pop();
      path = '';
    } else if (part === ',') {
      if (path !== '' && path !== prefixes.at(-1)) done();
      path = prefixes.at(-1) ?? '';
    } else path += part.trim();
  }
  if (path !== '') done();
  return paths;
}

/**
 * What Python's `from module import names` asks for, as one dotted path a name: `from .a import b as c` asks for `.a.b`.
 * `written` is what stands after `from`.
 */
export function pythonPaths(written: string): string[] {
  const [, module, list] = /^(\.*[\w.]*)\s+import\s*([\s\S]*)$/.exec(written.trim()) ?? [];
  if (module === undefined || list === undefined) return [written.trim()];
  const names = list
    .replace(/#[^\n]*/g, '')
    .replace(/[()\\]/g, '')
    .split(/[,;]/)
    .map(name => name.trim().split(/\s+/)[0] ?? '')
    .filter(name => /^\w+$/.test(name));
  if (names.length === 0) return [module];
  return [...new Set(names)].map(name => (module.endsWith('.') ? module + name : `${module}.${name}`));
}
