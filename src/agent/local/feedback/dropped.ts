import type { CodeBlock, Step } from '../../../plan/model.ts';
import { escapeRegExp } from '../../../shared/text/index.ts';
import type { Blueprint } from '../draft/blueprint.ts';

/**
 * Takes out of the steps that stay what can no longer work once `ids` are dropped: code that uses a name which only
 * they declare, files that only that code was for, and packages that nothing imports any more. `robbed` are the steps
 * that lost code.
 */
export function withoutCodeOf(
  blueprint: Blueprint,
  ids: readonly string[],
  words: string,
): { readonly blueprint: Blueprint; readonly robbed: readonly Step[] } {
  const going = blueprint.steps.filter(s => ids.includes(s.id));
  const paths = going.flatMap(s => s.files.filter(f => f.action === 'create').map(f => f.path));
  const names = declared(going.flatMap(s => s.code));
  let steps = blueprint.steps;
  // Code that goes may have declared what other code used: again until nothing more goes.
  for (let before = -1; before !== blocksOf(steps); ) {
    before = blocksOf(steps);
    const kept = declared(steps.filter(s => !ids.includes(s.id)).flatMap(s => s.code));
    const only = [...names].filter(n => !kept.has(n));
    if (only.length === 0) break;
    // A name counts where it stands as code: called, constructed, read from, or as a type; not inside a path or a word.
    const uses = new RegExp(`(?<![\\w'"/-])(?:${only.join('|')})(?=[\\s,;:.()<>}])`);
    steps = steps.map(s =>
      ids.includes(s.id)
        ? s
        : { ...s, code: s.code.filter(c => c.kind !== 'new' || !uses.test(withoutComments(c.code))) },
    );
  }
  const robbed: Step[] = [];
  const said = steps.map((s, i) => {
    const was = blueprint.steps[i];
    const lost = (was?.code ?? [])
      .filter(c => !s.code.includes(c))
      .flatMap(c => /`[^`]+`/.exec(c.caption)?.[0] ?? []);
    const needs = s.dependsOn.some(d => ids.includes(d)) && s.part !== 'testing';
    if (ids.includes(s.id) || (lost.length === 0 && !needs)) return s;
    const speaks = (text: string): boolean => paths.some(p => text.includes(p));
    const left = `The code for ${[...new Set(lost)].join(', ')} used what was dropped (“${words}”) and is left out: write it without.`;
    const step = {
      ...s,
      details: [...s.details.filter(d => !speaks(d)), ...(lost.length > 0 ? [left] : [])],
      functions: s.functions.filter(f => !speaks(f.purpose)),
    };
    robbed.push(step);
    return step;
  });
  return { blueprint: unused({ ...blueprint, steps: said }, ids), robbed };
}

function blocksOf(steps: readonly Step[]): number {
  return steps.reduce((n, s) => n + s.code.length, 0);
}

/** Names that new code declares at its top level. */
function declared(blocks: readonly CodeBlock[]): ReadonlySet<string> {
  const pattern = /^(?:export )?(?:async )?(?:const|let|function|class|interface|type) (\w{4,})/gm;
  return new Set(
    blocks.filter(b => b.kind === 'new').flatMap(b => [...b.code.matchAll(pattern)].flatMap(m => m[1] ?? [])),
  );
}

function withoutComments(code: string): string {
  return code.replace(/^\s*(?:\/\/|#).*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '');
}

/** Packages that only dropped steps imported are not installed; an installing step without packages goes. */
function unused(blueprint: Blueprint, ids: readonly string[]): Blueprint {
  const code = (steps: readonly Step[]): string =>
    steps.flatMap(s => s.code.filter(c => c.kind === 'new').map(c => c.code)).join('\n');
  const before = code(blueprint.steps);
  const after = code(blueprint.steps.filter(s => !ids.includes(s.id)));
  const imports = (text: string, name: string): boolean =>
    new RegExp(`['"]${escapeRegExp(name)}['"]`).test(text);
  const gone = new Set(
    blueprint.steps
      .filter(s => !ids.includes(s.id))
      .flatMap(s => s.packages)
      .filter(p => imports(before, p.name) && !imports(after, p.name))
      .map(p => p.name),
  );
  if (gone.size === 0) return blueprint;
  const without = (text: string): string =>
    [...gone].reduce(
      (t, n) =>
        t
          .replaceAll(`\`${n}\`, `, '')
          .replaceAll(` ${n},`, '')
          .replaceAll(`, \`${n}\``, '')
          .replaceAll(` ${n}`, ''),
      text,
    );
  return {
    ...blueprint,
    steps: blueprint.steps.map(s =>
      s.packages.some(p => gone.has(p.name))
        ? {
            ...s,
            title: without(s.title),
            packages: s.packages.filter(p => !gone.has(p.name)),
            files: s.files.map(f => ({ ...f, what: without(f.what) })),
            code: s.code
              .map(c => (c.kind === 'command' ? { ...c, code: without(c.code) } : c))
              .map(c => ({ ...c, code: c.code.replace(/^npm install(?: --save-dev)?\n?$/gm, '').trim() }))
              .filter(c => c.code !== ''),
            verify: s.verify.map(v => ({ ...v, text: without(v.text) })),
            rollback: s.rollback.map(without),
          }
        : s,
    ),
  };
}

/** Setup steps that are left with nothing to set up: no package, or settings that no step reads any more. */
export function idleSetup(blueprint: Blueprint, ids: readonly string[]): readonly string[] {
  const staying = blueprint.steps.filter(s => !ids.includes(s.id));
  const read = staying.filter(s => s.part !== 'setup').flatMap(s => s.code.map(c => c.code));
  return staying
    .filter(s => s.part === 'setup')
    .filter(s => {
      const settings = s.title.match(/[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+/g) ?? [];
      const was = blueprint.steps.filter(o => ids.includes(o.id)).flatMap(o => o.code.map(c => c.code));
      if (/install/i.test(s.id)) return s.packages.length === 0;
      return (
        settings.length > 0 &&
        settings.every(n => was.some(text => text.includes(n)) && !read.some(text => text.includes(n)))
      );
    })
    .map(s => s.id);
}
