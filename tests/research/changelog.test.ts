import { describe, expect, test } from 'vitest';
import { releaseNotes } from '../../src/research/changelog.ts';

const notes = (text: string, from: string | undefined, to: string) =>
  releaseNotes({ path: 'CHANGELOG.md', text }, from, to);
const said = (text: string, from: string | undefined, to: string) =>
  notes(text, from, to).map(n => [n.version, n.line, n.text, n.breaking]);

const KEEP = `# Changelog

## [Unreleased]

- something to come

## [5.0.0] - 2024-09-10

### BREAKING CHANGES

- \`app.del()\` is gone, use
  \`app.delete()\`

### Features

- a router of its own

## [4.19.0](https://x.test/compare) (2024-03-20)

- Fix a leak of sockets

## 4.18.2

- an old thing
`;

describe('a record of changes', () => {
  test('is read from the installed version to the newer one, item by item, with the line of each', () => {
    expect(said(KEEP, '4.18.2', '5.0.0')).toEqual([
      ['5.0.0', 11, '`app.del()` is gone, use `app.delete()`', true],
      ['5.0.0', 16, 'a router of its own', false],
      ['4.19.0', 20, 'Fix a leak of sockets', false],
    ]);
    expect(said(KEEP, '4.19.0', '5.0.0').map(n => n[0])).toEqual(['5.0.0', '5.0.0']);
    expect(said(KEEP, undefined, '4.19.0').map(n => n[0])).toEqual(['4.19.0', '4.18.2']);
  });

  test.each([
    [
      'underlined, as Express writes it',
      '5.0.0 / 2024-09-10\n==================\n\n  * remove: `app.param(fn)`\n  * deps: send@1.0.0\n\n4.0.0 / 2014-04-09\n===\n\n  * old',
    ],
    [
      'by a package of a workspace',
      '## express@5.0.0\n\n* remove: `app.param(fn)`\n* deps: send@1.0.0\n\n## express@4.0.0\n\n* old',
    ],
    ['with a v', '# v5.0.0\n- remove: `app.param(fn)`\n- deps: send@1.0.0\n# v4.0.0\n- old'],
    [
      'in words',
      '## Version 5.0.0\n\n- remove: `app.param(fn)`\n- deps: send@1.0.0\n\n## Version 4.0.0\n- old',
    ],
    [
      'dated, without a mark',
      '5.0.0 (2024-09-10)\n\n- remove: `app.param(fn)`\n- deps: send@1.0.0\n\n4.0.0 (2014-04-09)\n\n- old',
    ],
  ])('%s', (_, text) => {
    expect(notes(text, '4.0.0', '5.0.0').map(n => [n.text, n.breaking])).toEqual([
      ['remove: `app.param(fn)`', true],
      ['deps: send@1.0.0', false],
    ]);
  });

  test('versions that only text speaks of head nothing; what is no version is nothing', () => {
    expect(notes('5.0.0 is out and it is good\n\n- a thing of it\n', '4.0.0', '5.0.0')).toEqual([]);
    expect(notes(KEEP, 'latest', '5.0.0')).toEqual([]);
    expect(notes(KEEP, '4.18.2', '^5')).toEqual([]);
  });

  test('what a project does to itself breaks nothing for others, unless it stands under a heading that says so', () => {
    const text =
      '## 5.0.0\n\n- fix: remove a stray listener\n- Run CI on Node 22 and drop dtslint\n- Node 16 is no longer supported\n\n### Breaking\n\n- fix: empty rows are errors now\n';
    expect(notes(text, '4.0.0', '5.0.0').map(n => n.breaking)).toEqual([false, false, true, true]);
  });

  test('is safe to show and holds no secret', () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    expect(said(`## 5.0.0\n- now \u001b[2Jwith ${token}\u202e\n`, '4.0.0', '5.0.0')).toEqual([
      ['5.0.0', 2, 'now ␛[2Jwith [hidden: github token]<U+202E>', false],
    ]);
  });
});
