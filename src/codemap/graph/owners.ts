import type { CommitEntry } from '../history.ts';
import type { Tier } from '../tier.ts';
import { CODEOWNERS_PATHS, type OwnerRule, parseCodeowners, rulesFor } from './codeowners.ts';
import type { FileOwners } from './model.ts';

const TWO_YEARS = 730;
/** Fewer commits make nobody the one to ask. */
const LEAST = 5;
const SHARE = 0.5;
const NEARLY_ALL = 0.8;
const MACHINE = /\[bot\]$|(?:^|[-_ ])bot$|^(?:dependabot|renovate|github[- ]actions?|semantic-release)\b/i;

export interface OwnerFile {
  readonly path: string;
  readonly rules: readonly OwnerRule[];
}

/** The first CODEOWNERS file that there is. */
export async function readOwners(
  known: ReadonlySet<string>,
  read: (path: string) => Promise<string | undefined>,
): Promise<OwnerFile | undefined> {
  for (const path of CODEOWNERS_PATHS) {
    const text = known.has(path) ? await read(path) : undefined;
    if (text !== undefined) return { path, rules: parseCodeowners(text) };
  }
  return undefined;
}

/**
 * Who answers for a file: by CODEOWNERS, and the author of most of its commits of the last two years before the newest
 * one (at least five, at least half; no bots; not where `sole` made nearly all commits of the project). Names and handles only: an e-mail address never leaves this function.
 */
export function ownersOf(
  tier: Pick<Tier, 'history' | 'byPath'>,
  file: OwnerFile | undefined,
  path: string,
  sole: string | undefined,
): FileOwners {
  const rules = file ? rulesFor(file.rules, path) : [];
  const named = [...new Set(rules.flatMap(r => r.owners))];
  const owners = named.filter(owner => owner.startsWith('@'));
  const author = authorOf(tier, path, sole);
  const first = rules.find(r => r.owners.length > 0);
  // Who owns everything is named on every change; that says nothing of this file.
  const everything = first?.pattern.every(part => /^\*+$/.test(part)) && first.pattern.includes('**');
  return {
    path,
    owners,
    hidden: named.length - owners.length,
    ...(file && first
      ? { source: { path: file.path, line: first.line }, ...(everything ? { everything } : {}) }
      : {}),
    ...(author ? { author } : {}),
  };
}

function authorOf(
  { history, byPath }: Pick<Tier, 'history' | 'byPath'>,
  path: string,
  sole: string | undefined,
): FileOwners['author'] {
  const n = byPath.get(path);
  const commits = (n === undefined ? undefined : history?.ofFile[n]) ?? [];
  const recent = commits.flatMap(c => history?.commits[c] ?? []).filter(isRecent);
  const best = most(recent.map(c => c.commit.author));
  if (!best || best.times < LEAST || best.times / recent.length < SHARE || best.name === sole)
    return undefined;
  const last = recent.find(c => c.commit.author === best.name)?.commit;
  if (!last || /@/.test(best.name) || best.name.trim() === '') return undefined;
  const { sha, subject, date } = last;
  return { name: best.name, commits: best.times, of: recent.length, last: { sha, subject, date } };
}

/** The author of nearly everything: where there is one, nothing is learned by naming them. */
export function soleAuthor({ history }: Pick<Tier, 'history'>): string | undefined {
  const recent = history?.commits.filter(isRecent) ?? [];
  const best = most(recent.map(c => c.commit.author));
  return best && best.times / recent.length >= NEARLY_ALL ? best.name : undefined;
}

const isRecent = ({ age, commit }: CommitEntry) => age <= TWO_YEARS && !MACHINE.test(commit.author);

function most(names: readonly string[]): { readonly name: string; readonly times: number } | undefined {
  const times = new Map<string, number>();
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  const best = [...times].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0];
  return best && { name: best[0], times: best[1] };
}
