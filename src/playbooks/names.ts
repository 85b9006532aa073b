import { namesIn, parseCondition } from './condition.ts';
import type { Path } from './front.ts';
import {
  conditionProblem,
  entryProblem,
  type Known,
  knownNames,
  listProblem,
  oneOf,
  placeProblem,
  testProblem,
  valueProblem,
} from './known.ts';
import type { LocatedPlaybook } from './load.ts';
import type { Playbook } from './model.ts';
import type { Complain, PlaybookProblem } from './problem.ts';
import { parseTemplate, type TemplateNode } from './template.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Names of a playbook that mean nothing: places, facts, roles, questions, steps … that neither the planner nor any known
 * playbook (`all`) has. What uses such a name is never told, so each costs the part it stands in.
 */
export function nameProblems(
  located: LocatedPlaybook,
  all: readonly Playbook[],
  vocabulary: Vocabulary,
): readonly PlaybookProblem[] {
  const { playbook, file } = located;
  const { front, templates } = located.places();
  const problems: PlaybookProblem[] = [];
  const known = knownNames([playbook, ...all], vocabulary);
  const atLine = (line: number, message: string): void =>
    void problems.push({ file, line, message, costs: 'part' });
  const complain: Complain = (path, message) => atLine(front.lineOf(path), message);
  for (const { path, text, line } of front.strings) {
    const place = shown(path);
    const say = (problem: string): void => atLine(line, `${place}: ${problem}`);
    const found =
      path.at(-1) === 'when'
        ? conditionNames(text, known)
        : templateNames(parseTemplate(text).nodes, known, listAround(front.data, path)).map(w => w.problem);
    for (const problem of found) say(problem);
  }
  for (const template of templates) {
    const { code } = template;
    const say = (line: number, message: string): void =>
      atLine(template.line + line, `template “${template.name}”: ${message}`);
    for (const { problem, name } of templateNames(parseTemplate(code).nodes, known, undefined))
      say(code.slice(0, Math.max(0, code.indexOf(name))).split('\n').length - 1, problem);
    const language = oneOf('a language of templates', template.language, vocabulary.templateLanguages);
    if (language !== undefined) say(-1, `${language}; its block is never shown`);
    if (!known.templates.has(template.name)) say(-1, 'no step shows it');
  }
  listed(playbook, known, vocabulary, complain);
  steps(playbook, known, complain);
  approaches(playbook, known, complain);
  return problems;
}

function shown(path: Path): string {
  return path.join('.');
}

function conditionNames(text: string, known: Known): readonly string[] {
  try {
    return namesIn(parseCondition(text)).flatMap(name => conditionProblem(name, known) ?? []);
  } catch {
    // A condition that breaks was said where the form is checked.
    return [];
  }
}

interface WrongName {
  readonly name: string;
  readonly problem: string;
}

/** What is wrong with the names that a text asks for; `list` is what `{{.key}}` is a key of, outside of a block. */
function templateNames(
  nodes: readonly TemplateNode[],
  known: Known,
  list: string | undefined,
): readonly WrongName[] {
  return nodes.flatMap(node => namesOfNode(node, known, list));
}

function namesOfNode(node: TemplateNode, known: Known, list: string | undefined): readonly WrongName[] {
  switch (node.kind) {
    case 'text':
      return [];
    case 'value':
      return wrongName(node.name, valueProblem(node.name, known, list));
    case 'if':
      return [
        ...namesIn(node.when).flatMap(name => wrongName(name, conditionProblem(name, known))),
        ...templateNames([...node.yes, ...node.no], known, list),
      ];
    case 'each': {
      const wrong = wrongName(node.list, listProblem(node.list, known));
      return wrong.length > 0 ? wrong : templateNames(node.body, known, node.list);
    }
  }
}

function wrongName(name: string, problem: string | undefined): readonly WrongName[] {
  return problem === undefined ? [] : [{ name, problem }];
}

/** The list whose entries `{{.key}}` of this text speaks of: that of `each` beside it, or of an attached list. */
function listAround(data: unknown, path: Path): string | undefined {
  let at: unknown = data;
  for (const step of path.slice(0, -1))
    at = isRecord(at) ? at[step] : Array.isArray(at) ? at[Number(step)] : undefined;
  const around = isRecord(at) ? (at['each'] ?? at['slot']) : undefined;
  return typeof around === 'string' ? around : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string | number, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names that stand by themselves, in lists. */
function listed(
  playbook: Playbook,
  known: Known,
  { facts, roles, ecosystems }: Vocabulary,
  complain: Complain,
): void {
  const say = (path: Path, problem: string | undefined): void => {
    if (problem !== undefined) complain(path, `${shown(path)}: ${problem}`);
  };
  for (const [i, id] of playbook.facts.entries()) say(['facts', i], oneOf('a fact', id, facts));
  const places = [...known.vocabulary.slots.keys(), ...known.vocabulary.lists.keys()];
  for (const [i, { slot }] of playbook.attaches.entries())
    say(['attaches', i, 'slot'], oneOf('a place of the project', slot, places));
  for (const [i, q] of playbook.questions.entries())
    for (const [n, name] of q.evidence.entries())
      say(['questions', i, 'evidence', n], oneOf('a place or a fact', name, [...facts, ...places]));
  for (const [name, place] of Object.entries(playbook.places)) {
    for (const [n, role] of place.like.entries())
      say(['places', name, 'like', n], oneOf('a role', role, roles));
    if (place.slot !== undefined)
      say(['places', name, 'slot'], oneOf('a place of the project', place.slot, places));
    for (const [n, slot] of [...place.near, ...place.beside].entries())
      say(['places', name, 'beside', n], oneOf('a place of the project', slot, places));
    if (place.of !== undefined) say(['places', name, 'of'], oneOf('another place', place.of, known.places));
  }
  for (const [i, { eco }] of playbook.packages.entries())
    say(['packages', i, 'eco'], oneOf('an ecosystem', eco, ecosystems));
  for (const [i, name] of playbook.with.entries())
    say(['with', i], oneOf('a playbook', name, known.playbooks));
  const addresses = playbook.sources.map(s => s.url);
  for (const list of [
    'says',
    'approach',
    'outOfScope',
    'monitor',
    'performance',
    'monitoring',
    'next',
  ] as const)
    for (const [i, { source }] of playbook[list].entries())
      if (source !== undefined && !addresses.includes(source))
        say([list, i, 'source'], `${source} is not among the sources of this playbook`);
  for (const [i, { proves }] of playbook.cases.entries())
    for (const [n, id] of proves.entries())
      say(['cases', i, 'proves', n], oneOf('a requirement', id, known.requirements));
  for (const [i, { step }] of playbook.security.entries())
    say(['security', i, 'step'], oneOf('a step', step, known.steps));
  for (const [i, { undoes }] of playbook.rollback.entries())
    for (const [n, id] of undoes.entries())
      say(['rollback', i, 'undoes', n], oneOf('a step', id, known.steps));
}

function steps(playbook: Playbook, known: Known, complain: Complain): void {
  for (const [i, step] of playbook.steps.entries()) {
    const say = (path: Path, problem: string | undefined): void => {
      if (problem !== undefined) complain(['steps', i, ...path], `${step.id}: ${problem}`);
    };
    if (step.serves.length === 0) say(['serves'], 'it serves no requirement');
    for (const [n, id] of step.serves.entries())
      say(['serves', n], oneOf('a requirement', id, known.requirements));
    for (const [n, id] of step.after.entries()) say(['after', n], oneOf('a step', id, known.steps));
    for (const [n, file] of step.files.entries()) {
      for (const key of ['create', 'modify', 'write'] as const) {
        const name = file[key];
        if (name !== undefined && !name.includes('{{')) say(['files', n, key], placeProblem(name, known));
      }
      if (file.each !== undefined) {
        say(['files', n, 'each'], listProblem(file.each, known));
        if (file.as !== undefined)
          say(
            ['files', n, 'as'],
            oneOf('a value of its entries', file.as, known.vocabulary.lists.get(file.each)?.keys ?? []),
          );
      }
    }
    for (const [n, { existing }] of step.code.entries())
      if (existing !== undefined) say(['code', n, 'existing'], entryProblem(existing, known));
    for (const [n, { test }] of step.verify.entries())
      if (test !== undefined) say(['verify', n, 'test'], testProblem(test, known));
  }
}

/** Approaches whose picks name what is not there, and two that are the same. */
function approaches(playbook: Playbook, known: Known, complain: Complain): void {
  const seen = new Map<string, string>();
  for (const [i, approach] of playbook.approaches.entries()) {
    const picks = Object.entries(approach.picks);
    if (picks.length === 0)
      complain(
        ['approaches', i, 'picks'],
        `approach “${approach.id}”: it picks no choice, so that it is always taken`,
      );
    for (const [question, choice] of picks) {
      const choices = known.questions.get(question);
      const problem = choices
        ? oneOf(`a choice of “${question}”`, choice, choices)
        : oneOf('a question', question, [...known.questions.keys()]);
      if (problem !== undefined)
        complain(['approaches', i, 'picks', question], `approach “${approach.id}”: ${problem}`);
    }
    const key = JSON.stringify(picks.sort());
    const other = seen.get(key);
    if (other !== undefined)
      complain(
        ['approaches', i, 'picks'],
        `approach “${approach.id}” picks what “${other}” picks and is never taken`,
      );
    else seen.set(key, approach.id);
  }
}
