import type { ListItem } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { pathIn } from '../paths.ts';
import { type piecesOf, proseBlocks } from '../pieces.ts';
import { readStatement } from '../read/sources.ts';
import { blockText } from '../read/text.ts';
import { otherSectionKey, sectionKey } from '../section-list.ts';
import { parseBody } from '../sections.ts';
import { saidOf } from './claims.ts';
import { createdPaths } from './files.ts';
import { type Check, type CheckFinding, type CheckInput, didYouMean, error } from './input.ts';
import { quoteFindings } from './quotes.ts';

/**
 * 12. Findings carry a Source; what has none is labelled an assumption; a Source's file exists and is as long as said; what
 * is quoted from a page stands there.
 */
export const sources: Check = {
  number: 12,
  name: 'Sources',
  judge(input) {
    const { markdown, own } = input;
    const findings: CheckFinding[] = [];
    const keyOf = own ? sectionKey : otherSectionKey;
    let section = '';
    for (const node of parseBody(markdown).children) {
      if (node.type === 'heading' && node.depth <= 2) section = keyOf(textOf(node)) ?? '';
      // Other hands describe the code as it is in their own words; what they call research is held to its sources.
      else if (node.type === 'list' && (section === 'findings' || (own && section === 'state')))
        for (const item of node.children)
          if (!(own ? isSourced(item, markdown) : isTraceable(item)))
            findings.push(
              error(
                item.position?.start.line ?? 1,
                `“${short(textOf(item))}” says not where it was read.`,
                'Add the file and line, commit, package or address, or begin it with “Assumption:”.',
              ),
            );
    }
    const places = placeFindings(input);
    const quotes = quoteFindings(input);
    return {
      findings: [...findings, ...places.findings, ...quotes.findings],
      unreached: places.unreached || quotes.unreached,
      notes: quotes.notes,
    };
  },
};

/** Brackets that say whose word it is, or what was looked at. */
const WHOSE =
  /\((?:the (?:goal|user|owner|team)|your?\b|feedback\b|answer\b|question\b|measured|seen|observed|issue\b|ticket\b|#\d)[^()]*\)[.!?]?$/i;

/** Names a place, ends in brackets that say where it was read or who said it, or says that it is an assumption. */
function isSourced(item: ListItem, markdown: string): boolean {
  const text = blockText(item, markdown).trim();
  const { sources, assumption } = readStatement(text);
  if (sources.length > 0 || assumption === true || /^assumption:/i.test(text)) return true;
  return WHOSE.test(text) || /\([^()]*(?:`|https?:|“|\d)[^()]*(?:\([^()]*\)[^()]*)*\)[.!?]?$/.test(text);
}

/** Any trace by which a reader of another hand's plan finds the place: a file, an address, a version, a commit, a name. */
function isTraceable(item: ListItem): boolean {
  const text = textOf(item).trim();
  if (/^\W*assum(?:ption|ed|ing)\b/i.test(text) || WHOSE.test(text)) return true;
  if (
    /https?:\/\/|\bwww\.|\b[\w.-]+\.(?:com|org|dev|io|net)\/|\bRFC \d+|\bcommit [0-9a-f]{7,}|\S@\d+\.\d|\baccording to\b|\bsource:/i.test(
      text,
    )
  )
    return true;
  if (hasLink(item)) return true;
  return proseBlocks(item.children).some(block =>
    block.pieces.some(
      piece => piece.kind === 'code' && (pathIn(piece.value) !== undefined || /@\d/.test(piece.value)),
    ),
  );
}

function hasLink(node: Parameters<typeof piecesOf>[0][number]): boolean {
  return node.type === 'link' || ('children' in node && node.children.some(hasLink));
}

/** Places (`path:12`) that prose names: the file is there, and has that line. */
function placeFindings({ plan, facts, markdown }: CheckInput) {
  const created = createdPaths(plan);
  const changed = new Set(plan.steps.flatMap(step => step.files.map(file => file.path)));
  const findings: CheckFinding[] = [];
  const seen = new Set<string>();
  let unreached = false;
  for (const { path, line, at } of saidOf(markdown).mentions) {
    if (at === undefined || created.has(path) || seen.has(`${path}:${at}`)) continue;
    seen.add(`${path}:${at}`);
    const fact = facts.files[path];
    if (fact?.exists === 'no' && !changed.has(path))
      findings.push(
        error(
          line,
          `The source \`${path}\` does not exist.`,
          didYouMean(fact.nearest) || 'Name the file where it was read.',
        ),
      );
    else if (fact?.lines !== undefined && at > fact.lines)
      findings.push(
        error(
          line,
          `\`${path}\` has ${fact.lines} lines, and no line ${at}.`,
          'Name the line where it was read.',
        ),
      );
    if ((fact?.exists ?? 'not-checked') === 'not-checked') unreached = true;
  }
  return { findings, unreached };
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
