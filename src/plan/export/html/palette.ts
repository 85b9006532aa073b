/** Colours of the page, by what they are for. The same names in both, so that nothing is coloured in one alone. */
export interface Palette {
  readonly paper: string;
  /** Of boxes, code and tables. */
  readonly surface: string;
  readonly rule: string;
  readonly ink: string;
  /** Small print. */
  readonly soft: string;
  readonly link: string;
  readonly good: string;
  readonly warn: string;
  readonly bad: string;
  /** The parts of the work, in graph and timeline. */
  readonly setup: string;
  readonly core: string;
  readonly integration: string;
  readonly testing: string;
  readonly documentation: string;
}

export const light: Palette = {
  paper: '#fdfcfa',
  surface: '#f5f3ee',
  rule: '#ddd8ce',
  ink: '#22252b',
  soft: '#5a5f69',
  link: '#1b5a88',
  good: '#22663f',
  warn: '#7d5200',
  bad: '#a12f38',
  setup: '#66717f',
  core: '#2a6a9b',
  integration: '#74549c',
  testing: '#2f7a4f',
  documentation: '#a06a12',
};

export const dark: Palette = {
  paper: '#14161a',
  surface: '#1c1f25',
  rule: '#343943',
  ink: '#e5e3de',
  soft: '#a5a9b3',
  link: '#8fc1ea',
  good: '#86cb9d',
  warn: '#e3b866',
  bad: '#f2a0a3',
  setup: '#98a3b2',
  core: '#73aede',
  integration: '#b89be0',
  testing: '#78c095',
  documentation: '#d9a54e',
};

/** Which colour of text stands on which ground somewhere on the page; the tests measure the contrast of each. */
export const pairs: readonly (readonly [keyof Palette, keyof Palette])[] = (
  ['ink', 'soft', 'link', 'good', 'warn', 'bad'] as const
).flatMap(text => [[text, 'paper'] as const, [text, 'surface'] as const]);

/** Drawn shapes and the ground that they have to stand out from. */
export const shapes: readonly (readonly [keyof Palette, keyof Palette])[] = (
  ['setup', 'core', 'integration', 'testing', 'documentation'] as const
).map(part => [part, 'paper'] as const);

export function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
}
