import type { GoalKind, Risk } from '../../../domain/index.ts';
import type { Plan, Step } from '../../../plan/model.ts';
import { shellWord } from '../../../shared/shell-word.ts';
import { fileSource } from '../excerpt.ts';
import { isOwnSource } from '../lists/entry.ts';
import { hasRole, type Survey } from '../survey.ts';
import { type Blueprint, said } from './blueprint.ts';
import { count } from './estimate.ts';
import { isTest } from './tests.ts';
import { pathspecs } from './undo.ts';

export interface Care {
  readonly rollback: Plan['rollback'];
  readonly security: Plan['security'];
  readonly performance: Plan['performance'];
  readonly monitoring: Plan['monitoring'];
  readonly risks: Plan['risks'];
  readonly nextSteps: string[];
  readonly nothingFor: Record<string, string>;
}

/** Rollback, security, performance, monitoring, risks and next steps: the blueprint's own, then what the files themselves say. */
export function fillCare(survey: Survey, blueprint: Blueprint, kind: GoalKind): Care {
  const { steps } = blueprint;
  // A playbook says itself what is closed: a route for whoever forgot a password has to stay open.
  const implemented = blueprint.implemented.length > 0 ? blueprint.implemented : guards(survey, steps);
  const monitor = [...blueprint.monitor, ...exposed(survey, steps)];
  const performance = [...blueprint.performance, ...(kind === 'fix' ? [] : hotCallers(survey, steps))];
  const monitoring = [...blueprint.monitoring, ...logs(survey, steps)];
  const names = steps.flatMap(s => s.files.filter(f => f.symbol).map(f => `\`${f.symbol}\``));
  const touched = [...new Set(names)].slice(0, 2).join(', ') || `“${survey.goal.object}”`;
  const nothingFor: Record<string, string> = {};
  if (implemented.length + monitor.length === 0)
    nothingFor.security = `No route, middleware or authentication file is among the files of this plan, so ${touched} opens nothing new to the outside.`;
  if (performance.length === 0)
    nothingFor.performance = `Nothing in ${touched} was measured here; measure it before and after if it lies on a path that users wait for.`;
  if (monitoring.length === 0)
    nothingFor.monitoring = survey.facts.get('logger')?.present
      ? `The steps add no log line, metric or health check to ${touched}.`
      : `No logger, metric or health check was found beside ${touched}, and the steps add none.`;
  return {
    rollback: [...blueprint.rollback, ...packagesBack(survey, steps), ...codeBack(survey, steps)],
    security: { implemented, monitor },
    performance,
    monitoring,
    risks: riskList(survey, blueprint.risks, steps),
    nextSteps: nextSteps(survey, blueprint, kind),
    nothingFor,
  };
}

/** Of a decision nothing is built: what it risks and what comes after it, and no more. */
export function careOfDecision({ risks, nextSteps }: Blueprint): Care {
  return {
    rollback: [],
    security: { implemented: [], monitor: [] },
    performance: [],
    monitoring: [],
    risks: [...risks],
    nextSteps: [...nextSteps],
    nothingFor: { decisions: 'Nothing is decided yet: the record is a proposal until somebody signs it.' },
  };
}

function guards(survey: Survey, steps: readonly Step[]): Plan['security']['implemented'] {
  const auth = survey.facts.get('auth-middleware');
  if (!auth?.present) return [];
  const symbol = auth.data.symbol;
  const step = steps.find(s => s.files.some(f => hasRole(survey.cards.get(f.path), 'router', 'controller')));
  if (!step || !symbol) return [];
  const file = step.files.find(f => hasRole(survey.cards.get(f.path), 'router', 'controller'));
  return [{ text: `what \`${file?.path}\` newly offers stays behind \`${symbol}\`.`, stepId: step.id }];
}

function exposed(survey: Survey, steps: readonly Step[]): readonly string[] {
  // A library answers nobody: what is refused is counted by whoever serves with it.
  if (survey.facts.get('library')?.present) return [];
  const file = steps
    .flatMap(s => s.files)
    .find(f => hasRole(survey.cards.get(f.path), 'router', 'controller', 'middleware', 'page'));
  return file
    ? [
        `Requests that \`${file.path}\` refuses after the change for “${survey.goal.object}”, against the count before it.`,
      ]
    : [];
}

function hotCallers(survey: Survey, steps: readonly Step[]): Plan['performance'] {
  const most = steps
    .flatMap(s => s.files)
    .flatMap(f => (f.symbol && f.at ? [{ f, uses: survey.uses.get(f.at) }] : []))
    .sort((a, b) => (b.uses?.count ?? 0) - (a.uses?.count ?? 0))[0];
  if (!most?.uses || most.uses.count === 0) return [];
  return [
    said(
      `\`${most.f.symbol}\` is called from ${count(most.uses.files.length, 'file')}; whatever “${survey.goal.object}” adds to it runs there too, so keep it off the paths that do not need it.`,
    ),
  ];
}

/** How code writes its log: `slog.Error(`, `logger.warn(`, `Rails.logger.error(`. */
const LOG_CALL =
  /\b((?:\w+\.)?(?:slog|log(?:ger|ging)?|zap|klog|console)\.(?:errorf?|warn(?:ing)?f?|infof?|debugf?|printf|println|exception|critical))\s*\(/i;

/** What failures are logged with: as the file does it already, or else as the project does. */
function logs(survey: Survey, steps: readonly Step[]): Plan['monitoring'] {
  const logger = survey.facts.get('logger');
  const file = steps
    .filter(s => s.part === 'core' || s.part === 'integration')
    .flatMap(s => s.files)
    .find(f => f.action === 'modify' && f.symbol !== undefined && !isTest(survey, f.path));
  if (!file) return [];
  const own = callIn(survey, file.path);
  const text = survey.texts.get(file.path);
  const line = own && text && fileSource(text, own.line, own.line, survey.commit);
  if (own && line)
    return [
      said(
        `Failures of “${survey.goal.object}” in \`${file.path}\` are logged with \`${own.call}\`, as it does already.`,
        line,
      ),
    ];
  if (!logger?.present) return [];
  const name =
    logger.data.symbol ??
    logger.data.library ??
    logger.sources.flatMap(s => (s.kind === 'file' ? (callIn(survey, s.path)?.call ?? []) : []))[0];
  if (!name) return [];
  return [
    said(
      `Failures of “${survey.goal.object}” in \`${file.path}\` are logged with \`${name}\`, as elsewhere here.`,
      ...logger.sources,
    ),
  ];
}

function callIn(survey: Survey, path: string): { readonly call: string; readonly line: number } | undefined {
  const text = survey.texts.get(path)?.text;
  const found = text === undefined ? null : LOG_CALL.exec(text);
  if (!found?.[1] || text === undefined) return undefined;
  return { call: found[1], line: text.slice(0, found.index).split('\n').length };
}

/** How to take added packages out again. */
export function packagesBack(survey: Survey, steps: readonly Step[]): Plan['rollback'] {
  const added = steps.flatMap(s =>
    s.packages.filter(p => p.action === 'add').map(p => ({ ...p, stepId: s.id })),
  );
  if (added.length === 0) return [];
  const names = added.map(p => p.name);
  const command = survey.brief.removeCommand(names);
  return [
    {
      title: `Remove ${names.map(n => `\`${n}\``).join(', ')}`,
      undoes: [...new Set(added.map(p => p.stepId))],
      text: command
        ? 'After the code that imports them is gone:'
        : `Take ${names.join(', ')} out of the manifest.`,
      ...(command
        ? { code: { language: 'bash', caption: '', code: command, kind: 'command' as const } }
        : {}),
    },
  ];
}

/** How to bring the code back as it was planned from. */
export function codeBack(survey: Survey, steps: readonly Step[]): Plan['rollback'] {
  const created = [
    ...new Set(steps.flatMap(s => s.files.filter(f => f.action === 'create').map(f => f.path))),
  ];
  const modified = [
    ...new Set(steps.flatMap(s => s.files.filter(f => f.action !== 'create').map(f => f.path))),
  ].filter(p => !created.includes(p));
  const commit = survey.commit ?? survey.summary.commit;
  if (created.length + modified.length === 0) return [];
  const lines = [
    ...(modified.length > 0 && commit
      ? [`git checkout ${commit.slice(0, 7)} -- ${pathspecs(survey, modified)}`]
      : []),
    ...(created.length > 0
      ? [`${commit ? 'git rm -f --ignore-unmatch' : 'rm -f'} ${created.map(shellWord).join(' ')}`]
      : []),
  ];
  return [
    {
      title: 'Restore the code',
      undoes: steps.map(s => s.id),
      text: commit
        ? `When the work stands in commits of its own, \`git revert\` them; before that, this brings back ${count(modified.length, 'changed file')} and takes out ${count(created.length, 'new file')}:`
        : `There is no commit to go back to: take out ${count(created.length, 'new file')}${modified.length > 0 ? ` and undo the change in ${count(modified.length, 'file')} by hand` : ''}.`,
      ...(lines.length > 0
        ? { code: { language: 'bash', caption: '', code: lines.join('\n'), kind: 'command' as const } }
        : {}),
    },
  ];
}

function codeRisks(survey: Survey, steps: readonly Step[]): readonly Risk[] {
  const out: Risk[] = [];
  const changed = steps.flatMap(s => s.files.filter(f => f.action === 'modify' && !isTest(survey, f.path)));
  const used = changed
    .flatMap(f => (f.symbol && f.at ? [{ f, uses: survey.uses.get(f.at) }] : []))
    .filter(x => (x.uses?.files.length ?? 0) >= 2)
    .sort((a, b) => (b.uses?.count ?? 0) - (a.uses?.count ?? 0))[0];
  if (used?.uses) {
    const test = survey.cards.get(used.f.path)?.tests.find(t => isTest(survey, t));
    out.push({
      text: `\`${used.f.symbol}\` has ${count(used.uses.count, 'use')} in ${count(used.uses.files.length, 'file')}`,
      mitigation: `keep its signature and run ${test ? `\`${test}\`` : `the callers in \`${used.uses.files[0]}\``} after the step that changes it.`,
    });
  }
  // Nobody writes a test for a manifest, a style sheet or a template.
  const untested = changed.find(f => {
    const card = survey.cards.get(f.path);
    return card !== undefined && card.tests.length === 0 && isOwnSource(card);
  });
  if (untested)
    out.push({
      text: `\`${untested.path}\` has no test that imports it`,
      mitigation: `write the case for ${untested.symbol ? `\`${untested.symbol}\`` : 'its present behaviour'} before changing it.`,
    });
  const hot = changed.find(f => survey.history?.hot.some(h => h.path === f.path));
  const heat = survey.history?.hot.find(h => h.path === hot?.path);
  if (hot && heat && heat.commits > 2)
    out.push({
      text: `\`${hot.path}\` changed in ${count(heat.commits, 'commit')} of the 90 days before the newest one`,
      mitigation: `rebase before touching ${hot.symbol ? `\`${hot.symbol}\`` : 'it'} and merge this step by itself.`,
    });
  return out;
}

/** A plan names one risk at least: that of words, where nothing else is known. */
function riskList(survey: Survey, own: readonly Risk[], steps: readonly Step[]): Risk[] {
  const all = [...own, ...codeRisks(survey, steps)];
  if (all.length > 0) return all;
  return [
    {
      text: `“${survey.goal.object}” may mean more than the words say`,
      mitigation: `show the first green case of ${steps.find(s => s.part === 'testing')?.files[0]?.path ?? steps[0]?.files[0]?.path ?? 'the first step'} to whoever asked before going on.`,
    },
  ];
}

/** Verbs of goals after which readers find something that was not there before. */
const OFFERING: ReadonlySet<string> = new Set(
  'add create build implement introduce support enable allow provide expose let make show display offer export import integrate'.split(
    ' ',
  ),
);

function nextSteps(survey: Survey, blueprint: Blueprint, kind: GoalKind): string[] {
  const test = survey.brief.scripts.find(s => s.purpose === 'test');
  const lint = survey.brief.scripts.find(s => s.purpose === 'lint');
  const doc = blueprint.steps.flatMap(s => s.files).find(f => /\.md$/.test(f.path));
  const readme = survey.paths.has('README.md') ? 'README.md' : undefined;
  return [
    ...blueprint.nextSteps,
    ...(test && blueprint.steps.some(s => s.files.length > 0)
      ? [
          `Run ${[test, lint].flatMap(s => (s ? [`\`${s.run}\``] : [])).join(' and ')} over the whole project before “${survey.goal.object}” is merged.`,
        ]
      : []),
    // What is mended or rearranged offers nothing new to readers.
    ...(doc || !readme || kind === 'fix' || kind === 'refactoring' || !OFFERING.has(survey.goal.verb)
      ? []
      : [`Say in \`${readme}\` what “${survey.goal.object}” offers, once its last step is green.`]),
  ];
}
