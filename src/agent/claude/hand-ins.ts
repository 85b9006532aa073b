import * as z from 'zod';
import type { Activity, Finding, Phase, Question, Source } from '../../domain/index.ts';
import { sourceLabel } from '../../domain/index.ts';
import { slug } from '../../shared/slug.ts';
import { issuesOf, schemaOf } from '../tools/index.ts';
import type { HandIn } from './conversation.ts';
import { Cited, type EvidencePorts, sourceFor } from './evidence.ts';

const FindingDraft = z.strictObject({
  topic: z.enum(['found', 'state', 'integration']),
  text: z.string().min(10).max(600).describe('One or two sentences; names in backticks'),
  sources: z.array(Cited).max(4).describe('Where you read it. Empty: an assumption'),
});

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
      description:
        'Records one thing that you learned, with where you read it. Gives its id, by which the plan can rest on it.',
      schema: schemaOf(FindingDraft),
      async take(input) {
        const read = FindingDraft.safeParse(input);
        if (!read.success) return { text: issuesOf(read.error), wrong: true };
        if (taken.length >= most)
          return { text: `${most} findings are enough for this phase: end it.`, wrong: true };
        const { topic, text, sources: cited } = read.data;
        const sources: Source[] = [];
        const problems: string[] = [];
        for (const one of cited) {
          const source = await sourceFor(one, ports);
          if (source.ok) sources.push(source.value);
          else problems.push(source.error);
        }
        const tries = refusals.get(text.slice(0, 60)) ?? 0;
        if (problems.length > 0 && tries < 1) {
          refusals.set(text.slice(0, 60), tries + 1);
          return {
            text: `Not recorded: ${problems.join('; ')}. Read it again and cite what stands there.`,
            wrong: true,
          };
        }
        const id = freeId(`m-${slug(text, 36, 'finding')}`, new Set([...known, ...taken].map(f => f.id)));
        const finding: Finding = { id, phase, topic, text, sources };
        taken.push(finding);
        emit(finding);
        return {
          text:
            sources.length > 0
              ? `Recorded as ${id}: ${sources.map(sourceLabel).join(', ')}.`
              : `Recorded as ${id}, as an assumption${problems.length > 0 ? `: ${problems.join('; ')}` : ''}.`,
        };
      },
    },
  };
}

const QuestionDraft = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{2,40}$/),
  text: z.string().min(8).max(300),
  why: z.string().min(8).max(400).describe('What you read that raises it'),
  evidence: z.array(Cited).max(3).default([]),
  choices: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/),
        label: z.string().min(1).max(160),
        consequence: z.string().min(1).max(300).describe('What it changes in the plan'),
      }),
    )
    .min(2)
    .max(5),
  recommended: z.string().describe('Id of a choice'),
  before_plan: z
    .boolean()
    .default(true)
    .describe('Whether the plan depends on it; else it is listed as open'),
});

const MOST_QUESTIONS = 5;

export function takeQuestions(
  ports: EvidencePorts,
  known: readonly Question[],
  emit: (question: Question) => void,
): { readonly handIn: HandIn; readonly taken: readonly Question[] } {
  const taken: Question[] = [];
  return {
    taken,
    handIn: {
      name: 'ask_question',
      description: 'Puts one open point to the person, with choices and the one that you recommend.',
      schema: schemaOf(QuestionDraft),
      async take(input) {
        const read = QuestionDraft.safeParse(input);
        if (!read.success) return { text: issuesOf(read.error), wrong: true };
        const { id, text, why, evidence: cited, choices, recommended, before_plan } = read.data;
        if ([...known, ...taken].some(q => q.id === id))
          return { text: `${id} was asked already.`, wrong: true };
        // Answers are kept by the question's id, as members of an object that has some of its own.
        if (id in {}) return { text: `${id} cannot be the id of a question.`, wrong: true };
        if (new Set(choices.map(c => c.id)).size < choices.length)
          return { text: 'Two choices have the same id.', wrong: true };
        if (!choices.some(c => c.id === recommended))
          return { text: `recommended: ${recommended} is none of the choices.`, wrong: true };
        const evidence: Source[] = [];
        for (const one of cited) {
          const source = await sourceFor(one, ports);
          if (source.ok) evidence.push(source.value);
        }
        const round = taken.filter(q => q.asked === 'round').length;
        const asked = before_plan && round < MOST_QUESTIONS ? 'round' : 'plan';
        const question: Question = { id, text, why, evidence, choices, recommended, asked };
        taken.push(question);
        emit(question);
        return {
          text:
            asked === 'round'
              ? `It is asked (${round + 1} of ${MOST_QUESTIONS}).`
              : 'It is listed in the plan.',
        };
      },
    },
  };
}

/** Ends a phase that hands in piece by piece. */
export function finishPhase(): HandIn {
  return {
    name: 'finish_phase',
    description: 'Ends this phase: what matters is recorded.',
    schema: schemaOf(z.strictObject({})),
    take: async () => ({ text: 'The phase is ended.', done: true }),
  };
}

export const checking = (phase: Phase, object: string): Activity => ({ phase, verb: 'Checking', object });

function freeId(wanted: string, used: ReadonlySet<string>): string {
  const id = wanted.slice(0, 48).replace(/-$/, '');
  for (let n = 1; ; n++) {
    const one = n === 1 ? id : `${id}-${n}`;
    if (!used.has(one)) return one;
  }
}
