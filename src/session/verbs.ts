import type { GoalKind } from '../domain/index.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';

/** What a person asks for, before it is a Goal. */
export interface GoalWish {
  readonly text: string;
  /** Absent: by the words. */
  readonly kind?: GoalKind | undefined;
  /** What it is about, outside the words: the address of a run or page, the path of a log, `-` for standard input. */
  readonly about?: string | undefined;
  /** Two plans that differ in a design axis; absent: one. */
  readonly approaches?: 2 | undefined;
}

export interface GoalVerb {
  readonly name: string;
  readonly args: string;
  readonly help: string;
  /** An example of what may follow. */
  readonly example: string;
  readonly kind?: GoalKind;
  readonly approaches?: 2;
}

/** The commands that begin a plan: the same words in the app (`/plan:two`) and on the command line. */
export const GOAL_VERBS = [
  {
    name: 'plan',
    args: 'GOAL',
    help: 'plan this; inside a session: new requirements',
    example: 'add CSV export of orders',
  },
  {
    name: 'plan:two',
    args: 'GOAL',
    help: 'two plans that differ in a design axis, compared',
    example: 'add real-time notifications',
    approaches: 2,
  },
  {
    name: 'plan:ci',
    args: 'URL|LOG',
    help: 'a plan to mend a failing run of GitHub Actions, by its address or its log',
    example: 'https://github.com/OWNER/REPO/actions/runs/ID',
    kind: 'ci-fix',
  },
  {
    name: 'plan:cro',
    args: 'GOAL',
    help: 'a plan for a better conversion rate: a page of this project, or a URL',
    example: 'more sign-ups on /pricing',
    kind: 'cro',
  },
  {
    name: 'bootstrap',
    args: 'GOAL',
    help: 'a plan for a project that does not exist yet',
    example: 'a service that shortens URLs',
    kind: 'bootstrap',
  },
  {
    name: 'fix:hard',
    args: 'SYMPTOM',
    help: 'a plan for a bug whose cause is unknown; @FILE is a log or a stack trace',
    example: 'orders are saved twice when the network is slow @error.log',
    kind: 'fix',
  },
] as const satisfies readonly GoalVerb[];

export type GoalVerbName = (typeof GOAL_VERBS)[number]['name'];

export function isGoalVerb(name: string): name is GoalVerbName {
  return GOAL_VERBS.some(verb => verb.name === name);
}

/** What a verb with what follows it asks for. `[add x]` is `add x`. */
export function wishOf(name: GoalVerbName, rest: string): Result<GoalWish> {
  const verb: GoalVerb | undefined = GOAL_VERBS.find(one => one.name === name);
  const text = unbracket(rest);
  const bare = { text, ...(verb?.kind ? { kind: verb.kind } : {}) };
  if (!verb || name === 'plan') return ok({ text });
  if (!text)
    return err(
      failure(
        'usage',
        `Something was expected after ${name}: ${verb.args}.`,
        `For example: ${name} ${verb.example}`,
      ),
    );
  switch (name) {
    case 'plan:two':
      return ok({ ...bare, approaches: 2 });
    case 'plan:ci':
      return ok(ciWish(text));
    case 'plan:cro':
      return ok(croWish(text));
    case 'fix:hard':
      return ok({ ...bare, ...aboutOf(text === '-' ? '-' : /(?:^|\s)@(\S+)/.exec(text)?.[1]) });
    case 'bootstrap':
      return ok(bare);
  }
}

function aboutOf(about: string | undefined): { readonly about?: string } {
  return about === undefined ? {} : { about };
}

/** The first word says which run or log; further words are the person's own, to go by. */
function ciWish(text: string): GoalWish {
  const [about = '', ...more] = text.split(/\s+/);
  const plain = about.replace(/^@/, '');
  const run = /^https?:\/\/[^/]+\/([^/]+\/[^/]+)\/actions\/runs\/(\d+)/.exec(plain);
  const named = run
    ? `run ${run[2]} of ${run[1]}`
    : plain === '-'
      ? 'run of the given log'
      : `run of ${plain.split('/').at(-1) || plain}`;
  return {
    text: [`mend the failing CI ${named}`, ...(more.length > 0 ? [more.join(' ')] : [])].join(': '),
    kind: 'ci-fix',
    about: plain,
  };
}

/** An address alone is a wish for more conversions on its page. */
function croWish(text: string): GoalWish {
  const about = /(?:^|\s)([a-z][a-z\d+.-]*:\/\/\S+)/i.exec(text)?.[1];
  const alone = about !== undefined && about === text;
  return {
    text: alone
      ? `raise the conversion of ${about.replace(/^[a-z][a-z\d+.-]*:\/\//i, '').replace(/[?#].*$/, '')}`
      : text,
    kind: 'cro',
    ...aboutOf(about),
  };
}

/** What stands in brackets, as in `/plan [add x]`, is meant without them. */
export function unbracket(text: string): string {
  const trimmed = text.trim();
  return /^\[([\s\S]*)\]$/.exec(trimmed)?.[1]?.trim() ?? trimmed;
}
