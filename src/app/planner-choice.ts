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
}

export interface PlannerWish {
  readonly wanted: 'auto' | 'claude' | 'local';
  readonly lookUps: LookUpConsent;
  readonly access: Result<ModelAccess>;
  /** Whether what is read of this folder may be sent to the host of `access`. */
  readonly agreed: boolean;
  readonly model?: string | undefined;
}

/**
 * Which planner works and why, in a sentence for the screen. A key alone decides nothing: without the person's consent for
 * this folder `auto` stays local (safety.md 9a). Failures: `usage`, `consent-missing`, and those of `access`.
 */
export function choosePlanner(wish: PlannerWish): Result<PlannerChoice> {
  const { wanted, lookUps, access, agreed, model } = wish;
  if (wanted === 'local') return ok(local('', lookUps));
  if (lookUps === 'offline') {
    if (wanted === 'auto') return ok(local('--offline', lookUps));
    return err(
      failure(
        'usage',
        'A model cannot be asked with --offline.',
        'Leave one of --planner claude and --offline out.',
      ),
    );
  }
  if (!access.ok) {
    // A server that was named and cannot be used is told; that there is no key is no news.
    if (wanted === 'auto' && access.error.kind === 'credentials-missing') return ok(local('', lookUps));
    return access;
  }
  const { host, by } = access.value;
  if (agreed)
    return ok({
      engine: 'claude',
      why: remote(host, by, lookUps),
      ...(model ? { model } : {}),
      leaves: `excerpts go to ${host}`,
    });
  if (wanted === 'auto')
    return ok(
      local(`${by} is set, but nobody agreed that this folder is sent to ${host} (--allow-remote)`, lookUps),
    );
  return err(
    failure(
      'consent-missing',
      `The claude planner reads files, history and documents of this folder, and sends what bears on the goal to ${host}, without what looks like a secret.`,
      'Agree with --allow-remote, which is remembered for this folder; or leave --planner out.',
    ),
  );
}

function local(because: string, lookUps: LookUpConsent): PlannerChoice {
  const why = `local planner · no model is used${because === '' ? '' : ` · ${because}`}`;
  return lookUps === 'allowed'
    ? {
        engine: 'local',
        why: `${why} · names of packages go to the npm registry, addresses of cited pages to their servers, nothing else leaves this machine`,
        leaves: 'names and page addresses leave',
      }
    : { engine: 'local', why: `${why} · nothing leaves this machine` };
}

function remote(host: string, by: string, lookUps: LookUpConsent): string {
  const also = lookUps === 'allowed' ? '; names of packages and addresses of cited pages leave too' : '';
  return `claude planner · what bears on the goal is sent to ${host} (${by}), secrets hidden${also}`;
}

export interface Chosen {
  readonly choice: PlannerChoice;
  /** Absent where the local planner works. */
  readonly access?: ModelAccess | undefined;
  readonly model?: string | undefined;
  readonly tokens?: number | undefined;
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
): Result<Chosen> {
  const settings = storage.settings.model();
  const wanted = planner.wanted ?? settings.planner ?? 'auto';
  const access = modelAccess({ env, settings, baseUrl: planner.baseUrl });
  if (wanted !== 'local') told.push(...repositoryWishes(root));
  const host = access.ok ? access.value.host : '';
  const allowed = planner.allowRemote === true;
  const model = planner.model ?? settings.model;
  const agreed = allowed || storage.consent.given(host);
  const choice = choosePlanner({ wanted, lookUps, access, agreed, model });
  if (!choice.ok) return choice;
  if (choice.value.engine === 'local' || !access.ok) return ok({ choice: choice.value });
  if (allowed && !storage.consent.given(host) && !storage.consent.give(host, Date.now()))
    told.push('That you agreed could not be kept: it holds for this run.');
  return ok({ choice: choice.value, access: access.value, model, tokens: settings.tokens });
}
