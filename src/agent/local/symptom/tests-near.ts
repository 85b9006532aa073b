import type { CodeMap } from '../../../codemap/port.ts';
import { escapeRegExp } from '../../../shared/text/index.ts';
import type { OwnCall } from './model.ts';

/**
 * Tests of what failed: the one that is named after its file, then by how often they call it by its name; where none does
 * either, by how often they call one of the functions around it.
 */
export async function testsNaming(
  map: CodeMap,
  calls: readonly OwnCall[],
  test: (path: string) => boolean,
  paths: ReadonlySet<string>,
): Promise<readonly string[]> {
  const [culprit] = calls;
  const after = culprit ? [...paths].filter(path => test(path) && isNamedAfter(path, culprit.path)) : [];
  const [own = [], around = []] = [
    await testsCalling(map, calls.slice(0, 1), test),
    await testsCalling(map, calls.slice(1, 3), test),
  ];
  return [
    ...new Set([...own.filter(path => after.includes(path)), ...(own.length > 0 ? own : after), ...around]),
  ];
}

/** `tests/test_price.py`, `PriceTest.java`, `price.spec.ts` of `price.py`, `Price.java`, `price.ts`. */
function isNamedAfter(test: string, file: string): boolean {
  const stemOf = (path: string): string => (path.split('/').at(-1) ?? '').replace(/\.\w+$/, '').toLowerCase();
  const bare = stemOf(test).replace(/^tests?[._-]|[._-]?(?:tests?|spec)$/, '');
  return bare !== '' && bare === stemOf(file);
}

async function testsCalling(
  map: CodeMap,
  calls: readonly OwnCall[],
  test: (path: string) => boolean,
): Promise<readonly string[]> {
  const names = [...new Set(calls.flatMap(c => c.symbol?.name ?? []))].filter(
    n => n.length > 3 && !/^(?:main|init|__\w+__|constructor|run|call|update)$/.test(n),
  );
  if (names.length === 0) return [];
  const found = await map.search(`\\b(?:${names.map(escapeRegExp).join('|')})\\(`, { limit: 400 });
  const lines = new Map<string, number>();
  for (const { path } of found) if (test(path)) lines.set(path, (lines.get(path) ?? 0) + 1);
  return [...lines].sort((a, b) => b[1] - a[1]).flatMap(([path, n]) => (n > 1 ? [path] : []));
}
