import type { CodeMap } from '../../../codemap/port.ts';
import type { CodeSymbol, FileCard } from '../../../domain/index.ts';
import type { ReadFile } from '../../../host/port.ts';
import {
  frameThatMatters,
  type PlacedFrame,
  type PlacedTrace,
  pathIndex,
  placeTrace,
  readTraces,
  type Trace,
} from '../../../research/trace/index.ts';
import { escapeRegExp } from '../../../shared/text/index.ts';
import { isTest } from '../draft/tests.ts';
import type { Survey } from '../survey.ts';
import { type SymbolUses, usesOf } from '../uses.ts';
import { contentWords } from '../words.ts';
import { changedLines, newestOnTheWay } from './changed.ts';
import { absentIn } from './families.ts';
import type { OwnCall, Symptom, SymptomPorts } from './model.ts';
import { testsNaming } from './tests-near.ts';
import { gaveNothing, toldOn, translatedIn } from './told-on.ts';

const MOST_CALLS = 8;
const MOST_TRACES = 5;

/** How often the head above a block of a log says that it occurred. */
function told(text: readonly string[], trace: Trace): number {
  for (let i = trace.from; i >= Math.max(0, trace.from - 12); i--) {
    const m = /^--- (\d+) times, lines/.exec(text[i] ?? '');
    if (m) return Number(m[1]);
    if (/^--- line \d+ ---/.test(text[i] ?? '')) return 1;
  }
  return trace.count;
}

/** The survey of a fix with what its stack traces say, where it holds any that meet a file of the project. */
export async function withSymptom(
  ports: SymptomPorts,
  survey: Survey,
  given: string,
  onRead: (path: string) => void,
  stop: () => boolean,
): Promise<Survey> {
  const lines = given.split('\n');
  const read = readTraces(given).map(t => ({ ...t, count: told(lines, t) }));
  if (read.length === 0) return survey;
  const index = pathIndex(survey.paths);
  const test = (path: string): boolean => isTest(survey, path);
  const traces = read
    .map(t => placeTrace(index, t))
    .sort((a, b) => met(b) - met(a) || b.count - a.count)
    .slice(0, MOST_TRACES);
  const [main] = traces;
  const first = main && frameThatMatters(main, test);
  if (!main || !first?.path) return survey;
  const wanted = ownFrames(main, first, test);
  const asideFrames = main.asides.flatMap(a =>
    a.frames
      .filter(f => f.path !== undefined)
      .slice(0, 2)
      .map(frame => ({ frame, what: a.aside ?? '' })),
  );
  const paths = [...new Set([...wanted, ...asideFrames.map(a => a.frame)].flatMap(f => f.path ?? []))];
  const cards = new Map(survey.cards);
  for (const card of await ports.map.deepen(paths)) cards.set(card.path, card);
  const texts = new Map(survey.texts);
  const readIn = async (path: string): Promise<void> => {
    if (texts.has(path)) return;
    const file = await ports.files.read(path);
    if (file) texts.set(path, file);
  };
  for (const path of paths) {
    if (stop()) break;
    onRead(path);
    await readIn(path);
    for (const t of cards.get(path)?.tests.slice(0, 2) ?? []) {
      for (const card of cards.has(t) ? [] : await ports.map.cards([t])) cards.set(t, card);
      await readIn(t);
    }
  }
  const calls: OwnCall[] = [];
  for (const frame of wanted)
    for (const call of ownCall(frame, cards, texts, calls.at(-1)?.symbol?.name))
      calls.push(builtCall(call, main, texts, symbolsOf(call.path, cards)));
  const [culprit] = calls;
  if (!culprit) return survey;
  const uses = new Map(survey.uses);
  for (const symbol of calls.slice(0, 3).flatMap(c => c.symbol ?? []))
    await addUses(ports.map, uses, symbol, cards);
  const receiver = absentIn(culprit.text, main.errors[0]?.message ?? '');
  // What was not there has a name of its own: in `order.discount.rate` it is the discount.
  const spoken = receiver?.match(/[A-Za-z_]\w*(?=\W*$)/)?.[0] ?? spokenOf(main);
  const callees = await calleesOf(ports.map, culprit, main);
  for (const callee of callees) await readIn(callee.path);
  const names = [...new Set(calls.map(c => c.path))];
  const translated = translatedIn(main, first, texts);
  const gave = await gaveNothing(ports, main, cards, readIn);
  const symptom: Symptom = {
    traces,
    main,
    calls,
    asides: asideFrames.flatMap(({ frame, what }) => ownCall(frame, cards, texts).map(c => ({ ...c, what }))),
    changed: await changedLines(ports.lineHistory, culprit, texts.get(culprit.path)),
    newest: await newestOnTheWay(ports.lineHistory, calls, texts),
    ...(translated ? { translated } : {}),
    ...(gave ? { gave } : {}),
    since: await ports.lineHistory?.since(names, given, 12),
    fixes: await fixesLike(ports.map, main, names),
    circle: await circleOf(ports.map, main, culprit.path),
    spoken,
    mentions: spoken === undefined ? [] : await mentionsOf(ports.map, spoken, culprit),
    callees,
    named: await testsNaming(ports.map, translated && calls[1] ? calls.slice(1) : calls, test, survey.paths),
    dependents: await ports.map.dependents(culprit.path),
  };
  return { ...survey, cards, texts, uses, symptom };
}

/** How many of a trace's calls are of this project, those of its root cause doubly. */
function met(trace: PlacedTrace): number {
  const own = (frames: readonly PlacedFrame[]): number => frames.filter(f => f.whose === 'own').length;
  return trace.errors.some(e => own(e.frames) > 0) ? 1 : 0;
}

/** Own frames from the one that matters outwards: of its own error first, then of what was made of it. */
function ownFrames(
  trace: PlacedTrace,
  first: PlacedFrame,
  test: (path: string) => boolean,
): readonly PlacedFrame[] {
  const at = trace.errors.findIndex(e => e.frames.includes(first));
  const errors = at < 0 ? [] : trace.errors.slice(at);
  const all = [first, ...errors.flatMap(e => e.frames.filter(f => f.whose === 'own' && f !== first))].filter(
    f => f === first || !toldOn(trace, f),
  );
  const once = new Map<string, PlacedFrame>();
  for (const f of all) {
    const key = `${f.path}:${f.line}`;
    if (f.path !== undefined && !once.has(key)) once.set(key, f);
  }
  const frames = [...once.values()];
  return [...frames.filter(f => !test(f.path ?? '')), ...frames.filter(f => test(f.path ?? ''))].slice(
    0,
    MOST_CALLS,
  );
}

const squeeze = (text: string): string => text.replace(/\s+/g, '');

/** The call as the file stands today: its line is found again by the source that was printed, or by its function. */
function ownCall(
  frame: PlacedFrame,
  cards: ReadonlyMap<string, FileCard>,
  texts: ReadonlyMap<string, ReadFile>,
  /** What was called from there. */
  inner?: string,
): readonly OwnCall[] {
  const { path } = frame;
  const file = path === undefined ? undefined : texts.get(path);
  if (path === undefined || !file) return [];
  const lines = file.text.split('\n');
  const symbols = symbolsOf(path, cards);
  const called = frame.call
    ?.split(/[.#:>]/)
    .at(-1)
    ?.replace(/\W/g, '');
  const byName = symbols.find(s => s.name === called && s.kind !== 'class');
  let line = frame.line;
  let unplaced = false;
  const wanted = frame.source === undefined ? undefined : squeeze(frame.source);
  if (wanted !== undefined && squeeze(lines[line - 1] ?? '') !== wanted) {
    const places = lines.flatMap((l, i) => (squeeze(l) === wanted ? [i + 1] : []));
    line = places.sort((a, b) => Math.abs(a - frame.line) - Math.abs(b - frame.line))[0] ?? line;
  } else if (frame.built) {
    const found = callIn(lines, byName, inner) ?? byName?.line;
    unplaced = found === undefined;
    line = found ?? 1;
  }
  if (line > lines.length) line = callIn(lines, byName, inner) ?? byName?.line ?? 1;
  if (unplaced) return [{ path, line, printed: frame.line, unplaced, symbol: undefined, text: '', frame }];
  return [
    {
      path,
      line,
      ...(line === frame.line ? {} : { printed: frame.line }),
      symbol: symbolAt(symbols, line) ?? byName,
      text: (lines[line - 1] ?? '').trim(),
      frame,
    },
  ];
}

function symbolsOf(path: string, cards: ReadonlyMap<string, FileCard>): readonly CodeSymbol[] {
  return (cards.get(path)?.symbols ?? []).filter(s => s.kind !== 'section' && s.kind !== 'property');
}

/** The innermost definition around a line. A constant inside a function is no place that anybody calls. */
function symbolAt(symbols: readonly CodeSymbol[], line: number): CodeSymbol | undefined {
  const around = symbols
    .filter(s => s.line <= line && line <= s.endLine)
    .sort((a, b) => a.endLine - a.line - (b.endLine - b.line));
  return around.find(s => CALLED.has(s.kind)) ?? around[0];
}

/** The line of a function at which something of this name is called. */
function callIn(
  lines: readonly string[],
  symbol: CodeSymbol | undefined,
  inner: string | undefined,
): number | undefined {
  if (!symbol || inner === undefined) return undefined;
  const at = lines.slice(symbol.line, symbol.endLine).findIndex(l => l.includes(`${inner}(`));
  return at < 0 ? undefined : symbol.line + at + 1;
}

/**
 * Of what was built the line is not known: the first one of its function that reads what the message speaks of, or the only
 * one that throws it. Where the function is not known either, the only line of the file that does.
 */
function builtCall(
  call: OwnCall,
  trace: PlacedTrace,
  texts: ReadonlyMap<string, ReadFile>,
  symbols: readonly CodeSymbol[],
): OwnCall {
  const { symbol, unplaced } = call;
  const [root] = trace.errors;
  if (!call.frame.built || !(symbol || (unplaced && root?.frames[0] === call.frame))) return call;
  const lines = texts.get(call.path)?.text.split('\n') ?? [];
  const [first, last] = symbol ? [symbol.line, symbol.endLine] : [1, lines.length];
  const like = (test: (line: string) => boolean): readonly number[] =>
    lines.slice(first - 1, last).flatMap((l, i) => (test(l) ? [first + i] : []));
  const at = (line: number): OwnCall => {
    const { unplaced: _, ...known } = call;
    return {
      ...known,
      line,
      text: (lines[line - 1] ?? '').trim(),
      symbol: symbol ?? symbolAt(symbols, line),
    };
  };
  const thrown = root?.frames[0] === call.frame ? `throw new ${root.type}(` : undefined;
  const throws = thrown === undefined ? [] : like(l => l.includes(thrown));
  const [only] = throws;
  if (only !== undefined && throws.length === 1) return at(only);
  const name = spokenOf(trace);
  if (name === undefined || !/^[\w$]+$/.test(name)) return call;
  const reads = new RegExp(`[\\w)\\]]\\s*(?:\\.|->|::)\\s*${escapeRegExp(name)}\\b`);
  const [read, ...more] = like(l => reads.test(l));
  return read === undefined || (unplaced && more.length > 0) ? call : at(read);
}

const CALLED: ReadonlySet<CodeSymbol['kind']> = new Set(['function', 'method', 'component']);

async function addUses(
  map: CodeMap,
  uses: Map<string, SymbolUses>,
  symbol: CodeSymbol,
  cards: ReadonlyMap<string, FileCard>,
): Promise<void> {
  const key = `${symbol.path}:${symbol.line}`;
  if (uses.has(key)) return;
  const found = await usesOf(map, symbol, cards.get(symbol.path), cards);
  if (found) uses.set(key, found);
}

const SPOKEN: readonly RegExp[] = [
  /\(reading '([\w$]+)'\)/,
  /\(setting '([\w$]+)'\)/,
  /has no attribute '(\w+)'/,
  /undefined (?:local variable or )?method [`'](\w+[?!=]?)'/,
  /member function (\w+)\(\) on/,
  /^'([\w.-]+)'$/,
  /Undefined (?:array key|index:?|variable:?|property:?) \$?["']?(?:[\w\\]+::\$?)?([\w.-]+)/,
  /(?:evaluating|null \(reading) '?(?:[\w$.()[\]]+\.)?([\w$]+)/,
  /([\w$]+) is not (?:a function|a constructor|defined|iterable)/,
  /name '(\w+)' is not defined/,
  /Cannot invoke "[^"]*?(\w+)\([^"]*\)" because/,
  /cannot import name '(\w+)'/,
  /key not found: :?"?(\w+)/,
  /Cannot find module '([^']+)'|No module named '([^']+)'/,
];

/** The name that the message of the root cause speaks of. */
function spokenOf(trace: PlacedTrace): string | undefined {
  const message = trace.errors[0]?.message ?? '';
  for (const pattern of SPOKEN) {
    const m = pattern.exec(message);
    const name = m?.[1] ?? m?.[2];
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Other lines of the project's code at which the name stands. */
async function mentionsOf(map: CodeMap, name: string, at: OwnCall): Promise<Symptom['mentions']> {
  const found = await map.search(`(?:\\b|['"\`:])${escapeRegExp(name)}\\b`, { limit: 60 });
  return found
    .filter(h => h.path !== at.path || h.line !== at.line)
    .filter(h =>
      /\.(?:[cm]?[jt]sx?|py|go|rs|rb|java|kts?|php|cs|c|cc|cpp|h|hpp|vue|svelte|prisma|sql|graphql)$/.test(
        h.path,
      ),
    )
    .slice(0, 40);
}

/** What the failing line, and the lines that make its values, call. */
async function calleesOf(map: CodeMap, call: OwnCall, trace: PlacedTrace): Promise<readonly CodeSymbol[]> {
  const names = [...new Set([...call.text.matchAll(/([A-Za-z_$][\w$]*)\s*\(/g)].map(m => m[1] ?? ''))].filter(
    n =>
      !/^(?:if|for|while|switch|return|await|new|function|catch|print|len|str|int|throw|typeof)$/.test(n) &&
      n !== call.symbol?.name,
  );
  const out: CodeSymbol[] = [];
  for (const name of names.slice(0, 4)) {
    const defined = (await map.define(name)).filter(s => s.kind === 'function' || s.kind === 'method');
    const same = defined.filter(s => s.path === call.path);
    const [one] = same.length > 0 ? same : defined;
    if (one && (same.length > 0 || defined.length === 1)) out.push(one);
  }
  return trace.errors.length > 0 ? out : [];
}

const FIXES =
  /\b(?:fix(?:es|ed)?|bug|repair|correct(?:s|ed)?|resolves?|crash|null|undefined|guard|handle)\b/i;

/** Commits that mended a thing like it: their subject shares a word with the error, or they mended the same file. */
async function fixesLike(
  map: CodeMap,
  trace: PlacedTrace,
  paths: readonly string[],
): Promise<Symptom['fixes']> {
  const said = new Set(trace.errors.flatMap(e => contentWords(`${e.type} ${e.message}`)));
  const out: Symptom['fixes'][number][] = [];
  for (const path of paths.slice(0, 4))
    for (const commit of await map.log({ path, limit: 40 })) {
      if (!FIXES.test(commit.subject) || out.some(o => o.sha === commit.sha)) continue;
      const shared = contentWords(commit.subject).some(w => said.has(w));
      const mends = /\bfix|\bbug/i.test(commit.subject);
      if (shared || mends) out.push({ sha: commit.sha, date: commit.date, subject: commit.subject, path });
    }
  return out.slice(0, 4);
}

const OF_IMPORTS =
  /before initialization|partially initialized|circular|cannot import name|is not a (?:function|constructor)|Cannot find module|No module named|undefined \(reading|Class extends value undefined/i;

async function circleOf(
  map: CodeMap,
  trace: PlacedTrace,
  path: string,
): Promise<readonly string[] | undefined> {
  if (!trace.errors.some(e => OF_IMPORTS.test(e.message))) return undefined;
  const { cycles } = await map.graph();
  return cycles.find(c => c.files.includes(path))?.files;
}
