import { parsePlaybook } from './load.ts';
import type { Playbook } from './model.ts';

/**
 * Playbooks that were read when the program was built, by the hash of their text. Nothing of them is parsed or judged again:
 * their YAML costs a hundred times as much as this form, and the schema ten times.
 */
export type CompiledPlaybooks = ReadonlyMap<string, Playbook>;

/** Who compiles and who reads: what another program wrote may have another form. */
export interface CompiledBy {
  readonly version: string;
  hashOf(text: string): string;
}

/** The text of the compiled form. What has a mistake is left out, and is read and named where it is used. */
export function compilePlaybooks(texts: readonly string[], by: CompiledBy): string {
  const out: Record<string, Playbook> = {};
  for (const text of texts) {
    const parsed = parsePlaybook('', text);
    if (parsed.ok && parsed.located.problems.length === 0) out[by.hashOf(text)] = parsed.playbook;
  }
  const body = JSON.stringify(out);
  return `${sealOf(body, by)}\n${body}`;
}

/** None where the text is not what this program's build wrote, to the byte: then the playbooks themselves are read. */
export function readCompiled(text: string, by: CompiledBy): CompiledPlaybooks {
  const end = text.indexOf('\n');
  const body = text.slice(end + 1);
  if (end < 0 || text.slice(0, end) !== sealOf(body, by)) return new Map();
  const all: Readonly<Record<string, Playbook>> = JSON.parse(body);
  return new Map(Object.entries(all));
}

function sealOf(body: string, { version, hashOf }: CompiledBy): string {
  return hashOf(`${version}\n${body}`);
}
