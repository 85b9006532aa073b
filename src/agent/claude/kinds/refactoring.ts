import * as z from 'zod';
import { lastName } from '../../../plan/last-name.ts';
import type { SpecialSection } from '../../../plan/model.ts';
import { said } from '../../local/draft/blueprint.ts';
import { unchangedSection } from '../../local/draft/callers.ts';
import { specialFor } from '../../local/draft/kinds.ts';
import { targetIn, targetsOf } from '../../local/draft/targets.ts';
import { isTest } from '../../local/draft/tests.ts';
import { at } from '../../local/excerpt.ts';
import { Claim, statementOf } from '../claim.ts';
import { changedBefore } from './fix.ts';
import { bare, fact, kindPart, type SectionDesk, STEPS, stepProblem, testedFirst } from './part.ts';

const Sentence = z.string().min(1);

const Shape = z.strictObject({
  preserve: z
    .array(Claim)
    .describe(
      'What callers see today and must see after every step: arguments, results, errors, order, timing',
    ),
  safety_net: z
    .strictObject({
      step: z.string().describe('Id of the step, before the first change of code'),
      pins: Sentence.describe('What its tests pin down that none does today'),
    })
    .describe('The step that pins today’s behaviour by tests before anything is moved'),
});

/** Code is moved and nothing else: the callers of what changes are said by code. */
export const REFACTORING = kindPart({
  shape: Shape,
  given: Shape.partial(),
  facts({ survey }) {
    const targets = targetsOf(survey);
    const [behaviour] = specialFor(survey, 'refactoring', targets);
    const tests = [
      ...new Set(targets.flatMap(t => t.card.tests.filter(x => isTest(survey, x) && survey.paths.has(x)))),
    ];
    return [
      ...(behaviour?.statements ?? []).map((s, i) => fact(`behaviour-${i + 1}`, s.text, s.sources)),
      ...(tests.length > 0
        ? [
            fact(
              'safety-tests',
              `Tests that exercise what is likely to change: ${tests
                .slice(0, MOST_TESTS)
                .map(t => `\`${t}\``)
                .join(', ')}.`,
              tests.slice(0, 1).map(path => ({ kind: 'file', path, line: 1 })),
            ),
          ]
        : []),
    ];
  },
  problems: ({ safety_net }, steps, { survey }) => [
    ...stepProblem('safety_net', safety_net?.step, steps),
    ...changedBefore('safety_net', safety_net?.step, steps, path => isTest(survey, path)),
  ],
  async sections({ preserve = [], safety_net }, desk) {
    return [
      { title: 'Behaviour to Preserve', statements: preserve.map(claim => statementOf(claim, desk.known)) },
      await callers(desk),
      {
        title: 'Safety Net',
        statements: safety_net
          ? [
              {
                text: `\`${safety_net.step}\` comes before the first change and pins ${lower(bare(safety_net.pins))}.`,
                sources: [],
              },
            ]
          : [],
      },
    ];
  },
  standIns({ preserve = [], safety_net }, desk) {
    const { survey, steps } = desk;
    const net = testedFirst(steps, path => isTest(survey, path));
    const change = steps.find(s => s.files.some(f => f.action !== 'create' && !isTest(survey, f.path)));
    return [
      ...(preserve.length === 0
        ? [
            {
              title: 'Behaviour to Preserve',
              from: 'the signatures, ways out and test cases of what the steps change',
              statements: behaviourOf(desk).statements,
            },
          ]
        : []),
      ...(change
        ? []
        : [
            {
              title: 'Callers',
              from: 'the files of the steps',
              statements: [said('No step changes a definition that is there: no caller has to move.', GOAL)],
              ofSteps: true as const,
            },
          ]),
      ...(safety_net
        ? []
        : [
            {
              title: 'Safety Net',
              from: 'the order of the steps',
              ofSteps: true as const,
              statements: net
                ? [
                    {
                      text: `\`${net.step.id}\` touches \`${net.path}\` before any code changes; which behaviour its cases pin is for whoever carries it out to write down.`,
                      sources: [STEPS],
                    },
                  ]
                : [],
              lacks: change
                ? `No step pins by a test what the code does today before \`${change.id}\` changes it.`
                : 'Nobody said which step pins what the code does today.',
            },
          ]),
    ];
  },
});

const GOAL = { kind: 'user' as const, what: 'the goal' };
const MOST_TESTS = 6;
const MOST_CALLERS = 40;
const lower = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

/** Of the files that the steps change: what the code itself says that its callers see. */
function behaviourOf({ survey, steps }: SectionDesk): SpecialSection {
  const changed = steps.flatMap(s =>
    s.files.flatMap(f => {
      const found =
        f.action === 'create' || isTest(survey, f.path)
          ? undefined
          : targetIn(survey, f.path, f.symbol && lastName(f.symbol), {
              signal: 'plan',
              detail: `${s.id} changes it`,
            });
      return found ? [found] : [];
    }),
  );
  const once = changed.filter(
    (t, i) => changed.findIndex(o => o.path === t.path && o.symbol === t.symbol) === i,
  );
  const [read] = specialFor(survey, 'refactoring', once.length > 0 ? once : targetsOf(survey));
  return read ?? unchangedSection(steps);
}

/** Who uses each symbol that the steps change, as the map counts it. */
async function callers({ steps, map, survey }: SectionDesk): Promise<SpecialSection> {
  const changed = steps.flatMap(s =>
    s.files.flatMap(f =>
      f.action === 'create' || isTest(survey, f.path) ? [] : [{ path: f.path, name: f.symbol }],
    ),
  );
  const once = changed.filter((c, i) => changed.findIndex(o => o.path === c.path && o.name === c.name) === i);
  const rows: string[][] = [];
  for (const { path, name } of once.slice(0, MOST_CALLERS)) {
    const last = name === undefined ? undefined : lastName(name);
    const symbol = last === undefined ? undefined : (await map.define(last)).find(one => one.path === path);
    const page = symbol && (await map.symbol(path, symbol.line, symbol.name));
    const card = survey.cards.get(path);
    if (page) {
      const more = page.unread > 0 ? ` or more: ${page.unread} files were not read` : '';
      const files = [...new Set(page.usedBy.map(use => use.path))];
      rows.push([
        `\`${page.symbol.name}\``,
        `\`${at(page.symbol)}\``,
        `${page.usedBy.reduce((n, use) => n + use.lines.length, 0)}${more}`,
        listedPaths(files),
      ]);
    } else if (card)
      rows.push([
        `all of \`${path}\``,
        `\`${path}\``,
        `imported by ${card.importedBy.length}`,
        listedPaths(card.importedBy),
      ]);
  }
  return {
    title: 'Callers',
    statements: [],
    table: { head: ['Changes', 'Stands at', 'Uses', 'In'], rows },
  };
}

function listedPaths(paths: readonly string[]): string {
  const shown = paths.slice(0, 4).map(p => `\`${p}\``);
  const left = paths.length - shown.length;
  return shown.length === 0 ? 'none' : `${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}
