import { redact } from '../../shared/text/index.ts';
import { stems } from '../../shared/text/stems.ts';
import type { Plan } from '../model.ts';
import type { KnownTest } from './cases.ts';
import type { DriftItem, Evidence, SecurityDrift, StepDrift } from './model.ts';

/** Places that are told of one statement. */
const MOST = 4;
/** Words that a statement and a test's name must share. */
const SHARED = 2;

/**
 * Each security statement with what speaks for it: the symbols of its step that are there, those that it names first, then
 * files of the step where it names no symbol; and tests whose names share its words.
 */
export function securityDrift(
  plan: Plan,
  steps: readonly StepDrift[],
  tests: readonly KnownTest[],
): readonly SecurityDrift[] {
  return plan.security.implemented.map(({ text, stepId }) => {
    const step = steps.find(other => other.id === stepId);
    const words = new Set(stems(text));
    const proofs = tests
      .map(test => ({ test, shared: new Set(stems(test.name).filter(word => words.has(word))).size }))
      .filter(({ shared }) => shared >= SHARED)
      .sort((a, b) => b.shared - a.shared)
      .map(
        ({ test }): Evidence => ({
          path: test.path,
          line: test.line,
          what: `test “${redact(test.name).text}”`,
        }),
      );
    const code = step ? codeOf(step.items, words) : [];
    return {
      text,
      ...(step ? { stepId: step.id } : {}),
      verdict: step?.verdict ?? 'not',
      // Room is left for tests: they say more than that a line changed.
      evidence: [...code.slice(0, proofs.length > 0 ? MOST / 2 : MOST), ...proofs].slice(0, MOST),
    };
  });
}

function codeOf(items: readonly DriftItem[], words: ReadonlySet<string>): readonly Evidence[] {
  const there = items.filter(item => item.done || item.instead !== undefined);
  const named = there.filter(item => item.name !== undefined);
  const like = ({ name = '', path }: DriftItem) =>
    stems(`${name} ${path}`).filter(word => words.has(word)).length;
  const inSymbols = new Set(named.map(item => item.path));
  const bare = there.filter(item => item.name === undefined && !inSymbols.has(item.path));
  return [...named, ...bare]
    .map((item, at) => ({ item, at, like: like(item) }))
    .sort((a, b) => b.like - a.like || a.at - b.at)
    .map(({ item }): Evidence => {
      const { name, instead, path, line, action, kind } = item;
      const did =
        kind === 'function' || action === 'create' ? 'created' : action === 'delete' ? 'deleted' : 'changed';
      return {
        path: instead ?? path,
        ...(line === undefined ? {} : { line }),
        what: name === undefined ? did : `${name} ${did}`,
      };
    });
}
