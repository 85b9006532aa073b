import { mainLanguage } from '../../main-language.ts';
import { caseAs, folderOf, join, testPathFor } from '../../naming.ts';
import type { Survey } from '../../survey.ts';
import type { Entry } from '../entry.ts';
import { mainFolder, type Part } from './part.ts';

/** Names of the new files of a part, by language; `F` is its folder, `N` its name. */
interface Names {
  readonly style: 'kebab' | 'snake';
  readonly ext: string;
  /** The face that the rest calls, the first that is free. */
  readonly face: readonly string[];
  readonly client: string;
  /** Where a process of its own begins. */
  readonly entry: string;
}

const SCRIPT: Names = {
  style: 'kebab',
  ext: '.ts',
  face: ['index', 'face', 'N-face'],
  client: 'client',
  entry: 'server',
};
const NAMES: Readonly<Record<string, Names>> = {
  typescript: SCRIPT,
  javascript: { ...SCRIPT, ext: '.js' },
  python: { style: 'snake', ext: '.py', face: ['api', 'face', 'N_face'], client: 'client', entry: 'service' },
  go: { style: 'snake', ext: '.go', face: ['N', 'face', 'N_face'], client: 'client', entry: '' },
  ruby: { style: 'snake', ext: '.rb', face: ['N', 'N_face'], client: 'N_client', entry: '' },
  java: { style: 'kebab', ext: '.java', face: ['Face'], client: 'Client', entry: 'Application' },
};

/**
 * Where the new files of a part go: `face`, `client`, `entry`, `contract` (the test of the face), `wall` (the rule that keeps
 * it apart) and `slug`, `snake`, `const`, `type` (its name in addresses, files, settings and types).
 */
export function newPlaces(survey: Survey, part: Part): Entry {
  const language = mainLanguage(survey);
  const known = NAMES[language] ?? SCRIPT;
  const extension = /\.\w+$/.exec(part.files[0]?.path ?? '')?.[0] ?? known.ext;
  const ext = NAMES[language] ? known.ext : extension;
  const name = caseAs(part.name.replace(/ and /g, ' '), known.style);
  const pascal = caseAs(name, 'pascal');
  const folder = homeOf(survey, part, language, name);
  const rails = folder.startsWith('packs/');
  const free = (base: string): string =>
    join(
      rails ? `${folder}/app/public` : folder,
      `${language === 'java' ? pascal : ''}${base.replace('N', language === 'go' ? name.replaceAll('_', '') : name)}${ext}`,
    );
  const face = known.face.map(free).find(p => !survey.paths.has(p)) ?? free(`${known.face.at(-1)}`);
  const entry = entryPlace(survey, language, name, folder, ext);
  const wall = wallOf(survey, language);
  return {
    slug: caseAs(name, 'kebab'),
    snake: caseAs(name, 'snake'),
    const: caseAs(name, 'snake').toUpperCase(),
    type: pascal,
    home: folder,
    face,
    client: free(known.client),
    contract: contractOf(survey, face, name, language),
    entry,
    ...(wall === undefined ? {} : { wall }),
    ...(wall?.includes('eslint') ? { lint: 'yes' } : {}),
  };
}

/** The part's own folder; where its files lie by kind, a new one beside those kinds. */
function homeOf(survey: Survey, part: Part, language: string, name: string): string {
  if (part.folder !== undefined) return part.folder;
  if (language === 'ruby') return survey.paths.has('config/application.rb') ? `packs/${name}` : `lib/${name}`;
  const main = mainFolder(part);
  return join(folderOf(main), name);
}

function entryPlace(survey: Survey, language: string, name: string, folder: string, ext: string): string {
  if (language === 'ruby')
    return survey.paths.has('config/routes.rb') ? `config/routes/${name}.rb` : `bin/${name}`;
  if (language === 'go') {
    return `cmd/${name.replaceAll('_', '-')}/main.go`;
  }
  if (language === 'python')
    return join(folder, `${survey.paths.has('manage.py') ? 'service_urls' : 'service'}${ext}`);
  if (language === 'java') return join(folder, `${caseAs(name, 'pascal')}Application${ext}`);
  const taken = survey.paths.has(join(folder, `server${ext}`));
  return join(folder, `${taken ? 'service' : 'server'}${ext}`);
}

/** The test of the face, named after the part: many faces are called `index`. */
function contractOf(survey: Survey, face: string, name: string, language: string): string {
  const tests = survey.roles.get('test') ?? [];
  if (face.startsWith('packs/')) return testPathFor(`app/models/${name}_contract.rb`, tests);
  const plain = /\/?(?:index|face|api)\.\w+$/.test(face) && language !== 'go';
  const named = plain
    ? join(folderOf(face), `${name}-contract${/\.\w+$/.exec(face)?.[0] ?? ''}`)
    : face.replace(/(\.\w+)$/, `_contract$1`);
  return testPathFor(language === 'python' ? named.replaceAll('-', '_') : named, tests);
}

const RULES: Readonly<Record<string, readonly RegExp[]>> = {
  typescript: [
    /^\.dependency-cruiser\.[cm]?js(?:on)?$/,
    /^eslint\.config\.[cm]?[jt]s$/,
    /^\.eslintrc(?:\.\w+)?$/,
  ],
  python: [/^\.importlinter$/, /^tach\.toml$/],
  go: [/^\.golangci\.ya?ml$/],
  ruby: [/^packwerk\.yml$/],
};

/** The file of rules that is there, else the one that the usual tool of the language reads. */
function wallOf(survey: Survey, language: string): string | undefined {
  const rules = RULES[language === 'javascript' ? 'typescript' : language] ?? [];
  const there = rules.map(r => [...survey.paths].find(p => r.test(p))).find(p => p !== undefined);
  if (there !== undefined) return there;
  if (language === 'typescript' || language === 'javascript') return '.dependency-cruiser.cjs';
  if (language === 'python') return '.importlinter';
  if (language === 'go') return '.golangci.yml';
  if (language === 'ruby') return 'packwerk.yml';
  return undefined;
}
