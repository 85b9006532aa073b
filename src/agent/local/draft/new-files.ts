import type { CodeSymbol, Role } from '../../../domain/index.ts';
import { caseAs, extOf, folderOf, newPath, patternOf, testPathFor } from '../naming.ts';
import { hasRole, type Survey } from '../survey.ts';
import { contentWords, isMaking, kindAndPurpose, overlap, stem } from '../words.ts';
import { called, REACHED_FROM, type Target } from './targets.ts';
import { isTest } from './tests.ts';

export interface NewFile {
  readonly path: string;
  readonly test: string;
  readonly lines: number;
  readonly siblings: readonly string[];
  readonly exemplar: CodeSymbol | undefined;
  /** The file beside which it stands; it stays as it is where something else can call the new one. */
  readonly home: string;
  /** The folder of what it is reached from, where the goal says what that is (a command, an endpoint, a page). */
  readonly reachedIn?: string;
  /** Signature of its main function, shaped like the exemplar's. */
  readonly signature: string;
}

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
  const { kind, purpose } = kindAndPurpose(survey.goal.object);
  if (!isMaking(survey.goal.verb) || PART.test(kind)) return [];
  const place = REACHED_FROM.find(([words]) => words.test(kind));
  const home = homeOf(survey, targets, place?.[1]);
  // Beside its like the folder says what kind of thing it is: `doctor` for "doctor command".
  const named = contentWords(kind).slice(-3);
  const bare = place && home?.beside ? named.filter(w => !place[0].test(w)) : named;
  // "command that searches the gists" is called by what it does.
  const words = [bare, contentWords(purpose ?? '').slice(0, 2), named].find(w => w.length > 0) ?? [];
  if (!home || words.length === 0) return [];
  const stems = new Set(words.map(stem));
  const taken = targets.some(
    t => overlap(`${t.path} ${t.card.symbols.map(s => s.name).join(' ')}`, stems) === stems.size,
  );
  // What is wanted of a thing that the goal names is a part of it.
  if (taken || targets.some(t => t.symbol && called(t.symbol.name, survey.goal.target))) return [];
  const folder = folderOf(home.target.path);
  const siblings = [...survey.paths].filter(
    p => folderOf(p) === folder && extOf(p) === extOf(home.target.path) && !isTest(survey, p),
  );
  const pattern = patternOf(siblings);
  if (!pattern) return [];
  const path = newPath(pattern, words.join(' '));
  if (survey.paths.has(path)) return [];
  const runs = home.target.card.symbols.find(
    s => s.exported && (s.kind === 'function' || s.kind === 'component'),
  );
  const exemplar =
    home.like ??
    (home.target.symbol?.kind === 'method' ? (runs ?? home.target.symbol) : (home.target.symbol ?? runs));
  const weightOf = (p: string): number => (p === exemplar?.path ? 2 : p === home.target.path ? 1 : 0);
  return [
    {
      path,
      test: testPathFor(path, survey.roles.get('test') ?? []),
      lines: exemplar ? Math.max(25, Math.min(120, exemplar.endLine - exemplar.line + 15)) : 40,
      siblings: siblings
        .filter(s => s !== path && !/(?:^|\/)(?:index|__init__|mod)\./.test(s))
        .sort((a, b) => weightOf(b) - weightOf(a))
        .slice(0, 2),
      exemplar,
      home: home.target.path,
      ...(home.beside ? { reachedIn: folder } : {}),
      signature: signatureLike(exemplar, words, path),
    },
  ];
}

interface Home {
  readonly target: Target;
  /** Whether it stands where things of the wanted kind stand. */
  readonly beside: boolean;
  /** A thing of the wanted kind: what the surface brings in from beside itself. */
  readonly like?: CodeSymbol | undefined;
}

/** The function of a file of this folder that the surface imports: the shortest that is more than a line or two. */
function likeOf(survey: Survey, surface: Target): CodeSymbol | undefined {
  return surface.card.imports
    .filter(p => folderOf(p) === folderOf(surface.path) && !isTest(survey, p))
    .flatMap(p => survey.cards.get(p)?.symbols.filter(s => s.exported && s.kind === 'function') ?? [])
    .filter(s => s.endLine - s.line >= 5 && survey.texts.has(s.path))
    .sort((a, b) => a.endLine - a.line - (b.endLine - b.line) || (a.path < b.path ? -1 : 1))[0];
}

/** The file beside which a new one belongs: in the folder of what the goal's kind is reached from, else by role and rank. */
function homeOf(
  survey: Survey,
  targets: readonly Target[],
  kind: readonly Role[] | undefined,
): Home | undefined {
  const byScore = [...targets].sort((a, b) => b.impact.score - a.impact.score);
  const surface = kind && byScore.find(t => hasRole(t.card, ...kind));
  if (surface) {
    const near = byScore.find(t => t !== surface && folderOf(t.path) === folderOf(surface.path));
    return { target: near ?? surface, beside: true, like: likeOf(survey, surface) };
  }
  const target =
    byScore.find(t => hasRole(t.card, ...HOMES)) ?? byScore.find(t => t.tier === 'logic') ?? byScore[0];
  return target && { target, beside: false };
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
