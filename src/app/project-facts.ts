import { basename } from 'node:path';
import { createDataFiles, type Git } from '../host/index.ts';
import type { ProjectFacts } from '../session/events.ts';
import type { Clock } from '../shared/clock.ts';
import { safeText } from '../shared/text/index.ts';

/** How old facts may be to serve a session that begins; a goal on the command line begins at once. */
const FRESH_MS = 5_000;
/** How long the first frame waits to know whether the tree is clean; a large one takes a second. */
const FIRST_FRAME_MS = 150;

/** The project as it stands, asked of git at most once in five seconds. */
export interface ProjectWatch {
  now(): Promise<ProjectFacts>;
  /** The same, but soon: whether the tree is clean is left out where that takes long. */
  soon(): Promise<ProjectFacts>;
}

export function watchProject(root: string, git: Git, clock: Clock): ProjectWatch {
  let asked = Number.NEGATIVE_INFINITY;
  let head: ReturnType<Git['head']> | undefined;
  let facts: Promise<ProjectFacts> | undefined;
  const now = () => {
    if (!facts || clock.now() - asked > FRESH_MS) {
      asked = clock.now();
      const asking = git.head();
      head = asking;
      facts = Promise.all([asking, asking.then(h => (h ? git.clean() : undefined))]).then(([h, c]) =>
        describe(root, h, c),
      );
    }
    return facts;
  };
  return {
    now,
    async soon() {
      const late = new Promise<undefined>(resolve => setTimeout(resolve, FIRST_FRAME_MS, undefined));
      return (await Promise.race([now(), late])) ?? describe(root, await head, undefined);
    },
  };
}

/** Without git or without a commit only root and name are known. */
function describe(
  root: string,
  head: Awaited<ReturnType<Git['head']>>,
  clean: boolean | undefined,
): ProjectFacts {
  return {
    root,
    name: projectName(root),
    git: head !== undefined,
    ...(head?.branch === undefined ? {} : { branch: safeText(head.branch) }),
    ...(head ? { commit: head.commit } : {}),
    ...(clean === undefined ? {} : { clean }),
  };
}

/** Manifests that name the project, each with how to find the name in its text. */
const NAMES: readonly (readonly [file: string, name: RegExp])[] = [
  ['package.json', /^\s{0,4}"name"\s*:\s*"(?:@[^"/]+\/)?([^"]+)"/m],
  ['pyproject.toml', /^\[(?:project|tool\.poetry)\][^[]*?^name\s*=\s*["']([^"']+)["']/ms],
  ['Cargo.toml', /^\[package\][^[]*?^name\s*=\s*"([^"]+)"/ms],
  ['go.mod', /^module\s+(?:\S+\/)?(?!v\d+\s*$)([^\s/]+)(?:\/v\d+)?\s*$/m],
  ['composer.json', /^\s{0,4}"name"\s*:\s*"(?:[^"/]+\/)?([^"]+)"/m],
];

/** What the project calls itself in its manifest, else the name of its folder. */
export function projectName(root: string): string {
  const data = createDataFiles(root);
  for (const [file, pattern] of NAMES) {
    const name = pattern.exec(data.read(file) ?? '')?.[1];
    if (name) return safeText(name);
  }
  return safeText(basename(root));
}
