import fc from 'fast-check';
import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { expect, test } from 'vitest';
import { parseMarkdown } from '../../src/plan/markdown.ts';
import { inline } from '../../src/plan/render/inline.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { plan } from './arbitrary.ts';
import { samplePlan } from './sample.ts';

/** Parsed as a whole, by the library alone, without links of what is an address only once its escapes are gone. */
const whole = (text: string): Root['children'] =>
  fromMarkdown(text, {
    extensions: [gfm()],
    mdastExtensions: gfmFromMarkdown().map(extension => ({ ...extension, transforms: [] })),
  }).children;

const piece = fc.constantFrom(
  '## A\n',
  '##  B\n',
  ' ## C\n',
  '## \n',
  '##\n',
  '### D\n',
  '# E\n',
  'text\n',
  '\n',
  '- item\n',
  '  more\n',
  '1. one\n',
  '   two\n',
  '```\n',
  '   ```\n',
  '    ```\n',
  '~~~ts\n',
  '~~~\n',
  '````\n',
  '- ```\n',
  '> q\n',
  '> ```\n',
  '> ## F\n',
  '- ## G\n',
  'a | b\n',
  '- | -\n',
  '<div>\n',
  '</div>\n',
  '<!-- x -->\n',
  '<!-- x\n',
  '-->\n',
  '<pre>\n',
  '</pre>\n',
  '<script>\n',
  '[a]: /b\n',
  '[a]\n',
  '[^1]: n\n',
  '[^1]\n',
  '===\n',
  '---\n',
  '\t## H\n',
  '## I',
  'b `c\n',
  '`\n',
  '**\n',
  '<?x\n',
  '?>\n',
  '<![CDATA[\n',
  ']]>\n',
  '   [a]: c\n',
  '```` js\n',
  '``` `x`\n',
);

test('section by section it is the same tree, with the same places, as parsed at once', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 24 }), pieces => {
      const text = pieces.join('');
      expect(parseMarkdown(text).children).toEqual(whole(text));
    }),
    { numRuns: 1_500 },
  );
}, 60_000);

test('of any plan, too, and again after an edit', () => {
  fc.assert(
    fc.property(
      plan,
      fc.nat(),
      fc.constantFrom('x', '\n## New\n', '```\n', '\n\n', '- a\n'),
      (given, at, inserted) => {
        const text = renderPlan(given);
        expect(parseMarkdown(text).children).toEqual(whole(text));
        const cut = at % text.length;
        const edited = text.slice(0, cut) + inserted + text.slice(cut);
        expect(parseMarkdown(edited).children).toEqual(whole(edited));
      },
    ),
    { numRuns: 60 },
  );
}, 120_000);

test('what is parsed once is nobody’s to change', () => {
  const text = renderPlan(samplePlan);
  const first = parseMarkdown(text);
  for (const node of first.children) if ('children' in node) node.children.length = 0;
  expect(parseMarkdown(text).children).toEqual(whole(text));
});

test('what was escaped so that it is no link is none; an address is', () => {
  const kinds = (text: string) => JSON.stringify(parseMarkdown(text)).match(/"type":"link"/g)?.length ?? 0;
  expect(kinds(`Raise “${inline('www.shop.example/sign-up')}” at ${inline('ada@shop.example')}`)).toBe(0);
  expect(kinds(inline('Raise https://www.shop.example/sign-up'))).toBe(1);
});
