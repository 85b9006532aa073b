import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FAMILIES } from '../../../src/research/ci/index.ts';

const PAGE = readFileSync(new URL('../../../docs/ci.md', import.meta.url), 'utf8');

test('the page lists every family as the data has it, and no other', () => {
  const section = PAGE.slice(PAGE.indexOf('## Families'), PAGE.indexOf('## When nothing'));
  const rows = section.split('\n').filter(line => line.startsWith('| `'));
  expect(rows).toEqual(
    FAMILIES.map(
      ({ id, tool, category, means, seen }) =>
        `| \`${id}\` | ${tool} | ${category} | ${means} | ${seen === 'run' ? 'a build that failed' : 'its documented form'} |`,
    ),
  );
});
