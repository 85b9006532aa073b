import type { Truth } from '../facts.ts';
import type { FileChange, Plan, Step } from '../model.ts';
import { isNearMiss, isOutside, pathIn } from '../paths.ts';
import { codesIn } from '../render/inline.ts';
import { saidOf } from './claims.ts';
import {
  type Check,
  type CheckFinding,
  type CheckInput,
  didYouMean,
  error,
  sectionLine,
  stepLine,
  warning,
} from './input.ts';

/** Folder of a path; `''` for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Paths that some step creates. */
export function createdPaths(plan: Plan): ReadonlySet<string> {
  return new Set(plan.steps.flatMap(s => s.files.flatMap(f => (f.action === 'create' ? [f.path] : []))));
}

/** What is there while the steps are gone through in their order. */
interface Walk {
  readonly created: Set<string>;
  readonly deleted: Set<string>;
  readonly everCreated: ReadonlySet<string>;
  unreached: boolean;
}

/** 2. What is modified exists, what is created does not; near misses get "did you mean". */
export const paths: Check = {
  number: 2,
  name: 'File paths',
  judge(input) {
    const { plan } = input;
    const walk: Walk = {
      created: new Set(),
      deleted: new Set(),
      everCreated: createdPaths(plan),
      unreached: false,
    };
    const findings = plan.steps.flatMap(step =>
      step.files.flatMap(file => changeFindings(input, step, file, walk)),
    );
    findings.push(
      ...testFindings(input, walk),
      ...promiseFindings(input, walk),
      ...mentionFindings(input, walk),
    );
    return { findings, unreached: walk.unreached, applicable: plan.steps.length > 0 };
  },
};

function changeFindings(
  input: CheckInput,
  step: Step,
  file: FileChange,
  walk: Walk,
): readonly CheckFinding[] {
  const { facts } = input;
  const { path, action } = file;
  const fact = facts.files[path];
  const line = () => stepLine(input, step.id, `- \`${path}\``, `\`${path}\``, path);
  if (isOutside(path))
    return [error(line(), `\`${path}\` lies outside of the project.`, 'Name a file of the project.')];
  const exists = walk.deleted.has(path)
    ? 'no'
    : walk.created.has(path)
      ? 'yes'
      : (fact?.exists ?? 'not-checked');
  if (exists === 'not-checked') walk.unreached = true;
  if (action === 'create') {
    // What an earlier step creates is not there because of a commit.
    const done = walk.created.has(path) ? undefined : fact?.carriedOut;
    const findings = creationFindings(input, file, exists === 'yes', done, line);
    walk.created.add(path);
    walk.deleted.delete(path);
    return findings;
  }
  if (action === 'delete') walk.deleted.add(path);
  // A file that a later step creates is a matter of order, which check 6 names.
  if (action === 'delete' && fact?.carriedOut === 'yes') return [];
  if (exists !== 'no' || (walk.everCreated.has(path) && !walk.deleted.has(path))) return [];
  const near = fact?.nearest.filter(other => isNearMiss(path, other)) ?? [];
  if (file.unsure && near.length === 0) {
    walk.created.add(path);
    return newFolder(input, path, line);
  }
  return [
    error(
      line(),
      `\`${path}\` is to be ${action === 'modify' ? 'modified' : 'deleted'}, but it does not exist.`,
      didYouMean(near.length > 0 ? near : fact?.nearest) ||
        'Name a file that exists, or create it in an earlier step.',
    ),
  ];
}

function creationFindings(
  input: CheckInput,
  file: FileChange,
  exists: boolean,
  done: Truth | undefined,
  line: () => number,
): readonly CheckFinding[] {
  const { path } = file;
  if (exists) {
    if (done === 'yes') return [];
    const unknown =
      done === 'not-checked'
        ? ' Whether it was created since the plan was made cannot be told: the plan’s commit is not here (a shallow clone lacks it).'
        : '';
    return [
      error(
        line(),
        `\`${path}\` is to be created, but it exists.`,
        `Modify it, or choose another path.${unknown}`,
      ),
    ];
  }
  const [other] = input.facts.files[path]?.nearest.filter(o => o.toLowerCase() === path.toLowerCase()) ?? [];
  if (other !== undefined)
    return [
      error(
        line(),
        `\`${path}\` is to be created, but \`${other}\` exists, which differs in case only.`,
        'Modify that one, or choose another name.',
      ),
    ];
  return newFolder(input, path, line);
}

/** A folder that is not there yet: one that looks like a slip of the pen, or that has no folder above it either. */
function newFolder({ plan, facts }: CheckInput, path: string, line: () => number): readonly CheckFinding[] {
  const folder = folderOf(path);
  if (facts.folders[folder] !== 'no' || plan.kind === 'bootstrap') return [];
  const near = facts.nearFolders?.[folder] ?? [];
  if (near.length > 0)
    return [
      warning(line(), `There is no folder \`${folder}/\`.`, didYouMean(near.map(other => `${other}/`))),
    ];
  // Folders of tools (`.github/workflows`) are called so everywhere.
  if (facts.folders[folderOf(folder)] !== 'no' || folder.startsWith('.')) return [];
  return [
    warning(
      line(),
      `Neither \`${folder}/\` nor the folder above it exists.`,
      'See whether the path is spelt as the project spells it.',
    ),
  ];
}

function testFindings(input: CheckInput, walk: Walk): readonly CheckFinding[] {
  const { plan, facts } = input;
  return plan.tests.files.flatMap((file): readonly CheckFinding[] => {
    if (walk.everCreated.has(file.path) || walk.created.has(file.path)) return [];
    const fact = facts.files[file.path];
    const line = sectionLine(input, 'Test Strategy', file.path);
    if (file.action === 'create')
      return [
        error(
          line,
          `No step creates the test file \`${file.path}\`.`,
          'Create it in a step, or take it out.',
        ),
      ];
    if (fact?.exists === 'no')
      return [
        error(
          line,
          `The test file \`${file.path}\` does not exist.`,
          didYouMean(fact.nearest) || 'Name a test that exists.',
        ),
      ];
    if (fact?.exists !== 'yes') walk.unreached = true;
    return [];
  });
}

/**
 * What our own plans promise of a file is true where it is there or a step creates it: the files that a requirement names by
 * their folder, and the test file that a case begins with. A goal may name what it likes.
 */
function promiseFindings(input: CheckInput, { everCreated }: Walk): readonly CheckFinding[] {
  if (!input.own) return [];
  const { plan, facts } = input;
  const promised = [
    ...plan.requirements
      .filter(r => r.sources.every(s => s.kind !== 'user'))
      .flatMap(r => codesIn(r.text).map(code => ({ code, section: 'Requirements', what: r.id }))),
    ...plan.tests.cases.flatMap(({ text }) =>
      text.startsWith('`')
        ? codesIn(text)
            .slice(0, 1)
            .map(code => ({ code, section: 'Test Strategy', what: 'A test case' }))
        : [],
    ),
  ];
  const seen = new Set<string>();
  return promised.flatMap(({ code, section, what }): readonly CheckFinding[] => {
    const path = code.includes('/') ? pathIn(code) : undefined;
    if (path === undefined || isOutside(path) || everCreated.has(path) || seen.has(path)) return [];
    if (facts.files[path]?.exists !== 'no') return [];
    seen.add(path);
    return [
      error(
        sectionLine(input, section, path),
        `${what} speaks of \`${path}\`, which is not there, and no step creates it.`,
        'Create it in a step, or name a file that exists.',
      ),
    ];
  });
}

/** Prose that names a file which is not there, and looks like a slip of the pen for one that is. */
function mentionFindings(input: CheckInput, walk: Walk): readonly CheckFinding[] {
  const { plan, facts } = input;
  const changed = new Set(plan.steps.flatMap(step => step.files.map(file => file.path)));
  const seen = new Set<string>();
  return saidOf(input.markdown).mentions.flatMap(({ path, line, at, model }): readonly CheckFinding[] => {
    const fact = facts.files[path];
    // A place with its line is a source, of which check 12 speaks.
    if (
      at !== undefined ||
      fact?.exists !== 'no' ||
      changed.has(path) ||
      walk.created.has(path) ||
      seen.has(path)
    )
      return [];
    seen.add(path);
    const near = [...fact.nearest, ...walk.created].filter(other => isNearMiss(path, other));
    if (near.length === 0 && model)
      return [
        warning(
          line,
          `There is no \`${path}\` to follow, and no step creates it.`,
          didYouMean(fact.nearest) || 'Name a file that exists.',
        ),
      ];
    return near.length === 0
      ? []
      : [warning(line, `There is no \`${path}\`, and no step creates it.`, didYouMean(near))];
  });
}
