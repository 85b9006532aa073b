import { expect, test } from 'vitest';
import { found } from '../../src/agent/local/lists/entry.ts';
import { completeSurvey } from '../../src/agent/local/survey.ts';
import { withWays } from '../../src/agent/local/way-findings.ts';
import type { Finding, PackageChanges, ReleaseNote } from '../../src/domain/index.ts';
import type { ProjectDependency } from '../../src/research/port.ts';
import type { WayAnswer, WayWish } from '../../src/research/registry/port.ts';
import type { AgentOutput } from '../../src/session/events.ts';
import { fakeProject } from './fakes.ts';
import { plainRecord, scopeInto } from './plain-record.ts';

const CHECKED = Date.parse('2026-11-27T12:00:00Z');
const CHANGES: PackageChanges = {
  name: 'express',
  from: '4.18.2',
  to: '5.1.0',
  latest: '5.1.0',
  published: '2025-03-31T00:00:00.000Z',
  releases: 11,
  majors: [{ version: '5.0.0', published: '2024-09-10T00:00:00.000Z' }],
  node: { from: '>= 0.10.0', to: '>= 18' },
  peers: [],
  brings: ['router'],
  drops: [],
  modulesOnly: false,
  home: 'https://github.com/expressjs/express',
};
const note = (text: string, line: number, breaking = false): ReleaseNote => ({
  version: '5.0.0',
  file: 'History.md',
  line,
  text,
  breaking,
});
const dependency = (name: string, installed?: string, ecosystem: ProjectDependency['ecosystem'] = 'npm') => ({
  name,
  range: '^1',
  ...(installed === undefined ? {} : { installed }),
  dev: false,
  ecosystem,
  source: { kind: 'file' as const, path: 'package.json', line: 4 },
});

async function add(
  goal: string,
  answers: Readonly<Record<string, WayAnswer>> | undefined,
  {
    findings = [],
    dependencies = [
      dependency('express', '4.18.2'),
      dependency('ws', '8.0.0'),
      dependency('ws'),
      dependency('ws', '8.0.0'),
      dependency('@types/ws', '8.0.0'),
      dependency('flask', '2.0.0', 'pypi'),
    ],
  }: { readonly findings?: readonly Finding[]; readonly dependencies?: readonly ProjectDependency[] } = {},
) {
  const project = fakeProject({
    'src/app.ts': {
      text: "import express from 'express';\n// app.del('/old')\napp.del('/orders', remove);\n",
    },
    'src/other.ts': { text: 'app.param(1);\n' },
  });
  const brief = { ...(await project.research.brief()), dependencies };
  const survey = await completeSurvey(
    project,
    {
      goalText: goal,
      commit: undefined,
      summary: await project.map.build(),
      brief,
      facts: [],
      impact: await project.map.impact({ goal, limit: 5 }),
    },
    () => undefined,
    () => false,
  );
  const lists = new Map([['importers', found([{ path: 'src/app.ts', line: '1' }])]]);
  const asked: WayWish[] = [];
  const emitted: AgentOutput[] = [];
  const scope = scopeInto(emitted);
  const record = plainRecord(goal, 'p', findings);
  const ports = {
    files: project.files,
    ...(answers
      ? {
          packageWays: async (wishes: readonly WayWish[]) => {
            asked.push(...wishes);
            return {
              ways: new Map(Object.entries(answers)),
              asked: 'registry.npmjs.org',
              project: { typescript: true, node: '>=16' },
            };
          },
        }
      : {}),
  };
  const made = await withWays(scope, ports, record, { ...survey, lists });
  const recorded = emitted.flatMap(o => (o.type === 'FindingRecorded' ? [o.finding] : []));
  return { asked, recorded, findings: made.findings, texts: recorded.map(f => f.text) };
}

const UPGRADE = 'upgrade express to 5';

test('an upgrade is told with what the registry knows of the way, and what the package says of it', async () => {
  const notes = [
    note('add a router of its own', 3),
    note('speed up `app.del` in large apps', 4),
    note('restore `require()` and `engine.del` for old apps', 5),
    note('remove: `app.del()`, use `app.delete()`', 9, true),
    note('drop support for old certificates', 10, true),
    note('remove: `app.param(fn)`', 11, true),
  ];
  const { asked, texts, recorded } = await add(UPGRADE, {
    express: { kind: 'known', changes: CHANGES, notes, checkedAt: CHECKED },
  });
  expect(asked).toEqual([{ name: 'express', from: '4.18.2', to: '5', notes: true }]);
  expect(texts).toEqual([
    '`express` 4.18.2 is installed and 5.1.0 (2025-03-31) is the latest: 11 releases lie between; 5.0.0 (2024-09-10) begins a major version; it runs on Node >= 18 (before: >= 0.10.0), which `package.json` with >=16 does not promise; it brings `router` along (registry.npmjs.org, 2026-11-27).',
    // What the project uses stands first, at the line of code and not of the comment.
    '`express` 5.0.0, and `src/app.ts:3` uses `app.del`: “remove: `app.del()`, use `app.delete()`”',
    '`express` 5.0.0: “drop support for old certificates”',
    '`express` 5.0.0: “remove: `app.param(fn)`”',
    '`express` 5.0.0, and `src/app.ts:3` uses `app.del`: “speed up `app.del` in large apps”',
  ]);
  expect(recorded[1]?.sources).toEqual([
    {
      kind: 'package',
      name: 'express',
      version: '5.1.0',
      file: 'History.md',
      excerpt: { text: 'remove: `app.del()`, use `app.delete()`', startLine: 9, hash: expect.any(String) },
    },
  ]);
});

test('a package that brings no record along is told so; where nobody looked nothing is said of it', async () => {
  const way = { kind: 'known', changes: CHANGES, checkedAt: CHECKED } as const;
  expect((await add(UPGRADE, { express: { ...way, notes: [] } })).texts[0]).toContain(
    'it brings no record of its changes along',
  );
  expect((await add(UPGRADE, { express: way })).texts[0]).not.toContain('record');
});

test('where nobody may be asked, an upgrade says what it does not know', async () => {
  const { findings } = await add(UPGRADE, {
    express: { kind: 'not-checked', reason: 'the npm registry was not asked: --offline' },
  });
  expect(findings).toEqual([
    expect.objectContaining({
      text: 'What changed in `express` since 4.18.2 was not looked up: the npm registry was not asked: --offline.',
      sources: [{ kind: 'file', path: 'package.json', line: 4 }],
    }),
  ]);
});

test('a package that the goal only names is compared too, and not missed where it is unknown', async () => {
  const ws = { ...CHANGES, name: 'ws', from: '8.0.0', to: '8.18.0', latest: '8.18.0', majors: [] };
  const goal = 'push order status over ws';
  const known = await add(goal, { ws: { kind: 'known', changes: ws, checkedAt: CHECKED } });
  // Twice named is asked about once, and its types are no matter of their own.
  expect(known.asked).toEqual([{ name: 'ws', from: '8.0.0', notes: false }]);
  expect(known.texts[0]).toContain('`ws` 8.0.0 is installed and 8.18.0 (2025-03-31) is the latest');
  expect(known.texts[0]).toContain('none of them a major version');
  expect((await add(goal, { ws: { kind: 'not-checked', reason: 'x' } })).findings).toEqual([]);
});

test('what was recorded is said again and nobody is asked; other ecosystems and unknown versions never are', async () => {
  const first = await add(UPGRADE, {
    express: { kind: 'known', changes: CHANGES, notes: [], checkedAt: CHECKED },
  });
  const later = await add(UPGRADE, {}, { findings: first.recorded });
  expect([later.asked, later.recorded, later.findings]).toEqual([[], [], first.recorded]);
  expect((await add('upgrade flask to 3', {})).asked).toEqual([]);
  expect((await add(UPGRADE, {}, { dependencies: [dependency('express')] })).asked).toEqual([]);
  expect((await add(UPGRADE, undefined)).findings).toEqual([]);
});
