import type { Planner, PreviewRequest } from '../agent/port.ts';
import type { PlannerChoice } from '../session/events.ts';
import type { ConsentAnswer, ConsentQuestion } from '../session/ports.ts';
import { err, failure } from '../shared/result.ts';
import type { Storage } from '../storage/port.ts';
import type { LookUpConsent } from './look-ups.ts';
import { localChoice, NOT_KEPT, type Wiring } from './planner-choice.ts';

export interface EnginesOptions {
  readonly wiring: Wiring;
  readonly lookUps: LookUpConsent;
  readonly local: Planner;
  /** Absent where no model can be reached. */
  readonly remote: Planner | undefined;
  readonly consent: Storage['consent'];
  now(): number;
}

/** The two planners behind one port, and who of them works. */
export interface Engines {
  /** Works with the planner of the session that it is given. */
  readonly planner: Planner;
  /** Who plans in a session that begins now. */
  choice(): PlannerChoice;
  /** The local planner, which is always there, as the person's own choice for a session. */
  readonly local: PlannerChoice;
  /** Who goes on with a session that this one planned so far. */
  choiceFor(before: PlannerChoice): PlannerChoice;
  /** What the person has to decide before anything is planned; nothing once it is decided. */
  question(): ConsentQuestion | undefined;
  answer(answer: ConsentAnswer): { readonly planner: PlannerChoice; readonly told?: string };
}

/** Nothing is sent before the person agreed: until then, and after a no, the local planner is the one that works. */
export function createEngines({ wiring, lookUps, local, remote, consent, now }: EnginesOptions): Engines {
  const { decision, access, typed } = wiring;
  let asked = decision.kind === 'ask';
  let choice = decision.kind === 'ask' ? decision.refused : decision.choice;
  const localOne = localChoice('', lookUps);
  const of = (engine: PlannerChoice['engine']): Planner =>
    engine === 'claude' && remote && choice.engine === 'claude' ? remote : local;
  return {
    planner: {
      get engine() {
        return choice.engine;
      },
      run: request => of(request.session.planner.engine).run(request),
      async preview(request: PreviewRequest) {
        const { preview } = of(request.session.planner.engine);
        return preview
          ? preview(request)
          : err(failure('no-preview', 'What it would do is told by the next run alone.'));
      },
    },
    choice: () => choice,
    local: { ...localOne, forSession: true },
    choiceFor: before =>
      before.forSession && typed === undefined ? { ...localOne, forSession: true } : choice,
    question: () =>
      asked && access && decision.kind === 'ask'
        ? {
            host: access.host,
            by: access.by,
            stays: decision.refused.leaves ?? 'nothing leaves this machine',
          }
        : undefined,
    answer(given) {
      if (decision.kind !== 'ask' || !access || !asked) return { planner: choice };
      asked = false;
      if (given === 'no') return { planner: choice };
      choice = decision.agreed;
      const kept = given === 'once' || consent.give(access.host, now());
      return kept ? { planner: choice } : { planner: choice, told: NOT_KEPT };
    },
  };
}
