import { expect, test } from 'vitest';
import type { DraftRecord } from '../../src/agent/local/draft/record.ts';
import { draftWithPackages, type PackagePorts } from '../../src/agent/local/package-findings.ts';
import type { Finding } from '../../src/domain/index.ts';
import type { Candidates } from '../../src/plan/candidates.ts';
import type { PackageFact } from '../../src/plan/facts.ts';
import type { Plan } from '../../src/plan/model.ts';
import type { AgentOutput } from '../../src/session/events.ts';
import { samplePlan } from '../plan/sample.ts';
import { plainRecord, scopeInto } from './plain-record.ts';

const CHECKED = Date.parse('2026-11-27T12:00:00Z');
const known = (name: string): PackageFact => ({
  installed: 'no',
  inRegistry: 'yes',
  deprecated: 'no',
  asked: 'registry.npmjs.org',
  checkedAt: CHECKED,
  registry: { name, latest: '8.18.0', version: '8.18.0', license: 'MIT', types: 'own' },
});
const finding = (name: string, text: string): Finding => ({
  id: `registry-${name}`,
  phase: 'planning',
  topic: 'found',
  text,
  sources: [{ kind: 'package', name, version: '8.18.0' }],
});
const other: Finding = {
  id: 'doc-1',
  phase: 'research',
  topic: 'found',
  text: 'a document says',
  sources: [],
};

/** Drafts the sample plan, which adds `ws` and `@types/ws`, from a record with these findings. */
async function draft(
  findings: readonly Finding[],
  facts?: Readonly<Record<string, PackageFact>>,
  candidates: readonly Candidates[] = [],
) {
  const emitted: AgentOutput[] = [];
  const asked: string[][] = [];
  const scope = scopeInto(emitted);
  const ports: PackagePorts = facts
    ? {
        packageFacts: async ({ newPackages }) => {
          asked.push(newPackages.map(one => one.name));
          return { packages: facts, project: { typescript: true, license: 'MIT', node: '>=20' } };
        },
      }
    : {};
  const record = plainRecord('x', 'p', findings);
  const write = (from: DraftRecord): Plan => ({
    ...samplePlan,
    findings: from.findings.map(({ text, sources }) => ({ text, sources })),
  });
  const plan = await draftWithPackages(scope, ports, record, write, candidates);
  return { told: plan.findings.map(f => f.text), emitted, asked };
}

const WS = '`ws` 8.18.0: MIT, with types (registry.npmjs.org, 2026-11-27).';

test('what is known of an added package is recorded once and stands in the draft', async () => {
  const first = await draft([other], { ws: known('ws') });
  expect(first.asked).toEqual([['ws', '@types/ws']]);
  expect(first.told).toEqual(['a document says', WS]);
  expect(first.emitted).toEqual([{ type: 'FindingRecorded', finding: finding('ws', WS) }]);
});

test('a later revision says what was recorded, whatever the registry says by now', async () => {
  const recorded = [other, finding('ws', 'as it was'), finding('@types/ws', 'its types')];
  const later = await draft(recorded, { ws: known('ws') });
  expect(later.asked).toEqual([]);
  expect(later.told).toEqual(['a document says', 'as it was', 'its types']);
  expect(later.emitted).toEqual([]);
});

test('what is no longer added is no longer told', async () => {
  const later = await draft(
    [finding('ioredis', 'dropped'), finding('ws', 'a'), finding('@types/ws', 'b')],
    {},
  );
  expect(later.told).toEqual(['a', 'b']);
});

test.each([
  ['nobody may be asked', undefined],
  [
    'nothing is known',
    { ws: { installed: 'no', inRegistry: 'not-checked', deprecated: 'not-checked' } as const },
  ],
])('nothing is said where %s', async (_, facts) => {
  const bare = await draft([other], facts);
  expect(bare.told).toEqual(['a document says']);
  expect(bare.emitted).toEqual([]);
});

const SERVER: Candidates = {
  purpose: 'the server',
  project: 'shop',
  ecosystem: 'npm',
  candidates: [
    { name: 'ws', note: 'a WebSocket server' },
    { name: 'socket.io', note: 'rooms and reconnects' },
  ],
  sources: [{ kind: 'playbook', name: 'realtime', title: 'Real-time' }],
  taken: 'ws',
};
const tables = (emitted: readonly AgentOutput[]) =>
  emitted.flatMap(o => (o.type === 'FindingRecorded' && o.finding.table ? [o.finding] : []));

test('candidates are asked for together with what is added, and compared once', async () => {
  const facts = { ws: known('ws'), 'socket.io': known('socket.io') };
  const first = await draft([], facts, [SERVER]);
  expect(first.asked).toEqual([['ws', '@types/ws', 'socket.io']]);
  const recorded = first.emitted.flatMap(o => (o.type === 'FindingRecorded' ? [o.finding] : []));
  expect(recorded.map(f => f.id)).toEqual(['registry-ws', 'candidates-the-server-ws']);
  const later = await draft(recorded, facts, [SERVER]);
  expect(later.asked).toEqual([['@types/ws']]);
  expect(later.emitted).toEqual([]);
});

test('another choice is compared anew, and the old comparison goes', async () => {
  const facts = { ws: known('ws'), 'socket.io': known('socket.io') };
  const { emitted } = await draft([], facts, [SERVER]);
  const recorded = emitted.flatMap(o => (o.type === 'FindingRecorded' ? [o.finding] : []));
  const later = await draft(recorded, facts, [{ ...SERVER, taken: 'socket.io' }]);
  expect(later.told.filter(text => text.startsWith('For the server'))).toEqual([
    expect.stringContaining('The plan takes it.'),
  ]);
});

const unasked = (why: string): PackageFact => ({
  installed: 'no',
  inRegistry: 'not-checked',
  deprecated: 'not-checked',
  unasked: why,
});

test('candidates that nobody may be asked about are named, with the reason and what each is', async () => {
  const why = 'the npm registry was not asked: --offline';
  const facts = { ws: unasked(why), 'socket.io': unasked(why) };
  const [finding, ...more] = tables((await draft([], facts, [SERVER])).emitted);
  expect(more).toEqual([]);
  expect(finding?.id).toBe('candidates-the-server-ws-unasked');
  expect(finding?.text).toBe(
    'For the server of `shop` the plan takes `ws` of 2 candidates, by the choices made above. Releases, licence, size and advisories of `ws`, `socket.io` were not looked up: the npm registry was not asked: --offline.',
  );
  expect(finding?.table?.rows).toEqual([
    ['`ws` (taken)', 'a WebSocket server'],
    ['`socket.io`', 'rooms and reconnects'],
  ]);
  expect(finding?.sources).toEqual(SERVER.sources);
});

test('what was not looked up is asked for again, and gives way to what is learned', async () => {
  const why = 'the npm registry was not asked: --offline';
  const first = await draft([], { ws: unasked(why), 'socket.io': unasked(why) }, [SERVER]);
  const recorded = tables(first.emitted);
  const same = await draft(recorded, { ws: unasked(why), 'socket.io': unasked(why) }, [SERVER]);
  expect(same.asked).toEqual([['ws', '@types/ws', 'socket.io']]);
  expect(tables(same.emitted)).toEqual([]);
  expect(same.told).toEqual(recorded.map(f => f.text));
  const later = await draft(recorded, { ws: known('ws'), 'socket.io': known('socket.io') }, [SERVER]);
  expect(tables(later.emitted).map(f => f.id)).toEqual(['candidates-the-server-ws']);
  expect(later.told.join()).not.toContain('not looked up');
});

test('packages of another ecosystem are compared by name, and asked of nobody', async () => {
  const python: Candidates = { ...SERVER, ecosystem: 'pypi' };
  const { asked, emitted } = await draft([], { ws: known('ws'), 'socket.io': known('socket.io') }, [python]);
  expect(asked).toEqual([['ws', '@types/ws']]);
  // The plan of this test adds `ws` by npm: of that name alone something is known.
  expect(tables(emitted)[0]?.text).toContain('planner-tui asks the registry of npm alone, so see PyPI.');
});

test('a comparison goes when the plan takes none of its packages any more', async () => {
  const facts = { ws: known('ws'), 'socket.io': known('socket.io') };
  const { emitted } = await draft([], facts, [SERVER]);
  const recorded = emitted.flatMap(o => (o.type === 'FindingRecorded' ? [o.finding] : []));
  expect((await draft(recorded, facts, [])).told).toEqual([WS]);
});
