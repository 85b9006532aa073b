import * as z from 'zod';
import { type Advisory, AdvisorySeverity } from '../../domain/index.ts';
import { told } from './documents.ts';

const MOST = 20;

/** One entry of the answer of `/-/npm/v1/security/advisories/bulk`. */
const Entry = z.object({
  id: z.union([z.number(), z.string()]),
  url: z.string().optional().catch(undefined),
  title: z.string(),
  severity: AdvisorySeverity.catch('moderate'),
  vulnerable_versions: z.string().catch('*'),
});
const Bulk = z.record(z.string(), z.array(z.unknown()));

/**
 * Advisories by package name, worst first; those that hold for the versions that were asked about. Undefined: it is no
 * such answer. Entries of another shape are passed over.
 */
export function readAdvisories(answer: unknown): ReadonlyMap<string, readonly Advisory[]> | undefined {
  const read = Bulk.safeParse(answer);
  if (!read.success) return undefined;
  return new Map(
    Object.entries(read.data).map(([name, entries]) => [
      name,
      entries
        .flatMap(entry => advisoryOf(entry))
        .sort((a, b) => rank(b.severity) - rank(a.severity))
        .slice(0, MOST),
    ]),
  );
}

function advisoryOf(entry: unknown): readonly Advisory[] {
  const read = Entry.safeParse(entry);
  if (!read.success) return [];
  const { id, url, title, severity, vulnerable_versions: range } = read.data;
  const ghsa = /GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}/i.exec(url ?? '')?.[0];
  return [{ id: ghsa ?? told(String(id), 40), severity, title: told(title), range: told(range, 100) }];
}

const rank = (severity: AdvisorySeverity): number => AdvisorySeverity.options.indexOf(severity);
