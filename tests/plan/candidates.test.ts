import { describe, expect, it } from 'vitest';
import type { RegistryFact } from '../../src/domain/index.ts';
import { type Candidates, candidatesFinding, unaskedFinding } from '../../src/plan/candidates.ts';
import type { PackageFact, ProjectFact } from '../../src/plan/facts.ts';

const CHECKED = Date.parse('2026-11-27T12:00:00Z');
const project: ProjectFact = { typescript: true, license: 'MIT', node: '>=20.19' };

/** A candidate that nothing speaks against, but for what is said. */
function known(name: string, more: Partial<RegistryFact> = {}): PackageFact {
  return {
    installed: 'no',
    inRegistry: 'yes',
    deprecated: 'no',
    asked: 'registry.npmjs.org',
    checkedAt: CHECKED,
    registry: {
      name,
      latest: '2.0.0',
      version: '2.0.0',
      license: 'MIT',
      lastPublish: '2026-10-01T00:00:00.000Z',
      types: 'own',
      engines: '>=18',
      dependencies: 3,
      unpackedSize: 100_000,
      advisories: [],
      ...more,
    },
  };
}
const queue = (taken: string | undefined, ...names: readonly string[]): Candidates => ({
  purpose: 'the queue',
  project: 'shop',
  ecosystem: 'npm',
  candidates: names.map(name => ({ name, note: `${name} keeps jobs` })),
  sources: [{ kind: 'playbook', name: 'background-jobs', title: 'Background jobs' }],
  taken,
});
const compared = (a: PackageFact, b: PackageFact, taken?: string, own = project) =>
  candidatesFinding(queue(taken, 'a', 'b'), { a, b }, own);
/** The package that comes first, and what is held against the other. */
const first = (a: PackageFact, b: PackageFact, own = project) => {
  const rows = compared(a, b, undefined, own)?.table?.rows ?? [];
  return [rows[0]?.[0], rows[1]?.at(-1)];
};

const grave = [{ id: 'GHSA-1', severity: 'high' as const, title: 't', range: '<3' }];
const mild = [{ id: 'GHSA-2', severity: 'low' as const, title: 't', range: '<3' }];

describe('candidates for one purpose', () => {
  it.each([
    ['deprecated', { deprecated: 'use b' }, 'deprecated'],
    ['a grave advisory', { advisories: grave }, '1 grave advisory'],
    ['a licence that does not fit', { license: 'AGPL-3.0' }, 'licence AGPL-3.0'],
    ['no licence', { license: undefined }, 'licence not stated'],
    ['another Node', { engines: '>=22' }, 'needs Node >=22'],
    ['years without a publication', { lastPublish: '2023-01-01T00:00:00.000Z' }, 'last published 2023'],
    ['no types', { types: 'none' as const }, 'no types'],
    ['more dependencies', { dependencies: 4 }, 'nothing'],
    ['a larger size', { unpackedSize: 100_001 }, 'nothing'],
  ])('%s puts one behind the other', (_, more, said) => {
    expect(first(known('a', more as Partial<RegistryFact>), known('b'))).toEqual(['`b`', said]);
  });

  it('a mild advisory, an unknown range and an open end of Node are not held against one', () => {
    const a = known('a', { advisories: mild, engines: 'whatever', dependencies: 2 });
    expect(first(a, known('b'))[0]).toBe('`a`');
    expect(first(known('a', { engines: '^20.0.0 || >=22' }), known('b', { dependencies: 9 }))[0]).toBe('`a`');
  });

  it('types count only where the project has them, the Node only where it names one', () => {
    const bare = { typescript: false };
    const a = known('a', { types: 'none', engines: '>=30', dependencies: 0 });
    expect(first(a, known('b'), bare)[0]).toBe('`a`');
  });

  it('the more serious criterion decides, however many lighter ones another fails', () => {
    const light = known('a', { types: 'none', lastPublish: '2020-01-01T00:00:00.000Z', dependencies: 90 });
    expect(first(light, known('b', { deprecated: '' }))[0]).toBe('`a`');
  });

  it('says which one the plan takes, and how to change that', () => {
    const other = compared(known('a', { dependencies: 1 }), known('b'), 'b');
    expect(other?.text).toContain('“use a instead of b”');
    expect(other?.table?.rows.map(r => r[0])).toEqual(['`a`', '`b` (taken)']);
    expect(compared(known('a', { dependencies: 1 }), known('b'), 'a')?.text).toContain('The plan takes it.');
    expect(compared(known('a'), known('b'))?.text).toContain('takes none of them');
  });

  it('is silent where the registry knows fewer than two, and names those it does not know', () => {
    const nothing: PackageFact = { installed: 'no', inRegistry: 'not-checked', deprecated: 'not-checked' };
    expect(compared(known('a'), nothing)).toBeUndefined();
    const three = candidatesFinding(
      queue('a', 'a', 'b', 'c'),
      { a: known('a'), b: known('b'), c: nothing },
      project,
    );
    expect(three?.text).toContain('Nothing was learned of `c`.');
  });

  it('says for what project, and what each package is', () => {
    const finding = compared(known('a'), known('b'), 'a');
    expect(finding?.text).toMatch(/^For the queue of `shop`, `a` comes first of 2 candidates/);
    expect(finding?.table?.head.slice(0, 3)).toEqual(['Package', 'What it is', 'Latest']);
    expect(finding?.table?.rows[0]?.slice(0, 2)).toEqual(['`a` (taken)', 'a keeps jobs']);
  });

  it.each([
    ['npm', 'no registry was asked.'],
    ['pypi', 'planner-tui asks the registry of npm alone, so see PyPI.'],
    ['go', 'so see pkg.go.dev.'],
    ['rubygems', 'so see rubygems.org.'],
  ])('of %s it says what was not looked up', (ecosystem, said) => {
    const finding = unaskedFinding({ ...queue('b', 'b', 'a'), ecosystem }, {});
    expect(finding.text).toContain('the plan takes `b` of 2 candidates');
    expect(finding.text.endsWith(said), finding.text).toBe(true);
    expect(finding.table?.rows.map(r => r[0])).toEqual(['`b` (taken)', '`a`']);
  });
});
