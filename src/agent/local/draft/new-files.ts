import type { CodeSymbol, Role } from '../../../domain/index.ts';
import { caseAs, extOf, folderOf, newPath, patternOf, testPathFor } from '../naming.ts';
import { hasRole, type Survey } from '../survey.ts';
import { contentWords, overlap, stem } from '../words.ts';
import { called, type Target } from './targets.ts';
import { isTest } from './tests.ts';

export interface NewFile {
  readonly path: string;
  readonly test: string;
  readonly lines: number;
  readonly siblings: readonly string[];
  readonly exemplar: CodeSymbol | undefined;
  /** The file beside which it stands; it stays as it is where something else can call the new one. */
  readonly home: string;
  /** Signature of its main function, shaped like the exemplar's. */
  readonly signature: string;
}

const MAKING = new Set([
  'add',
  'create',
  'build',
  'implement',
  'introduce',
  'support',
  'provide',
  'allow',
  'export',
  'import',
  'write',
  'send',
]);
/** Things that are part of something that exists: they get no file of their own. */
const PART =
  /\b(?:option|flag|field|column|parameter|argument|setting|property|header|attribute|check|validation|message|placeholder|label|method|index|timeout|retry|retries)s?\b/i;

const HOMES: readonly Role[] = [
  'service',
  'repository',
  'job',
  'util',
  'middleware',
  'controller',
  'ui-component',
  'page',
];

/**
 * A goal that makes something whose words no definition carries yet gets one new file, beside the ranked file
 * that is most alike; nothing new for fixes, refactorings and extensions of what is there.
 */
export function newFilesFor(survey: Survey, targets: readonly Target[]): readonly NewFile[] {
  if (!MAKING.has(survey.goal.verb) || PART.test(survey.goal.object)) return [];
  const words = contentWords(survey.goal.object).slice(-3);
  const home = homeOf(targets);
  if (!home || words.length === 0) return [];
  const stems = new Set(words.map(stem));
  const taken = targets.some(
    t => overlap(`${t.path} ${t.card.symbols.map(s => s.name).join(' ')}`, stems) === stems.size,
  );
  // What is wanted of a thing that the goal names is a part of it.
  if (taken || targets.some(t => t.symbol && called(t.symbol.name, survey.goal.target))) return [];
  const folder = folderOf(home.path);
  const siblings = [...survey.paths].filter(
    p => folderOf(p) === folder && extOf(p) === extOf(home.path) && !isTest(survey, p),
  );
  const pattern = patternOf(siblings);
  if (!pattern) return [];
  const path = newPath(pattern, words.join(' '));
  if (survey.paths.has(path)) return [];
  const runs = home.card.symbols.find(s => s.exported && (s.kind === 'function' || s.kind === 'component'));
  const exemplar = home.symbol?.kind === 'method' ? (runs ?? home.symbol) : (home.symbol ?? runs);
  return [
    {
      path,
      test: testPathFor(path, survey.roles.get('test') ?? []),
      lines: exemplar ? Math.max(25, Math.min(120, exemplar.endLine - exemplar.line + 15)) : 40,
      siblings: siblings
        .filter(s => s !== path && !/(?:^|\/)(?:index|__init__|mod)\./.test(s))
        .sort((a, b) => Number(b === home.path) - Number(a === home.path))
        .slice(0, 2),
      exemplar,
      home: home.path,
      signature: signatureLike(exemplar, words, path),
    },
  ];
}

function homeOf(targets: readonly Target[]): Target | undefined {
  const byScore = [...targets].sort((a, b) => b.impact.score - a.impact.score);
  return byScore.find(t => hasRole(t.card, ...HOMES)) ?? byScore.find(t => t.tier === 'logic') ?? byScore[0];
}

/** The exemplar's signature under the new name, so that arguments and keywords are the project's own. */
export function signatureLike(
  exemplar: CodeSymbol | undefined,
  words: readonly string[],
  path: string,
): string {
  const snake = /\.(?:py|rb|rs|ex|php)$/.test(path);
  const pascal = exemplar && /^[A-Z]/.test(exemplar.name) && !exemplar.name.includes('_');
  const name = caseAs(words.join(' '), pascal ? 'pascal' : snake ? 'snake' : 'camel');
  if (!exemplar) return `${name}()`;
  const renamed = exemplar.signature.replace(exemplar.name, name).replace(/\s*[{:]\s*$/, '');
  return renamed.includes(name) ? renamed : `${name}()`;
}
