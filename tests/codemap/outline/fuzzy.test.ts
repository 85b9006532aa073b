import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Fit, NameTable, patternOf } from '../../../src/codemap/outline/fuzzy.ts';

function fitOf(pattern: string, name: string): Fit | undefined {
  const table = new NameTable();
  return table.fit(patternOf(pattern), table.add(name));
}

/** The name with the characters that fit in brackets. */
function shown(pattern: string, name: string): string {
  const table = new NameTable();
  const at = new Set(table.places(patternOf(pattern), table.add(name)));
  return [...name].map((c, i) => (at.has(i) ? `[${c}]` : c)).join('');
}

describe('how a pattern fits a name', () => {
  test.each([
    ['getUser', 'getUser', 'exact'],
    ['GETUSER', 'getUser', 'exact'],
    ['getu', 'getUserName', 'prefix'],
    ['gun', 'getUserName', 'humps'],
    ['usna', 'getUserName', 'humps'],
    ['name', 'get_user_name', 'humps'],
    ['pltu', 'planner-tui', 'humps'],
    ['ptu', 'planner-tui', 'humps'],
    ['v2', 'parseV2', 'humps'],
    ['sern', 'getUserName', 'scattered'],
    ['número', 'Número', 'exact'],
  ] as const)('%s in %s: %s', (pattern, name, kind) => {
    expect(fitOf(pattern, name)?.kind).toBe(kind);
  });

  test.each(['', 'usergetname', 'getUserNames', 'x'])('%s does not fit getUserName', pattern => {
    expect(fitOf(pattern, 'getUserName')).toBeUndefined();
  });

  test('the best alignment is taken, not the first one', () => {
    expect(shown('map', 'mxaxpMap')).toBe('mxaxp[M][a][p]');
    expect(shown('sb', 'subBus')).toBe('[s]ub[B]us');
    expect(shown('card', 'scardCard')).toBe('scard[C][a][r][d]');
  });

  test('beginnings of words beat letters inside them, neighbours beat gaps', () => {
    const score = (pattern: string, name: string) => fitOf(pattern, name)?.score ?? 0;
    expect(score('fb', 'fooBar')).toBeGreaterThan(score('fb', 'foobar'));
    expect(score('oba', 'foobarx')).toBeGreaterThan(score('oba', 'foxbxax'));
    expect(score('ab', 'xaxxb')).toBeGreaterThan(score('ab', 'xaxxxxxb'));
  });

  test('a word of a path is a run of letters from the beginning of one of its words', () => {
    const table = new NameTable();
    const n = table.add('src/codemap/myKeys.ts');
    const word = (text: string) => table.fitWord(patternOf(text), n) !== undefined;
    expect(['src', 'code', 'keys', 'mykey', 'ts'].filter(w => !word(w))).toEqual([]);
    expect(['map', 'scode', 'eys', 'codemapx', ''].filter(word)).toEqual([]);
  });

  test('from a place on, as the base name of a path is searched', () => {
    const table = new NameTable();
    const n = table.add('src/map/keys.ts');
    expect(table.fit(patternOf('map'), n, 8)).toBeUndefined();
    expect(table.fit(patternOf('keys'), n, 8)?.kind).toBe('prefix');
    expect(table.places(patternOf('kts'), n, 8)).toEqual([8, 13, 14]);
  });
});

/** The score of every alignment, as fzf gives it, by trying all of them. */
function bruteForce(pattern: string, name: string): number | undefined {
  const border = (i: number) => !/[a-z0-9]/i.test(name[i] ?? '-');
  const bonus = (i: number) => {
    if (border(i)) return 0;
    if (i === 0 || border(i - 1)) return 8;
    const [before = '', now = ''] = [name[i - 1], name[i]];
    if (/[a-z]/.test(before) && /[A-Z]/.test(now)) return 7;
    return /\D/.test(before) && /\d/.test(now) ? 7 : 0;
  };
  let best: number | undefined;
  const walk = (k: number, from: number, score: number, last: number, run: number) => {
    if (k === pattern.length) {
      best = Math.max(best ?? Number.NEGATIVE_INFINITY, score);
      return;
    }
    for (let i = from; i < name.length; i++) {
      if (name[i]?.toLowerCase() !== pattern[k]?.toLowerCase()) continue;
      if (k === 0) walk(1, i + 1, 16 + 2 * bonus(i), i, bonus(i));
      else if (i === last + 1) {
        const kept = Math.max(bonus(i), 4, run);
        walk(k + 1, i + 1, score + 16 + kept, i, kept);
      } else walk(k + 1, i + 1, score - 3 - (i - last - 2) + 16 + bonus(i), i, bonus(i));
    }
  };
  walk(0, 0, 0, -1, 0);
  return best;
}

const name = fc.string({ unit: fc.constantFrom(...'abAB1_.'), minLength: 1, maxLength: 9 });
const pattern = fc.string({ unit: fc.constantFrom(...'abAB1_.'), minLength: 1, maxLength: 4 });

test('places stand in order and spell the pattern; what does not fit has none', () => {
  fc.assert(
    fc.property(pattern, name, (p, n) => {
      const table = new NameTable();
      const at = table.places(patternOf(p), table.add(n));
      const fits = table.fit(patternOf(p), 0) !== undefined;
      expect(at.length).toBe(fits ? p.length : 0);
      expect(at.map(i => n[i]?.toLowerCase()).join('')).toBe(fits ? p.toLowerCase() : '');
      expect([...at].sort((a, b) => a - b)).toEqual(at);
    }),
  );
});

test('the score of letters in order is that of the best of all alignments', () => {
  fc.assert(
    fc.property(pattern, name, (p, n) => {
      const found = fitOf(p, n);
      expect(found !== undefined).toBe(bruteForce(p, n) !== undefined);
      if (found?.kind !== 'humps' && found?.kind !== 'scattered') return;
      // A run's bonus depends on where the run began, so that the best prefix need not lead to the best whole: fzf keeps
      // the best prefix, as is done here. It is never more than the best of all, and nearly always the same.
      expect(found.score).toBeLessThanOrEqual(bruteForce(p, n) ?? 0);
      expect(found.score).toBeGreaterThanOrEqual((bruteForce(p, n) ?? 0) - 8);
    }),
    { numRuns: 500 },
  );
});
