import { earlyProblems } from './early.ts';
import type { Front, Path } from './front.ts';
import { commandProblem, nameProblem, packageProblem, pathProblem, settingProblem } from './harmless.ts';
import type { PlaybookHead, QuestionSpec } from './model.ts';
import type { Complain } from './problem.ts';
import { parseTemplate } from './template.ts';
import type { LocatedTemplate } from './templates.ts';

/** Work grows with these: each choice of a question is tried out over all steps. */
const MOST = { questions: 20, choices: 12, steps: 40, triggers: 80 } as const;
const LONGEST_TRIGGER = 80;

/** Mistakes that one file shows by itself, beyond the form of its front matter. */
export function insideProblems(
  head: PlaybookHead,
  templates: readonly LocatedTemplate[],
  front: Front,
  complain: Complain,
  complainAtLine: (line: number, message: string) => void,
): void {
  for (const { path, text } of front.strings)
    if (path.at(-1) !== 'when')
      for (const problem of parseTemplate(text).problems)
        complain(path, `${shown(path)}: ${problem.message}`);
  for (const template of templates)
    for (const { at, message } of parseTemplate(template.code).problems)
      complainAtLine(
        template.line + template.code.slice(0, at).split('\n').length - 1,
        `template “${template.name}”: ${message}`,
      );
  triggers(head, complain);
  ids(head, complain);
  limits(head, complain);
  for (const [i, question] of head.questions.entries()) checkQuestion(question, ['questions', i], complain);
  steps(head, templates, complain);
  requirements(head, complain);
  packages(head, complain);
  earlyProblems(head, complain);
  harm(head, complain);
}

function packages(head: PlaybookHead, complain: Complain): void {
  for (const [i, { name, named, for: purpose }] of head.packages.entries())
    if (named !== undefined && purpose === undefined)
      complain(
        ['packages', i, 'named'],
        `package “${name}”: “for” was expected beside “named”: what it stands in for where a goal calls for it`,
      );
}

function shown(path: Path): string {
  return path.join('.');
}

function triggers(head: PlaybookHead, complain: Complain): void {
  const seen = new Set<string>();
  for (const [i, trigger] of head.triggers.entries()) {
    const words = trigger.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    if (words.length === 0)
      complain(
        ['triggers', i],
        `triggers: “${trigger}” has no word, so that every goal would meet it`,
        'playbook',
      );
    if (trigger.length > LONGEST_TRIGGER)
      complain(
        ['triggers', i],
        `triggers: a phrase of at most ${LONGEST_TRIGGER} characters was expected`,
        'playbook',
      );
    const key = trigger.toLowerCase().trim();
    if (seen.has(key)) complain(['triggers', i], `triggers: “${trigger}” stands there twice`);
    seen.add(key);
  }
}

/** Ids that cannot be ids, and two things of one id. */
function ids(head: PlaybookHead, complain: Complain): void {
  const lists: readonly (readonly [string, Path, readonly { readonly id: string }[]])[] = [
    ['requirement', ['requirements'], head.requirements],
    ['question', ['questions'], head.questions],
    ['step', ['steps'], head.steps],
    ...head.questions.map((q, i) => ['choice', ['questions', i, 'choices'], q.choices] as const),
  ];
  for (const [what, path, entries] of lists) {
    const seen = new Set<string>();
    for (const [i, { id }] of entries.entries()) {
      const problem = nameProblem(id);
      if (problem !== undefined) complain([...path, i, 'id'], `${what} “${id}”: ${problem}`, 'playbook');
      else if (seen.has(id) && !(what === 'step' && isPair(head, id)))
        complain([...path, i, 'id'], `a second ${what} “${id}”: ids were expected once each`, 'playbook');
      seen.add(id);
    }
  }
  for (const name of Object.keys(head.places)) {
    const problem = nameProblem(name);
    if (problem !== undefined) complain(['places', name], `place “${name}”: ${problem}`, 'playbook');
  }
}

/** Steps of one id that each have a condition: which of them is taken depends on the project. */
function isPair(head: PlaybookHead, id: string): boolean {
  return head.steps.every(s => s.id !== id || s.when !== undefined);
}

function limits(head: PlaybookHead, complain: Complain): void {
  const say = (path: Path, most: number, found: number): void => {
    if (found > most)
      complain(path, `${shown(path)}: at most ${most} were expected, not ${found}`, 'playbook');
  };
  say(['triggers'], MOST.triggers, head.triggers.length);
  say(['questions'], MOST.questions, head.questions.length);
  say(['steps'], MOST.steps, head.steps.length);
  for (const [i, q] of head.questions.entries())
    say(['questions', i, 'choices'], MOST.choices, q.choices.length);
}

function checkQuestion(question: QuestionSpec, path: Path, complain: Complain): void {
  const { id } = question;
  const known = question.choices.map(c => c.id).join(', ');
  for (const list of ['default', 'answered'] as const)
    for (const [i, rule] of question[list].entries())
      if (!question.choices.some(c => c.id === rule.choice))
        complain(
          [...path, list, i],
          `question “${id}”: ${list} “${rule.choice}” is none of its choices (${known})`,
          'playbook',
        );
  const sure = question.default.findIndex(rule => rule.when === undefined);
  if (sure < 0)
    complain(
      [...path, 'default'],
      `question “${id}”: a last default without “when” was expected, for projects where no other holds`,
    );
  else if (sure < question.default.length - 1)
    complain(
      [...path, 'default', sure + 1],
      `question “${id}”: no default behind the one without “when” is reached`,
    );
  const always = question.answered.findIndex(rule => rule.when === undefined);
  // Behind rules with conditions it ends a choice that the code makes and nobody is asked for: that is meant.
  if (always === 0)
    complain(
      [...path, 'answered', always],
      `question “${id}”: answered without “when” means that it is never asked`,
    );
  if (question.choices.length < 2)
    complain(
      [...path, 'choices'],
      `question “${id}”: at least two choices were expected, or nobody is asked`,
    );
  const said = new Map<string, string>();
  for (const [i, choice] of question.choices.entries())
    for (const [n, words] of [choice.id, ...choice.says].map(s => s.toLowerCase()).entries()) {
      const other = said.get(words);
      if (other !== undefined && other !== choice.id)
        complain(
          n === 0 ? [...path, 'choices', i, 'id'] : [...path, 'choices', i, 'says', n - 1],
          `question “${id}”: “${words}” means “${other}” and “${choice.id}”, so that free words choose neither`,
        );
      said.set(words, choice.id);
    }
  const made = new Map<string, string>();
  for (const [i, choice] of question.choices.entries())
    for (const [n, words] of choice.goal.map(s => s.toLowerCase()).entries()) {
      const other = made.get(words);
      if (other !== undefined && other !== choice.id)
        complain(
          [...path, 'choices', i, 'goal', n],
          `question “${id}”: “${words}” in a goal chooses “${other}” and “${choice.id}”, so that it chooses neither`,
        );
      made.set(words, choice.id);
    }
}

function steps(head: PlaybookHead, templates: readonly LocatedTemplate[], complain: Complain): void {
  const names = new Set(templates.map(t => t.name));
  for (const [i, step] of head.steps.entries()) {
    const path = ['steps', i];
    for (const [n, file] of step.files.entries()) {
      const given = [file.create, file.modify, file.write, file.each].filter(x => x !== undefined);
      if (given.length !== 1)
        complain(
          [...path, 'files', n],
          `${step.id}: one of create, modify, write or each was expected for a file, not ${given.length}`,
        );
      if (file.own !== undefined && file.modify !== 'schema')
        complain([...path, 'files', n, 'own'], `${step.id}: “own” needs “modify: schema”`);
      if (file.as !== undefined && file.each === undefined)
        complain([...path, 'files', n, 'as'], `${step.id}: “as” needs “each”`);
    }
    for (const [n, code] of step.code.entries()) {
      if ((code.template === undefined) === (code.existing === undefined))
        complain([...path, 'code', n], `${step.id}: either template or existing was expected for code`);
      if (code.template !== undefined && !names.has(code.template))
        complain(
          [...path, 'code', n, 'template'],
          `${step.id}: no template “${code.template}” in the body; a “### ${code.template}” with a fenced block was expected`,
          'playbook',
        );
    }
    for (const [n, v] of step.verify.entries()) {
      const given = [v.test, v.script, v.observe, v.command].filter(x => x !== undefined);
      if (given.length !== 1)
        complain(
          [...path, 'verify', n],
          `${step.id}: one of test, script, observe or command was expected to verify, not ${given.length}`,
        );
    }
  }
}

/** Requirements that no step serves never reach a plan; what serves none speaks of nothing. */
function requirements(head: PlaybookHead, complain: Complain): void {
  const served = new Set(head.steps.flatMap(s => s.serves));
  for (const [i, { id }] of head.requirements.entries())
    if (!served.has(id)) complain(['requirements', i], `requirement “${id}”: no step serves it`);
}

/** What would do harm, or break a plan, where a person or a program follows it. */
function harm(head: PlaybookHead, complain: Complain): void {
  const say = (path: Path, problem: string | undefined): void => {
    if (problem !== undefined) complain(path, `${shown(path)}: ${problem}`, 'playbook');
  };
  for (const [name, place] of Object.entries(head.places))
    for (const key of ['path', 'folder', 'name', 'ext', 'migration'] as const) {
      const text = place[key];
      if (text !== undefined) say(['places', name, key], pathProblem(text));
    }
  for (const [i, step] of head.steps.entries()) {
    for (const [n, file] of step.files.entries())
      for (const key of ['create', 'modify', 'write', 'own'] as const) {
        const text = file[key];
        if (text !== undefined) say(['steps', i, 'files', n, key], pathProblem(text));
      }
    for (const [n, { command }] of step.verify.entries())
      if (command !== undefined) say(['steps', i, 'verify', n, 'command'], commandProblem(command));
  }
  for (const [i, { name }] of head.packages.entries()) say(['packages', i, 'name'], packageProblem(name));
  for (const [i, setting] of head.env.entries()) {
    say(['env', i, 'name'], settingProblem(setting.name));
    if (/[\n\r]/.test(setting.example)) say(['env', i, 'example'], 'one line was expected');
  }
  for (const [i, { url }] of head.sources.entries())
    if (!/^https?:\/\//i.test(url))
      say(['sources', i, 'url'], `an address of https was expected, not ${url}`);
    else if (!/^https:\/\//i.test(url))
      complain(['sources', i, 'url'], `sources.${i}.url: an address of https was expected, not ${url}`);
}
