import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RegistryFact } from '../../../src/domain/index.ts';
import { splitSpec } from '../../../src/plan/read/commands.ts';
import { readAdvisories } from '../../../src/research/registry/advisories.ts';
import { type CacheEntry, openRegistryCache } from '../../../src/research/registry/cache.ts';
import { readLatest, readPackument } from '../../../src/research/registry/documents.ts';
import { isPackageName } from '../../../src/research/registry/names.ts';
import { safeLine } from '../../../src/shared/text/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'registry-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What anybody may publish: the right keys with anything behind them, now and then as it should be. */
const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.string({ unit: 'binary', maxLength: 30 }));
const version = fc.record(
  {
    version: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom('1.0.0', '2.0.0-a', '') },
      { weight: 1, arbitrary: anything },
    ),
    deprecated: anything,
    license: anything,
    licenses: anything,
    types: anything,
    exports: anything,
    dist: fc.oneof(anything, fc.record({ unpackedSize: anything })),
  },
  { requiredKeys: ['version'] },
);
const tag = fc.oneof(fc.constantFrom('1.0.0', '2.0.0-a', '\u001b[2J'), fc.string({ unit: 'binary' }));
const packument = fc.record({
  name: fc.constant('ws'),
  'dist-tags': fc.oneof(
    { weight: 5, arbitrary: fc.record({ latest: tag, next: tag }) },
    { weight: 1, arbitrary: anything },
  ),
  versions: fc.oneof(
    {
      weight: 5,
      arbitrary: fc.dictionary(
        fc.constantFrom('1.0.0', '2.0.0-a', '__proto__', 'x'),
        fc.oneof(version, anything),
      ),
    },
    { weight: 1, arbitrary: anything },
  ),
  time: fc.oneof(fc.dictionary(fc.constantFrom('1.0.0', '2.0.0-a'), anything), anything),
});

test('whatever a registry says, it is read without a fault, and what is told is safe and short', () => {
  fc.assert(
    fc.property(packument, version, fc.option(tag, { nil: undefined }), (document, one, spec) => {
      for (const read of [
        readPackument('ws', spec, document),
        readLatest('ws', spec, { name: 'ws', ...one }),
      ]) {
        if (read.kind !== 'known') continue;
        expect(RegistryFact.safeParse(read.fact).success).toBe(true);
        for (const value of Object.values(read.fact))
          if (typeof value === 'string') {
            expect(value).toBe(safeLine(value));
            expect(value.length).toBeLessThanOrEqual(300);
          }
      }
    }),
    { numRuns: 300 },
  );
});

test('so it is with advisories', () => {
  const entry = fc.record({
    id: anything,
    url: anything,
    title: anything,
    severity: anything,
    vulnerable_versions: anything,
  });
  const answer = fc.oneof(
    anything,
    fc.dictionary(fc.constantFrom('ws', '__proto__'), fc.oneof(fc.array(entry), anything)),
  );
  fc.assert(
    fc.property(answer, said => {
      for (const list of readAdvisories(said)?.values() ?? [])
        for (const { id, title, range } of list)
          for (const text of [id, title, range]) expect(text).toBe(safeLine(text));
    }),
    { numRuns: 300 },
  );
});

const name = fc
  .stringMatching(/^(?:@[a-z0-9~-][a-z0-9._~-]{0,8}\/)?[a-z0-9~-][a-z0-9._~-]{0,12}$/)
  .filter(isPackageName);
const entry: fc.Arbitrary<CacheEntry> = fc.oneof(
  fc.record({ kind: fc.constant('absent' as const), checkedAt: fc.nat() }),
  fc.record({ kind: fc.constant('no-version' as const), checkedAt: fc.nat(), latest: fc.string() }),
  fc.record({
    kind: fc.constant('known' as const),
    checkedAt: fc.nat(),
    fact: fc.record(
      {
        name,
        latest: fc.string(),
        version: fc.string(),
        deprecated: fc.string(),
        license: fc.string(),
        unpackedSize: fc.nat(),
        types: fc.constantFrom('own' as const, 'separate' as const, 'none' as const, 'not-checked' as const),
        advisories: fc.array(
          fc.record({
            id: fc.string(),
            severity: fc.constantFrom('low' as const, 'critical' as const),
            title: fc.string(),
            range: fc.string(),
          }),
          { maxLength: 3 },
        ),
      },
      { requiredKeys: ['name', 'latest', 'version', 'types'] },
    ),
  }),
);

test('what is kept is what was saved, over any number of savings', () => {
  const saving = fc.array(fc.record({ name, spec: fc.option(fc.string(), { nil: undefined }), entry }), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(fc.array(saving, { maxLength: 3 }), fc.nat(), (savings, port) => {
      const base = new URL(`http://127.0.0.1:${port % 65_000}/`);
      const wanted = new Map<string, CacheEntry>();
      for (const found of savings) {
        openRegistryCache(folder, base).save(found);
        for (const one of found) wanted.set(JSON.stringify([one.name, one.spec ?? '']), one.entry);
      }
      const cache = openRegistryCache(folder, base);
      for (const [key, expected] of wanted) {
        const [of = '', spec = ''] = JSON.parse(key);
        expect(cache.get(of, spec === '' ? undefined : spec)).toEqual(expected);
      }
      rmSync(folder, { recursive: true, force: true });
    }),
    { numRuns: 30 },
  );
});

test('the file stays below its bound, and the newest stay', () => {
  const base = new URL('http://127.0.0.1/');
  const big = 'x'.repeat(30_000);
  const found = Array.from({ length: 60 }, (_, n) => ({
    name: `p${n}`,
    spec: undefined,
    entry: { kind: 'no-version' as const, checkedAt: n, latest: big },
  }));
  openRegistryCache(folder, base).save(found);
  const cache = openRegistryCache(folder, base);
  expect(cache.get('p59', undefined)).toBeDefined();
  expect(cache.get('p0', undefined)).toBeUndefined();
  const [file = ''] = readdirSync(folder);
  expect(statSync(join(folder, file)).size).toBeLessThan(1_100_000);
});

test('a name and what stands behind it are told apart', () => {
  fc.assert(
    fc.property(
      name,
      fc.option(fc.stringMatching(/^[~^]?\d{1,2}(?:\.\d{1,2}){0,2}$/), { nil: undefined }),
      (of, spec) => {
        const word = spec === undefined ? of : `${of}@${spec}`;
        const wanted = spec === undefined ? { name: of } : { name: of, spec };
        // A tilde may stand in a name of old; behind it nobody can tell.
        fc.pre(!of.slice(1).includes('~'));
        for (const written of [word, `'${word}'`, `"${word}"`]) expect(splitSpec(written)).toEqual(wanted);
      },
    ),
    { numRuns: 200 },
  );
});
