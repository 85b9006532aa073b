import type { GoalKind } from '../domain/index.ts';
import { type GoalVerbName, type GoalWish, isGoalVerb, wishOf } from '../session/verbs.ts';
import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';
import { isNear } from '../shared/text/index.ts';
import { parseSlash } from '../ui/slash.ts';

/** Verbs of the product that no command serves yet, with what serves meanwhile. */
const LATER: Readonly<Record<string, string>> = {
  model: '--planner and --model say who plans; in the app /model does.',
  completion: 'planner-tui --help lists the commands.',
  demo: 'planner-tui --help shows examples.',
  version: 'planner-tui --version prints it.',
};

/** A second word that no unquoted goal would have there: quoted text, a path, an id. */
const ARGUMENT_LIKE = /\s|[./]|\d{6}/;

/**
 * What a call asks for, undefined where it says nothing. `/plan [add x]` is `add x`, and `/plan:two x` is as in the app.
 * Words that look like a command that is misspelt or not there are a usage failure. `commands` are the names there are;
 * `verb` stood before the words.
 */
export function readWish(
  words: readonly string[],
  commands: readonly string[],
  verb?: GoalVerbName,
): Result<GoalWish | undefined> {
  if (words.length === 0) return verb === undefined || verb === 'plan' ? ok(undefined) : wishOf(verb, '');
  const problem = verb === undefined ? misspelt(words, commands) : undefined;
  if (problem) return err(problem);
  const text = words.join(' ');
  return verb === undefined || verb === 'plan' ? withoutSlash(text, commands) : wishOf(verb, text);
}

/** A kind that the person names counts before that of the words; a command has its own. */
export function withKind(wish: GoalWish | undefined, kind: GoalKind | undefined): GoalWish | undefined {
  return wish && kind !== undefined && wish.kind === undefined ? { ...wish, kind } : wish;
}

/** One word, or a word before what looks like an argument, may be meant as a command. */
function misspelt(words: readonly string[], commands: readonly string[]): Failure | undefined {
  const [first = '', second] = words;
  const alone = words.length === 1 || (words.length === 2 && ARGUMENT_LIKE.test(second ?? ''));
  if (!alone || !/^[a-z:]+$/i.test(first)) return undefined;
  const asGoal = `To plan a goal of these words: planner-tui plan ${JSON.stringify(words.join(' '))}`;
  const instead = LATER[first];
  if (instead && !commands.includes(first))
    return failure('usage', `“${first}” is no command of this version.`, `${instead} ${asGoal}`);
  const meant = commands.find(name => isNear(first.toLowerCase(), name));
  return meant === undefined
    ? undefined
    : failure('usage', `There is no command “${first}”.`, `Did you mean ${meant}? ${asGoal}`);
}

function withoutSlash(goal: string, commands: readonly string[]): Result<GoalWish> {
  const parsed = parseSlash(goal);
  if (parsed.kind === 'goal') return ok({ text: goal });
  if (parsed.kind === 'command' && isGoalVerb(parsed.name)) return wishOf(parsed.name, parsed.rest);
  if (commands.includes(parsed.name))
    return err(
      failure(
        'usage',
        `A goal was expected, but /${parsed.name} is a command.`,
        `From here it is called without the slash: planner-tui ${parsed.name}`,
      ),
    );
  switch (parsed.kind) {
    case 'command':
      return err(
        failure(
          'usage',
          `A goal was expected, but /${parsed.name} is a command of the app.`,
          'Start planner-tui without it and type it there.',
        ),
      );
    case 'unknown':
      return err(
        failure(
          'usage',
          `A goal was expected, but /${parsed.name} is no command.`,
          `Did you mean /${parsed.nearest}? planner-tui --help lists what can be called from here.`,
        ),
      );
  }
}
