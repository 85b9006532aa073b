import type { ProposedChange } from '../../../codemap/port.ts';
import { Scanner } from '../../../codemap/scan/scan.ts';
import type { FileChange, Step } from '../../../plan/model.ts';
import { once } from '../../../shared/once.ts';
import { isTest } from '../draft/tests.ts';
import type { Survey } from '../survey.ts';

const ENDINGS = ['', '.ts', '.tsx', '.js', '.jsx', '.mjs', '/index.ts', '/index.tsx', '/index.js'];
const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte|py|go|rs|java|kt|rb|php|cs|swift|scala)$/;

/** What the steps of a plan do to the import graph: tests aside, as nothing rests on them. */
export function changeOf(survey: Survey, steps: readonly Step[]): ProposedChange {
  const files = steps.flatMap(s => s.files).filter(f => CODE.test(f.path) && !isTest(survey, f.path));
  const created = [...new Set(files.filter(f => f.action === 'create').map(f => f.path))];
  return {
    touched: [...new Set(files.map(f => f.path))].filter(path => !created.includes(path)),
    created,
    symbols: files.flatMap(f => [...changedIn(survey, f)].map(name => ({ path: f.path, name }))),
    imports: importsOf(survey, steps, created),
    likes: files.flatMap(f => {
      const like = f.action === 'create' ? f.at?.replace(/:\d+$/, '') : undefined;
      return like === undefined ? [] : [{ path: f.path, like }];
    }),
  };
}

/** The name that a change speaks of, and what it stands in. */
function changedIn(survey: Survey, { path, symbol, at }: FileChange): ReadonlySet<string> {
  const line = Number(/:(\d+)$/.exec(at ?? '')?.[1] ?? 0);
  const around = survey.cards
    .get(path)
    ?.symbols.filter(s => s.container === undefined && s.line <= line && line <= s.endLine);
  return new Set([...(symbol === undefined ? [] : [symbol]), ...(around ?? []).map(s => s.name)]);
}

/** Imports that the code of the steps holds; where no step has code, a file that changes after a new one was written uses it. */
function importsOf(
  survey: Survey,
  steps: readonly Step[],
  created: readonly string[],
): ProposedChange['imports'] {
  // One for all of them: to make it costs more than most blocks.
  const scanner = once(() => new Scanner());
  const written = steps.flatMap(step =>
    step.code.flatMap(block => {
      const path = block.kind === 'new' ? pathIn(block.caption, step) : undefined;
      return path === undefined ? [] : importsIn(scanner(), survey, created, path, block.code);
    }),
  );
  if (written.length > 0 || steps.some(s => s.code.some(b => b.kind === 'new'))) return onceEach(written);
  const made = new Map(
    steps.flatMap(s => s.files.filter(f => created.includes(f.path)).map(f => [s.id, f.path] as const)),
  );
  return onceEach(
    steps.flatMap(step =>
      step.dependsOn.flatMap(id => {
        const to = made.get(id);
        const changed = step.files.filter(
          f => f.action === 'modify' && CODE.test(f.path) && !isTest(survey, f.path),
        );
        return to === undefined ? [] : changed.map(f => ({ from: f.path, to }));
      }),
    ),
  );
}

function onceEach(imports: ProposedChange['imports']): ProposedChange['imports'] {
  return imports.filter(
    (a, i) => a.from !== a.to && imports.findIndex(b => a.from === b.from && a.to === b.to) === i,
  );
}

/** The file of the step that a block's caption speaks of. */
function pathIn(caption: string, step: Step): string | undefined {
  const named = [...caption.matchAll(/`([^`]+)`/g)].map(m => (m[1] ?? '').replace(/:\d+(?:[-–]\d+)?$/, ''));
  return named.find(path => step.files.some(f => f.path === path));
}

function importsIn(
  scanner: Scanner,
  survey: Survey,
  created: readonly string[],
  path: string,
  code: string,
): ProposedChange['imports'] {
  return scanner.scan(path, code).imports.flatMap(({ specifier }) => {
    const to = candidates(path, specifier).find(c => survey.paths.has(c) || created.includes(c));
    return to === undefined ? [] : [{ from: path, to }];
  });
}

/** Paths that a specifier may mean: relative ones of scripts, modules of Python. */
function candidates(from: string, specifier: string): readonly string[] {
  const folder = from.split('/').slice(0, -1);
  if (/\.py$/.test(from)) {
    const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
    const base = dots > 0 ? folder.slice(0, folder.length - dots + 1) : [];
    const module = [...base, ...specifier.slice(dots).split('.').filter(Boolean)].join('/');
    return [`${module}.py`, `${module}/__init__.py`, `src/${module}.py`, `src/${module}/__init__.py`];
  }
  if (!specifier.startsWith('.')) return [];
  const parts = [...folder];
  for (const part of specifier.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  const stem = parts.join('/');
  return [...ENDINGS, ...ENDINGS].map(
    (ending, i) => (i < ENDINGS.length ? stem : stem.replace(/\.js$/, '')) + ending,
  );
}
