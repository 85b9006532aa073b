import * as z from 'zod';
import type { RegistryFact, Source } from '../../domain/index.ts';
import { newOfNpm } from '../../plan/facts.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { fileSource } from '../local/excerpt.ts';
import type { ToolPorts } from '../tools/index.ts';

/** Where a model says that it read something. */
export const Cited = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('file'),
    path: z.string(),
    line: z.number().int().positive(),
    end_line: z.number().int().positive().optional(),
    quote: z.string().min(1).describe('A part of these lines, to the letter'),
  }),
  z.strictObject({ kind: z.literal('commit'), sha: z.string().regex(/^[0-9a-f]{7,40}$/) }),
  z.strictObject({ kind: z.literal('package'), name: z.string() }),
  z.strictObject({ kind: z.literal('playbook'), name: z.string() }),
  z.strictObject({ kind: z.literal('page'), url: z.string(), quote: z.string().min(1) }),
  z.strictObject({ kind: z.literal('goal') }).describe('The person said so'),
]);
export type Cited = z.infer<typeof Cited>;

/** A page that the server's own tools read in this conversation: only those can be cited. */
export interface PageRead {
  readonly url: string;
  readonly title: string;
  readonly text: string;
}

export interface EvidencePorts extends ToolPorts {
  readonly commit: string | undefined;
  /** Pages that came in as results of the server's own tools. */
  readonly pages: () => readonly PageRead[];
  readonly today: string;
}

/** Lines around the ones that were named in which a quote may still stand: models miscount. */
const NEAR = 40;

/**
 * A Source for what a model cites, if code finds it there (a quote counts only at its place); else what is wrong, and where
 * it would be right.
 */
export async function sourceFor(cited: Cited, ports: EvidencePorts): Promise<Result<Source, string>> {
  switch (cited.kind) {
    case 'file':
      return fileEvidence(cited, ports);
    case 'commit': {
      const [found] = await ports.map.log({ sha: cited.sha, limit: 1 });
      if (!found) return err(`commit ${cited.sha} is not among the commits of this repository`);
      return ok({ kind: 'commit', sha: found.sha, subject: found.subject, date: found.date });
    }
    case 'package': {
      const found = await ports.research.installedPackage(cited.name, []);
      if (found) return ok({ kind: 'package', name: found.name, version: found.version });
      const said = await registryFact(cited.name, ports);
      if (said) return ok({ kind: 'package', name: said.name, version: said.version });
      return err(`${cited.name} is not installed here, and no registry told of it`);
    }
    case 'playbook': {
      const found = (await ports.playbooks()).find(p => p.name === cited.name);
      return found
        ? ok({ kind: 'playbook', name: found.name, title: found.title })
        : err(`there is no playbook ${cited.name}`);
    }
    case 'page': {
      const page = ports.pages().find(p => sameAddress(p.url, cited.url));
      if (!page) return err(`${cited.url} was not read in this conversation`);
      if (!plain(page.text).includes(plain(cited.quote)))
        return err(`the quote does not stand on ${cited.url} as it was read`);
      return ok({
        kind: 'url',
        url: page.url,
        title: page.title,
        quote: cited.quote,
        fetchedAt: ports.today,
      });
    }
    case 'goal':
      return ok({ kind: 'user', what: 'the goal' });
  }
}

/** What the registry says of a package that is not here; it answers from its cache what it was asked before. */
async function registryFact(
  name: string,
  { packageFacts }: EvidencePorts,
): Promise<RegistryFact | undefined> {
  const found = await packageFacts?.({
    packages: [],
    newPackages: [newOfNpm(name)],
  });
  const fact = found?.packages[name];
  return fact?.inRegistry === 'yes' ? fact.registry : undefined;
}

async function fileEvidence(
  cited: Extract<Cited, { kind: 'file' }>,
  { files, map, commit }: EvidencePorts,
): Promise<Result<Source, string>> {
  const { path, line } = cited;
  const file = await files.read(path);
  if (!file) {
    const nearest = await map.nearest(path, 3);
    return err(`there is no ${path}${nearest.length > 0 ? `; like it: ${nearest.join(', ')}` : ''}`);
  }
  const quote = plain(cited.quote);
  const lines = file.text.split('\n');
  const length = Math.max(1, cited.quote.trim().split('\n').length);
  const end = Math.max(line, cited.end_line ?? line + length - 1);
  const holds = (from: number, to: number): boolean =>
    plain(lines.slice(from - 1, to).join('\n')).includes(quote);
  if (quote !== '' && line <= lines.length && holds(line, end)) {
    const source = fileSource(file, line, end, commit);
    if (source) return ok(source);
  }
  // Moved by a few lines: code says where it stands, and that counts.
  const starts = Array.from({ length: lines.length }, (_, i) => i + 1).sort(
    (a, b) => Math.abs(a - line) - Math.abs(b - line),
  );
  const at = quote === '' ? undefined : starts.find(from => holds(from, from + length - 1));
  if (at !== undefined && Math.abs(at - line) <= NEAR) {
    const source = fileSource(file, at, at + length - 1, commit);
    if (source) return ok(source);
  }
  return err(
    at === undefined
      ? `the quote stands nowhere in ${path}`
      : `the quote stands in ${path} at line ${at}, not at ${line}`,
  );
}

/** White space counts as one space: a model does not keep indentation. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function sameAddress(a: string, b: string): boolean {
  return a.replace(/[#?].*$|\/$/g, '') === b.replace(/[#?].*$|\/$/g, '');
}
