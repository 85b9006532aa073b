import type { Answer, Question, Source } from '../../../domain/index.ts';
import { type ConditionTree, holds, namesIn } from '../../../playbooks/condition.ts';
import type { QuestionSpec } from '../../../playbooks/model.ts';
import { fill, type Scope } from '../../../playbooks/template.ts';
import { fileSource } from '../excerpt.ts';
import type { Composing } from './composing.ts';
import { scopeOf } from './context.ts';
import { saidIn } from './said.ts';

/** A question of a playbook as it stands in this project. */
export interface OpenQuestion {
  readonly spec: QuestionSpec;
  readonly question: Question;
}

/** Choices that feedback made, by question; they win over answers given before. */
export type Overrides = ReadonlyMap<string, string>;

/**
 * Decides every question of the matched playbooks: by feedback, by the answer, by the goal, by the code, else as recommended.
 * Answers in free words count once they were read as choices (see `answersInChoices`).
 */
export function decideChoices(
  base: Composing,
  answers: Readonly<Record<string, Answer>>,
  overrides: Overrides,
): Composing {
  const choices = new Map<string, string>();
  const c: Composing = {
    ...base,
    choices,
    emitters: base.emitters.filter(e => !isKept(base.constraints, e.path ?? '')),
  };
  const scope = scopeOf(c);
  for (const { playbook } of c.matched) {
    for (const spec of playbook.questions) {
      if (choices.has(spec.id)) continue;
      const fixed = spec.answered.find(r => holds(r.when, scope.test))?.choice;
      const recommended = recommendedOf(spec, scope.test);
      const forced = spec.default.find(
        r => r.when && speaksOf(r.when, base.constraints) && holds(r.when, scope.test),
      );
      const choice =
        overrides.get(spec.id) ??
        forced?.choice ??
        given(answers[spec.id]) ??
        chosenByGoal(c, spec, scope)?.choice ??
        fixed ??
        recommended;
      if (choice !== undefined) choices.set(spec.id, choice);
    }
  }
  return c;
}

/** Whether feedback asked to leave this file as it is (`keep:NAME` among the constraints). */
function isKept(constraints: ReadonlySet<string>, path: string): boolean {
  return [...constraints].some(c => {
    const name = c.startsWith('keep:') ? c.slice(5).toLowerCase() : undefined;
    return name !== undefined && (path.toLowerCase() === name || path.toLowerCase().endsWith(`/${name}`));
  });
}

/** Whether a question has a default made for one of these constraints. */
export function obeys(spec: QuestionSpec, constraints: ReadonlySet<string>): boolean {
  return spec.default.some(r => r.when !== undefined && speaksOf(r.when, constraints));
}

/** Whether a rule names a constraint that the user set: such a rule wins over an earlier answer. */
function speaksOf(tree: ConditionTree, constraints: ReadonlySet<string>): boolean {
  switch (tree.kind) {
    case 'name':
      return constraints.has(tree.name);
    case 'not':
      return false;
    default:
      return speaksOf(tree.left, constraints) || speaksOf(tree.right, constraints);
  }
}

function given(answer: Answer | undefined): string | undefined {
  return answer?.kind === 'choice' ? answer.choiceId : undefined;
}

export function recommendedOf(spec: QuestionSpec, test: (name: string) => boolean): string | undefined {
  return spec.default.find(r => holds(r.when, test))?.choice ?? spec.choices[0]?.id;
}

/** The choice that free words ask for, where they ask for exactly one: what they only rule out does not count. */
export function choiceInWords(spec: QuestionSpec, text: string): string | undefined {
  const { asked } = saidIn(
    text,
    spec.choices.map(c => ({ id: c.id, names: [c.id, c.label, ...c.says] })),
  );
  return asked.length === 1 ? asked[0]?.id : undefined;
}

/** A choice that the goal itself makes, with the words of the goal that make it. */
export interface ChosenByGoal {
  readonly choice: string;
  readonly words: string;
}

/**
 * The choice that the goal's own words make: by the phrases that a choice names for it, where they call exactly one; else by
 * a rule of `answered` that holds for a word of the goal.
 */
export function chosenByGoal(c: Composing, spec: QuestionSpec, scope: Scope): ChosenByGoal | undefined {
  const { asked } = saidIn(
    c.survey.goal.text,
    spec.choices.map(({ id, goal }) => ({ id, names: goal })),
  );
  const [one, ...more] = asked;
  if (one && more.length === 0 && holds(spec.choices.find(x => x.id === one.id)?.when, scope.test))
    return { choice: one.id, words: one.name };
  const rule = spec.answered.find(r => holds(r.when, scope.test));
  const word = rule?.when && namesIn(rule.when).find(n => n.startsWith('goal:') && scope.test(n));
  return rule && word ? { choice: rule.choice, words: word.slice('goal:'.length) } : undefined;
}

/** The questions that neither goal nor code answers, heaviest first; five of the round, the rest in the plan. */
export function openQuestions(c: Composing): readonly OpenQuestion[] {
  const scope = scopeOf(c);
  const open: OpenQuestion[] = [];
  for (const spec of specsOf(c)) {
    if (!holds(spec.when, scope.test) || spec.answered.some(r => holds(r.when, scope.test))) continue;
    if (chosenByGoal(c, spec, scope)) continue;
    const recommended = recommendedOf(spec, scope.test);
    const round = open.filter(o => o.question.asked === 'round').length;
    const asked = spec.asked === 'round' && round < 5 ? 'round' : 'plan';
    const question = recommended === undefined ? undefined : asQuestion(c, spec, recommended, asked, scope);
    if (question) open.push({ spec, question });
  }
  return open;
}

/** The questions that the goal answers by itself, with the words that do, as they stand in the plan. */
export function questionsOfGoal(c: Composing): readonly (OpenQuestion & ChosenByGoal)[] {
  const scope = scopeOf(c);
  return specsOf(c).flatMap(spec => {
    const by = holds(spec.when, scope.test) ? chosenByGoal(c, spec, scope) : undefined;
    const question = by && asQuestion(c, spec, by.choice, 'plan', scope);
    if (!by || !question) return [];
    const said: Source = { kind: 'user', what: `“${by.words}” in the goal` };
    return [{ spec, ...by, question: { ...question, evidence: [said] } }];
  });
}

/** Every question once, heaviest first. */
function specsOf(c: Composing): readonly QuestionSpec[] {
  const specs = c.matched.flatMap(m => m.playbook.questions).sort((a, b) => b.weight - a.weight);
  return specs.filter((spec, i) => specs.findIndex(s => s.id === spec.id) === i);
}

/** A question in words of this project; undefined where something that it speaks of is not there, or only one choice is. */
function asQuestion(
  c: Composing,
  spec: QuestionSpec,
  recommended: string,
  asked: Question['asked'],
  scope: Scope,
): Question | undefined {
  const text = fill(spec.text, scope);
  const why = fill(spec.why, scope);
  const choices = spec.choices.flatMap(choice => {
    if (!holds(choice.when, scope.test)) return [];
    const consequence = fill(choice.consequence, scope);
    const label = fill(choice.label, scope);
    return consequence && label ? [{ id: choice.id, label, consequence }] : [];
  });
  if (!text || !why || choices.length < 2) return undefined;
  return { id: spec.id, text, why, evidence: evidenceOf(c, spec), choices, recommended, asked };
}

function evidenceOf(c: Composing, spec: QuestionSpec): Source[] {
  return spec.evidence.flatMap((name): Source[] => {
    const fact = c.survey.facts.get(name);
    if (fact) return fact.sources.slice(0, 2);
    if (name === 'emitters') return c.emitters.flatMap(e => slotSource(c, e.path ?? '', Number(e.line)));
    const slot = c.slots.get(name);
    return slot ? slotSource(c, slot.path, slot.line ?? 1) : [];
  });
}

export function slotSource(c: Composing, path: string, line: number): Source[] {
  const file = c.survey.texts.get(path);
  const source = file && fileSource(file, line, line + 7, c.survey.commit);
  return source ? [source] : [];
}
