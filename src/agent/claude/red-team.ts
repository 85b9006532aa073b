import type { Objection } from '../../domain/index.ts';
import type { Revision } from '../../plan/model.ts';
import type { ActiveSession } from '../../session/state.ts';
import { safeLine } from '../../shared/text/index.ts';
import { freeId } from '../free-id.ts';
import type { HandIn } from './answering.ts';
import { tellHidden } from './conversation.ts';
import { type Desk, phaseOf, sayPrompt } from './desk.ts';
import { ObjectionDraft } from './hand-in-specs.ts';
import { evidenceOf, finishPhase, shaped } from './hand-ins.ts';
import { prompt } from './prompts.ts';
import { listed } from './told.ts';

/** More is read by nobody. */
const MOST_OBJECTIONS = 8;
const MOST_OF_ONE_CRITIC = 3;

/**
 * Reads a revision against itself, in a conversation of its own that did not write it. What it finds is for the person to
 * accept or reject: nothing of the plan changes.
 */
export async function criticise(
  desk: Desk,
  session: ActiveSession,
  { number, plan, markdown }: Revision,
): Promise<void> {
  const { scope, thread } = desk;
  const fresh: Desk = { ...desk, thread: { ...thread, talk: { ...thread.talk, messages: [] } } };
  const raised: Objection[] = [];
  const take: HandIn = {
    name: 'raise_objection',
    take: shaped(ObjectionDraft, async ({ critic, text, mend, step, sources: cited }) => {
      const own = raised.filter(o => o.critic === critic).length;
      if (raised.length >= MOST_OBJECTIONS || own >= MOST_OF_ONE_CRITIC)
        return {
          text: `Not taken: ${MOST_OBJECTIONS} in all and ${MOST_OF_ONE_CRITIC} of one critic are enough.`,
          wrong: true,
        };
      if (step !== undefined && !plan.steps.some(s => s.id === step))
        return { text: `There is no step ${step}: ${plan.steps.map(s => s.id).join(', ')}.`, wrong: true };
      const { sources, problems } = await evidenceOf(cited, desk.evidence);
      if (problems.length > 0)
        return {
          text: `Not taken: ${problems.join('; ')}. Cite what stands there, or nothing.`,
          wrong: true,
        };
      const objection: Objection = {
        id: freeId(
          `o-${critic}-${session.objections.length + raised.length + 1}`,
          [...session.objections, ...raised].map(o => o.id),
        ),
        critic,
        text: safeLine(text),
        mend: safeLine(mend),
        ...(step === undefined ? {} : { stepId: step }),
        sources,
        revision: number,
      };
      raised.push(objection);
      scope.emit({ type: 'ObjectionRaised', objection });
      return { text: `Taken as ${objection.id}.` };
    }),
  };
  sayPrompt(
    fresh,
    prompt('red-team', {
      goal: session.goal.text,
      kind: session.goal.kind,
      revision: String(number),
      plan: markdown,
      known: listed(session.findings),
      rejected: rejectedText(session),
      most: String(MOST_OBJECTIONS),
    }),
    'the prompt of an adverse reading',
  );
  scope.emit({
    type: 'ActivityNoted',
    activity: { phase: 'planning', verb: 'Reading', object: `revision ${number} against itself` },
  });
  await phaseOf(fresh, 'planning', [take, finishPhase()], 'finish_phase');
  tellHidden(scope, thread.outgoing);
  scope.emit({
    type: 'NoticeRaised',
    text:
      raised.length === 0
        ? `Nothing was held against revision ${number}.`
        : `${raised.length} ${raised.length === 1 ? 'objection' : 'objections'} to revision ${number}: o in the review shows them.`,
  });
}

function rejectedText({ objections }: ActiveSession): string {
  const rejected = objections.filter(o => o.verdict === 'rejected');
  return rejected.map(o => `- ${o.text}`).join('\n') || '(none)';
}
