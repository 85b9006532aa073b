import { isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { ProjectScript } from '../port.ts';
import type { Reader } from '../read/reader.ts';
import { purposeOf } from './purpose.ts';

const PIPELINE =
  /^(?:\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.yml|\.circleci\/config\.yml|azure-pipelines\.ya?ml|\.travis\.yml|bitbucket-pipelines\.yml)$/;
/** Keys whose values are shell commands, over all pipeline formats. */
const COMMANDS = new Set(['run', 'command', 'script', 'before_script', 'after_script', 'bash', 'install']);
const MAX_FILES = 30;

/** Commands that CI runs, each at its own line. They prove that a command works here; they are no scripts to type blindly. */
export async function readCi(reader: Reader): Promise<readonly ProjectScript[]> {
  const found: ProjectScript[] = [];
  for (const path of (await reader.list()).filter(name => PIPELINE.test(name)).slice(0, MAX_FILES)) {
    const file = await reader.read(path, 300_000);
    if (file === undefined) continue;
    const counter = new LineCounter();
    const document = parseDocument(file.text, { lineCounter: counter, logLevel: 'silent' });
    const fault = document.errors[0];
    if (fault !== undefined) {
      const line = fault.linePos?.[0].line ?? 1;
      reader.note(`${path} is not valid YAML (line ${line}): its commands may be incomplete.`);
    }
    visit(document, {
      Pair(_key, pair) {
        if (!isScalar(pair.key) || typeof pair.key.value !== 'string' || !COMMANDS.has(pair.key.value))
          return;
        const name = pair.key.value;
        const scalars: { text: string; offset: number; block: boolean }[] = [];
        collect(pair.value, scalars);
        for (const { text, offset, block } of scalars) {
          const start = counter.linePos(offset).line + (block ? 1 : 0);
          const lines = text.split('\n');
          for (let at = 0; at < lines.length; at += 1) {
            const command = (lines[at] ?? '').trim();
            if (command === '' || command.startsWith('#')) continue;
            const line = Math.min(start + at, file.lines.length);
            found.push({
              name,
              command,
              run: command,
              purpose: ciPurpose(command),
              source: reader.cite(file, line),
            });
          }
        }
      },
    });
  }
  return found;
}

function collect(node: unknown, into: { text: string; offset: number; block: boolean }[]): void {
  if (isScalar(node)) {
    if (typeof node.value !== 'string' || node.range === undefined || node.range === null) return;
    into.push({
      text: node.value,
      offset: node.range[0],
      block: node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED',
    });
  } else if (typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items)) {
    for (const item of node.items) collect(item, into);
  }
}

/** A script of the project is judged by its own name, everything else by the tool. */
function ciPurpose(command: string): ProjectScript['purpose'] {
  const script = /\b(?:npm|pnpm|yarn|bun|make|just|composer)(?:\s+(?:run|--silent|-s))*\s+([\w:.-]+)/.exec(
    command,
  )?.[1];
  const named =
    script === undefined || /^(?:ci|install|exec|add)$/.test(script) ? 'other' : purposeOf(script, '');
  return named === 'other' ? purposeOf('', command) : named;
}
