import type { CodeSymbol, FileSource } from '../../../domain/index.ts';
import { escapeRegExp } from '../../../shared/text/index.ts';
import { fileSource } from '../excerpt.ts';
import type { Survey } from '../survey.ts';
import { isTest } from './tests.ts';

/** A way out of a definition that its callers can see: an error that it raises, or a case that returns early. */
export interface Way {
  readonly line: number;
  /** The line itself, in few words. */
  readonly says: string;
  /** A word of it by which a test would name it: the error's class, code or text. */
  readonly name: string | undefined;
  /** A test that holds that word; absent where none of those that were read does. */
  readonly test?: string;
}

const FAILS =
  /^\s*(?:.*\b)?(?:throw(?:\s+new)?\s+|raise\s+|return\s+(?:nil,\s*)?(?:errors\.New|fmt\.Errorf|err\b)|panic\(|abort\b|reject\()/;
const NAMES = /['"]([^'"\n]{4,60})['"]|\b([A-Z]\w*(?:Error|Exception|Invalid|NotFound))\b|\b(Err[A-Z]\w+)\b/g;

/** The lines of a definition on which it fails, each with the test that names the failure. */
export function waysOf(survey: Survey, symbol: CodeSymbol, tests: readonly string[]): readonly Way[] {
  const text = survey.texts.get(symbol.path)?.text;
  if (text === undefined) return [];
  const lines = text.split('\n').slice(symbol.line - 1, symbol.endLine);
  return lines.flatMap((line, i): readonly Way[] => {
    if (!FAILS.test(line) || /^\s*(?:\/\/|#|\*)/.test(line)) return [];
    // The reason may stand on the next line.
    const said = [...`${line} ${/[([{,]\s*$/.test(line) ? (lines[i + 1] ?? '') : ''}`.matchAll(NAMES)].map(
      m => m[1] ?? m[2] ?? m[3] ?? '',
    );
    const telling = said.find(word => /[_\s]/.test(word)) ?? said.at(-1);
    const test =
      telling === undefined ? undefined : tests.find(t => survey.texts.get(t)?.text.includes(telling));
    return [
      {
        line: symbol.line + i,
        says: line.trim().replaceAll('`', "'").slice(0, 90),
        name: telling,
        ...(test === undefined ? {} : { test }),
      },
    ];
  });
}

const CASE =
  /^\s*(?:(?:it|test|specify|context)(?:\.\w+)*[(\s]\s*(['"`])(?<title>.+?)\1|def\s+(?<py>test_\w+)|func\s+(?<go>Test\w+))/;

/** A case of a test that names a definition, by its title. */
export interface HeldCase {
  readonly title: string;
  readonly source: FileSource;
}

/** Titles of cases in whose lines a definition is used: by these lines, else by its name alone. */
export function casesOf(
  survey: Survey,
  name: string,
  tests: readonly string[],
  uses?: ReadonlyMap<string, ReadonlySet<number>>,
): readonly HeldCase[] {
  const word = new RegExp(`(?<![\\w$])${escapeRegExp(name)}(?![\\w$])`);
  return tests
    .filter(t => isTest(survey, t))
    .flatMap(path => {
      const file = survey.texts.get(path);
      if (!file) return [];
      const lines = file.text.split('\n');
      const out: HeldCase[] = [];
      let open: { title: string; line: number } | undefined;
      for (const [i, line] of lines.entries()) {
        const found = CASE.exec(line);
        const title = found?.groups?.['title'] ?? found?.groups?.['py'] ?? found?.groups?.['go'];
        if (title !== undefined) open = { title, line: i + 1 };
        if (
          open &&
          (uses ? uses.get(path)?.has(i + 1) === true : word.test(line)) &&
          !out.some(c => c.source.line === open?.line)
        ) {
          const source = fileSource(file, open.line, open.line, survey.commit);
          if (source) out.push({ title: open.title.replaceAll('`', "'"), source });
        }
      }
      return out;
    });
}
