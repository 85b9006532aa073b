import type { Target } from '../draft/targets.ts';
import { isTest } from '../draft/tests.ts';
import { at } from '../excerpt.ts';
import { stemOf } from '../naming.ts';
import type { Survey } from '../survey.ts';
import { code, type Evidence, type Hypothesis, lineSource } from './telling.ts';

/** What a symptom in words may come from: what to look for in the code of a suspect, and what its absence says. */
interface Pattern {
  readonly says: RegExp;
  readonly shows: RegExp;
  readonly because: string;
  readonly guard?: RegExp;
  readonly unguarded?: string;
}

const PATTERNS: readonly Pattern[] = [
  {
    says: /\b(?:twice|duplicat\w*|double|two times|again and again|more than once)\b/i,
    shows:
      /\bretr(?:y|ies)\b|\battempts?\b|addEventListener|setInterval|subscribe\(|useEffect\(|\.on\(['"]|\bcreate\(|\binsert|\.save\(|\.add\(/i,
    because: 'may run a second time for one request',
    guard: /unique|idempoten|upsert|on conflict|get_or_create|findOrCreate|exists\(|transaction|lock/i,
    unguarded: 'nothing in it asks whether it was done already',
  },
  {
    says: /\b(?:sometimes|intermittent\w*|flaky|random\w*|race|now and then|occasional\w*)\b/i,
    shows:
      /setTimeout|Promise\.(?:all|race)|\bThread\b|\bgo func|threading|asyncio|\bcache\b|\bglobal\b|^(?:let|var) /im,
    because: 'depends on the order of things or keeps state between calls',
    guard: /\block\b|mutex|synchronized|transaction|atomic/i,
    unguarded: 'no lock or transaction stands in it',
  },
  {
    says: /\b(?:slow\w*|hangs?|hanging|freez\w+|times? out|timeout|takes (?:too )?long|cpu)\b/i,
    shows:
      /for .*(?:await|query|fetch|get)\b|while\s*\(|\.map\(async|findMany|\.all\(\)|SELECT \*|readFileSync/i,
    because: 'does work that grows with the data',
  },
  {
    says: /\b(?:round\w*|cents?|totals?|amount|sum|wrong (?:price|number|value)|off by)\b/i,
    shows: /toFixed|parseFloat|\bfloat\(|\bround\(|Math\.|\* 100|\/ 100|\+=|Decimal/i,
    because: 'computes with numbers',
  },
  {
    says: /\b(?:time ?zone|wrong (?:day|date|hour|time)|day (?:off|early|late)|midnight|dst|utc)\b/i,
    shows: /new Date|getTimezone|datetime\.|toISOString|strftime|localtime|time\.Now|Date\.parse|today\(\)/i,
    because: 'makes or compares dates',
  },
  {
    says: /\b(?:lost|los(?:es|ing)|missing|disappear\w*|not (?:saved|shown|stored|sent)|vanish\w*|swallow\w*)\b/i,
    shows:
      /catch\s*(?:\([^)]*\))?\s*\{\s*\}|except[^:]*:\s*\n?\s*(?:pass|return)|\.filter\(|\blimit\b|\.slice\(|_ = |rescue\s*=>?/i,
    because: 'drops things, or errors, on the way',
  },
  {
    says: /\b(?:memory|leak\w*|grows|oom)\b/i,
    shows: /setInterval|addEventListener|\.push\(|new Map\(|\bcache\b|\.append\(/i,
    because: 'keeps things that nobody takes away',
    guard: /clearInterval|removeEventListener|\.delete\(|maxsize|\bevict|\bttl\b/i,
    unguarded: 'nothing in it gives them back',
  },
  {
    says: /\b(?:encod\w+|umlauts?|unicode|garbled|question marks|accents?)\b/i,
    shows: /encode|decode|Buffer\.|latin|utf|charset|escape\(/i,
    because: 'changes how text is written as bytes',
  },
];

/** A fault in words: the ranked suspects as causes, with what their code and history say for and against each. */
export function hypothesesOfSuspects(survey: Survey, suspects: readonly Target[]): readonly Hypothesis[] {
  const { goal } = survey;
  const patterns = PATTERNS.filter(p => p.says.test(goal.text));
  return suspects.map(t => {
    const name = t.symbol ? `\`${t.symbol.name}\`` : `\`${stemOf(t.path)}\``;
    const where = `\`${t.symbol ? at(t.symbol) : t.path}\``;
    const test = t.card.tests.find(x => isTest(survey, x) && survey.paths.has(x));
    const run = test === undefined ? undefined : survey.brief.testCommand(test);
    const shown = patterns.flatMap(p => shownIn(survey, t, p));
    return {
      key: t.path,
      claim: shown[0] ? `${name} at ${where} ${shown[0].because}` : `the cause is in ${name} at ${where}`,
      path: t.path,
      line: t.symbol?.line ?? 1,
      symbol: t.symbol?.name,
      for: [
        {
          text:
            t.impact.reasons
              .slice(0, 2)
              .map(r => r.detail)
              .join('; ') || `it is ranked for “${goal.object}”`,
          source: t.symbol && lineSource(survey, t.path, t.symbol.line),
        },
        ...shown,
        ...mendedHere(survey, t.path),
      ],
      against: [
        ...(shown.length === 0 && patterns.length > 0
          ? [{ text: `no line of ${where} ${patterns[0]?.because ?? ''}` }]
          : []),
        ...(test
          ? [{ text: `\`${test}\` exercises ${where}, so only a case that it lacks would fail` }]
          : []),
        ...quietSince(survey, t),
      ],
      experiment: {
        does: run
          ? `\`${run}\` with the failing input as a case${t.symbol ? `, through ${name} (${where})` : ''}`
          : `call ${name} (${where}) by itself with the input of the failing case`,
        seen: 'it gives the wrong output by itself',
        minutes: run ? 5 : 10,
      },
    };
  });
}

function shownIn(survey: Survey, t: Target, pattern: Pattern): (Evidence & { readonly because: string })[] {
  const file = survey.texts.get(t.path);
  if (!file) return [];
  // The line that declares it says only what it is called.
  const from = t.symbol ? t.symbol.line + 1 : 1;
  const lines = file.text.split('\n').slice(from - 1, t.symbol?.endLine ?? 400);
  const found = lines.findIndex(l => pattern.shows.test(l));
  if (found < 0) return [];
  const line = from + found;
  const unguarded =
    pattern.guard && !pattern.guard.test(lines.join('\n')) ? `, and ${pattern.unguarded}` : '';
  return [
    {
      text: `line ${line} says ${code((lines[found] ?? '').trim())}${unguarded}`,
      because: pattern.because,
      source: lineSource(survey, t.path, line, 1),
    },
  ];
}

/** An earlier fix like this one that touched the file. */
function mendedHere(survey: Survey, path: string): Evidence[] {
  const fix = survey.impact.precedents.find(
    p => /\b(?:fix|bug|repair|correct|resolve)/i.test(p.subject) && p.files.some(f => f.today === path),
  );
  return fix
    ? [
        {
          text: `commit ${fix.sha.slice(0, 7)} (“${fix.subject}”) mended a like fault there`,
          source: { kind: 'commit', sha: fix.sha, subject: fix.subject, date: fix.date },
        },
      ]
    : [];
}

const QUIET_MS = 180 * 86_400_000;

function quietSince(survey: Survey, t: Target): Evidence[] {
  const last = t.card.lastCommit;
  const newest = survey.history?.lastDate;
  return last && newest && Date.parse(newest) - Date.parse(last) > QUIET_MS
    ? [{ text: `no commit touched \`${t.path}\` since ${last.slice(0, 10)}` }]
    : [];
}
