import { lastName } from '../last-name.ts';
import type { Plan, SpecialSection } from '../model.ts';
import { isMissing, missingIn } from '../stand-in.ts';
import { type CheckFinding, type CheckInput, error, sectionLine, stepLine } from './input.ts';

/** Sections that only one kind of plan has, by the words that their headings begin with. */
const REQUIRED: Readonly<Partial<Record<Plan['kind'], readonly string[]>>> = {
  decision: ['Options', 'Criteria', 'Recommendation', 'What Would Change It'],
  refactoring: ['Behaviour to Preserve', 'Callers'],
  fix: ['Hypotheses'],
  'ci-fix': ['Failed Run', 'Prevention'],
  cro: ['Page Friction', 'Experiment Design', 'Tracking Events'],
  bootstrap: ['Stack', 'Architecture', 'File Tree', 'Quality Gates'],
};

/** Words of a finding about what a plan says itself to be missing: whoever wrote it was asked for that already. */
const SAID_MISSING = 'says itself what is missing:';

export const isSaidMissing = ({ message }: Pick<CheckFinding, 'message'>): boolean =>
  message.includes(SAID_MISSING);

/**
 * What a kind requires beyond the sections of all plans: of a decision options against criteria, a recommendation and what
 * would change it; of a refactoring what must not change, who calls it, and a safety net before the first change. A section
 * that only says that nobody said it is as good as none.
 */
export function kindFindings(input: CheckInput): readonly CheckFinding[] {
  const { plan, own } = input;
  if (!own) return [];
  const lacking = (REQUIRED[plan.kind] ?? [])
    .filter(title => section(plan, title) === undefined)
    .map(title =>
      error(
        1,
        `The section “${title}” is missing, which a ${plan.kind} has.`,
        'Add it as a list behind the current state.',
      ),
    );
  const said = (plan.special ?? []).flatMap(one =>
    isMissing(one)
      ? [
          error(
            sectionLine(input, one.title, 'Missing.'),
            `“${one.title}” ${SAID_MISSING} ${missingIn(one)}`,
            'Say it as feedback, or write it there in the place of that sentence.',
          ),
        ]
      : [],
  );
  return [...lacking, ...said, ...ofKind(input)];
}

function ofKind(input: CheckInput): readonly CheckFinding[] {
  if (input.plan.kind === 'decision') return decisionFindings(input);
  return input.plan.kind === 'refactoring' ? refactoringFindings(input) : [];
}

function section(plan: Plan, title: string): SpecialSection | undefined {
  return plan.special?.find(s => s.title.toLowerCase().startsWith(title.toLowerCase()));
}

function decisionFindings(input: CheckInput): readonly CheckFinding[] {
  const { plan } = input;
  const criteria = section(plan, 'Criteria');
  if (!criteria || isMissing(criteria)) return [];
  const line = sectionLine(input, criteria.title);
  const { table } = criteria;
  // The first column names the criterion; a last one may say for which option it speaks.
  const options = table?.head.slice(1).filter(head => !/^speaks for$/i.test(head.trim())) ?? [];
  if (!table || options.length < 2 || table.rows.length === 0)
    return [
      error(
        line,
        'No table sets two options or more against the criteria.',
        'Give each option a column and each criterion a row.',
      ),
    ];
  const findings: CheckFinding[] = [];
  for (const row of table.rows) {
    const [name = ''] = row;
    const empty = options.filter((_, i) => (row[i + 1] ?? '').trim() === '');
    if (empty.length > 0)
      findings.push(
        error(
          sectionLine(input, criteria.title, name.slice(0, 30)),
          `“${name}” says nothing of ${empty.map(o => `“${o.trim()}”`).join(' and ')}.`,
          'Say what holds for it, or “not known”.',
        ),
      );
  }
  const recommended = section(plan, 'Recommendation');
  const text = recommended?.statements.map(s => s.text).join(' ') ?? '';
  if (recommended && !isMissing(recommended) && !options.some(option => names(text, option)))
    findings.push(
      error(
        sectionLine(input, recommended.title),
        'The recommendation names none of the options.',
        `Say which of ${options.map(o => `“${o.trim()}”`).join(', ')} it is, or that it is open and what settles it.`,
      ),
    );
  return findings;
}

/** Whether a text names an option: as its column does, or by its number alone. */
function names(text: string, option: string): boolean {
  const plain = text.replace(/[*_`\\]/g, '').toLowerCase();
  const name = option
    .replace(/[*_`\\]/g, '')
    .trim()
    .toLowerCase();
  const number = /^o\d+\b/.exec(name)?.[0];
  return plain.includes(name) || (number !== undefined && new RegExp(`\\b${number}\\b`).test(plain));
}

const TEST =
  /(?:^|\/)(?:tests?|specs?|__tests__|e2e)\/|[._-](?:test|spec)\.\w+$|(?:^|\/)(?:test_[^/]*|conftest)\.py$|_test\.\w+$|Tests?\.\w+$/;

function refactoringFindings(input: CheckInput): readonly CheckFinding[] {
  const { plan, lines, outline } = input;
  const findings: CheckFinding[] = [];
  const at = plan.steps.findIndex(s => s.files.some(f => f.action !== 'create' && !TEST.test(f.path)));
  const first = plan.steps[at];
  const file = first?.files.find(f => f.action !== 'create' && !TEST.test(f.path));
  const held = plan.steps
    .slice(0, Math.max(0, at))
    .some(s => s.part === 'testing' || s.files.some(f => TEST.test(f.path)));
  if (first && file && !held)
    findings.push(
      error(
        stepLine(input, first.id, file.path),
        `Step ${at + 1} changes \`${file.path}\` before any step holds by tests what it does today.`,
        'Put a step that writes or runs those tests in front of it.',
      ),
    );
  const entry = outline.find(e => e.level === 2 && /^callers\b/i.test(e.title));
  if (!entry) return findings;
  const told = lines.slice(entry.line, entry.endLine).join('\n');
  const changed = new Map(
    plan.steps.flatMap(step =>
      step.files.flatMap(f =>
        f.symbol && f.action === 'modify' && !TEST.test(f.path)
          ? [[f.symbol, { step, path: f.path }] as const]
          : [],
      ),
    ),
  );
  for (const [symbol, { step, path }] of changed)
    if (![symbol, lastName(symbol)].some(name => told.includes(`\`${name}\``)))
      findings.push(
        error(
          stepLine(input, step.id, symbol),
          `\`${symbol}\` of \`${path}\` changes, and “${entry.title}” does not say who calls it.`,
          'List its callers with file and line, or say that there are none.',
        ),
      );
  return findings;
}
