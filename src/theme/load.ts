import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';
import { Theme } from './schema.ts';

/** Reads and checks one theme file's text; the failure names the file, the place and what was expected there. */
export function parseTheme(text: string, file: string): Result<Theme, Failure> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return err(
      failure('theme-not-json', `${file} is not JSON: ${why}.`, 'Mend the file, or choose another theme.'),
    );
  }
  const parsed = Theme.safeParse(data);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.') || 'the file';
  return err(
    failure(
      'theme-invalid',
      `${file}: ${place}: ${issue?.message ?? 'not a theme'}.`,
      'Compare it with themes/dark.json, or choose another theme.',
    ),
  );
}

/** A folder of data files as the host gives it: names with their text. */
export interface ThemeFiles {
  list(): readonly { readonly file: string; readonly text: string }[];
}

export interface LoadedThemes {
  readonly themes: readonly Theme[];
  /** Files that are no themes, each with what is wrong; shown, never fatal. */
  readonly failures: readonly Failure[];
}

/** Loads every theme file; a later one with the same name replaces an earlier one (the user's over the shipped). */
export function loadThemes(files: ThemeFiles): LoadedThemes {
  const byName = new Map<string, Theme>();
  const failures: Failure[] = [];
  for (const { file, text } of files.list()) {
    const parsed = parseTheme(text, file);
    if (parsed.ok) byName.set(parsed.value.name, parsed.value);
    else failures.push(parsed.error);
  }
  return { themes: [...byName.values()], failures };
}

/** The theme of this name, or for `auto` the first one made for the terminal's appearance. */
export function chooseTheme(
  themes: readonly Theme[],
  name: string,
  appearance: 'dark' | 'light',
): Result<Theme, Failure> {
  const found =
    name === 'auto'
      ? (themes.find(t => t.name === appearance) ?? themes.find(t => t.appearance === appearance))
      : themes.find(t => t.name === name);
  if (found) return ok(found);
  const known = themes.map(t => t.name).join(', ') || 'none';
  return err(failure('unknown-theme', `There is no theme “${name}”.`, `Known themes: auto, ${known}.`));
}
