/** How the project writes its code; new code in a plan follows it. */
export interface CodeStyle {
  readonly language: 'typescript' | 'javascript' | 'python' | 'other';
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  /** One level of indentation. */
  readonly indent: string;
  /** How relative imports end: `.js`, `.ts` or nothing. */
  readonly importExt: string;
  readonly modules: 'esm' | 'cjs';
}

/** Reads the style from real files of one language; majority of lines decides. */
export function styleOfTexts(files: readonly { readonly path: string; readonly text: string }[]): CodeStyle {
  let ts = 0;
  let js = 0;
  let py = 0;
  let single = 0;
  let double = 0;
  let semi = 0;
  let bare = 0;
  let esm = 0;
  let cjs = 0;
  const indents = new Map<string, number>();
  const exts = new Map<string, number>();
  for (const { path, text } of files) {
    if (/\.(?:tsx?|mts|cts)$/.test(path)) ts++;
    else if (/\.[cm]?jsx?$/.test(path)) js++;
    else if (path.endsWith('.py')) py++;
    else continue;
    for (const line of text.split('\n', 400)) {
      const lead = /^(\t+| +)\S/.exec(line)?.[1];
      if (lead?.startsWith('\t')) bump(indents, '\t');
      else if (lead === '  ') bump(indents, '  ');
      else if (lead === '    ') bump(indents, '    ', 0.6);
      single += (line.match(/'[^'"]*'/g) ?? []).length;
      double += (line.match(/"[^"']*"/g) ?? []).length;
      if (/^\s*(?:import|export|const|let|return)\b.*[^{,([]$/.test(line))
        line.endsWith(';') ? semi++ : bare++;
      if (/^(?:import|export)\s/.test(line)) esm++;
      if (/\brequire\(['"]|^module\.exports|^exports\./.test(line)) cjs++;
      const from = /(?:from|require\()\s*['"](\.[^'"]+)['"]/.exec(line)?.[1];
      if (from) bump(exts, /\.(?:js|ts|mjs|cjs|jsx|tsx)$/.exec(from)?.[0] ?? '');
    }
  }
  const language =
    ts + js + py === 0 ? 'other' : ts >= js && ts >= py ? 'typescript' : js >= py ? 'javascript' : 'python';
  return {
    language,
    quote: double > single ? '"' : "'",
    semicolons: semi >= bare,
    indent: top(indents) ?? (language === 'python' ? '    ' : '  '),
    importExt: top(exts) ?? '',
    modules: cjs > esm ? 'cjs' : 'esm',
  };
}

function bump(map: Map<string, number>, key: string, by = 1): void {
  map.set(key, (map.get(key) ?? 0) + by);
}

function top(map: ReadonlyMap<string, number>): string | undefined {
  return [...map].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Code written in the house style of the templates (2 spaces, single quotes, semicolons, ESM) in the project's. */
export function restyle(code: string, style: CodeStyle): string {
  if (style.language === 'other') return code;
  let out = code;
  if (style.language === 'python') {
    if (style.quote === "'") out = out.replace(/"([^"'\n\\{]*)"(?!")/g, "'$1'");
    return out;
  }
  if (style.quote === '"') out = out.replace(/'([^'"\n\\]*)'/g, '"$1"');
  if (!style.semicolons) out = out.replace(/;$/gm, '');
  if (style.indent !== '  ') out = out.replace(/^(?: {2})+/gm, lead => style.indent.repeat(lead.length / 2));
  return style.modules === 'cjs' ? asCommonJs(out) : out;
}

function asCommonJs(code: string): string {
  const names: string[] = [];
  const body = code
    .replace(/^import (\w+) from (['"][^'"]+['"])/gm, 'const $1 = require($2)')
    .replace(/^import \{ ([^}]+) \} from (['"][^'"]+['"])/gm, (_, list: string, from: string) => {
      return `const { ${list.replace(/ as /g, ': ')} } = require(${from})`;
    })
    .replace(/^export (async function|function|class|const) (\w+)/gm, (_, kind: string, name: string) => {
      names.push(name);
      return `${kind} ${name}`;
    });
  if (names.length === 0) return body;
  const end = /;\s*$/m.test(body) ? ';' : '';
  return `${body.trimEnd()}\n\nmodule.exports = { ${names.join(', ')} }${end}\n`;
}
