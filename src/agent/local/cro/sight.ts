import type { CodeMap } from '../../../codemap/port.ts';
import type { Finding, Phase } from '../../../domain/index.ts';
import type { ProjectFiles } from '../../../host/port.ts';
import type { PagePlace } from '../../../research/page/by-code.ts';
import type { PageReading } from '../../../research/page/model.ts';
import type { DraftRecord } from '../draft/record.ts';
import type { Survey } from '../survey.ts';

export type PageAnswer =
  | { readonly kind: 'read'; readonly html: string; readonly fetchedAt: number }
  /** `reason` is a sentence without its full stop. */
  | { readonly kind: 'not-read'; readonly reason: string };

export interface PageCodePorts {
  readonly map: CodeMap;
  readonly files: ProjectFiles;
  /** What an address that the person gave answers; `kept`: as it was read before, where it was. */
  readonly pageCode?: (url: string, kept: boolean, signal: AbortSignal) => Promise<PageAnswer>;
}

/** The page that a goal is about, as far as it was found and read. */
export interface PageSight {
  /** Its address, where the person gave one. */
  readonly url?: string;
  readonly reading?: PageReading;
  /** Where it was found, and what else may be meant. */
  readonly place?: PagePlace;
  readonly others: readonly PagePlace[];
  readonly sure: boolean;
  /** Why it was not read; a sentence. */
  readonly why?: string;
}

type Wish = Pick<DraftRecord, 'goal' | 'questions' | 'answers' | 'project'>;

/** The address that the person gave, in the goal or with it. */
export function addressOf({ goal }: Pick<DraftRecord, 'goal'>): string | undefined {
  const said = goal.about ?? /(?:^|\s)(https?:\/\/\S+)/.exec(goal.text)?.[1];
  return said !== undefined && /^https?:\/\//i.test(said) && URL.canParse(said) ? said : undefined;
}

/** Words by which the page is looked for: the answer to “which page?”, else the goal. */
function wishOf({ goal, questions, answers }: Wish): string {
  const answer = answers['cro-page'];
  if (answer?.kind === 'text') return answer.text;
  const question = questions.find(q => q.id === 'cro-page');
  const choice =
    answer?.kind === 'choice' ? question?.choices.find(c => c.id === answer.choiceId) : undefined;
  return choice && choice.id !== ELSEWHERE ? choice.label : goal.text;
}

export const ELSEWHERE = 'elsewhere';

/** Finds and reads the page. `phase`: a later draft reads what the research read, where that is kept. */
export async function lookAtPage(
  ports: PageCodePorts,
  record: Wish,
  phase: Phase,
  signal: AbortSignal,
): Promise<PageSight> {
  // What reads pages is large, and most goals are about none.
  const { readFetchedPage, readOwnPage } = await import('../../../research/page/index.ts');
  const url = addressOf(record);
  if (url !== undefined) {
    const answer = await (ports.pageCode?.(url, phase === 'planning', signal) ?? nobody());
    if (answer.kind === 'not-read')
      return { url, others: [], sure: true, why: `The page at ${url} was not read: ${answer.reason}.` };
    const reading = readFetchedPage(answer.html, url, new Date(answer.fetchedAt).toISOString());
    return reading
      ? { url, reading, others: [], sure: true }
      : {
          url,
          others: [],
          sure: true,
          why: `The page at ${url} has more marks than a page that people read.`,
        };
  }
  const { map, files } = ports;
  const page = await readOwnPage(
    {
      paths: await map.paths(),
      read: path => files.read(path),
      card: path => map.card(path),
      search: (pattern, limit) => map.search(pattern, { limit }),
      commit: record.project.clean === false ? undefined : record.project.commit,
    },
    wishOf(record),
  );
  return page;
}

const nobody = async (): Promise<PageAnswer> => ({ kind: 'not-read', reason: 'nobody fetches pages here' });

const PAGE = 'page-code-';

/** What was read of the page, as findings: what it has, what stands in the way, and what could not be seen. */
export function pageFindings(sight: PageSight): readonly Finding[] {
  const { reading, why, url } = sight;
  const finding = (id: string, text: string, sources: Finding['sources']): Finding => ({
    id: `${PAGE}${id}`,
    phase: 'research',
    topic: 'state',
    text,
    sources,
  });
  if (!reading)
    return [finding('none', why ?? 'No page was read.', url ? [{ kind: 'url', url, title: '' }] : [GOAL])];
  const found = sight.place ? `, because ${sight.place.because}` : '';
  return [
    ...(url
      ? [
          {
            ...finding(
              'fetched',
              'The page was fetched and read without running its scripts; its address is all that left this machine.',
              [reading.source],
            ),
            topic: 'found' as const,
          },
        ]
      : []),
    finding('read', `The page is \`${reading.name}\`${found}.`, [reading.source]),
    ...reading.seen.map(s => finding(s.id, s.text, [...s.sources])),
    ...reading.frictions.map((f, i) => finding(`friction-${f.id}-${i + 1}`, f.text, [...f.sources])),
    ...reading.unseen.map((text, i) => finding(`unseen-${i + 1}`, text, [reading.source])),
  ];
}

const GOAL = { kind: 'user' as const, what: 'the goal' };

/** The record with what the page says now; what stands in the way has a section of its own in a plan. */
export function withSeenPage(record: DraftRecord, sight: PageSight | undefined): DraftRecord {
  if (!sight) return record;
  // Of a page that lies elsewhere, what is true of this project says nothing.
  const others = record.findings.filter(f => !f.id.startsWith(PAGE) && sight.url === undefined);
  const now = pageFindings(sight).filter(f => !/^page-code-(?:friction|unseen)-/.test(f.id));
  return { ...record, findings: [...now, ...others] };
}

/** The survey with the page, and with the text and card of each file that it is made of. */
export async function withReadPage(ports: PageCodePorts, survey: Survey, page: PageSight): Promise<Survey> {
  const paths = page.reading?.paths.filter(path => !survey.texts.has(path)) ?? [];
  const read = await Promise.all(paths.map(path => ports.files.read(path)));
  const texts = new Map(survey.texts);
  for (const file of read) if (file) texts.set(file.path, file);
  const cards = new Map(survey.cards);
  for (const card of await ports.map.cards(page.reading?.paths ?? [])) cards.set(card.path, card);
  return { ...survey, page, texts, cards };
}
