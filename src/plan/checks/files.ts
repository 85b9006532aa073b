import type { FileChange, Plan } from '../model.ts';
import { type Check, type CheckFinding, didYouMean, error, sectionLine, stepLine, warning } from './input.ts';
import { readWritten } from './lists.ts';

/** Folder of a path; `''` for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Last part of a symbol's name: `setStatus` of `OrderService.setStatus(id)`. */
export function symbolName(symbol: string): string {
  const name = symbol.trim().replace(/[(<].*$/s, '');
  return (
    name
      .split(/[.#]|::/)
      .at(-1)
      ?.trim() ?? name
  );
}

/** Paths that some step creates. */
export function createdPaths(plan: Plan): ReadonlySet<string> {
  return new Set(plan.steps.flatMap(s => s.files.flatMap(f => (f.action === 'create' ? [f.path] : []))));
}

/** 2. What is modified exists, what is created does not; near misses get "did you mean". */
export const paths: Check = {
  number: 2,
  name: 'File paths',
  judge(input) {
    const { plan, facts } = input;
    const findings: CheckFinding[] = [];
    const created = new Set<string>();
    const everCreated = createdPaths(plan);
    const deleted = new Set<string>();
    let unreached = false;
    for (const step of plan.steps)
      for (const file of step.files) {
        const fact = facts.files[file.path];
        const exists = deleted.has(file.path)
          ? 'no'
          : created.has(file.path)
            ? 'yes'
            : (fact?.exists ?? 'not-checked');
        if (exists === 'not-checked') unreached = true;
        const line = () => stepLine(input, step.id, `- \`${file.path}\``, file.path);
        if (file.action === 'create') {
          if (exists === 'yes')
            findings.push(
              error(
                line(),
                `\`${file.path}\` is to be created, but it exists.`,
                'Modify it, or choose another path.',
              ),
            );
          const folder = folderOf(file.path);
          const near = facts.folders[folder] === 'no' && facts.folders[folderOf(folder)] === 'no';
          if (near && plan.kind !== 'bootstrap')
            findings.push(
              warning(
                line(),
                `Neither \`${folder}/\` nor the folder above it exists.`,
                'See whether the path is spelt as the project spells it.',
              ),
            );
          created.add(file.path);
          deleted.delete(file.path);
        } else if (exists === 'no') {
          // A file that a later step creates is a matter of order, which check 6 names.
          if (!everCreated.has(file.path) || deleted.has(file.path))
            findings.push(
              error(
                line(),
                `\`${file.path}\` is to be ${file.action === 'modify' ? 'modified' : 'deleted'}, but it does not exist.`,
                didYouMean(fact?.nearest) || 'Name a file that exists, or create it in an earlier step.',
              ),
            );
        }
        if (file.action === 'delete') deleted.add(file.path);
      }
    for (const file of plan.tests.files) {
      if (everCreated.has(file.path)) continue;
      const fact = facts.files[file.path];
      const line = () => sectionLine(input, 'Test Strategy', file.path);
      if (file.action === 'create')
        findings.push(
          error(
            line(),
            `No step creates the test file \`${file.path}\`.`,
            'Create it in a step, or take it out.',
          ),
        );
      else if (fact?.exists === 'no')
        findings.push(
          error(
            line(),
            `The test file \`${file.path}\` does not exist.`,
            didYouMean(fact.nearest) || 'Name a test that exists.',
          ),
        );
      else if (fact?.exists !== 'yes') unreached = true;
    }
    return { findings, unreached, applicable: plan.steps.length > 0 };
  },
};

/** 3. Every existing symbol that is named resolves in the code map, and its place is where the plan says. */
export const symbols: Check = {
  number: 3,
  name: 'Symbols',
  judge(input) {
    const { plan, facts } = input;
    const created = createdPaths(plan);
    const findings: CheckFinding[] = [];
    let unreached = false;
    let named = 0;
    for (const step of plan.steps)
      for (const file of step.files) {
        if (!file.symbol?.trim() || file.action === 'create' || created.has(file.path)) continue;
        named++;
        const name = symbolName(file.symbol);
        const fact = facts.symbols[`${file.path}#${name}`];
        const line = () => stepLine(input, step.id, `- \`${file.path}\``, file.path);
        if (fact?.found === 'yes') findings.push(...misplaced(file, name, fact.at, line));
        else if (fact?.found === 'no')
          findings.push(
            error(
              line(),
              `\`${name}\` is not defined in \`${file.path}\`.`,
              didYouMean(fact.nearest) || 'Name a symbol that exists there.',
            ),
          );
        else unreached = true;
      }
    return { findings, unreached, applicable: named > 0 };
  },
};

function misplaced(
  file: FileChange,
  name: string,
  places: readonly string[],
  line: () => number,
): readonly CheckFinding[] {
  const said = /^(.*):(\d+)/.exec(file.at ?? '');
  if (!said || said[1] !== file.path || places.length === 0) return [];
  const at = Number(said[2]);
  const holds = places.some(place => {
    const match = /^(.*):(\d+)(?:[-–](\d+))?$/.exec(place);
    return match?.[1] === file.path && at >= Number(match[2]) - 1 && at <= Number(match[3] ?? match[2]) + 1;
  });
  return holds
    ? []
    : [
        warning(
          line(),
          `\`${name}\` stands at \`${places[0]}\`, not at \`${file.at}\`.`,
          `Write \`${places[0]}\`.`,
        ),
      ];
}

/** 4. Files of the steps and of the summary are the same sets, and stated counts are true. */
export const summary: Check = {
  number: 4,
  name: 'Files summary',
  judge({ plan, markdown }) {
    const written = readWritten(markdown);
    const findings: CheckFinding[] = [];
    const inSteps = new Set(plan.steps.flatMap(step => step.files.map(file => file.path)));
    const inSummary = new Map(written.summary.flatMap(l => l.files.map(f => [f.path, f.line] as const)));
    const place = written.summary[0]?.line ?? 1;
    if (written.summary.length === 0 && inSteps.size === 0) return { findings, applicable: false };
    for (const path of inSteps)
      if (!inSummary.has(path))
        findings.push(
          error(place, `A step changes \`${path}\`, the summary does not list it.`, 'Add it to the summary.'),
        );
    for (const [path, line] of inSummary)
      if (!inSteps.has(path))
        findings.push(
          error(
            line,
            `The summary lists \`${path}\`, no step changes it.`,
            'Add it to a step, or take it out.',
          ),
        );
    for (const list of written.summary)
      if (list.stated !== undefined && list.stated !== list.files.length)
        findings.push(
          error(
            list.line,
            `“Files to ${list.action}: ${list.stated}”, but ${list.files.length} are listed.`,
            `Write ${list.files.length}.`,
          ),
        );
    return { findings };
  },
};
