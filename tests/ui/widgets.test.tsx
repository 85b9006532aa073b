import fc from 'fast-check';
import { render } from 'ink-testing-library';
import { describe, expect, it } from 'vitest';
import { diffLines, diffWords } from '../../src/shared/text/diff.ts';
import { distance } from '../../src/shared/text/distance.ts';
import { collisions, KEYMAP, keyLabel } from '../../src/ui/keymap.ts';
import { layoutKind, share } from '../../src/ui/layout.ts';
import { parseSlash } from '../../src/ui/slash.ts';
import { createTokenizer } from '../../src/ui/term/tokenizer.ts';
import { ago, clock, count } from '../../src/ui/text/format.ts';
import { cut, fill, lineWidth, plain, t, wrap } from '../../src/ui/text/line.ts';
import { layoutMarkdown } from '../../src/ui/widgets/markdown/layout.ts';
import { Pane } from '../../src/ui/widgets/pane/view.tsx';
import { reduceScroll } from '../../src/ui/widgets/scroll-view/state.ts';
import { promptKey } from '../../src/ui/widgets/text-prompt/keys.ts';
import {
  chipLabel,
  emptyPrompt,
  expanded,
  type PromptState,
  reducePrompt,
} from '../../src/ui/widgets/text-prompt/state.ts';
import { promptLines } from '../../src/ui/widgets/text-prompt/view.ts';
import { revision, secondPlan } from './states.ts';

const anyText = fc.string({
  unit: fc.constantFrom('a', 'b ', ' ', '通', '👩‍👩‍👧', 'e\u0301', '—', 'word ', '\t'),
});

describe('lines', () => {
  it('cuts and fills to exactly the width, and marks what is cut', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 30 }), (text, columns) => {
        const line = [t(text)];
        expect(lineWidth(fill(line, columns))).toBe(columns);
        if (lineWidth(line) > columns) expect(plain(cut(line, columns))).toContain('…');
      }),
    );
  });
  it.each<[string, number, readonly string[]]>([
    [
      'git add plans/real-time-order-notifications-20261119-103131.md',
      44,
      ['git add plans/real-time-order-notifications-', '20261119-103131.md'],
    ],
    [
      'see https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/ for it',
      40,
      ['see https://redis.io/docs/latest/', 'operate/oss_and_stack/management/', 'persistence/ for it'],
    ],
    ['in xxxxxxxxxxxxxxxxxxxx', 10, ['in xxxxxxx', 'xxxxxxxxxx', 'xxx']],
  ])('breaks what is too long behind a slash or another mark: %s', (text, columns, rows) => {
    expect(wrap([t(text)], columns).map(plain)).toEqual(rows);
  });
  it('wraps without losing a word or passing the width', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 30 }), (text, columns) => {
        const rows = wrap([t(text)], columns);
        for (const row of rows) expect(lineWidth(row)).toBeLessThanOrEqual(columns);
        const letters = (s: string) => s.replace(/\s+/g, '');
        expect(letters(rows.map(plain).join(''))).toBe(letters(plain([t(text)])));
      }),
    );
  });
});

/** `|` is the cursor. */
const at = (text: string): PromptState => ({
  ...emptyPrompt(text.replace('|', '')),
  cursor: text.indexOf('|'),
});
const seen = (state: PromptState) => `${state.text.slice(0, state.cursor)}|${state.text.slice(state.cursor)}`;
function press(state: PromptState, keys: string, history: readonly string[] = []): PromptState {
  const tokenizer = createTokenizer();
  let now = state;
  for (const event of [...tokenizer.push(keys), ...tokenizer.flush()]) {
    if (event.type !== 'key') continue;
    const outcome = promptKey(now, event.key, history);
    if (outcome.type === 'edited') now = outcome.state;
  }
  return now;
}

describe('text prompt', () => {
  it.each<[string, string, string, string]>([
    ['types', 'ab|', 'c', 'abc|'],
    ['types in the middle', 'a|c', 'b', 'ab|c'],
    ['Backspace', 'ab|c', '\u007f', 'a|c'],
    ['Delete', 'ab|c', '\u001b[3~', 'ab|'],
    ['Backspace takes a whole emoji', 'a👩‍👩‍👧|', '\u007f', 'a|'],
    ['Left over a combining mark', 'ae\u0301|', '\u001b[D', 'a|e\u0301'],
    ['word left', 'one two|', '\u001bb', 'one |two'],
    ['word right', '|one two', '\u001bf', 'one| two'],
    ['deletes a word', 'one two|', '\u0017', 'one |'],
    ['Ctrl+U', 'one two|', '\u0015', '|'],
    ['Ctrl+K', 'one| two', '\u000b', 'one|'],
    ['kill and yank', 'one two|', '\u0015\u0019\u0019', 'one twoone two|'],
    ['Home', 'one|', '\u0001', '|one'],
    ['End', '|one', '\u0005', 'one|'],
    ['Ctrl+J is a new line', 'a|b', '\n', 'a\n|b'],
    ['Shift+Enter is a new line', 'a|', '\u001b[13;2u', 'a\n|'],
    ['Up within lines', 'one\ntwo|', '\u001b[A', 'one|\ntwo'],
    ['Ctrl+D deletes forward', 'a|b', '\u0004', 'a|'],
  ])('%s', (_name, before, keys, after) => {
    expect(seen(press(at(before), keys))).toBe(after);
  });

  it('walks through history and back to what was being typed', () => {
    const history = ['newest', 'older'];
    const up = '\u001b[A';
    const down = '\u001b[B';
    expect(press(at('draft|'), up, history).text).toBe('newest');
    expect(press(at('draft|'), up + up + up, history).text).toBe('older');
    expect(press(at('draft|'), up + up + down + down, history).text).toBe('draft');
  });

  it('keeps a big paste as one chip that opens again', () => {
    const text = Array.from({ length: 40 }, (_, i) => `line ${i}`).join('\n');
    const state = reducePrompt(at('see: |'), { type: 'paste', text });
    expect(chipLabel(state, state.text.at(-1) ?? '')).toBe('[40 lines pasted]');
    expect(expanded(state)).toBe(`see: ${text}`);
    expect(press(state, '\u007f').text).toBe('see: ');
    expect(plain(promptLines(state, 60, 5).at(-1) ?? [])).toContain('[40 lines pasted]');
  });

  it('shows the cursor once and no line wider than the field', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 20, max: 40 }), (text, columns) => {
        const lines = promptLines(emptyPrompt(text), columns, 4);
        expect(lines.flat().filter(s => s.cursor)).toHaveLength(1);
        for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe('scroll', () => {
  it.each([
    ['down', 0, { type: 'by', rows: 1 }, 1],
    ['not above the top', 0, { type: 'by', rows: -1 }, 0],
    ['not under the end', 90, { type: 'by', rows: 50 }, 90],
    ['a page leaves two rows', 0, { type: 'page', step: 1 }, 8],
    ['to the end', 0, { type: 'end' }, 90],
    ['reveals what is below', 0, { type: 'reveal', from: 15, to: 17 }, 8],
    ['reveals what is above', 50, { type: 'reveal', from: 15, to: 17 }, 15],
    ['stays where it shows already', 50, { type: 'reveal', from: 52, to: 53 }, 50],
  ] as const)('%s', (_name, top, action, expected) => {
    expect(reduceScroll({ top }, action, { total: 100, height: 10 }).top).toBe(expected);
  });
});

describe('keymap', () => {
  it('binds no key twice in a context', () => {
    expect(collisions()).toEqual([]);
    expect(
      collisions({
        x: [
          { action: 'a', keys: ['q'], help: '' },
          { action: 'b', keys: ['q'], help: '' },
        ],
      }),
    ).toEqual(['x: q means a and b']);
  });
  it('gives every action a help text and every key a label', () => {
    for (const bindings of Object.values(KEYMAP))
      for (const { help, keys } of bindings) {
        expect(help).not.toBe('');
        for (const key of keys) expect(keyLabel(key)).not.toBe('');
      }
    expect(['ctrl+c', 'shift+tab', 'up', 'a', 'G'].map(keyLabel)).toEqual([
      'Ctrl+C',
      'Shift+Tab',
      '↑',
      'a',
      'G',
    ]);
  });
});

describe('slash commands', () => {
  it.each([
    ['add x', { kind: 'goal', text: 'add x' }],
    ['/plan [add x]', { kind: 'command', name: 'plan', rest: 'add x' }],
    ['/plan add x', { kind: 'command', name: 'plan', rest: 'add x' }],
    ['/api/orders should be paged', { kind: 'goal', text: '/api/orders should be paged' }],
    ['/pln add x', { kind: 'unknown', name: 'pln', nearest: 'plan' }],
    ['/code @plans/x.md', { kind: 'command', name: 'code', rest: '@plans/x.md' }],
    ['/cook [add x]', { kind: 'command', name: 'cook', rest: 'add x' }],
    ['/exit', { kind: 'command', name: 'quit', rest: '' }],
  ])('%s', (input, expected) => {
    expect(parseSlash(input)).toEqual(expected);
  });
  it('says what serves instead of a verb that is not built yet', () => {
    expect(parseSlash('/model x')).toMatchObject({ kind: 'command', name: 'model', rest: 'x' });
  });
  it('measures distance', () => {
    expect([distance('plan', 'plan'), distance('pln', 'plan'), distance('', 'abc')]).toEqual([0, 1, 3]);
  });
});

describe('comparison', () => {
  it('gives back both texts', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const hunks = diffLines(before, after);
        expect(hunks.flatMap(h => (h.kind === 'same' ? h.lines : h.removed))).toEqual(before);
        expect(hunks.flatMap(h => (h.kind === 'same' ? h.lines : h.added))).toEqual(after);
        for (const h of hunks)
          if (h.kind === 'same') expect(before.slice(h.at - 1, h.at - 1 + h.lines.length)).toEqual(h.lines);
      }),
    );
  });
  it('marks the words that changed', () => {
    const { before, after } = diffWords('use Redis for events', 'use PostgreSQL for events');
    expect(before.filter(w => w.changed).map(w => w.text)).toEqual(['Redis']);
    expect(after.filter(w => w.changed).map(w => w.text)).toEqual(['PostgreSQL']);
  });
});

describe('formats', () => {
  it('says times and counts', () => {
    expect([clock(0), clock(38_400), clock(3_723_000)]).toEqual(['0:00', '0:38', '1:02:03']);
    expect([ago(0, 1000), ago(0, 180_000), ago(0, 7_200_000), ago(0, 180_000_000)]).toEqual([
      'now',
      '3 min',
      '2 h',
      '2 d',
    ]);
    expect([count(412), count(3180), count(1_234_567)]).toEqual(['412', '3,180', '1,234,567']);
  });
});

describe('layout', () => {
  it.each([
    [39, 24, 'tiny'],
    [100, 9, 'tiny'],
    [40, 10, 'narrow'],
    [79, 24, 'narrow'],
    [80, 24, 'medium'],
    [119, 30, 'medium'],
    [120, 30, 'wide'],
  ])('%i × %i is %s', (columns, rows, kind) => {
    expect(layoutKind({ columns, rows })).toBe(kind);
  });
  it('shares columns exactly', () => {
    expect(share(121, [1, 1, 1])).toEqual([40, 40, 41]);
  });
});

describe('Markdown', () => {
  const { markdown } = revision(secondPlan);
  it.each([30, 60, 110])('lays a plan out in %i columns, each row with its source line', columns => {
    const rows = layoutMarkdown(markdown, columns);
    const source = markdown.split('\n');
    for (const row of rows) expect(lineWidth(row.line), plain(row.line)).toBeLessThanOrEqual(columns);
    for (let i = 1; i < rows.length; i++)
      expect(rows[i]?.source).toBeGreaterThanOrEqual(rows[i - 1]?.source ?? 0);
    const heading = rows.find(r => plain(r.line) === 'Rollback');
    expect(source[(heading?.source ?? 0) - 1]).toBe('## Rollback');
  });
  it('loses no word of the plan', () => {
    const shown = new Set(layoutMarkdown(markdown, 80).flatMap(r => plain(r.line).split(/[^\p{L}\p{N}]+/u)));
    const body = markdown
      .slice(markdown.indexOf('\n---\n', 4) + 5)
      .replace(/```\w*/g, '')
      .replace(/<!--[\s\S]*?-->/g, '');
    const missing = body.split(/[^\p{L}\p{N}]+/u).filter(w => w.length > 3 && w.length < 20 && !shown.has(w));
    expect(missing).toEqual([]);
  });
  it('shows code, tables and check boxes', () => {
    const text = [
      '```ts',
      'const a = 1; // one',
      '```',
      '',
      '| a | b |',
      '|---|--:|',
      '| long cell here | 2 |',
      '',
      '- [ ] open',
      '- [x] done',
    ].join('\n');
    expect(layoutMarkdown(text, 24).map(r => plain(r.line).trimEnd())).toEqual([
      '│ const a = 1; // one',
      '',
      'a              │ b',
      '───────────────┼──',
      'long cell here │ 2',
      '',
      '☐ open',
      '☑ done',
    ]);
  });
});

describe('pane', () => {
  it('draws its border around children of any kind', () => {
    const { lastFrame, unmount } = render(
      <Pane
        title={[t('Titel 深い')]}
        badge={[t('0:14 ✓')]}
        focused={false}
        columns={30}
        rows={4}
        lines={[[t('👩‍👩‍👧 inside')]]}
        scroll={{ top: 0, total: 9 }}
      />,
    );
    expect(lastFrame()?.split('\n')).toEqual([
      '┌─ Titel 深い ────── 0:14 ✓ ─┐',
      '│ 👩‍👩‍👧 inside                  ┃',
      '│                            │',
      '└───────────────── 7 more ↓ ─┘',
    ]);
    unmount();
  });
});
