import { basename } from 'node:path';
import {
  decodedChunks,
  givenChunks,
  givenKind,
  inputIsTyped,
  logFiles,
  openZip,
  type ZipEntry,
  ZipProblem,
} from '../../host/index.ts';
import { err, type Failure, failure, ok, type Result } from '../../shared/result.ts';
import { safeLine } from '../../shared/text/index.ts';
import type { CiLog } from './model.ts';
import type { CiReading } from './port.ts';
import { createLogReader, type LogReader } from './reader.ts';

const ZIP_LIMITS = { entries: 5_000, entry: 1024 ** 3, total: 2 * 1024 ** 3 } as const;
/** The session's log waits for this in the same thread: it breathes after so many characters. */
const BREATHE = 4 * 1024 * 1024;

/** Reads a log, a folder of logs or an archive that a person named; `-` is standard input. `full` is the whole path. */
export async function readGivenLog(
  about: string,
  full: string,
  signal?: AbortSignal,
): Promise<Result<CiReading>> {
  const problem = givenLogProblem(about, full);
  if (problem) return err(problem);
  const name = nameOf(about);
  if (about === '-') return read(name, 'input', reader => stream(reader, name, givenChunks('-', signal)));
  switch (givenKind(full)) {
    case 'folder':
      return readFolder(name, full, signal);
    case 'zip':
      return readZip(name, full, signal);
    default:
      return read(name, 'file', reader => stream(reader, name, givenChunks(full, signal)));
  }
}

function nameOf(about: string): string {
  const last = safeLine(basename(about));
  return about === '-' ? 'standard input' : /[\p{L}\p{N}]/u.test(last) ? last : safeLine(about);
}

/** Why nothing can be read there, as far as it shows without reading; undefined where something can. */
export function givenLogProblem(about: string, full: string): Failure | undefined {
  if (about === '-')
    return inputIsTyped()
      ? failure(
          'ci-no-input',
          'A log was expected on standard input, but that is a keyboard.',
          'Pipe it in: gh run view ID --log-failed | planner-tui plan:ci - --print',
        )
      : undefined;
  const shown = safeLine(about);
  switch (givenKind(full)) {
    case 'text':
    case 'zip':
      return undefined;
    case 'folder':
      return logFiles(full).length === 0 ? noLogsIn(shown) : undefined;
    case 'empty':
      return emptyLog(shown);
    case 'binary':
      return failure(
        'ci-no-log',
        `A log of text was expected, but ${shown} is binary.`,
        'A run’s logs are text, or a zip archive as GitHub gives it.',
      );
    case 'none':
      return failure(
        'ci-no-file',
        `A log, a folder of logs or the address of a run of GitHub Actions was expected, but ${shown} cannot be read.`,
        'For example: planner-tui plan:ci build.log, or planner-tui plan:ci https://github.com/OWNER/REPO/actions/runs/ID',
      );
  }
}

function noLogsIn(folder: string): Failure {
  return failure(
    'ci-no-log',
    `Logs were expected in the folder ${folder}, but it holds no file that ends in .txt or .log.`,
    'Unpack the archive of the run there, or name its log itself.',
  );
}

async function read(
  name: string,
  kind: CiReading['kind'],
  take: (reader: LogReader) => Promise<void>,
): Promise<Result<CiReading>> {
  const reader = createLogReader();
  try {
    await take(reader);
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    return err(unreadable(name, error));
  }
  const log = reader.end();
  return isEmpty(log) ? err(emptyLog(name)) : ok({ name, kind, log, notes: [] });
}

async function stream(reader: LogReader, name: string, chunks: AsyncIterable<string>): Promise<void> {
  reader.file(name);
  let since = 0;
  for await (const chunk of chunks) {
    reader.push(chunk);
    since += chunk.length;
    if (since < BREATHE) continue;
    since = 0;
    await new Promise<void>(done => setImmediate(done));
  }
}

async function readFolder(name: string, full: string, signal?: AbortSignal): Promise<Result<CiReading>> {
  const files = stepsFirst(logFiles(full).map(path => ({ name: path })));
  return read(name, 'folder', async reader => {
    for (const file of files) await stream(reader, file.name, givenChunks(`${full}/${file.name}`, signal));
  });
}

async function readZip(name: string, full: string, signal?: AbortSignal): Promise<Result<CiReading>> {
  return read(name, 'zip', async reader => {
    const zip = await openZip(full, ZIP_LIMITS);
    const entries = stepsFirst(zip.entries.filter(entry => /\.(?:txt|log)$/i.test(entry.name)));
    if (entries.length === 0)
      throw new ZipProblem('damaged', 'it holds no log: no entry ends in .txt or .log');
    for (const entry of entries)
      await stream(reader, entry.name, decodedChunks(zip.read(entry as ZipEntry, signal)));
  });
}

/**
 * An archive of a run holds a job twice: as a whole (`1_build.txt`) and by steps (`build/3_Run npm test.txt`), which say
 * more. In the order of the steps, not of their names: 10 comes after 9.
 */
function stepsFirst<T extends { readonly name: string }>(files: readonly T[]): readonly T[] {
  const step = /^(?:.*\/)?([^/]+)\/(\d+)_[^/]+\.(?:txt|log)$/;
  const bySteps = new Set(files.flatMap(file => step.exec(file.name)?.[1] ?? []));
  const wanted = files.filter(file => {
    const job = /(?:^|\/)-?\d+_([^/]+)\.txt$/.exec(file.name)?.[1];
    // What the runner says of itself, per job, is no step.
    return (
      step.test(file.name) ||
      (!/(?:^|\/)system\.txt$/.test(file.name) && (job === undefined || !bySteps.has(job)))
    );
  });
  const order = (name: string): number => Number(/(\d+)_[^/]+$/.exec(name)?.[1] ?? 0);
  const folder = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1);
  return [...wanted].sort(
    (a, b) =>
      folder(a.name).localeCompare(folder(b.name)) ||
      order(a.name) - order(b.name) ||
      a.name.localeCompare(b.name),
  );
}

const isEmpty = (log: CiLog): boolean =>
  !log.jobs.some(job => job.steps.some(step => step.lines.some(line => line.text.trim() !== '')));

function emptyLog(name: string) {
  return failure(
    'ci-empty-log',
    `A log was expected, but ${name} is empty.`,
    'Take the log of the job that failed: gh run view ID --log-failed',
  );
}

function unreadable(name: string, error: unknown) {
  if (error instanceof ZipProblem)
    return failure(
      error.kind === 'too-much' ? 'ci-zip-bomb' : 'ci-no-log',
      `The archive ${name} was not read: ${error.message}.`,
      error.kind === 'too-much'
        ? 'Unpack what you trust of it, and name the log of the job that failed.'
        : 'Fetch it again, or name the log of the job that failed.',
    );
  return failure(
    'ci-no-file',
    `${name} could not be read to its end: ${safeLine(error instanceof Error ? error.message : String(error))}.`,
    'Check the file, and try again.',
  );
}
