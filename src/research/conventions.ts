import type { Convention } from './port.ts';
import type { Reader } from './read/reader.ts';

const FILES =
  /^(?:AGENTS\.md|CLAUDE\.md|GEMINI\.md|CONTRIBUTING(?:\.\w+)?|\.cursorrules|\.windsurfrules|\.github\/(?:copilot-instructions|CONTRIBUTING)\.md|docs\/(?:CONTRIBUTING|contributing|conventions|style-?guide)\.md|\.cursor\/rules\/[^/]+\.mdc?)$/;
const MAX_EACH = 25;
const MAX_ALL = 80;
/** A rule tells what to do: it has one of these, or it begins with a verb of command. */
const RULE =
  /\b(?:must|should|always|never|do not|don't|avoid|prefer|required?|only|ensure|make sure|instead of|no longer|conventions?|keep|every|at least|at most)\b|^(?:use|run|write|add|put|name|follow|keep|test|format|import|export|document|update|include|place|return|throw|handle|log|commit)\b/i;

/** Lines that tell how to work here, quoted from the files that a project keeps for it. */
export async function readConventions(reader: Reader): Promise<readonly Convention[]> {
  const found: Convention[] = [];
  const paths = (await reader.list()).filter(path => FILES.test(path));
  for (const path of paths.sort((a, b) => importance(a) - importance(b))) {
    const file = await reader.read(path, 300_000);
    if (file === undefined) continue;
    let fence = false;
    let own = 0;
    for (let at = 0; at < file.lines.length && own < MAX_EACH; at += 1) {
      const line = file.lines[at] ?? '';
      if (/^\s*(?:```|~~~)/.test(line)) fence = !fence;
      if (fence || /^\s*(?:#|<|\||>|---)/.test(line)) continue;
      const listed = /^\s*(?:[-*+]|\d+[.)])\s/.test(line);
      // A rule may be wrapped: its further lines are indented, or flush for a paragraph, and end at a blank line.
      let end = at;
      while (continues(file.lines[end + 1], listed) && end - at < 5) end += 1;
      const text = file.lines
        .slice(at, end + 1)
        .map(part => part.trim())
        .join(' ')
        .replace(/^(?:[-*+]|\d+[.)])\s+(?:\[[ x]\]\s+)?/, '')
        .replace(/\*\*/g, '')
        .trim();
      const start = at;
      at = end;
      if (text.length < 12 || text.length > 400 || text.endsWith(':')) continue;
      if (!RULE.test(text) || (!listed && !/[.!]$/.test(text) && path.endsWith('.md'))) continue;
      found.push({ text, source: reader.cite(file, start + 1, end + 1) });
      own += 1;
    }
  }
  return [...found, ...(await editorConfig(reader))].slice(0, MAX_ALL);
}

function importance(path: string): number {
  const order = ['AGENTS.md', 'CLAUDE.md', 'CONTRIBUTING'];
  const at = order.findIndex(name => path.startsWith(name));
  return at === -1 ? order.length : at;
}

/** What .editorconfig asks for, setting by setting, of the section for all files. */
async function editorConfig(reader: Reader): Promise<readonly Convention[]> {
  if (!(await reader.has('.editorconfig'))) return [];
  const file = await reader.read('.editorconfig', 50_000);
  if (file === undefined) return [];
  const found: Convention[] = [];
  let section = '*';
  for (let at = 0; at < file.lines.length && found.length < 12; at += 1) {
    const line = (file.lines[at] ?? '').trim();
    const opened = /^\[(.+)\]$/.exec(line)?.[1];
    if (opened !== undefined) section = opened;
    else if (/^(?:indent_style|indent_size|max_line_length|end_of_line|charset)\s*=/.test(line)) {
      const scope = section === '*' ? 'all files' : `\`${section}\``;
      found.push({
        text: `${line.replace(/\s*=\s*/, ' = ')} for ${scope}`,
        source: reader.cite(file, at + 1),
      });
    }
  }
  return found;
}

function continues(line: string | undefined, listed: boolean): boolean {
  if (line === undefined || line.trim() === '' || /^\s*(?:[-*+]\s|\d+[.)]\s|#|>|\||```|~~~|<)/.test(line))
    return false;
  return listed ? /^\s/.test(line) : true;
}
