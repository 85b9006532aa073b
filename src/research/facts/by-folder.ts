import type { StackFact } from '../port.ts';
import { baseOf, dirOf, isAside, isSide, isTest } from '../read/paths.ts';
import { type FactContext, present } from './model.ts';

/** `de`, `pt_BR`, `zh-Hans`: what translations are named by. */
const LANGUAGE = /^[a-z]{2,3}(?:[-_](?:[A-Z][A-Za-z]{1,3}|[a-z]{2}|\d{3}))?$/;
/** The innermost folder of that kind: `locale/translations/` keeps its files below the second. */
const TEXTS = /(?:.*\/|^)(?:locales?|lang|langs|languages?|translations?|i18n|messages|l10n)\//i;
const BUNDLE = /(?:^|\/)messages_([a-z]{2}(?:_[A-Z]{2})?)\.properties$/;

/** Translations by their files: two or more languages side by side, whatever library reads them. */
export async function translationFiles(context: FactContext): Promise<StackFact | undefined> {
  const byFolder = new Map<string, Set<string>>();
  const example = new Map<string, string>();
  for (const path of await ownPaths(context)) {
    const bundle = BUNDLE.exec(path)?.[1];
    const inTexts = TEXTS.exec(path);
    const language =
      bundle ?? (inTexts === null ? undefined : languageOf(path, inTexts.index + inTexts[0].length));
    if (language === undefined) continue;
    const folder =
      bundle === undefined && inTexts !== null
        ? path.slice(0, inTexts.index + inTexts[0].length - 1)
        : dirOf(path);
    byFolder.set(folder, (byFolder.get(folder) ?? new Set()).add(language));
    if (!example.has(folder) || /(?:^|\/)en\b/.test(path)) example.set(folder, path);
  }
  const best = [...byFolder.entries()].sort((a, b) => b[1].size - a[1].size)[0];
  if (best === undefined || best[1].size < 2) return undefined;
  const [folder, languages] = best;
  const path = example.get(folder) ?? '';
  const file = await context.reader.read(path);
  if (file === undefined) return undefined;
  return present(
    'i18n',
    `Texts are kept in ${languages.size} languages under \`${folder}\`.`,
    [context.reader.cite(file, 1)],
    { folder, languages: languages.size, file: path, kind: 'files' },
  );
}

/** The first name below the folder of texts that is a language: `de/shop.php`, `de_DE.json`, `client.de.yml`. */
function languageOf(path: string, from: number): string | undefined {
  const below = path.slice(from);
  const first = below.split('/')[0] ?? '';
  const name = below.includes('/')
    ? first
    : first
        .replace(/\.[a-z]+$/, '')
        .split('.')
        .at(-1);
  return name !== undefined &&
    LANGUAGE.test(name) &&
    /\.(?:json|ya?ml|php|po|properties|toml|ftl|[jt]s|xlf)$/.test(path)
    ? name
    : undefined;
}

const TEMPLATES: readonly (readonly [label: string, pattern: RegExp])[] = [
  ['Blade', /\.blade\.php$/],
  ['ERB', /\.html\.erb$/],
  ['Haml', /\.html\.haml$/],
  ['Slim', /\.html\.slim$/],
  ['Razor', /\.cshtml$/],
  ['Twig', /\.twig$/],
  ['EJS', /\.ejs$/],
  ['Pug', /\.pug$/],
  ['Handlebars', /\.(?:hbs|handlebars)$/],
  ['Jinja', /\.(?:jinja2?|j2\.html)$/],
  ['HTML', /(?:^|\/)templates?\/.*\.(?:html|gohtml|tmpl)$/],
];
const LEAST = 3;

/** Pages drawn on the server from templates, where no library of a browser draws them. */
export async function templates(context: FactContext): Promise<StackFact | undefined> {
  const paths = await ownPaths(context);
  const found = TEMPLATES.map(([label, pattern]) => ({
    label,
    files: paths.filter(path => pattern.test(path) && !/mail/i.test(path)),
  })).sort((a, b) => b.files.length - a.files.length)[0];
  if (found === undefined || found.files.length < LEAST) return undefined;
  const folders = new Map<string, number>();
  for (const path of found.files) {
    const folder = dirOf(path).split('/').slice(0, 3).join('/');
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  const folder = [...folders.entries()].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
  const first =
    found.files.find(path => /(?:layout|base|index|application)/.test(baseOf(path))) ?? found.files[0];
  const file = first === undefined ? undefined : await context.reader.read(first);
  if (file === undefined) return undefined;
  return present(
    'frontend',
    `Pages are drawn on the server from ${found.files.length} ${found.label} templates, most under \`${folder}\`.`,
    [context.reader.cite(file, 1)],
    { kind: 'templates', label: found.label, folder, count: found.files.length, file: file.path },
  );
}

async function ownPaths(context: FactContext): Promise<readonly string[]> {
  // `isAside` counts folders named `templates` as samples near the root; templates of pages are what is asked for here.
  return (await context.reader.list()).filter(
    path => !isSide(path) && !isTest(path) && !isAside(path.replace(/(^|\/)templates?\//g, '$1pages/')),
  );
}
