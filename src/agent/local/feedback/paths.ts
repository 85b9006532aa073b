import type { FileChange, Step } from '../../../plan/model.ts';
import { escapeRegExp } from '../../../shared/text/index.ts';
import type { Blueprint } from '../draft/blueprint.ts';
import { excerptOf } from '../draft/change-step.ts';
import { undo } from '../draft/undo.ts';
import { verifyFile } from '../draft/verify.ts';
import { at } from '../excerpt.ts';
import { folderOf, join, stemOf, testPathFor } from '../naming.ts';
import type { Survey } from '../survey.ts';
import { overlap } from '../words.ts';
import { names } from './references.ts';
import { mergeSteps } from './reorder.ts';

/** Every string of a value, put through `put`; the shape stays. */
function mapStrings<T>(value: T, put: (text: string) => string): T {
  // The shape is kept by construction, which the type system cannot follow through the recursion.
  const walk = (v: unknown): unknown => {
    if (typeof v === 'string') return put(v);
    if (Array.isArray(v)) return v.map(walk);
    if (v !== null && typeof v === 'object')
      return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, walk(x)]));
    return v;
  };
  return walk(value) as T;
}

/** A new file under another name, everywhere the plan speaks of it, its test along with it; undefined where none is meant. */
export function renameFile(
  survey: Survey,
  blueprint: Blueprint,
  from: string,
  to: string,
): Blueprint | undefined {
  const created = blueprint.steps.flatMap(s => s.files.filter(f => f.action === 'create').map(f => f.path));
  const path = created.find(p => p === from) ?? created.find(p => names(from, p));
  if (path === undefined) return undefined;
  const target = to.includes('/') ? to : join(folderOf(path), to);
  if (survey.paths.has(target) || created.includes(target)) return undefined;
  const [old, fresh] = [stemOf(path), stemOf(target)];
  const inPath = new RegExp(`(?<=[/_])${escapeRegExp(old)}(?=[\\w.-]*\\.\\w)`, 'g');
  const put = (text: string): string =>
    text.replaceAll(path, target).replace(/[\w@.-]*(?:\/[\w@.-]+)+/g, p => p.replace(inPath, fresh));
  return { ...mapStrings(blueprint, put) };
}

/**
 * What a new file was to hold goes into a file that is there: its step changes that file instead, beside the symbol that
 * shares most words with the goal, and the test follows. Undefined where no such file is known or nothing new is planned.
 */
export function intoExisting(
  survey: Survey,
  blueprint: Blueprint,
  from: string | undefined,
  to: string,
  words: string,
): Blueprint | undefined {
  const makes = (s: Step): FileChange | undefined =>
    s.files.find(f => f.action === 'create' && (from === undefined || f.path === from));
  const step = blueprint.steps.find(s => s.part === 'core' && makes(s));
  const old = step && makes(step);
  if (!step || !old) return undefined;
  const known = [...survey.paths].filter(p => names(to, p));
  // Of several files of one name the one beside the new file is meant.
  const beside = known.filter(p => folderOf(p) === folderOf(old.path));
  const target =
    known.find(p => p === to) ??
    (known.length === 1 ? known[0] : beside.length === 1 ? beside[0] : undefined);
  if (target === undefined) return undefined;
  const card = survey.cards.get(target);
  const symbol = [...(card?.symbols ?? [])]
    .filter(s => s.kind !== 'property' && s.kind !== 'section')
    .sort((a, b) => overlap(b.name, survey.goal.stems) - overlap(a.name, survey.goal.stems))[0];
  const change: FileChange = {
    action: 'modify',
    path: target,
    what: old.what,
    ...(symbol ? { symbol: symbol.name, at: at(symbol) } : {}),
  };
  const others = step.files.filter(f => f !== old && f.path !== target);
  const tests = survey.roles.get('test') ?? [];
  const test = card?.tests.find(t => survey.paths.has(t)) ?? testPathFor(target, tests);
  const oldTest = testPathFor(old.path, tests);
  const changed: Step = {
    ...step,
    title: step.title.replaceAll(old.path, target),
    details: [
      `You asked: “${words}”. It goes into \`${target}\`${symbol ? `, beside \`${symbol.name}\` (\`${at(symbol)}\`)` : ''}; no file of its own is made.`,
      ...step.details.filter(d => !d.includes(old.path)),
    ],
    files: [change, ...others],
    code: symbol ? excerptOf(survey, symbol) : step.code.filter(c => c.kind === 'existing'),
    verify: verifyFile(survey, target, card?.tests[0]),
    rollback: undo(survey, [change, ...others]),
  };
  const steps = blueprint.steps.map((s): Step => {
    if (s.id === step.id) return changed;
    if (!s.files.some(f => f.path === oldTest)) {
      return mapStrings(s, text => text.replaceAll(old.path, target));
    }
    const has = s.files.some(f => f.path === test);
    const files = s.files.flatMap((f): FileChange[] => {
      if (f.path !== oldTest) return [f];
      if (has) return [];
      const { at: like, ...rest } = f;
      return survey.paths.has(test)
        ? [{ ...rest, action: 'modify', path: test, what: f.what.replaceAll(old.path, target) }]
        : [{ ...rest, ...(like ? { at: like } : {}), path: test, what: f.what.replaceAll(old.path, target) }];
    });
    const put = mapStrings({ ...s, files: [] }, text =>
      text.replaceAll(oldTest, test).replaceAll(old.path, target),
    );
    const seen = new Set<string>();
    const verify = put.verify.filter(v => !seen.has(v.text) && seen.add(v.text));
    return { ...put, files, verify, rollback: undo(survey, files) };
  });
  const whole = mapStrings({ ...blueprint, steps: [] }, text =>
    text.replaceAll(oldTest, test).replaceAll(old.path, target),
  );
  const joined = { ...whole, steps };
  const same = steps.find(
    s => s.id !== step.id && s.part !== 'testing' && s.files.some(f => f.path === target),
  );
  return same ? mergeSteps(joined, [step.id, same.id]) : joined;
}
