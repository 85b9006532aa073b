import type { Answer, Question, Source } from '../../../domain/index.ts';
import { type ConditionTree, holds } from '../../../playbooks/condition.ts';
import type { QuestionSpec } from '../../../playbooks/model.ts';
import { fill } from '../../../playbooks/template.ts';
import { fileSource } from '../excerpt.ts';
import type { Composing } from './composing.ts';
import { scopeOf } from './context.ts';

/** A question of a playbook as it stands in this project. */
export interface OpenQuestion {
  readonly spec: QuestionSpec;
  readonly question: Question;
}

/** Choices that feedback made, by question; they win over answers given before. */
export type Overrides = ReadonlyMap<string, string>;

/**
 * Decides every question of the matched playbooks: by the code, by feedback, by the answer, else as recommended.
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
        overrides.get(spec.id) ?? forced?.choice ?? given(answers[spec.id]) ?? fixed ?? recommended;
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

/** The choice that free words speak of, if they speak of exactly one. */
export function choiceInWords(spec: QuestionSpec, text: string): string | undefined {
  const said = text.toLowerCase();
  const names = (c: QuestionSpec['choices'][number]): readonly string[] =>
    [c.id, c.label, ...c.says].map(s => s.toLowerCase());
  const hits = spec.choices
    .map(c => ({
      id: c.id,
      length: Math.max(
        0,
        ...names(c)
          .filter(n => hasWords(said, n))
          .map(n => n.length),
      ),
    }))
    .filter(h => h.length > 0)
    .sort((a, b) => b.length - a.length);
  if (hits.length > 1 && hits[0]?.length === hits[1]?.length) return undefined;
  return hits[0]?.id;
}

/** Whether `words` stand in `text` as whole words. */
export function hasWords(text: string, words: string): boolean {
  const at = text.indexOf(words);
  if (at < 0) return false;
  const before = text[at - 1] ?? ' ';
  const after = text[at + words.length] ?? ' ';
  return !/[a-z0-9]/.test(before) && !/[a-z0-9]/.test(after);
}

/** The questions that the code does not answer, heaviest first; five of the round, the rest in the plan. */
export function openQuestions(c: Composing): readonly OpenQuestion[] {
  const scope = scopeOf(c);
  const open: OpenQuestion[] = [];
  const seen = new Set<string>();
  const specs = c.matched.flatMap(m => m.playbook.questions).sort((a, b) => b.weight - a.weight);
  for (const spec of specs) {
    if (seen.has(spec.id) || !holds(spec.when, scope.test)) continue;
    if (spec.answered.some(r => holds(r.when, scope.test))) continue;
    seen.add(spec.id);
    const text = fill(spec.text, scope);
    const why = fill(spec.why, scope);
    const choices = spec.choices.flatMap(choice => {
      if (!holds(choice.when, scope.test)) return [];
      const consequence = fill(choice.consequence, scope);
      const label = fill(choice.label, scope);
      return consequence && label ? [{ id: choice.id, label, consequence }] : [];
    });
    const recommended = recommendedOf(spec, scope.test);
    if (!text || !why || choices.length < 2 || recommended === undefined) continue;
    const round = open.filter(o => o.question.asked === 'round').length;
    const asked = spec.asked === 'round' && round < 5 ? 'round' : 'plan';
    const evidence = evidenceOf(c, spec);
    open.push({ spec, question: { id: spec.id, text, why, evidence, choices, recommended, asked } });
  }
  return open;
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
