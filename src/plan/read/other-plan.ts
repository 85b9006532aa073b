import type { RootContent } from 'mdast';
import type { Plan } from '../model.ts';
import { proseBlocks } from '../pieces.ts';
import type { ReadSection } from './index.ts';
import { checked } from './prose.ts';
import { readRollback, readSecurity } from './sections.ts';
import type { ReadStep } from './steps.ts';
import { blockText } from './text.ts';

/** The id of the step that other hands call so; a name of its own, which no step has, where there is none. */
export function idOf(name: string, steps: readonly ReadStep[]): string {
  const numbered = steps.some(step => step.number !== undefined);
  const found = numbered ? steps.find(step => step.number === name) : steps[Number(name) - 1];
  return found?.step.id ?? `step ${name}`;
}

const VERIFIES =
  /^(?:\d+[.:)]?\s+)?(?:verification|validation|acceptance(?: criteria)?|definition of done|success criteria|how to verify|test plan)\b/i;

/** A section that says how the whole is verified says so for each step that does not say it itself. */
export function withSharedVerification(
  steps: readonly ReadStep[],
  sections: readonly ReadSection[],
): readonly ReadStep[] {
  const blocks = sections.filter(section => VERIFIES.test(section.title)).flatMap(s => proseBlocks(s.nodes));
  const shared = blocks.flatMap(block =>
    checked(
      block.pieces
        .map(p => (p.kind === 'code' ? `\`${p.value}\`` : p.value))
        .join('')
        .trim(),
    ),
  );
  if (shared.length === 0) return steps;
  return steps.map(read =>
    read.step.verify.length > 0 ? read : { ...read, step: { ...read.step, verify: [...shared] } },
  );
}

/** The way back as other hands write it: items, and paragraphs and commands beside them. */
export function otherRollback(nodes: readonly RootContent[], source: string): Plan['rollback'] {
  const beside = nodes.flatMap(node =>
    node.type === 'paragraph' ? [blockText(node, source)] : node.type === 'code' ? [node.value] : [],
  );
  return [...readRollback(nodes, source, []), ...beside.map(text => ({ title: '', undoes: [], text }))];
}

const STEP_NAMED = /\b(?:step|task|phase)s?\s+(\d+(?:\.\d+)*)|\b(T\d{2,4})\b/gi;
/** Words that any sentence has. */
const COMMON = new Set(
  'about after again also always another any are because been before being below both does done each either else every from have here into itself just least less like made make many more most much must never none once only other over same should since some such than that their them then there these they this those through under until very what when where which while will with within without would your and the for not all its one two'.split(
    ' ',
  ),
);

/**
 * Security lines of other hands. Where one names its step or task, that is the step that does it; else the step, or the
 * test, that speaks of it in the same words: half of those that mean something, at least.
 */
export function boundSecurity(
  nodes: readonly RootContent[],
  source: string,
  steps: readonly ReadStep[],
  tests: readonly RootContent[],
): Plan['security'] {
  const security = readSecurity(nodes, source, []);
  const said = [...steps.map(({ step }) => ({ id: step.id, text: stepText(step) })), testText(steps, tests)];
  return {
    ...security,
    implemented: security.implemented.map(entry => {
      const named = [...entry.text.matchAll(STEP_NAMED)].map(match =>
        (match[1] ?? match[2] ?? '').replace(/\.0$/, ''),
      );
      if (named.length > 0) return { ...entry, stepId: idOf(named[0] ?? '', steps) };
      const called = steps.find(
        ({ number }) => /^[A-Z]/.test(number ?? '') && new RegExp(`\\b${number}\\b`).test(entry.text),
      );
      if (called) return { ...entry, stepId: called.step.id };
      return { ...entry, stepId: speaker(entry.text, said) };
    }),
  };
}

function speaker(text: string, said: readonly { readonly id: string; readonly text: string }[]): string {
  const words = [...new Set(text.toLowerCase().match(/[\p{L}\d]{3,}/gu) ?? [])]
    .filter(word => !COMMON.has(word))
    .map(stem);
  const best = said
    .map(one => ({ id: one.id, hits: words.filter(word => one.text.includes(word)).length }))
    .reduce((a, b) => (b.hits > a.hits ? b : a), { id: '', hits: 0 });
  return words.length > 0 && best.hits * 2 >= words.length ? best.id : '';
}

function stepText(step: ReadStep['step']): string {
  return [
    step.title,
    ...step.details,
    ...step.code.map(c => c.code),
    ...step.files.map(f => `${f.path} ${f.what}`),
    ...step.verify.map(v => v.text),
  ]
    .join(' ')
    .toLowerCase();
}

/** A test proves it as well: it counts for the last step, with which all tests are there. */
function testText(steps: readonly ReadStep[], tests: readonly RootContent[]) {
  const text = proseBlocks(tests).map(block => block.pieces.map(piece => piece.value).join(''));
  return { id: steps.at(-1)?.step.id ?? '', text: text.join(' ').toLowerCase() };
}

/** Enough of a word to know its other forms by. */
function stem(word: string): string {
  return word.slice(0, Math.max(4, word.length - 3));
}
