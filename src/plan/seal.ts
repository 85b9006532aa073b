import { parseDocument } from 'yaml';
import { sha256Hex } from '../shared/sha256.ts';
import { allTicked, stepBoxes } from './boxes.ts';
import { findFrontMatter, ONE_LINE_EACH } from './front-matter.ts';
import type { Plan } from './model.ts';
import { codeSpan } from './render/inline.ts';
import { renderPlan } from './render.ts';
import { withoutSignOffs } from './sign-off.ts';

/** Lines of the front matter that an approval and what comes after it change. */
const unsealed = /^(?:status|approved|hash|superseded_by):.*\n/gm;
const tickBox = /^(\s*(?:[-*+]|\d+[.)])\s+\[)[xX](\])/gm;

/**
 * sha-256 (64 hex digits) of what was approved: the file without status, approval time, hash, the state of its check
 * boxes and the section in which reviewers sign. Line ends count as `\n`, so that a checkout with CRLF is the same content.
 */
export function contentHash(markdown: string): string {
  const text = markdown.replace(/\r\n/g, '\n');
  const end = findFrontMatter(text)?.bodyStart ?? 0;
  const body = withoutTicks(withoutSignOffs(text.slice(end)));
  return sha256Hex(text.slice(0, end).replace(unsealed, '') + body);
}

/** The text with every check box empty. */
export function withoutTicks(markdown: string): string {
  return markdown.replace(tickBox, '$1 $2');
}

export interface Approval {
  /** ISO time. */
  readonly approved: string;
  /** Commit that the tree stands at; fills in where the plan names none. */
  readonly commit?: string;
  /** Project-relative path under which the plan is saved; the hand-over line names it instead of the slug. */
  readonly path?: string;
  /** Why it is approved in spite of failing checks, and which. */
  readonly override?: { readonly reason: string; readonly checks: readonly number[] };
  /** Project-relative path of the plan that it replaces. */
  readonly supersedes?: string;
}

/**
 * Marks a plan's Markdown as approved: status, time and content hash are set in the front matter, the body keeps its
 * bytes (the hand-over line aside, when a path is given). Text without front matter comes back as it is.
 */
export function sealMarkdown(markdown: string, approval: Approval): string {
  const span = findFrontMatter(markdown);
  if (!span) return markdown;
  const { path, override, supersedes } = approval;
  const rest = markdown.slice(span.bodyStart);
  const named =
    path === undefined
      ? rest
      : rest
          .replace(/`\/code @plans\/[^`\n]*`(?=\s*$)/, () => codeSpan(`/code @${path}`))
          .replace(/`planner-tui export plans\/[^`\n]* --as adr`(?=\s*$)/, () =>
            codeSpan(`planner-tui export ${path} --as adr`),
          );
  const document = parseDocument(span.yaml.replace(/\r\n/g, '\n'));
  const set = (key: string, value: unknown, after: string) => {
    document.delete(key);
    insertAfter(document, key, value, after);
  };
  // What an earlier approval of an earlier revision said is not this one's.
  for (const key of ['override', 'supersedes', 'superseded_by']) document.delete(key);
  document.set('status', 'approved');
  set('approved', approval.approved, 'created');
  if (approval.commit !== undefined && !document.has('commit')) set('commit', approval.commit, 'approved');
  if (supersedes !== undefined) set('supersedes', supersedes, 'approved');
  if (override) set('override', { reason: override.reason, checks: [...override.checks] }, 'approved');
  document.delete('hash');
  const eol = /\r\n/.test(markdown) ? '\r\n' : '\n';
  const write = () =>
    `${markdown.slice(0, span.yamlStart)}${document.toString(ONE_LINE_EACH).replace(/\n/g, eol)}---${eol}${named}`;
  document.set('hash', contentHash(write()));
  return write();
}

function insertAfter(
  document: ReturnType<typeof parseDocument>,
  key: string,
  value: unknown,
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

/** The draft that a sealed plan's text is when it is worked on again: without what its approval said of itself. */
export function unsealMarkdown(markdown: string): string {
  const span = findFrontMatter(markdown);
  if (!span) return markdown;
  const document = parseDocument(span.yaml.replace(/\r\n/g, '\n'));
  if (document.errors.length > 0) return markdown;
  const said = ['approved', 'hash', 'override', 'supersedes', 'superseded_by'].filter(key =>
    document.delete(key),
  );
  if (said.length === 0 && document.get('status') === 'draft') return markdown;
  document.set('status', 'draft');
  const eol = /\r\n/.test(markdown) ? '\r\n' : '\n';
  const yaml = document.toString(ONE_LINE_EACH).replace(/\n/g, eol);
  return markdown.slice(0, span.yamlStart) + yaml + markdown.slice(span.yamlEnd);
}

/**
 * Says in an approved plan's front matter that another plan took its place. Only the lines of `status` and
 * `superseded_by` change, which no seal covers. Undefined where the file has no front matter of ours.
 */
export function markSuperseded(markdown: string, by: string): string | undefined {
  const span = findFrontMatter(markdown);
  const status = span && /^status:[^\r\n]*(\r?\n)/m.exec(span.yaml);
  if (!span || !status) return undefined;
  const eol = status[1] ?? '\n';
  const yaml = span.yaml
    .replace(/^superseded_by:[^\n]*\n/m, '')
    .replace(/^status:[^\n]*\n/m, () => `status: superseded${eol}superseded_by: ${by}${eol}`);
  return markdown.slice(0, span.yamlStart) + yaml + markdown.slice(span.yamlEnd);
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
  const { done, total } = tickedSteps(markdown);
  return { done: done.size, total };
}

/** Ids of the steps whose check boxes are all ticked; a step without a box is not. */
export function tickedSteps(markdown: string): {
  readonly done: ReadonlySet<string>;
  readonly total: number;
} {
  const steps = stepBoxes(markdown);
  const done = [...steps].flatMap(([id, boxes]) => (allTicked(boxes) ? [id] : []));
  return { done: new Set(done), total: steps.size };
}
