import type { Source } from '../../../domain/index.ts';
import type { Requirement, Statement, Step } from '../../../plan/model.ts';
import { holds } from '../../../playbooks/condition.ts';
import type { Playbook } from '../../../playbooks/model.ts';
import { playbookLabel, playbookSource } from '../../../playbooks/origin.ts';
import { fill, type Scope } from '../../../playbooks/template.ts';
import { type Blueprint, emptyBlueprint, said } from '../draft/blueprint.ts';
import { specialFor } from '../draft/kinds.ts';
import { type Target, targetsOf } from '../draft/targets.ts';
import { fileSource } from '../excerpt.ts';
import { overlap, stem, tokens } from '../words.ts';
import { takenApproach } from './approaches.ts';
import { citedPages } from './cited.ts';
import type { Composing } from './composing.ts';
import { scopeOf } from './context.ts';
import { candidatesOf } from './packages.ts';
import { installStep, settingsStep } from './setup.ts';
import { mergeSpecs, stepsOf, told } from './steps.ts';

/**
 * The blueprint that the matched playbooks make together, in order of work and without duplicate steps;
 * undefined where their steps bind to too little of this project, so that the generic way plans it.
 */
export function playbookBlueprint(c: Composing, goal: readonly Requirement[]): Blueprint | undefined {
  const scope = scopeOf(c);
  const books = c.matched.map(m => m.playbook);
  const specs = [...mergeSpecs(books.flatMap(p => p.steps.filter(s => holds(s.when, scope.test))))].sort(
    (a, b) => a.order - b.order,
  );
  const made = specs.map(spec => ({ id: spec.id, steps: stepsOf(c, spec) }));
  const bound = made.flatMap(m => m.steps);
  // A step that several took the place of is named by the playbooks as the one it was.
  const became = (id: string): readonly string[] => made.find(m => m.id === id)?.steps.map(s => s.id) ?? [id];
  const files = new Set(bound.flatMap(s => s.files.map(f => f.path)));
  const modified = bound.flatMap(s => s.files).filter(f => f.action === 'modify');
  // Fewer bound files than that, and the playbooks know too little of the project to plan by.
  const least = Math.min(...books.map(b => b.least));
  if (files.size < least || (least > 1 && modified.length === 0)) return undefined;
  const setup = [installStep(c), settingsStep(c)].flatMap(s => s ?? []);
  const { requirements, ids } = numbered(books, scope, goal);
  const steps = linked(
    [...setup, ...bound.map(s => ({ ...s, dependsOn: s.dependsOn.flatMap(became) }))],
    ids,
    goal,
  );
  const has = new Set(steps.map(s => s.id));
  const served = new Set(steps.flatMap(s => s.serves));
  const kept = requirements.filter(r => served.has(r.id));
  const numbers = (keys: readonly string[]): string[] =>
    [...new Set(keys.flatMap(k => ids.get(k) ?? []))].filter(id => served.has(id));
  const taken = books.map(p => takenApproach(c, p, scope));
  const statements = (pick: (p: Playbook) => Playbook['says']): Statement[] =>
    books.flatMap(p => told(pick(p), scope).map(t => ({ text: t, sources: sourcesOf(c, p, t) })));
  return {
    ...emptyBlueprint,
    playbooks: books.map(playbookLabel),
    candidates: candidatesOf(c),
    pages: citedPages(c, true),
    approach: {
      title:
        told(
          books.flatMap(p => p.approach),
          scope,
        )
          .slice(0, 2)
          .join('; ') ||
        taken.flatMap(t => t.title ?? []).join('; ') ||
        c.survey.goal.object,
      summary: [],
    },
    requirements: kept,
    outOfScope: told(
      books.flatMap(p => p.outOfScope),
      scope,
    ),
    decisions: books.flatMap((p, i) => [
      ...(taken[i]?.decisions ?? []),
      ...p.decisions.flatMap(d => {
        const title = holds(d.when, scope.test) ? fill(d.title, scope) : undefined;
        const reasons = told(d.reasons, scope).map(t => ({ text: t, sources: sourcesOf(c, p, t) }));
        return title && reasons.length > 0 ? [{ title, reasons }] : [];
      }),
    ]),
    alternatives: books.flatMap((p, i) => [
      ...(taken[i]?.alternatives ?? []),
      ...p.alternatives.flatMap(a => {
        const whyNot = holds(a.when, scope.test) ? fill(a.whyNot, scope) : undefined;
        const title = fill(a.title, scope);
        return whyNot && title ? [{ title, whyNot: whyNot.trim() }] : [];
      }),
    ]),
    steps,
    cases: books.flatMap(p =>
      p.cases.flatMap(x => {
        const text = holds(x.when, scope.test) ? fill(x.text, scope) : undefined;
        return text ? [{ text, proves: numbers(x.proves) }] : [];
      }),
    ),
    rollback: books.flatMap(p =>
      p.rollback.flatMap(r => {
        const undoes = r.undoes.flatMap(became).filter(id => has.has(id));
        const title = holds(r.when, scope.test) ? fill(r.title, scope) : undefined;
        const text = fill(r.text, scope);
        if (!title || text === undefined || undoes.length === 0) return [];
        const code = r.code === undefined ? undefined : fill(r.code, scope);
        if (r.code !== undefined && code === undefined) return [];
        return [
          {
            title,
            text,
            undoes,
            ...(code
              ? {
                  code: { language: r.language, caption: '', code: code.trimEnd(), kind: 'command' as const },
                }
              : {}),
          },
        ];
      }),
    ),
    implemented: books.flatMap(p =>
      p.security.flatMap(s => {
        const text = holds(s.when, scope.test) ? fill(s.text, scope) : undefined;
        const stepId = became(s.step).find(id => has.has(id));
        return text && stepId !== undefined ? [{ text, stepId }] : [];
      }),
    ),
    monitor: told(
      books.flatMap(p => p.monitor),
      scope,
    ),
    performance: statements(p => p.performance),
    monitoring: statements(p => p.monitoring),
    risks: books.flatMap(p =>
      p.risks.flatMap(r => {
        const text = holds(r.when, scope.test) ? fill(r.text, scope) : undefined;
        const mitigation = fill(r.mitigation, scope);
        return text && mitigation ? [{ text, mitigation }] : [];
      }),
    ),
    nextSteps: told(
      books.flatMap(p => p.next),
      scope,
    ),
    special: c.kind === 'refactoring' ? specialFor(c.survey, c.kind, meant(c)) : [],
  };
}

/** What the goal itself speaks of, with all that is known of it. */
function meant(c: Composing): readonly Target[] {
  return targetsOf(c.survey).filter(t => c.targets.some(one => one.path === t.path));
}

/** Requirements of the goal first, then the playbooks' own; keys of the playbooks to the numbers they got. */
function numbered(books: readonly Playbook[], scope: Scope, goal: readonly Requirement[]) {
  const requirements: Requirement[] = [...goal];
  const ids = new Map<string, string>(goal[0] ? [['goal', goal[0].id]] : []);
  for (const playbook of books)
    for (const r of playbook.requirements) {
      const text = holds(r.when, scope.test) ? fill(r.text, scope) : undefined;
      if (!text || ids.has(r.id)) continue;
      const id = `R${requirements.length + 1}`;
      ids.set(r.id, id);
      requirements.push({
        id,
        text: text.replace(/\s+/g, ' ').trim(),
        sources: [playbookSource(playbook)],
      });
    }
  return { requirements, ids };
}

/** Turns requirement keys into numbers, keeps only dependencies that exist, and makes setup come before what uses it. */
function linked(
  steps: readonly Step[],
  ids: ReadonlyMap<string, string>,
  goal: readonly Requirement[],
): Step[] {
  const has = new Set(steps.map(s => s.id));
  const first = goal[0]?.id;
  const core = steps.filter(s => s.part !== 'setup');
  const setup = steps.filter(s => s.part === 'setup');
  return steps.map(step => {
    const own = step.serves.flatMap(k => ids.get(k) ?? []);
    const parts = goal
      .slice(1)
      .filter(r => servesPart(step, r) || (core[0] === step && !core.some(s => servesPart(s, r))));
    const serves = [...(first ? [first] : []), ...parts.map(r => r.id), ...own];
    const before = step.part === 'setup' ? [] : setup.filter(s => uses(step, s)).map(s => s.id);
    const wanted = [...new Set([...before, ...step.dependsOn])].filter(id => has.has(id) && id !== step.id);
    return { ...step, serves: [...new Set(serves)], dependsOn: wanted };
  });
}

/** Whether a step imports a package that the setup step installs, or names a setting that it declares. */
function uses(step: Step, setup: Step): boolean {
  const code = step.code.filter(c => c.kind !== 'existing').map(c => c.code);
  const imported = setup.packages.some(({ name }) =>
    code.some(
      text => text.includes(`'${name}'`) || text.includes(`"${name}"`) || text.includes(`import ${name}`),
    ),
  );
  const settings =
    setup.packages.length > 0 ? [] : (setup.title.match(/[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+/g) ?? []);
  const said = [...code, ...step.details, ...step.files.map(f => f.what)].join('\n');
  return imported || settings.some(name => said.includes(name));
}

function servesPart(step: Step, requirement: Requirement): boolean {
  const stems = new Set(
    tokens(requirement.text)
      .filter(w => w.length > 3)
      .map(stem),
  );
  return overlap(`${step.title} ${step.files.map(f => `${f.path} ${f.what}`).join(' ')}`, stems) >= 2;
}

/** What a statement leans on: the file it names, where one is named, and the playbook. */
export function sourcesOf(c: Composing, playbook: Playbook, text: string): Source[] {
  const named = /`([\w@./-]+\.[a-z]+)(?::(\d+))?`/.exec(text);
  const file = named?.[1] === undefined ? undefined : c.survey.texts.get(named[1]);
  const line = Number(named?.[2] ?? 1);
  const read = file && fileSource(file, line, line + 3, c.survey.commit);
  return [...(read ? [read] : []), playbookSource(playbook)];
}

export function playbookSummary(c: Composing): Statement[] {
  const named = c.matched.filter(m => m.because !== undefined).map(m => `“${m.because}”`);
  return [
    said(
      `${named.join(' and ')} in the goal ${named.length === 1 ? 'is' : 'are'} known work; the steps are bound to files of \`${c.project}\`, new ones beside their siblings.`,
      ...c.matched.slice(0, 3).map(m => playbookSource(m.playbook)),
    ),
  ];
}
