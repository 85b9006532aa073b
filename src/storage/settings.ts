import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import * as z from 'zod';
import { ModelWishText, Price } from '../domain/index.ts';
import { codeOf, createDataFiles, privateFolder, readJson } from '../host/index.ts';
import { safeLine } from '../shared/text/index.ts';
import type { ModelSettings, Settings } from './port.ts';

/** A program and its arguments; one of these says what is to be done, or where it stands. */
const OwnCommand = z
  .array(z.string().min(1))
  .min(2)
  .max(64)
  .refine(([, ...args]) => args.some(arg => /\{(?:instruction|plan)\}/.test(arg)));

/** What a user may set. Each value stands alone: a bad one is named and passed over, the others hold. */
export const SHAPES = {
  theme: z.string().min(1),
  language: z.string().min(2),
  limits: z.record(z.string(), z.number().nonnegative()),
  playbooks: z.array(z.string()),
  planner: z.enum(['auto', 'claude', 'local']),
  model: ModelWishText,
  baseUrl: z.string().min(1),
  apiKey: z.string().min(1),
  pace: z.enum(['on', 'off']),
  redTeam: z.enum(['on', 'off']),
  prices: z.record(z.string(), Price),
  keymap: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  implementers: z.record(z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/i), OwnCommand),
} as const;
export type SettingName = keyof typeof SHAPES;
export const SETTING_NAMES = (Object.keys(SHAPES) as SettingName[]).sort();
export type SettingValue<K extends SettingName> = z.infer<(typeof SHAPES)[K]>;
export type Origin = 'flag' | 'environment' | 'project' | 'user' | 'default';

/** A repository may choose looks and limits, never an address, a key or a command (safety.md 4). */
export const OF_PROJECT: ReadonlySet<string> = new Set(['theme', 'language', 'limits', 'playbooks']);
export const PROJECT_FILE = '.planner-tui.json';
const USER_FILE = 'config.json';
/** Variables of the environment that set one. */
export const VARIABLES: Partial<Record<SettingName, string>> = {
  theme: 'PLANNER_TUI_THEME',
  language: 'PLANNER_TUI_LANGUAGE',
  planner: 'PLANNER_TUI_PLANNER',
  pace: 'PLANNER_TUI_PACE',
  model: 'PLANNER_TUI_MODEL',
  baseUrl: 'ANTHROPIC_BASE_URL',
};

export interface AllSettings extends Settings {
  /** The effective value and its origin; undefined where nobody set it. */
  get<K extends SettingName>(
    name: K,
  ): { readonly value: SettingValue<K>; readonly from: Exclude<Origin, 'default'> } | undefined;
  /** False where the user's file cannot be kept: what is set holds until the program ends. */
  readonly kept: boolean;
  /** Every setting with its effective value, in the order of their names; undefined where nobody set it. */
  all(): readonly {
    readonly name: SettingName;
    readonly value: unknown;
    readonly from: Origin | undefined;
  }[];
  /** Writes to the user's file. */
  set<K extends SettingName>(name: K, value: SettingValue<K>): void;
  /** What the user's own file says, whatever shape that has. */
  own(name: SettingName): unknown;
  /** Writes a value to the user's file if it fits; says whether it did. */
  put(name: SettingName, value: unknown): boolean;
  /** Takes it out of the user's file; false where it was not there. */
  unset(name: SettingName): boolean;
}

export interface SettingsPlaces {
  /** The user's config folder; created with mode 0700. */
  readonly folder: string;
  readonly projectRoot: string;
  readonly env: NodeJS.ProcessEnv;
  /** Options of the command line by setting name. */
  readonly flags: Readonly<Record<string, unknown>>;
}

/** Precedence: flag, environment, the project's `.planner-tui.json`, the user's file, default. */
export function openSettings({ folder, projectRoot, env, flags }: SettingsPlaces): AllSettings {
  const notices: string[] = [];
  const user = openUserFile(folder, notices);
  const project = readProject(projectRoot, notices);
  const complained = new Set<string>();

  function layers(name: SettingName): readonly (readonly [Exclude<Origin, 'default'>, unknown, string])[] {
    const variable = VARIABLES[name];
    return [
      ['flag', flags[name], `--${name}`],
      ['environment', variable ? env[variable] || undefined : undefined, variable ?? ''],
      ['project', project[name], `${name} in ${PROJECT_FILE}`],
      ['user', user.get(name), `${name} in ${join(folder, USER_FILE)}`],
    ];
  }

  const get: AllSettings['get'] = name => {
    for (const [from, raw, label] of layers(name)) {
      if (raw === undefined) continue;
      const value = parseSetting(name, raw);
      if (value !== undefined) return { value, from };
      if (!complained.has(label)) {
        complained.add(label);
        notices.push(`${label} is ignored: ${describeValue(raw)} is no valid ${name}.`);
      }
    }
    return undefined;
  };

  function tokens(): Pick<ModelSettings, 'tokens' | 'projectTokens'> {
    // What is no valid setting is told here.
    get('limits');
    const of = (raw: unknown): number | undefined =>
      raw === undefined ? undefined : parseSetting('limits', raw)?.['tokens'];
    return { tokens: of(user.get('limits')), projectTokens: of(project['limits']) };
  }

  return {
    get,
    kept: user.kept,
    all: () =>
      SETTING_NAMES.map(name => {
        const found = get(name);
        return { name, value: found?.value, from: found?.from };
      }),
    set: (name, value) => user.set(name, value),
    own: name => user.get(name),
    put(name, value) {
      const parsed = parseSetting(name, value);
      if (parsed !== undefined) user.set(name, parsed);
      return parsed !== undefined;
    },
    unset(name) {
      if (user.get(name) === undefined) return false;
      user.delete(name);
      return true;
    },
    theme: () => get('theme') ?? { value: 'auto', from: 'default' },
    setTheme: name => user.set('theme', name),
    model: () => ({
      planner: get('planner')?.value,
      model: get('model')?.value,
      baseUrl: get('baseUrl'),
      apiKey: get('apiKey')?.value,
      ...tokens(),
      prices: get('prices')?.value,
    }),
    pace: () => get('pace')?.value ?? 'on',
    redTeam: () => get('redTeam')?.value ?? 'off',
    implementers: () => get('implementers')?.value ?? {},
    notices,
  };
}

interface UserFile {
  readonly kept: boolean;
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  delete(name: string): void;
}

/** The user's own file. Where it cannot be kept, defaults are used and changes hold until the program ends. */
function openUserFile(folder: string, notices: string[]): UserFile {
  try {
    privateFolder(folder);
    setAsideIfCorrupt(join(folder, USER_FILE), notices);
    const file = new Conf<Record<string, unknown>>({
      cwd: folder,
      configName: 'config',
      configFileMode: 0o600,
      clearInvalidConfig: true,
      projectName: 'planner-tui',
    });
    // A file that cannot be read says so at the first look.
    file.get('theme');
    return {
      kept: true,
      get: name => file.get(name),
      set: (name, value) => file.set(name, value),
      delete: name => file.delete(name),
    };
  } catch (error) {
    notices.push(`Settings cannot be kept in ${folder} (${codeOf(error)}); defaults are used.`);
    const kept = new Map<string, unknown>();
    return {
      kept: false,
      get: name => kept.get(name),
      set: (name, value) => void kept.set(name, value),
      delete: name => void kept.delete(name),
    };
  }
}

function parseSetting<K extends SettingName>(name: K, raw: unknown): SettingValue<K> | undefined {
  const parsed = SHAPES[name].safeParse(raw);
  // The shape of this very name was asked; TypeScript cannot follow the index through the union.
  return parsed.success ? (parsed.data as SettingValue<K>) : undefined;
}

function describeValue(raw: unknown): string {
  return safeLine(JSON.stringify(raw) ?? String(raw)).slice(0, 80);
}

/** A file that is no JSON object is kept beside the new one; conf would empty it. */
function setAsideIfCorrupt(file: string, notices: string[]): void {
  if (!existsSync(file)) return;
  const content = readJson(file);
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return;
  let aside = `${file}.corrupt`;
  for (let i = 2; existsSync(aside); i++) aside = `${file}.corrupt-${i}`;
  renameSync(file, aside);
  notices.push(`The settings file was damaged; defaults are used, and it is kept as ${aside}.`);
}

function readProject(root: string, notices: string[]): Readonly<Record<string, unknown>> {
  const text = createDataFiles(root).read(PROJECT_FILE);
  if (text === undefined) return {};
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    notices.push(`${PROJECT_FILE} is ignored: it is no valid JSON.`);
    return {};
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    notices.push(`${PROJECT_FILE} is ignored: a JSON object was expected.`);
    return {};
  }
  const known: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(content)) {
    if (OF_PROJECT.has(name)) known[name] = value;
    else
      notices.push(
        `${safeLine(name).slice(0, 60)} in ${PROJECT_FILE} is ignored: a project may set theme, language, limits and playbooks only.`,
      );
  }
  return known;
}
