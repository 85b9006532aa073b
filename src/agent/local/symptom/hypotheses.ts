import type { Source } from '../../../domain/index.ts';
import { sayError } from '../../../research/trace/index.ts';
import { isTest } from '../draft/tests.ts';
import { at, fileSource } from '../excerpt.ts';
import type { Survey } from '../survey.ts';
import { absentIn, familyOf } from './families.ts';
import type { OwnCall, Symptom } from './model.ts';

export interface Evidence {
  readonly text: string;
  readonly source?: Source | undefined;
}

/** A cause that may be the one, with what speaks for and against it, and how to find out. */
export interface Hypothesis {
  /** What the cause is: `here`, `caller`, `callee`, `data`, `change` … or the path of a suspect. */
  readonly key: string;
  /** A sentence without its full stop. */
  readonly claim: string;
  /** Where it would be mended. */
  readonly path: string;
  readonly line: number;
  readonly symbol: string | undefined;
  readonly for: readonly Evidence[];
  readonly against: readonly Evidence[];
  /** What to do to find out, and what is seen if it is the cause. */
  readonly experiment: { readonly does: string; readonly seen: string; readonly minutes: number };
}

type Draft = Omit<Hypothesis, 'for' | 'against'> & {
  readonly for: Evidence[];
  readonly against: Evidence[];
  base: number;
};

const MOST = 4;

export function nameOfCall(call: Pick<OwnCall, 'symbol' | 'path' | 'line'>): string {
  return call.symbol ? `\`${call.symbol.name}\`` : `\`${call.path}\``;
}

export function placeOfCall(call: Pick<OwnCall, 'path' | 'line'>): string {
  return `\`${call.path}:${call.line}\``;
}

/** The line and some below it, as evidence of a sentence that names it. */
export function lineSource(survey: Survey, path: string, line: number, below = 1): Source | undefined {
  const file = survey.texts.get(path);
  return file && fileSource(file, line, line + below, survey.commit);
}

const commitSource = (c: {
  readonly sha: string;
  readonly subject: string;
  readonly date: string;
}): Source => ({
  kind: 'commit',
  sha: c.sha,
  subject: c.subject,
  date: c.date,
});

export function code(text: string): string {
  const short = text.length > 90 ? `${text.slice(0, 89)}…` : text;
  return short.includes('`') ? `“${short.replaceAll('`', "'")}”` : `\`${short}\``;
}

const day = (date: string): string => date.slice(0, 10);

/** The test that a case goes into: the one that exercises the first call, else none. */
export function nearTest(survey: Survey, calls: readonly OwnCall[]): string | undefined {
  const inTrace = calls.map(c => c.path).find(p => isTest(survey, p));
  if (inTrace !== undefined) return inTrace;
  return calls
    .flatMap(c => survey.cards.get(c.path)?.tests ?? [])
    .find(t => isTest(survey, t) && survey.paths.has(t));
}

/** A line that prints the values in question, in the language of the file. */
function printOf(path: string, what: string): string {
  if (/\.[cm]?[jt]sx?$|\.vue$|\.svelte$/.test(path)) return `console.error({ ${what} });`;
  if (/\.py$/.test(path)) return `print(f"{${what}=}")`;
  if (/\.rb$/.test(path)) return `warn ${what}.inspect`;
  if (/\.go$/.test(path)) return `log.Printf("%+v", ${what})`;
  if (/\.rs$/.test(path)) return `dbg!(&${what});`;
  if (/\.php$/.test(path)) return `error_log(var_export($${what.replace(/^\$/, '')}, true));`;
  if (/\.(?:java|kts?)$/.test(path)) return `System.err.println(${what});`;
  if (/\.cs$/.test(path)) return `Console.Error.WriteLine(${what});`;
  return `fprintf(stderr, "%p\\n", (void *)${what});`;
}

/** Causes of a failure that a trace shows, best supported first. */
export function hypothesesOfTrace(survey: Survey, symptom: Symptom): readonly Hypothesis[] {
  const { main, calls } = symptom;
  const [culprit, caller] = calls;
  if (!culprit) return [];
  const error = main.errors[0] ?? { type: '', message: '', frames: [] };
  const family = familyOf(`${error.type}: ${error.message}`);
  const receiver = absentIn(culprit.text, error.message);
  const drafts: Draft[] = [
    here(survey, symptom, culprit, family, receiver),
    ...handedOver(survey, symptom, culprit, caller, receiver),
    ...calleesGive(survey, symptom, culprit),
    ...fromData(survey, symptom, culprit, family, receiver),
    ...broughtIn(survey, symptom, culprit),
    ...fromPackage(survey, symptom, culprit),
    ...circle(symptom, culprit),
    ...beside(survey, symptom, culprit, family),
  ];
  const weight = (d: Draft): number => d.base + d.for.length - d.against.length;
  return drafts
    .filter(d => d.for.length > 0)
    .map((d, i) => ({ d, w: weight(d) - i * 0.01 }))
    .sort((a, b) => b.w - a.w)
    .slice(0, MOST)
    .map(({ d: { base: _, ...hypothesis } }) => hypothesis);
}

function here(
  survey: Survey,
  symptom: Symptom,
  culprit: OwnCall,
  family: ReturnType<typeof familyOf>,
  receiver: string | undefined,
): Draft {
  const name = nameOfCall(culprit);
  const what = receiver ? `asks nothing of ${code(receiver)} before it uses it` : family.here;
  const guards = symptom.mentions.filter(m => receiver !== undefined && GUARD.test(m.text));
  const asked = guards.find(m => isAbove(culprit, m));
  const guarded = asked ? undefined : guards.find(m => !/^\s*(?:import|from|export \{)/.test(m.text));
  const printed = receiver ?? argumentOf(culprit) ?? 'value';
  return {
    key: 'here',
    claim: `${name} ${what}`,
    path: culprit.path,
    line: culprit.line,
    symbol: culprit.symbol?.name,
    base: 1,
    for: [
      {
        text: `the innermost own call of the root cause is ${placeOfCall(culprit)}, ${code(culprit.text)}`,
        source: lineSource(survey, culprit.path, culprit.line),
      },
      ...(guarded
        ? [
            {
              text: `${code(guarded.text.trim())} at \`${guarded.path}:${guarded.line}\` does ask`,
              source: lineSource(survey, guarded.path, guarded.line, 0),
            },
          ]
        : []),
    ],
    against: [
      ...(asked
        ? [
            {
              text: `\`${asked.path}:${asked.line}\` asks already: ${code(asked.text.trim())}`,
              source: lineSource(survey, asked.path, asked.line, 0),
            },
          ]
        : []),
      ...unchangedFor(survey, symptom),
    ],
    experiment: {
      does: `put ${code(printOf(culprit.path, printed))} above ${placeOfCall(culprit)} and run the failing case`,
      seen: `the values are what ${name} is meant for, and it fails all the same`,
      minutes: 5,
    },
  };
}

const GUARD =
  /\?\.|\?\?|\bif\b.*(?:!|==|is|not|nil|null|None|undefined)|\bis (?:not )?None\b|\.get\(|!= ?(?:nil|null)|Optional|unwrap_or/;

/** Whether a line stands in the function of a call, before it. */
function isAbove(
  { path, line, symbol }: OwnCall,
  at: { readonly path: string; readonly line: number },
): boolean {
  return at.path === path && symbol !== undefined && symbol.line <= at.line && at.line < line;
}

/** An old line that failed only now is not the whole story. */
function unchangedFor(survey: Survey, { changed, since }: Symptom): Evidence[] {
  const [last] = changed;
  if (!last) return [];
  if (since?.commits.some(c => c.sha === last.sha)) return [];
  const newest = survey.history?.lastDate ?? '';
  const quiet =
    since !== undefined || (newest !== '' && Date.parse(newest) - Date.parse(last.date) > 120 * 86_400_000);
  return quiet
    ? [
        {
          text: `its lines stand so since ${day(last.date)}${since ? `, before \`${since.ref}\`` : ''}: something else must have changed`,
          source: commitSource(last),
        },
      ]
    : [];
}

/** The first argument of the function around the line. */
function argumentOf({ symbol }: OwnCall): string | undefined {
  const inner = /\(([^)]*)\)/.exec(symbol?.signature ?? '')?.[1] ?? '';
  const names = inner
    .split(',')
    .map(
      p =>
        p
          .trim()
          .replace(/^(?:\.\.\.|&|\*|\$|self\b|this\b|mut )+/, '')
          .split(/[\s:=?]/)[0] ?? '',
    )
    .filter(p => /^[A-Za-z_]\w*$/.test(p));
  return names[0];
}

function isParameter({ symbol }: OwnCall, name: string): boolean {
  const inner = /\((.*)\)?/.exec(symbol?.signature ?? '')?.[1] ?? '';
  return new RegExp(`(?:^|[\\s,(*&$])${name.replace(/\W/g, '')}\\b`).test(inner);
}

function handedOver(
  survey: Survey,
  symptom: Symptom,
  culprit: OwnCall,
  caller: OwnCall | undefined,
  receiver: string | undefined,
): Draft[] {
  if (!caller || (caller.symbol && caller.symbol === culprit.symbol) || isTest(survey, caller.path))
    return [];
  const name = nameOfCall(culprit);
  const head = receiver?.split(/[.[(?]/)[0];
  const given = head !== undefined && isParameter(culprit, head) ? head : undefined;
  const uses = culprit.symbol && survey.uses.get(at(culprit.symbol));
  const others = (uses?.files ?? []).filter(f => f !== caller.path && !isTest(survey, f));
  return [
    {
      key: 'caller',
      claim: `${nameOfCall(caller)} hands ${name} ${given ? `the argument ${code(given)} in a form` : 'a value'} that it is not meant for`,
      path: caller.path,
      line: caller.line,
      symbol: caller.symbol?.name,
      base: given === undefined ? -0.5 : 1,
      for: [
        {
          text: `${placeOfCall(caller)} called it when it failed, with ${code(caller.text)}`,
          source: lineSource(survey, caller.path, caller.line),
        },
        ...(given !== undefined
          ? [{ text: `${code(receiver ?? given)} begins with an argument of ${name}` }]
          : []),
        ...(others.length > 0 && symptom.traces.length === 1
          ? [
              {
                text: `${others
                  .slice(0, 2)
                  .map(f => `\`${f}\``)
                  .join(
                    ' and ',
                  )} ${others.length > 1 ? 'use' : 'uses'} ${name} too, and no trace given here comes from there`,
              },
            ]
          : []),
      ],
      against:
        symptom.traces.length > 1 &&
        symptom.traces.slice(1).some(t => t.errors.some(e => e.frames.some(f => f.path === culprit.path)))
          ? [{ text: `another trace reaches ${name} along other calls` }]
          : [],
      experiment: {
        does: `call ${name} by itself in the test with ${given ? `a complete ${code(given)}` : 'a complete value'}`,
        seen: `${name} gives the right result, so what ${placeOfCall(caller)} hands over is wrong`,
        minutes: 10,
      },
    },
  ];
}

const GIVES_NOTHING =
  /\breturn(?: (?:undefined|null|None|nil))?\s*;?\s*$|\breturn (?:undefined|null|None|nil)\b|\.find\(|\.get\(|\.first\(|findUnique|findFirst|fetchone|\bOption<|\|\s*(?:undefined|null|None)\b|\?\?\s*null|Optional\[/;

function calleesGive(survey: Survey, { callees }: Symptom, culprit: OwnCall): Draft[] {
  return callees.flatMap((callee): Draft[] => {
    const file = survey.texts.get(callee.path);
    const lines = file?.text.split('\n').slice(callee.line - 1, callee.endLine) ?? [];
    const empty = lines.findIndex(l => GIVES_NOTHING.test(l));
    if (empty < 0) return [];
    const line = callee.line + empty;
    return [
      {
        key: 'callee',
        claim: `\`${callee.name}\` gives nothing for a value that ${nameOfCall(culprit)} expects to be there`,
        path: callee.path,
        line,
        symbol: callee.name,
        base: 0.5,
        for: [
          {
            text: `${placeOfCall(culprit)} takes what \`${callee.name}\` gives, and \`${callee.path}:${line}\` may give nothing: ${code((lines[empty] ?? '').trim())}`,
            source: lineSource(survey, callee.path, line),
          },
        ],
        against: [],
        experiment: {
          does: `call \`${callee.name}\` alone with the input of the failing case`,
          seen: `it gives nothing, or an error that nobody looks at`,
          minutes: 8,
        },
      },
    ];
  });
}

const OPTIONAL =
  /\?\s*:|\bOptional\[|\|\s*(?:undefined|null|None)\b|\bnullable\b|\bOption<|\?\s*$|=\s*None\b|\bomitempty\b|null=True|(?<!NOT )\bNULL\b/;

function fromData(
  survey: Survey,
  symptom: Symptom,
  culprit: OwnCall,
  family: ReturnType<typeof familyOf>,
  receiver: string | undefined,
): Draft[] {
  const { spoken, mentions } = symptom;
  if (!family.data) return [];
  // A property by itself may be anybody's; what it is read from has a name of its own.
  const known = receiver !== undefined || family.id !== 'absent';
  const optional = known
    ? mentions.find(m => spoken !== undefined && m.text.includes(spoken) && OPTIONAL.test(m.text))
    : undefined;
  const written = mentions.filter(m => /[:=]/.test(m.text) && m !== optional).slice(0, 2);
  const found: Evidence[] = [
    ...(optional
      ? [
          {
            text: `${code(spoken ?? '')} may be missing by \`${optional.path}:${optional.line}\`: ${code(optional.text.trim())}`,
            source: lineSource(survey, optional.path, optional.line, 0),
          },
        ]
      : []),
    ...(known && spoken !== undefined && mentions.length === 0
      ? [{ text: `no other line of the project speaks of ${code(spoken)}: it comes from outside` }]
      : []),
    ...(family.id === 'input'
      ? [
          {
            text: `the message speaks of what was read, not of code: “${short(sayError(symptom.main.errors[0] ?? { type: '', message: '' }))}”`,
          },
        ]
      : []),
  ];
  if (found.length === 0) return [];
  return [
    {
      key: 'data',
      claim: family.data(spoken === undefined ? 'a value' : code(spoken)),
      path: culprit.path,
      line: culprit.line,
      symbol: culprit.symbol?.name,
      base: optional ? 1 : 0,
      for: found,
      against: optional
        ? []
        : written.map(w => ({
            text: `\`${w.path}:${w.line}\` sets it: ${code(w.text.trim())}`,
            source: lineSource(survey, w.path, w.line, 0),
          })),
      experiment: {
        does: `take the one record or message that failed and look whether ${spoken === undefined ? 'it is whole' : `${code(spoken)} is in it`}`,
        seen: `it is missing or malformed where it was stored or sent, before ${nameOfCall(culprit)} runs${receiver ? '' : ' at all'}`,
        minutes: 7,
      },
    },
  ];
}

function broughtIn(survey: Survey, symptom: Symptom, culprit: OwnCall): Draft[] {
  const { changed, since, calls } = symptom;
  const [last] = changed;
  const after = since?.commits ?? [];
  const suspect = last && (after.length === 0 || after.some(c => c.sha === last.sha)) ? last : after[0];
  if (!suspect) return [];
  const ofLines = last?.sha === suspect.sha;
  const test = nearTest(survey, calls);
  const run = test === undefined ? undefined : survey.brief.testCommand(test);
  const sha = suspect.sha.slice(0, 7);
  const released = since !== undefined && after.some(c => c.sha === suspect.sha);
  return [
    {
      key: 'change',
      claim: `commit ${sha} (“${short(suspect.subject)}”) brought it in`,
      path: culprit.path,
      line: culprit.line,
      symbol: culprit.symbol?.name,
      base: released && ofLines ? 1 : -0.5,
      for: [
        ...(ofLines
          ? [
              {
                text: `it is the last that changed the lines around ${placeOfCall(culprit)}, on ${day(suspect.date)}`,
                source: commitSource(suspect),
              },
            ]
          : [
              {
                text: `it touched ${calls.length > 1 ? 'files' : 'the file'} of the trace on ${day(suspect.date)}`,
                source: commitSource(suspect),
              },
            ]),
        ...(released ? [{ text: `it came after \`${since.ref}\`` }] : []),
      ],
      against: released || !since ? [] : [{ text: `it was part of \`${since.ref}\` already` }],
      experiment: {
        does:
          after.length > 2 && since && run
            ? `once the failing case stands in \`${test}\`: \`git bisect start HEAD ${since.ref}\`, then \`git bisect run ${run}\` with that file kept`
            : `\`git show ${sha}\`, then run the failing case with \`git checkout ${sha}^ -- ${culprit.path}\`, and \`git checkout HEAD -- ${culprit.path}\` afterwards`,
        seen: `the case is green before ${sha} and red from it on`,
        minutes: 6,
      },
    },
  ];
}

const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

function packageOf(file: string): string | undefined {
  const m = /(?:node_modules|site-packages|dist-packages|gems)\/((?:@[^/]+\/)?[^/]+)/.exec(file);
  return m?.[1]?.replace(/-\d[\d.]*$/, '').replace(/\.py$/, '');
}

function fromPackage(survey: Survey, { main }: Symptom, culprit: OwnCall): Draft[] {
  const frames = main.errors[0]?.frames ?? [];
  const inside = frames.slice(
    0,
    Math.max(
      0,
      frames.findIndex(f => f.whose === 'own'),
    ),
  );
  const frame = inside.find(f => packageOf(f.file) !== undefined);
  const name = frame && packageOf(frame.file);
  if (!frame || name === undefined) return [];
  const declared = survey.brief.dependencies.find(d => d.name === name);
  return [
    {
      key: 'package',
      claim: `\`${name}\` refuses what ${nameOfCall(culprit)} gives it, or changed with its version`,
      path: culprit.path,
      line: culprit.line,
      symbol: culprit.symbol?.name,
      base: 0,
      for: [
        {
          text: `it failed inside \`${name}\`, in ${code(frame.call ?? frame.file.split('/').at(-1) ?? '')}, ${inside.length === 1 ? 'one call' : `${inside.length} calls`} below ${placeOfCall(culprit)}`,
          source: lineSource(survey, culprit.path, culprit.line),
        },
        ...(declared ? [{ text: `it is asked for as \`${declared.range}\``, source: declared.source }] : []),
      ],
      against: [],
      experiment: {
        does: `compare the version of \`${name}\` that is installed where it fails with the one here, then give \`${name}\` the same input in a file of its own`,
        seen: `that file fails too, or the versions differ`,
        minutes: 12,
      },
    },
  ];
}

function circle({ circle: files }: Symptom, culprit: OwnCall): Draft[] {
  if (!files) return [];
  return [
    {
      key: 'circle',
      claim: `files that import each other are loaded in an order in which ${nameOfCall(culprit)} is used before it is made`,
      path: culprit.path,
      line: culprit.line,
      symbol: culprit.symbol?.name,
      base: 0.5,
      for: [
        {
          text: `${files
            .slice(0, 4)
            .map(f => `\`${f}\``)
            .join(', ')} import each other`,
        },
      ],
      against: [],
      experiment: {
        does: `load \`${files.find(f => f !== culprit.path) ?? culprit.path}\` alone, then \`${culprit.path}\` alone`,
        seen: `one order fails and the other does not`,
        minutes: 4,
      },
    },
  ];
}

/** The other stacks of the same report. */
function beside(
  survey: Survey,
  { asides }: Symptom,
  culprit: OwnCall,
  family: ReturnType<typeof familyOf>,
): Draft[] {
  const seen = new Set<string>();
  return asides.flatMap((aside): Draft[] => {
    const key = `${aside.path}:${aside.line}`;
    if (seen.has(key) || (aside.path === culprit.path && aside.line === culprit.line)) return [];
    seen.add(key);
    return [
      {
        key: `aside-${key}`,
        claim: `${nameOfCall(aside)} at ${placeOfCall(aside)} ${family.aside}`,
        path: aside.path,
        line: aside.line,
        symbol: aside.symbol?.name,
        base: /freed/.test(aside.what) ? 1.5 : 0,
        for: [
          {
            text: `the report names it: ${aside.what}, ${code(aside.text)}`,
            source: lineSource(survey, aside.path, aside.line),
          },
        ],
        against: [],
        experiment: {
          does: `put ${code(printOf(aside.path, 'order'))} there and above ${placeOfCall(culprit)}, and compare which comes first`,
          seen: `${nameOfCall(aside)} runs before ${nameOfCall(culprit)} is done`,
          minutes: 6,
        },
      },
    ];
  });
}
