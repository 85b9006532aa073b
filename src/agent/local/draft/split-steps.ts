import type { FileChange, Step } from '../../../plan/model.ts';
import { at } from '../excerpt.ts';
import { extOf, folderOf, newPath, patternOf, stemOf } from '../naming.ts';
import { type Part, partsOf } from '../split.ts';
import type { Survey } from '../survey.ts';
import { overlap, tokens } from '../words.ts';
import { excerptOf } from './change-step.ts';
import { count, estimate } from './estimate.ts';
import type { Target } from './targets.ts';
import { isTest } from './tests.ts';
import { verifyFile } from './verify.ts';

const SPLITS =
  /\b(?:split|break up|extract|smaller|shorter|modules|parts|pieces|separate|untangle|decouple|monolith)\b/i;

/** Whether the goal asks for one file to become several. */
export function asksToSplit(goal: string): boolean {
  return SPLITS.test(goal);
}

/** One step for each part of the file that can stand by itself; none where its definitions hang together. */
export function splitSteps(
  survey: Survey,
  target: Target,
  serves: readonly string[],
  after: readonly string[],
): readonly Step[] {
  const file = survey.texts.get(target.path);
  if (!file) return [];
  const steps: Step[] = [];
  const taken = new Set(survey.paths);
  const parts = partsOf(target.path, file.text, target.card.symbols);
  // "Extract the retry logic": of the parts the one that is called so, where one is.
  const meant =
    survey.goal.verb === 'extract' ? parts.filter(part => overlap(part.word, survey.goal.stems) > 0) : [];
  for (const part of meant.length > 0 ? meant : parts) {
    const path = pathFor(survey, target.path, part, taken);
    taken.add(path);
    const before = steps.at(-1);
    steps.push(moveStep(survey, target, part, path, serves, before ? [...after, before.id] : after));
  }
  return steps;
}

function pathFor(survey: Survey, path: string, part: Part, taken: ReadonlySet<string>): string {
  const siblings = [...survey.paths].filter(
    p => folderOf(p) === folderOf(path) && extOf(p) === extOf(path) && !isTest(survey, p),
  );
  const pattern = patternOf(siblings) ?? {
    folder: folderOf(path),
    style: 'kebab' as const,
    suffix: '',
    prefix: '',
    ext: extOf(path),
  };
  const stem = stemOf(path);
  const base = pattern.suffix && stem.endsWith(pattern.suffix) ? stem.slice(0, -pattern.suffix.length) : stem;
  const words = [...tokens(base), ...tokens(part.word)].filter((w, i, all) => all.indexOf(w) === i).join(' ');
  const free = newPath({ ...pattern, folder: folderOf(path) }, words);
  return taken.has(free) ? newPath({ ...pattern, folder: folderOf(path) }, `${words} part`) : free;
}

function moveStep(
  survey: Survey,
  target: Target,
  part: Part,
  path: string,
  serves: readonly string[],
  after: readonly string[],
): Step {
  const first = part.symbols[0];
  const files: FileChange[] = [
    {
      action: 'create',
      path,
      what: `take ${names(part.symbols.map(s => s.name))} from \`${target.path}\``,
      ...(first ? { at: at(first) } : {}),
    },
    { action: 'modify', path: target.path, what: `import what moved from \`${path}\`` },
  ];
  return {
    id: `S-split-${part.word.replace(/[^a-z0-9]+/g, '-')}`,
    title: `Move ${names(part.symbols.map(s => s.name))} (${count(part.lines, 'line')}) into \`${path}\``,
    // Moving is quicker than writing; members of a class get their instance handed in, line by line.
    estimate: estimate(survey, {
      lines: Math.max(5, Math.round(part.lines / (part.owner === undefined ? 4 : 2))),
      files: 2,
    }),
    serves: [...serves],
    dependsOn: [...after],
    details: detailsOf(survey, target, part, path),
    files,
    functions: [],
    code: excerptOf(survey, first),
    verify: verifyFile(
      survey,
      target.path,
      target.card.tests.find(t => isTest(survey, t)),
    ),
    rollback: [`Move them back from \`${path}\` into \`${target.path}\` and delete \`${path}\`.`],
    packages: [],
    part: 'core',
  };
}

function detailsOf(survey: Survey, target: Target, part: Part, path: string): string[] {
  const places = part.symbols
    .slice(0, 6)
    .map(s => `\`${s.name}\` (lines ${s.line}–${s.endLine})`)
    .join(', ');
  const more = part.symbols.length > 6 ? ` and ${part.symbols.length - 6} more` : '';
  const open = part.symbols.filter(s => s.exported && s.container === undefined);
  const importers = target.card.importedBy.filter(p => !isTest(survey, p));
  const seen = importers
    .slice(0, 3)
    .map(p => `\`${p}\``)
    .join(', ');
  return [
    `${places}${more} ${part.symbols.length === 1 ? 'stands' : 'belong together'} in \`${target.path}\`: move ${part.symbols.length === 1 ? 'it as it is' : 'them as they are'}, in one commit that changes nothing else.`,
    ...(part.owner === undefined
      ? []
      : [
          `They are members of \`${part.owner}\`: in \`${path}\` they become functions that are handed the instance, or a base that \`${part.owner}\` extends; callers keep calling \`${part.owner}\`.`,
        ]),
    ...(part.offers.length > 0
      ? [
          `What stays in \`${target.path}\` uses ${names(part.offers)}: export from \`${path}\` and import there.`,
        ]
      : [
          `Nothing that stays in \`${target.path}\` uses them, so it needs no import of \`${path}\` for itself.`,
        ]),
    ...(part.needs.length > 0
      ? [
          `They use ${names(part.needs)}, which stay${part.needs.length === 1 ? 's' : ''}: ${part.offers.length > 0 ? `that would make \`${path}\` and \`${target.path}\` import each other, so hand it over as an argument or move it along` : `import from \`${target.path}\``}.`,
        ]
      : []),
    ...(open.length > 0 && importers.length > 0
      ? [
          `${names(open.map(s => s.name))} ${open.length === 1 ? 'is' : 'are'} exported today: export again from \`${target.path}\`, so that ${count(importers.length, 'file')} that import${importers.length === 1 ? 's' : ''} it (${seen}${importers.length > 3 ? ' …' : ''}) stay as they are.`,
        ]
      : []),
  ];
}

function names(list: readonly string[]): string {
  const shown = list.slice(0, 3).map(n => `\`${n}\``);
  const more = list.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  const last = shown.at(-1) ?? '';
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${last}` : last;
}
