import { fixtureFolder } from '../../../codemap/roles/fixture.ts';
import type { CodeSymbol, Role } from '../../../domain/index.ts';
import { baseOf, folderOf, stemOf } from '../naming.ts';
import { resourceOf } from '../resource.ts';
import type { Survey } from '../survey.ts';
import { stem, tokens } from '../words.ts';
import type { Slot } from './finder.ts';

/** Slots that only a goal which names a thing has: the files that serve this thing already. */
const OWN: Readonly<Record<string, { readonly is: string; readonly roles: readonly Role[] }>> = {
  'own-route': { is: 'the routes of the thing that the goal names', roles: ['router'] },
  'own-controller': { is: 'the controller of the thing that the goal names', roles: ['controller'] },
  'own-service': { is: 'the service of the thing that the goal names', roles: ['service'] },
  'own-repository': { is: 'the repository of the thing that the goal names', roles: ['repository'] },
  'own-model': { is: 'the model of the thing that the goal names', roles: ['schema', 'model', 'types'] },
};

export const OWN_NAMES: readonly (readonly [string, string])[] = Object.entries(OWN).map(([name, { is }]) => [
  name,
  is,
]);

/** Finds them by the last word of what the goal names: `order` in `order.routes.ts`, or `model Order` in a schema. */
export function ownSlots(survey: Survey): readonly (readonly [string, Slot])[] {
  const words = resourceOf(survey.goal.text)?.split(' ') ?? [];
  // "order history" is served where orders are, unless a file says history.
  return (
    words
      .reverse()
      .map(word => ownOf(survey, stem(word)))
      .find(found => found.length > 0) ?? []
  );
}

function ownOf(survey: Survey, wanted: string): readonly (readonly [string, Slot])[] {
  const says = (name: string): boolean => tokens(name).some(w => stem(w) === wanted);
  return Object.entries(OWN).flatMap(([name, { roles }]) => {
    const paths = [...new Set(roles.flatMap(r => survey.roles.get(r) ?? []))].filter(
      p => fixtureFolder(p) === undefined,
    );
    const symbolsOf = (path: string): readonly CodeSymbol[] =>
      (survey.cards.get(path)?.symbols ?? []).filter(s => s.kind !== 'section' && s.kind !== 'property');
    const named = paths.filter(p => says(stemOf(p)));
    const path =
      named.sort((a, b) => tokens(stemOf(a)).length - tokens(stemOf(b)).length)[0] ??
      (name === 'own-model'
        ? paths.find(p => symbolsOf(p).some(s => stem(s.name.toLowerCase()) === wanted))
        : undefined);
    if (path === undefined) return [];
    const all = symbolsOf(path);
    const big = [...all].sort((a, b) => size(b) - size(a))[0];
    const symbol =
      all.find(s => stem(s.name.toLowerCase()) === wanted) ??
      all.find(s => s.exported && says(s.name)) ??
      big;
    return [
      [
        name,
        {
          path,
          ...(symbol ? { symbol: symbol.name, line: symbol.line } : {}),
          values: { file: baseOf(path), folder: folderOf(path) },
        },
      ] as const,
    ];
  });
}

function size(symbol: CodeSymbol): number {
  return (symbol.exported ? 1000 : 0) + symbol.endLine - symbol.line;
}
