import type { PlanDrift, RollbackDrift, Verdict } from '../../../plan/drift/model.ts';
import { plural } from '../../text/format.ts';
import { type Span, t } from '../../text/line.ts';
import type { DriftEntry } from './state.ts';

export const MARK: Readonly<Record<Verdict, Span>> = {
  done: t('✓ ', 'success'),
  partly: t('◐ ', 'attention'),
  not: t('○ ', 'muted'),
};

export const WAY: Readonly<Record<RollbackDrift['verdict'], Span>> = {
  possible: MARK.done,
  harder: MARK.partly,
  gone: t('✗ ', 'danger'),
  'not-begun': MARK.not,
};

/** Name of an entry in the list, its mark, and what stands at the right. */
export function entryCells(drift: PlanDrift, entry: DriftEntry): { mark: Span; name: string; right: string } {
  const of = (done: number, all: number) => `${done} of ${all}`;
  const verdict = (done: number, all: number): Verdict =>
    done === all ? 'done' : done > 0 ? 'partly' : 'not';
  const cells = (name: string, done: number, all: number) => ({
    mark: MARK[verdict(done, all)],
    name,
    right: of(done, all),
  });
  switch (entry.kind) {
    case 'step': {
      const step = drift.steps[entry.index];
      if (!step) return { mark: MARK.not, name: '', right: '' };
      const done = step.items.filter(item => item.done).length;
      const right = step.items.length === 0 ? '' : of(done, step.items.length);
      return { mark: MARK[step.verdict], name: `${entry.index + 1}. ${step.title}`, right };
    }
    case 'tests': {
      const { files, cases } = drift.tests;
      const done = files.filter(item => item.done).length + cases.filter(entry => entry.found).length;
      return cells('Tests and cases', done, files.length + cases.length);
    }
    case 'documents':
      return cells('Documents', drift.documents.filter(item => item.done).length, drift.documents.length);
    case 'coverage': {
      const { coverage } = drift;
      const share = coverage.kind === 'report' ? (coverage.planned ?? coverage.all).share : undefined;
      const enough = coverage.kind === 'report' ? coverage.enough : undefined;
      const mark = enough === undefined ? t('· ', 'muted') : enough ? MARK.done : t('✗ ', 'danger');
      return {
        mark,
        name: 'Coverage',
        right: share === undefined ? 'not known' : `${Math.floor(share * 100)} %`,
      };
    }
    case 'security': {
      const done = drift.security.filter(entry => entry.verdict === 'done').length;
      const begun = drift.security.some(entry => entry.verdict !== 'not');
      const all = drift.security.length;
      return {
        mark: MARK[done === all ? 'done' : begun ? 'partly' : 'not'],
        name: 'Security',
        right: of(done, all),
      };
    }
    case 'rollback': {
      const gone = drift.rollback.filter(entry => entry.verdict === 'gone').length;
      const harder = drift.rollback.filter(entry => entry.verdict === 'harder').length;
      const right = gone > 0 ? `${gone} not any more` : harder > 0 ? `${harder} harder` : 'possible';
      return { mark: gone > 0 ? WAY.gone : harder > 0 ? WAY.harder : WAY.possible, name: 'Rollback', right };
    }
    case 'unplanned': {
      const { unplannedFiles, unplannedSymbols } = drift.parts;
      const what = [
        ...(unplannedFiles > 0 ? [plural(unplannedFiles, 'file')] : []),
        ...(unplannedSymbols > 0 ? [plural(unplannedSymbols, 'symbol')] : []),
      ];
      const mark = what.length > 0 ? t('+ ', 'warning') : t('· ', 'muted');
      return { mark, name: 'Unplanned', right: what.join(', ') };
    }
  }
}
