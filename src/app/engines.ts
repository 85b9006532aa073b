import type { Planner, PreviewRequest } from '../agent/port.ts';
import type { PlannerChoice } from '../session/events.ts';
import type {
  ConsentAnswer,
  ConsentQuestion,
  PlannerOffer,
  PlannerSwitch,
  PlannerSwitched,
} from '../session/ports.ts';
import { err, type Failure, failure, ok } from '../shared/result.ts';
import type { Storage } from '../storage/port.ts';
import type { LookUpConsent } from './look-ups.ts';
import { localChoice, NOT_KEPT, remoteChoice, type Wiring } from './planner-choice.ts';

export interface EnginesOptions {
  readonly wiring: Wiring;
  readonly lookUps: LookUpConsent;
  readonly local: Planner;
  /** Absent where no model can be reached. */
  readonly remote: Planner | undefined;
  readonly consent: Storage['consent'];
  /** Why nothing of it can change while this runs; absent: it can. */
  readonly fixed?: Failure | undefined;
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
  offer(): PlannerOffer;
  /** Sessions that begin from now on are planned by that one. */
  switch(to: PlannerSwitch): PlannerSwitched;
  /** The wish of models that holds now; undefined: the newest suitable. */
  model(): string | undefined;
}

/** Nothing is sent before the person agreed: until then, and after a no, the local planner is the one that works. */
export function createEngines({
  wiring,
  lookUps,
  local,
  remote,
  consent,
  fixed,
  now,
}: EnginesOptions): Engines {
  const { decision, server, typed } = wiring;
  /** Whether an answer is waited for. */
  let asked = decision.kind === 'ask';
  let choice = decision.kind === 'ask' ? decision.refused : decision.choice;
  let agreed = choice.engine === 'claude' || (server.ok && !asked && consent.given(server.value.host));
  let model = wiring.model;
  const localOne = localChoice('', lookUps);
  const of = (engine: PlannerChoice['engine']): Planner =>
    engine === 'claude' && remote && choice.engine === 'claude' ? remote : local;
  const questionAbout = ({ host, by }: { readonly host: string; readonly by: string }): ConsentQuestion => ({
    host,
    by,
    stays: localOne.leaves ?? 'nothing leaves this machine',
  });
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
    question: () => (asked && server.ok ? questionAbout(server.value) : undefined),
    answer(given) {
      if (!asked || !server.ok) return { planner: choice };
      asked = false;
      if (given === 'no') return { planner: choice };
      agreed = true;
      choice = remoteChoice(server.value, lookUps, model);
      const kept = given === 'once' || consent.give(server.value.host, now());
      return kept ? { planner: choice } : { planner: choice, told: NOT_KEPT };
    },
    offer: () => ({
      now: choice,
      server: fixed
        ? err(fixed)
        : server.ok
          ? ok({
              ...questionAbout(server.value),
              agreed,
              ...(wiring.model === undefined ? {} : { model: wiring.model }),
            })
          : server,
    }),
    switch(to) {
      if (fixed) return { kind: 'refused', failure: fixed };
      if (to.engine === 'local') {
        choice = localOne;
        return { kind: 'chosen', planner: choice };
      }
      if (!server.ok) return { kind: 'refused', failure: server.error };
      if (!agreed) {
        asked = true;
        return { kind: 'ask', question: questionAbout(server.value) };
      }
      model = to.model ?? wiring.model;
      choice = remoteChoice(server.value, lookUps, model);
      return { kind: 'chosen', planner: choice };
    },
    model: () => model,
  };
}
