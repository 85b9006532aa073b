import type * as z from 'zod';
import type { Activity, Finding, Phase, Question, Source } from '../../domain/index.ts';
import { sourceLabel } from '../../domain/index.ts';
import { slug } from '../../shared/slug.ts';
import { safeLine } from '../../shared/text/index.ts';
import { freeId } from '../free-id.ts';
import { issuesOf } from '../tools/index.ts';
import type { Given, HandIn } from './answering.ts';
import { type Cited, type EvidencePorts, sourceFor } from './evidence.ts';
import { FindingDraft, FinishPhase, QuestionDraft } from './hand-in-specs.ts';

/** Takes only what has the right shape; what is wrong goes back to the model by its place. */
export function shaped<S extends z.ZodType>(
  shape: S,
  take: (input: z.infer<S>) => Promise<Given>,
): HandIn['take'] {
  return async input => {
    const read = shape.safeParse(input);
    return read.success ? take(read.data) : { text: issuesOf(read.error), wrong: true };
  };
}

/** What code found of the places that a model cites, and what is wrong with the others. */
export async function evidenceOf(
  cited: readonly Cited[],
  ports: EvidencePorts,
): Promise<{ readonly sources: Source[]; readonly problems: readonly string[] }> {
  const sources: Source[] = [];
  const problems: string[] = [];
  for (const one of cited) {
    const source = await sourceFor(one, ports);
    if (source.ok) sources.push(source.value);
    else problems.push(source.error);
  }
  return { sources, problems };
}

export interface FindingsTaken {
  readonly handIn: HandIn;
  readonly taken: readonly Finding[];
}

/** Takes findings one by one: each is refused until code found every quote at its place, twice at most, then it is an assumption. */
export function takeFindings(
  phase: Phase,
  most: number,
  ports: EvidencePorts,
  known: readonly Finding[],
  emit: (finding: Finding) => void,
): FindingsTaken {
  const taken: Finding[] = [];
  const refusals = new Map<string, number>();
  return {
    taken,
    handIn: {
      name: 'record_finding',
      take: shaped(FindingDraft, async ({ topic, text, sources: cited }) => {
        if (taken.length >= most)
          return { text: `${most} findings are enough for this phase: end it.`, wrong: true };
        const { sources, problems } = await evidenceOf(cited, ports);
        const tries = refusals.get(text.slice(0, 60)) ?? 0;
        if (problems.length > 0 && tries < 1) {
          refusals.set(text.slice(0, 60), tries + 1);
          return {
            text: `Not recorded: ${problems.join('; ')}. Read it again and cite what stands there.`,
            wrong: true,
          };
        }
        const id = freeId(
          `m-${slug(text, 36, 'finding')}`,
          [...known, ...taken].map(f => f.id),
        );
        const finding: Finding = { id, phase, topic, text, sources };
        taken.push(finding);
        emit(finding);
        return {
          text:
            sources.length > 0
              ? `Recorded as ${id}: ${sources.map(sourceLabel).join(', ')}.`
              : `Recorded as ${id}, as an assumption${problems.length > 0 ? `: ${problems.join('; ')}` : ''}.`,
        };
      }),
    },
  };
}

const MOST_QUESTIONS = 5;

export function takeQuestions(
  ports: EvidencePorts,
  known: readonly Question[],
  emit: (question: Question) => void,
  most: number = MOST_QUESTIONS,
): { readonly handIn: HandIn; readonly taken: readonly Question[] } {
  const taken: Question[] = [];
  return {
    taken,
    handIn: {
      name: 'ask_question',
      take: shaped(QuestionDraft, async draft => {
        const { id, text, why, evidence: cited, choices, recommended, before_plan } = draft;
        if ([...known, ...taken].some(q => q.id === id))
          return { text: `${id} was asked already.`, wrong: true };
        // Answers are kept by the question's id, as members of an object that has some of its own.
        if (id in {}) return { text: `${id} cannot be the id of a question.`, wrong: true };
        if (new Set(choices.map(c => c.id)).size < choices.length)
          return { text: 'Two choices have the same id.', wrong: true };
        if (!choices.some(c => c.id === recommended))
          return { text: `recommended: ${recommended} is none of the choices.`, wrong: true };
        const { sources: evidence } = await evidenceOf(cited, ports);
        const round = taken.filter(q => q.asked === 'round').length;
        const asked = before_plan && round < most ? 'round' : 'plan';
        const question: Question = { id, text, why, evidence, choices, recommended, asked };
        taken.push(question);
        emit(question);
        return {
          text: asked === 'round' ? `It is asked (${round + 1} of ${most}).` : 'It is listed in the plan.',
        };
      }),
    },
  };
}

/** Ends a phase that hands in piece by piece. */
/** `said`: hears why a phase is ended without what was asked for. */
export function finishPhase(said: (why: string | undefined) => void = () => {}): HandIn {
  return {
    name: 'finish_phase',
    take: shaped(FinishPhase, async ({ why }) => {
      said(why === undefined ? undefined : safeLine(why));
      return { text: 'The phase is ended.', done: true };
    }),
  };
}

export const checking = (phase: Phase, object: string): Activity => ({ phase, verb: 'Checking', object });
