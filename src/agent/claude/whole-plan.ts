import { changeNote } from '../../plan/change-note.ts';
import type { Plan, PlanQuestion, Step } from '../../plan/model.ts';
import type { ActiveSession } from '../../session/state.ts';
import { assemble, decided, reliesOn } from '../local/draft/assemble.ts';
import type { Blueprint } from '../local/draft/blueprint.ts';
import { emptyBlueprint } from '../local/draft/blueprint.ts';
import { codeBack, packagesBack } from '../local/draft/care.ts';
import { count } from '../local/draft/estimate.ts';
import type { DraftRecord } from '../local/draft/record.ts';
import { testSection } from '../local/draft/tests.ts';
import type { Survey } from '../local/survey.ts';
import type { ToolPorts } from '../tools/index.ts';
import type { Known } from './claim.ts';
import { editedSections, editedSteps, type PlanEdit } from './edits.ts';
import { stepOf } from './plan-draft.ts';

/** Who wrote a plan, as its front matter and its head say it. */
export interface Author {
  readonly model: string;
  readonly host: string;
}

/** Questions as a plan lists them, with what the person said. */
export function planQuestions({
  questions,
  answers,
}: Pick<ActiveSession, 'questions' | 'answers'>): PlanQuestion[] {
  return questions.map(question => {
    const answer = answers[question.id];
    const chosen =
      answer?.kind === 'choice'
        ? question.choices.find(c => c.id === answer.choiceId)
        : answer?.kind === 'delegated'
          ? question.choices.find(c => c.id === question.recommended)
          : undefined;
    return {
      question,
      ...(answer ? { answer } : {}),
      ...(chosen ? { effect: chosen.consequence } : {}),
    };
  });
}

/** A first plan out of a model's blueprint: all that can be computed is computed as for the local planner. */
export function wholePlan(
  survey: Survey,
  record: DraftRecord,
  blueprint: Blueprint,
  { model, host }: Author,
): Plan {
  const plan = assemble(survey, record, blueprint, planQuestions(record), record.earlier.length + 1);
  const { files, symbols, commits } = survey.summary;
  return {
    ...plan,
    engine: 'claude',
    model,
    notices: [
      `Written by ${model} at ${host} for ${record.project.name}, with read-only tools over the code map (${count(files, 'file')}, ${count(symbols, 'symbol')}) and ${count(commits, 'commit')} of git history. Every quote was looked up at its place by code; estimates are computed ${commits > 0 ? "from this repository's history" : 'from the lines of each step'}.`,
      ...plan.notices.slice(1),
    ],
  };
}

/** The plan after an edit: what it does not name stays, what follows from the steps is computed anew. */
export async function editedPlan(
  plan: Plan,
  edit: PlanEdit,
  revision: number,
  ports: ToolPorts & { readonly survey: Survey; readonly known: Known },
  session: Pick<ActiveSession, 'questions' | 'answers'>,
): Promise<Plan> {
  const { survey } = ports;
  // A plan by other hands may have no requirements: then a step of it serves none.
  const none = plan.requirements.length === 0;
  const steps = await editedSteps(plan.steps, edit, draft =>
    stepOf(none ? { ...draft, serves: [] } : draft, ports),
  );
  const { cases = plan.tests.cases, summary, ...sections } = editedSections(edit, ports.known);
  const questions = planQuestions(session);
  const next: Plan = {
    ...plan,
    ...sections,
    ...(summary ? { approach: { ...plan.approach, summary } } : {}),
    revision,
    status: 'draft',
    steps,
    tests: testsAfter(plan, steps, cases, survey),
    rollback: [
      ...plan.rollback.flatMap(r => {
        const undoes = r.undoes.filter(id => steps.some(s => s.id === id));
        return isComputed(r.title) || undoes.length === 0 ? [] : [{ ...r, undoes }];
      }),
      ...packagesBack(survey, steps),
      ...codeBack(survey, steps),
    ],
    security: {
      ...plan.security,
      implemented: plan.security.implemented.filter(s => steps.some(step => step.id === s.stepId)),
    },
    questions,
    decisions: decided(questions),
    reliesOn: { ...kept(plan, steps), ...reliesOn(survey, steps) },
    changes: [],
  };
  return { ...next, changes: edit.replies.map(({ to, did }) => changeOf(to, did, plan, next)) };
}

function changeOf(to: string, did: string, before: Plan, after: Plan): Plan['changes'][number] {
  const note = changeNote(`“${to}”`, before, after, did);
  return { ...note, what: did };
}

/** Titles that `packagesBack` and `codeBack` give. */
const isComputed = (title: string): boolean => title === 'Restore the code' || /^Remove `/.test(title);

function testsAfter(
  plan: Plan,
  steps: readonly Step[],
  cases: Plan['tests']['cases'],
  survey: Survey,
): Plan['tests'] {
  if (steps.every((step, i) => step === plan.steps[i]) && steps.length === plan.steps.length)
    return { ...plan.tests, cases };
  return testSection(survey, { ...emptyBlueprint, steps, cases, requirements: plan.requirements });
}

/** Hashes that the plan held of files which its steps still name. */
function kept(plan: Plan, steps: readonly Step[]): Record<string, string> {
  const named = new Set(
    steps.flatMap(s => [
      ...s.files.flatMap(f => [f.path, f.at?.replace(/:\d+$/, '') ?? '']),
      ...s.code.flatMap(c => (c.source?.kind === 'file' ? [c.source.path] : [])),
    ]),
  );
  return Object.fromEntries(Object.entries(plan.reliesOn).filter(([path]) => named.has(path)));
}

/** The survey with these files read too: a model's plan goes where the ranking did not. */
export async function withFiles(
  survey: Survey,
  paths: readonly string[],
  { map, files }: ToolPorts,
): Promise<Survey> {
  const missing = [...new Set(paths)].filter(p => survey.paths.has(p) && !survey.texts.has(p));
  if (missing.length === 0) return survey;
  const [cards, texts] = await Promise.all([
    map.deepen(missing),
    Promise.all(missing.map(path => files.read(path))),
  ]);
  return {
    ...survey,
    cards: new Map([...survey.cards, ...cards.map(c => [c.path, c] as const)]),
    texts: new Map([...survey.texts, ...texts.flatMap(t => (t ? [[t.path, t] as const] : []))]),
  };
}
