import { describe, expect, it } from 'vitest';
import { type Drafted, type ProjectText, pathsOf, playbookProjects, playbooksOf } from './exercise.ts';

/** A Flask application that sends mail, and answers nothing on its health. */
const BLOG_PY: ProjectText = {
  'requirements.txt':
    'Flask==3.0.3\nFlask-Mail==0.10.0\nFlask-SQLAlchemy==3.1.1\npsycopg2==2.9.9\npytest==8.3.2\n',
  'README.md': '# blog\n\nPosts and mail.\n',
  Dockerfile: 'FROM python:3.12-slim\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["flask", "run"]\n',
  'app/__init__.py':
    "from flask import Flask\nfrom flask_mail import Mail\nfrom flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()\nmail = Mail()\n\n\ndef create_app():\n    app = Flask(__name__)\n    app.config['SQLALCHEMY_DATABASE_URI'] = 'postgresql://localhost/blog'\n    db.init_app(app)\n    mail.init_app(app)\n    from app.posts import bp\n    app.register_blueprint(bp)\n    return app\n",
  'app/email.py':
    'from flask_mail import Message\n\nfrom app import mail\n\n\ndef send_email(to, subject, text):\n    mail.send(Message(subject, recipients=[to], body=text))\n',
  'app/posts.py':
    "from flask import Blueprint, jsonify\n\nbp = Blueprint('posts', __name__)\n\n\n@bp.get('/posts')\ndef posts():\n    return jsonify([])\n",
  'tests/test_posts.py':
    'from app import create_app\n\n\ndef test_posts():\n    assert create_app() is not None\n',
};

/** A server in Go with a check at `/healthz` in the file of its routes. */
const READER_GO: ProjectText = {
  'go.mod': 'module reader.example/app\n\ngo 1.23\n\nrequire github.com/lib/pq v1.10.9\n',
  'README.md': '# reader\n\nReads feeds.\n',
  'main.go':
    'package main\n\nimport (\n\t"net/http"\n\n\t"reader.example/app/internal/web"\n)\n\nfunc main() {\n\thttp.ListenAndServe(":8080", web.Routes())\n}\n',
  'internal/store/store.go':
    'package store\n\nimport (\n\t"database/sql"\n\n\t_ "github.com/lib/pq"\n)\n\n// Open opens the database.\nfunc Open(url string) (*sql.DB, error) {\n\treturn sql.Open("postgres", url)\n}\n',
  'internal/web/routes.go':
    'package web\n\nimport "net/http"\n\n// Routes mounts all handlers.\nfunc Routes() *http.ServeMux {\n\tmux := http.NewServeMux()\n\tmux.HandleFunc("/healthz", healthz)\n\tmux.HandleFunc("/feeds", feeds)\n\treturn mux\n}\n\nfunc healthz(w http.ResponseWriter, r *http.Request) {\n\tw.WriteHeader(http.StatusOK)\n}\n\nfunc feeds(w http.ResponseWriter, r *http.Request) {\n\tw.Write([]byte("[]"))\n}\n',
  'internal/web/routes_test.go':
    'package web\n\nimport "testing"\n\nfunc TestRoutes(t *testing.T) {\n\tif Routes() == nil {\n\t\tt.Fatal("no routes")\n\t}\n}\n',
};

/** Pages whose routes are files. */
const PAGES_TS: ProjectText = {
  'package.json':
    '{ "name": "pages", "dependencies": { "next": "15.1.0", "react": "19.0.0" }, "devDependencies": { "typescript": "5.7.2", "vitest": "2.1.8" }, "scripts": { "test": "vitest run" } }\n',
  'tsconfig.json': '{ "compilerOptions": { "strict": true } }\n',
  Dockerfile: 'FROM node:22\nCOPY . .\nCMD ["npm", "start"]\n',
  'src/app/page.tsx': 'export default function Page() {\n  return <p>pages</p>;\n}\n',
  'src/app/api/heartbeat/route.ts':
    'export async function GET() {\n  return Response.json({ ok: true });\n}\n',
  'src/app/api/notes/route.ts': 'export async function GET() {\n  return Response.json([]);\n}\n',
  'src/lib/notes.ts': 'export const notes: string[] = [];\n',
  'src/lib/notes.test.ts':
    "import { expect, it } from 'vitest';\nimport { notes } from './notes';\n\nit('is empty', () => {\n  expect(notes).toEqual([]);\n});\n",
};

/** Functions for other programs: nothing starts here. */
const MONEY_TS: ProjectText = {
  'package.json':
    '{ "name": "money", "version": "1.0.0", "main": "dist/index.js", "types": "dist/index.d.ts", "files": ["dist"], "devDependencies": { "typescript": "5.7.2" } }\n',
  'src/index.ts': "export { add } from './add';\n",
  'src/add.ts': 'export function add(a: number, b: number): number {\n  return a + b;\n}\n',
};

const { draft, expectSound, expectOwnWords } = playbookProjects({
  'blog-py': BLOG_PY,
  'reader-go': READER_GO,
  'pages-ts': PAGES_TS,
  'money-ts': MONEY_TS,
});

const steps = ({ plan }: Drafted): readonly string[] => plan.steps.map(s => s.id);

describe('a project with probes', () => {
  const GOAL = 'add a health check of the mail server';

  it('gets one more beside them, asked of the mailer, and nothing of mail or metrics', async () => {
    const made = await draft('shop-api', GOAL);
    expect(playbooksOf(made)).toEqual(['health-check']);
    expect(steps(made)).toEqual(['S-health-reach', 'S-health-probe', 'S-health-docs', 'S-tests']);
    expect([...pathsOf(made)].sort()).toEqual([
      'README.md',
      'docs/api.md',
      'src/health/health.controller.ts',
      'src/lib/mailer.ts',
      'src/server.ts',
      'tests/helpers/fakes.ts',
      'tests/integration/health.test.ts',
    ]);
    expect(made.revision.markdown).toContain('const mailer = createMailer(env, logger);');
    expect(made.revision.markdown).toContain('check: () => mailer.verify(),');
    expect(made.revision.markdown).not.toMatch(/SPF|outbox|request log/);
    await expectSound('shop-api', GOAL, made);
  });

  it('is not ready without it where that is the answer', async () => {
    const made = await draft('shop-api', GOAL, { 'health-failed': 'unready' });
    expect(made.plan.approach.title).toBe('a failed check takes the process out of rotation');
    expect(made.revision.markdown).not.toContain('required: false');
    await expectSound('shop-api', GOAL, made);
  });

  it.each([
    ['add a health endpoint', ['S-tests']],
    ['add a health check of the database', ['S-tests']],
    ['add uptime to the health check', ['S-health-answer', 'S-health-docs', 'S-tests']],
    ['return 503 from the health check while shutting down', ['S-health-stop', 'S-health-docs', 'S-tests']],
    ['add health checks to docker compose', ['S-health-platform']],
    [
      'add a readiness probe for redis',
      ['S-install', 'S-settings', 'S-health-probe', 'S-health-docs', 'S-tests'],
    ],
  ] as const)('%s', async (goal, wanted) => {
    const made = await draft('shop-api', goal);
    expect(playbooksOf(made)).toEqual(['health-check']);
    expect(steps(made)).toEqual(wanted);
    await expectSound('shop-api', goal, made);
  });
});

describe('a project without a health check', () => {
  it('gets two answers, and what runs it asks', async () => {
    const goal = 'add a health endpoint';
    const made = await draft('blog-py', goal);
    expect(steps(made)).toEqual(['S-health-module', 'S-health-platform', 'S-tests']);
    expect(pathsOf(made)).toEqual(expect.arrayContaining(['app/__init__.py', 'Dockerfile']));
    expect(made.revision.markdown).toContain('app.register_blueprint(health)');
    expect(made.revision.markdown).toContain('CMD python -c');
    await expectSound('blog-py', goal, made);
    expectOwnWords(made, await draft('shop-api', goal));
  });

  it('asks the mail server by what sends', async () => {
    const goal = 'add a health check of the mail server';
    const made = await draft('blog-py', goal);
    expect(steps(made)).toEqual(['S-health-reach', 'S-health-module', 'S-health-platform', 'S-tests']);
    expect(pathsOf(made)).toContain('app/email.py');
    await expectSound('blog-py', goal, made);
  });
});

it('a check in Go is asked in the file that answers it', async () => {
  const goal = 'add a readiness check of the database';
  const made = await draft('reader-go', goal);
  expect(steps(made)).toEqual(['S-health-probe', 'S-tests']);
  expect(pathsOf(made)).toContain('internal/web/routes.go');
  await expectSound('reader-go', goal, made);
});

it('a file that is a route is a health check, and its image gets to ask it', async () => {
  const goal = 'add a health endpoint';
  const made = await draft('pages-ts', goal);
  expect(steps(made)).toEqual(['S-health-platform', 'S-tests']);
  expect(made.revision.markdown).toContain('/api/heartbeat');
  await expectSound('pages-ts', goal, made);
});

it('where nothing answers requests, it is asked who would ask', async () => {
  const made = await draft('money-ts', 'add a health endpoint');
  const asked = made.session.questions.find(q => q.id === 'needs-health-check');
  expect(asked?.text).toContain('Who would ask');
  expect(playbooksOf(made)).toEqual([]);
});
