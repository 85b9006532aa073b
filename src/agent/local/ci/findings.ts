import type { Finding, Source } from '../../../domain/index.ts';
import { type CiReading, type FirstError, familyOf } from '../../../research/ci/index.ts';
import { count } from '../draft/estimate.ts';
import { fileSource, symbolSource } from '../excerpt.ts';
import type { Survey } from '../survey.ts';
import type { CiCase } from './case.ts';
import { code, list, quoted, stepName } from './context.ts';
import { logSource, runSource, workflowSource } from './said.ts';

/** How tools of other languages call an error: the families know the English words alone. */
const OTHER_WORDS =
  /(?<!\p{L})(?:Fehler|erreur|errore|erro|błąd|chyba|hiba|fout|fejl|virhe|hata)(?!\p{L})|ошибк|помилк|错误|錯誤|エラー|오류/iu;

/** Said where no family knows the error, and the log speaks another language than the families do. */
export function languageNotice({ family, step }: FirstError): string | undefined {
  const said = family === 'unknown' ? step.lines.find(line => OTHER_WORDS.test(line.text)) : undefined;
  return (
    said &&
    `The log speaks another language than English (${quoted(said.text, 80)}): its errors are not told apart. With LC_ALL=C in the step, its tools say them in English.`
  );
}

type Part = Pick<Finding, 'text' | 'sources'>;
const MOST_COMMITS = 8;

/** What the log alone says: told before the project was looked at. */
export function logFindings(
  reading: CiReading,
  first: FirstError,
  others: readonly FirstError[],
): readonly Finding[] {
  const ci = { reading } as CiCase;
  const { log } = reading;
  const family = familyOf(first.family);
  const parts: Part[] = [
    {
      text: `The first error is ${quoted(first.message, 200)}: ${family.means} (category ${first.category}).`,
      sources: [logSource(ci, first)],
    },
    ...others.slice(0, 3).map(other => ({
      text: `The job ${quoted(other.job, 60)} failed as well, with ${quoted(other.message, 120)}.`,
      sources: [logSource(ci, other)],
    })),
  ];
  const kept =
    log.left > 0
      ? `, of which ${(log.lines - log.left).toLocaleString('en')} were kept (heads, ends, and what stands around errors)`
      : '';
  parts.push({
    text: `${log.lines.toLocaleString('en')} lines of ${count(log.jobs.length, 'job')} were read from ${quoted(reading.name, 120)}${kept}.`,
    sources: reading.run ? [...runSource(ci)] : [logSource(ci, first)],
  });
  return parts.map((part, i) => ({ id: `ci-log-${i + 1}`, phase: 'research', topic: 'found', ...part }));
}

/** What the project and its history say of the failure. */
export function caseFindings(survey: Survey, ci: CiCase): readonly Finding[] {
  return [
    ...named('ci-history', 'found', historyParts(ci)),
    ...named('ci-state', 'state', stateParts(survey, ci)),
    ...named('ci-place', 'integration', placeParts(survey, ci)),
  ];
}

function named(id: string, topic: Finding['topic'], parts: readonly Part[]): readonly Finding[] {
  return parts.map((part, i) => ({ id: `${id}-${i + 1}`, phase: 'analysis', topic, ...part }));
}

function historyParts(ci: CiCase): readonly Part[] {
  const { commits, reading, passedBefore, first, split } = ci;
  const out: Part[] = [];
  const green = reading.run?.green;
  if (green)
    out.push({
      text: `Run ${green.id} at commit ${code(green.sha.slice(0, 7))} was green on ${green.date.slice(0, 10)}${passedBefore === undefined ? '' : passedBefore ? `, and ${stepName(first)} passed in it` : `, though ${stepName(first)} did not pass in it`}.`,
      sources: [{ kind: 'url', url: green.url, title: `run ${green.id}` }],
    });
  const [newest] = commits.list;
  if (newest)
    out.push({
      text:
        commits.kind === 'since-green'
          ? `${count(commits.list.length, 'commit')} lie between the last green run and this one.`
          : `The last commits that touched what the log names: ${list(commits.list.slice(0, 4).map(c => quoted(c.subject, 60)))}.`,
      sources: commits.list
        .slice(0, MOST_COMMITS)
        .map((c): Source => ({ kind: 'commit', sha: c.sha, subject: c.subject, date: c.date })),
    });
  if (split)
    out.push({
      text: `Of the legs of ${code(split.job)}, ${list(split.failed.map(f => quoted(f, 60)))} failed and ${count(split.passed.length, 'leg')} passed${split.only.length > 0 ? `: what only failed has is ${list(split.only.map(code))}` : ''}.`,
      sources: reading.run ? [...runSource(ci)] : [logSource(ci, first)],
    });
  return out;
}

function stateParts(survey: Survey, ci: CiCase): readonly Part[] {
  const { failing, job, first, script } = ci;
  const out: Part[] = [];
  if (failing) {
    const { workflow, step } = failing;
    const source = workflowSource(survey, workflow.path, step.line, step.endLine);
    out.push({
      text: `The step that failed stands at ${code(`${workflow.path}:${step.at}`)}, in the job ${code(failing.job.id)}${step.workingDirectory ? `, and works in ${code(step.workingDirectory)}` : ''}.`,
      sources: source ? [source] : [],
    });
  } else if (job) {
    const source = workflowSource(survey, job.workflow.path, job.job.line);
    out.push({
      text: `The job ${code(job.job.id)} stands at ${code(`${job.workflow.path}:${job.job.line}`)}; none of its steps reads as ${stepName(first)}: the run may be of another commit.`,
      sources: source ? [source] : [],
    });
  } else
    out.push({
      text: `No workflow of this project has a step like ${stepName(first)}${ci.workflows.length === 0 ? ', since `.github/workflows` holds none' : ''}.`,
      sources: [logSource(ci, first)],
    });
  if (script)
    out.push({
      text: `${code(script.run)} is ${code(script.command)} (${code(`${script.source.path}:${script.source.line}`)}).`,
      sources: [script.source],
    });
  return out;
}

function placeParts(survey: Survey, ci: CiCase): readonly Part[] {
  const { place } = ci;
  if (!place) return [];
  const text = survey.texts.get(place.path);
  const line = place.line ?? 1;
  const source =
    text &&
    (place.symbol
      ? symbolSource(text, place.symbol, survey.commit)
      : fileSource(text, Math.max(1, line - 2), line + 2, survey.commit));
  const at = code(place.line === undefined ? place.path : `${place.path}:${place.line}`);
  const own: Part = {
    text: place.symbol ? `The error lies in ${code(place.symbol.name)}, at ${at}.` : `The log names ${at}.`,
    sources: source ? [source] : [],
  };
  return own.sources.length > 0 ? [own] : [];
}
