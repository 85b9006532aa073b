import type { Finding, Source } from '../../domain/index.ts';
import { sha16 } from '../../host/index.ts';
import type { PageAnswer } from '../../research/pages/port.ts';
import { quoteFrom } from '../../research/pages/quote.ts';
import type { RunScope } from './channel.ts';
import type { CitedPage } from './compose/cited.ts';
import { count } from './draft/estimate.ts';
import type { DraftRecord } from './draft/record.ts';

export interface PagePorts {
  /** Pages of documentation as far as they may be fetched, or are kept; one answer an address. */
  readonly pages?: (
    addresses: readonly string[],
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, PageAnswer>>;
}

const QUOTED = 'page-';
const UNREAD = 'pages-';
/** A plan that rests on more pages than this is not read with all of them beside it. */
const MOST = 8;

type Unquoted = { readonly page: CitedPage; readonly reason: string; readonly fetchedAt?: number };

/**
 * The record with what the cited pages say, in their own words, and with which of them were not read and why. Each quote
 * is recorded once, so that later revisions say the same, and goes when nothing of the plan cites its page any more.
 * Addresses that a playbook of the repository names are told and never fetched.
 */
export async function withPages(
  scope: RunScope,
  ports: PagePorts,
  record: DraftRecord,
  cited: readonly CitedPage[],
): Promise<DraftRecord> {
  if (!ports.pages || cited.length === 0) return record;
  const wanted = new Set(cited.map(idOf));
  const quoted = record.findings.filter(f => wanted.has(f.id));
  const known = new Set(quoted.map(f => f.id));
  const unquoted: Unquoted[] = [];
  const asked: CitedPage[] = [];
  for (const page of cited.filter(one => !known.has(idOf(one)))) {
    if (page.origin === 'project')
      unquoted.push({
        page,
        reason: 'a playbook of this repository names them, and its addresses are never fetched',
      });
    else if (asked.length + known.size >= MOST)
      unquoted.push({ page, reason: `at most ${MOST} are read for one plan` });
    else asked.push(page);
  }
  const answers =
    asked.length > 0
      ? await scope.until(
          ports.pages(
            asked.map(page => page.address),
            scope.signal,
          ),
        )
      : new Map<string, PageAnswer>();
  const learned: Finding[] = [];
  for (const page of asked) {
    const answer = answers.get(page.address) ?? { kind: 'not-read', reason: 'nobody answered' };
    const found = answer.kind === 'read' ? findingOf(page, answer, record) : undefined;
    if (found) {
      learned.push(found);
      scope.emit({
        type: 'ActivityNoted',
        activity: { phase: 'planning', verb: 'Reading', object: `${page.title}: ${page.address}` },
      });
    } else
      unquoted.push(
        answer.kind === 'read'
          ? {
              page,
              reason: 'nothing on it fits the sentences that rest on it',
              fetchedAt: answer.fetchedAt,
            }
          : { page, reason: withoutHost(answer.reason, page.address) },
      );
  }
  const unread = unreadFindings(record.project.name, unquoted);
  const before = new Set(record.findings.map(f => f.id));
  const fresh = [...learned, ...unread].filter(f => !before.has(f.id));
  for (const finding of fresh) scope.emit({ type: 'FindingRecorded', finding });
  const still = new Set([...wanted, ...unread.map(f => f.id)]);
  const kept = record.findings.filter(
    f => !(f.id.startsWith(QUOTED) || f.id.startsWith(UNREAD)) || still.has(f.id),
  );
  return fresh.length === 0 && kept.length === record.findings.length
    ? record
    : { ...record, findings: [...kept, ...fresh] };
}

/** The same thing is often wrong with the pages of several servers, and each address stands there anyway. */
function withoutHost(reason: string, address: string): string {
  const { host } = new URL(address);
  return reason.startsWith(`${host} `) ? `the server ${reason.slice(host.length + 1)}` : reason;
}

function idOf({ address }: CitedPage): string {
  return `${QUOTED}${sha16(address)}`;
}

const isoOf = (ms: number): string => new Date(ms).toISOString();

function findingOf(
  page: CitedPage,
  { page: read, fetchedAt }: Extract<PageAnswer, { kind: 'read' }>,
  record: DraftRecord,
): Finding | undefined {
  const { goal } = record;
  // First what the plan's own sentences speak of, then what the page and the playbook are about.
  const wanted = [[...page.sentences], [page.title, goal.text], [...page.about]];
  const quote = quoteFrom(read, wanted, new URL(page.address).hash.slice(1));
  if (!quote) return undefined;
  const under = quote.heading === '' ? '' : `Under “${quote.heading.replace(/[“”`]/g, '')}”: `;
  return {
    id: idOf(page),
    phase: 'planning',
    topic: 'found',
    text: `${under}“${quote.text}”`,
    sources: [
      {
        kind: 'url',
        url: page.address,
        title: read.title || page.title,
        quote: quote.text,
        fetchedAt: isoOf(fetchedAt),
      },
    ],
  };
}

/** One finding for each reason, with the pages that were not quoted for it. */
function unreadFindings(project: string, unquoted: readonly Unquoted[]): readonly Finding[] {
  const reasons = [...new Set(unquoted.map(one => one.reason))];
  return reasons.map(reason => {
    const of = unquoted.filter(one => one.reason === reason);
    const [n, read] = [of.length, of[0]?.fetchedAt !== undefined];
    const sources = of.map(
      ({ page, fetchedAt }): Source => ({
        kind: 'url',
        url: page.address,
        title: page.title,
        ...(fetchedAt === undefined ? {} : { fetchedAt: isoOf(fetchedAt) }),
      }),
    );
    const text = `${count(n, 'page')} that playbooks cite for \`${project}\` ${n === 1 ? 'is' : 'are'} not ${read ? 'quoted' : 'read'}: ${reason}.`;
    return {
      id: `${UNREAD}${sha16(JSON.stringify([text, sources.map(s => (s.kind === 'url' ? s.url : ''))]))}`,
      phase: 'planning',
      topic: 'found',
      text,
      sources,
    };
  });
}
