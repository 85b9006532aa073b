import { join } from 'node:path';
import semver from 'semver';
import { missingPrompts } from '../agent/claude/prompts.ts';
import { installedParsers } from '../codemap/index.ts';
import {
  createDataFiles,
  type FolderState,
  fileMode,
  folderState,
  gitProgram,
  packageRoot,
  readBuilt,
  userFolder,
} from '../host/index.ts';
import { detectColour, loadThemes } from '../theme/index.ts';
import { COMPILED_FILE } from './compiled-playbooks.ts';
import type { DoctorCheck, DoctorOptions } from './doctor.ts';
import { createPlaybooks } from './playbooks.ts';
import { nodeWanted } from './version.ts';

/** Where the program runs. */
export interface Terminal {
  readonly isTTY: boolean;
  readonly columns: number;
  readonly rows: number;
  /** As in `process.versions.node`. */
  readonly node: string;
}

const INSTALL = 'Install planner-tui again; from a clone: npm install, then npm run build.';
/** A screen smaller than this shows one line that says so. */
const LEAST = { columns: 40, rows: 10 } as const;

/** Node, terminal, git, the user's folders and the program itself. */
export async function* machineChecks(root: string, options: DoctorOptions): AsyncGenerator<DoctorCheck> {
  const { env, terminal } = options;
  yield nodeCheck(terminal.node);
  yield terminalCheck(terminal, env);
  yield await gitCheck(root, env);
  for (const kind of ['state', 'config', 'cache'] as const) {
    const folder = userFolder(kind, env);
    yield folderCheck(kind, folder, folderState(folder));
  }
  yield settingsFileCheck(join(userFolder('config', env), 'config.json'));
  yield installedCheck(root, options);
  yield await parserCheck();
}

function nodeCheck(node: string): DoctorCheck {
  const wanted = nodeWanted();
  return semver.satisfies(node, wanted)
    ? { name: 'node', mark: 'ok', found: `${node} (${wanted} is wanted)` }
    : {
        name: 'node',
        mark: 'broken',
        found: `${node}, but ${wanted} is wanted`,
        mend: `Install a Node that is ${wanted}: https://nodejs.org`,
      };
}

const COLOURS = ['no colours', '16 colours', '256 colours', 'true colour'] as const;

function terminalCheck({ isTTY, columns, rows }: Terminal, env: NodeJS.ProcessEnv): DoctorCheck {
  const name = 'terminal';
  if (!isTTY || env['TERM'] === 'dumb')
    return {
      name,
      mark: 'note',
      found: isTTY
        ? 'TERM=dumb cannot be drawn on'
        : 'none: input or output is a pipe or a file; goals run as with --print',
      ...(isTTY ? { mend: 'Set TERM to what your terminal is, or use --print.' } : {}),
    };
  const found = `${columns}×${rows}, ${COLOURS[detectColour(env, true)]}`;
  return columns < LEAST.columns || rows < LEAST.rows
    ? {
        name,
        mark: 'note',
        found,
        mend: `Make it at least ${LEAST.columns}×${LEAST.rows}: below that the app shows one line.`,
      }
    : { name, mark: 'ok', found };
}

async function gitCheck(root: string, env: NodeJS.ProcessEnv): Promise<DoctorCheck> {
  const git = await gitProgram(root, env);
  return git
    ? { name: 'git', mark: 'ok', found: `${git.version} (${git.path})` }
    : {
        name: 'git',
        mark: 'note',
        found: 'none on PATH outside of this project',
        mend: 'Plans are made without history: install git to have precedents and dates.',
      };
}

function folderCheck(kind: string, folder: string, state: FolderState): DoctorCheck {
  const name = `${kind} folder`;
  switch (state.kind) {
    case 'private':
      return { name, mark: 'ok', found: `${folder} (${octal(state.mode)})` };
    case 'absent':
      return { name, mark: 'ok', found: `${folder} (made when it is needed)` };
    case 'open':
      return {
        name,
        mark: 'note',
        found: `${folder} can be entered by others (${octal(state.mode)})`,
        mend: `planner-tui closes it when it next writes there; at once: chmod 700 ${folder}`,
      };
    case 'unwritable':
      return {
        name,
        mark: 'broken',
        found: `${folder} cannot be written (${state.code})`,
        mend: 'Mend its permissions, or name another folder in PLANNER_TUI_HOME.',
      };
  }
}

/** It may hold a key. */
function settingsFileCheck(file: string): DoctorCheck {
  const name = 'settings file';
  const mode = fileMode(file);
  if (mode === undefined) return { name, mark: 'ok', found: 'none: defaults hold' };
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    return {
      name,
      mark: 'broken',
      found: `${file} can be read by others (${octal(mode)})`,
      mend: `It may hold a key: chmod 600 ${file}`,
    };
  return { name, mark: 'ok', found: `${file} (${octal(mode)})` };
}

const octal = (mode: number): string => mode.toString(8).padStart(3, '0');

function installedCheck(root: string, { cwd, env }: DoctorOptions): DoctorCheck {
  const themes = createDataFiles(join(packageRoot(), 'themes'));
  const loaded = loadThemes({
    list: () => themes.list('.json').map(file => ({ file, text: themes.read(file) ?? '' })),
  });
  const { entries, problems } = createPlaybooks({ root, cwd, env }).library();
  const builtIn = entries.filter(e => e.playbook.origin === 'built-in');
  const missing = [
    ...missingPrompts().map(file => `prompts/${file}`),
    ...loaded.failures.map(f => f.message),
    ...(loaded.themes.length === 0 ? ['themes/'] : []),
    ...problems.filter(p => p.file.includes(join(packageRoot(), 'playbooks'))).map(p => p.message),
    ...(builtIn.length === 0 ? ['playbooks/'] : []),
  ];
  const name = 'program';
  if (missing.length > 0)
    return {
      name,
      mark: 'broken',
      found: `not whole in ${packageRoot()}: ${missing.slice(0, 5).join(', ')}`,
      mend: INSTALL,
    };
  const compiled = readBuilt(COMPILED_FILE) !== undefined;
  return {
    name,
    mark: 'ok',
    found: `whole: ${builtIn.length} playbooks${compiled ? ' (compiled)' : ''}, ${loaded.themes.length} themes, all prompts`,
  };
}

async function parserCheck(): Promise<DoctorCheck> {
  const { engine, languages, missing } = await installedParsers();
  const name = 'parsers';
  if (engine === undefined || missing.length > 0)
    return {
      name,
      mark: 'broken',
      found:
        engine === undefined
          ? 'neither the native parser nor the one in WebAssembly loads'
          : `not there: ${missing.join(', ')}`,
      mend: INSTALL,
    };
  const found = `${engine === 'native' ? 'native tree-sitter' : 'tree-sitter in WebAssembly'} for TypeScript and JavaScript; grammars of ${languages} more languages`;
  return { name, mark: 'ok', found };
}
