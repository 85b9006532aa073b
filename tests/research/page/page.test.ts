import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markupTags, scriptTags } from '../../../src/research/page/code-tags.ts';
import { findPage, routeIn, routeOf } from '../../../src/research/page/find.ts';
import { htmlTags } from '../../../src/research/page/html-tags.ts';
import { readFetchedPage, readOwnPage } from '../../../src/research/page/index.ts';
import { all, COMPUTED, type Part, type Tag, textOf } from '../../../src/research/page/tag.ts';

const part = (text: string): Part => ({
  name: 'page',
  lines: text.split('\n'),
  source: line => ({ kind: 'user', what: `line ${line}` }),
});
/** `div>p[class=a]@2 “text”`: names with attributes and lines, in the order of the page. */
const shown = (root: Tag): readonly string[] =>
  [...all(root)]
    .slice(1)
    .map(
      t =>
        `${t.name}${[...t.attributes].map(([k, v]) => `[${k}=${v.includes(COMPUTED) ? '…' : v}]`).join('')}@${t.line}`,
    );

describe('tags of scripts', () => {
  test.each([
    ['const a = <p className="x">It’s {count} o’clock</p>;', ['p[class=x]@1']],
    ['const f = <T,>(x: T) => <b>{x}</b>;', ['b@1']],
    ['const f = <T extends string>(x: T) => (\n  <b/>\n);', ['b@2']],
    ['useState<string>(a < b ? "x" : "y"); return <i/>', ['i@1']],
    [
      'return (\n<>\n<input disabled value={v} {...rest} />\n{on && <Foo.Bar icon={<Star />} />}\n</>)',
      ['@2', 'input[disabled=][value=…]@3', 'Foo.Bar[icon=…]@4', 'Star@4'],
    ],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code that is read
    ['const s = "<p>"; const t = `<b>${<em/>}</b>`; // <u>\n/* <s> */', ['em@1']],
    ['{list.map(x => (\n <li key={x}>{x}</li>\n))}', ['li[key=…]@2']],
  ])('%s', (text, tags) => {
    expect(shown(scriptTags(text, part(text)))).toEqual(tags);
  });
  test('text, literals in braces and comments', () => {
    const root = scriptTags('return <h1>{/* no */}{"Free"} for {n} people &amp; more</h1>', part(''));
    expect(textOf(root)).toBe('Free for people & more');
  });
});

describe('tags of components and templates', () => {
  test.each([
    [
      '<form @submit="go"><input :value="v" name="email"><p v-if="a">x</p></form>',
      ['form[@submit=…]@1', 'input[value=…][name=email]@1', 'p[v-if=…]@1'],
    ],
    ['{#if a}\n<button on:click={go} {disabled}>Buy</button>\n{/if}', ['button[on:click=…][disabled=…]@2']],
  ])('%s', (text, tags) => {
    expect(shown(markupTags(text, part(text)))).toEqual(tags);
  });
  test('expressions keep lines, includes keep their place', () => {
    const text = '<form>\n<% if (a) {\n %>\n<input name="<%= n %>">\n{{> card }}\n@include("a.b")\n</form>';
    const root = htmlTags(text, part(text));
    const tags = root ? shown(root).filter(t => /^(?:form|input|x-)/.test(t)) : [];
    expect(tags).toEqual(['form@1', 'input[name=…]@4', 'x-included[name=card]@5', 'x-included[name=a/b]@6']);
  });
  test('whatever the text, reading it ends and keeps lines inside of it', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '</',
      '/>',
      '{',
      '}',
      '`',
      '${',
      '"',
      "'",
      'a',
      'Foo',
      ' ',
      '\n',
      '=',
      '<!--',
      '{#if',
      '<%',
      '%>',
      '(',
      'return ',
      '//',
      '/*',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 80 }), parts => {
        const text = parts.join('');
        for (const read of [scriptTags, markupTags, htmlTags])
          for (const tag of all(read(text, part(text)) ?? scriptTags('', part(''))))
            expect(tag.line).toBeLessThanOrEqual(text.split('\n').length);
      }),
      { numRuns: 400 },
    );
  });
  test('nesting without end is cut, not followed', () => {
    for (const text of [
      '<a>'.repeat(20_000),
      'x = '.concat('`${'.repeat(20_000)),
      `return ${'<A b={'.repeat(20_000)}`,
    ])
      expect([...all(scriptTags(`return ${text}`, part(text)))].length).toBeLessThan(1_000);
  });
});

test.each([
  ['app/(site)/pricing/page.tsx', '/pricing'],
  ['src/app/page.tsx', '/'],
  ['src/routes/pricing/+page.svelte', '/pricing'],
  ['pages/index.vue', '/'],
  ['src/pages/about/index.astro', '/about'],
  ['public/pricing.html', '/pricing'],
  ['views/checkout.ejs', '/checkout'],
  ['pricing.html', '/pricing'],
  ['src/components/Card.tsx', undefined],
])('%s shows %s', (path, route) => {
  expect(routeOf(path)).toBe(route);
});

test.each([
  ['more sign-ups on /pricing', '/pricing'],
  ['more orders on `/shop/cart`.', '/shop/cart'],
  ['fewer bounces on /', '/'],
  ['raise and/or lower it', undefined],
])('%s names the route %s', (wish, route) => {
  expect(routeIn(wish)).toBe(route);
});

const PATHS = [
  'index.html',
  'pricing.html',
  'src/pages/Signup.tsx',
  'src/components/SignupForm.tsx',
  'src/pages/Checkout.tsx',
  'tests/pricing.test.tsx',
  'emails/checkout.html',
  'views/404.html',
];
test.each([
  ['more sign-ups', 'src/pages/Signup.tsx'],
  ['fewer abandoned carts', 'src/pages/Checkout.tsx'],
  ['improve the landing page', 'index.html'],
  ['more plans sold on the pricing page', 'pricing.html'],
  ['better conversion of SignupForm.tsx', 'src/components/SignupForm.tsx'],
  ['more sales on /pricing', 'pricing.html'],
])('“%s” means %s', async (wish, path) => {
  const { places } = await findPage(
    { paths: PATHS, search: async () => [], read: async () => undefined },
    wish,
  );
  expect(places[0]?.path).toBe(path);
});

const FIXTURES = fileURLToPath(new URL('../../fixtures/pages/', import.meta.url));
function ownPage(name: string, wish: string) {
  const root = join(FIXTURES, name);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(p => statSync(join(root, p)).isFile())
    .toSorted();
  const text = (path: string) => readFileSync(join(root, path), 'utf8');
  return readOwnPage(
    {
      paths,
      commit: undefined,
      read: async path => ({ path, text: text(path), bytes: text(path).length, hash: '0'.repeat(16) }),
      card: async () => undefined,
      search: async () => [],
    },
    wish,
  );
}

test('the landing page of the fixtures: what stands in the way, each with its line', async () => {
  const { reading } = await ownPage('landing-html', 'the landing page');
  const found = reading?.frictions.map(
    f => `${f.id} ${f.count} ${f.sources.map(s => (s.kind === 'file' ? s.line : '')).join(',')}`,
  );
  expect(found).toEqual([
    'form-fields 5 26',
    'form-labels 3 27,28,29',
    'form-types 2 28,29',
    'form-autocomplete 5 27,28,29',
    'form-twice 1 29',
    'form-button 1 32',
    'calls-compete 3 21,22,23',
    'calls-vague 1 20',
    'heading-jump 1 19',
    'message-apart 1 5,13',
    'message-empty 1 5',
    'trust-privacy 1 1',
    'trust-missing 5 1',
    'load-blocking 2 7,9',
    'load-images 3 16,17,18',
    'load-lazy 1 18',
    'third-party 2 7,8',
    'access-alt 1 16',
    'access-names 1 34',
    'access-language 1 2',
    'view-port 1 3',
    'access-contrast 1 25',
  ]);
  const contrast = reading?.frictions.find(f => f.id === 'access-contrast');
  expect(contrast?.text).toContain('2.8 : 1');
});

test.each([
  ['<label>Mail <input type="email" name="email" autocomplete="email"></label>', []],
  ['<input type="email" name="email" autocomplete="email" aria-label="Mail">', []],
  ['<input name="email" aria-label="Mail" autocomplete="email">', ['form-types']],
  ['<label for="x">Mail</label><input id="x" type="email">', ['form-autocomplete']],
  ['<input type="hidden" name="token"><label>Note <textarea name="note"></textarea></label>', []],
])('a form with %s', (fields, rules) => {
  const page = readFetchedPage(
    `<html lang="en"><head><title>Soil</title></head><body><h1>Soil for sale, by the bag and by the barrow, all year</h1><form>${fields}<button>Order soil</button></form></body></html>`,
    'https://a.example/',
    '2026-11-28T00:00:00.000Z',
  );
  expect(page?.frictions.filter(f => f.id.startsWith('form-')).map(f => f.id)).toEqual(rules);
});

test('a form and a call name what was read of them, of a page by its address too', () => {
  const page = readFetchedPage(
    '<!doctype html>\n<html lang="en"><body>\n<form id="join"><input name="mail"><button>Join</button></form>\n<a class="btn" href="/more">See more</a></body></html>',
    'https://a.example/',
    '2026-11-28T00:00:00.000Z',
  );
  expect([page?.forms, page?.calls.filter(c => !c.sends)].map(seen => seen?.[0]?.source)).toMatchObject([
    { kind: 'url', url: 'https://a.example/', quote: expect.stringContaining('<form id="join">') },
    { kind: 'url', url: 'https://a.example/', quote: expect.stringContaining('See more') },
  ]);
});

test.each([
  ['<img src="a.png" alt="Box Town">', '“Box Town”'],
  ['<img src="a.png">', '“a picture without words”'],
  ['<b>Box</b> Town <img src="a.png" alt="logo">', '“Box Town”'],
])('a heading of %s says %s', (inside, said) => {
  const page = readFetchedPage(
    `<html lang="en"><body><h1>${inside}</h1></body></html>`,
    'https://a.example/',
    '2026-11-28T00:00:00.000Z',
  );
  expect(page?.seen.find(seen => seen.id === 'headings')?.text).toContain(`The first heading says ${said}`);
});

test('what a page says is shown without secrets and without marks that a terminal obeys', () => {
  const page = readFetchedPage(
    '<html lang="en"><title>x</title><h1>\u001b]0;owned\u0007 Sale | “now”</h1><a class="btn" href="/">Buy `it` now ghp_abcdefghijklmnopqrstuvwxyz0123456789</a></html>',
    'https://a.example/',
    '2026-11-28T00:00:00.000Z',
  );
  const said = JSON.stringify([page?.seen, page?.frictions, page?.calls]);
  expect(said).not.toMatch(/\\u001b|ghp_abcdef/);
});
