import type { CardPage, CodeOutline, FindAnswer } from '../../src/domain/index.ts';
import { emptyField } from '../../src/ui/field.ts';
import { type MapUi, openMap } from '../../src/ui/screens/map/state.ts';
import { fakeHits, fakeOutline, fakePage, fakeSymbol } from '../helpers/fake-map.ts';

/** Names as nobody should give them: wide, joined, with escapes, longer than any column. */
export const NASTY_PATH = `src/${'深い'.repeat(20)}/通知\u001b[2J\u202e-👩‍👩‍👧‍👦-${'x'.repeat(70)}.ts`;

const outline = fakeOutline({ shelf: 'sources', limit: 50, whole: [] });
const first = outline.folders[0]?.files[0];

const nastyOutline: CodeOutline = {
  ...outline,
  folders: [
    {
      path: NASTY_PATH.slice(0, NASTY_PATH.lastIndexOf('/')),
      files: first
        ? [
            {
              ...first,
              path: NASTY_PATH,
              why: NASTY_PATH,
              symbols: [{ name: NASTY_PATH, kind: 'class', line: 1, users: 1 }],
            },
          ]
        : [],
      more: 7,
    },
    ...outline.folders,
  ],
};

function nastyPage(): CardPage | undefined {
  const page = fakePage('src/orders/service.ts');
  return (
    page && {
      ...page,
      why: NASTY_PATH,
      card: {
        ...page.card,
        path: NASTY_PATH,
        imports: [NASTY_PATH],
        packages: [NASTY_PATH, NASTY_PATH],
        roles: [{ role: 'error-handling', reason: NASTY_PATH }],
        symbols: page.card.symbols.map(s => ({
          ...s,
          name: NASTY_PATH,
          signature: NASTY_PATH,
          container: NASTY_PATH,
        })),
      },
      usedBy: [NASTY_PATH],
      history: {
        commits: 2,
        recent: 0,
        latest: [{ sha: 'a3f9c1d2b4e5', date: '2026-11-18T09:00:00Z', subject: NASTY_PATH }],
      },
    }
  );
}

const nastyHits: FindAnswer = {
  text: 'x',
  hits: [
    {
      kind: 'symbol',
      name: NASTY_PATH,
      symbolKind: 'interface',
      container: NASTY_PATH,
      path: NASTY_PATH,
      line: 123_456,
      at: [4, 5, 50, 60],
    },
    { kind: 'file', path: NASTY_PATH, at: [44, 45, 60, 100] },
    ...fakeHits('s'),
  ],
  total: 900,
  partial: false,
};

const service = fakePage('src/orders/service.ts');
const base: MapUi = {
  ...openMap(''),
  outlines: { sources: outline, aside: fakeOutline({ shelf: 'aside', limit: 50, whole: [] }) },
  pages: { 'src/orders/service.ts': service, [NASTY_PATH]: nastyPage() },
};
const spread = fakeSymbol('src/orders/service.ts', 10, 'OrderService');
const card = (path: string) => ({ path, row: 4, scroll: { top: 0 }, whole: [] });

export const MAPS: Readonly<Record<string, MapUi>> = {
  'nothing read yet': openMap(''),
  outline: base,
  'outline, all opened': { ...base, opened: ['aside', 'left-out'], selected: 'shut left-out' },
  'outline, nasty names': { ...base, outlines: { sources: nastyOutline }, selected: `file ${NASTY_PATH}` },
  'empty project': {
    ...base,
    outlines: {
      sources: {
        folders: [],
        files: 0,
        unlisted: { files: 0, folders: 0 },
        shelves: { sources: 0, aside: 0 },
        partial: false,
      },
    },
  },
  'search, nasty names': { ...base, search: emptyField('x'), found: nastyHits },
  'search, nothing fits': {
    ...base,
    search: emptyField('zzz'),
    found: { text: 'zzz', hits: [], total: 0, partial: false },
  },
  card: { ...base, card: card('src/orders/service.ts') },
  'card, nasty names': { ...base, card: card(NASTY_PATH) },
  'card, a symbol spread': {
    ...base,
    card: { ...card('src/orders/service.ts'), spread: { name: 'OrderService', line: 10 } },
    symbol: { key: 'src/orders/service.ts:10 OrderService', page: spread ?? null },
  },
  'card, a symbol spread, nasty names': {
    ...base,
    card: { ...card('src/orders/service.ts'), spread: { name: 'OrderService', line: 10 } },
    symbol: {
      key: 'src/orders/service.ts:10 OrderService',
      page: spread
        ? {
            ...spread,
            unread: 12_000,
            namesakes: 3,
            usedBy: [
              ...spread.usedBy.map(use => ({ ...use, path: NASTY_PATH })),
              ...spread.usedBy.map(use => ({
                ...use,
                path: NASTY_PATH,
                ...(use.within ? { within: { ...use.within, name: NASTY_PATH, container: NASTY_PATH } } : {}),
              })),
            ],
            uses: Array.from({ length: 20 }, () => ({
              name: NASTY_PATH,
              kind: 'class' as const,
              path: NASTY_PATH,
              line: 123_456,
              endLine: 123_457,
            })),
          }
        : null,
    },
  },
  'card, a symbol being read': {
    ...base,
    card: { ...card('src/orders/service.ts'), spread: { name: 'setStatus', line: 20 } },
  },
  'card that is not there': { ...base, card: card('gone.ts'), pages: { 'gone.ts': null } },
};
