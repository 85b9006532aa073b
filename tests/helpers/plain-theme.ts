import { type Theme, TONES } from '../../src/theme/index.ts';

const colours = Object.fromEntries(TONES.map(tone => [tone, { ansi: 'default' as const }]));

/** A theme without any colour. */
export const plainTheme: Theme = {
  name: 'plain',
  title: 'Plain',
  appearance: 'dark',
  colours: colours as Theme['colours'],
};
