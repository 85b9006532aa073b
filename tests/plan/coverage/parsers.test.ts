import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCoverage } from '../../../src/plan/coverage/index.ts';
import type { FileCoverage } from '../../../src/plan/coverage/model.ts';

const filesOf = (text: string) => {
  const read = readCoverage(text);
  return read.ok ? [read.value.format, read.value.files] : read.error.message;
};

describe('reports of tools', () => {
  test('lcov: each line once, however many tests hit it; LF and LH where there are no lines', () => {
    const text = [
      'TN:first',
      'SF:src/a.ts',
      'FN:1,total',
      'DA:1,3',
      'DA:2,0',
      'DA:4,1,checksum==',
      'LF:3',
      'LH:2',
      'end_of_record',
      'TN:second',
      'SF:src/a.ts',
      'DA:1,0',
      'DA:2,5',
      'end_of_record',
      'SF:src/b.ts',
      'LF:10',
      'LH:4',
      'end_of_record',
      '',
    ].join('\r\n');
    expect(filesOf(text)).toEqual([
      'lcov',
      [
        { path: 'src/a.ts', covered: 3, lines: 3 },
        { path: 'src/b.ts', covered: 4, lines: 10 },
      ],
    ]);
  });

  test('Cobertura: classes of one file are joined, methods name lines again', () => {
    const text = `<?xml version="1.0" ?>
<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
<!-- <class filename="no.py"> -->
<coverage line-rate="0.5" version="7.6"><sources><source>/home/ci/app</source><source/></sources>
<packages><package name="app"><classes>
<class name="a.py" filename="app/a &amp; b.py"><methods><method name="f"><lines><line number="1" hits="1"/></lines></method></methods>
<lines><line number="1" hits="1"/><line number="2" hits="0" branch="true" condition-coverage="50% (1/2)"/></lines></class>
<class name="a.py$1" filename="app/a &amp; b.py"><lines><line number='2' hits='7'/><line number="9" hits="0"/></lines></class>
</classes></package></packages></coverage>`;
    const read = readCoverage(text);
    expect(read).toMatchObject({
      ok: true,
      value: {
        format: 'cobertura',
        roots: ['/home/ci/app'],
        files: [{ path: 'app/a & b.py', covered: 2, lines: 3 }],
      },
    });
  });

  test('JaCoCo: the counter of lines of each source file', () => {
    const text = `<report name="x"><group name="g"><package name="org/shop"><class name="org/shop/Order" sourcefilename="Order.java">
<counter type="LINE" missed="9" covered="9"/></class><sourcefile name="Order.java"><line nr="3" mi="0" ci="2"/>
<counter type="INSTRUCTION" missed="1" covered="2"/><counter type="LINE" missed="3" covered="7"/></sourcefile>
<counter type="LINE" missed="3" covered="7"/></package></group></report>`;
    expect(filesOf(text)).toEqual(['jacoco', [{ path: 'org/shop/Order.java', covered: 7, lines: 10 }]]);
  });

  test('istanbul: lines of statements, and totals', () => {
    const place = (line: number) => ({ start: { line, column: 0 }, end: { line, column: 9 } });
    const final = {
      '/w/src/a.ts': {
        path: '/w/src/a.ts',
        statementMap: { 0: place(1), 1: place(1), 2: place(4) },
        s: { 0: 0, 1: 2, 2: 0 },
        fnMap: {},
        f: {},
        branchMap: {},
        b: {},
      },
    };
    expect(filesOf(JSON.stringify(final))).toEqual([
      'istanbul',
      [{ path: '/w/src/a.ts', covered: 1, lines: 2 }],
    ]);
    const totals = { total: 8, covered: 6, skipped: 0, pct: 75 };
    expect(filesOf(JSON.stringify({ total: { lines: totals }, 'C:\\w\\a.ts': { lines: totals } }))).toEqual([
      'istanbul-summary',
      [{ path: 'C:\\w\\a.ts', covered: 6, lines: 8 }],
    ]);
  });
});

describe('what is no report says what was expected', () => {
  test.each([
    ['', 'The report is empty.'],
    ['PK\u0003\u0004', 'is none of them'],
    ['SF:a.ts\nDA:1,1\n', 'does not end: the report is cut off'],
    ['SF:a.ts\nDA:one,1\nend_of_record\n', 'Line 2 is no record of a line'],
    ['TN:\n', 'there is none'],
    ['{"a": {"statementMap": {"0"', 'no valid JSON'],
    ['{}', 'of istanbul was expected'],
    ['{"name": "shop", "version": "1.0.0"}', 'of istanbul was expected'],
    ['<html><body>404</body></html>', 'but <html> came'],
    ['<coverage><packages><class filename="a.py"><line number="1" hits="1"/>', 'cut off or not well formed'],
    ['<coverage><class filename="a.py"></coverage></class>', 'cut off or not well formed'],
    ['<coverage generated="1"><project/></coverage>', 'names no source file'],
    ['<!-- never closed', 'no XML element'],
  ])('%j', (text, said) => {
    expect(filesOf(text)).toContain(said);
  });

  test('entities that a document defines are not expanded', () => {
    const bomb = `<!DOCTYPE coverage [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/passwd">]>
<coverage><class filename="&b;&c;.py"><line number="1" hits="1"/></class></coverage>`;
    expect(filesOf(bomb)).toEqual(['cobertura', [{ path: '&b;&c;.py', covered: 1, lines: 1 }]]);
  });

  test('characters that do not exist stay as they are written, and names inside other values are not taken', () => {
    const text =
      '<coverage><class name=" filename=\'no.py\' " filename = "&#x110000;&#1114112;&#0;&#65;.py"><line number="1" hits="1"/></class></coverage>';
    expect(filesOf(text)).toEqual([
      'cobertura',
      [{ path: '&#x110000;&#1114112;&#0;A.py', covered: 1, lines: 1 }],
    ]);
  });

  test('a file that opens elements for ever ends', () => {
    expect(filesOf(`<coverage>${'<a>'.repeat(100_000)}`)).toContain('cut off or not well formed');
  });
});

const path = fc
  .array(fc.stringMatching(/^[a-zé][\w &'<>"-]{0,6}$/), { minLength: 1, maxLength: 4 })
  .map(parts => parts.map(part => part.trim()).join('/'));
/** Lines of files, each with its hits. */
const covered = fc.dictionary(
  path,
  fc.dictionary(fc.integer({ min: 1, max: 300 }).map(String), fc.nat({ max: 3 }), { minKeys: 1 }),
  { minKeys: 1, maxKeys: 6 },
);
type Covered = Readonly<Record<string, Readonly<Record<string, number>>>>;

const expected = (all: Covered): readonly FileCoverage[] =>
  Object.entries(all).map(([file, lines]) => ({
    path: file,
    covered: Object.values(lines).filter(hits => hits > 0).length,
    lines: Object.keys(lines).length,
  }));
const escaped = (text: string) =>
  text.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`).replace(/é/g, '&#xe9;');

const WRITERS: readonly (readonly [string, (all: Covered) => string])[] = [
  [
    'lcov',
    all =>
      Object.entries(all)
        .map(([file, lines]) =>
          [
            `SF:${file}`,
            ...Object.entries(lines).map(([line, hits]) => `DA:${line},${hits}`),
            'end_of_record\n',
          ].join('\n'),
        )
        .join(''),
  ],
  [
    'cobertura',
    all =>
      `<coverage>${Object.entries(all)
        .map(
          ([file, lines]) =>
            `<class filename="${escaped(file)}">${Object.entries(lines)
              .map(([line, hits]) => `<line hits="${hits}" number="${line}"/>`)
              .join('')}</class>`,
        )
        .join('')}</coverage>`,
  ],
  [
    'istanbul',
    all =>
      JSON.stringify(
        Object.fromEntries(
          Object.entries(all).map(([file, lines]) => [
            file,
            {
              path: file,
              statementMap: Object.fromEntries(
                Object.keys(lines).map((line, i) => [i, { start: { line: Number(line) } }]),
              ),
              s: Object.fromEntries(Object.values(lines).map((hits, i) => [i, hits])),
            },
          ]),
        ),
      ),
  ],
];

describe.each(WRITERS)('what is written as %s', (format, write) => {
  test('is read as it was', () => {
    fc.assert(
      fc.property(covered, all => {
        const read = readCoverage(write(all));
        if (!read.ok) throw new Error(read.error.message);
        expect(read.value.format).toBe(format);
        const byPath = (a: FileCoverage, b: FileCoverage) => (a.path < b.path ? -1 : 1);
        expect([...read.value.files].sort(byPath)).toEqual([...expected(all)].sort(byPath));
      }),
      { numRuns: 60 },
    );
  });

  test('cut anywhere or with any bytes in it: an answer, never a throw and never more than is there', () => {
    fc.assert(
      fc.property(covered, fc.nat({ max: 4000 }), fc.string({ maxLength: 4 }), (all, at, more) => {
        const text = write(all);
        const read = readCoverage(text.slice(0, at % (text.length + 1)) + more);
        if (!read.ok) expect(read.error.message.length).toBeGreaterThan(10);
        else
          for (const file of read.value.files) {
            expect(file.covered).toBeLessThanOrEqual(file.lines);
            expect(file.covered).toBeGreaterThanOrEqual(0);
          }
      }),
      { numRuns: 120 },
    );
  });
});
