import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check, needs } from '../../src/plan/checks/index.ts';
import { saidQuotes } from '../../src/plan/checks/quotes.ts';
import { type QuoteFact, quoteKey } from '../../src/plan/facts.ts';
import type { CheckResult, Plan } from '../../src/plan/model.ts';
import { readPlan } from '../../src/plan/read/index.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { goodFacts } from './facts.ts';
import { samplePlan } from './sample.ts';

const URL_OF = 'https://www.rfc-editor.org/rfc/rfc6455#section-10.2';
const QUOTE =
  'Servers that are not intended for any page SHOULD verify the |Origin| field (see *10.2*) is one_they_expect.';
const finding = (
  quote = QUOTE,
  heading = 'Under “10.2. Origin, and others”: ',
): Plan['findings'][number] => ({
  text: `${heading}“${quote}”`,
  sources: [
    {
      kind: 'url',
      url: URL_OF,
      title: 'RFC 6455, The (WebSocket) Protocol',
      quote,
      fetchedAt: '2026-11-27T12:00:00.000Z',
    },
  ],
});
const withFindings = (...found: Plan['findings']): Plan => ({
  ...samplePlan,
  findings: [...samplePlan.findings, ...found],
});
const created = ['src/realtime/hub.ts', 'tests/realtime/hub.test.ts', 'docs/realtime-client.md'];

function twelve(plan: Plan, fact?: QuoteFact, markdown = renderPlan(plan)): CheckResult {
  const wanted = needs(plan, markdown);
  const quotes = fact && Object.fromEntries((wanted.quotes ?? []).map(q => [quoteKey(q), fact]));
  const { results } = check(plan, markdown, { ...goodFacts(wanted, created), ...(quotes ? { quotes } : {}) });
  const found = results.find(r => r.check === 12);
  if (!found) throw new Error('no check 12');
  return found;
}

test('a quote stands in the plan with its page and day, and is read back as it was', () => {
  const markdown = renderPlan(withFindings(finding()));
  expect(markdown).toContain(`(“RFC 6455, The (WebSocket) Protocol” <${URL_OF}> as of 2026-11-27)`);
  expect(saidQuotes(markdown)).toEqual([
    { url: URL_OF, quote: QUOTE, day: '2026-11-27', line: expect.any(Number) },
  ]);
  const [said] = saidQuotes(markdown);
  expect(markdown.split('\n')[(said?.line ?? 0) - 1]).toContain('SHOULD verify');
  const read = readPlan(markdown);
  if (!read.ok) throw new Error(read.error.message);
  expect(read.value.plan.findings.at(-1)).toEqual({
    text: finding().text,
    sources: [
      { kind: 'url', url: URL_OF, title: 'RFC 6455, The (WebSocket) Protocol', fetchedAt: '2026-11-27' },
    ],
  });
  expect(renderPlan(read.value.plan)).toBe(markdown);
});

test('whatever a page says, its words come back as they were quoted', () => {
  const words = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
    .map(text =>
      text
        .replace(/[“”`]|\p{Cc}|\*\*/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter(text => text !== '');
  fc.assert(
    fc.property(words, quote => {
      expect(saidQuotes(renderPlan(withFindings(finding(quote)))).map(q => q.quote)).toEqual([quote]);
    }),
    { numRuns: 150 },
  );
});

test('pages that were only named, and plans by other hands, quote nothing', () => {
  expect(saidQuotes(renderPlan(samplePlan))).toEqual([]);
  const foreign = renderPlan(withFindings(finding())).replace(/^---[\s\S]*?---\n/, '');
  expect(saidQuotes(foreign)).toEqual([]);
});

test('it passes where the words stand on the page that is kept', () => {
  const result = twelve(withFindings(finding()), { stands: 'yes', fetched: '2026-11-27' });
  expect([result.verdict, result.findings, result.notes]).toEqual([
    'passed',
    [],
    ['1 quote was found on the pages that are kept here.'],
  ]);
});

test('it fails where they do not, on the line of the finding', () => {
  const plan = withFindings(finding());
  const result = twelve(plan, { stands: 'no', fetched: '2026-11-27' });
  expect(result.verdict).toBe('failed');
  const [one] = result.findings;
  expect(one?.message).toContain(`does not stand on ${URL_OF}, as fetched on 2026-11-27`);
  expect(renderPlan(plan).split('\n')[(one?.line ?? 0) - 1]).toContain('SHOULD verify');
});

test('a page that changed since is a warning: the plan was true when it was written', () => {
  const result = twelve(withFindings(finding()), { stands: 'no', fetched: '2026-12-01' });
  expect([result.verdict, result.findings.map(f => f.severity)]).toEqual(['passed', ['warning']]);
  expect(result.findings[0]?.message).toContain('no longer stands');
});

test('where the page is not kept, nothing is said of its words but that', () => {
  for (const fact of [undefined, { stands: 'not-checked' } as const]) {
    const result = twelve(withFindings(finding()), fact);
    expect([result.verdict, result.findings]).toEqual(['not-checked', []]);
    expect(result.notes).toEqual([
      `1 quote was not compared with the page, which is not kept here: ${URL_OF}.`,
    ]);
  }
});
