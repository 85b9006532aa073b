import { isTest } from '../draft/tests.ts';
import { at } from '../excerpt.ts';
import type { Survey } from '../survey.ts';
import type { familyOf } from './families.ts';
import type { OwnCall, Symptom } from './model.ts';
import {
  code,
  commitSource,
  type Draft,
  day,
  type Evidence,
  lineSource,
  nameOfCall,
  placeOfCall,
  printOf,
  shownCall,
} from './telling.ts';

export function here(
  survey: Survey,
  symptom: Symptom,
  culprit: OwnCall,
  family: ReturnType<typeof familyOf>,
  receiver: string | undefined,
): Draft {
  const name = nameOfCall(culprit);
  const what = symptom.translated
    ? 'refuses an input that it should take'
    : receiver
      ? `asks nothing of ${code(receiver)} before it uses it`
      : refuses(culprit)
        ? 'refuses what it should take: its condition is too strict, or wrong'
        : family.here;
  // What the function that gave nothing asks for itself guards no one.
  const giver = symptom.gave?.symbol;
  const inGiver = (m: { readonly path: string; readonly line: number }): boolean =>
    giver !== undefined && m.path === giver.path && giver.line <= m.line && m.line <= giver.endLine;
  const guards = symptom.mentions.filter(m => receiver !== undefined && GUARD.test(m.text) && !inGiver(m));
  const asked = guards.find(m => isAbove(culprit, m));
  const guarded = asked ? undefined : guards.find(m => !/^\s*(?:import|from|export \{)/.test(m.text));
  const printed = receiver ?? argumentOf(culprit) ?? 'value';
  return {
    key: 'here',
    claim: `${name} ${what}`,
    path: culprit.path,
    line: culprit.line,
    symbol: culprit.symbol?.name,
    base: symptom.translated ? 0 : 1,
    for: [
      {
        text: `the innermost own call of the root cause is ${shownCall(culprit)}`,
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
      does: culprit.unplaced
        ? `find its line: build with source maps and run the failing case with \`node --enable-source-maps\`, then put ${code(printOf(culprit.path, printed))} above it`
        : `put ${code(printOf(culprit.path, printed))} above ${placeOfCall(culprit)} and run the failing case`,
      seen: `the values are what ${name} is meant for, and it fails all the same`,
      minutes: 5,
    },
  };
}

/** The line that fails says no by itself. */
function refuses({ text }: OwnCall): boolean {
  return /^(?:throw|raise|panic\(|panic!\(|abort\(|die\(|process\.exit\()/.test(text);
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

export function handedOver(
  survey: Survey,
  symptom: Symptom,
  culprit: OwnCall,
  caller: OwnCall | undefined,
  receiver: string | undefined,
): Draft[] {
  if (!caller || (caller.symbol && caller.symbol === culprit.symbol) || isTest(survey, caller.path))
    return [];
  const name = nameOfCall(culprit);
  const { translated } = symptom;
  if (translated)
    return [
      {
        key: 'caller',
        claim: `${nameOfCall(caller)} does not expect that ${name} ends in “${translated.type}”`,
        path: caller.path,
        line: caller.line,
        symbol: caller.symbol?.name,
        base: 1,
        for: [
          {
            text: `\`${translated.path}:${translated.line}\` says no on purpose: ${code(translated.text)}`,
            source: lineSource(survey, translated.path, translated.line),
          },
          {
            text: `${placeOfCall(caller)} lets it through: ${code(caller.text)}`,
            source: lineSource(survey, caller.path, caller.line),
          },
        ],
        against: [],
        experiment: {
          does: `catch “${translated.type}” around ${placeOfCall(caller)} and run the failing case`,
          seen: `the case ends as whoever calls ${nameOfCall(caller)} expects`,
          minutes: 6,
        },
      },
    ];
  const head = receiver?.split(/[.[(?]/)[0];
  const given = head !== undefined && isParameter(culprit, head) ? head : undefined;
  const uses = culprit.symbol && survey.uses.get(at(culprit.symbol));
  const others = (uses?.files ?? []).filter(f => f !== caller.path && !isTest(survey, f));
  return [
    {
      key: 'caller',
      claim: `${nameOfCall(caller)} hands ${name} ${given ? `the argument ${code(given)} in a form` : 'a value'} that it ${refuses(culprit) ? 'refuses on purpose' : 'is not meant for'}`,
      path: caller.path,
      line: caller.line,
      symbol: caller.symbol?.name,
      base: given !== undefined ? 1 : refuses(culprit) ? 0.5 : -0.5,
      for: [
        {
          text: `${placeOfCall(caller)} called it when it failed${caller.text === '' ? '' : `, with ${code(caller.text)}`}`,
          source: lineSource(survey, caller.path, caller.line),
        },
        ...(given !== undefined
          ? [{ text: `${code(receiver ?? given)} begins with an argument of ${name}` }]
          : []),
        ...(refuses(culprit)
          ? [
              {
                text: `${placeOfCall(culprit)} says no by itself: ${code(culprit.text)}`,
                source: lineSource(survey, culprit.path, culprit.line),
              },
            ]
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
  /\breturn(?: (?:undefined|null|None|nil))?\s*;?\s*$|\breturn (?:undefined|null|None|nil)\b|[?:]\s*(?:null|nil|None)\b(?!.*\|)|\.find\(|\.get\(|\.first\(|findUnique|findFirst|fetchone|\bOption<|\|\s*(?:undefined|null|None)\b|\?\?\s*null|Optional\[/;

/** The message itself says what gave nothing. */
export function messageNames(survey: Survey, { gave }: Symptom, culprit: OwnCall): Draft[] {
  if (!gave) return [];
  const { symbol, changed } = gave;
  const lines =
    survey.texts
      .get(symbol.path)
      ?.text.split('\n')
      .slice(symbol.line - 1, symbol.endLine) ?? [];
  const empty = lines.findIndex(l => GIVES_NOTHING.test(l));
  const line = symbol.line + Math.max(0, empty);
  return [
    {
      key: 'gave',
      claim: `\`${symbol.name}\` gives nothing where ${nameOfCall(culprit)} expects a value`,
      path: symbol.path,
      line,
      symbol: symbol.name,
      base: 0.5,
      for: [
        {
          text:
            empty < 0
              ? `the message names what it gave, at \`${symbol.path}:${line}\``
              : `the message names what it gave, and \`${symbol.path}:${line}\` may give nothing: ${code((lines[empty] ?? '').trim())}`,
          source: lineSource(survey, symbol.path, line),
        },
        ...(changed
          ? [
              {
                text: `commit ${changed.sha.slice(0, 7)} (“${changed.subject}”) changed it last, on ${day(changed.date)}`,
                source: commitSource(changed),
              },
            ]
          : []),
      ],
      against: [],
      experiment: {
        does: `call \`${symbol.name}\` by itself with what ${placeOfCall(culprit)} gives it${changed ? `, then once more with \`git checkout ${changed.sha.slice(0, 7)}^ -- ${symbol.path}\` (and \`git checkout HEAD -- ${symbol.path}\` afterwards)` : ''}`,
        seen: changed
          ? `it gives nothing now and gave something before ${changed.sha.slice(0, 7)}`
          : 'it gives nothing for an input that it should know',
        minutes: 5,
      },
    },
  ];
}

export function calleesGive(survey: Survey, { callees, gave }: Symptom, culprit: OwnCall): Draft[] {
  return callees
    .filter(callee => callee.name !== gave?.symbol.name)
    .flatMap((callee): Draft[] => {
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
