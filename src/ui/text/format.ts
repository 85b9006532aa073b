import { type Line, t } from './line.ts';

/** `0:38`, `12:05`, `1:02:03` from milliseconds. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Time that something took, for what is over: `0.3 s` below ten seconds, where a clock would say nothing; else as `clock`. */
export function took(ms: number): string {
  return ms < 9_950 ? `${(Math.max(0, ms) / 1000).toFixed(1)} s` : clock(ms);
}

/** `3 min`, `5 h`, `2 d` since then; `now` under a minute. Times in ms. */
export function ago(then: number, now: number): string {
  const passed = Math.max(0, Math.floor((now - then) / 60_000));
  if (passed < 1) return 'now';
  if (passed < 60) return `${passed} min`;
  return passed < 60 * 24 ? `${Math.floor(passed / 60)} h` : `${Math.floor(passed / (60 * 24))} d`;
}

/** `3,180` */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 step`, `2 steps`. */
export function plural(value: number, word: string): string {
  return `${count(value)} ${word}${value === 1 ? '' : 's'}`;
}

/** Names that a capital first letter does not make right. */
const LANGUAGE: Readonly<Record<string, string>> = {
  typescript: 'TypeScript',
  tsx: 'TSX',
  javascript: 'JavaScript',
  jsx: 'JSX',
  sql: 'SQL',
  json: 'JSON',
  yaml: 'YAML',
  toml: 'TOML',
  html: 'HTML',
  css: 'CSS',
  scss: 'SCSS',
  xml: 'XML',
  php: 'PHP',
  csharp: 'C#',
  cpp: 'C++',
  graphql: 'GraphQL',
};

/** A language as people write it: `TypeScript`, `SQL`, `Python`. */
export function languageName(id: string): string {
  return LANGUAGE[id] ?? `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`;
}

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** The spinner's frame at a time in ms: five a second, one clock for all of them. */
export function spinner(now: number): string {
  return SPINNER[Math.floor(now / 200) % SPINNER.length] ?? '·';
}

/** Joins parts by a muted dot; empty ones are left out. */
export function dotted(parts: readonly Line[]): Line {
  return parts
    .filter(p => p.length > 0)
    .flatMap((part, i) => (i === 0 ? [...part] : [t(' · ', 'faint'), ...part]));
}
