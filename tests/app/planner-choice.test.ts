import { describe, expect, it } from 'vitest';
import type { Planner, RunRequest } from '../../src/agent/port.ts';
import { createEngines } from '../../src/app/engines.ts';
import {
  asking,
  choosePlanner,
  localChoice,
  type PlannerWish,
  plannerFor,
} from '../../src/app/planner-choice.ts';
import type { PlannerChoice } from '../../src/session/events.ts';
import { err, type Failure, failure, ok } from '../../src/shared/result.ts';
import type { ModelSettings, Storage } from '../../src/storage/port.ts';
import { begin, fold } from '../agent/loop.ts';

const KEY = { ANTHROPIC_API_KEY: 'sk-test' };
const access = ok({
  endpoint: {
    baseUrl: 'https://api.anthropic.com',
    credential: { kind: 'key' as const, value: 'sk-test' },
    auth: 'bearer' as const,
  },
  host: 'api.anthropic.com',
  by: 'ANTHROPIC_API_KEY',
});
const wish = (more: Partial<PlannerWish>): PlannerWish => ({
  wanted: 'auto',
  lookUps: 'not-allowed',
  access,
  agreed: false,
  canAsk: true,
  ...more,
});

describe('a goal about an address', () => {
  const run = 'https://github.com/acme/shop/actions/runs/1';
  it('says that its host is asked, and nothing else', () => {
    expect(asking(localChoice('', 'not-allowed'), run)).toMatchObject({
      why: 'local planner · no model is used · github.com is asked for the address that you gave, nothing else leaves this machine',
      leaves: 'github.com is asked',
    });
    const model = { engine: 'claude', why: 'x is sent', leaves: 'excerpts go to api.anthropic.com' } as const;
    expect(asking(model, run)).toMatchObject({
      why: 'x is sent; github.com is asked for the address that you gave',
      leaves: 'excerpts go to api.anthropic.com, github.com is asked',
    });
  });
  it.each([undefined, '-', 'logs/build.log', 'a:b'])('of %s nothing leaves', about => {
    const local = localChoice('', 'not-allowed');
    expect(asking(local, about)).toBe(local);
  });
});

describe('who plans', () => {
  it.each(['auto', 'claude'] as const)(
    '%s with a credential and a screen, but without consent: it is asked',
    wanted => {
      expect(choosePlanner(wish({ wanted }))).toMatchObject({
        ok: true,
        value: { kind: 'ask', agreed: { engine: 'claude' }, refused: { engine: 'local' } },
      });
    },
  );

  it('without a screen it is as it was: auto stays local, claude is a failure', () => {
    expect(choosePlanner(wish({ canAsk: false }))).toMatchObject({
      value: { kind: 'chosen', choice: { engine: 'local' } },
    });
    expect(choosePlanner(wish({ canAsk: false, wanted: 'claude' }))).toMatchObject({
      error: { kind: 'consent-missing' },
    });
  });

  it('nothing is asked where nothing is to be decided', () => {
    const without = err(failure('credentials-missing', 'none'));
    const cases: readonly Partial<PlannerWish>[] = [
      { wanted: 'local' },
      { access: without },
      { lookUps: 'offline' },
      { agreed: true },
    ];
    for (const more of cases) expect(choosePlanner(wish(more))).toMatchObject({ value: { kind: 'chosen' } });
    expect(choosePlanner(wish({ wanted: 'claude', access: without }))).toMatchObject({
      error: { kind: 'credentials-missing' },
    });
  });
});

function made({
  settings = {},
  keeps = true,
  planner = {},
  env = KEY,
  lookUps = 'not-allowed',
  fixed,
}: {
  readonly settings?: ModelSettings;
  readonly keeps?: boolean;
  readonly planner?: { readonly wanted?: 'auto' | 'claude' | 'local' };
  readonly env?: NodeJS.ProcessEnv;
  readonly lookUps?: 'not-allowed' | 'offline';
  readonly fixed?: Failure;
} = {}) {
  const given = new Set<string>();
  const consent: Storage['consent'] = {
    given: host => given.has(host),
    give: host => keeps && given.add(host) !== undefined,
  };
  const storage = {
    consent,
    settings: {
      theme: () => ({ value: 'auto', from: 'default' as const }),
      setTheme: () => {},
      model: () => settings,
      pace: () => 'on' as const,
      redTeam: () => 'off' as const,
      implementers: () => ({}),
      notices: [],
    },
  };
  const options = {
    planner: { wanted: undefined, canAsk: true, ...planner },
    lookUps,
    env,
  };
  const wiring = plannerFor('/nowhere', storage, options, []);
  if (!wiring.ok) throw new Error(wiring.error.message);
  const ran: string[] = [];
  const engine = (name: 'local' | 'claude'): Planner => ({
    engine: name,
    async *run({ runId }) {
      ran.push(name);
      yield { type: 'RunStopped', runId, reason: 'done' };
    },
  });
  const engines = createEngines({
    wiring: wiring.value,
    lookUps,
    fixed,
    local: engine('local'),
    remote: engine('claude'),
    consent,
    now: () => 1,
  });
  const runAs = async (planner: PlannerChoice): Promise<readonly string[]> => {
    const session = fold(begin('x'), { type: 'PlannerChanged', at: 0, planner });
    const request: RunRequest = {
      runId: 'run-1',
      kind: 'research',
      session,
      signal: new AbortController().signal,
    };
    for await (const _ of engines.planner.run(request));
    return ran.splice(0);
  };
  return { engines, given, runAs };
}
const CLAUDE: PlannerChoice = { engine: 'claude', why: 'an earlier run' };

describe('the question', () => {
  it('names the host and where the credential is from, never the credential', () => {
    const question = made().engines.question();
    expect(question).toMatchObject({ host: 'api.anthropic.com', by: 'ANTHROPIC_API_KEY' });
    expect(JSON.stringify(question)).not.toContain('sk-test');
  });

  it('until it is answered the local planner works, whatever the session says', async () => {
    const { engines, runAs } = made();
    expect(engines.choice().engine).toBe('local');
    expect(await runAs(CLAUDE)).toEqual(['local']);
  });

  it('a yes for the folder is remembered, a yes for once is not; both hold now', async () => {
    for (const [answer, hosts] of [
      ['folder', ['api.anthropic.com']],
      ['once', []],
    ] as const) {
      const { engines, given, runAs } = made();
      expect(engines.answer(answer)).toMatchObject({ planner: { engine: 'claude' } });
      expect([...given]).toEqual(hosts);
      expect(engines.question()).toBeUndefined();
      expect(await runAs(engines.choice())).toEqual(['claude']);
      expect(await runAs(engines.local)).toEqual(['local']);
    }
  });

  it('a no holds for this run, and a later yes does not undo it', async () => {
    const { engines, given, runAs } = made();
    expect(engines.answer('no').planner.engine).toBe('local');
    expect(engines.question()).toBeUndefined();
    expect(engines.answer('folder').planner.engine).toBe('local');
    expect([...given]).toEqual([]);
    expect(await runAs(CLAUDE)).toEqual(['local']);
  });

  it('says that it could not be kept, and holds all the same', () => {
    const told = made({ keeps: false }).engines.answer('folder');
    expect(told.told).toContain('could not be kept');
    expect(told.planner.engine).toBe('claude');
  });
});

describe('a session that is opened again', () => {
  it('goes on with the local planner where the person chose it there, unless another is named', () => {
    const { engines } = made();
    engines.answer('once');
    expect(engines.choiceFor({ ...engines.local })).toEqual(engines.local);
    expect(engines.choiceFor({ engine: 'local', why: 'no key then' }).engine).toBe('claude');
    const named = made({ planner: { wanted: 'claude' } }).engines;
    named.answer('once');
    expect(named.choiceFor({ ...named.local }).engine).toBe('claude');
  });

  it('is planned locally where no model may be used', () => {
    expect(made({ planner: { wanted: 'local' } }).engines.choiceFor(CLAUDE).engine).toBe('local');
  });
});

describe('who plans, changed while the program runs', () => {
  it('asks for consent also after a no, and a model plans once it is given', async () => {
    const { engines, given, runAs } = made();
    engines.answer('no');
    const to = { engine: 'claude', model: undefined } as const;
    expect(engines.switch(to)).toMatchObject({ kind: 'ask', question: { host: 'api.anthropic.com' } });
    expect(await runAs(CLAUDE)).toEqual(['local']);
    expect(engines.answer('no').planner.engine).toBe('local');
    expect(engines.switch(to)).toMatchObject({ kind: 'ask' });
    engines.answer('folder');
    expect([...given]).toEqual(['api.anthropic.com']);
    expect(engines.switch(to)).toMatchObject({ kind: 'chosen', planner: { engine: 'claude' } });
    expect(await runAs(engines.choice())).toEqual(['claude']);
  });

  it('takes a model by name, and falls back to the one of the settings', () => {
    const { engines } = made({ settings: { model: 'mine' } });
    engines.answer('once');
    expect(engines.model()).toBe('mine');
    expect(engines.offer()).toMatchObject({ now: { model: 'mine' }, server: { value: { model: 'mine' } } });
    expect(engines.switch({ engine: 'claude', model: 'other' })).toMatchObject({
      planner: { model: 'other' },
    });
    expect(engines.model()).toBe('other');
    engines.switch({ engine: 'claude', model: undefined });
    expect(engines.model()).toBe('mine');
  });

  it('back to the local planner, and to the model again without being asked', async () => {
    const { engines, runAs } = made();
    engines.answer('once');
    expect(engines.switch({ engine: 'local' })).toMatchObject({ planner: { engine: 'local' } });
    expect(await runAs(CLAUDE)).toEqual(['local']);
    expect(engines.switch({ engine: 'claude', model: undefined })).toMatchObject({ kind: 'chosen' });
    expect(await runAs(CLAUDE)).toEqual(['claude']);
  });

  it('is possible too where the local planner was asked for; what is missing is said', () => {
    const local = made({ planner: { wanted: 'local' } }).engines;
    expect(local.question()).toBeUndefined();
    expect(local.switch({ engine: 'claude', model: undefined })).toMatchObject({ kind: 'ask' });
    const keyless = made({ env: {} }).engines;
    expect(keyless.offer()).toMatchObject({ server: { error: { kind: 'credentials-missing' } } });
    expect(keyless.switch({ engine: 'claude', model: 'x' })).toMatchObject({
      kind: 'refused',
      failure: { kind: 'credentials-missing' },
    });
  });

  it('is not possible offline, nor while a tape runs', () => {
    const to = { engine: 'claude', model: undefined } as const;
    expect(made({ lookUps: 'offline' }).engines.switch(to)).toMatchObject({
      kind: 'refused',
      failure: { message: 'A model cannot be asked with --offline.' },
    });
    const fixed = failure('usage', 'A recording is replayed.');
    const { engines } = made({ fixed });
    expect(engines.switch({ engine: 'local' })).toEqual({ kind: 'refused', failure: fixed });
    expect(engines.offer().server).toMatchObject({ error: fixed });
  });
});
