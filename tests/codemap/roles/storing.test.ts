import { describe, expect, test } from 'vitest';
import { createCodeMap } from '../../../src/codemap/index.ts';
import { memoryFiles, memoryGit } from '../memory.ts';

async function rolesOf(path: string, text: string): Promise<readonly string[]> {
  const map = createCodeMap({ files: memoryFiles({ [path]: text }), git: memoryGit() });
  return (await map.card(path))?.roles.map(r => r.role) ?? [];
}

const GO_ROWS = `package storage

func (s *Storage) RemoveNote(id int64) error {
	_, err := s.db.Exec(\`DELETE FROM notes WHERE id=$1\`, id)
	return err
}
`;

describe('who stores, answers and stands between is told by what the code does', () => {
  test.each([
    ['repository', 'internal/keep/note.go', GO_ROWS],
    [
      'repository',
      'internal/keep/list.go',
      'package keep\n\nfunc (s *S) All() {\n\trows, _ := s.db.QueryContext(ctx, `\n\t\tSELECT id, title\n\t\tFROM notes`)\n\t_ = rows\n}\n',
    ],
    [
      'repository',
      'app/rows.py',
      'def all(connection):\n    return connection.execute("SELECT id FROM notes").fetchall()\n',
    ],
    [
      'repository',
      'src/rows.rs',
      'pub async fn all(pool: &Pool) -> Vec<Note> {\n    sqlx::query_as("SELECT id FROM notes").fetch_all(pool).await.unwrap()\n}\n',
    ],
    [
      'controller',
      'internal/web/notes.go',
      'package web\n\nfunc (h *handler) showNote(w http.ResponseWriter, r *http.Request) {\n}\n',
    ],
    ['controller', 'internal/web/gin.go', 'package web\n\nfunc ShowNote(c *gin.Context) {\n}\n'],
    [
      'middleware',
      'internal/web/guard.go',
      'package web\n\nfunc (m *guard) handle(next http.Handler) http.Handler {\n\treturn next\n}\n',
    ],
    ['model', 'internal/model/note.go', 'package model\n\ntype Note struct {\n\tID int64\n}\n'],
  ])('%s: %s', async (role, path, text) => {
    expect(await rolesOf(path, text)).toContain(role);
  });

  test.each([
    [
      'makes tables',
      'repository',
      'internal/db/up.go',
      'package db\n\nfunc up(tx *sql.Tx) {\n\ttx.Exec(`CREATE TABLE notes (id int)`)\n\ttx.Exec(`INSERT INTO notes VALUES (1)`)\n}\n',
    ],
    [
      'runs a program',
      'repository',
      'internal/run/run.go',
      'package run\n\n// Exec is like SELECT of a shell.\nfunc run(c Client) {\n\tc.Exec("ls")\n}\n',
    ],
    [
      'takes a context that is none of a request',
      'controller',
      'internal/job/job.go',
      'package job\n\nfunc Run(ctx context.Context) {\n}\n',
    ],
    [
      'calls a handler',
      'middleware',
      'internal/web/serve.go',
      'package web\n\nfunc serve(h http.Handler) error {\n\treturn http.ListenAndServe(":1", h)\n}\n',
    ],
  ])('not who %s', async (_, role, path, text) => {
    expect(await rolesOf(path, text)).not.toContain(role);
  });
});
