import type { Survey } from './survey.ts';

/** Languages as the code map names them → as templates and conditions name them; markup and data are none. */
const WRITTEN_IN: Readonly<Record<string, string>> = {
  typescript: 'typescript',
  tsx: 'typescript',
  javascript: 'javascript',
  // Vue, Svelte and Astro files are read as one language.
  vue: 'typescript',
  python: 'python',
  go: 'go',
  rust: 'rust',
  ruby: 'ruby',
  java: 'java',
  kotlin: 'kotlin',
  scala: 'scala',
  csharp: 'csharp',
  php: 'php',
  swift: 'swift',
  c: 'c',
  cpp: 'cpp',
};

/** The same by the names that the code map counts by: `go`, `tsx`, `csharp`. */
const BY_ID: ReadonlyMap<string, string> = new Map([
  ...Object.entries(WRITTEN_IN).map(([name, language]) => [name.toLowerCase(), language] as const),
  ...Object.values(WRITTEN_IN).map(language => [language, language] as const),
]);

/** Every name that `lang:NAME` may ask for; `js` is JavaScript or TypeScript. */
export const LANGUAGE_NAMES: ReadonlySet<string> = new Set([...Object.values(WRITTEN_IN), 'js']);

/** What most files of the program are written in, as its templates are marked; `other` where that is no known one. */
export function mainLanguage(survey: Pick<Survey, 'summary' | 'style'>): string {
  const files = new Map<string, number>();
  for (const { name, files: n } of survey.summary.languages) {
    const language = WRITTEN_IN[name] ?? BY_ID.get(name.toLowerCase());
    if (language !== undefined) {
      const family = language === 'typescript' ? 'javascript' : language;
      files.set(family, (files.get(family) ?? 0) + n);
    }
  }
  const most = [...files].sort((a, b) => b[1] - a[1])[0]?.[0];
  // Which of the two a project of scripts is written in, its own texts say better than a count of files.
  if (most === undefined || most === 'javascript' || most === 'python') return survey.style.language;
  return most;
}
