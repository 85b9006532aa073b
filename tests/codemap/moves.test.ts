import { describe, expect, test } from 'vitest';
import { createCodeMap } from '../../src/codemap/index.ts';
import { followMoves } from '../../src/codemap/moves.ts';
import type { GitChange, GitCommit } from '../../src/host/port.ts';
import { memoryFiles, memoryGit } from './memory.ts';

let made = 0;
/** `+path blob`, `-path blob` or `path`, newest commit first. */
function commits(...all: readonly (readonly string[])[]): GitCommit[] {
  return all.map((lines, age) => {
    made++;
    return {
      sha: made.toString(16).padStart(40, 'd'),
      date: `2026-01-${String(28 - age).padStart(2, '0')}T10:00:00Z`,
      author: 'Ada',
      subject: `change ${age}`,
      body: '',
      files: lines.map(change),
    };
  });
}

function change(line: string): GitChange {
  const [name = '', blob = ''] = line.split(' ');
  if (name.startsWith('+')) return { path: name.slice(1), change: 'created', before: '0', after: blob };
  if (name.startsWith('-')) return { path: name.slice(1), change: 'deleted', before: blob, after: '0' };
  return { path: name, change: 'modified', before: 'x', after: 'y' };
}

function today(present: readonly string[], log: readonly GitCommit[]): string[][] {
  return followMoves(log, new Map(present.map((path, n) => [path, n]))).map(files =>
    files.map(f => `${f.path} → ${f.file === undefined ? 'gone' : present[f.file]}`),
  );
}

describe('a file is followed to its present name', () => {
  test('by its content, also through several moves', () => {
    const log = commits(
      ['src/core/mail.ts'],
      ['-lib/mail.ts 2', '+src/core/mail.ts 2'],
      ['lib/mail.ts'],
      ['-mailer.ts 1', '+lib/mail.ts 1'],
      ['mailer.ts'],
    );
    expect(today(['src/core/mail.ts'], log)).toEqual([
      ['src/core/mail.ts → src/core/mail.ts'],
      ['src/core/mail.ts → src/core/mail.ts'],
      ['lib/mail.ts → src/core/mail.ts'],
      ['lib/mail.ts → src/core/mail.ts'],
      ['mailer.ts → src/core/mail.ts'],
    ]);
  });

  test('by its tail where the move changed its content', () => {
    const log = commits(
      [
        '-database/migrations.go 1',
        '+internal/database/migrations.go 2',
        '-http/client.go 3',
        '+internal/http/client.go 4',
        '+internal/rpc/client.go 5',
      ],
      ['database/migrations.go', 'http/client.go'],
    );
    const present = ['internal/database/migrations.go', 'internal/http/client.go', 'internal/rpc/client.go'];
    expect(today(present, log)[1]).toEqual([
      'database/migrations.go → internal/database/migrations.go',
      'http/client.go → internal/http/client.go',
    ]);
  });

  test('by its tail alone where no commit tells of the move and one present file has it', () => {
    const log = commits(['database/sql.go', 'ui/form.go', 'pkg/old/model/feed.go', 'gone/x.go']);
    const present = ['internal/database/sql.go', 'a/ui/form.go', 'b/ui/form.go', 'model/feed.go', 'x.go'];
    expect(today(present, log)[0]).toEqual([
      'database/sql.go → internal/database/sql.go',
      'ui/form.go → gone',
      'pkg/old/model/feed.go → model/feed.go',
      'gone/x.go → gone',
    ]);
  });

  test('but one that was deleted is gone, whatever looks like it', () => {
    const log = commits(['-database/sql.go 1'], ['database/sql.go']);
    expect(today(['vendor/database/sql.go'], log)).toEqual([
      ['database/sql.go → gone'],
      ['database/sql.go → gone'],
    ]);
  });

  test('one that was deleted and made again under its name is the same', () => {
    const log = commits(['+a/b.ts 2'], ['-a/b.ts 1'], ['a/b.ts']);
    expect(today(['a/b.ts'], log)[2]).toEqual(['a/b.ts → a/b.ts']);
  });

  test('equal contents decide nothing', () => {
    const log = commits(['-a/one.py e', '-b/two.py e', '+c/three.py e', '+d/four.py e'], ['a/one.py']);
    expect(today(['c/three.py', 'd/four.py'], log)[1]).toEqual(['a/one.py → gone']);
  });
});

describe('a precedent', () => {
  const files = memoryFiles({ 'internal/storage/feed.go': 'package storage\n' });
  const log = commits(
    ['-storage/feed.go 1', '+internal/storage/feed.go 2', '-storage/old.go 3'],
    ['storage/feed.go', 'storage/old.go'],
  ).map((c, n) => (n === 1 ? { ...c, subject: 'count unread feeds' } : c));

  test('names the present file beside the old one, and its lines', async () => {
    const map = createCodeMap({ files, git: memoryGit(log) });
    expect((await map.precedents('count unread feeds', 3))[0]?.files).toEqual([
      { path: 'storage/feed.go', today: 'internal/storage/feed.go', added: 8, deleted: 2 },
      { path: 'storage/old.go', added: 8, deleted: 2 },
    ]);
    expect((await map.card('internal/storage/feed.go'))?.commits).toBe(2);
    expect(
      (await map.impact({ goal: 'count unread feeds', limit: 3 })).files[0]?.reasons[0]?.detail,
    ).toContain('“count unread feeds” touched it');
  });

  test('says nothing of lines that are not known, and neither does the history', async () => {
    const map = createCodeMap({ files, git: { ...memoryGit(log), sizes: async () => new Map() } });
    expect((await map.precedents('count unread feeds', 3))[0]?.files[0]).toEqual({
      path: 'storage/feed.go',
      today: 'internal/storage/feed.go',
    });
    expect(
      (await map.impact({ goal: 'count unread feeds', limit: 3 })).precedents[0]?.files[0],
    ).not.toHaveProperty('added');
    expect(await map.history()).not.toHaveProperty('linesPerCommit');
  });
});
