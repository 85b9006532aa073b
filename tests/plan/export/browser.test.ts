import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dark, light } from '../../../src/plan/export/html/palette.ts';
import { exportPlan } from '../../../src/plan/export/index.ts';
import type { CheckResult, Plan } from '../../../src/plan/model.ts';
import { openTab, type Tab } from '../../helpers/browser.ts';
import { samplePlan } from '../sample.ts';

/** A plan that is wide wherever one can be: paths, code, tables, titles without a space. */
const wide: Plan = {
  ...samplePlan,
  title: `Rename ${'VeryLongName'.repeat(12)}`,
  steps: Array.from({ length: 9 }, (_, i) => ({
    ...(samplePlan.steps[i % samplePlan.steps.length] ?? samplePlan.steps[0]!),
    id: `S-${i}`,
    title: `Change \`${'src/a/very/deep/folder/'.repeat(4)}file${i}.ts\` and ${'more '.repeat(12)}`,
    dependsOn: i < 5 ? [] : [`S-${i - 5}`, `S-${i - 4}`, 'S-0'],
  })),
  special: [
    {
      title: 'Criteria',
      statements: [],
      table: {
        head: ['Criterion', ...Array.from({ length: 8 }, (_, i) => `Option number ${i}`)],
        rows: [['Bytes', ...Array.from({ length: 8 }, (_, i) => `${i} 000 bytes of something measured`)]],
      },
    },
  ],
};
const checks: readonly CheckResult[] = [
  { check: 1, name: 'Sections', verdict: 'passed', findings: [] },
  {
    check: 2,
    name: 'File paths',
    verdict: 'failed',
    findings: [{ severity: 'error', line: 12, message: '`src/a.ts` does not exist.', mend: 'Name another.' }],
  },
];
const pages = {
  sample: exportPlan(samplePlan, 'html', {
    own: true,
    done: ['S-install'],
    checks,
    beside: { plan: wide, own: true },
  }),
  wide: exportPlan(wide, 'html', { own: true, done: [] }),
};

let tab: Tab;
let folder: string;
const address = (page: keyof typeof pages) => pathToFileURL(join(folder, `${page}.html`)).href;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'planner-tui-page-'));
  for (const [name, html] of Object.entries(pages)) writeFileSync(join(folder, `${name}.html`), html);
  tab = await openTab();
});
afterAll(async () => {
  await tab?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function look(page: keyof typeof pages, width: number, scheme: 'light' | 'dark'): Promise<void> {
  await tab.send('Emulation.setDeviceMetricsOverride', {
    width,
    height: 900,
    deviceScaleFactor: 1,
    mobile: false,
  });
  await tab.send('Emulation.setEmulatedMedia', {
    features: [{ name: 'prefers-color-scheme', value: scheme }],
  });
  await tab.open(address(page));
}

/** Text whose contrast to what is behind it is below 4.5, as the browser paints it. */
const POOR_CONTRAST = `(() => {
  const rgb = css => { const [r, g, b, a = 1] = css.match(/[\\d.]+/g).map(Number); return { r, g, b, a }; };
  const part = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = c => 0.2126 * part(c.r) + 0.7152 * part(c.g) + 0.0722 * part(c.b);
  const ground = element => {
    if (element.ownerSVGElement) {
      const rect = element.closest('a')?.querySelector('rect');
      if (rect) return rgb(getComputedStyle(rect).fill);
    }
    for (let e = element; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour.a > 0) return colour;
    }
    return rgb(getComputedStyle(document.body).backgroundColor);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const poor = []; let seen = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest('title, desc, .skip') || !element.getClientRects().length) continue;
    const style = getComputedStyle(element);
    const colour = rgb(element.ownerSVGElement ? style.fill : style.color);
    const [a, b] = [light(colour), light(ground(element))].sort((x, y) => y - x);
    seen++;
    if ((a + 0.05) / (b + 0.05) < 4.5) poor.push(node.data.trim().slice(0, 40));
  }
  return { seen, poor };
})()`;

describe('in a browser, the page', { timeout: 120_000 }, () => {
  it.each([360, 800, 1600])(
    'is no wider than a window of %s px; what is wide scrolls within itself',
    async width => {
      for (const page of ['sample', 'wide'] as const) {
        await look(page, width, 'light');
        const { scroll, client, out } = await tab.evaluate<{
          scroll: number;
          client: number;
          out: string[];
        }>(`(() => {
        const client = document.documentElement.clientWidth;
        const inside = e => e.closest('.wide, pre, .skip, [aria-hidden]') !== null;
        const out = [...document.body.querySelectorAll('*')]
          .filter(e => !inside(e) && e.getBoundingClientRect().right > client + 1)
          .map(e => e.tagName + '.' + e.className);
        return { scroll: document.documentElement.scrollWidth, client, out };
      })()`);
        expect({ page, scroll, out }).toEqual({ page, scroll: client, out: [] });
      }
    },
  );

  it.each([
    ['light', light],
    ['dark', dark],
  ] as const)(
    'is %s where the reader’s machine is, and all its text can be read',
    async (scheme, palette) => {
      await look('sample', 1280, scheme);
      const hex = await tab.evaluate<string>(
        `'#' + getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(n => Number(n).toString(16).padStart(2, '0')).join('')`,
      );
      expect(hex).toBe(palette.paper);
      const { seen, poor } = await tab.evaluate<{ seen: number; poor: string[] }>(POOR_CONTRAST);
      expect(seen).toBeGreaterThan(300);
      expect(poor).toEqual([]);
    },
  );

  it('draws a box for each step, none over another, and leads to the step', async () => {
    await look('wide', 1280, 'light');
    const { boxes, target } = await tab.evaluate<{
      boxes: { x: number; y: number; w: number; h: number }[];
      target: string;
    }>(`(() => {
      const boxes = [...document.querySelectorAll('svg.steps a.node > rect:first-of-type')].map(e => {
        const { x, y, width: w, height: h } = e.getBBox();
        return { x, y, w, h };
      });
      const link = document.querySelectorAll('svg.steps a.node')[2].getAttribute('href');
      return { boxes, target: document.querySelector(link).querySelector('h3').textContent };
    })()`);
    expect(boxes).toHaveLength(wide.steps.length);
    boxes.forEach((a, i) => {
      for (const b of boxes.slice(i + 1))
        expect(a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y).toBe(true);
    });
    expect(target).toContain('file2.ts');
  });

  it('runs nothing even where a script is put into it, and its own style is the only one', async () => {
    const attacked = pages.sample.replace(
      '</body>',
      '<script>document.title = "run"</script><img src="https://a.example/p.png" onerror="document.title=\'run\'"><style>body{display:none}</style></body>',
    );
    writeFileSync(join(folder, 'sample.html'), attacked);
    await look('sample', 800, 'light');
    const { title, display } = await tab.evaluate<{ title: string; display: string }>(
      `({ title: document.title, display: getComputedStyle(document.body).display })`,
    );
    writeFileSync(join(folder, 'sample.html'), pages.sample);
    expect({ title, display }).toEqual({ title: samplePlan.title, display: 'block' });
    tab.events.splice(0);
  });

  it('complains of nothing and asks for nothing but itself', async () => {
    tab.events.splice(0);
    await look('sample', 1280, 'light');
    const said = tab.events.filter(({ method }) =>
      ['Log.entryAdded', 'Runtime.consoleAPICalled', 'Runtime.exceptionThrown'].includes(method),
    );
    expect(said).toEqual([]);
    const asked = tab.events.flatMap(({ method, params }) =>
      method === 'Network.requestWillBeSent' ? [(params['request'] as { url: string }).url] : [],
    );
    expect(asked.filter(url => !url.startsWith('data:'))).toEqual([address('sample')]);
  });

  it('is printed on pages, light also where the screen is dark, without its outline', async () => {
    await look('sample', 1280, 'dark');
    const { data } = await tab.send('Page.printToPDF', { printBackground: true, preferCSSPageSize: true });
    const pdf = Buffer.from(String(data), 'base64').toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(3);
    await tab.send('Emulation.setEmulatedMedia', {
      media: 'print',
      features: [{ name: 'prefers-color-scheme', value: 'dark' }],
    });
    const printed = await tab.evaluate<{ ground: string; nav: string; wide: string }>(`({
      ground: getComputedStyle(document.body).backgroundColor,
      nav: getComputedStyle(document.querySelector('nav.outline')).display,
      wide: getComputedStyle(document.querySelector('pre')).whiteSpace,
    })`);
    await tab.send('Emulation.setEmulatedMedia', { media: '', features: [] });
    expect(printed).toEqual({ ground: 'rgb(255, 255, 255)', nav: 'none', wide: 'pre-wrap' });
  });
});
