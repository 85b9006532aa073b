import { expect, test } from 'vitest';
import { linesOf } from '../../src/agent/local/draft/estimate.ts';
import { researchFindings } from '../../src/agent/local/research-findings.ts';
import type { Precedent } from '../../src/domain/index.ts';
import type { ProjectBrief } from '../../src/research/port.ts';

const brief: ProjectBrief = {
  name: 'feeds',
  dependencies: [],
  scripts: [],
  conventions: [],
  documents: [],
  testCommand: () => undefined,
  installCommand: () => undefined,
  removeCommand: () => undefined,
};
const say = (files: Precedent['files']) =>
  researchFindings({
    words: [],
    docs: [],
    packages: [],
    brief,
    precedents: [{ sha: 'ba65556'.padEnd(40, '0'), subject: 'Count', date: '2023-11-08', files, score: 1 }],
  })[0]?.text;

test('a precedent is told by its present files and its lines', () => {
  expect(say([{ path: 'model/feed.go', today: 'internal/model/feed.go', added: 5, deleted: 4 }])).toBe(
    'Commit ba65556 (“Count”) is the nearest earlier change: 1 file, 9 lines, among them `internal/model/feed.go`.',
  );
});

test('lines that are not known are never 0', () => {
  const files = [{ path: 'a.go', today: 'a.go' }, { path: 'b.go' }];
  expect(say(files)).toContain('2 files, lines not known in this clone, among them `a.go`; 1 file of it is');
  expect(linesOf({ sha: '', subject: '', date: '', files, score: 1 })).toBeUndefined();
});
