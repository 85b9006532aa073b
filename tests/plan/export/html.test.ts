import fc from 'fast-check';
import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { beforeAll, describe, expect, it } from 'vitest';
import { dark, light, type Palette, pairs, shapes } from '../../../src/plan/export/html/palette.ts';
import { exportPlan } from '../../../src/plan/export/index.ts';
import type { CheckResult, Plan } from '../../../src/plan/model.ts';
import { plan as anyPlan, planOf } from '../arbitrary.ts';
import { samplePlan } from '../sample.ts';

type Element = Tree.Element;
const context = { own: true, done: ['S-install'] };

/** All that the page may be made of, written down here apart from what writes it. */
const ELEMENTS = new Set(
  'a article body code dd defs del desc details div dl dt em figcaption figure footer g h1 h2 h3 h4 head header html li line link main marker meta nav ol p path pre rect section span strong style summary svg table tbody td text th thead title tr tspan ul'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'aria-describedby aria-hidden aria-label aria-labelledby charset class content d dy height href http-equiv id lang marker-end markerHeight markerWidth name orient refX refY rel role rx scope tabindex text-anchor viewBox width x x1 x2 y y1 y2'.split(
    ' ',
  ),
);

function elements(html: string): readonly Element[] {
  const errors: string[] = [];
  const document = parse(html, {
    onParseError: error => errors.push(`${error.code} at ${error.startOffset}`),
  });
  expect(errors).toEqual([]);
  const walk = (node: Tree.ParentNode): readonly Element[] =>
    node.childNodes.flatMap(child => ('tagName' in child ? [child, ...walk(child)] : []));
  return walk(document);
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find(attr => attr.name === name)?.value;
}

function textOf(node: Tree.Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

/** Every element, attribute, address and id of the page is one of ours. */
function expectOurs(html: string): void {
  const all = elements(html);
  const ids = all.flatMap(element => attribute(element, 'id') ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  const known = new Set(ids);
  for (const element of all) {
    expect(ELEMENTS).toContain(element.tagName);
    for (const { name } of element.attrs) expect(ATTRIBUTES).toContain(name);
    const href = attribute(element, 'href');
    if (element.tagName === 'link') expect(href).toBe('data:,');
    else if (href?.startsWith('#')) expect(known).toContain(href.slice(1));
    else if (href !== undefined) expect(href).toMatch(/^https?:\/\/[^\s/]/i);
    for (const name of ['aria-labelledby', 'aria-describedby']) {
      const other = attribute(element, name);
      if (other !== undefined) expect(known).toContain(other);
    }
  }
  expect(all.filter(element => element.tagName === 'style')).toHaveLength(1);
  const levels = all.flatMap(({ tagName }) => (/^h[1-6]$/.test(tagName) ? [Number(tagName[1])] : []));
  expect(levels[0]).toBe(1);
  expect(levels.filter(level => level === 1)).toHaveLength(1);
  for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
}

const hostile = fc.constantFrom(
  '<script>alert(1)</script>',
  '</style><script>x</script>',
  '</title><b onload=x>',
  '"><img src=x onerror=x>',
  "' onmouseover='x",
  '--><svg onload=x>',
  ']]><![CDATA[',
  '[x](javascript:alert(1))',
  '[x](https://a.example/"onclick=x)',
  '![x](https://a.example/p.png)',
  '<https://a.example/<b>>',
  'https://a.example/?a="b"&c=<d>',
  'javascript:x',
  '&lt;b&gt;',
  '&#60;script&#62;',
  '`</code><b>`',
  '**</strong><i>**',
  '\u0000<\u0000b>',
  '<!--',
  '</textarea></noscript></template>',
  'plain words',
);

describe('whatever the texts of a plan hold, the page', { timeout: 60_000 }, () => {
  const checks = (message: string): readonly CheckResult[] => [
    {
      check: 1,
      name: message,
      verdict: 'failed',
      findings: [{ severity: 'error', line: 1, message, mend: message }],
    },
  ];

  it.each([true, false])('is made of our elements alone (own: %s)', own => {
    fc.assert(
      fc.property(anyPlan, plan => {
        expectOurs(exportPlan(plan, 'html', { ...context, own, beside: { plan, own } }));
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });

  it.each([true, false])('is not written into by HTML in any field (own: %s)', own => {
    fc.assert(
      fc.property(planOf(hostile), hostile, (plan, text) => {
        const html = exportPlan(plan, 'html', {
          own,
          done: [text],
          path: text,
          checks: checks(text),
          beside: { plan: { ...plan, title: text }, own },
        });
        expectOurs(html);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it('shows a text of our own as it is', () => {
    fc.assert(
      fc.property(hostile, text => {
        const html = exportPlan({ ...samplePlan, title: text, overview: [] }, 'html', context);
        const [title] = elements(html).filter(element => element.tagName === 'h1');
        const shown = text.replace(/[`*]/g, '').replaceAll('\u0000', '\u2400');
        expect(title && textOf(title).replace(/[`*]/g, '')).toBe(shown);
      }),
    );
  });
});

describe('the page of the sample', () => {
  const html = exportPlan(samplePlan, 'html', context);
  let all: readonly Element[] = [];
  beforeAll(() => {
    all = elements(html);
  });

  it('asks for nothing: no script, no address that is loaded, a policy that allows its own style alone', () => {
    const policy = all.find(element => attribute(element, 'http-equiv') === 'Content-Security-Policy');
    expect(policy && attribute(policy, 'content')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; img-src data:; base-uri 'none'; form-action 'none'$/,
    );
    expect(html).not.toMatch(/<script|url\((?!#arrow\))|@import|src=/i);
  });

  it('draws one box a step, and an arrow for each step that another needs directly', () => {
    const graph = all.find(element => attribute(element, 'class') === 'steps');
    const inside = graph ? elementsIn(graph) : [];
    expect(inside.filter(e => attribute(e, 'class')?.startsWith('node '))).toHaveLength(
      samplePlan.steps.length,
    );
    // Step 4 needs 2 and 3, and 3 needs 2: the arrow from 2 to 4 says nothing more.
    expect(inside.filter(e => attribute(e, 'class') === 'arrow')).toHaveLength(4);
    expect(inside.find(e => e.tagName === 'desc') && textOf(inside.find(e => e.tagName === 'desc')!)).toBe(
      'Step 1 can begin at once. Step 2 comes after step 1. Step 3 comes after step 2. Step 4 comes after step 3. Step 5 comes after step 2.',
    );
  });

  it('has landmarks, a language, a way past the outline, and a bar a step', () => {
    const names = all.map(element => element.tagName);
    for (const name of ['header', 'main', 'footer', 'nav']) expect(names).toContain(name);
    expect(all.find(e => e.tagName === 'html')?.attrs).toContainEqual({ name: 'lang', value: 'en' });
    expect(all.find(e => attribute(e, 'class') === 'skip')?.attrs).toContainEqual({
      name: 'href',
      value: '#plan',
    });
    expect(all.filter(e => attribute(e, 'class') === 'bar')).toHaveLength(samplePlan.steps.length);
  });

  it('shows emphasis and links of other hands, and of our own only code, bold and addresses', () => {
    const text = 'See *this* and [the page](https://a.example/x_y) in `a*b*`.';
    const of = (own: boolean) =>
      exportPlan({ ...samplePlan, overview: [{ text, sources: [], assumption: false }] }, 'html', {
        ...context,
        own,
      });
    expect(of(false)).toContain(
      'See <em>this</em> and <a href="https://a.example/x_y" rel="noreferrer">the page</a> in <code>a*b*</code>.',
    );
    expect(of(true)).toContain(
      'See *this* and [the page](<a href="https://a.example/x_y" rel="noreferrer">https://a.example/x_y</a>) in <code>a*b*</code>.',
    );
  });

  it('sets a second plan beside it', () => {
    const [first, ...others] = samplePlan.steps;
    const other: Plan = {
      ...samplePlan,
      title: 'The other way',
      steps: [...others, { ...first!, id: 'S-new', title: 'Something else', packages: [] }],
    };
    const page = exportPlan(samplePlan, 'html', { ...context, beside: { plan: other, own: true } });
    const section = elements(page).find(element => attribute(element, 'id') === 'beside');
    const text = section ? textOf(section) : '';
    expect(text).toContain('The other way');
    expect(text).toContain('1. Install ws–only here');
    expect(text).toContain('–5. Something elseonly there');
    expect(text).toContain('Packages that only this plan adds\nws\n@types/ws');
  });
});

function elementsIn(node: Tree.ParentNode): readonly Element[] {
  return node.childNodes.flatMap(child => ('tagName' in child ? [child, ...elementsIn(child)] : []));
}

describe('colours', () => {
  const channel = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = (hex: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at =>
      channel(Number.parseInt(hex.slice(at, at + 2), 16) / 255),
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  /** WCAG 2.2, 1.4.3. */
  const contrast = (a: string, b: string) => {
    const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const both: readonly (readonly [string, Palette])[] = [
    ['light', light],
    ['dark', dark],
  ];

  it.each(both)('of text stand out from every ground they are on (%s)', (_name, palette) => {
    for (const [text, ground] of pairs)
      expect([text, ground, contrast(palette[text], palette[ground]) >= 4.5]).toEqual([text, ground, true]);
  });

  it.each(both)('of bars stand out from the page (%s)', (_name, palette) => {
    for (const [shape, ground] of shapes)
      expect([shape, ground, contrast(palette[shape], palette[ground]) >= 3]).toEqual([shape, ground, true]);
  });
});
