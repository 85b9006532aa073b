import { type GoalKind, Role } from '../../../domain/index.ts';
import type { MatchedPlaybook } from '../../../playbooks/match.ts';
import type { QuestionSpec } from '../../../playbooks/model.ts';
import { fill, type Scope } from '../../../playbooks/template.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import { findEmitters } from '../emitters.ts';
import { frameworksOf, isAsideManifest } from '../frameworks.ts';
import { languageAsked } from '../language-asked.ts';
import type { Entry } from '../lists/found.ts';
import { allLists, LIST_NAMES } from '../lists/index.ts';
import { extOf, folderOf, stemOf } from '../naming.ts';
import { inNumberOf, resourceOf } from '../resource.ts';
import { findSlots, slotValue } from '../slots/index.ts';
import type { Survey } from '../survey.ts';
import { stem, tokens } from '../words.ts';
import type { Composing } from './composing.ts';
import { factHolds, hasModel, languageHolds, manyProcesses, standsIn } from './holding.ts';
import { unmetNeeds } from './needs.ts';
import { insideOnly, placePath } from './places.ts';
import { sourceRoot } from './roots.ts';
import { subjectsOf } from './subject.ts';
import { type GoalValue, isConditionHead, isGoalValue, isValueHead } from './words.ts';

export function composing(
  survey: Survey,
  matched: readonly MatchedPlaybook[],
  startedAt: number,
  project: string,
  kind: GoalKind = 'feature',
): Composing {
  const targets = subjectsOf(survey, matched);
  const slots = new Map(findSlots(survey));
  const [first] = targets;
  if (first?.path !== undefined)
    slots.set('target', {
      path: first.path,
      ...(first.symbol === undefined ? {} : { symbol: first.symbol, line: Number(first.line) }),
      values: first,
    });
  const lists = allLists(survey, first?.path);
  for (const [name, { entries }] of lists) {
    const [entry] = entries;
    const one = LIST_NAMES.get(name)?.one;
    if (one === undefined || entry?.path === undefined) continue;
    const line = Number(entry.line);
    slots.set(one, {
      path: entry.path,
      ...(entry.symbol === undefined ? {} : { symbol: entry.symbol }),
      ...(Number.isInteger(line) ? { line } : {}),
      values: entry,
    });
  }
  const c: Composing = {
    survey,
    matched,
    slots,
    emitters: findEmitters(survey),
    targets,
    lists,
    unmet: [],
    kind,
    choices: new Map(),
    constraints: new Set(),
    stamp: new Date(startedAt).toISOString().replace(/\D/g, '').slice(0, 14),
    project,
  };
  const unmet = unmetNeeds(c, scopeOf(c));
  return { ...c, unmet, matched: matched.filter(m => !unmet.some(u => u.matched === m)) };
}

/** The scope that conditions and placeholders are read in. */
export function scopeOf(c: Composing): Scope {
  const scope: Scope = {
    value: name => lookUp(c, scope, name),
    list: name => entriesOf(c, name),
    test: name => test(c, name),
  };
  return scope;
}

function lookUp(c: Composing, scope: Scope, name: string): string | undefined {
  const { survey } = c;
  const rel = /^rel (\S+) (\S+)$/.exec(name);
  const module = /^mod (\S+)$/.exec(name)?.[1];
  const [first = '', ...rest] = name.split('.');
  const head = rel ? 'rel' : module === undefined ? first : 'mod';
  const key = rest.join('.');
  if (rest.length > 1 && /^\d+$/.test(rest[0] ?? '') && listCalled(head) !== '')
    return entriesOf(c, listCalled(head))[Number(rest[0])]?.[rest[1] ?? ''];
  const slot = c.slots.get(head);
  const list = c.lists.get(head);
  if (list) return listed(list.entries, key, list.total);
  if (!isValueHead(head)) return slot && slotValue(slot, key);
  switch (head) {
    case 'rel': {
      const [from, to] = [pathOf(c, scope, rel?.[1] ?? ''), pathOf(c, scope, rel?.[2] ?? '')];
      return from && to ? importPath(from, to, survey.style.importExt) : undefined;
    }
    case 'mod': {
      const path = pathOf(c, scope, module ?? '');
      return path && pythonModule(path);
    }
    case 'goal':
      return isGoalValue(key) ? goalValue(survey, key) : undefined;
    case 'project':
      return c.project;
    case 'stamp':
      return c.stamp;
    case 'next-migration':
      return nextMigration(survey.roles.get('migration') ?? []);
    case 'root':
      return sourceRoot(survey);
    case 'commit':
      return (survey.commit ?? survey.summary.commit)?.slice(0, 7);
    case 'new':
      return placePath(c, scope, key);
    case 'fact':
      return rest[1] === undefined
        ? survey.facts.get(rest[0] ?? '')?.text
        : survey.facts.get(rest[0] ?? '')?.data[rest[1]];
    case 'script':
      return survey.brief.scripts.find(s => s.name === key || s.purpose === key)?.run;
    case 'argv':
      return argvOf(survey, key);
    case 'test':
      return testCommandOf(c, scope, key);
    case 'answer':
      return answerOf(c, scope, key);
    case 'emitters':
    case 'targets':
      return listed(c[head], key, c[head].length);
    case 'count':
      return countOf(c, key);
    case 'emitter':
    case 'target':
      return slot && slotValue(slot, key);
    default:
      return assertNever(head);
  }
}

function goalValue(survey: Survey, key: GoalValue): string | undefined {
  switch (key) {
    case '':
      return survey.goal.text;
    case 'object':
      return survey.goal.object;
    case 'target':
      return survey.goal.target || undefined;
    case 'resource':
    case 'resource-name':
    case 'resource-snake':
    case 'resource-single':
      return resourceAs(survey, key);
    case 'language':
      return languageAsked(survey.goal.text)?.name;
    case 'language-tag':
      return languageAsked(survey.goal.text)?.tag;
    default:
      return assertNever(key);
  }
}

/** What a new interface is for, as the goal says it (`resource`) or as the files beside it are named (`resource-name`); `resource-snake` is for names in a database, `resource-single` for one of them. */
function resourceAs(survey: Survey, key: string): string | undefined {
  const resource = resourceOf(survey.goal.text);
  if (resource === undefined || key === 'resource') return resource;
  const siblings = (['router', 'controller', 'service'] as const)
    .flatMap(role => [...(survey.roles.get(role) ?? [])])
    .map(path => stemOf(path).split(/[._-]/)[0] ?? '')
    .filter(name => !/^(?:index|app|main|server|routes?|api|urls|views|health|__init__)$/.test(name));
  if (key === 'resource-snake') return resource.replaceAll(' ', '_');
  return inNumberOf(resource, key === 'resource-single' ? [] : siblings);
}

/** What a script runs as a list of words: `["node", "dist/server.js"]`; undefined where only a shell understands it. */
function argvOf(survey: Survey, key: string): string | undefined {
  const command = survey.brief.scripts.find(s => s.name === key || s.purpose === key)?.command;
  if (command === undefined || !/^[\w./@:=-]+(?: [\w./@:=-]+)*$/.test(command)) return undefined;
  return `[${command
    .split(' ')
    .map(word => JSON.stringify(word))
    .join(', ')}]`;
}

function testCommandOf(c: Composing, scope: Scope, place: string): string | undefined {
  const [, one, index] = /^(\w+)\.(\d+)$/.exec(place) ?? [];
  const path =
    index === undefined
      ? (placePath(c, scope, place) ?? c.slots.get(place)?.values.test ?? c.slots.get(place)?.path)
      : entriesOf(c, listCalled(one ?? ''))[Number(index)]?.test;
  return path && c.survey.brief.testCommand(path);
}

/** The number that the next migration gets where the existing ones are numbered. */
function nextMigration(paths: readonly string[]): string | undefined {
  const numbers = paths.flatMap(p => /(?:^|\/)(\d{3,5})[_-][^/]*$/.exec(p)?.[1] ?? []);
  const last = numbers.sort().at(-1);
  return last === undefined ? undefined : String(Number(last) + 1).padStart(last.length, '0');
}

/** The entries of a list by its name; none where it is unknown or was not asked for. */
export function entriesOf(c: Composing, name: string): readonly Entry[] {
  if (name === 'emitters' || name === 'targets') return c[name];
  return c.lists.get(name)?.entries ?? [];
}

/** The list that `target.0` or `importer.0` is one of. */
export function listCalled(one: string): string {
  if (one === 'emitter' || one === 'target') return `${one}s`;
  return [...LIST_NAMES].find(([, kind]) => kind.one === one)?.[0] ?? '';
}

function countOf(c: Composing, name: string): string | undefined {
  if (name === 'emitters' || name === 'targets') return String(c[name].length);
  const [head = '', of] = name.split('.');
  const list = c.lists.get(head);
  const role = Role.safeParse(name);
  if (list === undefined && role.success) return String(c.survey.roleCounts.get(role.data) ?? 0);
  const all = of === undefined ? list?.total : list?.sums?.[of];
  return all === undefined ? undefined : String(all);
}

/** Names that a sentence bears; what is more is counted. */
const MOST_NAMES = 4;

/** One value of every entry, in backticks: `` `a`, `b` and `c` ``. */
function listed(
  entries: readonly Readonly<Record<string, string | undefined>>[],
  key: string,
  total: number,
): string | undefined {
  const named = (e: (typeof entries)[number]) =>
    key !== 'names'
      ? e[key]
      : e.symbol === undefined
        ? e.path
        : e.owner === undefined || e.owner === e.symbol
          ? e.symbol
          : `${e.owner}.${e.symbol}`;
  const all = [...new Set(entries.map(e => `\`${named(e) ?? ''}\``))];
  const names = all.slice(0, MOST_NAMES);
  const more = total - entries.length + all.length - names.length;
  if (more > 0) return `${names.join(', ')} and ${more} more`;
  if (names.length < 2) return names[0];
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The label of the choice that was made, or its value, which may name a place of the project. */
function answerOf(c: Composing, scope: Scope, key: string): string | undefined {
  if (!key.endsWith('.value')) return choiceOf(c, key)?.label;
  const value = choiceOf(c, key.slice(0, -'.value'.length))?.value;
  return value === undefined ? undefined : fill(value, scope);
}

function choiceOf(c: Composing, id: string): QuestionSpec['choices'][number] | undefined {
  const choice = c.choices.get(id);
  for (const { playbook } of c.matched) {
    const question = playbook.questions.find(q => q.id === id);
    if (question) return question.choices.find(x => x.id === choice);
  }
  return undefined;
}

/** A slot's path, a new place's path (`new.hub`), a file of an emitter (`emitter.0.test`), or the path itself where it has a slash. */
export function pathOf(c: Composing, scope: Scope, name: string): string | undefined {
  if (name.startsWith('new.')) return placePath(c, scope, name.slice(4));
  if (/^\w+\.\d+\./.test(name)) return scope.value(name);
  return (
    c.slots.get(name)?.path ??
    placePath(c, scope, name) ??
    (name.includes('/') ? insideOnly(name) : undefined)
  );
}

function test(c: Composing, name: string): boolean {
  const { survey } = c;
  const at = name.indexOf(':');
  if (at < 0) {
    if (name === 'many-processes') return manyProcesses(survey);
    if (name === 'emitters' || name === 'targets' || c.lists.has(name)) return entriesOf(c, name).length > 0;
    return c.constraints.has(name);
  }
  const rest = name.slice(at + 1);
  const head = name.slice(0, at);
  if (!isConditionHead(head)) return listCalled(head) !== '' && entryHas(c, head, rest);
  switch (head) {
    case 'fact':
      return factHolds(survey, rest);
    case 'slot': {
      const [slot = '', key] = rest.split('.');
      const found = c.slots.get(slot);
      return found !== undefined && (key === undefined || slotValue(found, key) !== undefined);
    }
    case 'answer': {
      const [id = '', choice] = rest.split('=');
      return c.choices.get(id) === choice;
    }
    case 'lang':
      return languageHolds(survey, rest);
    case 'eco':
      return survey.brief.dependencies.some(d => d.ecosystem === rest);
    case 'in':
      return standsIn(c, rest);
    case 'framework':
      return frameworksOf(survey).has(rest);
    case 'model':
      return hasModel(survey, rest);
    case 'kind':
      return c.kind === rest;
    case 'package':
      return survey.brief.dependencies.some(d => d.name === rest && !isAsideManifest(d.source.path));
    case 'role':
      return (survey.roles.get(rest as never) ?? []).length > 0;
    case 'goal':
      if (rest === 'resource') return resourceOf(survey.goal.text) !== undefined;
      if (rest === 'tongue') return languageAsked(survey.goal.text) !== undefined;
      return survey.goal.stems.has(stem(rest)) || tokens(survey.goal.text).includes(rest);
    case 'playbook':
      return c.matched.some(m => m.playbook.name === rest);
    case 'script':
      return survey.brief.scripts.some(s => s.name === rest || s.purpose === rest);
    case 'target':
    case 'emitter':
      return entryHas(c, head, rest);
    default:
      return assertNever(head);
  }
}

/** `target:0.symbol`, `importer:1`: whether there are so many, and the one has the value. */
function entryHas(c: Composing, one: string, text: string): boolean {
  const [index, key] = text.split('.');
  return entriesOf(c, listCalled(one))[Number(index)]?.[key ?? 'path'] !== undefined;
}

/** The module of a Python file, as `src/` layouts and flat ones import it. */
function pythonModule(path: string): string {
  return path
    .replace(/^src\//, '')
    .replace(/(?:\/__init__)?\.py$/, '')
    .replaceAll('/', '.');
}

/** Import specifier of `to` as written in the file `from`. */
export function importPath(from: string, to: string, importExt: string): string {
  const a = folderOf(from).split('/').filter(Boolean);
  const b = to.split('/').filter(Boolean);
  let same = 0;
  while (same < a.length && same < b.length - 1 && a[same] === b[same]) same++;
  const up = a.length - same;
  const ext = extOf(to);
  const bare = b
    .slice(same)
    .join('/')
    .slice(0, ext ? -ext.length : undefined);
  return `${up === 0 ? './' : '../'.repeat(up)}${bare}${importExt}`;
}
