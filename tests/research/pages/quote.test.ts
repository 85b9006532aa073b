import { describe, expect, test } from 'vitest';
import type { DocPage } from '../../../src/research/pages/port.ts';
import { quoteFrom, standsOn } from '../../../src/research/pages/quote.ts';
import { readPage } from '../../../src/research/pages/read-page.ts';

function page(html: string): DocPage {
  const read = readPage({ form: 'html', text: html }, 'docs.test');
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

const PROXIES = page(`<title>Express behind proxies</title><main><h1>Express behind proxies</h1>
  <p>When running an Express app behind a reverse proxy, some of the APIs may return different values than expected. In
  order to adjust for this, the trust proxy application setting may be used.</p>
  <h2 id="numeric">A number</h2><p>Use the address that is at most this number of hops away from the application.</p>
  <p>When using this setting, it is important to ensure there are not multiple paths to the application with fewer hops,
  otherwise the client could provide any value.</p>
  <h2 id="cookies">Cookies</h2><p>Enable JavaScript to see this page about proxies and the trust setting.</p></main>`);

describe('what a page says of some words', () => {
  test('is the whole sentences that fit best, with their heading', () => {
    expect(quoteFrom(PROXIES, [['trust', 'proxy', 'setting', 'application']])).toEqual({
      heading: 'Express behind proxies',
      text: 'In order to adjust for this, the trust proxy application setting may be used.',
    });
  });

  test('is looked for from the place that the address names', () => {
    expect(quoteFrom(PROXIES, [['application', 'hops']], 'numeric')?.heading).toBe('A number');
    expect(quoteFrom(PROXIES, [['proxy', 'setting']], 'no-such-place')?.heading).toBe(
      'Express behind proxies',
    );
  });

  test('is nothing where nothing fits, and the next words are tried then', () => {
    expect(quoteFrom(PROXIES, [['kubernetes', 'probe']])).toBeUndefined();
    expect(
      quoteFrom(PROXIES, [
        ['kubernetes', 'probe'],
        ['hops', 'client', 'paths'],
      ])?.heading,
    ).toBe('A number');
  });

  test('is never what the page says of itself, a question, or what was hidden in it', () => {
    const odd = page(
      `<p>Read this page to learn how tokens are verified by servers.</p><p>How are tokens verified by servers today?</p>
       <p>Tokens are \u202everified by servers with a secret.</p><p>Tokens are verified by \u001b[1mservers.</p>`,
    );
    expect(quoteFrom(odd, [['tokens', 'verified', 'servers']])).toBeUndefined();
  });
});

test('a quote stands on a page word for word, white space aside, and not otherwise', () => {
  const words = 'Use the address that is at most this number of hops away';
  expect(standsOn(PROXIES, `${words}   from\nthe application.`)).toBe(true);
  expect(standsOn(PROXIES, words.replace('most', 'least'))).toBe(false);
  expect(standsOn(PROXIES, words.toUpperCase())).toBe(false);
  expect(standsOn(PROXIES, ' ')).toBe(false);
});
