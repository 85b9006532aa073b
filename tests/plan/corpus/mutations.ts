import type { CorpusPlan } from './corpus.ts';

/** A fault put into a good plan by a rule: the text after it, and where its finding must stand. */
export interface Mutant {
  readonly operator: string;
  readonly plan: string;
  readonly check: number;
  /** 1-based lines, any of which is right. */
  readonly lines: readonly number[];
  readonly markdown: string;
}

interface Operator {
  readonly name: string;
  readonly check: number;
  /** The lines after the change and where it is to be named (0-based); undefined where the plan has no place for it. */
  apply(
    lines: readonly string[],
    plan: CorpusPlan,
  ): { readonly lines: readonly string[]; readonly at: readonly number[] } | undefined;
}

/** Replaces the first line that the pattern matches; the finding must stand there. */
function onLine(
  pattern: RegExp,
  change: (line: string) => string,
  within: (lines: readonly string[]) => readonly [number, number] = lines => [0, lines.length],
): Operator['apply'] {
  return lines => {
    const [from, to] = within(lines);
    const at = lines.findIndex(
      (line, i) => i >= from && i < to && pattern.test(line) && change(line) !== line,
    );
    return at < 0 ? undefined : { lines: lines.with(at, change(lines[at] ?? '')), at: [at] };
  };
}

/** Lines of the section whose heading matches. */
function section(heading: RegExp) {
  return (lines: readonly string[]): readonly [number, number] => {
    const from = lines.findIndex(line => /^## /.test(line) && heading.test(line));
    const end = lines.findIndex((line, i) => i > from && /^## /.test(line));
    return from < 0 ? [0, 0] : [from + 1, end < 0 ? lines.length : end];
  };
}

const steps = section(/Steps|Tasks|Implementation|Checklist|Plan|Changes|breakdown/i);
const FILE = /`((?:[\w.-]+\/)+)([a-z][\w-]{4,})(\.[\w.]+)`/;

/** A letter of the file's name twice: a slip of the pen. */
function misspelt(line: string): string {
  return line.replace(
    FILE,
    (_, folder: string, name: string, ending: string) =>
      `\`${folder}${name.slice(0, 3)}${name.slice(2)}${ending}\``,
  );
}

const leadOut = onLine(
  /\b(?:create|modify|change|extend|edit)\w*\b[^`]*`\w[\w.-]*\/[\w./-]+\.\w+`/i,
  line => line.replace(/`(\w[\w.-]*\/[\w./-]+\.\w+)`/, '`../other/$1`'),
  steps,
);

const BREAKS = /^\s*```(?:ts|tsx|typescript|python|go|rust|json)\s*$/;

/** Ways to spoil a plan, each on a line that is known. */
export const operators: readonly Operator[] = [
  {
    name: 'a file to modify is misspelt',
    check: 2,
    apply: (lines, plan) => {
      if (plan.hand !== 'hand') return undefined;
      return onLine(/\b(?:modify|change|extend|edit)\w*\b[^`]*`[\w.-]+\//i, misspelt, steps)(lines, plan);
    },
  },
  {
    name: 'a file to modify is misspelt in a list of planner-tui',
    check: 2,
    apply: (lines, plan) => {
      const label = lines.indexOf('**Files to modify:**');
      const at = label + 1;
      if (label < 0 || plan.hand === 'hand' || misspelt(lines[at] ?? '') === lines[at]) return undefined;
      return { lines: lines.with(at, misspelt(lines[at] ?? '')), at: [at] };
    },
  },
  {
    name: 'the path leads out of the project',
    check: 2,
    apply: (lines, plan) => (plan.hand === 'hand' ? leadOut(lines, plan) : undefined),
  },
  { name: 'a TODO is left', check: 13, apply: appended('TODO ask the owner.') },
  { name: 'praise without a measure', check: 13, apply: appended('The result is robust and scalable.') },
  { name: 'to be determined', check: 13, apply: appended('The name of the key is to be determined.') },
  {
    name: 'a sentence twice',
    check: 15,
    apply: lines => {
      const at = overview(lines);
      const twice = 'Somebody who reads this sentence in a plan has read it once before.';
      return at === undefined
        ? undefined
        : { lines: [...lines.slice(0, at), twice, '', twice, '', ...lines.slice(at)], at: [at + 2] };
    },
  },
  {
    name: 'a script that the project does not have',
    check: 8,
    apply: onLine(
      /`(?:npm (?:test|run \w+)|make \w+)`/,
      line =>
        line.replace(/`npm (?:test|run \w+)`/, '`npm run prove-it`').replace(/`make \w+`/, '`make prove-it`'),
      steps,
    ),
  },
  {
    name: 'a bracket is lost',
    check: 9,
    apply: lines => {
      const fence = lines.findIndex((line, i) => BREAKS.test(line) && !/\*\*Today/.test(lines[i - 1] ?? ''));
      const end = lines.findIndex((line, i) => i > fence && /^\s*```\s*$/.test(line));
      const at = lines.findIndex(
        (line, i) =>
          i > fence &&
          i < end &&
          /\([^()]*\)/.test(line.replace(/(["'`]).*?\1/g, '')) &&
          !/^\s*(?:\/\/|#|\/?\*)|=>/.test(line),
      );
      if (fence < 0 || at < 0) return undefined;
      return { lines: lines.with(at, dropLast(lines[at] ?? '')), at: [at] };
    },
  },
  {
    name: 'the total of the times is wrong',
    check: 5,
    apply: onLine(/\*\*Total\*\*|^Total:/, line => line.replace(/\d[\d hmin–-]*(?:min|h|hours?)\b/, '7 min')),
  },
  {
    name: 'a range begins with its higher number',
    check: 5,
    apply: onLine(/^### .*\((\d+)[–-](\d+) min\)/, line =>
      line.replace(/\((\d+)([–-])(\d+) min\)/, '($3$2$1 min)'),
    ),
  },
  {
    name: 'a count of files is wrong',
    check: 4,
    apply: onLine(/Files to \w+: \d|(?:New|Modified) files \(\d/, line =>
      line.replace(/\d+/, n => String(Number(n) + 2)),
    ),
  },
  {
    name: 'the summary lists a file of no step',
    check: 4,
    apply: lines => {
      const [from, to] = section(/^## (?:File changes|Files to)/i)(lines);
      const at = lines.findIndex((line, i) => i >= from && i < to && /^[-*] `/.test(line));
      return at < 0
        ? undefined
        : { lines: [...lines.slice(0, at), '- `lib/nobody-needs-it.ts`', ...lines.slice(at)], at: [at] };
    },
  },
  {
    name: 'a section is emptied',
    check: 1,
    apply: lines => ({
      lines: [...lines.slice(0, -1), '', '## Glossary', '', ...(lines.at(-1) ? [lines.at(-1) ?? ''] : [])],
      at: [lines.length],
    }),
  },
  {
    name: 'a finding without a source',
    check: 12,
    apply: lines => {
      const [from, to] = section(/Research|Findings/i)(lines);
      const at = lines.findIndex((line, i) => i >= from && i < to && /^[-*] /.test(line));
      return at < 0
        ? undefined
        : {
            lines: [...lines.slice(0, at), '- Most teams are content with this library.', ...lines.slice(at)],
            at: [at],
          };
    },
  },
  {
    name: 'a source that does not exist',
    check: 12,
    apply: lines => {
      const at = overview(lines);
      return at === undefined
        ? undefined
        : {
            lines: [
              ...lines.slice(0, at),
              'The rule is written down elsewhere (`src/rules/nowhere.ts:12`).',
              '',
              ...lines.slice(at),
            ],
            at: [at],
          };
    },
  },
  {
    name: 'something is said to be safe that no step does',
    check: 11,
    apply: lines => {
      const [from, to] = section(/Security/i)(lines);
      const at = lines.findIndex(
        (line, i) => i >= from && i < to && /^[-*] /.test(line) && !/monitor/i.test(lines[i - 1] ?? ''),
      );
      return at < 0
        ? undefined
        : {
            lines: [
              ...lines.slice(0, at),
              '- Backups are encrypted at rest by hardware keys',
              ...lines.slice(at),
            ],
            at: [at],
          };
    },
  },
  {
    name: 'a step depends on one that is not there',
    check: 6,
    apply: onLine(/· after steps? [\d, ]+ ·|^\*?\*?Depends on:/i, line =>
      line.replace(/(after steps? |Depends on:\**\s*(?:steps? )?)[\d, ]+/i, '$139 '),
    ),
  },
  {
    name: 'a step serves what is no requirement',
    check: 7,
    apply: lines => {
      const at = lines.findIndex(line => /^`S-[\w-]+` · serves R1 ·/.test(line));
      return at < 0
        ? undefined
        : { lines: lines.with(at, (lines[at] ?? '').replace('serves R1', 'serves R1, R88')), at: [at - 2] };
    },
  },
  {
    name: 'a package is installed and never removed',
    check: 10,
    apply: lines => {
      const at = lines.findIndex(line => /^\s*(?:npm install|pip install) \S/.test(line));
      return at < 0 ? undefined : { lines: lines.with(at, `${lines[at]} left-alone`), at: [at] };
    },
  },
  {
    name: 'the front matter says when, and no time',
    check: 14,
    apply: lines => {
      const at = lines.findIndex(line => /^created: /.test(line));
      return at < 0 ? undefined : { lines: lines.with(at, 'created: some day in spring'), at: [0] };
    },
  },
];

function dropLast(line: string): string {
  const at = line.lastIndexOf(')');
  return line.slice(0, at) + line.slice(at + 1);
}

/** Where prose of one's own may stand: below the first heading of the second level that opens with a paragraph. */
function overview(lines: readonly string[]): number | undefined {
  const at = lines.findIndex(
    (line, i) =>
      /^## (?:.*\b)?(?:Overview|Context|Background|Summary|Problem|Goal)\b/i.test(line) &&
      /^\w/.test(lines[i + 2] ?? ''),
  );
  return at < 0 ? undefined : at + 2;
}

function appended(sentence: string): Operator['apply'] {
  return lines => {
    const at = overview(lines);
    return at === undefined
      ? undefined
      : { lines: [...lines.slice(0, at), sentence, '', ...lines.slice(at)], at: [at] };
  };
}

/** All faults that the operators can put into these plans. */
export function mutantsOf(plans: readonly CorpusPlan[]): readonly Mutant[] {
  return plans.flatMap(plan => {
    const lines = plan.markdown.split(/\r?\n/);
    return operators.flatMap((operator): readonly Mutant[] => {
      const made = operator.apply(lines, plan);
      if (!made) return [];
      return [
        {
          operator: operator.name,
          plan: plan.name,
          check: operator.check,
          lines: made.at.map(at => at + 1),
          markdown: made.lines.join('\n'),
        },
      ];
    });
  });
}
