import * as z from 'zod';

/**
 * When something of a playbook holds: names joined by `and`, `or`, `not` and brackets.
 * A name is `fact:database`, `fact:database.kind=postgresql`, `slot:auth`, `answer:transport=ws`, `lang:js`,
 * `package:redis`, `goal:login`, `no-new-packages`, `many-processes` …; what it means is the caller's `test`.
 */
export type ConditionTree =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'not'; readonly of: ConditionTree }
  | { readonly kind: 'and' | 'or'; readonly left: ConditionTree; readonly right: ConditionTree };

/** Whoever needs more has two playbooks; and a tree this deep is safe to walk. */
const MOST_WORDS = 120;

export function parseCondition(text: string): ConditionTree {
  const words = text.match(/\(|\)|[^\s()]+/g) ?? [];
  if (words.length > MOST_WORDS)
    throw new Error(`a condition of at most ${MOST_WORDS} words was expected, not of ${words.length}`);
  let at = 0;
  const either = (): ConditionTree => {
    let left = both();
    while (words[at] === 'or') {
      at++;
      left = { kind: 'or', left, right: both() };
    }
    return left;
  };
  const both = (): ConditionTree => {
    let left = one();
    while (words[at] === 'and') {
      at++;
      left = { kind: 'and', left, right: one() };
    }
    return left;
  };
  const one = (): ConditionTree => {
    const word = words[at++];
    if (word === undefined || word === ')' || word === 'and' || word === 'or')
      throw new Error(`a condition ends or breaks after “${words.slice(0, at - 1).join(' ')}”`);
    if (word === 'not') return { kind: 'not', of: one() };
    if (word !== '(') return { kind: 'name', name: word };
    const inner = either();
    if (words[at++] !== ')') throw new Error(`a bracket stays open in “${text}”`);
    return inner;
  };
  const tree = either();
  if (at < words.length) throw new Error(`“${words.slice(at).join(' ')}” is too much in “${text}”`);
  return tree;
}

export function holds(tree: ConditionTree | undefined, test: (name: string) => boolean): boolean {
  if (!tree) return true;
  switch (tree.kind) {
    case 'name':
      return test(tree.name);
    case 'not':
      return !holds(tree.of, test);
    case 'and':
      return holds(tree.left, test) && holds(tree.right, test);
    case 'or':
      return holds(tree.left, test) || holds(tree.right, test);
  }
}

/** Every name that a condition asks for. */
export function namesIn(tree: ConditionTree): readonly string[] {
  switch (tree.kind) {
    case 'name':
      return [tree.name];
    case 'not':
      return namesIn(tree.of);
    default:
      return [...namesIn(tree.left), ...namesIn(tree.right)];
  }
}

/** A condition in YAML: a string that is parsed while the playbook is validated. */
export const Condition = z.string().transform((text, context): ConditionTree => {
  try {
    return parseCondition(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});
