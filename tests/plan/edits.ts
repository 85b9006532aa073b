import fc from 'fast-check';

/** What people do to files: words, lines, bullets, blank lines, sections, in any place. */
export const edit = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom(
    'insert' as const,
    'delete-line' as const,
    'duplicate-line' as const,
    'blank' as const,
    'word' as const,
  ),
  text: fc.constantFrom(
    'Tom: why?',
    '- one more',
    '* other sign',
    '## Notes of Tom\n\nMind the gap.',
    '> quoted',
    '- [ ] ask Kim',
    '**bold**',
    '`code`',
    '| a | b |',
    '  indented',
    '1. first',
    '```ts\nlet a = 1;\n```',
    'é 日本 👩‍👩‍👧',
    '<!-- hidden -->',
    '\tTabs',
  ),
});
export function edited(
  markdown: string,
  edits: readonly { at: number; kind: string; text: string }[],
): string {
  const lines = markdown.split('\n');
  const first = lines.indexOf('---', 1) + 1;
  for (const { at, kind, text } of edits) {
    const i = first + (at % (lines.length - first));
    if (kind === 'insert') lines.splice(i, 0, text);
    else if (kind === 'delete-line') lines.splice(i, 1);
    else if (kind === 'duplicate-line') lines.splice(i, 0, lines[i] ?? '');
    else if (kind === 'blank') lines.splice(i, 0, '');
    else lines[i] = `${lines[i]} ${text.split('\n')[0]}`;
  }
  return lines.join('\n');
}
