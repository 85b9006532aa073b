import type { Plan, Statement } from '../model.ts';
import { sayBytes } from '../package-line.ts';
import { withSources } from '../render/sources.ts';
import { rangeText } from '../totals.ts';
import { type ApproachFacts, approachFacts } from './facts.ts';

/** What only the code map and a registry know of a plan. */
export interface Measured {
  /** Files that import one that the plan changes, those aside that it changes itself. */
  readonly dependents: number;
  /** Exported symbols of this project whose code changes, as the plan names them. */
  readonly exported: readonly string[];
  /** Of new packages that were looked up: version, bytes on disk, ISO time of the newest release. */
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly version?: string;
        readonly bytes?: number | undefined;
        readonly released?: string | undefined;
      }
    >
  >;
}

export interface Compared {
  readonly plan: Plan;
  /** Absent while it is being measured, or where nobody could. */
  readonly measured?: Measured | undefined;
}

/** One line of the comparison: the same question, answered for both. Inline Markdown. */
export interface ComparisonRow {
  readonly label: string;
  readonly cells: readonly [string, string];
  /** Sentences, which need room; else a few words. */
  readonly long?: true;
}

const AGAINST = /^Against it:\s*/;
/** Reasons shown of each side. */
const MOST_REASONS = 3;

/** Two plans side by side: what can be counted, then what speaks for and against each. Pure. */
export function comparisonRows(a: Compared, b: Compared): readonly ComparisonRow[] {
  const both = (cell: (one: Compared, facts: ApproachFacts) => string): readonly [string, string] => [
    cell(a, approachFacts(a.plan)),
    cell(b, approachFacts(b.plan)),
  ];
  const rows: ComparisonRow[] = [
    {
      label: 'files',
      cells: both((_, f) => {
        const gone = f.files.delete.length > 0 ? `, ${f.files.delete.length} deleted` : '';
        return `${f.files.modify.length} changed, ${f.files.create.length} new${gone}`;
      }),
    },
    { label: 'new packages', cells: both((one, f) => packagesText(f.packages, one.measured)) },
    { label: 'dependents touched', cells: both(one => numberText(one.measured?.dependents)) },
    { label: 'public API', cells: both(one => apiText(one.measured)) },
    { label: 'migrations', cells: both((_, f) => listText(f.migrations)) },
    { label: 'steps', cells: both((_, f) => String(f.steps)) },
    { label: 'estimate', cells: both((_, f) => rangeText(f.minutes)) },
    { label: 'risks', cells: both((_, f) => String(f.risks)) },
    {
      label: 'rollback',
      cells: both((_, { rollback }) =>
        rollback.beyondCode === 0
          ? 'take the code back'
          : `${rollback.beyondCode} more than taking the code back`,
      ),
    },
    { label: 'speaks for it', cells: reasonCells(a.plan, b.plan, false), long: true },
    { label: 'speaks against it', cells: reasonCells(a.plan, b.plan, true), long: true },
  ];
  return rows.filter(({ cells }) => cells.some(text => text !== ''));
}

function numberText(count: number | undefined): string {
  return count === undefined ? '…' : String(count);
}

function listText(paths: readonly string[]): string {
  return paths.length === 0 ? 'none' : paths.map(p => `\`${migrationName(p)}\``).join(', ');
}

/** A migration is called by its folder where each has one: `…/20261128_add_orders/migration.sql`. */
function migrationName(path: string): string {
  const parts = path.split('/');
  const last = parts.at(-1) ?? path;
  return /^(?:migration|up|down)\.sql$/.test(last) ? (parts.at(-2) ?? last) : last;
}

/** Names of exported symbols shown. */
const MOST_NAMES = 3;

function apiText(measured: Measured | undefined): string {
  if (!measured) return '…';
  const { exported } = measured;
  if (exported.length === 0) return 'no exported symbol changes';
  const more = exported.length > MOST_NAMES ? ` and ${exported.length - MOST_NAMES} more` : '';
  return `${exported
    .slice(0, MOST_NAMES)
    .map(name => `\`${name}\``)
    .join(', ')}${more} change${exported.length === 1 ? 's' : ''}`;
}

function packagesText(names: readonly string[], measured: Measured | undefined): string {
  if (names.length === 0) return 'none';
  return names
    .map(name => {
      const known = measured?.packages[name];
      const version = known?.version === undefined ? '' : ` ${known.version}`;
      const facts = [
        ...(known?.bytes === undefined ? [] : [sayBytes(known.bytes)]),
        ...(known?.released === undefined ? [] : [`released ${known.released.slice(0, 10)}`]),
      ];
      return `\`${name}\`${version}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
    })
    .join(', ');
}

/** What each plan says for its own way, or against it, with where that was read. What both say tells them apart in nothing, and is left out. */
function reasonCells(a: Plan, b: Plan, against: boolean): readonly [string, string] {
  const said = ({ approach }: Plan): readonly Statement[] =>
    approach.decisions.flatMap(d => d.reasons).filter(({ text }) => AGAINST.test(text) === against);
  const [mine, its] = [said(a), said(b)];
  const own = (reasons: readonly Statement[], others: readonly Statement[]): string =>
    reasons
      .filter(({ text }) => !others.some(other => other.text === text))
      .slice(0, MOST_REASONS)
      .map(({ text, sources }) => withSources(text.replace(AGAINST, ''), sources))
      .map(text => text.charAt(0).toUpperCase() + text.slice(1))
      .join(' ');
  return [own(mine, its), own(its, mine)];
}

/** The comparison as Markdown: the axis, and a table. */
export function comparisonMarkdown(
  axis: { readonly question: string; readonly sides: readonly [string, string] } | undefined,
  a: Compared,
  b: Compared,
): string {
  const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ') || '–';
  const head = [a, b].map(({ plan }, n) => `${'AB'[n]}: ${cell(plan.approach.title)}`);
  return [
    `# Two approaches: ${a.plan.title}`,
    '',
    ...(axis
      ? [
          `They part at one question. ${axis.question}`,
          '',
          `- A: ${axis.sides[0]}`,
          `- B: ${axis.sides[1]}`,
          '',
        ]
      : []),
    `| | ${head.join(' | ')} |`,
    '|---|---|---|',
    ...comparisonRows(a, b).map(({ label, cells }) => `| ${label} | ${cells.map(cell).join(' | ')} |`),
    '',
  ].join('\n');
}
