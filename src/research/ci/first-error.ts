import { type CiFamily, FAMILIES, familyOf } from './families/index.ts';
import type { CiLog, FirstError, LogError, LogJob, LogLine, LogStep } from './model.ts';

/** How far around a line the patterns of its family look. */
const AFTER = 60;
const BEFORE = 80;
const NEEDED = 14;
/** A cause that stands so near below a failing test is why it failed. */
const NEAR = 30;
const EXCERPT_BEFORE = 2;
const EXCERPT = 14;
const MOST_MORE = 40;

/**
 * What repeats that something failed, and does not say what: the runner's own last word, those of package managers about a
 * script, of make about a recipe, of compilers about a crate, of test runners about their sums.
 */
const ECHOES: readonly RegExp[] = [
  /^Process completed with exit code \d+/,
  /^npm (?:ERR!|error)(?:\s*$| (?:code (?:ELIFECYCLE|1|EUSAGE)$|errno|Lifecycle script|Command failed|command (?:failed|sh|\/)|Exit status|Failed at|path|workspace|location|A complete log|This is probably))/,
  /ELIFECYCLE/,
  /^error Command failed(?: with exit code \d+)?/,
  /^make(?:\[\d+\])?: \*\*\* /,
  /^error: (?:could not compile|aborting due to|test failed, to rerun|build failed)/,
  /^(?:FAILED|FAIL|ERROR)?\s*\(?(?:failures|errors)=\d+/,
  /^(?:BUILD FAILED|FAILURE: Build failed|\[ERROR\] BUILD FAILURE|\[ERROR\] (?:->|To see|Re-run|For more|Failed to execute goal|Help)|Execution failed for task)/,
  /^(?:Error: )?The process '[^']+' failed with exit code \d+/,
  /^(?:Error: )?Command failed with exit code \d+/,
  /^exit status \d+$/,
  /^The operation was canceled\.?$/,
  /^Sending SIGTERM/,
  // Sums below what they count.
  /^\s*[✖×]?\s*\d+ (?:errors?|warnings?|problems?)\b(?: \(.*\))?$/,
];

export function isEcho(text: string): boolean {
  return ECHOES.some(pattern => pattern.test(text));
}

/** What any tool calls an error, where no family knows it. */
const LOUD =
  /^\s*(?:\S+: )?(?:fatal|error|panic|exception|ERROR|FATAL|Error|\w+(?:Error|Exception))\b\s*[:!\]]/;
const HARMLESS = /\b(?:0 errors?|no errors?|without errors?|errors?: 0|warning)\b/i;

/** The first real error of every job that failed, in the order of the jobs. */
export function firstErrors(log: CiLog): readonly FirstError[] {
  return log.jobs.flatMap(job => firstErrorOf(job, log.actions) ?? []);
}

function firstErrorOf(job: LogJob, actions: boolean): FirstError | undefined {
  const failed = actions ? job.steps.filter(step => step.failed) : job.steps;
  for (const step of failed) {
    const errors = errorsOf(step.lines);
    const first = chosen(errors);
    if (first) return told(job, step, first, errors);
  }
  const step = failed[0];
  const line = step && loudest(step.lines);
  if (!step || !line) return undefined;
  return told(job, step, { family: 'unknown', category: 'build', line, message: line.text.trim() }, []);
}

/** What ends everything comes first; then the first by line, or what stands below it as its cause. */
function chosen(errors: readonly LogError[]): LogError | undefined {
  const end = errors.find(error => isEnd(error));
  if (end) return end;
  const [first] = errors;
  if (first?.category !== 'test') return first;
  const cause = errors.find(
    one =>
      one.line.n <= first.line.n + NEAR &&
      (one.category === 'dependency' ||
        one.category === 'environment' ||
        one.category === 'time-out' ||
        one.family === 'python-syntax'),
  );
  return cause ?? first;
}

const ENDS = new Set(FAMILIES.filter(family => family.ends).map(family => family.id));
const isEnd = (error: LogError): boolean => ENDS.has(error.family);

/** All errors of a step that some family knows, by line; a test that a runner tells twice counts once. */
export function errorsOf(lines: readonly LogLine[]): readonly LogError[] {
  const out: LogError[] = [];
  const seen = new Set<string>();
  let belongs = -1;
  for (const [i, line] of lines.entries()) {
    if (
      i === belongs ||
      line.mark === 'group' ||
      line.mark === 'endgroup' ||
      line.mark === 'command' ||
      isEcho(line.text)
    )
      continue;
    const found = errorAt(lines, i);
    if (!found) continue;
    if (nextOf(found.family, lines, i)) belongs = i + 1;
    const key = keyOf(found);
    if (!seen.has(key)) out.push(found);
    seen.add(key);
  }
  return out;
}

function keyOf({ family, category, subject = '', place, code = '', message }: LogError): string {
  // A runner tells a failing test where it fails and again in its sums, each time in other words.
  if (category === 'test' && subject !== '')
    return `${family} ${subject.replace(/::/g, '.')} ${family === 'mocha' ? code : ''}`;
  return `${family} ${subject} ${place?.path ?? ''}:${place?.line ?? ''} ${code} ${message}`;
}

function errorAt(lines: readonly LogLine[], at: number): LogError | undefined {
  const line = lines[at];
  if (!line || line.text === '') return undefined;
  for (const family of FAMILIES)
    for (const pattern of family.when) {
      const found = pattern.exec(line.text);
      if (found && isMet(family, lines, at)) return errorOf(family, lines, at, found.groups ?? {});
    }
  return undefined;
}

function isMet({ needs }: CiFamily, lines: readonly LogLine[], at: number): boolean {
  if (!needs) return true;
  const first = lines[at];
  for (let i = at + 1; i < lines.length && i <= at + NEEDED; i++)
    if (needs.test(lines[i]?.text ?? '')) return true;
  return first === undefined;
}

/** What the line right below says of an error, where its family knows of one. */
function nextOf(id: CiFamily['id'], lines: readonly LogLine[], at: number): Known | undefined {
  const found = familyOf(id).next?.exec(lines[at + 1]?.text ?? '');
  return found ? (found.groups ?? {}) : undefined;
}

type Known = Record<string, string | undefined>;

function errorOf(family: CiFamily, lines: readonly LogLine[], at: number, first: Known): LogError {
  const known: Known = { ...nextOf(family.id, lines, at), ...first };
  const below = lines.slice(at + 1, at + 1 + AFTER);
  const above = lines.slice(Math.max(0, at - BEFORE), at).reverse();
  for (const pattern of family.after ?? []) fill(known, below, pattern);
  for (const pattern of family.before ?? []) fill(known, above, pattern);
  const line = lines[at] ?? { n: 1, text: '' };
  const path = known['path'];
  const [row, column] = [Number(known['line']), Number(known['column'])];
  const { subject, code } = known;
  const said = [known['message'] ?? line.text, known['detail'], known['detail2']].flatMap(
    one => one?.trim() || [],
  );
  const [head = '', ...details] = said;
  return {
    family: family.id,
    category: family.category,
    line,
    message:
      details.length > 0
        ? `${head.replace(/:$/, '')}${/^expected/i.test(head) ? ', ' : ': '}${details.join(', ')}`
        : head,
    ...(subject === undefined ? {} : { subject: unescaped(family.id, subject.trim()) }),
    ...(code === undefined ? {} : { code }),
    ...(path === undefined
      ? {}
      : { place: { path, ...(row > 0 ? { line: row } : {}), ...(column > 0 ? { column } : {}) } }),
  };
}

/** TAP marks the signs that mean something to it. */
const unescaped = (id: CiFamily['id'], subject: string): string =>
  id === 'node-test' ? subject.replace(/\\([\\#])/g, '$1') : subject;

/** Takes from the first line that matches what is not known yet; a place is a path and its line, never of two lines. */
function fill(known: Known, lines: readonly LogLine[], pattern: RegExp): void {
  const found = lines.map(one => pattern.exec(one.text)).find(Boolean)?.groups;
  if (!found) return;
  const { path, line, column, ...others } = found;
  if (
    path !== undefined &&
    (known['path'] === undefined || (known['line'] === undefined && line !== undefined))
  )
    Object.assign(known, { path, line: line ?? known['line'], column });
  for (const [name, value] of Object.entries(others)) known[name] ??= value;
}

/** The runner's own word where it is none of the echoes, else the first line that sounds like an error, else the last. */
function loudest(lines: readonly LogLine[]): LogLine | undefined {
  const said = lines
    .filter(one => one.mark === undefined || one.mark === 'error')
    .filter(one => !isEcho(one.text));
  const loud = said.find(one => LOUD.test(one.text) && !HARMLESS.test(one.text));
  const marked = said.find(one => one.mark === 'error');
  return loud ?? marked ?? said.filter(one => one.text.trim() !== '').at(-1);
}

function told(job: LogJob, step: LogStep, first: LogError, all: readonly LogError[]): FirstError {
  const at = step.lines.findIndex(one => one.n === first.line.n);
  const from = Math.max(0, at - EXCERPT_BEFORE);
  const script = scriptAbove(step.lines, at);
  const more = all.filter(one => one !== first && one.family === first.family);
  return {
    ...first,
    job: job.name,
    file: job.file,
    step,
    excerpt: trimmed(step.lines.slice(from, from + EXCERPT)),
    more: more.slice(0, MOST_MORE),
    moreInAll: more.length,
    ...(script === undefined ? {} : { script }),
  };
}

/** Without empty lines at the ends, and no further than the runner's own last word. */
function trimmed(lines: readonly LogLine[]): readonly LogLine[] {
  const end = lines.findIndex(one => /^Process completed with exit code/.test(one.text));
  const within = end < 0 ? lines : lines.slice(0, end + 1);
  const full = (one: LogLine): boolean => one.text.trim() !== '';
  return within.slice(within.findIndex(full), within.findLastIndex(full) + 1);
}

/** `> shop@1.0.0 test`, as npm and pnpm say before they run a script; `$ jest`, as yarn does, names none. */
function scriptAbove(lines: readonly LogLine[], at: number): string | undefined {
  for (let i = at; i >= 0; i--) {
    const found = /^> (?:@?[\w./-]+@[\w.+-]+ )?([\w:.-]+)(?: \/\S*)?$/.exec(lines[i]?.text ?? '');
    if (found?.[1] && /^> /.test(lines[i + 1]?.text ?? '')) return found[1];
  }
  return undefined;
}
