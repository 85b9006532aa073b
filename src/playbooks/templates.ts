import { hiddenIn } from './front.ts';
import type { Template } from './model.ts';

export interface LocatedTemplate extends Template {
  /** Line of the file that the first line of the code stands on. */
  readonly line: number;
}

const MOST = 200;
const LONGEST_CODE = 20_000;

/**
 * The prose and the fenced blocks of a playbook's body, each block under a level-3 heading that names it. `firstLine` is
 * the line of the file that `body` begins on. One pass over the lines.
 */
export function readTemplates(
  body: string,
  firstLine: number,
): {
  readonly prose: string;
  readonly templates: readonly LocatedTemplate[];
  readonly mistakes: readonly { readonly line: number; readonly message: string }[];
} {
  const lines = body.split('\n');
  const templates: LocatedTemplate[] = [];
  const mistakes: { line: number; message: string }[] = [];
  const first = lines.findIndex(l => l.startsWith('### '));
  const seen = new Set<string>();
  for (let i = first < 0 ? lines.length : first; i < lines.length; i++) {
    const heading = /^### +(.*)$/.exec(lines[i] ?? '')?.[1]?.trim();
    if (heading === undefined) continue;
    const line = firstLine + i;
    const say = (message: string): void => void mistakes.push({ line, message });
    let at = i + 1;
    while (lines[at]?.trim() === '') at++;
    const fence = /^(`{3,})(\w+)\s*$/.exec(lines[at] ?? '');
    if (!/^[\w.-]{1,60}$/.test(heading)) say(`“### ${heading.slice(0, 60)}” is no name of a template`);
    else if (!fence)
      say(`template “${heading}”: a fenced block with its language was expected below, as in \`\`\`sql`);
    else {
      let end = at + 1;
      while (end < lines.length && lines[end]?.trimEnd() !== fence[1]) end++;
      const language = fence[2] ?? '';
      const code = lines.slice(at + 1, end).join('\n');
      if (end === lines.length) {
        say(`template “${heading}”: its block is never closed`);
        break;
      }
      i = end;
      const hidden = hiddenIn(code);
      if (hidden !== undefined) say(`template “${heading}”: ${hidden}`);
      if (code.length > LONGEST_CODE)
        say(`template “${heading}”: at most ${LONGEST_CODE} characters were expected, not ${code.length}`);
      if (seen.has(`${heading} ${language}`)) say(`template “${heading}” stands there twice in ${language}`);
      seen.add(`${heading} ${language}`);
      templates.push({ name: heading, language, code, line: firstLine + at + 1 });
    }
  }
  if (templates.length > MOST)
    mistakes.push({
      line: firstLine,
      message: `at most ${MOST} templates were expected, not ${templates.length}`,
    });
  const prose = lines
    .slice(0, first < 0 ? lines.length : first)
    .join('\n')
    .trim();
  return { prose, templates, mistakes };
}
