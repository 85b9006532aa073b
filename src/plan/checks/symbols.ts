import type { FactNeeds } from '../facts.ts';
import { symbolKey } from '../facts.ts';
import type { FileChange, Plan } from '../model.ts';
import { saidOf } from './claims.ts';
import { createdPaths } from './files.ts';
import { type Check, type CheckFinding, didYouMean, error, stepLine, warning } from './input.ts';

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

/** Files of settings, data and prose have keys and words, which are no symbols. */
function hasSymbols(path: string): boolean {
  return !/\.(?:jsonc?|md|mdx|ya?ml|toml|txt|env[\w.]*|lock|cfg|ini|conf|html|xml|csv|svg|mod|sum)$|(?:^|\/)(?:\.env[\w.]*|Dockerfile|Makefile)$/i.test(
    path,
  );
}

/** Symbols whose definition is asked: named with a file that changes, or said in prose to stand in one. */
export function wantedSymbols(plan: Plan, markdown: string): FactNeeds['symbols'] {
  const created = createdPaths(plan);
  const named = plan.steps
    .flatMap(step => step.files)
    .filter(file => file.symbol?.trim() && file.action !== 'create')
    .map(file => ({ name: symbolName(file.symbol ?? ''), path: file.path }));
  const said = saidOf(markdown).claims.map(claim => ({ name: symbolName(claim.symbol), path: claim.path }));
  const all = [...named, ...said].filter(need => !created.has(need.path) && hasSymbols(need.path));
  return [...new Map(all.map(need => [symbolKey(need), need])).values()];
}

/** 3. Every existing symbol that is named resolves in the code map, and its place is where the plan says. */
export const symbols: Check = {
  number: 3,
  name: 'Symbols',
  judge(input) {
    const { plan, facts } = input;
    const created = createdPaths(plan);
    const findings: CheckFinding[] = [];
    let unreached = false;
    const judge = (name: string, path: string, line: () => number): readonly string[] => {
      const fact = facts.symbols[symbolKey({ name, path })];
      if (fact?.found === 'no')
        findings.push(
          error(
            line(),
            `\`${name}\` is not defined in \`${path}\`.`,
            didYouMean(fact.nearest) || 'Name a symbol that exists there.',
          ),
        );
      else if (fact?.found !== 'yes') unreached = true;
      return fact?.found === 'yes' ? fact.at : [];
    };
    const named = plan.steps.flatMap(step =>
      step.files
        .filter(
          file =>
            file.symbol?.trim() &&
            file.action !== 'create' &&
            !created.has(file.path) &&
            hasSymbols(file.path),
        )
        .map(file => ({ step, file, name: symbolName(file.symbol ?? '') })),
    );
    for (const { step, file, name } of named) {
      const line = () => stepLine(input, step.id, `- \`${file.path}\``, file.path);
      findings.push(...misplaced(file, name, judge(name, file.path, line), line));
    }
    const told = new Set(named.map(({ name, file }) => symbolKey({ name, path: file.path })));
    const claims = saidOf(input.markdown).claims.filter(claim => {
      const key = symbolKey({ name: symbolName(claim.symbol), path: claim.path });
      // A file that is not there is told by its path.
      if (
        told.has(key) ||
        created.has(claim.path) ||
        !hasSymbols(claim.path) ||
        facts.files[claim.path]?.exists === 'no'
      )
        return false;
      return told.add(key);
    });
    for (const claim of claims) judge(symbolName(claim.symbol), claim.path, () => claim.line);
    return { findings, unreached, applicable: named.length + claims.length > 0 };
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
