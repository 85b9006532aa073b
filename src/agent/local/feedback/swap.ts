import type { Step } from '../../../plan/model.ts';
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
): Blueprint | undefined {
  const name = new RegExp(`(?<![\\w-])${quoted(from)}(?![\\w-])`, 'gi');
  const speaks = (text: string): boolean => text.search(name) >= 0;
  if (!blueprint.steps.some(s => speaks(textOf(s)))) return undefined;
  const put = (text: string): string => text.replace(name, to);
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
        speaks(p.name) ? { ...p, name: to.toLowerCase(), note: put(p.note) } : p,
      ),
    };
  });
  const reason = {
    text: `You asked for it: “${words}”.`,
    sources: [{ kind: 'user' as const, what: `feedback: “${words}”` }],
  };
  return {
    ...blueprint,
    steps,
    approach: { ...blueprint.approach, title: put(blueprint.approach.title) },
    decisions: [
      ...blueprint.decisions.filter(d => !speaks(d.title)),
      { title: `Why ${to} instead of ${from}?`, reasons: [reason] },
    ],
  };
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

/** As a pattern that matches just these characters. */
export function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
