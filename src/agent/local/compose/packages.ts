import type { Candidates } from '../../../plan/candidates.ts';
import { type ConditionTree, holds } from '../../../playbooks/condition.ts';
import type { Playbook } from '../../../playbooks/model.ts';
import { playbookSource } from '../../../playbooks/origin.ts';
import { fill, type Scope } from '../../../playbooks/template.ts';
import { ecosystemOf } from '../frameworks.ts';
import type { Composing } from './composing.ts';
import { scopeOf } from './context.ts';
import { saidIn } from './said.ts';

type PackageSpec = Playbook['packages'][number];

export interface WantedPackage {
  readonly name: string;
  readonly dev: boolean;
  readonly note: string;
}

/**
 * What the playbooks need and the project lacks, in their order. Of the packages for one purpose the plan takes one, and
 * none where the project has one of them already.
 */
export function wantedPackages(c: Composing): readonly WantedPackage[] {
  const scope = scopeOf(c);
  const entries = entriesOf(c);
  const has = installed(c);
  const taken = new Map(
    purposesOf(entries).map(purpose => [purpose, choose(c, entries, purpose, scope).taken] as const),
  );
  const wanted = new Map<string, WantedPackage>();
  for (const p of entries) {
    const out = p.for === undefined ? !holds(p.when, scope.test) : taken.get(p.for) !== p;
    const note = out || has(p) || wanted.has(p.name) ? undefined : fill(p.note, scope);
    if (note !== undefined) wanted.set(p.name, { name: p.name, dev: p.dev, note });
  }
  return [...wanted.values()];
}

/** More than these in one table are read by nobody. */
const MOST_CANDIDATES = 6;

/**
 * The packages that the plan chooses among: by purpose, where it takes one of two or more that answers could lead to in
 * this project. What its code rules out (a library of another framework) is no candidate.
 */
export function candidatesOf(c: Composing): readonly Candidates[] {
  const scope = scopeOf(c);
  const entries = entriesOf(c);
  return purposesOf(entries).flatMap((purpose): readonly Candidates[] => {
    const { taken, instead } = choose(c, entries, purpose, scope);
    const possible = entries.filter(p => p.for === purpose && mayHold(p.when, scope.test) !== 'no');
    const notes = new Map<string, string>();
    for (const p of taken ? [taken, ...possible] : []) {
      const note = fill(p.note, scope);
      if (note !== undefined && !notes.has(p.name)) notes.set(p.name, note);
    }
    if (!taken || notes.size < 2) return [];
    return [
      {
        purpose,
        project: c.project,
        ecosystem: ecosystemOf(c.survey),
        candidates: [...notes].slice(0, MOST_CANDIDATES).map(([name, note]) => ({ name, note })),
        sources: c.matched
          .filter(m => m.playbook.packages.some(p => p.for === purpose))
          .map(m => playbookSource(m.playbook)),
        taken: taken.name,
        ...(instead ? { instead: instead.name } : {}),
      },
    ];
  });
}

interface Chosen {
  readonly taken?: PackageSpec;
  /** What the playbook would take, where the goal calls for another one. */
  readonly instead?: PackageSpec;
}

/** The package of a purpose that the goal calls by name, else the first that needs no calling; of those whose condition holds. */
function choose(c: Composing, entries: readonly PackageSpec[], purpose: string, scope: Scope): Chosen {
  const own = entries.filter(p => p.for === purpose);
  if (own.some(installed(c))) return {};
  const possible = own.filter(p => holds(p.when, scope.test));
  const usual = possible.find(p => p.named === undefined);
  const called = possible.find(p => isCalled(p, c.survey.goal.text));
  if (called && called.name !== usual?.name) return { taken: called, ...(usual ? { instead: usual } : {}) };
  return usual ? { taken: usual } : {};
}

/** What stands before the name of a package: "with resend", but not "let users resend the mail". */
const CALLED = '(?:[`"“(]|\\b(?:with|via|using|use|uses|through|by)\\s+)';

/**
 * Whether a goal calls for a package: by one of the words for it, or by its name. A name that is a plain word ("redis") may
 * mean something else, so that it counts only where no words are given, and behind a preposition.
 */
export function isCalled({ name, named = [] }: Pick<PackageSpec, 'name' | 'named'>, goal: string): boolean {
  if (saidIn(goal, [{ id: name, names: named }]).asked.length > 0) return true;
  const plain = /^[a-z]+$/i.test(name);
  if (plain && named.length > 0) return false;
  const before = plain ? CALLED : '(?<!(?:\\bnot|\\bno|\\bof|\\bwithout)\\s+)(?<![\\w@/.-])';
  const own = name.toLowerCase().replace(/[^\w]/g, '\\$&');
  return new RegExp(`${before}${own}(?![\\w/-])`).test(goal.toLowerCase());
}

function purposesOf(entries: readonly PackageSpec[]): readonly string[] {
  return [...new Set(entries.flatMap(p => p.for ?? []))];
}

function entriesOf(c: Composing): readonly PackageSpec[] {
  const ecosystem = ecosystemOf(c.survey);
  return c.matched.flatMap(m => m.playbook.packages.filter(p => p.eco === ecosystem));
}

function installed(c: Composing): (of: PackageSpec) => boolean {
  const have = new Set(c.survey.brief.dependencies.map(d => d.name.toLowerCase()));
  return of => have.has(of.name.toLowerCase());
}

/** Whether a condition could hold in this project, whatever is answered: `open` where that hangs on an answer. */
export function mayHold(
  tree: ConditionTree | undefined,
  test: (name: string) => boolean,
): 'yes' | 'no' | 'open' {
  if (!tree) return 'yes';
  switch (tree.kind) {
    case 'name':
      return tree.name.startsWith('answer:') ? 'open' : test(tree.name) ? 'yes' : 'no';
    case 'not': {
      const of = mayHold(tree.of, test);
      return of === 'open' ? 'open' : of === 'yes' ? 'no' : 'yes';
    }
    case 'and': {
      const both = [mayHold(tree.left, test), mayHold(tree.right, test)];
      return both.includes('no') ? 'no' : both.includes('open') ? 'open' : 'yes';
    }
    case 'or': {
      const both = [mayHold(tree.left, test), mayHold(tree.right, test)];
      return both.includes('yes') ? 'yes' : both.includes('open') ? 'open' : 'no';
    }
  }
}
