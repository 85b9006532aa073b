import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, checks, failing, needs, reportGroups } from '../../src/plan/checks/index.ts';
import { noFacts, type PlanFacts } from '../../src/plan/facts.ts';
import type { CheckReport, Plan, Step } from '../../src/plan/model.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { sealPlan } from '../../src/plan/seal.ts';
import { plan as anyPlan } from './arbitrary.ts';
import { goodFacts } from './facts.ts';
import { samplePlan } from './sample.ts';

const created = ['src/realtime/hub.ts', 'tests/realtime/hub.test.ts', 'docs/realtime-client.md'];
const good = goodFacts(needs(samplePlan, renderPlan(samplePlan)), created);

function verdicts(report: CheckReport): Record<number, string> {
  return Object.fromEntries(report.results.map(result => [result.check, result.verdict]));
}

function withStep(id: string, change: (step: Step) => Partial<Step>): Plan {
  return { ...samplePlan, steps: samplePlan.steps.map(s => (s.id === id ? { ...s, ...change(s) } : s)) };
}

it('passes the sample plan by all fifteen, without a warning', () => {
  const report = check(samplePlan, renderPlan(samplePlan), good);
  expect(report.results.flatMap(r => r.findings)).toEqual([]);
  expect(report.results.map(r => [r.check, r.verdict])).toEqual(checks.map((_, i) => [i + 1, 'passed']));
});

it.each([
  ['decision', 'not-applicable'],
  ['feature', 'failed'],
] as const)('of a %s without a step check 7 is %s', (kind, verdict) => {
  const plan: Plan = { ...samplePlan, kind, steps: [], tests: { ...samplePlan.tests, cases: [] } };
  expect(verdicts(check(plan, renderPlan(plan), good))[7]).toBe(verdict);
});

it('says not-checked where a fact is out of reach, and fails nothing for it', () => {
  const report = check(samplePlan, renderPlan(samplePlan), noFacts);
  expect(failing(report)).toEqual([]);
  const unknown = report.results.filter(r => r.verdict === 'not-checked').map(r => r.check);
  expect(unknown).toEqual([2, 3, 8, 9, 12]);
});

it('asks for every file, folder, symbol, command and package that is named', () => {
  const asked = needs(samplePlan, renderPlan(samplePlan));
  expect(asked.files).toEqual(
    expect.arrayContaining([
      ...created,
      'src/server.ts',
      'deploy/compose.yaml',
      'tests/auth/middleware.test.ts',
    ]),
  );
  expect(asked.folders).toEqual(['src/realtime', 'src', 'tests/realtime', 'tests', 'docs', '']);
  expect(asked.symbols).toEqual(
    expect.arrayContaining([
      { name: 'startServer', path: 'src/server.ts' },
      { name: 'setStatus', path: 'src/orders/service.ts' },
    ]),
  );
  expect(asked.commands).toContain('npm test -- tests/orders/service.test.ts');
  expect(asked.packages).toEqual(['ws', '@types/ws']);
});

const fact = (change: Partial<PlanFacts>): PlanFacts => ({ ...good, ...change });
const file = (path: string, exists: 'yes' | 'no', nearest: string[] = []) =>
  fact({ files: { ...good.files, [path]: { exists, nearest } } });

describe('what a plan promises of a file', () => {
  const promising = (text: string, what: 'requirement' | 'goal' | 'case'): Plan => {
    const [first] = samplePlan.requirements;
    const sources =
      what === 'goal'
        ? [{ kind: 'user' as const, what: 'the goal' }]
        : [{ kind: 'file' as const, path: 'src/server.ts', line: 1 }];
    return what === 'case'
      ? {
          ...samplePlan,
          tests: { ...samplePlan.tests, cases: [...samplePlan.tests.cases, { text, proves: [] }] },
        }
      : {
          ...samplePlan,
          requirements: [{ id: first?.id ?? 'R1', text, sources }, ...samplePlan.requirements.slice(1)],
        };
  };
  it.each([
    ['`src/mail/outbox.ts` keeps each mail.', 'requirement', 'failed'],
    ['`src/mail/outbox.test.ts`: a mail is kept.', 'case', 'failed'],
    // The person may say what they like; what is created, there, or outside is no false promise.
    ['`src/mail/outbox.ts` keeps each mail.', 'goal', 'passed'],
    ['`src/realtime/hub.ts` keeps each connection.', 'requirement', 'passed'],
    ['`src/server.ts` keeps each connection.', 'requirement', 'passed'],
    ['A file called `../../etc/passwd` is refused.', 'case', 'passed'],
  ] as const)('%s as a %s: check 2 %s', (text, what, verdict) => {
    const plan = promising(text, what);
    const markdown = renderPlan(plan);
    const facts = goodFacts(needs(plan, markdown), [
      ...created,
      'src/mail/outbox.ts',
      'src/mail/outbox.test.ts',
    ]);
    const report = check(plan, markdown, facts);
    expect(verdicts(report)[2]).toBe(verdict);
    const [finding] = report.results.find(r => r.check === 2)?.findings ?? [];
    if (verdict === 'failed') {
      expect(finding?.message).toContain('which is not there, and no step creates it');
      expect(markdown.split('\n')[(finding?.line ?? 0) - 1]).toContain('outbox');
    }
  });
});

describe('a plan that was carried out since', () => {
  const doomed = withStep('S-hub', step => ({
    files: [...step.files, { path: 'src/old.ts', action: 'delete', what: 'the new one takes its place' }],
  }));
  it.each([
    ['src/realtime/hub.ts', 'yes', 'yes', 'passed'],
    ['src/realtime/hub.ts', 'yes', 'no', 'failed'],
    ['src/realtime/hub.ts', 'yes', 'not-checked', 'failed'],
    ['src/realtime/hub.ts', 'yes', undefined, 'failed'],
    ['src/old.ts', 'no', 'yes', 'passed'],
    ['src/old.ts', 'no', 'no', 'failed'],
    ['src/old.ts', 'no', undefined, 'failed'],
  ] as const)('%s is there: %s, by its commits: %s', (path, exists, carriedOut, verdict) => {
    const facts = fact({
      files: {
        ...good.files,
        'src/old.ts': { exists: 'yes', nearest: [] },
        [path]: { exists, nearest: [], ...(carriedOut ? { carriedOut } : {}) },
      },
    });
    expect(verdicts(check(doomed, renderPlan(doomed), facts))[2]).toBe(verdict);
  });

  it('asks for the commit, and for what is to be deleted', () => {
    const asked = needs({ ...doomed, commit: 'a'.repeat(40) });
    expect([asked.base, asked.deleted]).toEqual(['a'.repeat(40), ['src/old.ts']]);
  });
});

interface Fault {
  readonly check: number;
  readonly what: string;
  readonly plan?: Plan;
  readonly edit?: (markdown: string) => string;
  readonly facts?: PlanFacts;
  /** Part of the message or the mend. */
  readonly says: string;
  /** Text of the line that the finding names. */
  readonly at?: string;
}

const faults: readonly Fault[] = [
  {
    check: 1,
    what: 'a missing section',
    edit: m => m.replace(/## Risks\n[\s\S]*?(?=## Questions)/, ''),
    says: '“Risks” is missing',
  },
  {
    check: 1,
    what: 'an empty section',
    edit: m => m.replace(/(## Monitoring\n)[\s\S]*?(?=## Risks)/, '$1\n'),
    says: '“Monitoring” is empty',
    at: '## Monitoring',
  },
  {
    check: 1,
    what: 'sections out of order',
    edit: m => m.replace('## Overview', '## Timeline'),
    says: 'stands after',
    at: '## Requirements',
  },
  {
    check: 2,
    what: 'a modified file that is not there',
    facts: file('src/orders/service.ts', 'no', ['src/order/service.ts']),
    says: 'Did you mean `src/order/service.ts`?',
    at: 'OrderService.setStatus',
  },
  {
    check: 2,
    what: 'a created file that is there',
    facts: file('src/realtime/hub.ts', 'yes'),
    says: 'but it exists',
    at: '- `src/realtime/hub.ts` - sockets',
  },
  {
    check: 2,
    what: 'a test to run that is not there',
    facts: file('tests/auth/middleware.test.ts', 'no'),
    says: 'does not exist',
    at: 'tests/auth/middleware.test.ts',
  },
  {
    check: 2,
    what: 'a test file that no step creates',
    plan: {
      ...samplePlan,
      tests: { ...samplePlan.tests, files: [{ path: 'tests/x.test.ts', purpose: '', action: 'create' }] },
    },
    says: 'No step creates',
  },
  {
    check: 3,
    what: 'an unknown symbol',
    facts: fact({
      symbols: { ...good.symbols, 'src/server.ts#startServer': { found: 'no', at: [], nearest: ['start'] } },
    }),
    says: 'Did you mean `start`?',
    at: '`startServer`',
  },
  {
    check: 4,
    what: 'a wrong count',
    edit: m => m.replace('**Files to create: 3**', '**Files to create: 4**'),
    says: '3 are listed',
    at: 'create: 4',
  },
  {
    check: 4,
    what: 'a file that is missing in the summary',
    edit: m => m.replace('- `src/server.ts` (step 2)\n', ''),
    says: 'the summary does not list it',
  },
  {
    check: 4,
    what: 'a file that only the summary has',
    edit: m => m.replace('- `src/server.ts` (step 2)', '- `src/other.ts`'),
    says: 'no step changes it',
  },
  {
    check: 5,
    what: 'a wrong total',
    edit: m => m.replace('**2 h 30**', '**2 h 00**'),
    says: 'add up to',
    at: '**Total**',
  },
  {
    check: 5,
    what: 'an edited estimate',
    edit: m => m.replace('in a hub (25–40 min)', 'in a hub (25–60 min)'),
    says: 'steps add up to',
  },
  {
    check: 5,
    what: 'a step without an estimate',
    edit: m => m.replace(' (5 min)', ''),
    says: 'has no estimate',
    at: '### 1. Install ws',
  },
  {
    check: 5,
    what: 'front matter that says otherwise',
    edit: m => m.replace('  high: 150', '  high: 90'),
    says: 'front matter says',
  },
  {
    check: 5,
    what: 'a front matter that counts other steps',
    edit: m => m.replace('steps: 5', 'steps: 6'),
    says: 'counts 6 steps',
  },
  {
    check: 6,
    what: 'a cycle',
    plan: withStep('S-install', () => ({ dependsOn: ['S-hub'] })),
    says: 'depend on each other',
  },
  {
    check: 6,
    what: 'a step before what it depends on',
    plan: {
      ...samplePlan,
      steps: samplePlan.steps.map(s =>
        s.id === 'S-hub'
          ? { ...s, dependsOn: ['S-guide'] }
          : s.id === 'S-guide'
            ? { ...s, dependsOn: [] }
            : s,
      ),
    },
    says: 'comes before step 5',
  },
  {
    check: 6,
    what: 'an unknown dependency',
    plan: withStep('S-hub', () => ({ dependsOn: ['S-none'] })),
    says: 'is no step',
  },
  {
    check: 6,
    what: 'a test that a later step creates',
    plan: withStep('S-hub', () => ({
      verify: [{ kind: 'command', text: 'npm test -- tests/realtime/hub.test.ts' }],
    })),
    says: 'step 4 creates later',
    at: 'tests/realtime',
  },
  {
    check: 6,
    what: 'two steps of one id',
    plan: {
      ...samplePlan,
      steps: samplePlan.steps.map(s => ({ ...s, id: s.id === 'S-guide' ? 'S-hub' : s.id })),
    },
    says: 'Two steps have the id',
  },
  {
    check: 7,
    what: 'a requirement without a step',
    plan: {
      ...samplePlan,
      requirements: [...samplePlan.requirements, { id: 'R4', text: 'more', sources: [] }],
    },
    says: 'No step serves R4',
    at: '- **R4**',
  },
  {
    check: 7,
    what: 'a requirement without a test',
    plan: {
      ...samplePlan,
      tests: { ...samplePlan.tests, cases: samplePlan.tests.cases.filter(c => !c.proves.includes('R2')) },
    },
    says: 'No test case proves R2',
  },
  {
    check: 7,
    what: 'a step that serves nothing',
    plan: withStep('S-guide', () => ({ serves: [] })),
    says: 'serves no requirement',
    at: '### 5.',
  },
  {
    check: 7,
    what: 'a step that serves what is not required',
    plan: withStep('S-guide', () => ({ serves: ['R9'] })),
    says: 'serves R9',
  },
  {
    check: 8,
    what: 'a step without verification',
    plan: withStep('S-guide', () => ({ verify: [] })),
    says: 'how to verify',
  },
  {
    check: 8,
    what: 'a command that is not there',
    facts: fact({
      commands: { ...good.commands, 'npm run build': { known: 'no', nearest: ['npm run compile'] } },
    }),
    says: 'It has `npm run compile`',
    at: 'npm run build',
  },
  {
    check: 9,
    what: 'an import of what is not installed',
    plan: withStep('S-install', () => ({ packages: [] })),
    facts: fact({
      packages: { ws: { installed: 'no', inRegistry: 'not-checked', deprecated: 'not-checked' } },
    }),
    says: 'imports `ws`',
    at: "from 'ws'",
  },
  {
    check: 9,
    what: 'code that does not balance',
    plan: withStep('S-hub', s => ({ code: s.code.map(b => ({ ...b, code: b.code.slice(0, -2) })) })),
    says: 'is not closed',
  },
  {
    check: 9,
    what: 'JSON that does not parse',
    plan: withStep('S-guide', s => ({ code: s.code.map(b => ({ ...b, code: '{ a: 1 }' })) })),
    says: 'json block does not parse',
  },
  {
    check: 9,
    what: 'a deprecated package',
    facts: fact({
      packages: { ...good.packages, ws: { installed: 'yes', inRegistry: 'yes', deprecated: 'yes' } },
    }),
    says: 'is deprecated',
  },
  {
    check: 10,
    what: 'a dependency that nothing removes',
    plan: withStep('S-install', s => ({
      packages: [...s.packages, { name: 'left-pad', dev: false, action: 'add', note: '' }],
    })),
    says: 'no rollback removes it',
  },
  {
    check: 11,
    what: 'a security claim without a step',
    plan: { ...samplePlan, security: { implemented: [{ text: 'x', stepId: 'S-none' }], monitor: [] } },
    says: 'is no step',
  },
  {
    check: 12,
    what: 'a finding without a source',
    edit: m => m.replace(' (`package-lock.json:4211`, `ws@8.18.0`)', ''),
    says: 'says not where',
    at: '- `ws` is installed',
  },
  {
    check: 12,
    what: 'a source that is not there',
    facts: file('deploy/compose.yaml', 'no'),
    says: 'does not exist',
  },
  {
    check: 13,
    what: 'a TODO',
    edit: m => m.replace('Two replicas run', 'TODO: two replicas run'),
    says: '“TODO” is left',
    at: 'TODO: two',
  },
  {
    check: 13,
    what: 'praise without a number',
    edit: m => m.replace('Two replicas run behind', 'Robust replicas run behind'),
    says: '“Robust” is not measured',
  },
  {
    check: 13,
    what: 'a TODO in new code',
    plan: withStep('S-hub', s => ({ code: s.code.map(b => ({ ...b, code: `// TODO\n${b.code}` })) })),
    says: 'code leaves a “TODO”',
  },
  {
    check: 13,
    what: 'an open blocking question',
    plan: {
      ...samplePlan,
      questions: samplePlan.questions.map(q => ({ ...q, question: { ...q.question, blocking: true } })),
    },
    says: 'must be answered',
    at: '`payment-events`',
  },
  { check: 14, what: 'broken YAML', edit: m => m.replace('goal: add', 'goal: "add'), says: 'no valid YAML' },
  { check: 14, what: 'a missing field', edit: m => m.replace(/^created: .*\n/m, ''), says: '`created`' },
  { check: 14, what: 'another kind', edit: m => m.replace('kind: feature', 'kind: fix'), says: 'kind' },
  {
    check: 15,
    what: 'a sentence twice',
    edit: m =>
      m.replace(
        '2. Announce payments',
        '2. Two replicas run behind one address, as they do today.\n3. Two replicas run behind one address, as they do today.\n4. Announce payments',
      ),
    says: 'already',
  },
  {
    check: 15,
    what: 'far too many words',
    edit: m =>
      m.replace(
        '## Risks\n',
        `## Risks\n\n${Array.from({ length: 900 }, (_, i) => `Sentence number ${i} has six words.`).join(' ')}\n`,
      ),
    says: 'are enough',
  },
];

describe('each check catches its fault', () => {
  it.each(faults.map(f => [f.check, f.what, f] as const))('%i: %s', (number, _, fault) => {
    const plan = fault.plan ?? samplePlan;
    const markdown = (fault.edit ?? (m => m))(renderPlan(plan));
    expect(markdown !== renderPlan(samplePlan) || fault.facts !== undefined || fault.plan !== undefined).toBe(
      true,
    );
    const report = check(plan, markdown, fault.facts ?? goodFacts(needs(plan, markdown), created));
    const result = report.results.find(r => r.check === number);
    expect(result?.verdict).toBe('failed');
    const finding = result?.findings.find(f => `${f.message} ${f.mend}`.includes(fault.says));
    expect(finding, JSON.stringify(result?.findings)).toBeDefined();
    if (fault.at) expect(markdown.split('\n')[(finding?.line ?? 0) - 1]).toContain(fault.at);
  });
});

it('fails a migration that nothing undoes, and a configuration file, too', () => {
  for (const path of ['prisma/migrations/1_x/migration.sql', '.env.example', 'deploy/docker-compose.yml']) {
    const plan = withStep('S-guide', s => ({
      rollback: [],
      files: [...s.files, { action: 'create', path, what: 'x' }],
    }));
    const report = check(
      plan,
      renderPlan(plan),
      goodFacts(needs(plan, renderPlan(plan)), [...created, path]),
    );
    expect(failing(report).map(r => r.check)).toEqual([10]);
  }
});

it('a label over two blocks of code is no sentence twice, unless the blocks are one', () => {
  const schema = (field: string) => ({
    language: 'text',
    caption: 'In `prisma/schema.prisma`, beside the other models of this project:',
    code: `${field} Int`,
    kind: 'schema' as const,
  });
  const twiceSaid = (first: string, second: string) => {
    const plan = withStep('S-guide', s => ({ code: [...s.code, schema(first), schema(second)] }));
    const report = check(plan, renderPlan(plan), goodFacts(needs(plan, renderPlan(plan)), created));
    return report.results.find(r => r.check === 15)?.findings.map(f => f.message);
  };
  expect(twiceSaid('paid', 'refunded')).toEqual([]);
  expect(twiceSaid('paid', 'paid')).toEqual([expect.stringContaining('already')]);
});

it('warns without failing when a symbol stands elsewhere', () => {
  const facts = fact({
    symbols: {
      ...good.symbols,
      'src/server.ts#startServer': { found: 'yes', at: ['src/server.ts:44-60'], nearest: [] },
    },
  });
  const report = check(samplePlan, renderPlan(samplePlan), facts);
  const result = report.results.find(r => r.check === 3);
  expect(result?.verdict).toBe('passed');
  expect(result?.findings).toMatchObject([{ severity: 'warning', mend: 'Write `src/server.ts:44-60`.' }]);
});

it('warns when an entrance changes and nothing is said to keep it safe', () => {
  const bare: Plan = { ...samplePlan, security: { implemented: [], monitor: [] } };
  const touched = (path: string): Plan => ({
    ...bare,
    steps: bare.steps.map(s =>
      s.id === 'S-guide' ? { ...s, files: [{ action: 'modify', path, what: 'x' }] } : s,
    ),
  });
  const finds = (plan: Plan) => check(plan, renderPlan(plan), noFacts).results[10];
  expect(finds(touched('src/auth/jwt.ts'))).toMatchObject({
    verdict: 'passed',
    findings: [{ severity: 'warning' }],
  });
  expect(finds(touched('src/routes.ts'))?.findings).toHaveLength(1);
  expect(finds(touched('tests/auth/jwt.test.ts'))).toMatchObject({ verdict: 'not-applicable', findings: [] });
  expect(finds(touched('src/author.ts'))).toMatchObject({ verdict: 'not-applicable' });
});

it('takes an edit after approval as information', () => {
  const { plan, markdown } = sealPlan(samplePlan, { approved: '2026-11-19T11:00:00.000Z' });
  expect(failing(check(plan, markdown, good))).toEqual([]);
  const edited = check(plan, markdown.replace('Two replicas', '2 replicas'), good).results[13];
  expect(edited?.verdict).toBe('passed');
  expect(edited?.findings[0]?.message).toContain('edited after its approval');
});

it('does not hold the user’s own words against the plan', () => {
  const plan = {
    ...samplePlan,
    goal: 'make the TODO list fast',
    overview: [
      { text: 'The TODO list becomes fast.', sources: [{ kind: 'user' as const, what: 'the goal' }] },
    ],
  };
  expect(verdicts(check(plan, renderPlan(plan), good))[13]).toBe('passed');
});

it('answers fifteen times for any plan, and never throws', { timeout: 180_000 }, () => {
  fc.assert(
    fc.property(anyPlan, plan => {
      const report = check(plan, renderPlan(plan), noFacts);
      expect(report.results.map(r => r.check)).toEqual(checks.map(c => c.number));
      const own = verdicts(report);
      for (const computed of [4, 5]) expect(['passed', 'not-applicable']).toContain(own[computed]);
      for (const finding of report.results.flatMap(r => r.findings)) expect(finding.line).toBeGreaterThan(0);
    }),
    { numRuns: 30, endOnFailure: true },
  );
});

it('puts every check under exactly one of the nine headings', () => {
  const grouped = reportGroups(check(samplePlan, renderPlan(samplePlan), good));
  expect(grouped).toHaveLength(9);
  expect(grouped.flatMap(g => g.results.map(r => r.check)).toSorted((a, b) => a - b)).toEqual(
    checks.map(c => c.number),
  );
});
