import { type FoundImplementer, findImplementers, versionOf } from '../handover/find.ts';
import { filledIn, type Implementer } from '../handover/implementers.ts';
import { runInTerminal } from '../host/index.ts';
import { markUnstarted } from '../plan/mark-progress.ts';
import { foldTimes } from '../plan/times.ts';
import type { HandedOver, HandOverPort, HandOverWork, ImplementerListing } from '../session/hand-over.ts';
import type { Clock } from '../shared/clock.ts';
import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';
import { clean, isNear, safeLine } from '../shared/text/index.ts';
import type { Storage } from '../storage/port.ts';
import { begin, finish, type RecordSources } from './hand-over-record.ts';
import { handOverProblem, pathWord, workOf } from './hand-over-work.ts';
import { openPlan } from './open-plan.ts';

export interface HandOverSources extends RecordSources {
  /** Where paths are seen from. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly storage: Pick<Storage, 'times' | 'changePlan' | 'settings'>;
  readonly clock: Clock;
}

/** What a call of an implementer would be, for scripts and to be shown. */
export interface ImplementerCall {
  readonly session: readonly string[];
  /** Without a person; absent where it is not known how. */
  readonly alone?: readonly string[];
}

export interface HandOver extends HandOverPort {
  /** Failure: `unknown-implementer`. */
  call(implementer: string, work: HandOverWork): Result<ImplementerCall>;
}

/** How plans reach implementers; one door for the screen and the command line. */
export function createHandOver(sources: HandOverSources): HandOver {
  const { root, folder, storage, clock } = sources;
  const all = () => findImplementers(storage.settings.implementers(), root, sources.env);

  async function look(path: string, step: string | undefined) {
    const opened = openPlan(root, folder, path.trim().replace(/^@/, ''));
    if (!opened.ok) return opened;
    const problem = handOverProblem(root, opened.value);
    if (problem) return err(problem);
    const drift = await sources.drift(opened.value.file);
    const times = foldTimes(storage.times.read().events);
    const work = workOf({ plan: opened.value, times, drift: drift.ok ? drift.value : undefined }, step);
    return work.ok ? ok({ opened: opened.value, work: work.value }) : work;
  }

  return {
    implementers: () => all().map(listing),
    async version(id) {
      const known = all().find(({ implementer }) => implementer.id === id);
      // What somebody wrote himself need not know of --version.
      if (known?.found.kind !== 'installed' || known.implementer.own) return undefined;
      return versionOf(known.found.path, root, sources.env);
    },
    async work(path, step) {
      const looked = await look(path, step);
      return looked.ok ? ok(looked.value.work) : looked;
    },
    call(id, work) {
      const known = named(all(), id);
      if (!known.ok) return known;
      const { implementer } = known.value;
      const line = (args: readonly string[]) => [implementer.program, ...argumentsOf(args, work)];
      const alone = implementer.alone && line(implementer.alone);
      return ok({ session: line(implementer.session), ...(alone ? { alone } : {}) });
    },
    async start(id, { path, step, seal }) {
      const known = named(all(), id);
      if (!known.ok) return known;
      const { implementer, found } = known.value;
      if (found.kind !== 'installed') return err(notInstalled(implementer, found));
      // Seen from the project, whatever it was named by before.
      const looked = await look(`${root}/${path}`, step?.id);
      if (!looked.ok) return looked;
      const { opened, work } = looked.value;
      if (work.seal !== seal) return err(changed(path));
      const begun = await begin(sources, opened, step?.id, implementer.name);
      const since = clock.now();
      const end = await runInTerminal({
        file: found.path,
        args: argumentsOf(implementer.session, work),
        cwd: root,
        env: environment(sources.env),
      });
      const ms = clock.now() - since;
      const over = await finish(sources, opened, step?.id, begun.clock);
      if (end.kind === 'not-started') {
        if (begun.marked) await storage.changePlan(opened.file, text => markUnstarted(text).text);
        return err(
          failure(
            'not-started',
            `${implementer.name} could not be started: ${safeLine(end.why)}.`,
            `Try it by hand: ${found.path}`,
          ),
        );
      }
      return ok({
        implementer: implementer.name,
        path,
        ...(step ? { step } : {}),
        end,
        ms,
        notices: [...begun.notices, ...over],
      } satisfies HandedOver);
    },
  };
}

function argumentsOf(args: readonly string[], { instruction, path }: HandOverWork): readonly string[] {
  return filledIn(args, { instruction, plan: pathWord(path) });
}

function listing({ implementer, found }: FoundImplementer): ImplementerListing {
  const { id, name, program, install, note, own } = clean(implementer).value;
  return {
    id,
    name,
    program,
    state: found.kind,
    ...(found.kind === 'missing' ? {} : { path: safeLine(found.path) }),
    ...(install === undefined ? {} : { install }),
    ...(note === undefined ? {} : { note }),
    ...(own ? { own } : {}),
  };
}

function named(all: readonly FoundImplementer[], wanted: string): Result<FoundImplementer> {
  const name = wanted.trim().toLowerCase();
  const is = ({ implementer }: FoundImplementer) =>
    implementer.id.toLowerCase() === name || implementer.name.toLowerCase() === name;
  const found = all.find(is);
  if (found) return ok(found);
  const near = all.find(({ implementer }) => isNear(name, implementer.id.toLowerCase()));
  return err(
    failure(
      'unknown-implementer',
      `There is no implementer “${safeLine(wanted).slice(0, 60)}”.`,
      near
        ? `Did you mean ${near.implementer.id}?`
        : `Known: ${all.map(({ implementer }) => implementer.id).join(', ')}. One of your own: planner-tui config set implementers '{"mine": ["my-agent", "{instruction}"]}'`,
    ),
  );
}

function notInstalled(implementer: Implementer, found: FoundImplementer['found']): Failure {
  const { name, program, install, own } = implementer;
  if (found.kind === 'inside')
    return failure(
      'not-installed',
      `${safeLine(found.path)} lies in the project, so it is not run: a repository must not bring its own ${name}.`,
      install ? `Install it outside of the project: ${install}` : 'Move the program outside of the project.',
    );
  return failure(
    'not-installed',
    `${name} is not installed: ${safeLine(program)} was not found${/[/\\]/.test(program) ? '' : ' on PATH'}.`,
    own
      ? 'The command is in your settings: a name on PATH or an absolute path was expected. planner-tui config shows it.'
      : install && `Install it: ${install}`,
  );
}

function changed(path: string): Failure {
  return failure(
    'plan-changed',
    `${path} was edited since you looked at it, so nothing was started.`,
    'Look again, then hand it over.',
  );
}

/** The user's environment, as it was before this program's launcher added to it: `npm install` heeds NODE_ENV. */
function environment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PLANNER_TUI_SET_NODE_ENV: ours, ...rest } = env;
  if (ours === undefined) return rest;
  const { NODE_ENV: _, ...others } = rest;
  return others;
}
