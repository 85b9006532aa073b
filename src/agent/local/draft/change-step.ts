import type { CodeSymbol } from '../../../domain/index.ts';
import type { CodeBlock, Step } from '../../../plan/model.ts';
import { slug } from '../../../shared/slug.ts';
import { at, symbolSource } from '../excerpt.ts';
import { languageOf } from '../languages.ts';
import { stemOf } from '../naming.ts';
import type { Survey } from '../survey.ts';
import { estimate, linesInFile } from './estimate.ts';
import { type Phrases, SURFACES, sayUses } from './phrases.ts';
import { shapeDetails } from './shape.ts';
import { alreadyThere, type Target } from './targets.ts';
import { isTest } from './tests.ts';
import { undo } from './undo.ts';
import { verifyFile } from './verify.ts';

/** One step for one file that changes: what, why there, who uses it, which commit did the like, how to see it done. */
export function changeStep(
  survey: Survey,
  t: Target,
  serves: readonly string[],
  dependsOn: readonly string[],
  own: Phrases | undefined,
): Step {
  const want = survey.goal.object;
  const phrases = own ?? SURFACES[t.tier];
  const name = t.symbol ? `\`${t.symbol.name}\`` : `\`${stemOf(t.path)}\``;
  const where = t.symbol ? `\`${at(t.symbol)}\`` : `\`${t.path}\``;
  const details = [
    phrases.detail({ name, where, want }),
    ...(own?.pieces ? shapeDetails(survey, t.symbol) : []),
    ...(t.impact.reasons[0]
      ? [
          `Why \`${t.path}\`: ${t.impact.reasons
            .slice(0, 2)
            .map(r => r.detail)
            .join('; ')}.`,
        ]
      : []),
    ...(t.symbol ? sayUses(t.symbol, survey.uses.get(at(t.symbol))) : []),
    // What is restructured is there, and nothing is added to it.
    ...(own?.pieces ? [] : alreadyThere(survey, t.symbol)).map(
      a => `${a}: build on it instead of adding a second.`,
    ),
    ...precedentLine(survey, t.path),
    ...(t.others.length > 0
      ? [
          `Read ${t.others.map(s => `\`${s.name}\` (\`${at(s)}\`)`).join(' and ')} first: ${t.others.length > 1 ? 'they stand' : 'it stands'} beside ${name} and ${t.others.length > 1 ? 'speak' : 'speaks'} of the same thing.`,
        ]
      : []),
  ];
  const lines = linesInFile(survey, t.path);
  return {
    id: stepId(t.path),
    title: phrases.title({ name, where: `\`${t.path}\``, want }),
    estimate: estimate(survey, { lines, files: 1 }),
    serves: [...serves],
    dependsOn: [...dependsOn],
    details,
    files: [
      {
        action: 'modify',
        path: t.path,
        what: phrases.what({ name, where, want }),
        ...(t.symbol ? { symbol: t.symbol.name, at: at(t.symbol) } : {}),
      },
    ],
    functions: [],
    code: excerptOf(survey, t.symbol),
    verify: verifyFile(
      survey,
      t.path,
      t.card.tests.find(x => isTest(survey, x)),
    ),
    rollback: undo(survey, [{ action: 'modify', path: t.path }]),
    packages: [],
    part: t.tier === 'surface' || t.tier === 'entry' ? 'integration' : t.tier === 'config' ? 'setup' : 'core',
  };
}

export function stepId(path: string): string {
  return `S-${slug(
    path
      .replace(/\.[^./]+$/, '')
      .split('/')
      .slice(-2)
      .join(' '),
    40,
    'step',
  )}`;
}

function precedentLine(survey: Survey, path: string): readonly string[] {
  const p = survey.impact.precedents.find(x => x.files.some(f => f.today === path) && x.files.length <= 20);
  if (!p) return [];
  const rest = p.files.flatMap(f => (f.today === undefined || f.today === path ? [] : [f.today])).slice(0, 3);
  const together = rest.length > 0 ? ` together with ${rest.map(f => `\`${f}\``).join(', ')}` : '';
  return [`Commit ${p.sha.slice(0, 7)} (“${p.subject}”) changed \`${path}\`${together}: follow its shape.`];
}

/** The symbol's own lines, verbatim. */
export function excerptOf(survey: Survey, symbol: CodeSymbol | undefined): CodeBlock[] {
  const file = symbol && survey.texts.get(symbol.path);
  if (!symbol || !file) return [];
  const source = symbolSource(file, symbol, survey.commit);
  if (!source?.excerpt) return [];
  return [
    {
      language: languageOf(symbol.path),
      caption: `\`${symbol.name}\` as it stands at \`${at(symbol)}\`:`,
      code: source.excerpt.text,
      kind: 'existing',
      source,
    },
  ];
}
