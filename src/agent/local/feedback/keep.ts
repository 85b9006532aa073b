import type { Question } from '../../../domain/index.ts';
import { slug } from '../../../shared/slug.ts';
import type { Survey } from '../survey.ts';
import { contentWords, overlap, stem } from '../words.ts';
import { dropSteps } from './reorder.ts';
import { asToday, recordWish, type Shaped } from './shaped.ts';
import { withoutTestsOf } from './tests-of.ts';

/** Takes a file, folder or symbol out of every step; what loses its last file goes. */
export function keepAsToday(survey: Survey, shaped: Shaped, what: string, words: string): Shaped {
  const { blueprint } = shaped;
  const wanted = what.toLowerCase();
  const stems = new Set(contentWords(what).map(stem));
  const meant = (path: string, symbol: string | undefined): boolean =>
    path.toLowerCase() === wanted ||
    path.toLowerCase().endsWith(`/${wanted}`) ||
    path.toLowerCase().startsWith(`${wanted.replace(/\/$/, '')}/`) ||
    symbol?.toLowerCase() === wanted ||
    symbol?.toLowerCase() === wanted.split('.').at(-1) ||
    (!/[./]/.test(wanted) && stems.size > 0 && overlap(path, stems) === stems.size);
  const hits = new Set(
    blueprint.steps.flatMap(s =>
      s.files
        .filter(
          f => (f.action === 'modify' || f.path.toLowerCase().endsWith(wanted)) && meant(f.path, f.symbol),
        )
        .map(f => f.path),
    ),
  );
  const known = [...survey.paths].filter(p => meant(p, undefined));
  // Nothing that the words name is changed: the wish is met already, however many files it covers.
  if (hits.size === 0 && known.length > 0)
    return {
      ...shaped,
      blueprint: { ...blueprint, outOfScope: [...blueprint.outOfScope, asToday(known, words)] },
    };
  if (hits.size === 0) return recordWish(shaped, words, `no step changes ${what}`);
  const paths = [...hits];
  const emptied: string[] = [];
  const steps = blueprint.steps.map(s => {
    const files = s.files.filter(f => !hits.has(f.path));
    if (files.length === s.files.length) return s;
    if (files.length === 0) emptied.push(s.id);
    const speaks = (text: string): boolean => paths.some(p => text.includes(p));
    return {
      ...s,
      files,
      details: s.details.filter(d => !speaks(d)),
      code: s.code.filter(c => !speaks(c.caption) && !(c.source?.kind === 'file' && hits.has(c.source.path))),
      rollback: s.rollback
        .map(r => (speaks(r) ? paths.reduce((text, p) => text.replace(` ${p}`, ''), r) : r))
        .filter(r => !/-- `/.test(r)),
    };
  });
  const list = paths.map(p => `\`${p}\``).join(', ');
  const lean = {
    ...blueprint,
    steps,
    outOfScope: [...blueprint.outOfScope, asToday(paths, words)],
  };
  const question: Question = {
    id: `kept-${slug(paths[0] ?? what, 30, 'file')}`,
    text: `How does the new code reach what ${list} does while ${paths.length > 1 ? 'they stay' : 'it stays'} as today?`,
    why: `Revision steps changed ${list} before you asked to keep ${paths.length > 1 ? 'them' : 'it'}.`,
    evidence: [{ kind: 'user', what: `feedback: “${words}”` }],
    choices: [
      {
        id: 'outside',
        label: `Call it from outside ${list}`,
        consequence: 'A caller of it carries the new behaviour.',
      },
      { id: 'without', label: 'Leave that part out', consequence: `What needed ${list} is not done.` },
    ],
    recommended: 'outside',
    asked: 'plan',
  };
  const kept = withoutTestsOf(survey, dropSteps(lean, emptied, words), paths, words);
  return { blueprint: kept, questions: [...shaped.questions, { question }] };
}
