import type { TextHit } from '../../../codemap/port.ts';
import type { CodeSymbol, FileCard } from '../../../domain/index.ts';
import { baseOf, caseAs, extOf, folderOf, join, stemOf, testPathFor } from '../naming.ts';
import { singularOf } from '../resource.ts';
import { type GoalReading, overlap, stem, tokens } from '../words.ts';
import { type Asking, type Entry, type Found, found, NOTHING } from './entry.ts';

/** How command lines define a command, by library. The first group, where there is one, is its name. */
const WAYS: readonly (readonly [string, RegExp])[] = [
  ['cobra', /&cobra\.Command\{/],
  ['click', /@\w+(?:\.\w+)*\.(?:command|group)\(\s*(?:name=)?(?:["']([\w-]+)["'])?/],
  ['argparse', /\.add_parser\(\s*["']([\w-]+)["']/],
  ['clap', /#\[derive\([^)]*\b(?:Parser|Subcommand|Args)\b|\bCommand::new\(\s*"([\w-]+)"/],
  ['yargs', /^\s*command:\s*['"]([\w-]+)/],
  ['commander', /(?:\.command\(|\bnew Command\()\s*['"]([\w-]+)/],
];
const REGISTERS =
  /\.(?:AddCommand|addCommand|add_command|add_typer|add_subparsers)\(|\.command\(\s*\w+Command\b/;
const ASIDE =
  /(?:^|\/)(?:tests?|__tests__|examples?|docs?|fixtures?|testdata|third_party|vendor|node_modules)\/|(?:_test\.\w+|[._-](?:test|spec)\.\w+)$|(?:^|\/)(?:test_\w+|conftest)\.py$|\.(?:md|rst|txt|json)$/i;
const MOST_HITS = 400;

const source = (patterns: readonly RegExp[]): string => patterns.map(p => p.source).join('|');

/**
 * The commands of a command line, those first that the goal's words name: `name`, `library`, and where it is registered
 * (`registered`, `registeredAt`).
 */
export async function commandsOf(asking: Asking): Promise<Found> {
  const { map, survey } = asking;
  const own = (h: TextHit): boolean => !ASIDE.test(h.path);
  const hits = withoutParents(
    (await map.search(source(WAYS.map(([, p]) => p)), { limit: MOST_HITS })).filter(own),
  );
  if (hits.length === 0) return NOTHING;
  const joins = (await map.search(source([REGISTERS]), { limit: MOST_HITS })).filter(own);
  const cards = new Map((await map.cards([...new Set(hits.map(h => h.path))])).map(c => [c.path, c]));
  const wanted = new Set(survey.goal.stems);
  const reads = READS.test(newName(survey.goal, '') ?? '');
  const ranked = new Map(survey.impact.files.map((f, i) => [f.path, survey.impact.files.length - i]));
  const seen = new Set<string>();
  const all: { readonly entry: Entry; readonly score: number }[] = [];
  for (const hit of hits) {
    if (asking.stop()) break;
    const way = WAYS.map(([library, p]) => ({ library, said: p.exec(hit.text) })).find(w => w.said !== null);
    const card = cards.get(hit.path);
    if (!way || !card) continue;
    const lines = (await asking.read(hit.path))?.split('\n') ?? [];
    const symbol = symbolOf(card.symbols, hit.line);
    const name =
      way.said?.slice(1).find(Boolean) ?? nameNear(lines, hit.line) ?? symbol?.name ?? baseOf(hit.path);
    const key = `${hit.path} ${name}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const work = await workOf(map, lines, hit.line, card);
    const join = work ? hit : joinOf(joins, hit.path, card.importedBy);
    all.push({
      score:
        20 * overlap(name, wanted) -
        (joins.some(j => j.path === hit.path) ? 30 : 0) +
        6 * overlap(folderOf(hit.path), wanted) +
        (READS.test(name) === reads ? 4 : 0) +
        (ranked.get(hit.path) ?? 0) / 4 +
        (symbol?.exported ? 1 : 0),
      entry: {
        path: hit.path,
        line: String(symbol?.line ?? hit.line),
        at: `${hit.path}:${symbol?.line ?? hit.line}`,
        name,
        library: way.library,
        ...(symbol ? { symbol: symbol.name } : {}),
        ...(named(name, wanted) ? { named: 'yes' } : {}),
        ...(JSON_WORD.test(lines.join('\n')) ? { json: 'yes' } : {}),
        [way.library]: 'yes',
        ...(card.tests[0] === undefined ? {} : { test: card.tests[0] }),
        ...(work === undefined ? {} : { work }),
        ...(join
          ? {
              registered: join.path,
              registeredAt: `${join.path}:${join.line}`,
              registerLine: join.text.trim(),
            }
          : {}),
      },
    });
  }
  const entries = [...all]
    .sort((a, b) => b.score - a.score || (a.entry.path ?? '').localeCompare(b.entry.path ?? ''))
    .map(x => x.entry);
  const [first, ...rest] = entries;
  return first ? found([{ ...first, ...newPlaces(asking, entries) }, ...rest]) : NOTHING;
}

/** Names what a line of a declaration gives the work to: a function by its name. */
const HANDS_ON =
  /\.action\(\s*(?:\w+\(\s*)?(\w+)\s*\)|\bset_defaults\(\s*func=(?:\w+\.)?(\w+)|\bhandler:\s*(\w+)\s*[,}\n]/;
const MOST_LINES = 15;

/** The file that does the work of a command declared here, where that is another one: `.command('map').action(mapCommand)`. */
async function workOf(
  map: Asking['map'],
  lines: readonly string[],
  line: number,
  card: FileCard,
): Promise<string | undefined> {
  const rest = lines.slice(line, line + MOST_LINES);
  const next = rest.findIndex(text => WAYS.some(([, p]) => p.test(text)));
  const own = [lines[line - 1] ?? '', ...(next < 0 ? rest : rest.slice(0, next))].join('\n');
  const worker = HANDS_ON.exec(own)?.slice(1).find(Boolean);
  if (worker === undefined) return undefined;
  const imported = await map.cards(card.imports.filter(p => !ASIDE.test(p)));
  return imported.find(c => c.symbols.some(s => s.name === worker && s.exported))?.path;
}

/** The program itself is no command where its commands are declared on it: `new Command('tool')` above `.command('map')`. */
function withoutParents(hits: readonly TextHit[]): readonly TextHit[] {
  const parents = new Set(hits.filter(h => /\.command\(/.test(h.text)).map(h => h.path));
  return hits.filter(h => !(parents.has(h.path) && PROGRAM.test(h.text)));
}

const PROGRAM = /\bnew Command\(\s*['"][\w-]+['"]\s*\)(?!.*\.command\()/;

/** Where a command of its own goes, and its test: where the others have a file each, beside the exemplar. */
function newPlaces({ survey }: Asking, entries: readonly Entry[]): Entry {
  const [first] = entries;
  if (first?.path === undefined) return {};
  const files = new Set(entries.map(e => e.work ?? e.path));
  const own = first.work !== undefined || (files.size * 2 > entries.length && files.size > 2);
  const newFile = own ? ownPath(survey.goal, first.work ?? first.path, first.name ?? '') : undefined;
  const newTest = testPathFor(newFile ?? first.path, survey.roles.get('test') ?? []);
  return { newTest, ...(newFile === undefined || survey.paths.has(newFile) ? {} : { newFile }) };
}

/** The exemplar's path with the new command's name in place of its own: `pr/list/list.go` → `pr/archive/archive.go`. */
function ownPath(goal: GoalReading, path: string, name: string): string | undefined {
  const word = newName(goal, name);
  if (word === undefined) return undefined;
  const ext = extOf(path);
  const base = stemOf(path);
  const folder = folderOf(path);
  const style = /[a-z][A-Z]/.test(base) ? 'camel' : base.includes('_') ? 'snake' : 'kebab';
  const file = base.toLowerCase().includes(name.toLowerCase())
    ? base.replace(new RegExp(name, 'i'), caseAs(word, style))
    : caseAs(word, style);
  const parent = folder.split('/').at(-1) === name ? join(folder.slice(0, -name.length - 1), word) : folder;
  return join(parent, `${file}${ext}`);
}

/**
 * The name that the goal gives the new command: in quotes or backticks, before "command", after it, or what it does:
 * "a command that searches …" is `search`.
 */
function newName({ text }: GoalReading, other: string): string | undefined {
  const said = [
    /[`'"“]([a-z][\w-]*)[`'"”]/.exec(text)?.[1],
    /\b(?:an?|the|new)\s+(?:new\s+)?([a-z][\w-]*)\s+(?:sub)?command\b/i.exec(text)?.[1],
    /\b(?:sub)?command\s+(?:called\s+|named\s+)?([a-z][\w-]*)/i.exec(text)?.[1],
    /\bcommand\s+(?:to|for|which|that)\s+([a-z]+)/i.exec(text)?.[1],
  ].map(word => word?.toLowerCase());
  const word = said.find(w => w !== undefined && !NO_NAMES.has(w));
  if (word === undefined) return undefined;
  const doing = new RegExp(`\\bcommand\\s+(?:which|that)\\s+${word}\\b`, 'i').test(text);
  const name = doing ? singularOf(word) : word;
  return name === other ? undefined : name;
}

/** Commands that only tell: one of them is the better exemplar for another, and one that changes for one that changes. */
const READS =
  /^(?:list|ls|show|view|get|search|find|print|info|status|describe|diff|export|count|browse|log|logs)$/;
const NO_NAMES = new Set('new cli to that for line sub which and with of in the a can lets is'.split(' '));

const JSON_WORD = /\bjson\b|Json|JSON/;

/** Whether every word of a command's name stands in the goal. */
function named(name: string, wanted: ReadonlySet<string>): boolean {
  const words = tokens(name).map(stem);
  return words.length > 0 && words.every(w => wanted.has(w));
}

/** The definition around a line, else the one that begins within the next lines: a decorator stands above its function. */
function symbolOf(symbols: readonly CodeSymbol[], line: number): CodeSymbol | undefined {
  const code = symbols.filter(s => s.kind !== 'section' && s.kind !== 'property');
  const around = code.filter(s => s.line <= line && s.endLine >= line);
  const inner = [...around].sort((a, b) => a.endLine - a.line - (b.endLine - b.line))[0];
  const below = code.filter(s => s.line > line && s.line <= line + 12).sort((a, b) => a.line - b.line)[0];
  return inner ?? below;
}

/** A name that is written in the lines behind: `Use: "list [flags]"`. */
function nameNear(lines: readonly string[], line: number): string | undefined {
  for (const text of lines.slice(line - 1, line + 5)) {
    const use = /\bUse:\s*"([\w-]+)/.exec(text)?.[1];
    if (use) return use;
    const def = /^\s*(?:async\s+)?def\s+(\w+)|^\s*(?:pub\s+)?(?:struct|enum)\s+(\w+)/.exec(text);
    const name = def?.[1] ?? def?.[2];
    if (name) return name.replace(/_(?:command|cmd)$/, '').replaceAll('_', '-');
  }
  return undefined;
}

/** The line that makes the command known: in a file that imports it, in the nearest folder above, or in its own. */
function joinOf(joins: readonly TextHit[], path: string, importedBy: readonly string[]): TextHit | undefined {
  const stemmed = tokens(folderOf(path)).at(-1) ?? '';
  const importing = joins.filter(j => importedBy.includes(j.path) && j.path !== path);
  const above = joins.filter(
    j => j.path !== path && folderOf(j.path) !== '' && folderOf(path).startsWith(folderOf(j.path)),
  );
  const near = [...importing, ...above].sort((a, b) => folderOf(b.path).length - folderOf(a.path).length);
  return (
    near.find(j => stemmed !== '' && j.text.toLowerCase().includes(stemmed)) ??
    near[0] ??
    joins.find(j => j.path === path)
  );
}
