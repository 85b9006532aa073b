import { MODEL_WISH_FORM } from '../domain/index.ts';
import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';
import { isNear, safeLine } from '../shared/text/index.ts';
import { SETTING_NAMES, type SettingName, SHAPES } from './settings.ts';

/** A setting as it was typed; its value fits its shape. */
export interface SettingWish {
  readonly name: SettingName;
  readonly value: unknown;
}

/** Forms of the settings that are no plain word, for people. */
const FORMS: Partial<Record<SettingName, string>> = {
  limits: 'numbers by name, as in limits.tokens 800000 or {"tokens": 800000}',
  playbooks: 'a JSON list of names, as in ["realtime"]',
  implementers:
    'JSON of names and commands, as in {"mine": ["my-agent", "{instruction}"]}; {plan} is the plan’s path',
  keymap: 'JSON of commands and keys, as in {"quit": "q"}',
  planner: 'auto, claude or local',
  model: MODEL_WISH_FORM,
  prices:
    'JSON of models and US dollars for a million tokens, as in {"ID": {"input": 5, "cacheWrite": 6.25, "cacheRead": 0.5, "output": 25}}',
  pace: 'on or off',
  redTeam: 'on or off',
};

/**
 * What `NAME VALUE` asks for. `limits.tokens 5` sets one of the limits beside those in `limits`, the person's own until
 * now. Failure: `usage`, for a name that there is not and for a value of the wrong form.
 */
export function settingWish(typed: string, text: string, limits: unknown): Result<SettingWish> {
  const one = /^limits\.(.+)$/.exec(typed)?.[1];
  if (one !== undefined) {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    const before = SHAPES.limits.safeParse(limits);
    const all = SHAPES.limits.safeParse({ ...before.data, [one]: number });
    return all.success
      ? ok({ name: 'limits', value: all.data })
      : err(wrongForm(typed, text, 'a number of at least 0'));
  }
  const name = settingNamed(typed);
  if (!name.ok) return name;
  const shape = SHAPES[name.value];
  const value = shape.safeParse(text).success ? text : jsonIn(text);
  return shape.safeParse(value).success
    ? ok({ name: name.value, value })
    : err(wrongForm(typed, text, FORMS[name.value] ?? 'a word'));
}

/** Failure: `usage`. */
export function settingNamed(typed: string): Result<SettingName> {
  const name = SETTING_NAMES.find(n => n === typed);
  if (name !== undefined) return ok(name);
  const near = SETTING_NAMES.find(n => isNear(typed, n));
  return err(
    failure(
      'usage',
      `There is no setting “${safeLine(typed).slice(0, 60)}”.`,
      near === undefined ? `There are: ${SETTING_NAMES.join(', ')}.` : `Did you mean ${near}?`,
    ),
  );
}

function wrongForm(name: string, text: string, form: string): Failure {
  return failure('usage', `“${safeLine(text).slice(0, 80)}” is no valid ${name}.`, `Expected: ${form}.`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
