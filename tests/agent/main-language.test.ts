import { describe, expect, it } from 'vitest';
import { LANGUAGE_NAMES, mainLanguage } from '../../src/agent/local/main-language.ts';
import { styleOfTexts } from '../../src/agent/local/style.ts';
import { languageOf } from '../../src/codemap/scan/syntax.ts';

/** A survey of files by name, read as the code map reads them. */
function written(paths: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(languageOf(path), (counts.get(languageOf(path)) ?? 0) + 1);
  const languages = [...counts].map(([name, files]) => ({ name, files }));
  const style = styleOfTexts(paths.map(path => ({ path, text: '' })));
  return mainLanguage({
    summary: { root: '/', files: 1, symbols: 0, languages, skipped: [], commits: 0, ms: 0 },
    style,
  });
}

describe('the main language', () => {
  it.each([
    ['go', ['a.go', 'b.go', 'static/x.js', 'README.md', 'c.yml', 'd.yml', 'e.yml']],
    ['ruby', ['app/a.rb', 'app/b.rb', 'x.js']],
    ['rust', ['src/main.rs', 'src/a.rs', 'test.py']],
    ['java', ['A.java', 'B.java']],
    ['kotlin', ['A.kt', 'B.kt', 'c.java']],
    ['csharp', ['A.cs']],
    ['php', ['a.php', 'b.php', 'c.js']],
    ['swift', ['a.swift']],
    ['c', ['a.c', 'a.h']],
    ['typescript', ['a.ts', 'b.tsx', 'c.go']],
    ['javascript', ['a.js', 'b.mjs']],
    ['python', ['a.py', 'b.py', 'c.js']],
  ])('is %s where most files are', (language, paths) => {
    expect(written(paths)).toBe(language);
    expect(LANGUAGE_NAMES).toContain(language);
  });
});
