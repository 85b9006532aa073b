import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { RegistryFact } from '../../src/domain/index.ts';
import { check, needs } from '../../src/plan/checks/index.ts';
import { licenseRemark } from '../../src/plan/checks/license.ts';
import type { PackageFact, PlanFacts } from '../../src/plan/facts.ts';
import type { CheckResult, Plan } from '../../src/plan/model.ts';
import { packageLine, sayAge } from '../../src/plan/package-line.ts';
import { readPlan } from '../../src/plan/read/index.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { goodFacts } from './facts.ts';
import { samplePlan } from './sample.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const WS: RegistryFact = {
  name: 'ws',
  latest: '8.18.0',
  version: '8.18.0',
  license: 'MIT',
  unpackedSize: 147_321,
  lastPublish: '2026-11-12T10:00:00.000Z',
  types: 'separate',
  advisories: [],
};

const { license: _license, ...unlicensed } = WS;
const { advisories: _advisories, ...unadvised } = WS;

/** Check 9 of the sample plan, which adds `ws` and `@types/ws`, where the registry says this of `ws`. */
function judge(
  registry: Partial<RegistryFact>,
  fact: Partial<PackageFact> = {},
  project?: PlanFacts['project'],
  plan: Plan = samplePlan,
): CheckResult {
  const ws: PackageFact = {
    installed: 'no',
    inRegistry: 'yes',
    deprecated: registry.deprecated === undefined ? 'no' : 'yes',
    asked: 'registry.npmjs.org',
    checkedAt: NOW,
    registry: { ...WS, ...registry },
    ...fact,
  };
  return judgeFact(ws, project, plan);
}

function judgeFact(ws: PackageFact, project?: PlanFacts['project'], plan: Plan = samplePlan): CheckResult {
  const facts = goodFacts(needs(plan), []);
  const all: PlanFacts = { ...facts, packages: { ...facts.packages, ws }, ...(project ? { project } : {}) };
  const result = check(plan, renderPlan(plan), all).results[8];
  if (!result) throw new Error('no check 9');
  return result;
}

const advisory = (severity: 'low' | 'moderate' | 'high' | 'critical', id: string) => ({
  id,
  severity,
  title: 'DoS by many headers',
  range: '>=8.0.0 <8.17.1',
});
const mit = { typescript: false, license: 'MIT' };
const typescript = { typescript: true };

describe('what a registry says against a package', () => {
  test.each<[string, CheckResult, string, RegExp]>([
    [
      'it does not exist',
      judge({}, { inRegistry: 'no', nearest: ['wss'] }),
      'error',
      /`ws` does not exist: registry\.npmjs\.org does not know it\. Did you mean `wss`\?/,
    ],
    [
      'no such version',
      judge({}, { onlyLatest: '8.18.0' }),
      'error',
      /registry\.npmjs\.org has no version .* of `ws`; its latest is 8\.18\.0\. Write `ws@8\.18\.0`/,
    ],
    [
      'deprecated',
      judge({ deprecated: 'use web sockets' }),
      'error',
      /`ws` 8\.18\.0 is deprecated: “use web sockets”\. Choose/,
    ],
    ['deprecated without a word', judge({ deprecated: '' }), 'error', /`ws` 8\.18\.0 is deprecated\. Choose/],
    [
      'a grave advisory',
      judge({ version: '8.17.0', advisories: [advisory('high', 'GHSA-a')] }),
      'error',
      /`ws` 8\.17\.0 has a known advisory: GHSA-a \(high\) “DoS by many headers”, versions >=8\.0\.0 <8\.17\.1\. Take a version outside of them; the latest is 8\.18\.0/,
    ],
    [
      'a light advisory',
      judge({ advisories: [advisory('moderate', 'GHSA-a')] }),
      'warning',
      /Choose another package/,
    ],
    [
      'many advisories',
      judge({ advisories: ['a', 'b', 'c', 'd', 'e'].map(id => advisory('low', id)) }),
      'warning',
      /5 known advisories: a .*; b .*; c .*; and 2 more\./,
    ],
    [
      'long ago',
      judge({ lastPublish: '2022-03-01T00:00:00.000Z' }),
      'warning',
      /last published 2022-03-01, 4 years ago/,
    ],
    ['no licence', judge({}, { registry: unlicensed }), 'warning', /states no licence/],
    ['no types', judge({ types: 'none' }, {}, typescript), 'warning', /names no types of its own/],
    [
      'copyleft in a permissive project',
      judge({ license: 'GPL-3.0-only' }, {}, mit),
      'warning',
      /is under GPL-3\.0-only, this project under MIT/,
    ],
  ])('%s', (_, result, severity, says) => {
    expect(result.findings).toHaveLength(1);
    const [finding] = result.findings;
    expect(finding?.severity).toBe(severity);
    expect(`${finding?.message} ${finding?.mend}`).toMatch(says);
    expect(renderPlan(samplePlan).split('\n')[(finding?.line ?? 0) - 1]).toContain('`ws`');
    expect(result.verdict).toBe(severity === 'error' ? 'failed' : 'passed');
  });

  test.each([
    ['all is well', judge({}, {}, { typescript: true, license: 'MIT' })],
    ['published three years ago', judge({ lastPublish: '2023-12-01T00:00:00.000Z' })],
    ['types do not matter', judge({ types: 'none' })],
    ['copyleft in a project without a licence', judge({ license: 'GPL-3.0-only' })],
  ])('nothing: %s', (_, result) => {
    expect(result.findings).toEqual([]);
    expect(result.verdict).toBe('passed');
  });

  test('types that no step adds are missed, for code in TypeScript', () => {
    const bare = {
      ...samplePlan,
      steps: samplePlan.steps.map(s => ({ ...s, packages: s.packages.filter(p => p.name === 'ws') })),
    };
    expect(judge({}, {}, typescript, bare).findings[0]?.message).toContain(
      'are in `@types/ws`, which no step adds',
    );
    expect(judge({}, {}, { typescript: false }, bare).findings).toEqual([]);
  });

  test('what only builds and tests is asked for neither its licence nor its types', () => {
    const dev = {
      ...samplePlan,
      steps: samplePlan.steps.map(s => ({ ...s, packages: s.packages.map(p => ({ ...p, dev: true })) })),
    };
    expect(
      judge({ types: 'none', license: 'GPL-3.0-only' }, {}, { typescript: true, license: 'MIT' }, dev)
        .findings,
    ).toEqual([]);
  });

  test('a package is judged once, where it is first added', () => {
    const twice = {
      ...samplePlan,
      steps: samplePlan.steps.map(s =>
        s.id === 'S-guide' ? { ...s, packages: samplePlan.steps[0]?.packages ?? [] } : s,
      ),
    };
    expect(judge({ deprecated: 'gone' }, {}, undefined, twice).findings).toHaveLength(1);
  });
});

test('in a plan by other hands the line is that of the install command, and a word of its own', () => {
  const markdown = readFileSync(new URL('./foreign/faults.md', import.meta.url), 'utf8').replace(
    'npm install socket.io socket.io-redis-adapter ioredis',
    'npm view redis-cli\nnpm install socket.io socket.io-redis-adapter@6 redis',
  );
  const read = readPlan(markdown);
  if (!read.ok) throw new Error(read.error.message);
  const { plan, stepLines } = read.value;
  const wanted = needs(plan);
  expect(wanted.newPackages).toContainEqual({
    name: 'socket.io-redis-adapter',
    how: 'added',
    spec: '6',
    from: 'npm',
    dev: false,
  });
  const absent: PackageFact = { installed: 'no', inRegistry: 'no', deprecated: 'not-checked' };
  const good = goodFacts(wanted, []);
  const packages = { ...good.packages, redis: absent, 'socket.io-redis-adapter': absent };
  const { findings = [] } = check(plan, markdown, { ...good, packages }, stepLines).results[8] ?? {};
  const lines = findings
    .filter(f => f.message.includes('does not exist'))
    .map(f => markdown.split('\n')[f.line - 1]);
  const install = 'npm install socket.io socket.io-redis-adapter@6 redis';
  expect(lines).toEqual([install, install]);
});

describe('what was not looked up is told, and is not judged', () => {
  test('without consent: the verdict is open, the rest is judged', () => {
    const open = { inRegistry: 'not-checked', deprecated: 'not-checked' } as const;
    const result = judgeFact({ installed: 'no', ...open, unasked: 'nobody allowed it' });
    expect(result.verdict).toBe('not-checked');
    expect(result.notes?.at(-1)).toBe('Not looked up (`ws`): nobody allowed it.');
    const faulty = {
      ...samplePlan,
      steps: samplePlan.steps.map(s => ({
        ...s,
        code: s.code.map(b => ({ ...b, code: b.code.slice(0, -2) })),
      })),
    };
    expect(
      judge({}, { inRegistry: 'not-checked', deprecated: 'not-checked' }, undefined, faulty).verdict,
    ).toBe('failed');
  });

  test('advisories that a mirror does not have are told beside the facts', () => {
    const result = judge(
      {},
      { ageMs: 50 * 3_600_000, registry: { ...unadvised, withoutAdvisories: 'x gives none' } },
    );
    expect(result.verdict).toBe('passed');
    expect(result.notes).toEqual([
      '`ws` 8.18.0: MIT, 147 kB unpacked, last published 2026-11-12, types in `@types` (registry.npmjs.org, as it was 2 days ago).',
      'Advisories were not looked up (`ws`): x gives none.',
    ]);
  });
});

test.each<[Partial<RegistryFact>, string]>([
  [
    {},
    '`ws` 8.18.0: MIT, 147 kB unpacked, last published 2026-11-12, types in `@types`, no known advisories',
  ],
  [
    { version: '7.0.0', types: 'own', unpackedSize: 2_449_000 },
    '`ws` 7.0.0: latest 8.18.0, MIT, 2.4 MB unpacked, last published 2026-11-12, with types, no known advisories',
  ],
  [
    { deprecated: '', unpackedSize: 999, types: 'none', advisories: [advisory('low', 'a')] },
    '`ws` 8.18.0: MIT, 999 B unpacked, last published 2026-11-12, deprecated, 1 known advisory',
  ],
])('facts in one line: %j', (change, line) => {
  expect(packageLine({ ...WS, ...change })).toBe(line);
});

test.each([
  [1, '1 hour'],
  [3 * 3_600_000, '3 hours'],
  [47 * 3_600_000, '47 hours'],
  [49 * 3_600_000, '2 days'],
])('%i ms are %s', (ms, text) => expect(sayAge(ms)).toBe(text));

test.each<[string | undefined, string | undefined, RegExp | undefined]>([
  ['MIT', 'MIT', undefined],
  ['Apache-2.0', 'MIT', undefined],
  ['WTFPL', 'MIT', undefined],
  ['LGPL-3.0-or-later', 'MIT', undefined],
  [undefined, 'MIT', /states no licence/],
  ['UNLICENSED', 'MIT', /UNLICENSED/],
  ['SEE LICENSE IN LICENSE.md', undefined, /keeps its licence in a file/],
  ['GPL-2.0', 'MIT', /under GPL-2\.0, this project under MIT/],
  ['AGPL-3.0-only', 'Apache-2.0', /under AGPL/],
  ['GPL-3.0-only', 'GPL-3.0-only', undefined],
  ['GPL-3.0-only', undefined, undefined],
  ['GPL-3.0-only', 'UNLICENSED', undefined],
  ['(MIT OR GPL-3.0-or-later)', 'MIT', undefined],
  ['(MIT AND GPL-3.0-only)', 'MIT', /under/],
  ['GPL-2.0-only WITH Classpath-exception-2.0', 'ISC', /under/],
  ['BUSL-1.1', 'GPL-3.0-only', /keeps some uses back/],
  ['MIT OR Apache-2.0', 'MIT OR Apache-2.0', undefined],
])('licence %s in a project under %s', (license, own, says) => {
  const remark = licenseRemark(license, own);
  if (says) expect(remark).toMatch(says);
  else expect(remark).toBeUndefined();
});
