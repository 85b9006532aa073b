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
