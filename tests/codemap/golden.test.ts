import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadEngine } from '../../src/codemap/parse/engines.ts';
import { extract } from '../../src/codemap/parse/extract.ts';
import { LANGUAGES } from '../../src/codemap/parse/languages.ts';
import type { Parse } from '../../src/codemap/parse/node.ts';
import { type Engine, GRAMMARS } from '../../src/codemap/parse/protocol.ts';
import { Reader } from '../../src/codemap/parse/reader.ts';
import { Scanner } from '../../src/codemap/scan/scan.ts';
import { mayHoldElements, type Outline } from '../../src/codemap/scan/scanned.ts';
import { languageOf } from '../../src/codemap/scan/syntax.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'fixtures');
const fixtures = readdirSync(folder).filter(name => name.endsWith('.txt'));
const isScript = (name: string) => GRAMMARS[languageOf(name.replace(/\.txt$/, ''))] !== undefined;
const reader = new Reader();
const engines = new Map<Engine, Parse>();

beforeAll(async () => {
  engines.set('wasm', (await loadEngine('wasm')).parse);
  try {
    engines.set('native', (await loadEngine('native')).parse);
  } catch {
    // No binary for this machine: the other one is then all there is.
  }
});

function show({ symbols, imports }: Outline): string {
  const lines = symbols.map(
    s =>
      `${s.line}-${s.endLine} ${s.kind} ${s.container === undefined ? '' : `${s.container} › `}${s.name}${s.exported ? ' (exported)' : ''} | ${s.signature}`,
  );
  return [
    ...lines,
    ...imports.map(i => `${i.line} ${i.reexport ? 'passes on' : 'imports'} ${i.specifier}`).sort(),
  ].join('\n');
}

describe.each(fixtures.filter(isScript))('%s', name => {
  const text = readFileSync(join(folder, name), 'utf8');
  const path = name.replace(/\.txt$/, '');
  const language = languageOf(path);
  const grammar = GRAMMARS[language] ?? 'tsx';

  test('the scanner reads it as written down', async () => {
    await expect(`${show(new Scanner().scan(path, text))}\n`).toMatchFileSnapshot(
      join(folder, `${path}.golden`),
    );
  });

  test.each(['native', 'wasm'] as const)('the %s parser agrees', engine => {
    const parse = engines.get(engine);
    if (!parse) return;
    const { tree, free } = parse(text, grammar);
    const parsed = extract(text, tree, mayHoldElements(language, text));
    free();
    expect(parsed.broken).toBe(false);
    expect(show(parsed)).toBe(show(new Scanner().scan(path, text)));
  });
});

/** The parser's outline; what only one of the two saw is marked so. */
function compared(parsed: Outline, scanned: Outline): string {
  const byParser = show(parsed).split('\n');
  const byScanner = show(scanned).split('\n');
  return [
    ...byParser.map(line => (byScanner.includes(line) ? line : `only the parser: ${line}`)),
    ...byScanner.filter(line => !byParser.includes(line)).map(line => `only the scanner: ${line}`),
  ].join('\n');
}

const hasGrammar = (name: string) => LANGUAGES[languageOf(name.replace(/\.txt$/, ''))] !== undefined;

describe.each(fixtures.filter(name => !isScript(name) && !hasGrammar(name)))('%s', name => {
  test('the scanner alone reads it as written down', async () => {
    const path = name.replace(/\.txt$/, '');
    const scanned = new Scanner().scan(path, readFileSync(join(folder, name), 'utf8'));
    await expect(`${show(scanned)}\n`).toMatchFileSnapshot(join(folder, `${path}.golden`));
  });
});

describe.each(fixtures.filter(name => !isScript(name) && hasGrammar(name)))('%s', name => {
  const text = readFileSync(join(folder, name), 'utf8');
  const path = name.replace(/\.txt$/, '');
  const language = languageOf(path);

  test('parser and scanner read it as written down', async () => {
    const parsed = await reader.read(language, text);
    const scanned = new Scanner().scan(path, text);
    expect(parsed.broken).toBe(false);
    // A scanner of a grammar may carry its state from one file into the next.
    expect(await reader.read(language, text)).toEqual(parsed);
    await expect(
      `${compared(parsed, scanned)}\nuses: ${parsed.references.map(([n, lines]) => `${n} ${lines.join(',')}`).join('; ')}\n`,
    ).toMatchFileSnapshot(join(folder, `${path}.golden`));
  });
});

test('every language of the second tier has a fixture with its hard cases', () => {
  const covered = new Set(fixtures.map(name => languageOf(name.replace(/\.txt$/, ''))));
  expect(Object.keys(LANGUAGES).filter(language => !covered.has(language))).toEqual([]);
});
