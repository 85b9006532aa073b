import type { Paragraph, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { parseBody } from './sections.ts';

/** Somebody says that they have read and understood the plan. */
export interface SignOff {
  readonly name: string;
  readonly mail?: string;
  /** `2026-11-27`, where it is said. */
  readonly date?: string;
  /** 1-based. */
  readonly line: number;
}

/** What the section is called: “Sign-off”, “Sign-offs”, “Signoff”, “Reviews”, “Reviewed by”. */
const HEADING = /^(?:sign[- ]?offs?|reviews?|reviewers?|reviewed by)\s*:?$/i;
/** As git and mailing lists write it. */
const TRAILER = /^(?:Reviewed|Approved|Acked|Signed-off)-by:[ \t]*(\S.*)$/i;
const LEAD = /^(?:reviewed|approved|acked|signed(?:[- ]off)?|read)(?:[- ]?by)?\s*:?\s+/i;
const DATE = /\b(\d{4}-\d{2}-\d{2})(?:T[\d:.Z+-]*)?\b/;

/** Whether a section of this heading is where reviewers sign. */
export function isSignOffHeading(title: string): boolean {
  return HEADING.test(title.trim());
}

/**
 * Everybody who signed a plan, once each: ticked items below a heading “Sign-off”, and trailers like `Reviewed-by: Ada
 * <ada@example.org>` on a line of their own anywhere outside code. An empty box waits for its reviewer.
 */
export function signOffs(markdown: string): readonly SignOff[] {
  const found: SignOff[] = [];
  let signing = false;
  for (const node of parseBody(markdown).children) {
    if (node.type === 'heading' && node.depth <= 2) signing = isSignOffHeading(textOf(node));
    else if (node.type === 'thematicBreak') signing = false;
    if (signing) found.push(...ticked(node));
    found.push(...trailers(node));
  }
  const seen = new Set<string>();
  return found.filter(({ name }) => {
    const key = name.toLowerCase();
    return !seen.has(key) && seen.add(key);
  });
}

function ticked(node: RootContent): readonly SignOff[] {
  if (node.type !== 'list') return [];
  return node.children.flatMap(item => {
    const [head] = item.children;
    if (item.checked !== true || head?.type !== 'paragraph') return [];
    const [said = ''] = linesOf(head);
    if (TRAILER.test(said)) return [];
    return signature(said.replace(LEAD, ''), head.position?.start.line ?? 1) ?? [];
  });
}

/** Lines of paragraphs, also in lists and quotes. An item with an empty box is nobody's word yet. */
function trailers(node: RootContent): readonly SignOff[] {
  if (node.type === 'listItem' && node.checked === false) return [];
  if (node.type === 'paragraph') {
    const first = node.position?.start.line ?? 1;
    return linesOf(node).flatMap((line, i) => {
      const said = TRAILER.exec(line)?.[1];
      return (said === undefined ? undefined : signature(said, first + i)) ?? [];
    });
  }
  return 'children' in node ? node.children.flatMap(child => trailers(child)) : [];
}

function linesOf({ children }: Paragraph): readonly string[] {
  const text = children.map(child => (child.type === 'break' ? '\n' : textOf(child))).join('');
  return text.split('\n').map(line => line.trim());
}

/** Undefined where nobody is named. */
function signature(said: string, line: number): SignOff | undefined {
  const date = DATE.exec(said)?.[1];
  const mail = /<?\b([\w.+-]+@[\w-]+(?:\.[\w-]+)+)>?/.exec(said)?.[1];
  const name = said
    .replace(DATE, ' ')
    .replace(/<?\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?/, ' ')
    .replace(/[,;:(–—-]+\s*(?:on\b)?\s*\)?\s*\.?\s*$|\s+on\s*\.?\s*$/i, '')
    .replace(/\(\s*\)/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;:–—-]+|[\s,;.]+$/g, '');
  const who = name || mail;
  if (who === undefined || isPlaceholder(who)) return undefined;
  return { name: who, ...(mail ? { mail } : {}), ...(date ? { date } : {}), line };
}

/** What a template leaves to be filled in. */
function isPlaceholder(name: string): boolean {
  return /^(?:NAME|YOUR NAME|_+|\.{3}|…|<.*>|\[.*\]|TBD|TODO)$/.test(name) || !/\p{L}/u.test(name);
}

/** From its heading to the next section, the rule above the hand-over line, or the end. */
const SECTION = /\n+## +sign[- ]?offs?[ \t]*\n[\s\S]*?(?=(?<=\n)(?:## |---[ \t]*\n)|(?![\s\S]))/gi;

/** The text as it was before anybody signed: without the section “Sign-off”, wherever it stands. */
export function withoutSignOffs(body: string): string {
  return body.replace(SECTION, (section, offset: number) =>
    offset + section.length === body.length ? '\n' : '\n\n',
  );
}
