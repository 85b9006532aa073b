import type { Finding } from '../../../domain/index.ts';
import { sayError } from '../../../research/trace/index.ts';
import type { Survey } from '../survey.ts';
import { code, lineSource, nameOfCall, placeOfCall } from './telling.ts';

/** What the traces, the history of their lines and the releases say, each with its source. */
export function symptomFindings(survey: Survey): readonly Finding[] {
  const { symptom } = survey;
  if (!symptom) return [];
  const { main, calls, changed, since, fixes } = symptom;
  const found = (id: string, text: string, sources: Finding['sources']): Finding => ({
    id: `symptom-${id}`,
    phase: 'analysis',
    topic: 'found',
    text,
    sources,
  });
  const given = { kind: 'user' as const, what: 'the goal, its stack trace' };
  const others = symptom.traces.slice(1);
  const foreign = main.errors.flatMap(e => e.frames).filter(f => f.whose === 'foreign').length;
  return [
    ...calls.slice(0, 4).map((call, i) => {
      const called = call.frame.call?.split('.').at(-1);
      const moved =
        call.printed === undefined
          ? ''
          : call.unplaced
            ? `; its line is not known: the trace has line ${call.printed} of what it is compiled to${called ? `, and nothing there is called ${code(called)} today` : ', and no function'}`
            : call.frame.built
              ? ` (built: the trace has line ${call.printed} of what it is compiled to)`
              : ` (the trace has line ${call.printed}; the file was changed since)`;
      const inside = call.symbol ? ` in ${nameOfCall(call)}` : '';
      const source = call.unplaced ? undefined : lineSource(survey, call.path, call.line, 2);
      const what = i === 0 ? 'is where it fails' : i === 1 ? 'called that' : 'stands further out';
      return found(
        `call-${i + 1}`,
        `${placeOfCall(call)}${inside} ${what}${moved}${call.text === '' ? '.' : `: ${code(call.text)}`}`,
        source ? [source] : [given],
      );
    }),
    ...(symptom.translated
      ? [
          found(
            'told-on',
            `\`${symptom.translated.path}:${symptom.translated.line}\` makes “${symptom.translated.type}” of it: ${code(symptom.translated.text)}`,
            [lineSource(survey, symptom.translated.path, symptom.translated.line) ?? given],
          ),
        ]
      : []),
    ...(foreign > 0
      ? [
          found(
            'foreign',
            `${foreign} further call${foreign === 1 ? '' : 's'} of the trace ${foreign === 1 ? 'lies' : 'lie'} in packages or the language itself, not in this project`,
            [given],
          ),
        ]
      : []),
    ...others.map((t, i) =>
      found(
        `trace-${i + 2}`,
        `Another failure is shown, ${t.count === 1 ? 'once' : `${t.count} times`}: ${sayError(t.errors[0] ?? { type: '', message: '' })}`,
        [given],
      ),
    ),
    ...changed
      .slice(0, 2)
      .map((c, i) =>
        found(
          `changed-${i + 1}`,
          `The lines around ${calls[0] ? placeOfCall(calls[0]) : 'it'} were ${i === 0 ? 'last' : 'before that'} changed on ${c.date.slice(0, 10)} by “${c.subject}”`,
          [{ kind: 'commit', sha: c.sha, subject: c.subject, date: c.date }],
        ),
      ),
    ...(since
      ? [
          found(
            'since',
            since.commits.length === 0
              ? `No commit since \`${since.ref}\` touched a file of the trace`
              : `${since.commits.length === 1 ? 'One commit' : `${since.commits.length} commits`} since \`${since.ref}\` touched files of the trace: ${since.commits
                  .slice(0, 3)
                  .map(c => `${c.sha.slice(0, 7)} (“${c.subject}”)`)
                  .join(', ')}`,
            since.commits
              .slice(0, 3)
              .map(c => ({ kind: 'commit', sha: c.sha, subject: c.subject, date: c.date })),
          ),
        ]
      : []),
    ...fixes
      .slice(0, 2)
      .map(f =>
        found(
          `fix-${f.sha.slice(0, 7)}`,
          `“${f.subject}” mended \`${f.path}\` before, on ${f.date.slice(0, 10)}`,
          [{ kind: 'commit', sha: f.sha, subject: f.subject, date: f.date }],
        ),
      ),
  ];
}
