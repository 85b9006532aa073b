import { parseDocument } from 'yaml';
import { sha256Hex } from '../shared/sha256.ts';
import { allTicked, stepBoxes } from './boxes.ts';
import { findFrontMatter, ONE_LINE_EACH } from './front-matter.ts';
import type { Plan } from './model.ts';
import { codeSpan } from './render/inline.ts';
import { renderPlan } from './render.ts';
import { withoutSignOffs } from './sign-off.ts';

/** Lines of the front matter that an approval and the work after it change. */
const unsealed = /^(?:status|approved|hash):.*\n/gm;
const tickBox = /^(\s*(?:[-*+]|\d+[.)])\s+\[)[xX](\])/gm;

/**
 * sha-256 (64 hex digits) of what was approved: the file without status, approval time, hash, the state of its check
 * boxes and the section in which reviewers sign. Line ends count as `\n`, so that a checkout with CRLF is the same content.
 */
export function contentHash(markdown: string): string {
  const text = markdown.replace(/\r\n/g, '\n');
  const end = findFrontMatter(text)?.bodyStart ?? 0;
  const body = withoutSignOffs(text.slice(end)).replace(tickBox, '$1 $2');
  return sha256Hex(text.slice(0, end).replace(unsealed, '') + body);
}

export interface Approval {
  /** ISO time. */
  readonly approved: string;
  /** Commit that the tree stands at; fills in where the plan names none. */
  readonly commit?: string;
  /** Project-relative path under which the plan is saved; the hand-over line names it instead of the slug. */
  readonly path?: string;
}

/**
 * Marks a plan's Markdown as approved: status, time and content hash are set in the front matter, the body keeps its
 * bytes (the hand-over line aside, when a path is given). Text without front matter comes back as it is.
 */
export function sealMarkdown(markdown: string, approval: Approval): string {
  const span = findFrontMatter(markdown);
  if (!span) return markdown;
  const body = approval.path === undefined ? undefined : approval.path;
  const rest = markdown.slice(span.bodyStart);
  const named =
    body === undefined
      ? rest
      : rest.replace(/`\/code @plans\/[^`\n]*`(?=\s*$)/, () => codeSpan(`/code @${body}`));
  const document = parseDocument(span.yaml);
  const set = (key: string, value: string, after: string) => {
    document.delete(key);
    insertAfter(document, key, value, after);
  };
  document.set('status', 'approved');
  set('approved', approval.approved, 'created');
  if (approval.commit !== undefined && !document.has('commit')) set('commit', approval.commit, 'approved');
  document.delete('hash');
  const write = () => `---\n${document.toString(ONE_LINE_EACH)}---\n${named}`;
  document.set('hash', contentHash(write()));
  return write();
}

function insertAfter(
  document: ReturnType<typeof parseDocument>,
  key: string,
  value: string,
  after: string,
): void {
  const pair = document.createPair(key, value);
  const map = document.contents;
  if (!map || !('items' in map)) return;
  const items: unknown[] = map.items;
  const index = items.findIndex(item => keyOf(item) === after);
  items.splice(index < 0 ? items.length : index + 1, 0, pair);
}

function keyOf(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || !('key' in item)) return undefined;
  const { key } = item;
  return typeof key === 'object' && key !== null && 'value' in key ? key.value : key;
}

/** The approved plan and its Markdown, sealed. */
export function sealPlan(plan: Plan, approval: Approval): { readonly plan: Plan; readonly markdown: string } {
  const approved: Plan = {
    ...plan,
    status: 'approved',
    approved: approval.approved,
    ...(plan.commit === undefined && approval.commit !== undefined ? { commit: approval.commit } : {}),
  };
  return { plan: approved, markdown: sealMarkdown(renderPlan(approved), approval) };
}

export type SealState = 'unsealed' | 'as-approved' | 'edited';

/** Whether the content is what was approved; an edit is information, not failure. */
export function sealState(markdown: string): SealState {
  const span = findFrontMatter(markdown);
  const hash = span && /^hash:\s*"?([0-9a-f]{64})"?\s*$/m.exec(span.yaml)?.[1];
  if (!hash) return 'unsealed';
  return hash === contentHash(markdown) ? 'as-approved' : 'edited';
}

/** Steps whose check boxes under "Verify" are all ticked, of all steps. */
export function progress(markdown: string): { readonly done: number; readonly total: number } {
  const steps = [...stepBoxes(markdown).values()];
  return { done: steps.filter(allTicked).length, total: steps.length };
}
