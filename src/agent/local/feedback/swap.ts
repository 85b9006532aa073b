import type { Source } from '../../../domain/index.ts';
import type { Candidates } from '../../../plan/candidates.ts';
import type { Step } from '../../../plan/model.ts';
import { escapeRegExp } from '../../../shared/text/index.ts';
import type { Blueprint } from '../draft/blueprint.ts';

/**
 * Puts one technology or package in the place of another in exactly the steps that name it. Code that was written
 * for the other one is taken out, because it would be wrong; undefined where nothing names it.
 */
export function swapName(
  blueprint: Blueprint,
  from: string,
  to: string,
  words: string,
  where = 'feedback',
): Blueprint | undefined {
  // A package with a hyphen is imported with an underscore in Python.
  const name = new RegExp(`(?<![\\w-])${escapeRegExp(from).replaceAll('-', '[-_]')}(?![\\w-])`, 'gi');
  const speaks = (text: string): boolean => text.search(name) >= 0;
  if (!blueprint.steps.some(s => speaks(textOf(s)))) return undefined;
  const put = (text: string): string => text.replace(name, to);
  const candidates = blueprint.candidates.map(c => retaken(c, from, to));
  const noteOf = (name: string): string | undefined =>
    candidates.flatMap(c => c.candidates).find(c => c.name === name)?.note;
  const steps = blueprint.steps.map((s): Step => {
    if (!speaks(textOf(s))) return s;
    const code = s.code.filter(c => c.kind === 'existing' || c.kind === 'command' || !speaks(c.code));
    const lost = s.code.length - code.length;
    return {
      ...s,
      title: put(s.title),
      details: [
        ...s.details.map(put),
        ...(lost > 0
          ? [`The code planned with ${from} is left out here: write it with ${to}, in the same files.`]
          : []),
      ],
      files: s.files.map(f => ({ ...f, what: put(f.what) })),
      functions: s.functions.map(f => ({ signature: f.signature, purpose: put(f.purpose) })),
      code: code.map(c => (c.kind === 'command' ? { ...c, code: put(c.code) } : c)),
      verify: s.verify.map(v => ({ ...v, text: put(v.text) })),
      rollback: s.rollback.map(put),
      packages: s.packages.map(p =>
        speaks(p.name) ? { ...p, name: to.toLowerCase(), note: noteOf(to.toLowerCase()) ?? put(p.note) } : p,
      ),
    };
  });
  const source: Source = { kind: 'user', what: `${where}: “${words}”` };
  const reason = { text: `You asked for it: “${words}”.`, sources: [source] };
  return {
    ...blueprint,
    steps,
    candidates,
    approach: { ...blueprint.approach, title: put(blueprint.approach.title) },
    decisions: [
      ...blueprint.decisions.filter(d => !speaks(d.title)),
      { title: `Why ${to} instead of ${from}?`, reasons: [reason] },
    ],
  };
}

/** What is compared once another package is taken, which becomes a candidate where it was none. */
function retaken(of: Candidates, from: string, to: string): Candidates {
  const name = to.toLowerCase();
  if (of.taken?.toLowerCase() !== from.toLowerCase()) return of;
  const own = of.candidates.some(c => c.name === name);
  const added = { name, note: 'named by you' };
  return { ...of, taken: name, candidates: own ? of.candidates : [...of.candidates, added] };
}

function textOf(step: Step): string {
  return [
    step.title,
    ...step.details,
    ...step.files.map(f => f.what),
    ...step.packages.map(p => p.name),
    ...step.code.filter(c => c.kind !== 'existing').map(c => c.code),
  ].join('\n');
}
