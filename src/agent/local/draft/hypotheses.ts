import type { Source } from '../../../domain/index.ts';
import type { SpecialSection, Step } from '../../../plan/model.ts';
import { at } from '../excerpt.ts';
import type { Survey } from '../survey.ts';
import type { Evidence, Hypothesis } from '../symptom/telling.ts';
import { said } from './blueprint.ts';
import { count, estimate } from './estimate.ts';
import { sayUseCount } from './phrases.ts';
import type { Target } from './targets.ts';
import { isTest } from './tests.ts';

const list = (evidence: readonly Evidence[]): string => evidence.map(e => e.text).join('; ');
const sourcesOf = (evidence: readonly Evidence[]): Source[] =>
  evidence.flatMap(e => (e.source ? [e.source] : []));

/** `H1`, `H2` … in the order of the list. */
export const hypothesisId = (index: number): string => `H${index + 1}`;

/** The ranked causes, each with what speaks for and against it. */
export function hypothesesSection(causes: readonly Hypothesis[]): readonly SpecialSection[] {
  if (causes.length === 0) return [];
  return [
    {
      title: 'Hypotheses',
      statements: causes.map((h, i) => {
        const place = h.claim.includes(`${h.path}:${h.line}`) ? '' : ` (\`${h.path}:${h.line}\`)`;
        // What speaks for it stands last, before the brackets that say where it was read.
        // No sentence stands twice: what speaks for two causes alike is said once, and sets neither apart.
        const alike = causes.findIndex(other => list(other.for) === list(h.for));
        const found =
          alike < i ? `the same speaks for ${hypothesisId(i)} as for ${hypothesisId(alike)}` : list(h.for);
        const against =
          h.against.length > 0
            ? `Against: ${list(h.against)}. For it: ${found}.`
            : `Nothing was found against it; for it: ${found}.`;
        return said(
          `**${hypothesisId(i)}** ${h.claim}${place}. ${against}`,
          ...sourcesOf([...h.for, ...h.against]),
        );
      }),
    },
  ];
}

const and = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/**
 * One experiment less than there are causes, the cheapest first: each sets its cause apart from all that are dearer to try,
 * so that every pair is separated by the cheaper one of the two.
 */
function experiments(causes: readonly Hypothesis[]): readonly string[] {
  const ranked = causes
    .map((h, i) => ({ h, id: hypothesisId(i) }))
    .sort((a, b) => a.h.experiment.minutes - b.h.experiment.minutes);
  return ranked.slice(0, Math.max(1, ranked.length - 1)).map(({ h, id }, i) => {
    const rest = ranked.slice(i + 1).map(r => r.id);
    const { does, seen, minutes } = h.experiment;
    return `${id} against ${and(rest) || 'all else'}, about ${minutes} minutes: ${does}. It is ${id} where ${seen}; else ${and(rest) || 'another place'} ${rest.length > 1 ? 'remain' : 'remains'}.`;
  });
}

/** The step that finds out which cause it is. */
export function separateStep(
  survey: Survey,
  causes: readonly Hypothesis[],
  serves: readonly string[],
  after: readonly string[],
): Step {
  const ids = causes.map((_, i) => hypothesisId(i));
  const places = [...new Set(causes.map(h => `\`${h.path}\``))];
  const [first] = causes;
  return {
    id: 'S-separate',
    title: `Tell ${and(ids)} apart, the cheapest experiment first`,
    estimate: estimate(survey, { lines: 5 * causes.length, files: Math.min(places.length, 2) }),
    serves: [...serves],
    dependsOn: [...after],
    details: [...experiments(causes)],
    files: [],
    functions: [],
    code: [],
    verify: [
      {
        kind: 'observe',
        text: `One of ${and(ids)} is left for “${survey.goal.object}”, and the line that turns the input of \`${first?.symbol ?? first?.path}\` into the failure is known.`,
      },
    ],
    rollback: [`Take out what the experiments left in ${and(places)}: \`git diff\` shows it.`],
    packages: [],
    part: 'core',
  };
}

/** Who notices a change of what is mended: uses of the symbols, files that import theirs. */
export function blastRadius(survey: Survey, targets: readonly Target[]): readonly SpecialSection[] {
  const told = new Set<string>();
  const statements = targets.flatMap(t => {
    const uses = t.symbol && survey.uses.get(at(t.symbol));
    const { importedBy } = t.card;
    const tests = t.card.tests.filter(x => isTest(survey, x));
    const users = (uses?.files ?? importedBy).filter(f => !isTest(survey, f) && f !== t.path).slice(0, 5);
    const shown = users.length > 0 ? `: ${users.map(f => `\`${f}\``).join(', ')}` : '';
    const name = t.symbol ? `\`${t.symbol.name}\` (\`${at(t.symbol)}\`)` : `\`${t.path}\``;
    const file = survey.texts.get(t.path);
    const who =
      uses || importedBy.length > 0
        ? `${name}${uses ? sayUseCount(uses) : ''} and ${importedBy.length === 0 ? 'no file that imports' : `${count(importedBy.length, 'file')} that import${importedBy.length === 1 ? 's' : ''}`} \`${t.path}\`${shown}.`
        : `Nothing in the project uses ${name} by name; whoever calls it stands outside.`;
    return [
      {
        text: who,
        sources: file ? [{ kind: 'file' as const, path: t.path, line: t.symbol?.line ?? 1 }] : [],
      },
      ...(tests.length > 0 && !told.has(t.path) && told.add(t.path)
        ? [
            {
              text: `${count(tests.length, 'test file')} exercise${tests.length === 1 ? 's' : ''} \`${t.path}\` and must stay green: ${tests
                .slice(0, 4)
                .map(x => `\`${x}\``)
                .join(', ')}.`,
              sources: [{ kind: 'file' as const, path: tests[0] ?? '', line: 1 }],
            },
          ]
        : []),
    ];
  });
  return statements.length > 0 ? [{ title: 'Blast Radius', statements }] : [];
}
