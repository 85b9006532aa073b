import { redact, safeLine, safeText } from '../../shared/text/index.ts';
import { Budget, type KeepLimits, StepLines } from './keep.ts';
import { type PlainLine, plainLine } from './line.ts';
import type { CiLog, LogJob, LogLine, LogStep } from './model.ts';

export const KEEP: KeepLimits = { total: 10 * 1024 * 1024, step: 2 * 1024 * 1024 };

/** Takes a log in pieces, file by file, and holds a bounded part of it. */
export interface LogReader {
  /** What follows is another file: `1_build.txt` or `build/3_Run npm test.txt` of an archive, or any name. */
  file(name: string, job?: string): void;
  push(chunk: string): void;
  end(): CiLog;
}

interface OpenStep {
  name: string;
  number?: number;
  command: string[];
  uses?: string;
  /** Between the heading of a step and the end of its group: what it was called with. */
  heading: boolean;
  lines: StepLines;
  exitCode?: number;
  failed: boolean;
  began?: string;
  ended?: string;
}

interface OpenJob {
  name: string;
  readonly file: string;
  readonly steps: OpenStep[];
  image: string[];
  permissions: Record<string, string>;
  group: string;
}

const GH_LINE = /^([^\t]{1,200})\t([^\t]{1,200})\t(.*)$/s;
const EXIT = /^Process completed with exit code (\d+)\.?$/;
/** A line of any length is cut: no build says anything in so many characters. */
const LONGEST = 100_000;

export function createLogReader(limits: KeepLimits = KEEP): LogReader {
  const budget = new Budget(limits.total);
  const jobs: OpenJob[] = [];
  let rest = '';
  let n = 0;
  let total = 0;
  let bytes = 0;
  let isActions = false;
  /** Whether this file is a log as `gh run view --log` prints it: undefined before its first line. */
  let tabbed: boolean | undefined;
  let name = 'log';
  let job: OpenJob | undefined;
  let step: OpenStep | undefined;
  let given: { readonly job: string; readonly step?: string; readonly number?: number } | undefined;

  const openJob = (called: string): OpenJob => {
    const known = jobs.find(
      one => one.name === called && (one.file === name || given !== undefined || tabbed),
    );
    if (known) return known;
    const made: OpenJob = { name: called, file: name, steps: [], image: [], permissions: {}, group: '' };
    jobs.push(made);
    return made;
  };
  const openStep = (into: OpenJob, called: string, number?: number): OpenStep => {
    const made: OpenStep = {
      name: called,
      command: [],
      heading: false,
      lines: new StepLines(budget, limits.step),
      failed: false,
      ...(number === undefined ? {} : { number }),
    };
    into.steps.push(made);
    return made;
  };

  function line(raw: string): void {
    n++;
    total++;
    let text = raw;
    if (tabbed === undefined && raw !== '')
      tabbed = /\t\uFEFF?\d{4}-\d\d-\d\dT/.test(raw) && GH_LINE.test(raw);
    if (tabbed) {
      const found = GH_LINE.exec(raw);
      if (found) {
        const [, of = '', at = '', said = ''] = found;
        isActions = true;
        text = said;
        if (job?.name !== of) {
          job = openJob(of);
          step = undefined;
        }
        if (at !== 'UNKNOWN STEP' && step?.name !== at) step = openStep(job, at);
      }
    }
    take(plainLine(text));
  }

  function take(plain: PlainLine): void {
    job ??= openJob(given?.job ?? 'build');
    if (plain.time !== undefined || plain.mark === 'group' || plain.mark === 'error')
      isActions ||= plain.time !== undefined || plain.mark === 'group';
    const named = given?.step !== undefined || (tabbed === true && step !== undefined);
    if (plain.mark === 'group') job.group = plain.text;
    if (plain.mark === 'group' && plain.text.startsWith('Run ')) {
      const what = plain.text.slice(4);
      if (!named || !step) step = openStep(job, given?.step ?? plain.text, given?.number);
      if (/^[\w.-]+\/[\w./-]+@\S+$|^\.\/\S+$|^docker:\/\//.test(what) && step.command.length === 0)
        step.uses = what;
      step.heading = step.command.length === 0;
    } else if (!named && plain.text === 'Post job cleanup.') step = openStep(job, 'Post job cleanup');
    step ??= openStep(job, given?.step ?? (isActions ? 'Set up job' : 'build'), given?.number);
    setUp(job, plain);
    if (step.heading) {
      if (plain.mark === 'endgroup') step.heading = false;
      else if (plain.command) step.command.push(plain.text);
    }
    if (plain.time !== undefined) {
      step.began ??= plain.time;
      step.ended = plain.time;
    }
    if (plain.mark === 'error') {
      step.failed = true;
      const exit = EXIT.exec(plain.text)?.[1];
      if (exit !== undefined) step.exitCode = Number(exit);
    }
    const text = plain.at === undefined ? plain.text : `${plain.at}: ${plain.text}`;
    step.lines.push({ n, text, ...(plain.mark === undefined ? {} : { mark: plain.mark }) });
  }

  /** What the log says of the machine before the first step. */
  function setUp(of: OpenJob, { text, mark }: PlainLine): void {
    if (mark !== undefined || of.steps.length > 1) return;
    // A log by itself says once whose it is; one of an archive has it in its name.
    const called = given || tabbed ? undefined : /^Complete job name: (.+)$/.exec(text)?.[1];
    if (called !== undefined) of.name = called;
    if (of.group === 'Operating System' && of.image.length < 3) of.image.push(text);
    const permission = of.group === 'GITHUB_TOKEN Permissions' ? /^(\w+): (\w+)$/.exec(text) : undefined;
    if (permission?.[1] && permission[2]) of.permissions[permission[1]] = permission[2];
  }

  function finish(): void {
    if (rest !== '') line(rest);
    rest = '';
  }

  return {
    file(of, called) {
      finish();
      name = of;
      n = 0;
      tabbed = undefined;
      job = undefined;
      step = undefined;
      given = namesOf(of, called);
    },
    push(chunk) {
      bytes += Buffer.byteLength(chunk);
      const text = rest + chunk;
      let from = 0;
      for (;;) {
        const to = text.indexOf('\n', from);
        if (to < 0) break;
        line(text.slice(from, text.charCodeAt(to - 1) === 13 && to > from ? to - 1 : to));
        from = to + 1;
      }
      rest = text.slice(from);
      if (rest.length > LONGEST) {
        line(rest.slice(0, LONGEST));
        rest = '';
      }
    },
    end() {
      finish();
      const made = jobs.map(closed);
      const kept = made.reduce((sum, one) => sum + one.steps.reduce((all, s) => all + s.lines.length, 0), 0);
      return { jobs: made, lines: total, bytes, left: total - kept, actions: isActions };
    },
  };
}

/** What the name of an entry says: `1_build.txt` is a job, `build/3_Run npm test.txt` a step of one. */
function namesOf(file: string, job: string | undefined) {
  const step = /^(?:.*\/)?([^/]+)\/(\d+)_([^/]+)\.txt$/.exec(file);
  if (step?.[1] && step[3]) return { job: job ?? step[1], step: step[3], number: Number(step[2]) };
  const whole = /(?:^|\/)-?\d+_([^/]+)\.txt$/.exec(file)?.[1];
  const called = job ?? whole;
  return called === undefined ? undefined : { job: called };
}

function closed(job: OpenJob): LogJob {
  return {
    name: safeLine(job.name),
    file: safeLine(job.file),
    ...(job.image.length > 0 ? { image: safeLine(job.image.join(' ')) } : {}),
    permissions: job.permissions,
    steps: job.steps.map(closedStep),
  };
}

function closedStep(step: OpenStep): LogStep {
  const { number, uses, exitCode, began, ended } = step;
  return {
    name: safeLine(step.name),
    command: step.command.map(one => cleaned(one)),
    lines: withoutKeys(step.lines.end()).map(one => ({ ...one, text: cleaned(one.text) })),
    failed: step.failed,
    ...(number === undefined ? {} : { number }),
    // `./scripts/build.sh` looks like an action, but is a command.
    ...(uses === undefined || step.command.length > 0 ? {} : { uses: safeLine(uses) }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(began === undefined ? {} : { began }),
    ...(ended === undefined ? {} : { ended }),
  };
}

/** Spaces in front say what belongs to what: they stay. */
const cleaned = (text: string): string => safeText(redact(text).text);

/** A private key stands on many lines, of which none is one by itself. */
function withoutKeys(lines: readonly LogLine[]): readonly LogLine[] {
  let inside = false;
  return lines.map(one => {
    if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(one.text)) inside = true;
    else if (!inside) return one;
    if (/-----END [A-Z0-9 ]*PRIVATE KEY/.test(one.text) || /^\s*$/.test(one.text)) inside = false;
    return { ...one, text: '[hidden: private key]' };
  });
}
