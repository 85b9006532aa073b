import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  chooseTheme,
  detectAppearance,
  detectAscii,
  detectColour,
  loadThemes,
  parseTheme,
  resolvePalette,
  type Theme,
  TONES,
} from '../../src/theme/index.ts';
import { nearest256 } from '../../src/theme/palette.ts';

const shipped = readdirSync('themes').map(file => ({ file, text: readFileSync(`themes/${file}`, 'utf8') }));
const { themes, failures } = loadThemes({ list: () => shipped });
const named = (name: string): Theme => {
  const theme = themes.find(t => t.name === name);
  if (!theme) throw new Error(`no theme ${name}`);
  return theme;
};

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(rgb: string): number {
  const [r, g, b] = [1, 3, 5].map(i => {
    const c = Number.parseInt(rgb.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}
const contrast = (a: string, b: string): number => {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
};

describe('shipped themes', () => {
  it('all load, and there is a dark, a light and a colour-blind-safe one', () => {
    expect(failures).toEqual([]);
    expect(themes.some(t => t.appearance === 'dark')).toBe(true);
    expect(themes.some(t => t.appearance === 'light')).toBe(true);
    expect(themes.some(t => t.colourBlindSafe)).toBe(true);
  });
  it.each(themes.map(t => [t.name, t] as const))('%s can be read on its background', (_name, theme) => {
    const background = theme.appearance === 'dark' ? '#1b1f27' : '#ffffff';
    for (const tone of TONES) {
      const { rgb } = theme.colours[tone];
      if (rgb === undefined) continue;
      const least = tone === 'border' ? 1.5 : tone === 'faint' ? 2.5 : 4.5;
      expect(contrast(rgb, background), `${tone} ${rgb}`).toBeGreaterThanOrEqual(least);
    }
  });
});

describe('loading', () => {
  it('says which file, where, and what was expected', () => {
    const broken = shipped[0]?.text.replace(/"#[0-9a-f]{6}"/, '"blueish"') ?? '';
    const result = parseTheme(broken, 'mine.json');
    expect(result).toMatchObject({ ok: false, error: { kind: 'theme-invalid' } });
    if (!result.ok) expect(result.error.message).toMatch(/mine\.json: colours\.\w+\.rgb: .*#rrggbb/);
    expect(parseTheme('{', 'x.json')).toMatchObject({ ok: false, error: { kind: 'theme-not-json' } });
  });
  it('lets a later theme of the same name win and keeps going after a bad file', () => {
    const own = JSON.stringify({ ...named('dark'), title: 'Mine' });
    const loaded = loadThemes({
      list: () => [...shipped, { file: 'bad.json', text: '[]' }, { file: 'dark.json', text: own }],
    });
    expect(loaded.themes.find(t => t.name === 'dark')?.title).toBe('Mine');
    expect(loaded.failures).toHaveLength(1);
  });
  it('chooses by name, or by the terminal, and names the known ones', () => {
    expect(chooseTheme(themes, 'auto', 'light')).toMatchObject({ ok: true, value: { name: 'light' } });
    expect(chooseTheme(themes, 'colour-blind', 'dark')).toMatchObject({ ok: true });
    expect(chooseTheme(themes, 'nope', 'dark')).toMatchObject({
      ok: false,
      error: { next: expect.stringContaining('light') },
    });
  });
});

describe('what the terminal can do', () => {
  it.each([
    [{ TERM: 'xterm-256color' }, true, 2],
    [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, true, 3],
    [{ TERM: 'xterm' }, true, 1],
    [{ TERM: 'dumb' }, true, 0],
    [{ TERM: 'xterm-256color' }, false, 0],
    [{ TERM: 'xterm-256color', NO_COLOR: '1' }, true, 0],
    [{ TERM: 'xterm-256color', NO_COLOR: '' }, true, 2],
    [{ TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: '3' }, false, 3],
    [{ TERM: 'xterm-256color', FORCE_COLOR: '0' }, true, 0],
  ])('%o, tty %s: level %i', (env, tty, level) => {
    expect(detectColour(env, tty)).toBe(level);
  });
  it.each([
    [{}, 'dark'],
    [{ COLORFGBG: '15;0' }, 'dark'],
    [{ COLORFGBG: '0;15' }, 'light'],
    [{ COLORFGBG: '0;default;7' }, 'light'],
    [{ COLORFGBG: '15;8' }, 'dark'],
    [{ COLORFGBG: '0;default' }, 'dark'],
  ])('%o is %s', (env, appearance) => {
    expect(detectAppearance(env)).toBe(appearance);
  });
  it.each([
    [{ LANG: 'en_GB.UTF-8' }, false],
    [{ LANG: 'de_DE.ISO-8859-1' }, true],
    [{ TERM: 'linux', LANG: 'C.UTF-8' }, true],
    [{ LANG: 'C.UTF-8', PLANNER_TUI_ASCII: '1' }, true],
    [{}, false],
  ])('%o: only ASCII %s', (env, ascii) => {
    expect(detectAscii(env)).toBe(ascii);
  });
});

describe('palette', () => {
  it('gives true colour, the nearest of 256, one of 16, or nothing', () => {
    const open = (level: 0 | 1 | 2 | 3) => resolvePalette(named('dark'), level).path.open;
    expect(open(3)).toBe('\u001b[38;2;111;199;207m');
    expect(open(2)).toMatch(/^\u001b\[38;5;\d+m$/);
    expect(open(1)).toBe('\u001b[36m');
    expect(open(0)).toBe('');
  });
  it('finds the nearest of 256', () => {
    expect([nearest256(255, 0, 0), nearest256(0, 0, 0), nearest256(128, 128, 128)]).toEqual([196, 16, 244]);
  });
});
