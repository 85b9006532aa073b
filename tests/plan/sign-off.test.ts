import { describe, expect, it, test } from 'vitest';
import { readPlan } from '../../src/plan/read/index.ts';
import { sealPlan, sealState } from '../../src/plan/seal.ts';
import { signOffs } from '../../src/plan/sign-off.ts';
import { splice } from '../../src/plan/splice.ts';
import { samplePlan } from './sample.ts';

const SECTION = '## Sign-off\n\n';
const ada = { name: 'Ada Lovelace', date: '2026-11-27', line: 3 };

describe('who signed', () => {
  it.each([
    ['- [x] Reviewed by Ada Lovelace, 2026-11-27', ada],
    ['- [X] Reviewed by: Ada Lovelace (2026-11-27)', ada],
    ['* [x] Approved by Ada Lovelace on 2026-11-27.', ada],
    ['1. [x] Ada Lovelace – 2026-11-27', ada],
    ['- [x] 2026-11-27: Ada Lovelace', ada],
    ['- [x] **Ada Lovelace**, 2026-11-27T10:00:00Z', ada],
    ['- [x] Reviewed by Ada Lovelace', { name: 'Ada Lovelace', line: 3 }],
    ['- [x] Reviewed by Ada Lovelace <ada@example.org>, 2026-11-27', { ...ada, mail: 'ada@example.org' }],
    ['- [x] ada@example.org', { name: 'ada@example.org', mail: 'ada@example.org', line: 3 }],
    [
      'Reviewed-by: Ada Lovelace <ada@example.org>',
      { name: 'Ada Lovelace', mail: 'ada@example.org', line: 3 },
    ],
    [
      '- [x] Reviewed-by: Ada Lovelace <ada@example.org>',
      { name: 'Ada Lovelace', mail: 'ada@example.org', line: 3 },
    ],
  ])('%s', (line, expected) => {
    expect(signOffs(`${SECTION}${line}\n`)).toEqual([expected]);
  });

  it.each([
    ['an empty box', `${SECTION}- [ ] Reviewed by Ada, 2026-11-27\n`],
    ['an empty box with a trailer', `${SECTION}- [ ] Reviewed-by: Ada <ada@example.org>\n`],
    ['a name that nobody filled in', `${SECTION}- [x] Reviewed by NAME, 2026-11-27\n`],
    ['no name', `${SECTION}- [x] Reviewed by , 2026-11-27\n`],
    ['a line without a box', `${SECTION}- Reviewed by Ada\n`],
    ['a ticked box of a step', '## Implementation Steps\n\n- [x] Reviewed by Ada\n'],
    ['a block of code', `${SECTION}\`\`\`\nReviewed-by: Ada <ada@example.org>\n- [x] Ada\n\`\`\`\n`],
    ['what stands behind the section', `${SECTION}\n---\n\n- [x] Ada\n\n## Risks\n\n- [x] Bob\n`],
  ])('nobody: %s', (_, text) => {
    expect(signOffs(text)).toEqual([]);
  });

  it('is told once each, in order, wherever a trailer stands', () => {
    const text = `# Plan\n\n${SECTION}- [x] Ada\n- [x] bob\n\n---\n\nReviewed-by: ADA <ada@example.org>  \nAcked-by: Cy\nSigned-off-by: Bob\n`;
    expect(signOffs(text).map(({ name, line }) => [name, line])).toEqual([
      ['Ada', 5],
      ['bob', 6],
      ['Cy', 11],
    ]);
  });
});

describe('a plan that is signed after its approval', () => {
  const { markdown } = sealPlan(samplePlan, { approved: '2026-11-19T11:00:00.000Z' });
  const signed = '## Sign-off\n\n- [x] Reviewed by Ada, 2026-11-27\n';
  it.each([
    ['at its end', `${markdown}\n${signed}`],
    ['above the hand-over line', markdown.replace(/\n---\n\nReady/, `\n${signed}\n---\n\nReady`)],
    ['before another section', markdown.replace('\n## Risks\n', `\n${signed}\n## Risks\n`)],
    ['with other line ends', `${markdown}\n${signed}`.replace(/\n/g, '\r\n')],
  ])('%s is still as approved', (_, text) => {
    expect(text).not.toBe(markdown);
    expect(sealState(text)).toBe('as-approved');
    expect(signOffs(text.replace(/\r\n/g, '\n')).map(({ name }) => name)).toEqual(['Ada']);
  });

  it.each([
    ['a section that it hides', markdown.replace('\n## Risks\n', '\n## Sign-off\n## Risks\n'), 'as-approved'],
    [
      'a changed section behind it',
      `${markdown.replace('\n## Risks\n', `\n${signed}\n## Risks\n\n- **New**: risk.\n`)}`,
      'edited',
    ],
    ['a section of another name', `${markdown}\n## Notes\n\n- [x] Ada\n`, 'edited'],
  ])('hides nothing else: %s', (_, text, state) => {
    expect(sealState(text)).toBe(state);
    // What it stands before is still sealed.
    expect(sealState(text.replace(/Two replicas/, '2 replicas'))).toBe('edited');
  });

  test('keeps its section when the plan is read and changed', () => {
    const text = markdown.replace('\n## Risks\n', `\n${signed}\n## Risks\n`);
    const read = readPlan(text);
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value.plan.special ?? []).toEqual(samplePlan.special ?? []);
    const after = { ...read.value.plan, nextSteps: ['Another one.'] };
    expect(splice(text, read.value.plan, after)).toContain(`\n${signed}\n## Risks\n`);
  });
});
