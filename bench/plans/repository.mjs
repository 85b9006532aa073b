// Plans all goals of one repository and judges the plans; a process of its own for each repository, started by run.mjs.
// Reads its task as JSON from stdin ({repository, folder, goals, everywhere, answered, keep}), writes one JSON line a plan.
import { execFileSync, fork, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadBundle } from '../load.mjs';
import { parsers, peak } from '../process.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const task = JSON.parse(readFileSync(0, 'utf8'));
const room = mkdtempSync(join(tmpdir(), 'bench-plans-'));
process.on('exit', () => rmSync(room, { recursive: true, force: true }));
const {
  answeredByCode,
  classOf,
  createCodeMap,
  createDataFiles,
  createGit,
  createGitObjects,
  createProjectFiles,
  createResearch,
  excerptsOf,
  filesOf,
  holds,
  isParsed,
  isVerbatim,
  judge,
  languageOf,
  loadPlaybooks,
  newBlocks,
  orderFiles,
  replay,
  score,
} = await loadBundle(`export * from './bench/plans/judge.ts';
  export { createCodeMap } from './src/codemap/index.ts';
  export { isParsed } from './src/codemap/parse/protocol.ts';
  export { orderFiles } from './src/codemap/rank/impact.ts';
  export { replay } from './src/codemap/replay/replay.ts';
  export { languageOf } from './src/codemap/scan/syntax.ts';
  export { createDataFiles, createGit, createGitObjects, createProjectFiles } from './src/host/index.ts';
  export { holds } from './src/playbooks/condition.ts';
  export { loadPlaybooks } from './src/playbooks/load.ts';
  export { createResearch } from './src/research/index.ts';`);

const git = (folder, ...args) =>
  execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 1 << 30 });

/** A clone without branches, tags and remotes: what comes after the commit that is checked out cannot be reached by name. */
function clone(from) {
  const to = join(room, from.split('/').at(-1) || 'project');
  execFileSync('git', ['clone', '-q', '--shared', '--no-checkout', from, to]);
  git(to, 'checkout', '-q', '--detach', task.goals[0].sha);
  git(to, 'remote', 'remove', 'origin');
  for (const ref of git(to, 'for-each-ref', '--format=%(refname)').split('\n').filter(Boolean))
    git(to, 'update-ref', '-d', ref);
  return to;
}

/** What the commit changed, as paths of the tree before it and as paths that it made. */
function changesOf(sha) {
  const lines = git(task.folder, 'diff-tree', '-r', '--no-renames', '--name-status', `${sha}^`, sha).split(
    '\n',
  );
  const of = kinds => lines.flatMap(l => (kinds.includes(l[0]) ? [l.slice(2)] : []));
  return { existing: of(['M', 'D', 'T']), created: of(['A']) };
}

/** The built program plans, without a screen. A child of its own, so that its memory is its own. */
async function plan(project, goal) {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [
      join(root, 'bin', 'planner-tui.js'),
      'plan',
      goal,
      '--json',
      '--offline',
      '--planner',
      'local',
      '--project',
      project,
    ],
    { env: { ...process.env, PLANNER_TUI_HOME: join(room, 'home') }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const seen = { app: 0, parsers: 0 };
  const timer = setInterval(() => {
    seen.app = Math.max(seen.app, peak(child.pid));
    seen.parsers = Math.max(
      seen.parsers,
      parsers(child.pid).reduce((sum, p) => sum + peak(p), 0),
    );
  }, 50);
  let out = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    said += text;
  });
  const code = await new Promise(done => child.on('close', done));
  clearInterval(timer);
  const ms = Math.round(performance.now() - began);
  // Exit code 1 is a plan with failed checks: it is judged like any other.
  if (!out.trim()) return { failure: `exit ${code}: ${said.trim().slice(-400)}` };
  return { result: JSON.parse(out), ms, megabytes: Math.round(seen.app + seen.parsers) };
}

/** The first files of plain BM25 and of the ranking for each goal, sources only, on the tree before the commit. */
async function rivalsOf(goals) {
  const lists = new Map();
  const sources = snapshot => snapshot.paths.flatMap((path, n) => (classOf(path) === 'source' ? [n] : []));
  const rankers = [
    {
      name: 'bm25',
      rank(goal, snapshot) {
        const files = sources(snapshot);
        const scores = snapshot.bags.score(goal, files);
        const order = files
          .map((file, i) => ({ file, score: scores[i] ?? 0 }))
          .filter(s => s.score > 0)
          .sort((a, b) => b.score - a.score || a.file - b.file)
          .map(s => s.file);
        lists.set(
          `bm25 ${goal}`,
          order.map(n => snapshot.paths[n]),
        );
        return order;
      },
    },
    {
      name: 'ranking',
      rank(goal, snapshot) {
        const among = new Set(sources(snapshot));
        const order = orderFiles(goal, snapshot).filter(n => among.has(n));
        lists.set(
          `ranking ${goal}`,
          order.map(n => snapshot.paths[n]),
        );
        return order;
      },
    },
  ];
  await replay(createGit(task.folder), createGitObjects(task.folder), {
    commits: goals.length,
    mostFiles: 200,
    cases: goals.map(({ sha, goal, changes }) => ({
      id: sha,
      base: git(task.folder, 'rev-parse', `${sha}^`).trim(),
      goal,
      changed: changes.existing,
    })),
    rankers,
  });
  return lists;
}

/** Open questions of playbooks that one of their own `answered` rules decides by facts of the code alone. */
async function answeredByRule(project, found, playbooks) {
  const specs = new Map(playbooks.flatMap(p => p.questions.map(q => [q.id, q])));
  const open = found.questions.filter(
    q => q.answer === undefined && specs.get(q.question.id)?.answered.length,
  );
  if (open.length === 0) return [];
  const own = createGit(project);
  const files = createProjectFiles(project, own);
  const map = createCodeMap({ files, git: own });
  const facts = new Map((await createResearch({ files, map, git: own }).facts()).map(f => [f.id, f]));
  await map.close();
  const test = name => {
    const [, id, key, value] = /^fact:([\w-]+)(?:\.([\w-]+)=(.+))?$/.exec(name) ?? [];
    const fact = facts.get(id);
    return fact?.present === true && (key === undefined || String(fact.data[key]) === value);
  };
  const factsOnly = tree =>
    tree === undefined
      ? false
      : tree.kind === 'name'
        ? tree.name.startsWith('fact:')
        : tree.kind === 'not'
          ? factsOnly(tree.of)
          : factsOnly(tree.left) && factsOnly(tree.right);
  return open.flatMap(({ question }) =>
    specs.get(question.id).answered.some(r => factsOnly(r.when) && holds(r.when, test))
      ? [question.text]
      : [],
  );
}

const ENDINGS = {
  typescript: 'ts',
  javascript: 'js',
  python: 'py',
  rust: 'rs',
  ruby: 'rb',
  csharp: 'cs',
  kotlin: 'kt',
  bash: 'sh',
};

/** Blocks in a language that the code map parses, and those of them that the grammar cannot read. */
async function parsed(blocks) {
  const files = blocks.flatMap((b, id) => {
    const path = `block.${ENDINGS[b.language] ?? b.language}`;
    const language = languageOf(path);
    return isParsed(language) ? [{ id, path, language, text: b.code }] : [];
  });
  if (files.length === 0) return { blocks: 0, broken: [] };
  const child = fork(join(root, 'dist', 'parse-child.js'));
  const broken = [];
  await new Promise((done, fail) => {
    let open = files.length;
    child.on('exit', () => fail(new Error('the parser ended before it had read all blocks')));
    child.on('message', reply => {
      if (reply.kind === 'ready') return;
      const file = files.find(f => f.id === reply.id);
      if (reply.kind !== 'parsed' || reply.parsed.broken) broken.push(file?.text.split('\n')[0] ?? '');
      if (--open === 0) done();
    });
    for (const file of files) child.send(file);
  });
  child.removeAllListeners('exit');
  child.kill();
  return { blocks: files.length, broken };
}

const { playbooks } = await loadPlaybooks(createDataFiles(join(root, 'playbooks')));
const project = clone(task.folder);
const goals = task.goals.map(goal => ({ ...goal, changes: changesOf(goal.sha) }));
const rivals = await rivalsOf(goals);
const newest = goals[0];
const all = [
  ...goals.map(goal => ({ goal, at: `${goal.sha}^` })),
  // The same goal everywhere: on the tree before the first listed commit.
  ...task.everywhere.map(text => ({ goal: { goal: text, kind: 'feature' }, at: `${newest.sha}^` })),
];
for (const { goal, at } of all) {
  git(project, 'checkout', '-q', '--detach', at);
  const got = await plan(project, goal.goal);
  const head = {
    repository: task.repository,
    goal: goal.goal,
    kind: goal.kind,
    ...(goal.sha ? { sha: goal.sha } : {}),
  };
  if (got.failure) {
    console.log(JSON.stringify({ ...head, failure: got.failure }));
    continue;
  }
  const { plan: made, markdown, checks } = got.result;
  const exists = path => path !== '' && existsSync(join(project, path));
  const text = path => (exists(path) ? readFileSync(join(project, path), 'utf8') : undefined);
  const quotes = excerptsOf(made);
  const untrue = quotes.filter(q => !isVerbatim(q, text(q.path)));
  const named = filesOf(made);
  const only = (paths, kind) => paths.filter(p => classOf(p) === kind);
  const sources = only(named.existing, 'source');
  const wanted = goal.changes && only(goal.changes.existing, 'source');
  const row = {
    ...head,
    ...judge(made, markdown, checks, exists),
    excerpts: quotes.length,
    untrue: untrue.map(q => `${q.path}:${q.line}`),
    ...(await parsed(newBlocks(made))),
    questions: made.questions.length,
    answered: [...answeredByCode(made, task.answered), ...(await answeredByRule(project, made, playbooks))],
    ms: got.ms,
    megabytes: got.megabytes,
    named,
    ...(goal.changes
      ? {
          changed: goal.changes,
          source: score(sources, wanted),
          test: score(only(named.existing, 'test'), only(goal.changes.existing, 'test')),
          testsWanted: only(goal.changes.existing, 'test').length,
          bm25: score((rivals.get(`bm25 ${goal.goal}`) ?? []).slice(0, sources.length), wanted),
          ranking: score((rivals.get(`ranking ${goal.goal}`) ?? []).slice(0, sources.length), wanted),
        }
      : { markdown }),
  };
  if (task.keep) {
    mkdirSync(task.keep, { recursive: true });
    const name = `${task.repository.split('/').at(-1)}-${goal.sha?.slice(0, 7) ?? made.slug}`;
    writeFileSync(join(task.keep, `${name}.md`), markdown);
    writeFileSync(
      join(task.keep, `${name}.json`),
      JSON.stringify({ changed: goal.changes, named, row: { ...row, markdown: undefined } }, null, 1),
    );
  }
  console.log(JSON.stringify(row));
}
