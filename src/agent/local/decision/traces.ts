import type { CodeMap, TextHit } from '../../../codemap/port.ts';
import type { FileSource } from '../../../domain/index.ts';
import type { ProjectFiles } from '../../../host/port.ts';
import type { OptionSpec } from '../../../playbooks/model.ts';
import type { DocHit, ProjectDependency, Research } from '../../../research/port.ts';
import { fileSource } from '../excerpt.ts';
import { isAsideManifest } from '../frameworks.ts';
import { CODE, escaped, importPattern, TESTS } from '../lists/upgrades.ts';
import { baseOf, folderOf } from '../naming.ts';
import type { Survey } from '../survey.ts';
import { NO_TRACES, type Traces } from './model.ts';
import type { NamedOption } from './topic.ts';

export interface TracePorts {
  readonly map: CodeMap;
  readonly files: ProjectFiles;
  readonly research: Research;
}

/** Lines that are counted of one option; more is said to be more. */
const MOST_LINES = 2_000;
const MOST_DOCS = 3;
const MOST_COMMITS = 200;
const NOT_OWN = /(?:^|\/)(?:node_modules|vendor|third_party|dist|examples?|fixtures?|testdata)\//;
const DEPLOY =
  /(?:^|\/)(?:(?:docker-)?compose[^/]*\.ya?ml|Dockerfile[^/]*|Procfile[^/]*|fly\.toml|render\.yaml|app\.json|values[^/]*\.ya?ml)$|(?:^|\/)(?:k8s|kubernetes|helm|charts?|deploy(?:ment)?s?|terraform|infra)\//i;
const CI =
  /^\.github\/workflows\/|^\.gitlab-ci\.yml$|^\.circleci\/|^\.buildkite\/|^azure-pipelines|^Jenkinsfile$|^bitbucket-pipelines/;
const DOCUMENT = /\.(?:md|mdx|rst|adoc|txt)$/i;
/** A record of changes says what was, and a licence nothing. */
const NO_DOCUMENT = /(?:^|\/)(?:change-?log|changes|history|license|licence|authors|news)[^/]*$/i;

/** What the project holds of one option, by the names that a playbook knows or by its own. */
export async function tracesOf(ports: TracePorts, survey: Survey, option: NamedOption): Promise<Traces> {
  const declared = declaredOf(survey, option);
  const hits = await usesOf(ports, declared, option.spec);
  const own = hits.filter(h => CODE.test(h.path) && !NOT_OWN.test(h.path));
  const placed = declared.length > 0 ? namedAfter(survey, option) : [];
  const all = unique([...own.map(h => h.path), ...placed]);
  const tests = all.filter(p => TESTS.test(p));
  const sources = all.filter(p => !TESTS.test(p));
  const [first] = own.filter(h => sources.includes(h.path) || sources.length === 0);
  const smallest = await smallestOf(ports, sources.length > 0 ? sources : tests);
  const words = wordsOf(option);
  const spoken =
    words.length === 0 ? [] : await ports.map.search(wordPattern(words), { flags: 'i', limit: MOST_LINES });
  return {
    ...NO_TRACES,
    declared,
    sources,
    tests,
    lines: own.length,
    more: hits.length >= MOST_LINES,
    ...optional('first', first && (await sourceAt(ports, survey, first))),
    ...optional('smallest', smallest),
    deployed: await deployedOf(ports, survey, option, spoken),
    ci: !isNamed(option)
      ? []
      : await sourcesAt(ports, survey, spoken.filter(h => CI.test(h.path) && !isComment(h.text)).slice(0, 2)),
    configs: configsOf(survey, option.spec),
    docs: await docsOf(ports, survey, spoken),
    commits: (await commitsOf(ports.map, words)).slice(0, MOST_COMMITS),
  };
}

function optional<K extends string, T>(key: K, value: T | undefined): { readonly [key in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [key in K]?: T };
}

const unique = (paths: readonly string[]): readonly string[] => [...new Set(paths)];

/** Whether it is a thing with a name: REST and a monolith are ways to work, and their words mean much else in a text. */
function isNamed({ spec }: NamedOption): boolean {
  return (
    spec === undefined ||
    Object.keys(spec.packages).length + spec.images.length + spec.files.length + spec.code.length > 0
  );
}

/** Shorter words than these mean something else where they are no names: "the rest". */
const TELLING = 8;

/** What people call it: the names that the playbook knows, else its own. */
function wordsOf(option: NamedOption): readonly string[] {
  const { label, spec } = option;
  const all = spec ? [...new Set([label, ...spec.names].map(w => w.toLowerCase()))] : [label.toLowerCase()];
  return isNamed(option) ? all : all.filter(w => w.length >= TELLING);
}

export function wordPattern(words: readonly string[]): string {
  return `(?<![\\w@/.-])(?:${words.map(w => escaped(w).replace(/\s+/g, '[\\s_-]+')).join('|')})(?![\\w/-])`;
}

/** Manifests that name a package of it; without a playbook those whose name is the option's own. */
function declaredOf({ brief }: Survey, { label, spec }: NamedOption): readonly ProjectDependency[] {
  const own = brief.dependencies.filter(d => !isAsideManifest(d.source.path));
  if (spec) {
    const names = new Set(
      Object.values(spec.packages)
        .flat()
        .map(n => n.toLowerCase()),
    );
    return own.filter(
      d => names.has(d.name.toLowerCase().replace(/\/v\d+$/, '')) || names.has(d.name.toLowerCase()),
    );
  }
  const key = label.toLowerCase().replace(/[\s_]+/g, '-');
  return own.filter(d => {
    const name = d.name.toLowerCase().replace(/\/v\d+$/, '');
    return name === key || name.split(/[/:]/).at(-1) === key || name.replace(/^@/, '') === key;
  });
}

/** Code in a folder that is called by the option's name: `store/db/sqlite/`. */
function namedAfter({ paths }: Survey, { label, spec }: NamedOption): readonly string[] {
  const names = new Set([label, ...(spec?.names ?? [])].map(n => n.toLowerCase()));
  return [...paths].filter(
    p =>
      CODE.test(p) &&
      !NOT_OWN.test(p) &&
      folderOf(p)
        .toLowerCase()
        .split('/')
        .some(f => names.has(f)),
  );
}

async function usesOf(
  { map }: TracePorts,
  declared: readonly ProjectDependency[],
  spec: OptionSpec | undefined,
): Promise<readonly TextHit[]> {
  const patterns = [
    ...declared.flatMap(d => importPattern(d.name.replace(/\/v\d+$/, ''), d.ecosystem) ?? []),
    ...(spec?.code ?? []).map(text => `${/^\w/.test(text) ? '(?<![\\w.])' : ''}${escaped(text)}`),
  ];
  return patterns.length === 0 ? [] : map.search([...new Set(patterns)].join('|'), { limit: MOST_LINES });
}

/** A file of fewer lines only passes things on, and shows nothing. */
const FEW_LINES = 20;

/** The file with the fewest lines: the cheapest one to try another option on. */
async function smallestOf({ map }: TracePorts, paths: readonly string[]): Promise<Traces['smallest']> {
  const cards = await map.cards(paths.slice(0, 200));
  const [least] = cards
    .filter(c => !/\.d\.[cm]?ts$/.test(c.path))
    .sort(
      (a, b) =>
        Number(a.lines < FEW_LINES) - Number(b.lines < FEW_LINES) ||
        a.lines - b.lines ||
        (a.path < b.path ? -1 : 1),
    );
  return least && { path: least.path, lines: least.lines };
}

async function sourceAt(
  { files }: TracePorts,
  survey: Survey,
  hit: TextHit,
): Promise<FileSource | undefined> {
  const read = await files.read(hit.path);
  return read && fileSource(read, hit.line, hit.line, survey.commit);
}

async function sourcesAt(
  ports: TracePorts,
  survey: Survey,
  hits: readonly TextHit[],
): Promise<readonly FileSource[]> {
  const out: FileSource[] = [];
  for (const hit of hits) {
    const source = await sourceAt(ports, survey, hit);
    if (source) out.push(source);
  }
  return out;
}

const isComment = (line: string): boolean => /^\s*(?:#|\/\/)/.test(line);

/** Lines of what is deployed that start it: its image, or its name where a service is called so. */
async function deployedOf(
  ports: TracePorts,
  survey: Survey,
  { spec }: NamedOption,
  spoken: readonly TextHit[],
): Promise<readonly FileSource[]> {
  const images = (spec?.images ?? []).map(escaped);
  const image = new RegExp(
    `(?:image:|FROM)\\s*["']?(?:[\\w.-]+/)*(?:${images.join('|') || '(?!)'})(?:[:@"'\\s]|$)`,
    'i',
  );
  const lines = spoken.filter(h => DEPLOY.test(h.path) && !isComment(h.text));
  const started = spec === undefined ? lines : lines.filter(h => image.test(h.text));
  return sourcesAt(ports, survey, started.slice(0, 2));
}

function configsOf({ paths }: Survey, spec: OptionSpec | undefined): readonly string[] {
  const heads = spec?.files ?? [];
  return heads.length === 0
    ? []
    : [...paths]
        .filter(p => !NOT_OWN.test(p) && heads.some(h => baseOf(p) === h || baseOf(p).startsWith(`${h}.`)))
        .slice(0, 3);
}

async function docsOf(
  ports: TracePorts,
  survey: Survey,
  spoken: readonly TextHit[],
): Promise<readonly DocHit[]> {
  const lines = spoken.filter(
    h => DOCUMENT.test(h.path) && !NO_DOCUMENT.test(h.path) && !NOT_OWN.test(h.path),
  );
  const out: DocHit[] = [];
  for (const hit of lines.slice(0, MOST_DOCS)) {
    const source = await sourceAt(ports, survey, hit);
    if (source) out.push({ path: hit.path, heading: '', line: hit.line, text: hit.text.trim(), source });
  }
  return out;
}

async function commitsOf(map: CodeMap, words: readonly string[]): Promise<Traces['commits']> {
  const whole = new RegExp(wordPattern(words), 'i');
  const found = await Promise.all(words.map(phrase => map.log({ phrase, limit: MOST_COMMITS })));
  const once = new Map(
    found
      .flat()
      .filter(c => whole.test(c.subject))
      .map(c => [c.sha, c]),
  );
  return [...once.values()].sort((a, b) => b.date.localeCompare(a.date));
}
