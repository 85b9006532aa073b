import type { CodeSymbol } from '../../domain/index.ts';
import { at } from './excerpt.ts';
import { moduleOf, stemOf, testPathFor } from './naming.ts';
import { singularOf } from './resource.ts';
import type { Survey } from './survey.ts';
import { overlap, stem, tokens } from './words.ts';

/** A function after whose success others may want to know: the values a playbook's `each` offers. */
export type Emitter = Readonly<Record<string, string>>;

/** What an emitter may have; the first nine it always has, or where its function gives something back. */
export const EMITTER_KEYS = [
  'path',
  'symbol',
  'at',
  'line',
  'entity',
  'event',
  'owner',
  'result',
  'returnLine',
  'returnText',
  'early',
  'userId',
  'ownerLine',
  'ownerKept',
  'ownerType',
  'ownerCall',
  'type',
  'id',
  'status',
  'test',
  'newTest',
  'construct',
  'testConstruct',
  'deps',
  'depsAt',
  'depsVar',
  'depsLine',
  'first',
  'callsFirst',
  'kept',
] as const;
type EmitterValues = { [K in (typeof EMITTER_KEYS)[number]]?: string };

const CHANGES = [
  /^(?:set|change|advance)_?\w*(?:status|state)/i,
  /^(?:place|submit|approve|accept|assign|complete|finish|publish|ship|confirm|pay)/i,
  /^handle_?(?:webhook|event|payment)/i,
  /^(?:create|add|post|register|record|book|open)/i,
  /^(?:update|edit|change|rename|save|set)/i,
  /^(?:cancel|refund|close|archive|delete|remove)/i,
  /^(?:toggle|star|mark|vote|upvote|like|follow|flag|move|merge)/i,
];
const NEVER =
  /^(?:constructor|get|find|list|is|has|to|from|validate|parse|format|render|mail|send|verify|hash)/i;

/** What fills a database for development, or runs beside the program: nobody waits for a change that it makes. */
const BESIDE =
  /(?:^|\/)(?:scripts?|tools?|bench(?:marks?)?|seeds?|seeders?|fixtures?|migrations?)\/|(?:^|[/._-])seed(?:s|er)?\.\w+$/i;

/** Functions of services (or of what stands in for them) that change something a person waits for, one a file. */
export function findEmitters(survey: Survey, most = 3): readonly Emitter[] {
  const services = survey.roles.get('service') ?? [];
  const others = (['job', 'controller', 'repository', 'util'] as const).flatMap(
    r => survey.roles.get(r) ?? [],
  );
  const homes = (services.length > 1 ? services : [...services, ...others]).filter(p => !BESIDE.test(p));
  const found = [...new Set(homes)].flatMap(path => {
    const card = survey.cards.get(path);
    const best = card?.symbols
      .filter(s => (s.kind === 'method' || s.kind === 'function') && !NEVER.test(s.name))
      .map(s => ({ s, score: scoreOf(s, path, survey) }))
      .filter(x => x.score > 0)
      .sort((a, b) => b.score - a.score || a.s.line - b.s.line)[0];
    return best ? [{ path, ...best }] : [];
  });
  // Where the goal says what changes, nothing else does; where it says how, no other change of it.
  const meant = found.filter(f => overlap(`${f.path} ${f.s.name}`, survey.goal.stems) > 0);
  const verb = saidEvent(survey.goal.text)?.what.split('-').at(-1);
  const exact = verb === undefined ? [] : meant.filter(f => isVerb(f.s.name, verb));
  // Rows change in stores as well; who did it, and whether they may, is known above them.
  const above = exact.filter(f => !survey.roles.get('repository')?.includes(f.path));
  const kept = verb === undefined ? [] : keptBy(survey, verb);
  const best = Math.max(0, ...found.map(f => f.score));
  const near = (meant.length > 0 ? meant : found).filter(f => f.score >= best - 2);
  return [...(above.length > 0 ? above : exact.length > 0 ? exact : near)]
    .sort((a, b) => b.score - a.score || a.path.localeCompare(b.path))
    .slice(0, most)
    .map(x => emitter(survey, x.s))
    .map((e, i, all) => ({
      ...e,
      ...(i === 0 ? { first: 'yes', ...(kept.length > 0 ? { kept: kept.join('|') } : {}) } : {}),
      ...(i > 0 && e.ownerCall === all[0]?.symbol ? { callsFirst: 'yes' } : {}),
    }));
}

/** Words for one kind of change: what is "posted" was created. */
const ALIKE: readonly (readonly string[])[] = [
  'create add post publish submit place register record open insert save new'.split(' '),
  'update edit change rename set modify'.split(' '),
  'delete remove archive close cancel destroy'.split(' '),
].map(words => words.map(stem));

/** Whether a function does what the goal says was done: by the word itself anywhere in its name, or one like it in front. */
function isVerb(name: string, verb: string): boolean {
  const words = tokens(name).map(stem);
  const done = stem(verb);
  const alike = ALIKE.find(group => group.includes(done));
  return words.includes(done) || (alike?.includes(words[0] ?? '') ?? false);
}

/** Functions of stores by which the change that the goal speaks of is made, wherever it comes from. */
function keptBy(survey: Survey, verb: string): readonly string[] {
  const names = (survey.roles.get('repository') ?? []).flatMap(path =>
    (survey.cards.get(path)?.symbols ?? []).filter(
      s =>
        (s.kind === 'function' || s.kind === 'method') &&
        CHANGES.some(c => c.test(s.name)) &&
        isVerb(s.name, verb) &&
        overlap(`${path} ${s.name}`, survey.goal.stems) > 0,
    ),
  );
  return [...new Set(names.map(s => s.name))].slice(0, MOST_KEPT);
}

const MOST_KEPT = 4;

/** Actions of Rails that only draw a page. */
const DRAWS = /^(?:edit|new|index|show)$/;

function scoreOf(symbol: CodeSymbol, path: string, survey: Survey): number {
  const rank = CHANGES.findIndex(c => c.test(symbol.name));
  if (rank < 0 || (DRAWS.test(symbol.name) && /_controller\.rb$/.test(path))) return 0;
  const service = survey.roles.get('service')?.includes(path) ? 3 : 0;
  const inside = /\b_|#/.test(symbol.name) || symbol.signature.startsWith('private') ? -4 : 0;
  return CHANGES.length - rank + service + inside + 2 * overlap(`${path} ${symbol.name}`, survey.goal.stems);
}

function emitter(survey: Survey, symbol: CodeSymbol): Emitter {
  const lines =
    survey.texts
      .get(symbol.path)
      ?.text.split('\n')
      .slice(symbol.line - 1, symbol.endLine) ?? [];
  const returns = lines.flatMap((l, i) => (/^\s*return (\w+);?\s*$/.test(l) ? [{ l, i }] : [])).at(-1);
  const result = /^\s*return (\w+)/.exec(returns?.l ?? '')?.[1];
  const type = /(?:Promise<)?([A-Z]\w+)>?\s*\{?$/.exec(symbol.signature.replace(/\s*\{\s*$/, ''))?.[1];
  const owner = type && ownerField(survey, type);
  const named = tokens(
    stemOf(symbol.path).replace(/[._-]?(?:service|controller|repository|manager|store|handlers?)$/i, ''),
  )[0];
  const entity = named === undefined ? 'item' : singularOf(named);
  const said = saidEvent(survey.goal.text);
  const isSaid = said && overlap(`${symbol.path} ${symbol.name}`, new Set([stem(said.entity)])) > 0;
  const out: EmitterValues = {
    path: symbol.path,
    symbol: symbol.name,
    at: at(symbol),
    line: String(symbol.line),
    entity,
    event: isSaid ? `${said.entity}.${said.what}` : `${entity}.${eventName(symbol.name, entity)}`,
    owner: symbol.container ?? moduleOf(symbol.path),
  };
  if (result && returns) {
    out.result = result;
    out.returnLine = String(symbol.line + returns.i);
    out.returnText = returns.l.trim();
    const early = lines.flatMap((l, i) =>
      /^\s+(?:if \(.*\) )?return\b/.test(l) && i < returns.i ? [String(symbol.line + i)] : [],
    );
    if (early.length > 0) out.early = early.join(' and ');
  }
  if (result && owner) out.userId = `${result}.${owner}`;
  else if (result) Object.assign(out, ownerByCall(survey, lines));
  if (type) {
    out.type = type;
    const fields = typeText(survey, type) ?? '';
    for (const field of ['id', 'status'] as const)
      if (new RegExp(`\\b${field}\\b:?\\s`).test(fields)) out[field] = 'yes';
  }
  const test = survey.cards.get(symbol.path)?.tests.find(t => /test|spec/i.test(stemOf(t)));
  if (test) out.test = test;
  else out.newTest = testPathFor(symbol.path, survey.roles.get('test') ?? []);
  const construct = `new ${out.owner}({`;
  const texts = [...survey.texts.values()];
  if (texts.some(t => !/test|spec/i.test(t.path) && t.text.includes(construct))) out.construct = construct;
  if (test && survey.texts.get(test)?.text.includes(construct)) out.testConstruct = construct;
  const deps = survey.cards.get(symbol.path)?.symbols.find(s => /Deps$|Dependencies$/.test(s.name));
  const whole = survey.texts.get(symbol.path)?.text;
  const depsLine = whole?.split('\n')[(deps?.line ?? 0) - 1]?.trim();
  const depsVar =
    /constructor\((?:private |protected |public |readonly )*(\w+): \w+(?:Deps|Dependencies)\)/.exec(
      whole ?? '',
    )?.[1];
  if (deps) {
    out.deps = deps.name;
    out.depsAt = at(deps);
    if (depsVar) out.depsVar = depsVar;
    if (depsLine?.endsWith('{')) out.depsLine = depsLine;
  }
  return out;
}

/** Where the result does not say whose it is: a call in the body whose result does, and whose result is dropped. */
function ownerByCall(survey: Survey, lines: readonly string[]): EmitterValues {
  for (const line of lines) {
    const call = /^\s*(await [\w.]+\.(\w+)\(.*\);?)\s*$/.exec(line);
    const name = call?.[2];
    if (!call?.[1] || !name) continue;
    for (const card of survey.cards.values()) {
      const method = card.symbols.find(s => s.name === name && s.kind === 'method' && s.path === card.path);
      const type = method && /Promise<([A-Z]\w+)>/.exec(method.signature)?.[1];
      const owner = type && ownerField(survey, type);
      if (!type || !owner) continue;
      const variable = type.charAt(0).toLowerCase() + type.slice(1);
      if (lines.some(l => new RegExp(`\\b(?:const|let) ${variable}\\b|\\b${variable}: `).test(l))) continue;
      return {
        userId: `${variable}.${owner}`,
        ownerLine: call[1],
        ownerKept: `const ${variable} = ${call[1]}`,
        ownerType: type,
        ownerCall: name,
      };
    }
  }
  return {};
}

/** The lines of a type's declaration. */
function typeText(survey: Survey, type: string): string | undefined {
  for (const card of survey.cards.values()) {
    const symbol = card.symbols.find(s => s.name === type && s.kind !== 'method');
    const text = symbol && survey.texts.get(card.path)?.text;
    if (symbol && text)
      return text
        .split('\n')
        .slice(symbol.line - 1, symbol.endLine)
        .join('\n');
  }
  return undefined;
}

/** The field of a type that holds whose it is. */
function ownerField(survey: Survey, type: string): string | undefined {
  return /\b(userId|user_id|ownerId|owner_id|customerId|customer_id|accountId|account_id)\b/.exec(
    typeText(survey, type) ?? '',
  )?.[1];
}

const PAST: readonly (readonly [RegExp, string])[] = [
  [/^set (.+)$/, '$1-changed'],
  [/^(?:update|edit|change|save) ?(.*)$/, '$1-updated'],
  [/^handle .+$/, 'updated'],
  [/^place ?.*$/, 'placed'],
  [/^(?:create|add|register|record|open|post) ?.*$/, 'created'],
  [/^(?:cancel|archive|close|refund|approve|assign|complete|publish) ?.*$/, '$&d'],
];

const WHEN =
  /\bwhen(?:ever)?\s+(?:an?\s+|the\s+|some\s+)?([a-z]+)((?:\s[a-z]+)??)\s+(?:is|are|was|were|gets|has been|have been)\s+([a-z]{3,}(?:ed|en|wn|nt|de|id|ld))\b/i;

/** What the goal itself calls the event: “when a story is posted” is `story` and `posted`. */
function saidEvent(goal: string): { readonly entity: string; readonly what: string } | undefined {
  const [, noun, more = '', verb] = WHEN.exec(goal.toLowerCase()) ?? [];
  if (noun === undefined || verb === undefined) return undefined;
  return { entity: singularOf(noun), what: [...more.trim().split(/\s+/).filter(Boolean), verb].join('-') };
}

function eventName(symbol: string, entity: string): string {
  const words = tokens(symbol.replace(/_?(?:handler|controller|action)$/i, ''))
    .filter(t => singularOf(t) !== entity)
    .join(' ');
  for (const [pattern, name] of PAST) {
    if (pattern.test(words)) return words.replace(pattern, name).replace(/^-/, '').replace(/\s+/g, '-');
  }
  return words.replace(/\s+/g, '-') || 'changed';
}
