import type { Decision, FileChange, Statement, Step } from '../../../plan/model.ts';
import { slug } from '../../../shared/slug.ts';
import { freeId } from '../../free-id.ts';
import { fileSource } from '../excerpt.ts';
import { languageOf } from '../languages.ts';
import { folderOf, join } from '../naming.ts';
import { hasRole, type Survey } from '../survey.ts';
import type { Trail, TrailPlace } from '../trail.ts';
import { tokens } from '../words.ts';
import { said } from './blueprint.ts';
import { count, estimate } from './estimate.ts';
import { isOwnMigration, nextMigration, undoMigration } from './migrations.ts';
import { type Tier, tierOf } from './phrases.ts';
import { isTest } from './tests.ts';
import { undo } from './undo.ts';
import { verifyFile } from './verify.ts';

type Area = Tier | 'words' | 'docs';

/** Data first, then what computes, what is seen, what is said. */
const ORDER: readonly Area[] = ['data', 'config', 'logic', 'surface', 'entry', 'words', 'docs'];

const PART: Readonly<Record<Area, Step['part']>> = {
  data: 'core',
  config: 'setup',
  logic: 'core',
  surface: 'integration',
  entry: 'integration',
  words: 'integration',
  docs: 'documentation',
};

const WORDS = /(?:^|\/)(?:locales?|i18n|l10n|lang(?:uage)?s?|translations?|messages)\//i;
const DATA =
  /(?:^|\/)(?:db|database|migrations?|schema|models?|entit(?:y|ies)|types?)(?:\/|s?\.[a-z]+$)|\.(?:sql|prisma|proto|graphql)$/i;
const SEEN =
  /\.(?:html?|tmpl|erb|ejs|hbs|vue|svelte|css|scss)$|(?:^|\/)(?:templates?|views?|forms?|pages?|components?|routes?|controllers?|handlers?|api|ui)\//i;
const MOST_FILES_A_STEP = 6;
const EXCERPTS = 2;

interface Stop {
  readonly place: TrailPlace;
  readonly area: Area;
}

/** The steps along a trail: one for each kind of place, a file beside its neighbours, in the order in which they build. */
export function trailSteps(
  survey: Survey,
  trail: Trail,
  serves: readonly string[],
  stamp: string,
): readonly Step[] {
  const stops = stopsOf(survey, trail);
  const steps: Step[] = [];
  let before: readonly string[] = [];
  for (const area of ORDER) {
    const here = stops.filter(s => s.area === area).map(s => s.place);
    const made = bundles(here, area).map(places =>
      stepFor(survey, trail, area, places, serves, before, stamp),
    );
    for (const step of made) steps.push(withFreeId(step, steps));
    if (made.length > 0) before = steps.slice(-made.length).map(s => s.id);
  }
  return steps;
}

/** Two steps may begin with files of the same name; ids of steps are unique. */
export function withFreeId(step: Step, steps: readonly Step[]): Step {
  return {
    ...step,
    id: freeId(
      step.id,
      steps.map(s => s.id),
    ),
  };
}

/** Test files of the trail, nearest to the goal's own words first. */
export function trailTests(survey: Survey, trail: Trail): readonly FileChange[] {
  return trail.places
    .filter(p => isTest(survey, p.path))
    .slice(0, 4)
    .map(p => ({
      action: 'modify',
      path: p.path,
      what: `a case for “${wantOf(survey, trail)}” beside the one for \`${p.name}\` (${lines(p)})`,
      at: `${p.path}:${p.lines[0]}`,
    }));
}

/** The thing in the user's words; all of their sentence where the thing alone is what the code has already. */
export function wantOf(survey: Survey, trail: Trail): string {
  return saysItAll(survey, trail)
    ? (survey.goal.text.trim().split('\n')[0]?.slice(0, 90) ?? '')
    : survey.goal.object;
}

/** Whether the name already says all that is wanted, so that the code may hold it already. */
export function saysItAll(survey: Survey, trail: Trail): boolean {
  const own = tokens(trail.name).filter(w => w.length > 2 && !BOUNDS.has(w));
  const asked = new Set(tokens(survey.goal.text));
  return own.length > 1 && own.every(w => asked.has(w));
}

/** Words of a name that say how, not what: `max_cookie_size` is what limits the cookie size. */
const BOUNDS = new Set(['max', 'min', 'limit', 'enable', 'enabled', 'disable', 'default', 'use', 'has']);

/** What the plan does, said of the trail and of the files where the ranking sees the effect. */
export function trailSummary(survey: Survey, trail: Trail, steps: readonly Step[]): Statement {
  const along = new Set(trail.places.map(p => p.path));
  const files = [...new Set(steps.flatMap(s => s.files.map(f => f.path)))];
  const beside = steps
    .filter(s => s.part === 'core' && s.files.every(f => !along.has(f.path)))
    .flatMap(s => s.files.map(f => `\`${f.symbol ?? f.path}\``));
  const effect =
    beside.length > 0
      ? `; where it takes effect is read off the ranking (${beside.join(', ')}) and is to be confirmed first`
      : '';
  const { sha, subject, date } = trail.precedent;
  return said(
    `${count(files.filter(f => along.has(f)).length, 'file')} that hold \`${trail.name}\` today get “${wantOf(survey, trail)}” beside it, from where it is declared to what people read${effect}.`,
    { kind: 'commit', sha, subject, date },
  );
}

export function trailDecision(survey: Survey, trail: Trail): Decision {
  const { precedent } = trail;
  const commit = {
    kind: 'commit' as const,
    sha: precedent.sha,
    subject: precedent.subject,
    date: precedent.date,
  };
  const first = trail.places.find(p => survey.texts.has(p.path));
  const read = first && survey.texts.get(first.path);
  const line = first?.lines[0] ?? 1;
  const source = read && fileSource(read, line, line, survey.commit);
  const files = count(trail.places.length, 'file');
  return {
    title: `Why follow \`${trail.name}\`?`,
    reasons: [
      said(
        `Commit ${precedent.sha.slice(0, 7)} (“${precedent.subject}”) added a thing of the same kind and brought in \`${trail.name}\`.`,
        commit,
      ),
      said(
        `${trail.spellings
          .slice(0, 3)
          .map(s => `\`${s}\``)
          .join(
            ' or ',
          )} stands in ${files} today: “${wantOf(survey, trail)}” passes the same places, each at the line that a step names.`,
        ...(source ? [source] : [commit]),
      ),
    ],
  };
}

function stopsOf(survey: Survey, trail: Trail): readonly Stop[] {
  return trail.places.flatMap(place => {
    const area = areaOf(survey, place.path);
    return area ? [{ place, area }] : [];
  });
}

/** Tests, and what no person writes, are no stop of their own. */
export function areaOf(survey: Survey, path: string): Area | undefined {
  const card = survey.cards.get(path);
  if (isTest(survey, path)) return undefined;
  if (hasRole(card, 'generated', 'vendored', 'lock', 'fixture', 'test')) return undefined;
  if (WORDS.test(path)) return 'words';
  if (hasRole(card, 'docs') || /\.(?:md|mdx|rst|txt|adoc)$/i.test(path)) return 'docs';
  const tier = card ? tierOf(card) : 'logic';
  // "settings" in a name makes a form or a page no configuration.
  if (tier === 'config' && SEEN.test(path)) return 'surface';
  if (tier !== 'logic') return tier;
  if (DATA.test(path)) return 'data';
  return SEEN.test(path) ? 'surface' : 'logic';
}

/** Files that belong in one step: all of the area, else those of one folder, at most six; translations stay together. */
function bundles(places: readonly TrailPlace[], area: Area): readonly (readonly TrailPlace[])[] {
  if (places.length === 0) return [];
  if (area === 'words' || places.length <= MOST_FILES_A_STEP) return [places];
  const folders = new Map<string, TrailPlace[]>();
  for (const place of places) {
    const folder = folderOf(place.path);
    folders.set(folder, [...(folders.get(folder) ?? []), place]);
  }
  const out: TrailPlace[][] = [];
  for (const group of folders.values()) {
    const last = out.at(-1);
    if (last && last.length + group.length <= MOST_FILES_A_STEP) last.push(...group);
    else
      for (let i = 0; i < group.length; i += MOST_FILES_A_STEP)
        out.push(group.slice(i, i + MOST_FILES_A_STEP));
  }
  return out;
}

function stepFor(
  survey: Survey,
  trail: Trail,
  area: Area,
  places: readonly TrailPlace[],
  serves: readonly string[],
  after: readonly string[],
  stamp: string,
): Step {
  const want = wantOf(survey, trail);
  const first = places[0];
  // Migrations have run already: what they did is done again by a new one, never by editing them.
  const ran = places.filter(p => isOwnMigration(survey, p.path));
  const like = ran.at(-1);
  const made = like && nextMigration(survey, like.path, want, stamp);
  const files: FileChange[] = [
    ...(like && made !== undefined
      ? [
          {
            action: 'create' as const,
            path: made,
            what: `as \`${like.name}\` came in`,
            at: `${like.path}:${like.lines[0]}`,
          },
        ]
      : []),
    ...places
      .filter(p => !ran.includes(p))
      .map(
        (p): FileChange => ({
          action: 'modify',
          path: p.path,
          what: `beside \`${p.name}\`, ${lines(p)}`,
          at: `${p.path}:${p.lines[0]}`,
        }),
      ),
  ];
  const touched = places.reduce((n, p) => n + Math.min(12, 2 + 3 * p.lines.length), 0);
  const weight = area === 'words' ? Math.ceil(places.length / 5) : places.length;
  return {
    id: `S-${slug(
      `${area} ${
        first
          ? first.path
              .replace(/\.[^./]+$/, '')
              .split('/')
              .slice(-2)
              .join(' ')
          : ''
      }`,
      40,
      area,
    )}`,
    title: titleOf(
      area,
      trail.name,
      files.map(f => f.path),
    ),
    estimate: estimate(survey, {
      lines: area === 'words' ? places.length : touched,
      files: weight,
    }),
    serves: [...serves],
    dependsOn: [...after],
    details: [
      sentenceOf(area, want, places),
      ...(like && made !== undefined
        ? [
            `\`${like.path}\` brought \`${like.name}\` in and may have run anywhere: leave it as it is and write \`${made}\` beside it; leave it out if “${want}” stores nothing new.`,
          ]
        : []),
      ...(area === 'words' ? [] : several(survey, places)),
    ],
    files,
    functions: [],
    code: excerpts(survey, places, area),
    verify: verifyFile(
      survey,
      first?.path ?? '',
      places.flatMap(p => survey.cards.get(p.path)?.tests ?? []).find(t => isTest(survey, t)),
    ),
    rollback: [...(made === undefined ? [] : [undoMigration(made)]), ...undo(survey, files)],
    packages: [],
    part: PART[area],
  };
}

/** Short, with the place in front: the outline shows little of it, and the goal says what "it" is. */
function titleOf(area: Area, name: string, paths: readonly string[]): string {
  const folder = sharedFolder(paths);
  const where =
    paths.length === 1
      ? `\`${paths[0]}\``
      : `${count(paths.length, 'file')}${folder ? ` of \`${folder}\`` : ''}`;
  switch (area) {
    case 'data':
      return `Declare it in ${where}, as \`${name}\` is declared`;
    case 'config':
      return `Set it up in ${where}, beside \`${name}\``;
    case 'logic':
      return `Carry it through ${where}, as \`${name}\` is carried`;
    case 'surface':
      return `Offer it in ${where}, where \`${name}\` is offered`;
    case 'entry':
      return `Wire it in ${where}, as \`${name}\` is wired`;
    case 'words':
      return `Translate it in ${where}`;
    case 'docs':
      return `Describe it in ${where}, beside \`${name}\``;
  }
}

function sentenceOf(area: Area, want: string, places: readonly TrailPlace[]): string {
  const first = places[0];
  const at = `\`${first?.path}:${first?.lines[0]}\``;
  const name = `\`${first?.name}\``;
  switch (area) {
    case 'data':
      return `At ${at} and the lines below ${name} is declared, stored or typed: “${want}” needs its own declaration there, with a default that leaves today's rows and callers as they are.`;
    case 'config':
      return `${at} sets ${name} up; give “${want}” a default that leaves today's behaviour as it is.`;
    case 'logic':
      return `Whatever reads, copies, validates or passes on ${name} has to do the same for “${want}”, beginning at ${at}; a place that is left out loses the value silently.`;
    case 'surface':
      return `A person or a client meets ${name} at ${at}: “${want}” is taken, checked and shown there in the same way.`;
    case 'entry':
      return `${at} wires ${name} into the program; “${want}” is wired behind the steps that write it.`;
    case 'words':
      return `Each language file has an entry for ${name} (${at}); “${want}” needs one in all ${places.length}, in English where nobody can translate it yet.`;
    case 'docs':
      return `${at} tells readers of ${name}; “${want}” gets its own lines there, with its default.`;
  }
}

/** The file in which the name stands on most lines. */
function several(survey: Survey, places: readonly TrailPlace[]): readonly string[] {
  const many = places.filter(p => p.lines.length > 1);
  const most = [...many].sort((a, b) => b.lines.length - a.lines.length)[0];
  return most && survey.texts.has(most.path)
    ? [`One line is not enough in \`${most.path}\`: \`${most.name}\` stands on ${lines(most)} there.`]
    : [];
}

/** A few lines around the name, verbatim, from the first files of the step. */
function excerpts(survey: Survey, places: readonly TrailPlace[], area: Area): Step['code'] {
  const most = area === 'words' || area === 'docs' ? 1 : EXCERPTS;
  return places.slice(0, most).flatMap(place => {
    const file = survey.texts.get(place.path);
    const line = place.lines[0];
    if (!file || line === undefined) return [];
    const source = fileSource(file, Math.max(1, line - 2), line + 3, survey.commit);
    if (!source?.excerpt || source.excerpt.text.split('\n').some(l => l.length > 200)) return [];
    return [
      {
        language: languageOf(place.path),
        caption: `\`${place.name}\` as it stands:`,
        code: source.excerpt.text,
        kind: 'existing' as const,
        source,
      },
    ];
  });
}

function lines(place: TrailPlace): string {
  const shown = place.lines.slice(0, 4);
  const more = place.lines.length - shown.length;
  const last = shown.at(-1);
  if (shown.length === 1) return `line ${last}`;
  if (more > 0) return `lines ${shown.join(', ')} and ${more} more`;
  return `lines ${shown.slice(0, -1).join(', ')} and ${last}`;
}

/** The deepest folder that all places share; empty at the root. */
function sharedFolder(paths: readonly string[]): string {
  const [first, ...rest] = paths.map(p => folderOf(p).split('/'));
  let depth = first?.length ?? 0;
  for (const other of rest) {
    let i = 0;
    while (i < depth && other[i] === first?.[i]) i++;
    depth = i;
  }
  return (first ?? []).slice(0, depth).reduce((folder, part) => join(folder, part), '');
}
