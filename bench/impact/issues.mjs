// Makes a set of issue texts with the files that their fix changed, as JSON lines for run.mjs --issues.
//   node bench/impact/issues.mjs --repo DIR --texts FOLDER [--github OWNER/NAME] [--most 100] > issues.jsonl
//     Commits of DIR that say "fixes #12" (closes, resolves). The issue's text is FOLDER/12.md (title first), or
//     FOLDER/12.json as GitHub's REST API gives it; with --github what is missing is asked for there and kept in FOLDER.
//   node bench/impact/issues.mjs --instances FOLDER_OR_FILE --name OWNER/NAME > issues.jsonl
//     From JSON files in the shape of SWE-bench: objects with instance_id, repo, base_commit, problem_statement, patch,
//     alone, in arrays, or one a line. Several files may hold the same instance; it counts once.
// Each line: {"id", "base": commit before the fix, "goal": the issue's text, "files": what the fix changed}.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { option } from '../load.mjs';

const instances = option('instances');
const lines = instances ? fromInstances(resolve(instances), option('name', '')) : await fromLog();
for (const line of lines) console.log(JSON.stringify(line));
console.error(`${lines.length} issues written`);

async function fromLog() {
  const repo = resolve(option('repo', '.'));
  const texts = option('texts') && resolve(option('texts'));
  const github = option('github');
  if (!texts && !github) {
    console.error(
      'Where the texts of issues come from was expected: --texts FOLDER, --github OWNER/NAME, or both.',
    );
    process.exit(2);
  }
  const source = textsFrom(texts, github);
  const found = [];
  for (const fix of fixesOf(repo)) {
    if (found.length >= Number(option('most', '100'))) break;
    const goal = await source(fix.number);
    if (goal)
      found.push({ id: `#${fix.number}`, commit: fix.commit, base: fix.base, goal, files: fix.files });
  }
  return found;
}

/** Commits, newest first, that close exactly one issue and changed files that existed; each issue once. */
function fixesOf(repo) {
  const log = execFileSync(
    'git',
    ['log', '--no-merges', '--no-renames', '--name-status', '--format=%x01%H%x02%P%x02%B%x02'],
    { cwd: repo, maxBuffer: 1 << 30 },
  ).toString();
  const seen = new Set();
  const fixes = [];
  for (const record of log.split('\x01').slice(1)) {
    const [commit, base, message, names] = record.split('\x02');
    const numbers = new Set(
      [...message.matchAll(/\b(?:fix(?:e[sd])?|close[sd]?|resolve[sd]?):? +#(\d+)\b/gi)].map(m => m[1]),
    );
    const files = [...names.matchAll(/^[MD]\t(.+)$/gm)].map(m => m[1]);
    const [number] = numbers;
    if (numbers.size !== 1 || seen.has(number) || files.length === 0 || !/^[0-9a-f]+$/.test(base)) continue;
    seen.add(number);
    fixes.push({ number, commit, base, files });
  }
  return fixes;
}

/** Text of an issue by its number: from the folder, else from GitHub while that answers. */
function textsFrom(folder, github) {
  let reachable = github !== undefined;
  if (folder && github) mkdirSync(folder, { recursive: true });
  return async number => {
    for (const ending of ['md', 'txt', 'json']) {
      const file = folder && join(folder, `${number}.${ending}`);
      if (!file || !existsSync(file)) continue;
      const text = readFileSync(file, 'utf8');
      return ending === 'json' ? textOf(JSON.parse(text)) : text;
    }
    if (!reachable) return undefined;
    try {
      const answer = await fetch(`https://api.github.com/repos/${github}/issues/${number}`, {
        headers: { accept: 'application/vnd.github+json' },
      });
      if (answer.status === 403 || answer.status === 429)
        throw new Error(
          `it answers ${answer.status}: without a token it allows 60 questions an hour; go on later`,
        );
      if (!answer.ok) return undefined;
      const issue = await answer.json();
      if (folder) writeFileSync(join(folder, `${number}.json`), JSON.stringify(issue, null, 1));
      return textOf(issue);
    } catch (error) {
      reachable = false;
      console.error(
        `api.github.com cannot be asked (${error.cause?.code ?? error.message}); only texts that are in the folder are used from here on`,
      );
      return undefined;
    }
  };
}

/** A pull request is no issue: its text was written by who made the change. */
function textOf({ title, body, pull_request: pull }) {
  return pull || !title ? undefined : `${title}\n\n${body ?? ''}`.trim();
}

function fromInstances(path, name) {
  const found = new Map();
  const visit = value => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (value?.instance_id && value.base_commit && value.problem_statement) {
      const files = [...(value.patch ?? value.golden_patch ?? '').matchAll(/^--- a\/(.+)$/gm)].map(m => m[1]);
      const repo = value.repo ?? value.instance_id.replace(/-\d+$/, '').replace('__', '/');
      if (files.length > 0 && (name === '' || repo === name))
        found.set(value.instance_id, {
          id: value.instance_id,
          base: value.base_commit,
          goal: value.problem_statement,
          files,
        });
    }
  };
  for (const file of jsonFiles(path))
    for (const part of /\.jsonl$/.test(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter(line => line.trim())
      : [readFileSync(file, 'utf8')])
      try {
        visit(JSON.parse(part));
      } catch {
        console.error(`${file} is no JSON and is left out`);
      }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function* jsonFiles(path) {
  if (!statSync(path).isDirectory()) yield path;
  else
    for (const name of readdirSync(path).sort())
      if (statSync(join(path, name)).isDirectory() || /\.jsonl?$/.test(name))
        yield* jsonFiles(join(path, name));
}
