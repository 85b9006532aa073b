import type { Price } from '../domain/index.ts';
import type { PlannerChoice } from '../session/events.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import type { Storage } from '../storage/port.ts';
import type { LookUpConsent } from './look-ups.ts';
import { type ModelAccess, modelAccess, repositoryWishes } from './model-access.ts';
import type { TapeOptions } from './tape.ts';

export interface PlannerOptions {
  /** As it was typed; undefined: the person's setting, else `auto`. */
  readonly wanted: 'auto' | 'claude' | 'local' | undefined;
  readonly model?: string | undefined;
  readonly baseUrl?: string | undefined;
  /** Consent, given on the command line, that what is read of this folder is sent to the model's server. */
  readonly allowRemote?: boolean | undefined;
  /** Files of `--record` and `--replay`. */
  readonly tape?: TapeOptions | undefined;
  /** Whether there is a screen on which consent can be asked for. */
  readonly canAsk?: boolean | undefined;
}

export interface PlannerWish {
  readonly wanted: 'auto' | 'claude' | 'local';
  readonly lookUps: LookUpConsent;
  readonly access: Result<ModelAccess>;
  /** Whether what is read of this folder may be sent to the host of `access`. */
  readonly agreed: boolean;
  /** Whether somebody sits at a screen and can be asked. */
  readonly canAsk: boolean;
  readonly model?: string | undefined;
}

/** `ask`: a model could be used, but the person has to agree first. */
export type Decision =
  | { readonly kind: 'chosen'; readonly choice: PlannerChoice }
  | { readonly kind: 'ask'; readonly agreed: PlannerChoice; readonly refused: PlannerChoice };

const OFFLINE = failure(
  'usage',
  'A model cannot be asked with --offline.',
  'Leave one of --planner claude and --offline out.',
);

/**
 * Which planner works and why, in a sentence for the screen. A key alone decides nothing: without the person's consent for
 * this folder `auto` stays local, or asks where that is possible (safety.md 9a). Failures: `usage`, `consent-missing`, and
 * those of `access`.
 */
export function choosePlanner(wish: PlannerWish): Result<Decision> {
  const { wanted, lookUps, access, agreed, canAsk, model } = wish;
  const chosen = (choice: PlannerChoice): Result<Decision> => ok({ kind: 'chosen', choice });
  if (wanted === 'local') return chosen(localChoice('', lookUps));
  if (lookUps === 'offline') {
    if (wanted === 'auto') return chosen(localChoice('--offline', lookUps));
    return err(OFFLINE);
  }
  if (!access.ok) {
    // A server that was named and cannot be used is told; that there is no key is no news.
    if (wanted === 'auto' && access.error.kind === 'credentials-missing')
      return chosen(localChoice('', lookUps));
    return access;
  }
  const { host, by } = access.value;
  const remote = remoteChoice(access.value, lookUps, model);
  if (agreed) return chosen(remote);
  if (canAsk)
    return ok({
      kind: 'ask',
      agreed: remote,
      refused: localChoice(`you did not agree that this folder is sent to ${host}`, lookUps),
    });
  if (wanted === 'auto')
    return chosen(
      localChoice(
        `${by} is set, but nobody agreed that this folder is sent to ${host} (--allow-remote)`,
        lookUps,
      ),
    );
  return err(
    failure(
      'consent-missing',
      `The claude planner reads files, history and documents of this folder, and sends what bears on the goal to ${host}, without what looks like a secret.`,
      'Agree with --allow-remote, which is remembered for this folder; or leave --planner out.',
    ),
  );
}

/** A model of this server plans; `model`: a wish, where there is one. */
export function remoteChoice(
  { host, by }: Pick<ModelAccess, 'host' | 'by'>,
  lookUps: LookUpConsent,
  model: string | undefined,
): PlannerChoice {
  return {
    engine: 'claude',
    why: remoteWhy(host, by, lookUps),
    ...(model ? { model } : {}),
    leaves: `excerpts go to ${host}`,
  };
}

export function localChoice(because: string, lookUps: LookUpConsent): PlannerChoice {
  const why = `local planner · no model is used${because === '' ? '' : ` · ${because}`}`;
  return lookUps === 'allowed'
    ? {
        engine: 'local',
        why: `${why} · names of packages go to the npm registry, addresses of cited pages to their servers, nothing else leaves this machine`,
        leaves: 'names and page addresses leave',
      }
    : { engine: 'local', why: `${why} · nothing leaves this machine` };
}

/** The same choice for a goal about an address that the person gave: its host is asked for it, and that is said. */
export function asking(choice: PlannerChoice, about: string | undefined): PlannerChoice {
  const host = about !== undefined && URL.canParse(about) ? new URL(about).host : '';
  if (host === '') return choice;
  const asked = `${host} is asked for the address that you gave`;
  const { why, leaves } = choice;
  const told = why.replace(
    /nothing (?:else )?leaves this machine$/,
    `${asked}, nothing else leaves this machine`,
  );
  return {
    ...choice,
    why: told === why ? `${why}; ${asked}` : told,
    leaves: leaves === undefined ? `${host} is asked` : `${leaves}, ${host} is asked`,
  };
}

function remoteWhy(host: string, by: string, lookUps: LookUpConsent): string {
  const also = lookUps === 'allowed' ? '; names of packages and addresses of cited pages leave too' : '';
  return `claude planner · what bears on the goal is sent to ${host} (${by}), secrets hidden${also}`;
}

/** Who may plan for this project, and what is still to be asked. */
export interface Wiring {
  readonly decision: Decision;
  /** Whose models can be asked. Failures: those of `modelAccess`, and `usage` where nobody may be asked. */
  readonly server: Result<ModelAccess>;
  readonly model?: string | undefined;
  readonly tokens?: number | undefined;
  readonly projectTokens?: number | undefined;
  readonly prices?: Readonly<Record<string, Price>> | undefined;
  /** A planner that was named on the command line: it also takes over a session of the other one. */
  readonly typed?: 'claude' | 'local' | undefined;
}

/** Who plans for this project, by what was typed, the person's settings and consent. Consent given now is kept. */
export function plannerFor(
  root: string,
  storage: Pick<Storage, 'settings' | 'consent'>,
  {
    planner,
    lookUps,
    env,
  }: { readonly planner: PlannerOptions; readonly lookUps: LookUpConsent; readonly env: NodeJS.ProcessEnv },
  told: string[],
): Result<Wiring> {
  const settings = storage.settings.model();
  const wanted = planner.wanted ?? settings.planner ?? 'auto';
  const access = modelAccess({ env, settings, baseUrl: planner.baseUrl });
  if (wanted !== 'local') told.push(...repositoryWishes(root));
  const host = access.ok ? access.value.host : '';
  const allowed = planner.allowRemote === true;
  const model = planner.model ?? settings.model;
  const agreed = allowed || storage.consent.given(host);
  const canAsk = planner.canAsk === true;
  const decision = choosePlanner({ wanted, lookUps, access, agreed, canAsk, model });
  if (!decision.ok) return decision;
  const typed = planner.wanted === 'auto' ? undefined : planner.wanted;
  if (
    access.ok &&
    allowed &&
    !isLocal(decision.value) &&
    !storage.consent.given(host) &&
    !storage.consent.give(host, Date.now())
  )
    told.push(NOT_KEPT);
  const { tokens, projectTokens, prices } = settings;
  return ok({
    decision: decision.value,
    server: lookUps === 'offline' ? err(OFFLINE) : access,
    model,
    tokens,
    projectTokens,
    prices,
    typed,
  });
}

/** Whether the local planner works, and nobody is asked about another one. */
export function isLocal(decision: Decision): boolean {
  return decision.kind === 'chosen' && decision.choice.engine === 'local';
}

export const NOT_KEPT = 'That you agreed could not be kept: it holds for this run.';
