import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';
import { isNear } from '../shared/text/index.ts';
import { parseSlash } from '../ui/slash.ts';

/** Verbs of the product that no command serves yet, with what serves meanwhile. */
const LATER: Readonly<Record<string, string>> = {
  check: 'Every plan is checked when it is drafted; plan --json lists the findings.',
  completion: 'planner-tui --help lists the commands.',
  demo: 'planner-tui --help shows examples.',
  drift: 'planner-tui plans shows how many steps of each plan are done.',
  export: 'The saved plan is Markdown; plan --json gives it as data.',
  mcp: 'plan --json serves programs.',
  metrics: 'planner-tui plans shows how many steps of each plan are done.',
  version: 'planner-tui --version prints it.',
};

/** A second word that no unquoted goal would have there: quoted text, a path, an id. */
const ARGUMENT_LIKE = /\s|[./]|\d{6}/;

/**
 * The goal of a call, undefined where none was given. `/plan [add x]` is `add x`, as in the app. Words that look like
 * a command that is misspelt or not there are a usage failure. `commands` are the names there are; `bare` says that
 * no name of a command stood before the words.
 */
export function readGoal(
  words: readonly string[],
  commands: readonly string[],
  bare: boolean,
): Result<string | undefined> {
  if (words.length === 0) return ok(undefined);
  const problem = bare ? misspelt(words, commands) : undefined;
  return problem ? err(problem) : withoutSlash(words.join(' '), commands);
}

/** One word, or a word before what looks like an argument, may be meant as a command. */
function misspelt(words: readonly string[], commands: readonly string[]): Failure | undefined {
  const [first = '', second] = words;
  const alone = words.length === 1 || (words.length === 2 && ARGUMENT_LIKE.test(second ?? ''));
  if (!alone || !/^[a-z:]+$/i.test(first)) return undefined;
  const asGoal = `To plan a goal of these words: planner-tui plan ${JSON.stringify(words.join(' '))}`;
  const slash = parseSlash(`/${first}`);
  const instead = LATER[first] ?? (slash.kind === 'later' ? slash.instead : undefined);
  if (instead && !commands.includes(first))
    return failure('usage', `“${first}” is no command of this version.`, `${instead} ${asGoal}`);
  const meant = commands.find(name => isNear(first.toLowerCase(), name));
  return meant === undefined
    ? undefined
    : failure('usage', `There is no command “${first}”.`, `Did you mean ${meant}? ${asGoal}`);
}

function withoutSlash(goal: string, commands: readonly string[]): Result<string> {
  const parsed = parseSlash(goal);
  if (parsed.kind === 'goal') return ok(goal);
  if (parsed.kind === 'command' && parsed.name === 'plan') return ok(parsed.rest);
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
    case 'later':
      return err(failure('usage', `/${parsed.name} is not part of this version yet.`, parsed.instead));
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
