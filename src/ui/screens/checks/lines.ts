import { reportGroups } from '../../../plan/checks/index.ts';
import type { CheckResult } from '../../../plan/model.ts';
import type { CheckedAgain } from '../../../session/ports.ts';
import type { Tone } from '../../../theme/index.ts';
import { plural } from '../../text/format.ts';
import { sentence } from '../../text/inline.ts';
import { type Line, t, wrap } from '../../text/line.ts';
import { VERDICTS } from '../../text/verdicts.ts';
import type { ChecksDialog } from './state.ts';

const TONES: Readonly<Record<CheckResult['verdict'], Tone>> = {
  passed: 'success',
  failed: 'danger',
  'not-checked': 'attention',
  'not-applicable': 'faint',
};

/** The verdict first, then what failed, then every check under the nine headings of a good plan. */
export function checksLines({ what, result }: ChecksDialog, columns: number): readonly Line[] {
  if (!result) return [[t(`Checking ${what} against the code as it is now …`, 'muted')]];
  if (!result.ok)
    return [
      ...wrap([t('✗ ', 'danger'), ...sentence(result.error.message, { tone: 'danger' })], columns, [t('  ')]),
      ...(result.error.next
        ? wrap([t('  '), ...sentence(result.error.next, { tone: 'muted' })], columns, [t('  ')])
        : []),
    ];
  const { results, title, elsewhere } = result.value;
  return [
    ...wrap([...verdict(result.value), t(`   ${title}`, 'muted')], columns, [t('  ')]),
    ...(elsewhere === undefined ? [] : wrap(sentence(elsewhere, { tone: 'attention' }), columns)),
    ...reportGroups({ results: [...results] })
      .filter(group => group.results.length > 0)
      .flatMap(group => [
        [],
        [t(group.title, 'heading', { bold: true })],
        ...group.results.flatMap(one => resultLines(one, columns)),
      ]),
  ];
}

function verdict({ results }: CheckedAgain): Line {
  const failed = results.filter(one => one.verdict === 'failed').length;
  const warnings = results.reduce(
    (n, { findings }) => n + findings.filter(f => f.severity === 'warning').length,
    0,
  );
  const also = warnings > 0 ? [t(`, ${plural(warnings, 'warning')}`, 'attention')] : [];
  return failed > 0
    ? [t(`✗ ${plural(failed, 'check')} failed`, 'danger', { bold: true }), ...also]
    : [t('✓ every check passes', 'success', { bold: true }), ...also];
}

function resultLines({ check, name, verdict: is, findings, notes }: CheckResult, columns: number): Line[] {
  const { mark, said } = VERDICTS[is];
  const hang = [t('       ')];
  return [
    ...wrap(
      [
        t(`  ${mark} `, TONES[is]),
        t(`${String(check).padStart(2)} `, 'muted'),
        t(name, is === 'not-applicable' ? 'muted' : 'text'),
        t(said === '' ? '' : `: ${said}`, 'muted'),
      ],
      columns,
      hang,
    ),
    ...findings.flatMap(({ severity, line, message, mend }) => [
      ...wrap(
        [
          ...hang,
          t(`line ${line}  `, 'path'),
          ...sentence(message, { tone: severity === 'error' ? 'danger' : 'attention' }),
        ],
        columns,
        hang,
      ),
      ...(mend === '' ? [] : wrap([...hang, ...sentence(mend, { tone: 'muted' })], columns, hang)),
    ]),
    ...(notes ?? []).flatMap(note => wrap([...hang, ...sentence(note, { tone: 'muted' })], columns, hang)),
  ];
}
