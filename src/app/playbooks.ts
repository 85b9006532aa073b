import { join, relative, resolve, sep } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { localVocabulary } from '../agent/local/compose/vocabulary.ts';
import type { Planner } from '../agent/port.ts';
import { createGivenFiles, readGivenFile, userFolder } from '../host/index.ts';
import {
  loadLibrary,
  type ParsedBefore,
  PLAYBOOK_LIMIT,
  type PlaybookFolder,
  type PlaybookLibrary,
  parseOnce,
} from '../playbooks/library.ts';
import type { Playbook } from '../playbooks/model.ts';
import { type PlaybookProblem, problemText } from '../playbooks/problem.ts';
import { once } from '../shared/once.ts';
import { builtInFolder, compiledBuiltIn } from './compiled-playbooks.ts';

export type { LibraryEntry } from '../playbooks/library.ts';
export type { Origin, Playbook } from '../playbooks/model.ts';
export { type PlaybookProblem, problemText } from '../playbooks/problem.ts';

/** Where a project keeps playbooks of its own. */
const PROJECT_FOLDER = '.planner-tui/playbooks';
/** Of the mistakes that a session is told of. */
const MOST_TOLD = 5;

/** What was built stays as it is while the program runs: all projects of a process share it. */
const compiled = once(compiledBuiltIn);

export interface Playbooks {
  /** Those in force for this project: of the project, else of the person, else built in. */
  inForce(): Promise<readonly Playbook[]>;
  /** All that there are, with every mistake in them; `thorough` also looks up the names that built-in ones use. */
  library(how?: { readonly thorough: boolean }): PlaybookLibrary;
  /** The mistakes of these files alone, named as the person named them: what they may speak of are all playbooks here. */
  validate(files: readonly string[]): Validated;
  /** Mistakes in playbooks that are not built in, one sentence each, at most a handful. */
  notices(): Promise<readonly string[]>;
}

export interface Validated {
  readonly problems: readonly PlaybookProblem[];
  /** Names of files that cannot be read. */
  readonly unread: readonly string[];
  readonly files: number;
}

export interface PlaybookPlaces {
  readonly root: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Reads the folders anew each time, so that an edit counts at once; what did not change is not parsed again. */
export function createPlaybooks({ root, cwd, env }: PlaybookPlaces): Playbooks {
  const vocabulary = localVocabulary();
  const before: ParsedBefore = new Map();
  const shown = (path: string): string => {
    const near = relative(cwd, path);
    return near === '' || near === '..' || near.startsWith(`..${sep}`) ? path : near;
  };
  const builtIn = builtInFolder();
  const folders = (): readonly PlaybookFolder[] => {
    const project = join(root, ...PROJECT_FOLDER.split('/'));
    const config = join(userFolder('config', env), 'playbooks');
    return [
      given('project', createGivenFiles(project, { within: root, limit: PLAYBOOK_LIMIT })),
      given('config', createGivenFiles(config, { limit: PLAYBOOK_LIMIT })),
      {
        origin: 'built-in',
        list: () => builtIn.list('.md'),
        read: builtIn.read,
        compiled: text => compiled()(text),
        why: () => 'planner-tui is not wholly installed',
        shown: name => shown(join(builtIn.folder, name)),
      },
    ];
  };
  const given = (
    origin: 'project' | 'config',
    files: ReturnType<typeof createGivenFiles>,
  ): PlaybookFolder => ({
    origin,
    list: () => files.list('.md'),
    read: files.read,
    why: files.why,
    shown: name => shown(join(files.folder, name)),
    closed: files.closed,
  });
  const load = (thorough: boolean): PlaybookLibrary =>
    loadLibrary(folders(), vocabulary, { thorough, before });
  /** Parses what is new a file at a time, so that a screen goes on meanwhile. */
  const warm = async (): Promise<void> => {
    for (const folder of folders())
      for (const name of folder.list()) {
        parseOnce(folder, name, before);
        await turn();
      }
  };
  return {
    async inForce() {
      await warm();
      return load(false).playbooks;
    },
    library: (how = { thorough: false }) => load(how.thorough),
    validate(names) {
      const texts = new Map(names.map(name => [name, readGiven(cwd, name)]));
      const asGiven: PlaybookFolder = {
        origin: 'project',
        list: () => names.filter(name => texts.get(name) !== undefined),
        read: name => texts.get(name),
        why: () => '',
        shown: name => name,
      };
      const all = loadLibrary([asGiven, ...folders()], vocabulary, { thorough: true });
      return {
        problems: all.problems.filter(p => texts.has(p.file)),
        unread: names.filter(name => texts.get(name) === undefined),
        files: names.length,
      };
    },
    async notices() {
      await warm();
      const problems = load(false).problems.map(problemText);
      const more = problems.length - MOST_TOLD;
      return [
        ...problems.slice(0, MOST_TOLD).map(text => `A playbook has a mistake: ${text}.`),
        ...(more > 0
          ? [`${more} more mistakes in playbooks: planner-tui playbooks validate lists them.`]
          : []),
      ];
    },
  };
}

function readGiven(cwd: string, name: string): string | undefined {
  return readGivenFile(name === '-' ? name : resolve(cwd, name), PLAYBOOK_LIMIT);
}

/** A planner that says, before each Run, which playbooks have mistakes; once a session each. */
export function tellingMistakes(planner: Planner, playbooks: Playbooks): Planner {
  return {
    ...planner,
    async *run(request) {
      const told = new Set(request.session.notices);
      for (const text of await playbooks.notices()) if (!told.has(text)) yield { type: 'NoticeRaised', text };
      yield* planner.run(request);
    },
  };
}
