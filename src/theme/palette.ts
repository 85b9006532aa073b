import type { ColourLevel } from './detect.ts';
import { type AnsiName, type Colour, type Theme, TONES, type Tone } from './schema.ts';

/** SGR codes that open and close a tone; both empty where the terminal shows it plainly. */
export interface Sgr {
  readonly open: string;
  readonly close: string;
}
export type Palette = Readonly<Record<Tone, Sgr>>;

const ANSI: Record<Exclude<AnsiName, 'default'>, number> = {
  black: 30,
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
  white: 37,
  brightBlack: 90,
  brightRed: 91,
  brightGreen: 92,
  brightYellow: 93,
  brightBlue: 94,
  brightMagenta: 95,
  brightCyan: 96,
  brightWhite: 97,
};

/** The theme as SGR codes for a terminal of this level. */
export function resolvePalette(theme: Theme, level: ColourLevel): Palette {
  const entries = TONES.map(tone => [tone, resolve(theme.colours[tone], level)] as const);
  return Object.fromEntries(entries) as Record<Tone, Sgr>;
}

function resolve(colour: Colour, level: ColourLevel): Sgr {
  // Without colours nothing is dimmed either: dim text is unreadable on some monochrome terminals.
  const attributes: [number, number][] = [];
  if (colour.bold) attributes.push([1, 22]);
  if (colour.dim && level > 0) attributes.push([2, 22]);
  if (colour.italic && level > 0) attributes.push([3, 23]);
  if (colour.underline) attributes.push([4, 24]);
  const foreground = code(colour, level);
  const open = [...attributes.map(([on]) => `\u001b[${on}m`), foreground ? `\u001b[${foreground}m` : ''];
  const close = [foreground ? '\u001b[39m' : '', ...attributes.map(([, off]) => `\u001b[${off}m`).reverse()];
  return { open: open.join(''), close: close.join('') };
}

function code(colour: Colour, level: ColourLevel): string {
  if (level === 0) return '';
  if (level === 1 || !colour.rgb) return colour.ansi === 'default' ? '' : String(ANSI[colour.ansi]);
  const [r, g, b] = channels(colour.rgb);
  return level === 3 ? `38;2;${r};${g};${b}` : `38;5;${nearest256(r, g, b)}`;
}

function channels(rgb: string): [number, number, number] {
  const value = Number.parseInt(rgb.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

const CUBE = [0, 95, 135, 175, 215, 255];

/** Nearest colour of the xterm palette: the 6×6×6 cube or the 24 greys, by squared distance. */
export function nearest256(r: number, g: number, b: number): number {
  const index = (v: number) =>
    CUBE.reduce((best, level, i) => (Math.abs(level - v) < Math.abs((CUBE[best] ?? 0) - v) ? i : best), 0);
  const [ri, gi, bi] = [index(r), index(g), index(b)];
  const grey = Math.max(0, Math.min(23, Math.round(((r + g + b) / 3 - 8) / 10)));
  const distance = (x: number, y: number, z: number) => (x - r) ** 2 + (y - g) ** 2 + (z - b) ** 2;
  const cube = distance(CUBE[ri] ?? 0, CUBE[gi] ?? 0, CUBE[bi] ?? 0);
  const level = 8 + 10 * grey;
  return distance(level, level, level) < cube ? 232 + grey : 16 + 36 * ri + 6 * gi + bi;
}
