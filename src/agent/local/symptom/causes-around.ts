import { sayError } from '../../../research/trace/index.ts';
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
  nearTest,
  placeOfCall,
  printOf,
  short,
} from './telling.ts';

const OPTIONAL =
  /\?\s*:|\bOptional\[|\|\s*(?:undefined|null|None)\b|\bnullable\b|\bOption<|\?\s*$|=\s*None\b|\bomitempty\b|null=True|(?<!NOT )\bNULL\b/;

export function fromData(
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

const FRESH_DAYS = 30;

function isFresh(date: string, newest: string | undefined): boolean {
  return newest !== undefined && Date.parse(newest) - Date.parse(date) <= FRESH_DAYS * 86_400_000;
}

export function broughtIn(survey: Survey, symptom: Symptom, culprit: OwnCall): Draft[] {
  const { changed, since, calls, newest } = symptom;
  const [own] = changed;
  // The way may have been changed further out, later than where it fails.
  const later = newest && newest.commit.sha !== own?.sha ? newest : undefined;
  const last = later?.commit ?? own;
  const place = later?.call ?? culprit;
  const after = since?.commits ?? [];
  const suspect = last && (after.length === 0 || after.some(c => c.sha === last.sha)) ? last : after[0];
  if (!suspect) return [];
  const ofLines = last?.sha === suspect.sha;
  const at = ofLines ? place : culprit;
  // Something is always the newest; it speaks of the failure only where it is new.
  const fresh = later !== undefined && ofLines && isFresh(suspect.date, survey.history?.lastDate);
  const test = nearTest(survey, calls);
  const run = test === undefined ? undefined : survey.brief.testCommand(test);
  const sha = suspect.sha.slice(0, 7);
  const released = since !== undefined && after.some(c => c.sha === suspect.sha);
  return [
    {
      key: 'change',
      claim: `commit ${sha} (“${short(suspect.subject)}”) brought it in`,
      path: at.path,
      line: at.line,
      symbol: at.symbol?.name,
      base: (released && ofLines ? 1 : -0.5) + (fresh ? 0.5 : 0),
      for: [
        ...(ofLines
          ? [
              {
                text:
                  later?.of === 'function'
                    ? `it is the last that changed ${nameOfCall(at)}, on ${day(suspect.date)}`
                    : `it is the last that changed the lines around ${placeOfCall(at)}, on ${day(suspect.date)}`,
                source: commitSource(suspect),
              },
              ...(fresh ? [{ text: 'no other line of the way was changed since' }] : []),
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
            : `\`git show ${sha}\`, then run the failing case with \`git checkout ${sha}^ -- ${at.path}\`, and \`git checkout HEAD -- ${at.path}\` afterwards`,
        seen: `the case is green before ${sha} and red from it on`,
        minutes: 6,
      },
    },
  ];
}

function packageOf(file: string): string | undefined {
  const m = /(?:node_modules|site-packages|dist-packages|gems)\/((?:@[^/]+\/)?[^/]+)/.exec(file);
  return m?.[1]?.replace(/-\d[\d.]*$/, '').replace(/\.py$/, '');
}

export function fromPackage(survey: Survey, { main }: Symptom, culprit: OwnCall): Draft[] {
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

export function circle({ circle: files }: Symptom, culprit: OwnCall): Draft[] {
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
export function beside(
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
