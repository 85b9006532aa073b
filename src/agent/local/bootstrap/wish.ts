import type { Answer, Question } from '../../../domain/index.ts';
import { Makes, type Stack } from '../../../playbooks/stacks.ts';
import { slug } from '../../../shared/slug.ts';
import type { DraftRecord } from '../draft/record.ts';
import type { Survey } from '../survey.ts';
import { contentWords } from '../words.ts';

/** What a new project shall be, by the answers and else by the goal's words. */
export interface NewProject {
  readonly stack: Stack;
  /** What stands for each placeholder of the stack. */
  readonly values: Readonly<Record<string, string>>;
  /** The folder that everything goes into, with its slash; empty for the project's own. */
  readonly under: string;
  readonly license: 'MIT' | 'Apache-2.0' | 'UNLICENSED';
  readonly users: string;
  readonly deployment: string;
  readonly storage: string;
  /** What the goal or an answer asked for and no stack serves. */
  readonly unserved: string | undefined;
}

const MAKES: readonly (readonly [string, RegExp])[] = [
  ['bot', /\b(?:bot|slack|discord|telegram)\b/i],
  ['cli', /\b(?:cli|command[- ]line|terminal|script|tool for the shell|commands?)\b/i],
  ['library', /\b(?:library|package|sdk|module|framework|npm package)\b/i],
  ['service', /\b(?:service|api|server|backend|endpoint|webhook|microservice|rest|http)\b/i],
  ['page', /\b(?:page|website|web ?site|landing|portfolio|blog|frontend|web ?app|site)\b/i],
];

const LANGUAGES: readonly (readonly [string, RegExp])[] = [
  ['python', /\bpython\b/i],
  ['typescript', /\b(?:typescript|javascript|node(?:\.?js)?|ts|js)\b/i],
  [
    'go',
    /\b(?:golang|(?:in|with|using) go|go (?:service|api|server|program|cli|command|tool|backend|library|module))\b/i,
  ],
  ['rust', /\brust\b/i],
  ['other', /\b(?:java|kotlin|ruby|php|c#|\.net|swift|elixir|scala)\b/i],
];

const by = (table: readonly (readonly [string, RegExp])[], text: string, otherwise: string): string =>
  table.find(([, says]) => says.test(text))?.[0] ?? otherwise;

const GOAL = [{ kind: 'user' as const, what: 'the goal, as given' }];

/** Files that lie in the folder already, what planner-tui and git keep there aside. */
export function strangers(survey: Survey): readonly string[] {
  return [...survey.paths].filter(p => !/^(?:plans\/|\.git)/.test(p)).sort();
}

/** The interview: what the goal does not settle is asked, each with the default that its words suggest. */
export function bootstrapQuestions(survey: Survey, record: DraftRecord): readonly Question[] {
  const { text } = record.goal;
  const there = strangers(survey);
  const question = (
    id: string,
    ask: string,
    why: string,
    choices: readonly (readonly [string, string, string])[],
    recommended: string,
  ): Question => ({
    id,
    text: ask,
    why,
    evidence: GOAL,
    choices: choices.map(([choice, label, consequence]) => ({ id: choice, label, consequence })),
    recommended,
    asked: 'round',
  });
  const makes = by(MAKES, text, 'service');
  return [
    ...(there.length > 0
      ? [
          question(
            'folder',
            `\`${record.project.name}\` is not empty: where does the new project go?`,
            `${there.length === 1 ? 'One file lies' : `${there.length} files lie`} there already, for example ${there
              .slice(0, 4)
              .map(p => `\`${p}\``)
              .join(', ')}.`,
            [
              [
                'below',
                `Into a folder of its own, \`${nameOf(record)}/\``,
                'Nothing that is there is touched.',
              ],
              [
                'beside',
                'Beside what is there',
                'Files of the same name are kept: the plan says what to add to each by hand.',
              ],
            ],
            'below',
          ),
        ]
      : []),
    question(
      'makes',
      `What is “${record.goal.title}”?`,
      'Everything else follows from it: what starts it, how it is tested, what it is delivered as.',
      [
        ['cli', 'A command line', 'Started with arguments; tested by running it.'],
        ['service', 'An HTTP service', 'Answers requests; tested over a real connection.'],
        ['page', 'A web page', 'Plain files for the browser; tested by what they hold.'],
        ['library', 'A library', 'Imported by others; tested as they import it.'],
        [
          'bot',
          'A bot',
          'Answers messages at the terminal first; the chat service is one more file after the first slice.',
        ],
      ],
      makes,
    ),
    question(
      'language',
      'In which language?',
      'Stacks with code that was run are there for TypeScript, for a command line and a service also in Python and Go, for a command line in Rust, and for pages in plain HTML.',
      [
        ['typescript', 'TypeScript', 'Node 20 or newer runs it.'],
        [
          'python',
          'Python',
          'Python 3.11 or newer runs it, where it is a command line or a service; else TypeScript is planned.',
        ],
        [
          'go',
          'Go',
          'Go 1.19 or newer builds it, where it is a command line or a service; else TypeScript is planned.',
        ],
        ['rust', 'Rust', 'A recent Rust builds it, where it is a command line; else TypeScript is planned.'],
        [
          'other',
          'Another one',
          'No stack is there for it: the plan shows the same steps in TypeScript and says so.',
        ],
      ],
      by(LANGUAGES, text, 'typescript'),
    ),
    question(
      'storage',
      'What has to outlive the process?',
      'The first slice keeps its data behind two functions, whatever holds it.',
      [
        [
          'slice',
          'What the first slice keeps: a file for a command line, memory for a service',
          'No database yet; it takes the place of one file later.',
        ],
        [
          'database',
          'Data in a database',
          'The first slice stays as it is; the database is the first of the next steps.',
        ],
        ['nothing', 'Nothing', 'What the slice keeps is an example to take out.'],
      ],
      /\b(?:database|postgres\w*|sqlite|mysql|mongo\w*|store|save|persist)\b/i.test(text)
        ? 'database'
        : 'slice',
    ),
    question(
      'users',
      'Who uses it?',
      'It decides what has to be refused and watched from the first day.',
      [
        ['me', 'I do, or we do', 'No sign-in is planned.'],
        ['public', 'Anybody', 'Limits and a sign-in come before it is reachable.'],
      ],
      /\b(?:public|customers?|users?|visitors?|everybody|anyone)\b/i.test(text) ? 'public' : 'me',
    ),
    question(
      'deployment',
      'Where does it run?',
      'The gates run in GitHub Actions in any case.',
      [
        ['here', 'Nowhere yet', 'Nothing is planned beyond the gates.'],
        [
          'container',
          'In a container',
          'The image is the first of the next steps; the first slice stops on SIGTERM for it.',
        ],
        [
          'registry',
          'It is published to a registry of packages',
          'Publishing is the first of the next steps; `files` keeps tests out.',
        ],
      ],
      /\b(?:docker|container|kubernetes|k8s|cloud)\b/i.test(text)
        ? 'container'
        : makes === 'library'
          ? 'registry'
          : 'here',
    ),
    question(
      'license',
      'Under which licence?',
      'Without one nobody else may use it; it can be given later, but hardly be taken back.',
      [
        ['none', 'None: all rights reserved', 'The manifest says UNLICENSED.'],
        ['mit', 'MIT', 'Anybody may use it for anything, with the notice.'],
        ['apache', 'Apache 2.0', 'The same, with a grant of patents.'],
      ],
      /\bopen[- ]source|\bMIT\b/.test(text) ? 'mit' : 'none',
    ),
  ];
}

/** A folder that is empty was named for what shall stand in it; else the goal's words name a new one. */
function nameOf(record: DraftRecord, own = false): string {
  const words = contentWords(record.goal.text).filter(w => !NO_NAME.test(w));
  const name = own ? record.project.name : words.slice(0, 3).join(' ');
  return slug(name, 30, 'app').replace(/^[^a-z]+/, '') || 'app';
}

const NO_NAME =
  /^(?:new|simple|small|little|tiny|project|typescript|javascript|python|golang|go|rust|node|cli|command|line|service|library|page|website|app|application|tool|api|http|server|rest|static|package|bootstrap)$/;

/** What the project is about, as one and as many: `url`, `urls`. What stands behind “that” is a verb. */
function thingOf(text: string): { readonly one: string; readonly many: string } {
  const words = [...text.matchAll(/(?<!\b(?:that|which|who|it|to) )(?<![\w-])[A-Za-z]{3,20}(?![\w-])/g)].map(
    m => m[0].toLowerCase(),
  );
  const many = words.find(w => /[a-z]{2}s$/.test(w) && !/(?:ss|us|is)$/.test(w) && !NO_NAME.test(w));
  if (many === undefined) return { one: 'item', many: 'items' };
  const one = many
    .replace(/ies$/, 'y')
    .replace(/(?<=ch|sh|x|ss)es$/, '')
    .replace(/s$/, '');
  return RESERVED.has(one) || RESERVED.has(many) ? { one: 'item', many: 'items' } : { one, many };
}

/** Names that mean something in one of the languages, or in a file of the stacks. */
const RESERVED = new Set(
  'class clas new import export default function return type types test tests list lists add main index app server set sets object objects string strings number numbers error errors process file files path paths map maps'.split(
    ' ',
  ),
);

/** What the answers, and else the words, make of it. */
export function newProject(
  survey: Survey,
  record: DraftRecord,
  answers: Readonly<Record<string, Answer>>,
): NewProject | undefined {
  const stacks = survey.stacks ?? [];
  const asked = bootstrapQuestions(survey, record);
  const chosen = (id: string): string => {
    const answer = answers[id];
    return answer?.kind === 'choice' ? answer.choiceId : (asked.find(q => q.id === id)?.recommended ?? '');
  };
  const makes = chosen('makes');
  const wanted = Makes.safeParse(makes).data ?? 'service';
  const language = chosen('language');
  const ofKind = stacks.filter(s => s.makes === wanted);
  const stack =
    ofKind.find(s => s.language === language) ?? ofKind.find(s => s.language === 'typescript') ?? ofKind[0];
  if (!stack) return undefined;
  const served = stack.language === language || stack.makes === 'page';
  const { one, many } = thingOf(record.goal.text);
  const below = chosen('folder') === 'below';
  const name = nameOf(record, !below);
  const license =
    chosen('license') === 'mit' ? 'MIT' : chosen('license') === 'apache' ? 'Apache-2.0' : 'UNLICENSED';
  const title = record.goal.title.replace(/["\\{}<>`$]/g, '').replace(/[.\s]+$/, '');
  return {
    stack,
    under: below ? `${name}/` : '',
    license,
    users: chosen('users'),
    deployment: chosen('deployment'),
    storage: chosen('storage'),
    unserved: served
      ? undefined
      : `No stack is there for ${SAID[wanted]} in ${LANGUAGE[language] ?? 'the language that was asked for'}: the steps are shown in TypeScript, and only their order carries over.`,
    values: {
      name,
      module: name.replace(/-/g, '_'),
      title,
      thing: one,
      things: many,
      Thing: `${one.charAt(0).toUpperCase()}${one.slice(1)}`,
      license,
      year: new Date(record.startedAt).toISOString().slice(0, 4),
    },
  };
}

const LANGUAGE: Readonly<Record<string, string>> = { python: 'Python', go: 'Go', rust: 'Rust' };

const SAID: Readonly<Record<Makes, string>> = {
  cli: 'a command line',
  service: 'a service',
  library: 'a library',
  page: 'a page',
  bot: 'a bot',
};

export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}
