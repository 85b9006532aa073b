import { stems } from '../../shared/text/stems.ts';
import { headings } from './calls.ts';
import type { Friction, PageCode, Seen, SeenCall, SeenForm, Written } from './model.ts';
import { listed, placeOf, quoted, sentence } from './say.ts';
import { all, COMPUTED, isComputed, isTag, type Tag, textOf } from './tag.ts';
import { foreignTongue, TRUST_WORDS } from './tongues.ts';

/** What speaks for whoever offers something, by the words and links of a page. */
const TRUST: readonly {
  readonly name: string;
  readonly words: RegExp;
  /** The same in the other languages that are looked for. */
  readonly abroad: RegExp;
  readonly links?: RegExp;
}[] = [
  {
    name: 'a price',
    abroad: TRUST_WORDS.price,
    words: /(?:[$€£¥]\s?\d|\d\s?(?:€|(?:EUR|USD|GBP|CHF)\b)|\bfree\b(?! (?:software|as in)))/i,
  },
  {
    name: 'a guarantee',
    abroad: TRUST_WORDS.guarantee,
    words: /\b(?:guarantee|money[- ]back|refund|cancel any ?time|no credit card|free returns|warranty)\b/i,
  },
  {
    name: 'reviews',
    abroad: TRUST_WORDS.reviews,
    words: /\b(?:reviews?|testimonials?|rated|stars|trusted by|customers say|case stud(?:y|ies)|loved by)\b/i,
  },
  {
    name: 'a contact',
    abroad: TRUST_WORDS.contact,
    words: /\b(?:contact(?: us)?|support|help cent(?:er|re)|call us)\b/i,
    links: /^(?:mailto:|tel:)|contact|support|kontakt|hilfe|ayuda|aide/i,
  },
  {
    name: 'the privacy policy',
    abroad: TRUST_WORDS.privacy,
    words: /\bprivacy\b/i,
    links: /privacy|datenschutz|confidentialite|privacidad/i,
  },
  {
    name: 'the terms',
    abroad: TRUST_WORDS.terms,
    words: /\bterms\b|\bimprint\b|\blegal\b/i,
    links: /terms|legal|imprint|impressum|\bagb\b|conditions|voorwaarden/i,
  },
];

interface WordsSeen {
  readonly seen: readonly Seen[];
  readonly frictions: readonly Friction[];
}

export function readTrust(page: PageCode, forms: readonly SeenForm[]): WordsSeen {
  const roots = [page.body, ...page.frames];
  const text = roots.map(textOf).join(' ');
  const links = roots.flatMap(root =>
    [...all(root)].flatMap(t => t.attributes.get('href') ?? t.attributes.get('to') ?? []),
  );
  const found = TRUST.filter(
    t => t.words.test(text) || t.abroad.test(text) || links.some(l => t.links?.test(l)),
  );
  const foreign = foreignTongue(roots);
  const missing = TRUST.filter(t => !found.includes(t) && t.name !== 'the privacy policy');
  const [form] = forms;
  const start = page.body.part.source(1);
  const frictions: Friction[] = [];
  if (form && foreign === undefined && !found.some(t => t.name === 'the privacy policy'))
    frictions.push({
      id: 'trust-privacy',
      topic: 'trust',
      text: sentence(
        `${form.name} asks for what belongs to a person, and no word or link of the page speaks of privacy`,
      ),
      count: 1,
      sources: [start],
      at: form.at,
    });
  if (missing.length > 1 && foreign === undefined)
    frictions.push({
      id: 'trust-missing',
      topic: 'trust',
      text: sentence(`Not found in the words and links of the page: ${listed(missing.map(m => m.name))}`),
      count: missing.length,
      sources: [start],
    });
  return {
    seen: [
      ...(found.length > 0
        ? [
            {
              id: 'trust' as const,
              text: sentence(`The page's words speak of ${listed(found.map(t => t.name))}`),
              sources: [placeOfWords(page, found[0]?.words, found[0]?.abroad) ?? start],
            },
          ]
        : []),
      ...(foreign === undefined
        ? []
        : [
            {
              id: 'tongue' as const,
              text: sentence(
                `The page says of itself that its language is \`${foreign}\`, whose words for price, guarantee, reviews, contact and calls to action are not known here: nothing is concluded from not finding them`,
              ),
              sources: [start],
            },
          ]),
    ],
    frictions,
  };
}

/** The first element whose own text has the words. */
function placeOfWords(page: PageCode, ...words: readonly (RegExp | undefined)[]) {
  for (const root of [page.body, ...page.frames])
    for (const tag of all(root))
      if (
        tag.children.some(c => !isTag(c) && words.some(w => w?.test(c))) &&
        !/^(?:script|style)$/.test(tag.name)
      )
        return tag.part.source(tag.line);
  return undefined;
}

/** Whether what brings people here, and what they find, say the same. */
export function readMessage(page: PageCode, calls: readonly SeenCall[]): WordsSeen {
  const title = titleOf(page);
  const description = descriptionOf(page);
  const h1 = headings(page.body).find(h => h.name === 'h1' && textOf(h) !== '');
  const frictions: Friction[] = [];
  const heading = h1 && textOf(h1);
  if (title && title.text !== PUT_IN && h1 && heading && !meet(title.text, heading))
    frictions.push({
      id: 'message-apart',
      topic: 'message',
      text: sentence(
        `The title ${quoted(title.text)} and the first heading ${quoted(heading)} share no word: who came for the one reads another`,
      ),
      count: 1,
      sources: [title.part.source(title.line), h1.part.source(h1.line)],
      at: placeOf(h1),
    });
  if (!description && (title || page.frames.length > 0 || page.body.part.name.endsWith('.html')))
    frictions.push({
      id: 'message-empty',
      topic: 'message',
      text: sentence(
        `The page has no description (\`meta name="description"\`)${title ? '' : ' and no title'}: a search engine chooses what it shows of it`,
      ),
      count: title ? 1 : 2,
      sources: [title ? title.part.source(title.line) : page.body.part.source(1)],
    });
  const call = calls.find(c => heading !== undefined && meet(c.text, heading));
  const said = [
    title ? `title ${titleSaid(title.text)}` : 'no title that was found',
    heading ? `first heading ${quoted(heading)}` : 'no first heading that can be read',
    description ? `description ${titleSaid(description.text)}` : 'no description',
  ].join(', ');
  return {
    seen: [
      {
        id: 'message',
        text: sentence(
          `What the page says of itself: ${said}${heading && calls.length > 0 ? `; ${call ? `the call ${quoted(call.text)} takes up a word of the heading` : 'no call to action takes up a word of the heading'}` : ''}`,
        ),
        sources: title
          ? [title.part.source(title.line)]
          : h1
            ? [h1.part.source(h1.line)]
            : [page.body.part.source(1)],
      },
    ],
    frictions,
  };
}

/** Stands for what the program alone knows. */
const PUT_IN = 'put in by the program';

const titleSaid = (text: string): string => (text === PUT_IN ? PUT_IN : quoted(text));

function meet(a: string, b: string): boolean {
  const words = new Set(stems(a));
  return stems(b).some(w => words.has(w));
}

function titleOf(page: PageCode): Written | undefined {
  return (
    ofTag(
      page,
      t => /^title$/i.test(t.name),
      t => textOf(t),
    ) ?? page.said.title
  );
}

function descriptionOf(page: PageCode): Written | undefined {
  return (
    ofTag(
      page,
      t => t.name === 'meta' && t.attributes.get('name') === 'description',
      t => (t.attributes.get('content') ?? '').replaceAll(COMPUTED, PUT_IN).trim(),
    ) ?? page.said.description
  );
}

function ofTag(page: PageCode, is: (tag: Tag) => boolean, say: (tag: Tag) => string): Written | undefined {
  for (const root of [page.body, ...page.frames])
    for (const tag of all(root)) {
      const text = is(tag) ? say(tag) || (isComputed(tag) ? PUT_IN : '') : '';
      if (text !== '') return { text, part: tag.part, line: tag.line };
    }
  return undefined;
}
