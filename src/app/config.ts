import { join, resolve } from 'node:path';
import { codeOf, findProjectRoot, userFolder } from '../host/index.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import { clean, redact, safeLine } from '../shared/text/index.ts';
import {
  OF_PROJECT,
  type Origin,
  openSettings,
  PROJECT_FILE,
  type SettingName,
  settingNamed,
  settingWish,
  VARIABLES,
} from '../storage/index.ts';
import { ANTHROPIC, addressOf, namedCredentials, repositoryWishes } from './model-access.ts';

/** A setting that holds. */
export interface ConfigRow {
  readonly name: SettingName;
  /** Ready to be shown: nothing secret. Absent where nobody set it and there is no default. */
  readonly value?: unknown;
  readonly from: Origin;
  /** The variable or file that it is from, in words. */
  readonly where: string;
}

export interface Config {
  /** The user's own file, absolute. */
  readonly file: string;
  rows(): readonly ConfigRow[];
  /** Failures: `usage`, `settings-unwritable`. Gives what holds from now on: another layer may win. */
  set(name: string, text: string): Result<ConfigRow>;
  /** The same; a setting that was not set is no failure. */
  unset(name: string): Result<ConfigRow>;
  /** What was ignored or mended, and what the repository wished for. */
  notices(): readonly string[];
}

const HIDDEN = 'set (hidden)';
const DEFAULTS: Partial<Record<SettingName, string>> = {
  theme: 'auto',
  planner: 'auto',
  pace: 'on',
  baseUrl: ANTHROPIC,
};

/** Failures: those of a folder that is no project. */
export function createConfig({
  folder,
  cwd,
  env,
}: {
  readonly folder: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}): Result<Config> {
  const found = findProjectRoot(resolve(cwd, folder));
  if (!found.ok) return found;
  const root = found.value;
  const own = userFolder('config', env);
  const file = join(own, 'config.json');
  const settings = openSettings({ folder: own, projectRoot: root, env, flags: {} });

  const where = (name: SettingName, from: Origin): string => {
    switch (from) {
      case 'flag':
        return 'the command line';
      case 'environment':
        return VARIABLES[name] ?? 'the environment';
      case 'project':
        return PROJECT_FILE;
      case 'user':
        return file;
      case 'default':
        return 'default';
    }
  };
  /** The variables that hold a key win over the setting, and are no setting themselves. */
  const keyRow = (): ConfigRow => {
    const [used] = namedCredentials(env, settings.model());
    if (used === undefined) return { name: 'apiKey', from: 'default', where: 'default' };
    const from = used.startsWith('ANTHROPIC_') ? 'environment' : 'user';
    return { name: 'apiKey', value: HIDDEN, from, where: from === 'user' ? file : used };
  };
  const rows = (): readonly ConfigRow[] =>
    settings.all().map(({ name, value, from = 'default' }) => {
      if (name === 'apiKey') return keyRow();
      const shown = value ?? DEFAULTS[name];
      const row = { name, from, where: where(name, from) };
      return shown === undefined ? row : { ...row, value: shownValue(shown) };
    });
  const rowOf = (name: SettingName): ConfigRow =>
    rows().find(row => row.name === name) ?? { name, from: 'default', where: 'default' };
  /** Writes, or says why that cannot be. */
  const write = (name: SettingName, change: () => void): Result<ConfigRow> => {
    try {
      if (!settings.kept) return err(unwritable(file, 'see above'));
      change();
      return ok(rowOf(name));
    } catch (error) {
      return err(unwritable(file, codeOf(error)));
    }
  };

  return ok({
    file,
    rows,
    set(typed, text) {
      const wish = settingWish(typed, text, settings.own('limits'));
      if (!wish.ok) return wish;
      const { name, value } = wish.value;
      const address = name === 'baseUrl' ? addressOf(text) : undefined;
      if (address && !address.ok) return address;
      return write(name, () => settings.put(name, value));
    },
    unset(typed) {
      const name = settingNamed(typed);
      return name.ok ? write(name.value, () => settings.unset(name.value)) : name;
    },
    notices() {
      settings.all();
      return [...settings.notices, ...repositoryWishes(root)];
    },
  });
}

/** What a project's own file may set, for people. */
export const projectMaySet = (): string => [...OF_PROJECT].join(', ');

function shownValue(value: unknown): unknown {
  return typeof value === 'string' ? safeLine(redact(value).text) : clean(value).value;
}

function unwritable(file: string, why: string) {
  return failure(
    'settings-unwritable',
    `Your settings cannot be written to ${file} (${why}).`,
    'Mend its permissions, or name another folder in PLANNER_TUI_HOME.',
  );
}
