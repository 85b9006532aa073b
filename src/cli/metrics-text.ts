import type { MetricsListing } from '../app/plan-metrics.ts';
import { paceText } from '../domain/index.ts';
import type { Metric, PlanStanding } from '../plan/metrics.ts';
import { wrap } from '../shared/text/index.ts';
import { plural } from '../ui/text/format.ts';
import { estimateText, recorded } from './step-text.ts';

const LEAST = 50;
const NAME_WIDTH = 15;

/** The five measures with their goals, then what they were taken from, plan by plan. */
export function metricsText(found: MetricsListing, columns: number): string {
  const width = Math.max(LEAST, columns);
  const { match, surprises, time, security, understanding, pace, plans, passedOver } = found;
  const measures: readonly (readonly [string, string, string])[] = [
    ['Match', match.goal, said(match, ({ median }) => `median ${percent(median)}; reached by ${of(match)}`)],
    [
      'Surprises',
      surprises.goal,
      said(
        surprises,
        ({ files, symbols }) =>
          `median ${amount(files, 'unplanned file')} and ${amount(symbols, 'unplanned symbol')} a plan; none in ${of(surprises)}`,
      ),
    ],
    [
      'Time',
      time.goal,
      said(
        time,
        ({ inRange, median }) =>
          `${of(time, 'timed plan')}, ${inRange} of ${time.plans} between low and high; median ${median.toFixed(1)}× the likely time`,
      ),
    ],
    [
      'Security',
      security.goal,
      said(
        security,
        ({ withEvidence, of: all }) =>
          `${withEvidence} of ${plural(all, 'item')}; all of them in ${of(security)}`,
      ),
    ],
    [
      'Understanding',
      understanding.goal,
      said(
        understanding,
        ({ reviewers }) => `${of(understanding)}${reviewers.length > 0 ? `: ${reviewers.join(', ')}` : ''}`,
      ),
    ],
  ];
  return `${[
    ...wrap(headOf(plans), width),
    '',
    ...measures.flatMap(([name, goal, text]) => [
      `${name.padEnd(NAME_WIDTH)}goal: ${goal}`,
      ...indent(text, width, NAME_WIDTH),
    ]),
    ...(pace ? ['', ...wrap(paceLine(pace), width)] : []),
    ...plans.flatMap(plan => ['', ...planLines(plan, width)]),
    ...(passedOver.length > 0
      ? [
          '',
          'Passed over',
          ...passedOver.flatMap(({ path, reason }) => indent(`${path}: ${reason}`, width, 2)),
        ]
      : []),
  ].join('\n')}\n`;
}

function headOf(plans: MetricsListing['plans']): string {
  if (plans.length === 0) return 'No plan of planner-tui in plans/ yet.';
  const begun = plans.filter(plan => plan.begun).length;
  const finished = plans.filter(plan => plan.finished).length;
  return `${plural(plans.length, 'plan')}, ${begun} of them begun, ${finished} finished. Match, surprises, time and security are those of finished plans.`;
}

function said<F>(metric: Metric<F>, text: (figures: F) => string): string {
  return 'missing' in metric ? metric.missing : text(metric.figures);
}

function of(metric: Metric<unknown>, noun = 'plan'): string {
  return 'missing' in metric ? '' : `${metric.reached} of ${plural(metric.plans, noun)}`;
}

function paceLine(pace: NonNullable<MetricsListing['pace']>): string {
  const said = paceText(pace);
  const next = pace.applied
    ? pace.factor === 1
      ? 'new estimates stay as they are'
      : `new estimates are taken ×${pace.factor.toFixed(1)}`
    : 'new estimates are not corrected by it, because the setting “pace” is off';
  return `Pace: ${said}; ${next}.`;
}

function planLines(plan: PlanStanding, width: number): readonly string[] {
  const { path, title, status, begun, outcome, time, signOffs, missing } = plan;
  const facts = [
    outcome
      ? `${percent(outcome.match)} match, ${plural(outcome.files, 'unplanned file')} and ${plural(outcome.symbols, 'unplanned symbol')}${outcome.at === undefined ? ', as the work tree stands now' : `, as of ${outcome.at.slice(0, 10)} when it was finished`}`
      : '',
    outcome && outcome.security.of > 0
      ? `evidence for ${outcome.security.withEvidence} of ${plural(outcome.security.of, 'security item')}`
      : '',
    time
      ? `${recorded(time.actual)} recorded, estimated at ${estimateText(time.estimated)}${time.share < 1 ? ` for ${Math.round(time.share * 100)} % of the plan` : ''}`
      : '',
    signOffs.length > 0
      ? `signed by ${signOffs.map(({ name, date }) => (date ? `${name} (${date})` : name)).join(', ')}`
      : '',
    ...missing,
  ].filter(Boolean);
  return [
    ...wrap(`${path} “${title}”: ${begun ? status : `${status}, not begun`}`, width),
    ...facts.flatMap(text => indent(text, width, 2)),
  ];
}

/** A median may lie between two numbers. */
function amount(value: number, word: string): string {
  return Number.isInteger(value) ? plural(value, word) : `${value.toFixed(1)} ${word}s`;
}

/** Never rounded up to a goal that was not reached. */
function percent(share: number): string {
  return `${Math.floor(share * 100 + 1e-9)} %`;
}

function indent(text: string, width: number, by: number): readonly string[] {
  return wrap(text, width - by).map(line => ' '.repeat(by) + line);
}
