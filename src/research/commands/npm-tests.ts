import type { Manifest } from '../manifests/model.ts';
import { npmRun } from '../manifests/npm.ts';
import type { ProjectScript } from '../port.ts';
import { relativeTo } from '../read/paths.ts';
import { scriptRank } from './scripts.ts';

export type JsRunner =
  | 'vitest'
  | 'jest'
  | 'mocha'
  | 'node'
  | 'ava'
  | 'playwright'
  | 'tap'
  | 'bun'
  | 'jasmine'
  | 'borp'
  | 'tape'
  | 'uvu';

/** How a runner is started by hand for one file. */
const BY_HAND: Readonly<Record<JsRunner, string>> = {
  vitest: 'vitest run',
  jest: 'jest',
  mocha: 'mocha',
  node: 'node --test',
  ava: 'ava',
  playwright: 'playwright test',
  tap: 'tap',
  bun: 'bun test',
  jasmine: 'jasmine',
  borp: 'borp',
  tape: 'tape',
  uvu: 'uvu',
};

const EXEC = { npm: 'npx', pnpm: 'pnpm exec', yarn: 'yarn', bun: 'bunx' } as const;
type Manager = keyof typeof EXEC;

interface Invocation {
  readonly runner: JsRunner;
  /** The words of the command, environment and wrappers included. */
  readonly words: readonly string[];
  /** Where the runner's own arguments begin. */
  readonly argumentsAt: number;
}

/** Splits on blanks outside quotes; quotes are kept. */
function words(command: string): readonly string[] {
  return command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
}

/** A script that is nothing but one start of a known runner (wrappers such as `cross-env A=b` or `c8` aside). */
export function parseRunner(command: string): Invocation | undefined {
  if (/[|;`]|&&|\$\(/.test(command)) return undefined;
  const all = words(command);
  let at = 0;
  while (at < all.length) {
    const word = all[at] ?? '';
    if (/^[A-Za-z_]\w*=/.test(word) || /^(cross-env|npx|dotenv|--|exec|pnpm|env)$/.test(word)) at += 1;
    else if (/^(c8|nyc)$/.test(word)) at = afterWrapper(all, at + 1);
    else break;
  }
  const name = (all[at] ?? '').replace(/^(?:\.\/)?node_modules\/(?:\.bin\/)?/, '');
  const rest = all.slice(at + 1);
  const known = /^(vitest|jest|mocha|ava|tap|jasmine|borp|tape|uvu)(?:\/.*)?$/.exec(name)?.[1];
  if (known !== undefined && isRunner(known)) return { runner: known, words: all, argumentsAt: at + 1 };
  if (name === 'react-scripts' && rest[0] === 'test')
    return { runner: 'jest', words: all, argumentsAt: at + 2 };
  if (name === 'playwright' && rest[0] === 'test')
    return { runner: 'playwright', words: all, argumentsAt: at + 2 };
  if (name === 'bun' && rest[0] === 'test') return { runner: 'bun', words: all, argumentsAt: at + 2 };
  if (name !== 'node' && name !== 'tsx') return undefined;
  if (rest.some(word => /^--test(?:=|$)/.test(word)))
    return { runner: 'node', words: all, argumentsAt: at + 1 };
  const script = rest.findIndex(word => /node_modules\/(?:\.bin\/)?(jest|vitest|mocha)\b/.test(word));
  const inner = script === -1 ? undefined : /(jest|vitest|mocha)/.exec(rest[script] ?? '')?.[1];
  return inner !== undefined && isRunner(inner)
    ? { runner: inner, words: all, argumentsAt: at + 2 + script }
    : undefined;
}

/** A coverage wrapper has settings of its own before the command that it starts. */
function afterWrapper(all: readonly string[], from: number): number {
  const start = all.findIndex(
    (word, at) => at >= from && (isRunner(word) || /^(npx|cross-env|tsx)$/.test(word)),
  );
  return start === -1 ? all.length : start;
}

function isRunner(name: string): name is JsRunner {
  return Object.hasOwn(BY_HAND, name);
}

const PATH_LIKE = /[/*]|\.[cm]?[jt]sx?['"]?$|^(tests?|specs?|src)['"]?$/;
const TAKES_VALUE =
  /^(-c|--config|-r|--require|--import|--loader|--experimental-loader|--project|-p|--env-file|--testTimeout|--timeout|-t|--reporter|-R|--root|--dir|--ui|-u|--ext|--extension|--maxWorkers|-w|--env|--test-reporter)$/;

/** Positions of arguments that select test files. */
function selections(invocation: Invocation): readonly number[] {
  const found: number[] = [];
  for (let at = invocation.argumentsAt; at < invocation.words.length; at += 1) {
    const word = invocation.words[at] ?? '';
    if (word.startsWith('-')) {
      if (TAKES_VALUE.test(word)) at += 1;
    } else if (PATH_LIKE.test(word)) found.push(at);
  }
  return found;
}

/** A runner that is given one program of the project's own: that program finds the tests, in a way only it knows. */
function isHarness(invocation: Invocation): boolean {
  const chosen = selections(invocation).map(at => (invocation.words[at] ?? '').replace(/['"]/g, ''));
  return (
    chosen.length === 1 &&
    /^(?:.*\/)?(?:index|run|runner|main|all|bootstrap)[\w-]*\.[cm]?[jt]s$/.test(chosen[0] ?? '')
  );
}

/** A run that stops for a debugger proves nothing by itself. */
const DEBUGS = /\bdebug\b|DEBUG=|--inspect/i;
const WATCHES = /(^|\s)--?(watch(All)?|w)(\s|$)/;

/**
 * The command that runs one JavaScript or TypeScript test file from the project's root. The package's own script is
 * taken where it is a runner that accepts a path; where it already selects files, its words are kept with the
 * selection replaced; else the runner is started by hand.
 */
export function npmTestCommand(manifest: Manifest, testPath: string): string | undefined {
  const manager = managerOf(manifest);
  const path = relativeTo(manifest.dir, testPath);
  const candidates = manifest.scripts
    .filter(script => script.purpose === 'test' && !DEBUGS.test(`${script.name} ${script.command}`))
    .sort(byPreference(testPath));
  for (const script of candidates) {
    const invocation = parseRunner(script.command);
    if (invocation === undefined) continue;
    return isHarness(invocation) ? undefined : fromScript(manifest, manager, script, invocation, path);
  }
  const inner = candidates.map(script => innerRunner(script.command)).find(found => found !== undefined);
  // What loads the files (`--import=tsx`) is no part of the runner's name, and nothing runs without it.
  if (inner?.runner === 'node') return inDir(manifest, manager, replaced(inner, path));
  const runner = inner?.runner ?? installedRunner(manifest);
  return runner === undefined ? undefined : inDir(manifest, manager, byHand(manager, runner, path));
}

/** `test` before `test:unit` before the rest; an end-to-end script first for an end-to-end test. */
function byPreference(testPath: string): (a: ProjectScript, b: ProjectScript) => number {
  const e2e = /(^|[/._-])e2e([/._-]|$)/.test(testPath);
  const weight = (script: ProjectScript): number => {
    const isE2e = /e2e|playwright|cypress/.test(script.name);
    if (isE2e !== e2e) return 4;
    return isE2e ? 0 : scriptRank(script);
  };
  return (a, b) => weight(a) - weight(b);
}

function fromScript(
  manifest: Manifest,
  manager: Manager,
  script: ProjectScript,
  invocation: Invocation,
  path: string,
): string {
  const { runner } = invocation;
  const chosen = selections(invocation);
  const watches =
    WATCHES.test(script.command) ||
    (runner === 'vitest' && !/\b(run|related)\b|--run\b/.test(script.command));
  if (chosen.length === 0 && !watches) {
    const run = npmRun(
      { manager, dir: manifest.dir, workspace: manifest.workspace ?? false, name: manifest.name },
      script.name,
    );
    // yarn, pnpm and bun hand every further argument to the script; npm needs `--`.
    return manager === 'npm' ? `${run} -- ${path}` : `${run} ${path}`;
  }
  if (runner === 'node' || runner === 'mocha' || runner === 'tape' || runner === 'borp') {
    // `node --test`, mocha and their like add to their selection, so it has to be replaced; loaders and flags must stay.
    const command = replaced(invocation, path);
    const direct =
      runner === 'node' || /^(npx|pnpm) /.test(command) ? command : `${EXEC[manager]} ${command}`;
    return inDir(manifest, manager, direct);
  }
  return inDir(manifest, manager, byHand(manager, runner, path));
}

/** The words of a start with this file in the place of what it selects. */
function replaced(invocation: Invocation, path: string): string {
  const chosen = selections(invocation);
  const kept = invocation.words.filter((word, at) => !chosen.includes(at) && !/^--watch$|^-w$/.test(word));
  return [...kept, path].join(' ');
}

function byHand(manager: Manager, runner: JsRunner, path: string): string {
  if (runner === 'node' || runner === 'bun') return `${BY_HAND[runner]} ${path}`;
  return `${EXEC[manager]} ${BY_HAND[runner]} ${path}`;
}

/** Commands start at the project's root; a package below it is entered first. */
function inDir(manifest: Manifest, manager: Manager, command: string): string {
  if (manifest.dir === '') return command;
  if (manager === 'pnpm' && command.startsWith('pnpm exec ')) {
    return `pnpm -C ${manifest.dir} exec ${command.slice('pnpm exec '.length)}`;
  }
  return `cd ${manifest.dir} && ${command}`;
}

/** The runner inside a script that does more (`npm run lint && vitest run`). */
function innerRunner(command: string): Invocation | undefined {
  for (const part of command.split(/&&|;|\|\|?/)) {
    const found = parseRunner(part.trim());
    if (found !== undefined) return found;
  }
  return undefined;
}

function installedRunner(manifest: Manifest): JsRunner | undefined {
  const names = new Set(manifest.dependencies.map(dependency => dependency.name));
  if (names.has('vitest')) return 'vitest';
  if (names.has('jest') || names.has('react-scripts') || names.has('ts-jest')) return 'jest';
  if (names.has('mocha')) return 'mocha';
  if (names.has('ava')) return 'ava';
  if (names.has('tap')) return 'tap';
  for (const name of ['borp', 'tape', 'uvu'] as const) if (names.has(name)) return name;
  if (names.has('@playwright/test')) return 'playwright';
  return names.has('jasmine') ? 'jasmine' : undefined;
}

export function runnerOf(manifest: Manifest): JsRunner | undefined {
  const scripts = manifest.scripts.filter(script => script.purpose === 'test');
  for (const script of scripts.sort((a, b) => scriptRank(a) - scriptRank(b))) {
    const found = (parseRunner(script.command) ?? innerRunner(script.command))?.runner;
    if (found !== undefined) return found;
  }
  return installedRunner(manifest);
}

export function managerOf(manifest: Manifest): Manager {
  const name = manifest.manager?.name;
  return name === 'pnpm' || name === 'yarn' || name === 'bun' ? name : 'npm';
}
