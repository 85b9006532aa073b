import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DocPage } from '../../../src/research/pages/port.ts';
import { readPage } from '../../../src/research/pages/read-page.ts';
import { safeLine } from '../../../src/shared/text/index.ts';

function page(text: string, form: 'html' | 'markdown' | 'text' = 'html'): DocPage {
  const read = readPage({ form, text }, 'docs.test');
  if (!read.ok) throw new Error(read.error);
  return read.value;
}
const said = (text: string, form?: 'html' | 'markdown' | 'text') =>
  page(text, form).blocks.map(({ heading, text: line }) => [heading, line]);

describe('a page of HTML', () => {
  test('is what stands on it: paragraphs, items and cells under their headings, on one line each', () => {
    expect(
      said(`<!doctype html><title>The guide | Docs</title><body><header>Sign up now</header>
        <nav><ul><li>Home of all things that are here</li></ul></nav>
        <main><h1>The guide</h1><p>A <em>first</em>
          sentence with <code>a &lt; b</code>.</p>
        <h2 id="limits"><a href="#limits">Limits</a> <a class="headerlink">¶</a></h2>
        <ul><li>One<p>Inside.</p></li><li>Two</li></ul>
        <table><tr><th>Name</th><td>A cell that says something.</td></tr></table>
        <pre>code()</pre><p>After<br>the break<sup>[2]</sup>.</p></main><footer>Imprint</footer>`),
    ).toEqual([
      ['The guide', 'A first sentence with a < b.'],
      ['Limits', 'One'],
      ['Limits', 'Inside.'],
      ['Limits', 'Two'],
      ['Limits', 'Name'],
      ['Limits', 'A cell that says something.'],
      ['Limits', 'After the break.'],
    ]);
    expect(page('<title>The\n guide</title><p>Text</p>').title).toBe('The guide');
  });

  test('without what people do not see', () => {
    const hidden = `<p hidden>a</p><p style="display: none">b</p><div aria-hidden="true">c</div><script>d</script>
      <style>e</style><template><p>f</p></template><noscript>g</noscript><div role="navigation">h</div><textarea>i</textarea>`;
    expect(said(`${hidden}<p>Seen.</p>`)).toEqual([['', 'Seen.']]);
  });

  test('keeps the names of its places', () => {
    const blocks = page('<h2 id="a">A</h2><p id="b"><a name="c"></a>One.</p><p>Two.</p>').blocks;
    expect(blocks.map(b => b.ids)).toEqual([['a', 'b', 'c'], undefined]);
  });

  test('that is one preformatted text is read as such: a memorandum of the internet', () => {
    const rfc = `<html><title>RFC 6455</title><body><pre>
RFC 6455                 The WebSocket Protocol            December 2011


10.2.  Origin Considerations

   Servers that are not intended to process input from any web page but
   only for certain sites SHOULD verify the |Origin| field is an origin
   they expect.

Fette &amp; Melnikov          Standards Track                   [Page 50]
</pre></body></html>`;
    expect(said(rfc)).toEqual([
      [
        '10.2. Origin Considerations',
        'Servers that are not intended to process input from any web page but only for certain sites SHOULD verify the |Origin| field is an origin they expect.',
      ],
    ]);
  });
});

test('Markdown and plain text are read by their paragraphs', () => {
  const markdown = '# Title\n\nA paragraph\nof two lines.\n\n```js\ncode\n```\n\n## Part\n\n- an item\n';
  expect(said(markdown, 'markdown')).toEqual([
    ['Title', 'A paragraph of two lines.'],
    ['Part', 'an item'],
  ]);
  expect(page(markdown, 'markdown').title).toBe('Title');
  expect(said('One\nparagraph.\n\nAnother.', 'text')).toEqual([
    ['', 'One paragraph.'],
    ['', 'Another.'],
  ]);
});

describe('what is no page of documentation says why', () => {
  test.each([
    [
      'a log-in page',
      '<title>RFC 6455</title><h1>Welcome</h1><p>Please log in to use this network.</p><form><input name="user"><input type="password"></form>',
      /log-in page, perhaps of this network \(a captive portal\)/,
    ],
    [
      'one that sends on',
      '<meta http-equiv="refresh" content="0; url=https://elsewhere.test/"><p>Redirecting to the new place.</p>',
      /sends its reader on/,
    ],
    [
      'one that only a script fills',
      '<div id="root"></div><script src="a.js"></script>',
      /without running its scripts/,
    ],
    ['an empty one', '', /without running its scripts/],
    ['one that is too deep', '<div>'.repeat(100_000), /more marks than a page that people read/],
    [
      'one of more marks than words',
      `<p>Words.</p>${'<i></i>'.repeat(100_000)}`,
      /more marks than a page that people read/,
    ],
    [
      'one that multiplies when it is repaired',
      Array.from({ length: 3_000 }, (_, n) => `<p><b x="${n}">`).join(''),
      /more marks than a page that people read/,
    ],
  ])('%s', (_, text, says) => {
    const read = readPage({ form: 'html', text }, 'docs.test');
    expect(read.ok ? read.value.blocks.length : read.error).toMatch(says);
    if (!read.ok) expect(read.error).toContain('docs.test');
  });

  test('a real page may ask for a password too', () => {
    const words = '<p>The field below shows how a form is marked up for people who read it.</p>'.repeat(20);
    expect(page(`${words}<input type="password">`).blocks.length).toBeGreaterThan(10);
  });
});

describe('what strangers write', () => {
  test('is safe: no control, no hidden direction, no secret', () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    const { title, blocks } = page(
      `<title>a\u001b]0;b\u0007c</title><h2>h\u202eh</h2><p>x\u001b[2Jy\u202ez &#27; &#x202e; ${token}</p>`,
    );
    expect(title).toBe('a␛]0;b␇c');
    expect(blocks).toEqual([
      { kind: 'paragraph', heading: 'h<U+202E>h', text: 'x␛[2Jy<U+202E>z ␛ <U+202E> [hidden: github token]' },
    ]);
  });

  test('is bounded: long pages, long lines and long titles are cut', () => {
    const many = page(`<title>${'t'.repeat(999)}</title>${`<p>${'word '.repeat(1_000)}</p>`.repeat(400)}`);
    expect(many.title.length).toBe(150);
    expect(many.blocks.reduce((n, b) => n + b.text.length, 0)).toBeLessThanOrEqual(800_000);
    expect(page(`<p>${'x'.repeat(30_000)}</p>`).blocks[0]?.text.length).toBe(8_000);
  });

  test('is read without a fault, whatever it is', () => {
    const marks = fc.constantFrom(
      '<p>',
      '</p>',
      '<b a=1>',
      '</b>',
      '<table>',
      '<tr>',
      '<td>',
      '<li>',
      '<ul>',
      '<h2>',
      '</h2>',
      '<pre>',
      '<main>',
      '<svg>',
      '<math>',
      '<template>',
      '<select>',
      '<script>',
      '<!--',
      '-->',
      '<![CDATA[',
      '&#0;',
      '&amp',
      '\u0000',
      '# ',
      '```',
      'text ',
      '| a | b |\n|---|---|\n',
    );
    const text = fc.array(fc.oneof(marks, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 60 });
    fc.assert(
      fc.property(text, fc.constantFrom('html', 'markdown', 'text'), (parts, form) => {
        const read = readPage({ form, text: parts.join('') }, 'docs.test');
        if (!read.ok) return;
        for (const { heading, text: line } of read.value.blocks)
          for (const one of [heading, line]) expect(one).toBe(safeLine(one));
      }),
      { numRuns: 400 },
    );
  });
});
