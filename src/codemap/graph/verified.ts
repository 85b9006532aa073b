import type { Tier } from '../tier.ts';
import type { Cycle, ImportEdge } from './model.ts';

type Read = (path: string) => Promise<string | undefined>;

/**
 * A circle whose imports were read once more in their own words: undefined where TypeScript would drop one of them, as all
 * the names that it asks for are types in the other file. What the first tier cannot tell is told right in a plan.
 */
export async function verified(
  cycle: Cycle,
  tier: Pick<Tier, 'files' | 'byPath'>,
  read: Read,
): Promise<Cycle | undefined> {
  for (const edge of cycle.path) if (await isDropped(edge, tier, read)) return undefined;
  return cycle;
}

async function isDropped(
  { from, to, line }: ImportEdge,
  tier: Pick<Tier, 'files' | 'byPath'>,
  read: Read,
): Promise<boolean> {
  if (!/\.[cm]?tsx?$/.test(from)) return false;
  const names = namesAsked((await read(from)) ?? '', line);
  const target = tier.files[tier.byPath.get(to) ?? -1];
  const outer = target?.symbols.filter(s => s.container === undefined) ?? [];
  return (
    names.length > 0 &&
    names.every(name => {
      const defined = outer.filter(s => s.name === name);
      return defined.length > 0 && defined.every(s => s.kind === 'interface' || s.kind === 'type');
    })
  );
}

/** The names between the braces of the import that ends on a line; none where it asks for anything else. */
export function namesAsked(text: string, line: number): readonly string[] {
  const lines = text.split('\n').slice(0, line);
  const first = lines.findLastIndex(l => /^\s*import\b/.test(l));
  const statement = first < 0 ? '' : lines.slice(first).join(' ');
  const list = /^\s*import\s{0,60}\{([^{}]*)\}\s{0,60}from\b/.exec(statement)?.[1];
  return (list ?? '')
    .split(',')
    .map(
      name =>
        name
          .trim()
          .replace(/^type\s+(?=\w)/, '')
          .split(/\s+as\s+/)[0] ?? '',
    )
    .filter(Boolean);
}
