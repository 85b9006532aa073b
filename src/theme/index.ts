export { type ColourLevel, detectAppearance, detectAscii, detectColour } from './detect.ts';
export { chooseTheme, loadThemes, parseTheme } from './load.ts';
export { type Palette, resolvePalette } from './palette.ts';
export { Theme, TONES, type Tone } from './schema.ts';
