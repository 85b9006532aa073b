import { expect, test } from 'vitest';
import { alignedRows } from '../../src/ui/screens/approaches/layout.ts';
import { plain } from '../../src/ui/text/line.ts';

const plan = (approach: string, steps: number): string =>
  [
    '# T',
    '',
    '## Overview',
    '',
    'Both say this.',
    '',
    `## Approach: ${approach}`,
    '',
    `Because of ${approach}.`,
    '',
    '## Implementation Steps',
    '',
    ...Array.from({ length: steps }, (_, i) => `### ${i + 1}. Step (5 min)\n`),
    '## Risks',
    '',
    'Both say that.',
    '',
  ].join('\n');

test('what differs stands first, and each section begins at the same row of both', () => {
  const [a, b] = alignedRows(plan('from the service', 1))(plan('from a job', 4))(60)(40);
  const at = (rows: typeof a, heading: RegExp) => rows.findIndex(line => heading.test(plain(line).trim()));
  expect(a).toHaveLength(b.length);
  expect([at(a, /^Approach: from the service$/), at(b, /^Approach: from a job$/)]).toEqual([0, 0]);
  const places = [/^Implementation Steps$/, /^Overview$/, /^Risks$/].map(heading => at(a, heading));
  expect(places).toEqual([/^Implementation Steps$/, /^Overview$/, /^Risks$/].map(heading => at(b, heading)));
  expect(places).toEqual(places.toSorted((x, y) => x - y));
  expect(places).not.toContain(-1);
});
