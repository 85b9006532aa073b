import type { CommandFact, Truth } from '../plan/facts.ts';
import type { ProjectBrief } from '../research/port.ts';
import { distance } from '../shared/text/index.ts';

/** Programs that come with git, the shell or the platform: whether they exist says nothing about the project. */
const SYSTEM = new Set([
  'git',
  'cd',
  'cat',
  'ls',
  'echo',
  'curl',
  'grep',
  'node',
  'test',
  'kill',
  'sh',
  'bash',
  'mkdir',
  'cp',
  'mv',
  'rm',
]);
/** Subcommands of package managers that need no script. */
const MANAGER_VERBS = new Set([
  'install',
  'ls',
  'list',
  'view',
  'outdated',
  'why',
  'show',
  'freeze',
  'i',
  'ci',
  'add',
  'uninstall',
  'remove',
  'rm',
  'update',
  'upgrade',
  'audit',
  'sync',
  'lock',
  'mod',
  'get',
  'tidy',
  'require',
  'pack',
]);
const MANAGERS = new Set([
  'npm',
  'pnpm',
  'yarn',
  'bun',
  'poetry',
  'pip',
  'uv',
  'go',
  'cargo',
  'bundle',
  'composer',
  'mvn',
  'gradle',
]);
/** Toolchain verbs that are built in: `go test`, `cargo build`. */
const TOOLCHAIN = new Set([
  'go test',
  'go build',
  'go vet',
  'go run',
  'cargo test',
  'cargo build',
  'cargo check',
  'cargo clippy',
  'cargo run',
  'cargo fmt',
  'cargo bench',
  'cargo doc',
  'go fmt',
  'go generate',
  'go install',
  'go tool',
  'mvn test',
  'mvn verify',
  'mvn package',
  'mvn compile',
]);
/** Run what stands behind them in the project's own environment. */
const RUNNERS = new Set(['uv run', 'poetry run', 'pipenv run', 'hatch run', 'pdm run', 'bundle exec']);
const MODULE_RUNNERS = new Set(['python', 'python3']);
/** Modules of Python's own that `python -m` runs. */
const PYTHON_MODULES = new Set(['unittest', 'venv', 'pip', 'http.server', 'json.tool', 'compileall']);
/** Names of a package's command where it differs from the package. */
const BIN_PACKAGE: Readonly<Record<string, string>> = {
  tsc: 'typescript',
  biome: '@biomejs/biome',
  alembic: 'alembic',
  flask: 'flask',
};

/**
 * Whether a shell command as written in a plan can be run in this project: each part of a chain (`&&`, `;`, `|`)
 * names a script, a declared tool, a package-manager verb or a system program.
 */
export function commandFact(command: string, brief: ProjectBrief): CommandFact {
  const parts = command
    .split(/&&|\|\||;|\||\n/)
    .map(part => part.trim())
    .filter(part => part && !part.startsWith('#'));
  const verdicts = parts.map(part => knownPart(part, brief));
  const known: Truth = verdicts.includes('no')
    ? 'no'
    : verdicts.includes('not-checked')
      ? 'not-checked'
      : 'yes';
  if (known === 'yes') return { known, nearest: [] };
  return { known, nearest: nearestCommands(command, brief) };
}

function knownPart(part: string, brief: ProjectBrief): Truth {
  const words = part.split(/\s+/).filter(word => !/^[A-Z_][A-Z0-9_]*=/.test(word));
  const [program = '', verb = ''] = words;
  if (brief.scripts.some(s => part === s.run || part.startsWith(`${s.run} `))) return 'yes';
  if (TOOLCHAIN.has(`${program} ${verb}`)) return 'yes';
  const runner = RUNNERS.has(`${program} ${verb}`);
  if (program === 'npx' || program === 'bunx' || (!runner && (verb === 'exec' || verb === 'dlx')))
    return declaredTool(words.slice(program === 'npx' || program === 'bunx' ? 1 : 2), brief);
  // `uv run pytest`: a tool in the environment that the manager keeps, not a script of its own.
  if (runner && !brief.scripts.some(s => s.name === words[2]))
    return knownPart(words.slice(2).join(' '), brief);
  if (MODULE_RUNNERS.has(program) && verb === '-m') return declaredTool(words.slice(2), brief);
  if (MANAGERS.has(program)) {
    if (MANAGER_VERBS.has(verb)) return 'yes';
    const script = verb === 'run' ? (words[2] ?? '') : verb;
    if (brief.scripts.some(s => s.name === script && runsBy(program, s.run))) return 'yes';
    // yarn, pnpm and bun start what an installed package brings, too: `yarn vitest run`.
    if (STARTS_TOOLS.has(program) && verb !== 'run' && declaredTool(words.slice(1), brief) === 'yes')
      return 'yes';
    return PLUGGABLE.has(program) ? 'not-checked' : 'no';
  }
  if (program === 'make' || program === 'just')
    return brief.scripts.some(s => s.name === verb && runsBy(program, s.run)) ? 'yes' : 'no';
  if (SYSTEM.has(program)) return 'yes';
  return declaredTool(words, brief);
}

/** Programs whose verbs plugins and build files add to. */
const PLUGGABLE = new Set(['cargo', 'mvn', 'gradle', 'bundle', 'composer', 'poetry', 'uv', 'pip']);
const STARTS_TOOLS = new Set(['yarn', 'pnpm', 'bun']);
const NODE_MANAGERS = new Set(['npm', 'pnpm', 'yarn', 'bun']);

/** Whether a program runs the scripts that are started so: a target of make is no script of npm's. */
function runsBy(program: string, run: string): boolean {
  const [starter = ''] = run.split(/\s+/);
  if (program === 'make' || program === 'just') return starter === program;
  return !NODE_MANAGERS.has(program) || NODE_MANAGERS.has(starter);
}

function declaredTool(words: readonly string[], brief: ProjectBrief): Truth {
  const tool = words.find(word => !word.startsWith('-'))?.replace(/@[\d^~].*$/, '') ?? '';
  if (!tool) return 'not-checked';
  if (PYTHON_MODULES.has(tool)) return 'yes';
  const names = [tool, BIN_PACKAGE[tool] ?? tool];
  if (brief.dependencies.some(d => names.includes(d.name) || names.includes(d.name.toLowerCase())))
    return 'yes';
  if (brief.scripts.some(s => s.command.split(/[\s;&|]+/).includes(tool))) return 'yes';
  return 'not-checked';
}

/** What starts a script, and says nothing of which one. */
const STARTERS = new Set([...NODE_MANAGERS, 'make', 'just', 'run', 'exec', 'npx', 'bunx']);
/** Share of letters that a name must have in common with the one that was meant. */
const ALIKE = 0.5;

/**
 * Scripts that are most likely meant: by how alike their names are spelt (`npm run tset` means `npm test`), and by words that
 * stand in what they run (`vitest run` means the script that starts vitest).
 */
function nearestCommands(command: string, brief: ProjectBrief): readonly string[] {
  const named = telling(command);
  return brief.scripts
    .map(script => {
      const own = telling(script.run);
      const runs = new Set([...own, ...telling(script.command)].flatMap(wordsOf));
      const shared = named.flatMap(wordsOf).filter(word => runs.has(word)).length;
      return { run: script.run, score: likeness(named.join(' '), own.join(' ')) + shared };
    })
    .filter(({ score }) => score >= ALIKE)
    .sort((a, b) => b.score - a.score || a.run.localeCompare(b.run))
    .slice(0, 3)
    .map(({ run }) => run);
}

/** The words that say which script it is. */
function telling(command: string): readonly string[] {
  const words = command.toLowerCase().split(/\s+/).filter(Boolean);
  const own = words.filter(word => !STARTERS.has(word));
  return own.length > 0 ? own : words;
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[^a-z0-9]+/).filter(word => word.length > 1);
}

/** 1 for the same text, 0 where every letter differs. */
function likeness(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 0 : 1 - distance(a, b) / longest;
}
