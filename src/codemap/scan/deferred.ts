import type { Outline, ScannedImport } from './scanned.ts';

/** Languages whose imports are statements that run where they stand. */
const RUNS_IN_PLACE = new Set(['typescript', 'tsx', 'javascript', 'vue', 'python']);

/** The imports, those inside a function marked: they wait until it runs. */
export function deferred(language: string, { symbols, imports }: Outline): readonly ScannedImport[] {
  if (!RUNS_IN_PLACE.has(language) || imports.length === 0) return imports;
  const bodies = symbols.filter(s => (s.kind === 'function' || s.kind === 'method') && s.endLine > s.line);
  const first = bodies.reduce((min, s) => Math.min(min, s.line), Number.POSITIVE_INFINITY);
  const inside = (line: number) => line > first && bodies.some(s => s.line < line && line <= s.endLine);
  return imports.map(i => (i.soft || !inside(i.line) ? i : { ...i, soft: 'later' }));
}
