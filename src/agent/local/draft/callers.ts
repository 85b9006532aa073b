import type { CodeMap, TextHit } from '../../../codemap/port.ts';
import type { CodeSymbol, SymbolPage } from '../../../domain/index.ts';
import type { SpecialSection, Statement, Step } from '../../../plan/model.ts';
import { at, symbolSource } from '../excerpt.ts';
import { hasRole, type Survey } from '../survey.ts';
import { overlap } from '../words.ts';
import { said } from './blueprint.ts';
import { count } from './estimate.ts';
import { moveOf } from './move-steps.ts';
import { targetsOf } from './targets.ts';
import { isTest } from './tests.ts';

/** Symbols whose callers are looked up before anything is drafted. */
const MOST_SYMBOLS = 24;
/** A name that more definitions have says nothing. */
const MOST_ALIKE = 5;
/** Lines of an attribute that are looked for. */
const MOST_LINES = 200;
/** Places of one symbol that a plan names one by one. */
const MOST_PLACES = 40;

/** Names in a goal that may be those of definitions: `_parseCommand`, `Story.hotness`, `OrderService`, `rank_score`. */
const NAME = /`([^`\s]+)`|(?<![\w./-])([A-Za-z_$][\w$]*(?:(?:\.|::|#)[A-Za-z_$][\w$]*)?[!?]?)(?![\w/]|\.\w)/g;

/** The survey with the definitions that a refactoring names, and with who calls what it may change. */
export async function withCallers(map: CodeMap, survey: Survey, stop: () => boolean): Promise<Survey> {
  const { subjects, attributes } = await subjectsOf(map, survey);
  const cards = new Map(survey.cards);
  const moved = moveOf(survey)?.from;
  const known = [...new Set([...subjects.map(s => s.path), ...(moved === undefined ? [] : [moved])])];
  for (const card of await map.deepen(known)) cards.set(card.path, card);
  // The parse of a file knows a definition better than the scan that found it.
  const found = subjects.flatMap(
    s => cards.get(s.path)?.symbols.find(o => o.name === s.name && o.container === s.container) ?? s,
  );
  const whole: Survey = { ...survey, cards, ...(found.length > 0 ? { subjects: found } : {}) };
  const wanted = [
    ...found,
    ...targetsOf(whole).flatMap(t => [...(t.symbol ? [t.symbol] : []), ...t.others]),
    ...survey.named.flatMap(p =>
      (cards.get(p)?.symbols ?? []).filter(s => s.exported || s.kind === 'method'),
    ),
  ];
  const callers = new Map<string, SymbolPage>();
  for (const symbol of wanted) {
    if (stop() || callers.size >= MOST_SYMBOLS) break;
    if (callers.has(at(symbol))) continue;
    const page = await map.symbol(symbol.path, symbol.line, symbol.name);
    if (page) callers.set(at(symbol), page);
  }
  const lines = new Map<string, readonly TextHit[]>();
  for (const name of attributes) lines.set(name, await map.references(name, MOST_LINES));
  return { ...whole, callers, ...(lines.size > 0 ? { attributes: lines } : {}) };
}

/** Definitions that the goal calls by name, of the class or file that it names with them where it does. */
async function subjectsOf(
  map: CodeMap,
  survey: Survey,
): Promise<{ readonly subjects: readonly CodeSymbol[]; readonly attributes: readonly string[] }> {
  const out: CodeSymbol[] = [];
  const attributes: string[] = [];
  for (const found of survey.goal.text.matchAll(NAME)) {
    const quoted = found[1] !== undefined;
    const name = (found[1] ?? found[2] ?? '').replace(/\(\)$/, '');
    const parts = name.split(/\.|::|#/);
    const last = parts.at(-1) ?? '';
    const holder = parts.length > 1 ? parts.at(-2) : undefined;
    // A plain word of a sentence is no name, whatever is called so somewhere.
    if (!quoted && holder === undefined && !/[a-z][A-Z]|_|^[A-Z][a-z]+[A-Z]|^[A-Z][a-z]+(?=\W|$)/.test(name))
      continue;
    if (!quoted && found.index === 0 && /^[A-Z][a-z]+$/.test(name)) continue;
    const all = (await map.define(last)).filter(s => s.kind !== 'section' && s.kind !== 'property');
    const own = all.filter(
      s => !isTest(survey, s.path) && !hasRole(survey.cards.get(s.path), 'vendored', 'generated'),
    );
    const held = holder === undefined ? [] : own.filter(s => s.container === holder);
    const fits = held.length > 0 ? held : own;
    // An attribute of a model has no definition in code: its class is what the goal means, and its lines are who uses it.
    if (own.length === 0 && holder !== undefined) {
      const classes = (await map.define(holder)).filter(s => !isTest(survey, s.path) && s.kind !== 'section');
      if (classes.length > 0 && classes.length <= 3) {
        out.push(...classes.slice(0, 1));
        attributes.push(last);
      }
    }
    // A name that many have says nothing; one that is being given has no definition yet.
    const rank = (s: CodeSymbol): number => overlap(`${s.path} ${s.container ?? ''}`, survey.goal.stems);
    const ranked = [...fits].sort((a, b) => rank(b) - rank(a));
    if (fits.length > 0 && fits.length <= MOST_ALIKE) out.push(...ranked.slice(0, 1));
  }
  return { subjects: out.filter((s, i) => out.findIndex(o => at(o) === at(s)) === i), attributes };
}

/** What must not change where no definition is named: what the program does, whichever files are cleared up. */
export function unchangedSection(steps: readonly Step[]): SpecialSection {
  const files = [...new Set(steps.flatMap(s => s.files.filter(f => f.action !== 'create').map(f => f.path)))];
  const [first] = files;
  const shown = files
    .slice(0, 6)
    .map(f => `\`${f}\``)
    .join(', ');
  return {
    title: 'Behaviour to Preserve',
    statements: [
      said(
        `What the program answers, stores and prints stays as it is: ${shown || 'no file'}${files.length > 6 ? ` and ${files.length - 6} more` : ''} change${files.length === 1 ? 's' : ''} in form alone.`,
        ...(first === undefined
          ? [{ kind: 'user' as const, what: 'the goal' }]
          : [{ kind: 'file' as const, path: first, line: 1 }]),
      ),
    ],
  };
}

/** Every caller of every symbol that the steps change, with file and line. */
export function callersSection(survey: Survey, steps: readonly Step[]): SpecialSection {
  const changed = new Map<string, CodeSymbol>();
  const bare: { readonly symbol: string; readonly path: string }[] = [];
  for (const step of steps)
    for (const file of step.files) {
      if (file.action !== 'modify' || !file.symbol || isTest(survey, file.path)) continue;
      const card = survey.cards.get(file.path);
      const symbol =
        card?.symbols.find(s => file.at !== undefined && at(s) === file.at && s.name === file.symbol) ??
        card?.symbols.find(s => s.name === file.symbol);
      if (symbol) changed.set(at(symbol), symbol);
      else bare.push({ symbol: file.symbol, path: file.path });
    }
  for (const s of survey.subjects ?? []) changed.set(at(s), s);
  const statements = [
    ...[...(survey.attributes ?? [])].map(([name, hits]) => attributeLines(survey, name, hits)),
    ...[...changed.values()].flatMap(s => callersOf(survey, s)),
    ...bare.map(({ symbol, path }) =>
      said(
        `\`${symbol}\` of \`${path}\`: the code map knows no definition of that name there, so its callers were not listed; \`git grep -nw ${symbol}\` does.`,
      ),
    ),
  ];
  if (statements.length > 0) return { title: 'Callers', statements };
  const files = [
    ...new Set(
      steps.flatMap(s =>
        s.files.filter(f => f.action !== 'create' && !isTest(survey, f.path)).map(f => f.path),
      ),
    ),
  ];
  return { title: 'Callers', statements: files.flatMap(path => importersOf(survey, path)) };
}

function callersOf(survey: Survey, symbol: CodeSymbol): readonly Statement[] {
  const page = survey.callers?.get(at(symbol));
  const file = survey.texts.get(symbol.path);
  const source = file && symbolSource(file, symbol, survey.commit, 4);
  const sources = source ? [source] : [{ kind: 'file' as const, path: symbol.path, line: symbol.line }];
  const name = `\`${symbol.name}\` (\`${at(symbol)}\`)`;
  if (!page) {
    const uses = survey.uses.get(at(symbol));
    const shown = uses?.files
      .slice(0, 8)
      .map(f => `\`${f}\``)
      .join(', ');
    return [
      said(
        shown
          ? `${name} is used in ${shown}; the lines were not counted.`
          : `${name}: no use by this name was found outside of it.`,
        ...sources,
      ),
    ];
  }
  const all = page.usedBy.flatMap(use =>
    use.lines.map(line => ({ path: use.path, line, within: use.within?.name })),
  );
  const outside = all.filter(u => u.path !== symbol.path || u.line < symbol.line || u.line > symbol.endLine);
  const code = outside.filter(u => !isTest(survey, u.path));
  const tests = outside.filter(u => isTest(survey, u.path));
  const more =
    page.unread > 0
      ? ` ${count(page.unread, 'further file')} hold${page.unread === 1 ? 's' : ''} the name and ${page.unread === 1 ? 'was' : 'were'} not read.`
      : '';
  const alike =
    page.namesakes > 0
      ? ` ${count(page.namesakes, 'other file')} define${page.namesakes === 1 ? 's' : ''} \`${symbol.name}\` too: only files that import \`${symbol.path}\` are counted.`
      : '';
  if (code.length === 0)
    return [
      said(
        `${name}: nothing outside of it calls it by name${tests.length > 0 ? ` but ${count(tests.length, 'line')} of tests` : ''}.${alike}${more}`,
        ...sources,
      ),
      ...testLines(name, tests),
    ];
  const files = new Set(code.map(u => u.path)).size;
  return [
    said(
      `${name} has ${count(code.length, 'caller')} in ${count(files, 'file')}: ${placesText(code)}.${alike}${more}`,
      ...sources,
    ),
    ...testLines(name, tests),
  ];
}

/** Every line on which an attribute stands, that of its table too. */
function attributeLines(survey: Survey, name: string, hits: readonly TextHit[]): Statement {
  const code = hits.filter(h => !isTest(survey, h.path));
  const tests = hits.length - code.length;
  const [first] = code;
  const files = new Set(code.map(h => h.path)).size;
  return said(
    `\`${name}\` is defined nowhere in code, so it is a column or an attribute: its name stands on ${count(code.length, 'line')} in ${count(files, 'file')}${tests > 0 ? `, and on ${tests} of tests` : ''}: ${placesText(code.map(h => ({ path: h.path, line: h.line })))}.`,
    ...(first ? [{ kind: 'file' as const, path: first.path, line: first.line }] : []),
  );
}

interface Use {
  readonly path: string;
  readonly line: number;
  readonly within?: string | undefined;
}

/** `` `a.ts:12` in `f`, `:30` in `g`; `b.ts:4` ``: each line, by file. */
function placesText(uses: readonly Use[]): string {
  const by = new Map<string, Use[]>();
  for (const u of uses.slice(0, MOST_PLACES)) by.set(u.path, [...(by.get(u.path) ?? []), u]);
  const text = [...by].map(([path, own]) =>
    own
      .map(
        (u, i) =>
          `\`${i === 0 ? `${path}:${u.line}` : `:${u.line}`}\`${u.within && own.findIndex(o => o.within === u.within) === i ? ` in \`${u.within}\`` : ''}`,
      )
      .join(', '),
  );
  const left = uses.length - MOST_PLACES;
  return `${text.join('; ')}${left > 0 ? `; and ${count(left, 'more line')}` : ''}`;
}

function testLines(name: string, tests: readonly Use[]): readonly Statement[] {
  const [first] = tests;
  return first
    ? [
        said(
          `Tests name ${name} at ${placesText(tests.slice(0, 12))}${tests.length > 12 ? ` and on ${count(tests.length - 12, 'more line')}` : ''}.`,
          { kind: 'file', path: first.path, line: first.line },
        ),
      ]
    : [];
}

function importersOf(survey: Survey, path: string): readonly Statement[] {
  const users = survey.cards.get(path)?.importedBy ?? [];
  const shown = users
    .slice(0, 12)
    .map(p => `\`${p}\``)
    .join(', ');
  return [
    said(
      users.length > 0
        ? `\`${path}\` is imported by ${count(users.length, 'file')}: ${shown}${users.length > 12 ? ` and ${users.length - 12} more` : ''}.`
        : `\`${path}\` is imported by no file; whoever runs or calls it stands outside.`,
      { kind: 'file', path, line: 1 },
    ),
  ];
}
