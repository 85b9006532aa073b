import type { CodeBlock, FileChange, Step } from '../../../plan/model.ts';
import { holds } from '../../../playbooks/condition.ts';
import type { Item, StepSpec } from '../../../playbooks/model.ts';
import { fill, type Scope } from '../../../playbooks/template.ts';
import { estimate, linesInFile } from '../draft/estimate.ts';
import { splitSteps } from '../draft/split-steps.ts';
import { targetsOf } from '../draft/targets.ts';
import { undo } from '../draft/undo.ts';
import { verifyFile } from '../draft/verify.ts';
import { fileSource } from '../excerpt.ts';
import { languageOf } from '../languages.ts';
import { mainLanguage } from '../main-language.ts';
import { extOf, folderOf, newPath, patternOf } from '../naming.ts';
import { symbolAt } from '../survey.ts';
import { blockOf, templateFor } from './code.ts';
import type { Composing } from './composing.ts';
import { pathOf, scopeOf } from './context.ts';

/** The texts of items whose conditions hold and whose placeholders are known. */
export function told(items: readonly Item[], scope: Scope): string[] {
  return items.flatMap(item => {
    const text = holds(item.when, scope.test) ? fill(item.text, scope) : undefined;
    return text ? [text.replace(/\s+/g, ' ').trim()] : [];
  });
}

/** Steps of one id from several playbooks become one: what each adds stands in the order of the playbooks. */
export function mergeSpecs(specs: readonly StepSpec[]): readonly StepSpec[] {
  const out = new Map<string, StepSpec>();
  for (const spec of specs) {
    const first = out.get(spec.id);
    out.set(
      spec.id,
      first
        ? {
            ...first,
            lines: first.lines + spec.lines,
            per: [...first.per, ...spec.per],
            serves: [...new Set([...first.serves, ...spec.serves])],
            after: [...new Set([...first.after, ...spec.after])],
            details: [...first.details, ...spec.details],
            files: [...first.files, ...spec.files],
            functions: [...first.functions, ...spec.functions],
            code: [...first.code, ...spec.code],
            verify: [...first.verify, ...spec.verify],
            rollback: [...first.rollback, ...spec.rollback],
          }
        : spec,
    );
  }
  return [...out.values()];
}

/** The steps of the plan that a playbook's one becomes: itself, what the planner works out in its place, or none. */
export function stepsOf(c: Composing, spec: StepSpec): readonly Step[] {
  const scope = scopeOf(c);
  if (!holds(spec.when, scope.test)) return [];
  if (spec.made === 'split') {
    const target = targetsOf(c.survey, 6).find(t => t.path === c.targets[0]?.path);
    const parts = target ? splitSteps(c.survey, target, spec.serves, spec.after) : [];
    if (parts.length > 0) return parts;
  }
  const step = bindStep(c, spec);
  return step ? [step] : [];
}

/** A step of the plan, or undefined where nothing of it binds to this project. `serves` are playbook requirement keys. */
function bindStep(c: Composing, spec: StepSpec): Step | undefined {
  const scope = scopeOf(c);
  if (!holds(spec.when, scope.test)) return undefined;
  const title = fill(spec.title, scope);
  const files = mergeFiles(spec.files.flatMap(f => fileChanges(c, scope, f)));
  if (!title || (spec.files.length > 0 && files.length === 0)) return undefined;
  const code = spec.code.flatMap(x => codeBlock(c, scope, x));
  const grown = grownBy(spec, scope);
  const lines =
    spec.lines +
    grown.lines +
    code
      .filter(b => b.kind === 'new' || b.kind === 'schema')
      .reduce((n, b) => n + b.code.split('\n').length, 0) +
    files
      .filter(f => f.action === 'modify')
      .reduce((n, f) => n + Math.min(15, linesInFile(c.survey, f.path)), 0);
  const rollback = told(spec.rollback, scope);
  const verify = spec.verify
    .flatMap(v => verification(c, scope, v))
    .filter((v, i, all) => all.findIndex(o => o.text === v.text) === i);
  const first = files[0];
  return {
    id: spec.id,
    title,
    estimate: estimate(c.survey, {
      lines: Math.max(lines, 3),
      files: Math.max(1, files.length, grown.files),
    }),
    serves: [...spec.serves],
    dependsOn: [...spec.after],
    details: told(spec.details, scope),
    files,
    functions: spec.functions.flatMap(f => {
      const signature = holds(f.when, scope.test) ? fill(f.signature, scope) : undefined;
      const purpose = fill(f.purpose, scope);
      return signature && purpose ? [{ signature: inStyle(signature, mainLanguage(c.survey)), purpose }] : [];
    }),
    code,
    verify:
      verify.length > 0
        ? verify
        : first
          ? verifyFile(c.survey, first.path, c.survey.cards.get(first.path)?.tests[0])
          : [],
    rollback: rollback.length > 0 ? rollback : undoing(c, files),
    packages: [],
    part: spec.part,
  };
}

/** Lines and files that a step grows by with what the project has of something. */
function grownBy(spec: StepSpec, scope: Scope): { readonly lines: number; readonly files: number } {
  const number = (name: string | undefined): number => {
    const value = name === undefined ? 0 : Number(scope.value(name) ?? 0);
    return Number.isFinite(value) ? value : 0;
  };
  const held = spec.per.filter(per => holds(per.when, scope.test));
  return {
    lines: Math.round(held.reduce((sum, per) => sum + number(per.of) * per.lines, 0)),
    files: held.reduce((sum, per) => sum + number(per.files), 0),
  };
}

/** How a step is undone. What an earlier step made has no state to bring back: it goes with that step. */
function undoing(c: Composing, files: readonly FileChange[]): string[] {
  const own = files.filter(f => f.action === 'create' || c.survey.paths.has(f.path));
  const later = files.filter(f => !own.includes(f)).map(f => `\`${f.path}\``);
  const said = later.length > 0 ? [`${later.join(', ')} goes with the step that creates it.`] : [];
  return [...(own.length > 0 ? undo(c.survey, own) : []), ...said];
}

/** A signature in the project's way of naming: `markAsRead(userId, { limit })` is `mark_as_read(user_id, limit)` in Python and Ruby. */
function inStyle(signature: string, language: string): string {
  if (language !== 'python' && language !== 'ruby') return signature;
  const names = signature.replace(
    /([a-z0-9])([A-Z])/g,
    (_, a: string, b: string) => `${a}_${b.toLowerCase()}`,
  );
  return names.replace(/\{\s*|\s*\}/g, '');
}

/** One entry a path: the sentences of several playbooks about one file are joined. */
export function mergeFiles(files: readonly FileChange[]): FileChange[] {
  const out = new Map<string, FileChange>();
  for (const file of files) {
    const first = out.get(file.path);
    if (!first) out.set(file.path, file);
    else if (!first.what.includes(file.what))
      out.set(file.path, { ...first, what: `${first.what}; ${file.what}` });
  }
  return [...out.values()];
}

function fileChanges(c: Composing, scope: Scope, spec: StepSpec['files'][number]): FileChange[] {
  if (!holds(spec.when, scope.test)) return [];
  if (spec.each !== undefined) {
    const entries = scope.list(spec.each).slice(spec.skip);
    return entries.flatMap((entry, i) => {
      const others = entries.slice(i + 1).filter(o => o.path === entry.path && o.symbol !== undefined);
      const what = fill(perEntry(spec.what, entry), scope);
      const path = entry[spec.as ?? 'path'];
      if (!what || !path) return [];
      if (spec.as !== undefined)
        return [{ action: c.survey.paths.has(path) ? ('modify' as const) : ('create' as const), path, what }];
      // One line a file: what else of it changes stands behind the first.
      if (entries.findIndex(o => o.path === path) < i) return [];
      const also = others.map(o => `\`${o.symbol}\``).join(', ');
      return [
        {
          action: 'modify' as const,
          path,
          what: also ? `${what}; the same in ${also}` : what,
          ...(entry.symbol ? { symbol: entry.symbol } : {}),
          ...(entry.at ? { at: entry.at } : {}),
        },
      ];
    });
  }
  const what = fill(spec.what, scope);
  const name = spec.create ?? spec.modify ?? spec.write ?? '';
  const path = pathOf(c, scope, fill(name, scope) ?? '');
  if (!what || !path) return [];
  const own = spec.own === undefined ? undefined : ownModel(c, path, fill(spec.own, scope));
  if (own !== undefined)
    return c.survey.paths.has(own)
      ? [{ action: 'modify', path: own, what }]
      : [{ action: 'create', path: own, what, at: `${path}:1` }];
  const known = c.survey.paths.has(path);
  const create = spec.create !== undefined || (spec.write !== undefined && !known);
  if (create && known && spec.create !== undefined) return [{ action: 'modify', path, what }];
  if (!create && !known && !spec.modify?.startsWith('new.')) return [];
  if (create) {
    const like = spec.at === undefined ? undefined : fill(spec.at, scope);
    return [{ action: 'create', path, what, ...(like ? { at: like } : {}) }, ...dumpOf(c, path)];
  }
  const slot = c.slots.get(name);
  const symbol = spec.symbol === undefined ? slot?.symbol : fill(spec.symbol, scope);
  const at = spec.at === undefined ? (symbol ? placeOf(c, path, symbol) : undefined) : fill(spec.at, scope);
  return [{ action: 'modify', path, what, ...(symbol && at ? { symbol } : {}), ...(at ? { at } : {}) }];
}

/** Rails writes the whole schema anew after each migration: it belongs to the same commit. */
function dumpOf(c: Composing, migration: string): FileChange[] {
  const dump = ['db/schema.rb', 'db/structure.sql'].find(p => c.survey.paths.has(p));
  return dump !== undefined && migration.startsWith('db/migrate/')
    ? [
        {
          action: 'modify',
          path: dump,
          what: `written by \`bin/rails db:migrate\` after \`${migration}\`, not by hand`,
        },
      ]
    : [];
}

/** The file of a new model where each has its own; undefined where they share one. */
function ownModel(c: Composing, schema: string, name: string | undefined): string | undefined {
  const folder = c.slots.get('schema')?.values.apart;
  if (folder === undefined || !name || folderOf(schema) !== folder) return undefined;
  const beside = (c.survey.roles.get('model') ?? []).filter(
    p => folderOf(p) === folder && extOf(p) === extOf(schema),
  );
  const pattern = patternOf(beside);
  return pattern && newPath({ ...pattern, folder }, name);
}

function perEntry(text: string, entry: Readonly<Record<string, string>>): string {
  return text.replace(
    /\{\{\.(\w+)\}\}/g,
    (whole, key: string) => entry[key] ?? whole.replace('.', 'missing.'),
  );
}

function placeOf(c: Composing, path: string, symbol: string): string | undefined {
  const found = symbolAt(c.survey, path, symbol);
  return found && `${path}:${found.line}`;
}

/** Excerpts of one list in a step. */
const MOST_SHOWN = 4;

function codeBlock(c: Composing, scope: Scope, spec: StepSpec['code'][number]): CodeBlock[] {
  if (spec.each === undefined) return oneBlock(c, scope, spec, text => text);
  const entry = /\b([a-z]+)([.:])\*/g;
  return scope
    .list(spec.each)
    .slice(0, MOST_SHOWN)
    .flatMap((_, i) => {
      const named = (text: string): string => text.replace(entry, `$1$2${i}`);
      const own: Scope = { ...scope, test: name => scope.test(named(name)) };
      return oneBlock(c, own, spec, named);
    });
}

function oneBlock(
  c: Composing,
  scope: Scope,
  spec: StepSpec['code'][number],
  named: (text: string) => string,
): CodeBlock[] {
  if (!holds(spec.when, scope.test)) return [];
  const caption = fill(named(spec.caption), scope);
  if (caption === undefined) return [];
  if (spec.existing !== undefined) return existing(c, scope, named(spec.existing), caption);
  const template = spec.template === undefined ? undefined : templateFor(c, spec.template);
  if (!template) return [];
  const block = blockOf(c, scope, { ...template, code: named(template.code) }, caption, spec.kind);
  return block ? [block] : [];
}

function existing(c: Composing, scope: Scope, name: string, caption: string): CodeBlock[] {
  const slot = c.slots.get(name);
  const path = slot?.path ?? scope.value(`${name}.path`);
  const known = path === undefined ? undefined : c.survey.cards.get(path);
  // A file without symbols, such as a workflow, shows how it begins.
  const begin = slot && known?.symbols.length === 0 ? 1 : Number.NaN;
  const line = slot?.line ?? Number(scope.value(`${name}.line`) ?? begin);
  const file = path === undefined ? undefined : c.survey.texts.get(path);
  if (!file || path === undefined || !Number.isFinite(line)) return [];
  // A place that is told by a line, not by a symbol, shows what stands around that line.
  const isLine = slot !== undefined && slot.symbol === undefined && slot.line !== undefined;
  const symbol = isLine ? undefined : c.survey.cards.get(path)?.symbols.find(s => s.line === line);
  const source = fileSource(file, line, Math.min(line + 13, symbol?.endLine ?? line + 9), c.survey.commit);
  if (!source?.excerpt) return [];
  return [{ language: languageOf(path), caption, code: source.excerpt.text, kind: 'existing', source }];
}

function verification(_c: Composing, scope: Scope, spec: StepSpec['verify'][number]): Step['verify'] {
  if (!holds(spec.when, scope.test)) return [];
  if (spec.test !== undefined) {
    const text = scope.value(`test.${spec.test}`);
    return text ? [{ kind: 'command', text }] : [];
  }
  if (spec.script !== undefined) {
    const text = scope.value(`script.${spec.script}`);
    return text ? [{ kind: 'command', text }] : [];
  }
  const text = fill(spec.observe ?? spec.command ?? '', scope);
  return text
    ? [{ kind: spec.command === undefined ? 'observe' : 'command', text: text.replace(/\s+/g, ' ').trim() }]
    : [];
}
