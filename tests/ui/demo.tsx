/**
 * Mounts the whole app over the fake workspace, to look at it:
 *   demo [home|work|asking|review|revised|done|live] [--light|--theme NAME] [--inline] [--ascii]
 * Bundle it with esbuild into a temporary folder first (see docs/architecture.md).
 */
import { readFileSync } from 'node:fs';
import { parseTheme } from '../../src/theme/index.ts';
import { runApp } from '../../src/ui/main.tsx';
import { fakeWorkspace } from '../helpers/fake-workspace.ts';
import * as states from './states.ts';

const args = process.argv.slice(2);
const named = args.includes('--theme') ? args[args.indexOf('--theme') + 1] : undefined;
const theme = (name: string) => {
  const parsed = parseTheme(readFileSync(`${process.env.THEMES ?? 'themes'}/${name}.json`, 'utf8'), name);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};
const stage = args.find(a => !a.startsWith('-') && a !== named) ?? 'home';
const events = {
  work: states.analysing,
  asking: states.asking,
  review: states.reviewing,
  revised: states.revised,
  done: states.published,
}[stage];
const live = stage === 'live' || stage === 'home';
const { exitCode, summary } = await runApp(
  fakeWorkspace({
    pace: live ? 250 : 0,
    now: live ? Date.now : () => states.NOW,
    ...(events ? { initial: events } : {}),
  }),
  {
    theme: theme(named ?? (args.includes('--light') ? 'light' : 'dark')),
    themes: ['dark', 'light', 'colour-blind', 'colour-blind-light'].map(theme),
    inline: args.includes('--inline'),
    ...(args.includes('--ascii') ? { ascii: true } : {}),
    ...(stage === 'home' ? {} : { wish: { text: 'add real-time notifications when an order changes' } }),
  },
);
for (const line of summary) process.stdout.write(`${line}\n`);
process.exitCode = exitCode;
