import type { Composing } from '../../src/agent/local/compose/composing.ts';
import { composing } from '../../src/agent/local/compose/context.ts';
import { styleOfTexts } from '../../src/agent/local/style.ts';
import type { Survey } from '../../src/agent/local/survey.ts';
import { readGoal } from '../../src/agent/local/words.ts';
import { languageOf } from '../../src/codemap/scan/syntax.ts';
import type { CodeSymbol, FileCard, Role } from '../../src/domain/index.ts';
import { type Playbook, PlaybookHead } from '../../src/playbooks/model.ts';
import {
  ECOSYSTEMS,
  type Ecosystem,
  type ProjectDependency,
  type StackFact,
} from '../../src/research/port.ts';
import { fakeProject } from './fakes.ts';

export interface PlainFile {
  readonly text?: string;
  readonly roles?: readonly Role[];
  /** Symbols by name, with their first and last line; those after the first are inside it where their lines are. */
  readonly symbols?: readonly (readonly [name: string, line: number, endLine: number])[];
}

export interface PlainProject {
  readonly files: Readonly<Record<string, PlainFile>>;
  readonly goal?: string;
  readonly facts?: readonly StackFact[];
  /** Packages by ecosystem. */
  readonly packages?: Readonly<Partial<Record<Ecosystem, readonly string[]>>>;
  /** Paths in the order of the ranking. */
  readonly ranked?: readonly string[];
}

/** What a survey of such a project would hold, without reading anything. */
export async function plainSurvey(project: PlainProject): Promise<Survey> {
  const { files, goal = 'add a thing', facts = [], packages = {}, ranked = [] } = project;
  const paths = Object.keys(files);
  const roles = new Map<Role, string[]>();
  for (const path of paths)
    for (const role of files[path]?.roles ?? []) roles.set(role, [...(roles.get(role) ?? []), path]);
  const languages = new Map<string, number>();
  for (const path of paths) languages.set(languageOf(path), (languages.get(languageOf(path)) ?? 0) + 1);
  const brief = await fakeProject({}).research.brief();
  return {
    goal: readGoal(goal),
    commit: undefined,
    summary: {
      root: '/project',
      files: paths.length,
      symbols: 0,
      languages: [...languages].map(([name, n]) => ({ name, files: n })),
      skipped: [],
      commits: 0,
      ms: 0,
    },
    brief: { ...brief, dependencies: dependenciesOf(packages) },
    facts: new Map(facts.map(fact => [fact.id, fact])),
    impact: {
      files: ranked.map((path, i) => ({ path, score: ranked.length - i, reasons: [], symbols: [] })),
      tests: [],
      precedents: [],
    },
    cards: new Map(paths.map(path => [path, cardOf(path, files[path] ?? {})])),
    texts: new Map(
      paths.map(path => {
        const text = files[path]?.text ?? '';
        return [path, { path, text, bytes: text.length, hash: '0' }];
      }),
    ),
    paths: new Set(paths),
    roles,
    roleCounts: new Map([...roles].map(([role, found]) => [role, found.length])),
    uses: new Map(),
    history: undefined,
    named: [],
    style: styleOfTexts(paths.map(path => ({ path, text: files[path]?.text ?? '' }))),
  };
}

/** The playbooks of these front matters, composed over such a project. */
export async function plainComposing(
  project: PlainProject,
  ...heads: readonly Readonly<Record<string, unknown>>[]
): Promise<Composing> {
  const survey = await plainSurvey(project);
  const matched = heads.map((head, i) => ({
    playbook: playbook({ name: `book-${i + 1}`, ...head }),
    because: 'thing',
  }));
  return composing(survey, matched, 0, 'shop');
}

function playbook(head: Readonly<Record<string, unknown>>): Playbook {
  const parsed = PlaybookHead.parse({ title: 'A thing', triggers: ['thing'], ...head });
  return { ...parsed, origin: 'built-in', templates: [], prose: '' };
}

function dependenciesOf(packages: NonNullable<PlainProject['packages']>): ProjectDependency[] {
  return ECOSYSTEMS.flatMap(ecosystem =>
    (packages[ecosystem] ?? []).map(
      (name): ProjectDependency => ({
        name,
        range: '*',
        ecosystem,
        dev: false,
        source: { kind: 'file', path: 'package.json', line: 1 },
      }),
    ),
  );
}

function cardOf(path: string, { text = '', roles = ['other'], symbols = [] }: PlainFile): FileCard {
  return {
    path,
    language: languageOf(path),
    lines: text.split('\n').length,
    bytes: text.length,
    hash: '0',
    roles: roles.map(role => ({ role, reason: 'by the test' })),
    symbols: symbols.map(
      ([name, line, endLine]): CodeSymbol => ({
        name,
        kind: 'function',
        path,
        line,
        endLine,
        signature: `function ${name}()`,
        exported: true,
      }),
    ),
    imports: [],
    importedBy: [],
    packages: [],
    tests: [],
    commits: 1,
  };
}
