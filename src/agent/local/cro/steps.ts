import type { CodeBlock, FileChange, Requirement, Step } from '../../../plan/model.ts';
import type { Friction, PageReading } from '../../../research/page/model.ts';
import { blockOf, templateFor } from '../compose/code.ts';
import type { Composing } from '../compose/composing.ts';
import { scopeOf } from '../compose/context.ts';
import { placePath } from '../compose/places.ts';
import { mergeFiles } from '../compose/steps.ts';
import { estimate } from '../draft/estimate.ts';
import { isTest } from '../draft/tests.ts';
import { undo } from '../draft/undo.ts';
import { verifyFile } from '../draft/verify.ts';
import { fileSource } from '../excerpt.ts';
import { languageOf } from '../languages.ts';
import type { Survey } from '../survey.ts';
import { changeOf, type Hypothesis } from './hypotheses.ts';
import { grouped } from './numbers.ts';
import type { Design } from './sections.ts';
import { placeOfFrictions } from './tracking.ts';

/** Lines that a change of one friction takes, by guess; the half of it for each further place. */
const LINES = 6;
/** Hypotheses that are planned; the others wait for what these teach. */
const MOST_PLANNED = 4;
/** Of a page whose code is elsewhere a plan is shorter: it names no file. */
const MOST_ELSEWHERE = 3;

export function plannedOf({ own }: PageReading): number {
  return own ? MOST_PLANNED : MOST_ELSEWHERE;
}

type Bare = Omit<Step, 'estimate' | 'rollback' | 'functions' | 'packages'> & { readonly lines: number };

export function linesFor(frictions: readonly Friction[]): number {
  return frictions.reduce((n, f) => n + LINES + Math.min(8, f.count - 1) * (LINES / 2), 0);
}

/** The steps: first what counts, then one change a hypothesis, best first, then the decision. */
export function croSteps(
  c: Composing,
  design: Design,
  requirements: readonly Requirement[],
): readonly Step[] {
  const { survey } = c;
  const [goal = 'R1', counted = goal, judged = goal] = requirements.map(r => r.id);
  const step = ({ lines, ...bare }: Bare): Step => ({
    ...bare,
    estimate: estimate(survey, {
      lines,
      files: Math.max(1, bare.files.length),
      elsewhere: !design.reading.own,
    }),
    functions: [],
    packages: [],
    rollback: undoing(survey, bare.files),
  });
  const notes = design.reading.own ? notesPath(c) : undefined;
  const count = step(countStep(c, design, notes, [goal, counted]));
  const wanted = design.hypotheses.slice(0, plannedOf(design.reading));
  const variants =
    design.experiment && wanted.length > 0 ? [step(variantStep(c, design, [goal, judged], [count.id]))] : [];
  const before = [count, ...variants].map(s => s.id);
  // One page against today's tells of one change alone: what else is believed has a run of its own.
  const first = design.experiment ? design.numbers.variants.value - 1 : wanted.length;
  const changes = wanted
    .slice(0, first)
    .map((h, i) => step(changeStep(survey, design, h, i, [goal], before)));
  const end = step(
    decideStep(
      design,
      notes,
      [goal, judged],
      (changes.length > 0 ? changes : [count]).map(s => s.id),
    ),
  );
  const later = wanted
    .slice(first)
    .map((h, i) => step(changeStep(survey, design, h, first + i, [goal], [end.id])));
  return [count, ...variants, ...changes, end, ...later];
}

/** Files that a step takes along are undone by git; what an earlier step creates goes with that one. */
function undoing(survey: Survey, files: readonly FileChange[]): string[] {
  const own = files.filter(f => f.action === 'create' || survey.paths.has(f.path));
  const later = files.filter(f => !own.includes(f)).map(f => `\`${f.path}\``);
  if (files.length === 0) return ['Put the earlier page back where it is kept.'];
  return [
    ...(own.length > 0 ? undo(survey, own) : []),
    ...(later.length > 0 ? [`${later.join(', ')} goes with the step that creates it.`] : []),
  ];
}

export function notesPath(c: Composing): string {
  return placePath(c, scopeOf(c), 'cro-notes') ?? 'docs/conversion.md';
}

function write(survey: Survey, path: string, what: string): FileChange {
  return { action: survey.paths.has(path) ? 'modify' : 'create', path, what };
}

const NOT_HERE = 'The files of this page are not in this project: the change is made where they are.';

function countStep(c: Composing, design: Design, notes: string | undefined, serves: readonly string[]): Bare {
  const { survey } = c;
  const { events, counting, reading, metric, numbers } = design;
  const names = (at: string | undefined) =>
    events
      .filter(e => e.at?.path === at)
      .map(e => `\`${e.name}\``)
      .join(', ');
  const files = mergeFiles([
    ...[...new Set(events.flatMap(e => e.at?.path ?? []))].map(
      (path): FileChange => ({ action: 'modify', path, what: `count ${names(path)}` }),
    ),
    ...(notes
      ? [
          write(
            survey,
            notes,
            'the number that decides, size, weeks and end, written before the first change',
          ),
        ]
      : []),
  ]);
  const tests = counting?.own ? (survey.cards.get(counting.own.path)?.tests ?? []) : [];
  const test = tests.find(t => isTest(survey, t) && survey.paths.has(t));
  const all: FileChange[] = test
    ? [...files, { action: 'modify', path: test, what: 'each event once, no value of a field in it' }]
    : files;
  const last = events.at(-1)?.name ?? 'page_seen';
  return {
    id: 'S-cro-count',
    title: `Count ${events.length} steps of \`${reading.name}\` before anything changes`,
    serves: [...serves],
    dependsOn: [],
    details: [
      ...(reading.own ? [] : [NOT_HERE]),
      'Without these counts nothing of this plan can be judged; “Tracking Events” says when each is counted, with which properties.',
      ...(counting
        ? []
        : [
            'Choose what counts first (`cro-count`): one function that takes a name and properties is enough, and it must never stop the page.',
          ]),
      `Two whole weeks of counts give the true rate for “${metric.text}”; put it in the place of ${numbers.base.assumed ? 'the assumed rate' : 'the rate that was said'} and compute anew.`,
    ],
    files: all,
    code: counting && reading.own ? [callBlock(design, counting.call, last)] : [],
    verify: [
      ...(reading.own ? commands(survey, counting?.own?.path ?? reading.name) : []),
      {
        kind: 'observe',
        text: `One walk through \`${reading.name}\` by hand gives each event once; a reload adds none.`,
      },
    ],
    lines: 8 * events.length + 10,
    part: 'setup',
  };
}

function callBlock({ events }: Design, call: string, last: string): CodeBlock {
  const properties = (events.at(-1)?.properties ?? []).map(p =>
    p === 'variant' ? "variant: 'a'" : `${p}: ''`,
  );
  const code = call.replace('EVENT', `'${last}'`).replace('PROPS', `{ ${properties.join(', ')} }`);
  return {
    language: 'javascript',
    caption: `One event, counted as it is done here:`,
    code: `${code};`,
    kind: 'new',
  };
}

/** Commands that exist; what can only be looked at is said in the step's own words. */
function commands(survey: Survey, path: string): Step['verify'] {
  return verifyFile(survey, path, testOf(survey, path)).filter(v => v.kind === 'command');
}

function testOf(survey: Survey, path: string): string | undefined {
  return survey.cards.get(path)?.tests.find(t => isTest(survey, t));
}

function variantStep(
  c: Composing,
  design: Design,
  serves: readonly string[],
  after: readonly string[],
): Bare {
  const { survey } = c;
  const { switching, reading, numbers } = design;
  const template = !switching && reading.own ? templateFor(c, 'variant') : undefined;
  const path = template && placePath(c, scopeOf(c), 'experiment');
  const block =
    template && path ? blockOf(c, scopeOf(c), template, `The draw, in \`${path}\`:`, 'new') : undefined;
  const files: FileChange[] = [
    ...(path && block
      ? [write(survey, path, 'a variant for a visitor, the same at each visit, nothing stored beside the id')]
      : []),
    ...(reading.own
      ? [
          {
            action: 'modify' as const,
            path: reading.name,
            what: 'show the variant that was drawn, and count it when it is shown',
          },
        ]
      : []),
  ];
  return {
    id: 'S-cro-variants',
    title: `Draw ${numbers.variants.value} variants${switching ? ` by ${switching.name}` : ''}, the page of today among them`,
    serves: [...serves],
    dependsOn: [...after],
    details: [
      ...(reading.own
        ? []
        : [
            'Variants are drawn where the page is served, before its first byte: a page that changes after it was seen is a reason to leave.',
          ]),
      'Shares of the variants are compared each day; where they differ from even by more than chance, something hides one of them and the run is void.',
      ...(switching || block || !reading.own
        ? []
        : [
            'Nothing here switches variants: the draw belongs into what serves the page, by the id of the visitor.',
          ]),
    ],
    files,
    code: block ? [block] : [],
    verify: [
      ...(reading.own ? commands(survey, reading.name) : []),
      {
        kind: 'observe',
        text: `A visitor who comes back to \`${reading.name}\` sees the same variant; 1,000 new ones split about evenly.`,
      },
    ],
    lines: 20,
    part: 'core',
  };
}

const MOST_FILES = 4;

function changeStep(
  survey: Survey,
  design: Design,
  h: Hypothesis,
  index: number,
  serves: readonly string[],
  after: readonly string[],
): Bare {
  const { reading, experiment } = design;
  const own = index < design.numbers.variants.value - 1;
  const places = h.frictions.flatMap(f => (f.at && reading.own ? [{ friction: f, at: f.at }] : []));
  const files = mergeFiles([
    ...places.map(
      ({ friction, at }): FileChange => ({
        action: 'modify',
        path: at.path,
        what: `mend \`${friction.id}\``,
        at: `${at.path}:${at.line}`,
      }),
    ),
    ...(places.length === 0 && reading.own
      ? [{ action: 'modify' as const, path: reading.name, what: h.change }]
      : []),
  ]).slice(0, MOST_FILES);
  const first = placeOfFrictions(h.frictions);
  return {
    id: `S-cro-${h.id}`,
    title: `${h.title}${files[0] ? ` in \`${files[0].path}\`` : ''}`,
    serves: [...serves],
    dependsOn: [...after],
    details: [
      ...h.frictions.map(
        f =>
          `${placeText(f, reading.own)}: ${changeOf(f)} (\`${f.id}\`, ${f.count === 1 ? 'one place' : `${f.count} places`}).`,
      ),
      `Hypothesis ${index + 1} holds when ${h.measure} gets better${experiment ? (own ? ' in its variant' : ', in a run of its own') : ''} and no guardrail worse.`,
    ],
    files,
    code: reading.own && first ? existing(survey, first) : [],
    verify: [
      ...(files[0] ? commands(survey, files[0].path) : []),
      ...(files[0]
        ? [
            {
              kind: 'observe' as const,
              text: `Planned again, \`planner-tui plan:cro ${reading.name}\` no longer names ${h.frictions.map(f => `\`${f.id}\``).join(', ')}.`,
            },
          ]
        : [
            {
              kind: 'observe' as const,
              text: `Planned again for the same address, ${h.frictions.map(f => `\`${f.id}\``).join(', ')} ${h.frictions.length === 1 ? 'is' : 'are'} gone.`,
            },
          ]),
    ],
    lines: linesFor(h.frictions),
    part: 'core',
  };
}

function placeText(f: Friction, own: boolean): string {
  if (!f.at) return own ? 'On the page' : 'On the page, at a place of your choice';
  if (own) return `\`${f.at.path}:${f.at.line}\``;
  const quote = f.sources[0]?.kind === 'url' ? f.sources[0].quote : undefined;
  const short = quote
    ?.replace(/[`\s]+/g, ' ')
    .trim()
    .slice(0, 60);
  return short ? `Line ${f.at.line}, \`${short}\`` : `Line ${f.at.line}`;
}

function existing(
  survey: Survey,
  { path, line }: { readonly path: string; readonly line: number },
): CodeBlock[] {
  const file = survey.texts.get(path);
  const source = file && fileSource(file, line, line + 5, survey.commit);
  if (!source?.excerpt || source.excerpt.text.length > 900) return [];
  return [
    {
      language: languageOf(path),
      caption: `\`${path}:${line}\`:`,
      code: source.excerpt.text,
      kind: 'existing',
      source,
    },
  ];
}

function decideStep(
  design: Design,
  notes: string | undefined,
  serves: readonly string[],
  after: readonly string[],
): Bare {
  const { numbers, experiment, reading } = design;
  const { run } = numbers;
  return {
    id: 'S-cro-decide',
    title: experiment
      ? `Decide after ${run.weeks} weeks, not before`
      : 'Compare four whole weeks before with four after',
    serves: [...serves],
    dependsOn: [...after],
    details: [
      experiment
        ? `The run ends with ${grouped(run.visitors)} visitors a variant; a result that is not clear then is “no difference found”, and the simpler page stays.`
        : 'One change at a time, no campaign in these weeks; the difference has to be larger than that between the weeks before. It shows a direction and proves nothing.',
    ],
    files: notes
      ? [
          {
            action: 'modify',
            path: notes,
            what: experiment
              ? 'visitors and conversions of each variant, the interval of the difference, the decision'
              : 'the eight weekly numbers and the decision',
          },
        ]
      : [],
    code: [],
    verify: [
      {
        kind: 'observe',
        text: `${notes ? `\`${notes}\`` : 'The note'} holds the numbers and the decision${experiment ? `, and one variant of \`${reading.name}\` is taken out` : ''}.`,
      },
    ],
    lines: 12,
    part: 'integration',
  };
}
