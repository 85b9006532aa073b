import * as z from 'zod';
import { between, failedRun } from '../../local/ci/blueprint.ts';
import { FIXES } from '../../local/ci/fixes.ts';
import { logSource } from '../../local/ci/said.ts';
import { said } from '../../local/draft/blueprint.ts';
import { Claim, statementOf } from '../claim.ts';
import { fact, kindPart } from './part.ts';

const Shape = z.strictObject({
  cause: z
    .array(Claim)
    .describe('Why the first error comes: what in the code, the workflow or the machine, by what you read'),
  prevention: z
    .array(Claim)
    .describe('How the same failure is met before the next push, or cannot come again'),
});

/** The mend of a failing CI run. Run, job, step, first error, category and commits are said by code. */
export const CI = kindPart({
  shape: Shape,
  given: Shape.partial(),
  facts({ survey }) {
    const { ci } = survey;
    if (!ci) return [];
    const { first } = ci;
    const source = logSource(ci, first);
    const run = failedRun(ci);
    const commits = between(ci);
    const rule = FIXES[first.family]({ survey, ci, first });
    return [
      fact(
        'ci-run',
        `The failed run, as code read it: ${(run.table?.rows ?? []).map(([what, said]) => `${what}: ${said}`).join('; ')}.`,
        [source],
      ),
      ...(commits.table && commits.table.rows.length > 0
        ? [
            fact(
              'ci-commits',
              `${commits.statements.map(s => s.text).join(' ')} ${commits.table.rows.map(row => row.join(' ')).join('; ')}.`,
              ci.commits.list
                .slice(0, commits.table.rows.length)
                .map(({ sha, subject, date }) => ({ kind: 'commit', sha, subject, date })),
            ),
          ]
        : []),
      fact(
        'ci-rule',
        `What rules say of such a failure, before anybody looked: ${[rule.title, ...rule.details, ...(rule.experiments ?? []), rule.prevention].join(' ')}`,
        [source],
      ),
    ];
  },
  sections({ cause = [], prevention = [] }, { survey, known }) {
    const { ci } = survey;
    return [
      ...(ci ? [failedRun(ci), between(ci)] : []),
      { title: 'Cause', statements: cause.map(claim => statementOf(claim, known)) },
      { title: 'Prevention', statements: prevention.map(claim => statementOf(claim, known)) },
    ];
  },
  standIns({ cause = [], prevention = [] }, { survey }) {
    const { ci } = survey;
    const rule = ci && FIXES[ci.first.family]({ survey, ci, first: ci.first });
    const source = ci && logSource(ci, ci.first);
    const from = 'what rules know of such a first error; nobody looked into the code for it';
    const by = (texts: readonly string[]) => (source ? texts.map(text => said(text, source)) : []);
    return [
      ...(cause.length === 0
        ? [
            {
              title: 'Cause',
              from,
              statements: by(rule ? [...rule.details, ...(rule.experiments ?? [])] : []),
              lacks: 'Nobody said why the first error comes.',
            },
          ]
        : []),
      ...(prevention.length === 0
        ? [
            {
              title: 'Prevention',
              from,
              statements: by(rule ? [rule.prevention] : []),
              lacks: 'Nobody said how the same failure is met before the next push.',
            },
          ]
        : []),
    ];
  },
});
