import * as z from 'zod';
import type { Finding, Source } from '../../domain/index.ts';
import type { Statement } from '../../plan/model.ts';

/** A sentence of a plan with the findings that it rests on. */
export const Claim = z.strictObject({
  text: z
    .string()
    .min(1)
    .describe('One sentence of inline Markdown; paths, symbols, packages and commands in backticks'),
  rests_on: z
    .array(z.string())
    .default([])
    .describe(
      'Ids of findings, `goal`, `answer:QUESTION`, or `said:ID`. Empty: it is shown as an assumption',
    ),
});
export type Claim = z.infer<typeof Claim>;

export interface Known {
  readonly findings: readonly Finding[];
  /** Ids of questions that the person answered. */
  readonly answered: ReadonlySet<string>;
  /** What the person said while a Run worked, by its id. */
  readonly said: ReadonlyMap<string, string>;
}

/** A claim with the sources of what it rests on; without any it is an assumption, whatever the model says. */
export function statementOf({ text, rests_on }: Claim, known: Known): Statement {
  const sources = [...new Set(rests_on)].flatMap((id): readonly Source[] => {
    if (id === 'goal') return [{ kind: 'user', what: 'the goal' }];
    const question = /^answer:(.+)$/.exec(id)?.[1];
    if (question !== undefined)
      return known.answered.has(question) ? [{ kind: 'user', what: `answer to ${question}` }] : [];
    const said = /^said:(.+)$/.exec(id)?.[1];
    if (said !== undefined)
      return known.said.has(said) ? [{ kind: 'user', what: `what was said while it worked (${said})` }] : [];
    return known.findings.find(f => f.id === id)?.sources ?? [];
  });
  return sources.length > 0 ? { text, sources } : { text, sources: [], assumption: true };
}
