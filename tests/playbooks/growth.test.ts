import { describe, expect, it } from 'vitest';
import { type Drafted, type ProjectText, playbookProjects } from './exercise.ts';

/** A Go service with so many tables, each with a model, a file of queries and a handler that calls them. */
function shelf(tables: number): ProjectText {
  const names = Array.from({ length: tables }, (_, i) => `thing${i}`);
  const per = (folder: string, text: (name: string, type: string) => string): [string, string][] =>
    names.map(name => [`internal/${folder}/${name}.go`, text(name, `T${name.slice(1)}`)]);
  return {
    'go.mod': 'module example.org/shelf\n\ngo 1.24\n\nrequire github.com/lib/pq v1.10.9\n',
    'README.md': '# shelf\n\nKeeps things.\n',
    'main.go':
      'package main\n\nimport (\n\t"net/http"\n\n\t"example.org/shelf/internal/api"\n)\n\nfunc main() {\n\thttp.ListenAndServe(":8080", api.Handler())\n}\n',
    'internal/database/migrations.go':
      'package database\n\nimport "database/sql"\n\nvar migrations = []func(tx *sql.Tx) error{\n\tfunc(tx *sql.Tx) (err error) {\n\t\t_, err = tx.Exec(`CREATE TABLE users (id serial)`)\n\t\treturn err\n\t},\n}\n',
    'internal/database/postgresql.go':
      'package database\n\nimport "database/sql"\n\n// NewConnectionPool opens the database.\nfunc NewConnectionPool(dsn string) (*sql.DB, error) {\n\treturn sql.Open("postgres", dsn)\n}\n',
    'internal/model/user.go': 'package model\n\n// User keeps things.\ntype User struct {\n\tID int64\n}\n',
    'internal/storage/storage_test.go':
      'package storage\n\nimport "testing"\n\nfunc TestStorage(t *testing.T) {}\n',
    ...Object.fromEntries([
      ...per(
        'model',
        (_, type) => `package model\n\n// ${type} is kept.\ntype ${type} struct {\n\tID int64\n}\n`,
      ),
      ...per(
        'storage',
        (name, type) =>
          `package storage\n\nimport (\n\t"database/sql"\n\n\t"example.org/shelf/internal/model"\n)\n\n// Find${type} reads one.\nfunc Find${type}(db *sql.DB, id int64) (*model.${type}, error) {\n\tvar one model.${type}\n\terr := db.QueryRow("SELECT id FROM ${name}s WHERE id=$1", id).Scan(&one.ID)\n\treturn &one, err\n}\n\n// Move${type} writes two rows.\nfunc Move${type}(db *sql.DB, from, to int64) error {\n\tif _, err := db.Exec("DELETE FROM ${name}s WHERE id=$1", from); err != nil {\n\t\treturn err\n\t}\n\t_, err := db.Exec("INSERT INTO ${name}s (id) VALUES ($1)", to)\n\treturn err\n}\n`,
      ),
      ...per(
        'api',
        (_, type) =>
          `package api\n\nimport "example.org/shelf/internal/storage"\n\nfunc serve${type}() error {\n\t_, err := storage.Find${type}(nil, 1)\n\treturn err\n}\n`,
      ),
    ]),
    'internal/api/api.go':
      'package api\n\nimport "net/http"\n\n// Handler routes requests.\nfunc Handler() http.Handler {\n\treturn http.NewServeMux()\n}\n',
  };
}

const { draft, expectSound } = playbookProjects({ small: shelf(4), large: shelf(45) });
const GOAL = 'make it multi-tenant';
const stepOf = ({ plan }: Drafted, id: string) => plan.steps.find(s => s.id === id);

describe('work that grows with the project', () => {
  it('counts every statement, function and file of the queries, migrations apart', async () => {
    const made = await draft('small', GOAL);
    const step = stepOf(made, 'S-tenant-queries');
    expect(step?.title).toBe('Take 12 statements in 4 files behind the wall');
    expect(step?.details.join(' ')).toContain('Each of the 8 functions');
    expect(step?.files.map(f => [f.path, f.what])).toContainEqual([
      'internal/storage/thing0.go',
      '2 functions, 3 statements',
    ]);
    expect(step?.files.map(f => f.path)).not.toContain('internal/database/migrations.go');
    await expectSound('small', GOAL, made);
  });

  it('is estimated by all files, also those that no line of the plan names', async () => {
    const made = await draft('large', GOAL);
    const step = stepOf(made, 'S-tenant-queries');
    expect(step?.title).toBe('Take 135 statements in 45 files behind the wall');
    expect(step?.files.length).toBe(24);
    expect(step?.details.join(' ')).toContain('; 21 more of `large`');
    // 45 files of queries and 45 handlers that import them.
    expect(step?.estimate.basis).toMatch(/^about \d+ lines in 90 files/);
    const small = stepOf(await draft('small', GOAL), 'S-tenant-queries')?.estimate.likely ?? 0;
    expect((step?.estimate.likely ?? 0) / small).toBeGreaterThan(9);
    await expectSound('large', GOAL, made);
  });

  it('tells how many files of a role there are, not how many were looked at', async () => {
    const details = stepOf(await draft('large', GOAL), 'S-tenant-data')?.details.join(' ');
    expect(details).toContain('Each of the 46 files in `internal/model/`');
  });
});
