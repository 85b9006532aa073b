import * as z from 'zod';
import { parsePlaybook } from './load.ts';
import { type Playbook, PlaybookHead } from './model.ts';

/**
 * Playbooks that were read when the program was built, by the hash of their text. Of their YAML nothing is parsed again:
 * that costs twenty times as much as this form.
 */
export type CompiledPlaybooks = ReadonlyMap<string, Playbook>;

const Compiled = z.record(
  z.string(),
  z.object({
    /** As it stands in the file: conditions are read from their texts. */
    head: z.unknown(),
    templates: z.array(z.object({ name: z.string(), language: z.string(), code: z.string() })),
    prose: z.string(),
  }),
);

/** The text of the compiled form. What has a mistake is left out, and is read and named where it is used. */
export function compilePlaybooks(texts: readonly string[], hashOf: (text: string) => string): string {
  const out: z.input<typeof Compiled> = {};
  for (const text of texts) {
    const parsed = parsePlaybook('', text);
    if (!parsed.ok || parsed.located.problems.length > 0) continue;
    const { templates, prose } = parsed.playbook;
    out[hashOf(text)] = { head: parsed.located.places().front.data, templates: [...templates], prose };
  }
  return JSON.stringify(out);
}

/** None where the text is not of this form: then the playbooks themselves are read. */
export function readCompiled(json: string): CompiledPlaybooks {
  const read = Compiled.safeParse(parseJson(json));
  if (!read.success) return new Map();
  const all = new Map<string, Playbook>();
  for (const [hash, { head, templates, prose }] of Object.entries(read.data)) {
    const parsed = PlaybookHead.safeParse(head);
    if (parsed.success) all.set(hash, { ...parsed.data, templates, prose, origin: 'built-in' });
  }
  return all;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
