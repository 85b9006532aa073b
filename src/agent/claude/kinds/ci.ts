import * as z from 'zod';
import { between, failedRun } from '../../local/ci/blueprint.ts';
import { FIXES } from '../../local/ci/fixes.ts';
import { logSource } from '../../local/ci/said.ts';
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
});
