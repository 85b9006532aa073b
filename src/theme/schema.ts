import * as z from 'zod';

/** What a colour means. Components name a tone, never a colour. */
export const TONES = [
  'text',
  'muted',
  'faint',
  'accent',
  'heading',
  'border',
  'borderFocus',
  'success',
  'attention',
  'warning',
  'danger',
  'estimate',
  'path',
  'symbol',
  'user',
  'assumption',
  'code',
  'codeKeyword',
  'codeString',
  'codeNumber',
  'codeComment',
  'added',
  'removed',
] as const;
export type Tone = (typeof TONES)[number];

const AnsiName = z.enum([
  'default',
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
  'brightBlack',
  'brightRed',
  'brightGreen',
  'brightYellow',
  'brightBlue',
  'brightMagenta',
  'brightCyan',
  'brightWhite',
]);
export type AnsiName = z.infer<typeof AnsiName>;

/**
 * A colour three ways: `rgb` where the terminal has 256 colours or more, `ansi` where it has 16, and attributes that
 * hold without any colour too. Without `rgb` the terminal's own colour is used everywhere.
 */
export const Colour = z.strictObject({
  rgb: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'expected #rrggbb')
    .optional(),
  ansi: AnsiName.default('default'),
  bold: z.boolean().optional(),
  dim: z.boolean().optional(),
  italic: z.boolean().optional(),
  underline: z.boolean().optional(),
});
export type Colour = z.infer<typeof Colour>;

/** A theme file: every tone, and whether it is made for a dark or a light terminal. */
export const Theme = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().regex(/^[a-z0-9-]+$/, 'expected lower-case letters, digits and hyphens'),
  title: z.string().min(1),
  appearance: z.enum(['dark', 'light']),
  /** Made so that no meaning hangs on telling red from green. */
  colourBlindSafe: z.boolean().optional(),
  colours: z.record(z.enum(TONES), Colour),
});
export type Theme = z.infer<typeof Theme>;
