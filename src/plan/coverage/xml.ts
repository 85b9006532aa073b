import { err, failure, ok, type Result } from '../../shared/result.ts';
import type { CoverageFormat, CoverageReport, FileCoverage } from './model.ts';
import { readTags, type Tag } from './tags.ts';

/** What reads one kind of XML report, tag by tag. */
interface XmlReader {
  readonly format: CoverageFormat;
  take(tag: Tag): void;
  files(): readonly FileCoverage[];
  readonly roots: string[];
}

/** Reads Cobertura XML (coverage.py, gocover-cobertura, istanbul, coverlet, PHPUnit) and JaCoCo XML (also Kover). */
export function readXml(text: string): Result<CoverageReport> {
  let reader: XmlReader | undefined;
  let root: string | undefined;
  const { whole } = readTags(text, tag => {
    if (root === undefined && tag.kind === 'open') {
      root = tag.name;
      if (root === 'coverage') reader = cobertura(text);
      else if (root === 'report') reader = jacoco();
    }
    reader?.take(tag);
  });
  if (!reader)
    return err(
      failure(
        'bad-coverage',
        `A Cobertura or JaCoCo report was expected, beginning with <coverage> or <report>, but ${root === undefined ? 'no XML element' : `<${root.slice(0, 40)}>`} came.`,
      ),
    );
  if (!whole)
    return err(
      failure(
        'bad-coverage',
        'The XML is cut off or not well formed: an element does not end as it began.',
        'Make the report again.',
      ),
    );
  const files = reader.files();
  if (files.length === 0)
    return err(
      failure(
        'bad-coverage',
        `<${root}> names no source file with lines${root === 'coverage' ? ': a Cobertura report has <class filename="…"> with <line number="…" hits="…">' : ''}.`,
      ),
    );
  return ok({ format: reader.format, files, roots: reader.roots });
}

/** Classes of one file (inner classes, lambdas) are joined, each line once. */
function cobertura(text: string): XmlReader {
  const found = new Map<string, Map<number, boolean>>();
  const roots: string[] = [];
  let lines: Map<number, boolean> | undefined;
  let source: number | undefined;
  return {
    format: 'cobertura',
    roots,
    take(tag) {
      if (tag.name === 'source' && tag.kind === 'open') source = tag.end;
      else if (tag.name === 'source' && source !== undefined) {
        const said = text
          .slice(source, tag.end)
          .replace(/<[\s\S]*$/, '')
          .trim();
        if (said !== '') roots.push(said);
        source = undefined;
      } else if (tag.name === 'class') {
        const name = tag.kind === 'open' ? tag.attribute('filename') : undefined;
        lines = name === undefined ? undefined : (found.get(name) ?? new Map());
        if (name !== undefined && lines) found.set(name, lines);
      } else if (tag.name === 'line' && tag.kind === 'open' && lines) {
        const number = Number(tag.attribute('number'));
        const hits = Number(tag.attribute('hits'));
        if (Number.isInteger(number) && Number.isFinite(hits))
          lines.set(number, (lines.get(number) ?? false) || hits > 0);
      }
    },
    files: () =>
      [...found].map(([path, own]) => ({
        path,
        covered: [...own.values()].filter(Boolean).length,
        lines: own.size,
      })),
  };
}

/** `<sourcefile>` of a `<package>`, whose own counter of lines says how many were missed. */
function jacoco(): XmlReader {
  const found: FileCoverage[] = [];
  let folder = '';
  let file: string | undefined;
  return {
    format: 'jacoco',
    roots: [],
    take(tag) {
      if (tag.name === 'package') folder = tag.kind === 'open' ? (tag.attribute('name') ?? '') : '';
      else if (tag.name === 'sourcefile') file = tag.kind === 'open' ? tag.attribute('name') : undefined;
      else if (tag.name === 'counter' && tag.kind === 'open' && file && tag.attribute('type') === 'LINE') {
        const [missed, covered] = [Number(tag.attribute('missed')), Number(tag.attribute('covered'))];
        if (Number.isInteger(missed) && Number.isInteger(covered) && missed >= 0 && covered >= 0)
          found.push({ path: folder ? `${folder}/${file}` : file, covered, lines: missed + covered });
      }
    },
    files: () => found,
  };
}
