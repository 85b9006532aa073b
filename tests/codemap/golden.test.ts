import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadEngine } from '../../src/codemap/parse/engines.ts';
import { extract } from '../../src/codemap/parse/extract.ts';
import type { Parse } from '../../src/codemap/parse/node.ts';
import { type Engine, GRAMMARS } from '../../src/codemap/parse/protocol.ts';
import { Scanner } from '../../src/codemap/scan/scan.ts';
import { mayHoldElements, type Outline } from '../../src/codemap/scan/scanned.ts';
import { languageOf } from '../../src/codemap/scan/syntax.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'fixtures');
const fixtures = readdirSync(folder).filter(name => name.endsWith('.txt'));
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

describe.each(fixtures)('%s', name => {
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
