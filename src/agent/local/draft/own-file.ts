import { extOf, folderOf, newPath, patternOf, stemOf, testPathFor } from '../naming.ts';
import type { Survey } from '../survey.ts';
import type { Trail } from '../trail.ts';
import { contentWords, kindAndPurpose, stem, tokens } from '../words.ts';
import { type NewFile, signatureLike } from './new-files.ts';
import { isTest } from './tests.ts';
import { saysItAll } from './trail-steps.ts';

/** The file that is called like the trail's name (`planCommand.ts`), and the one that the new thing gets beside it. */
export interface OwnFile {
  readonly like: string;
  readonly file: NewFile;
}

/** Things that have a file of their own get one: where the trail's name is that of a file, named as that is named. */
export function ownFile(survey: Survey, trail: Trail): OwnFile | undefined {
  if (saysItAll(survey, trail)) return undefined;
  const key = tokens(trail.name).join(' ');
  const place = trail.places.find(
    p => !isTest(survey, p.path) && tokens(stemOf(p.path)).join(' ') === key && survey.cards.has(p.path),
  );
  const card = place && survey.cards.get(place.path);
  if (!place || !card) return undefined;
  const { kind, purpose } = kindAndPurpose(survey.goal.object);
  const words = contentWords(purpose ?? survey.goal.means).slice(0, 2);
  const siblings = [...survey.paths].filter(
    p => folderOf(p) === folderOf(place.path) && extOf(p) === extOf(place.path) && !isTest(survey, p),
  );
  const pattern = patternOf(siblings);
  if (!pattern || words.length === 0) return undefined;
  const kinds = new Set(contentWords(kind).map(stem));
  const path = newPath(
    { ...pattern, folder: folderOf(place.path) },
    stemOf(place.path).endsWith(pattern.suffix) && pattern.suffix !== ''
      ? words.join(' ')
      : [...words, ...tokens(stemOf(place.path)).filter(t => kinds.has(stem(t)))].join(' '),
  );
  if (survey.paths.has(path)) return undefined;
  const exemplar =
    card.symbols.find(s => s.exported && tokens(s.name).join(' ') === key) ??
    card.symbols.find(s => s.exported);
  return {
    like: place.path,
    file: {
      path,
      test: testPathFor(path, survey.roles.get('test') ?? []),
      lines: Math.max(25, Math.min(150, card.lines)),
      siblings: [place.path, ...siblings.filter(s => s !== place.path)].slice(0, 2),
      exemplar,
      home: place.path,
      signature: signatureLike(exemplar, tokens(stemOf(path)), path),
    },
  };
}
