import type { Step } from '../../../plan/model.ts';
import { slug } from '../../../shared/slug.ts';
import type { Blueprint } from '../draft/blueprint.ts';
import { excerptOf } from '../draft/change-step.ts';
import { estimate } from '../draft/estimate.ts';
import { undo } from '../draft/undo.ts';
import { verifyFile } from '../draft/verify.ts';
import { at } from '../excerpt.ts';
import { hasRole, type Survey } from '../survey.ts';
import { contentWords, overlap, stem } from '../words.ts';
import { recordWish, type Shaped, withRequirement } from './shaped.ts';

const CODE = /\.(?:[cm]?[jt]sx?|py|go|rb|rs|java|kt|php|cs|vue|svelte)$/;

/** A step for something new: bound to the known file whose name and symbols share most words with it. */
export function addStep(survey: Survey, shaped: Shaped, what: string, words: string): Shaped {
  const stems = new Set(contentWords(what).map(stem));
  const promised = shaped.blueprint.nextSteps.find(
    // Most of its words, not two that any next step may hold.
    n =>
      stems.size > 0 && overlap(n, stems) >= Math.max(Math.min(2, stems.size), Math.ceil(stems.size * 0.6)),
  );
  if (promised) return promote(survey, shaped, promised, what, words);
  const documents = /\b(?:document|describe|explain|docs?|readme|guide)\b/i.test(what);
  const best = [...survey.cards.values()]
    .filter(c => !hasRole(c, 'test', 'fixture', 'lock', 'generated', 'vendored', 'migration'))
    .filter(c => documents || CODE.test(c.path))
    .map(card => ({ card, n: overlap(`${card.path} ${card.symbols.map(s => s.name).join(' ')}`, stems) }))
    .filter(x => x.n > 0 && survey.paths.has(x.card.path))
    .sort((a, b) => b.n - a.n || a.card.path.localeCompare(b.card.path))[0];
  const home = newHome(shaped.blueprint);
  const inPlan = shaped.blueprint.steps.some(s => s.files.some(f => f.path === best?.card.path));
  // A file elsewhere that shares some of the words is a guess; what the plan makes new is at hand.
  if (home && !inPlan && (best?.n ?? 0) < stems.size) return joinStep(shaped, home, what, words);
  if (!best) return recordWish(shaped, words, 'no file of this project shares a word with it');
  const { blueprint, id } = withRequirement(
    shaped.blueprint,
    `${what.charAt(0).toUpperCase()}${what.slice(1)}.`,
    words,
  );
  const symbol = [...best.card.symbols]
    .filter(s => s.kind !== 'property' && s.kind !== 'section')
    .sort((a, b) => overlap(b.name, stems) - overlap(a.name, stems))[0];
  const path = best.card.path;
  const last = blueprint.steps.findLast(s => s.part !== 'testing' && s.part !== 'documentation');
  const step: Step = {
    id: `S-${slug(what, 30, 'also')}`,
    title: `${what.charAt(0).toUpperCase()}${what.slice(1)} in \`${path}\``,
    estimate: estimate(survey, { lines: 20, files: 1 }),
    serves: [id],
    dependsOn: last ? [last.id] : [],
    details: [
      `You asked: “${words}”. ${symbol ? `\`${symbol.name}\` at \`${at(symbol)}\`` : `\`${path}\``} is the nearest existing place by its words; change it there.`,
    ],
    files: [{ action: 'modify', path, what, ...(symbol ? { symbol: symbol.name, at: at(symbol) } : {}) }],
    functions: [],
    code: excerptOf(survey, symbol),
    verify: verifyFile(survey, path, best.card.tests[0]),
    rollback: undo(survey, [{ action: 'modify', path }]),
    packages: [],
    part: 'integration',
  };
  const index = last ? blueprint.steps.indexOf(last) + 1 : blueprint.steps.length;
  const steps = [...blueprint.steps.slice(0, index), step, ...blueprint.steps.slice(index)];
  return { ...shaped, blueprint: { ...blueprint, steps } };
}

/** The step that writes the new source file of a plan without playbooks. */
function newHome(blueprint: Blueprint): Step | undefined {
  if (blueprint.playbooks.length > 0) return undefined;
  return blueprint.steps.find(s => s.part === 'core' && s.files.some(f => f.action === 'create'));
}

/** The wish becomes a requirement that an existing step serves, in the file that it writes. */
function joinStep(shaped: Shaped, home: Step, what: string, words: string): Shaped {
  const { blueprint, id } = withRequirement(
    shaped.blueprint,
    `${what.charAt(0).toUpperCase()}${what.slice(1)}.`,
    words,
  );
  const path = home.files.find(f => f.action === 'create')?.path;
  const steps = blueprint.steps.map(s =>
    s.id === home.id
      ? {
          ...s,
          serves: [...s.serves, id],
          details: [...s.details, `You asked: “${words}”. It belongs in \`${path}\` too.`],
        }
      : s,
  );
  return { ...shaped, blueprint: { ...blueprint, steps } };
}

/** What stood among the next steps becomes a step, at the end: nothing of the code is known for it yet. */
function promote(survey: Survey, shaped: Shaped, promised: string, what: string, words: string): Shaped {
  const title = `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  const { blueprint, id } = withRequirement(shaped.blueprint, `${title}.`, words);
  const step: Step = {
    id: `S-${slug(what, 30, 'also')}`,
    title,
    estimate: estimate(survey, { lines: 60, files: 1 }),
    serves: [id],
    dependsOn: blueprint.steps
      .filter(s => s.part === 'core')
      .slice(-1)
      .map(s => s.id),
    details: [promised, `You asked for it: “${words}”.`],
    files: [],
    functions: [],
    code: [],
    verify: [
      {
        kind: 'observe',
        text: `The figures of “${what}” stand in the pull request, with the command that gave them.`,
      },
    ],
    rollback: [],
    packages: [],
    part: 'testing',
  };
  return {
    ...shaped,
    blueprint: {
      ...blueprint,
      steps: [...blueprint.steps, step],
      nextSteps: blueprint.nextSteps.filter(n => n !== promised),
    },
  };
}
