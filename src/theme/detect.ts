/** Colours a terminal shows: 0 none, 1 the 16 named ones, 2 the 256 palette, 3 true colour. */
export type ColourLevel = 0 | 1 | 2 | 3;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * How many colours to use. NO_COLOR (non-empty, https://no-color.org) wins over everything but an explicit FORCE_COLOR;
 * without a terminal there are none.
 */
export function detectColour(env: Env, isTTY: boolean): ColourLevel {
  const force = env.FORCE_COLOR;
  if (force !== undefined) {
    if (force === '0' || force === 'false') return 0;
    if (force === '1' || force === '2' || force === '3') return Number(force) as ColourLevel;
    if (!env.NO_COLOR) return Math.max(1, byTerminal(env)) as ColourLevel;
  }
  if (env.NO_COLOR || !isTTY) return 0;
  return byTerminal(env);
}

function byTerminal(env: Env): ColourLevel {
  const term = env.TERM ?? '';
  if (term === 'dumb') return 0;
  const colorterm = env.COLORTERM;
  if (colorterm === 'truecolor' || colorterm === '24bit') return 3;
  if (/direct|kitty|ghostty|alacritty|wezterm/.test(term)) return 3;
  if (/256/.test(term) || env.TERM_PROGRAM === 'Apple_Terminal') return 2;
  return 1;
}

/**
 * Whether the terminal is light, from COLORFGBG (`fg;bg` or `fg;other;bg`, set by rxvt, Konsole, iTerm2 and others):
 * backgrounds 7 and 9–15 are light. Unknown means dark.
 */
export function detectAppearance(env: Env): 'dark' | 'light' {
  const background = env.COLORFGBG?.split(';').at(-1);
  if (background === undefined || !/^\d+$/.test(background)) return 'dark';
  const index = Number(background);
  return index === 7 || (index > 8 && index < 16) ? 'light' : 'dark';
}

/** Whether only ASCII can be trusted: said by the user, the Linux console, or a locale that is no UTF-8. */
export function detectAscii(env: Env): boolean {
  if (env.PLANNER_TUI_ASCII) return env.PLANNER_TUI_ASCII !== '0';
  if (env.TERM === 'linux') return true;
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return locale !== undefined && locale !== '' && !/utf-?8/i.test(locale) && !/^C\.?$/i.test(locale);
}
