import { expect, test } from 'vitest';
import type { CitedPage } from '../../src/agent/local/compose/cited.ts';
import { withPages } from '../../src/agent/local/page-findings.ts';
import type { Finding } from '../../src/domain/index.ts';
import type { PageAnswer } from '../../src/research/pages/port.ts';
import { readPage } from '../../src/research/pages/read-page.ts';
import type { AgentOutput } from '../../src/session/events.ts';
import { plainRecord, scopeInto } from './plain-record.ts';

const FETCHED = Date.parse('2026-11-27T12:00:00Z');
const ORIGIN = 'https://www.rfc-editor.org/rfc/rfc6455#section-10.2';

const cited = (over: Partial<CitedPage> = {}): CitedPage => ({
  address: ORIGIN,
  title: 'RFC 6455, The WebSocket Protocol',
  playbook: 'realtime',
  origin: 'built-in',
  sentences: [
    '`src/server.ts` must check the Origin header of each handshake, since any web page can open a socket.',
  ],
  about: ['Real-time updates', 'websocket', 'socket'],
  ...over,
});

function read(html: string): PageAnswer {
  const page = readPage({ form: 'html', text: html }, 'docs.test');
  if (!page.ok) throw new Error(page.error);
  return { kind: 'read', page: page.value, fetchedAt: FETCHED };
}
const SAID =
  'Servers that are not intended to process input from any web page SHOULD verify that the Origin header is one they expect.';
const RFC = read(
  `<title>RFC 6455: The WebSocket Protocol</title><p>Sockets are opened by a handshake of two sides.</p>
   <h2 id="section-10.2">10.2. Origin Considerations</h2><p>${SAID}</p>`,
);

interface Withheld {
  readonly findings?: readonly Finding[];
  readonly answers?: Readonly<Record<string, PageAnswer>> | undefined;
}

async function add(pages: readonly CitedPage[], { findings = [], answers }: Withheld) {
  const emitted: AgentOutput[] = [];
  const asked: string[] = [];
  const scope = scopeInto(emitted);
  const record = plainRecord('add notifications', 'shop', findings);
  const ports = answers
    ? {
        pages: async (addresses: readonly string[]) => {
          asked.push(...addresses);
          return new Map(addresses.flatMap(a => (answers[a] ? [[a, answers[a]] as const] : [])));
        },
      }
    : {};
  const made = await withPages(scope, ports, record, pages);
  const recorded = emitted.flatMap(o => (o.type === 'FindingRecorded' ? [o.finding] : []));
  return { findings: made.findings, recorded, asked, same: made === record };
}

test('a page is quoted word for word, with its address, its own title and the day', async () => {
  const { findings, recorded, asked } = await add([cited()], { answers: { [ORIGIN]: RFC } });
  expect(asked).toEqual([ORIGIN]);
  expect(findings).toEqual(recorded);
  expect(recorded).toEqual([
    {
      id: expect.stringMatching(/^page-[0-9a-f]{16}$/),
      phase: 'planning',
      topic: 'found',
      text: `Under “10.2. Origin Considerations”: “${SAID}”`,
      sources: [
        {
          kind: 'url',
          url: ORIGIN,
          title: 'RFC 6455: The WebSocket Protocol',
          quote: SAID,
          fetchedAt: '2026-11-27T12:00:00.000Z',
        },
      ],
    },
  ]);
});

test('a later revision says what was recorded and asks nobody; what is no longer cited is no longer quoted', async () => {
  const { recorded } = await add([cited()], { answers: { [ORIGIN]: RFC } });
  const later = await add([cited()], { findings: recorded, answers: {} });
  expect([later.asked, later.recorded, later.findings]).toEqual([[], [], recorded]);
  const other = cited({ address: 'https://socket.io/docs/v4/' });
  const without = await add([other], { findings: recorded, answers: { [other.address]: RFC } });
  expect(without.findings.map(f => f.sources[0])).toEqual([expect.objectContaining({ url: other.address })]);
});

test('what was not read is told with the reason, each reason once', async () => {
  const pages = ['https://a.test/', 'https://b.test/', 'https://c.test/'].map((address, i) =>
    cited({ address, title: `Page ${i}` }),
  );
  const no = (reason: string): PageAnswer => ({ kind: 'not-read', reason });
  const answers = {
    'https://a.test/': no('a.test answers with status 404: a.test says no'),
    'https://b.test/': no('--offline'),
    'https://c.test/': no('--offline'),
  };
  const { findings } = await add(pages, { answers });
  expect(findings.map(f => [f.text, f.sources.map(s => (s.kind === 'url' ? s.title : ''))])).toEqual([
    [
      '1 page that playbooks cite for `shop` is not read: the server answers with status 404: a.test says no.',
      ['Page 0'],
    ],
    ['2 pages that playbooks cite for `shop` are not read: --offline.', ['Page 1', 'Page 2']],
  ]);
  // The next revision says it again, and does not record it again; once they are read, nothing of it is left.
  const again = await add(pages, { findings, answers });
  expect([again.recorded, again.findings]).toEqual([[], findings]);
  const now = await add(pages, { findings, answers: Object.fromEntries(pages.map(p => [p.address, RFC])) });
  expect(now.findings.map(f => f.id.replace(/[0-9a-f]{16}$/, ''))).toEqual(['page-', 'page-', 'page-']);
});

test('addresses that a playbook of the repository names are never asked for, and are told', async () => {
  const evil = cited({ address: 'https://collect.evil.test/?repo=shop', title: 'Docs', origin: 'project' });
  const { asked, findings } = await add([evil, cited()], { answers: { [ORIGIN]: RFC } });
  expect(asked).toEqual([ORIGIN]);
  expect(findings.at(-1)).toMatchObject({
    text: '1 page that playbooks cite for `shop` is not read: a playbook of this repository names them, and its addresses are never fetched.',
    sources: [{ url: evil.address }],
  });
});

test('of a page on which nothing fits it is told that it was read', async () => {
  const { findings } = await add([cited()], {
    answers: { [ORIGIN]: read('<p>Rolling pastry takes patience and cold hands.</p>') },
  });
  expect(findings).toEqual([
    expect.objectContaining({
      text: '1 page that playbooks cite for `shop` is not quoted: nothing on it fits the sentences that rest on it.',
      sources: [expect.objectContaining({ fetchedAt: '2026-11-27T12:00:00.000Z' })],
    }),
  ]);
});

test('a plan reads at most eight pages', async () => {
  const pages = Array.from({ length: 10 }, (_, i) => cited({ address: `https://a.test/${i}` }));
  const { asked, findings } = await add(pages, {
    answers: Object.fromEntries(pages.map(p => [p.address, RFC])),
  });
  expect(asked).toHaveLength(8);
  expect(findings.at(-1)?.text).toBe(
    '2 pages that playbooks cite for `shop` are not read: at most 8 are read for one plan.',
  );
});

test('without the port, or without cited pages, the record stays as it is', async () => {
  expect((await add([cited()], {})).same).toBe(true);
  expect((await add([], { answers: {} })).same).toBe(true);
});
