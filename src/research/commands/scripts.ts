import type { ProjectScript } from '../port.ts';

const PLAIN: Readonly<Record<ProjectScript['purpose'], RegExp>> = {
  test: /^tests?$/,
  build: /^build$/,
  lint: /^lint$/,
  types: /^(?:type-?check|check-?types|types|tsc)$/,
  start: /^(?:dev|start)$/,
  migrate: /^(?:db:)?migrate$/,
  other: /^$/,
};
const NEAR: Readonly<Partial<Record<ProjectScript['purpose'], RegExp>>> = {
  test: /^(?:unit|tests?[:_-](?:unit|ci|all)|unit[:_-]?tests?|pytest|vitest|jest)$/,
  lint: /^(?:lint[:_-](?:check|ci|all)|check)$/,
};
/** Scripts that watch, measure, mend or open something beside what their purpose says. */
const BESIDE =
  /watch|cov|debug|report|(?:^|[:_-])ui$|update|snap|clean|bench|e2e|integration|validat|fix|write|reset|refresh|profile|publish/;

/** How well a script stands for its purpose: 0 is the one that everybody types, 3 does something beside it. */
export function scriptRank(script: ProjectScript): number {
  const name = script.name.toLowerCase();
  if (PLAIN[script.purpose].test(name)) return 0;
  if (BESIDE.test(name)) return 3;
  return (NEAR[script.purpose]?.test(name) ?? false) ? 1 : 2;
}

/** The script that stands for a purpose; among equals the first. */
export function bestScript(
  scripts: readonly ProjectScript[],
  purpose: ProjectScript['purpose'],
): ProjectScript | undefined {
  return scripts
    .filter(script => script.purpose === purpose)
    .sort((a, b) => scriptRank(a) - scriptRank(b))[0];
}

/** Scripts manifest by manifest as they came, within each the plainest of a purpose before those that do more. */
export function plainestFirst(scripts: readonly ProjectScript[]): readonly ProjectScript[] {
  const places = [...new Set(scripts.map(script => script.source.path))];
  return [...scripts].sort(
    (a, b) => places.indexOf(a.source.path) - places.indexOf(b.source.path) || scriptRank(a) - scriptRank(b),
  );
}
