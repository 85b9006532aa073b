import { LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import { type Playbook, PlaybookHead, type Template } from './model.ts';

/** A mistake in a playbook: the line it is on, and what was expected. */
export interface PlaybookProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export type ParsedPlaybook =
  | { readonly ok: true; readonly playbook: Playbook }
  | { readonly ok: false; readonly problems: readonly PlaybookProblem[] };

const FRONT = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?/;

/** Reads one playbook file. A mistake is named with its line; nothing is thrown. */
export function parsePlaybook(file: string, text: string): ParsedPlaybook {
  const front = FRONT.exec(text);
  const head = front?.[1];
  if (front === null || head === undefined)
    return wrong(file, 1, 'front matter between two lines of --- was expected at the top');
  const lines = new LineCounter();
  const document = parseDocument(head, { lineCounter: lines });
  const bad = document.errors[0];
  if (bad) return wrong(file, (bad.linePos?.[0].line ?? 0) + 1, bad.message.split('\n')[0] ?? bad.message);
  const parsed = PlaybookHead.safeParse(document.toJS());
  if (!parsed.success)
    return {
      ok: false,
      problems: parsed.error.issues.map(issue => ({
        file,
        line: lineOf(document, lines, issue),
        message: `${issue.path.join('.') || 'front matter'}: ${issue.message}`,
      })),
    };
  const body = text.slice(front[0].length);
  const templates = templatesOf(body);
  const problems = missing(file, parsed.data, templates);
  if (problems.length > 0) return { ok: false, problems };
  const prose = body.split(/^### /m)[0]?.trim() ?? '';
  return { ok: true, playbook: { ...parsed.data, templates, prose } };
}

function wrong(file: string, line: number, message: string): ParsedPlaybook {
  return { ok: false, problems: [{ file, line, message }] };
}

function lineOf(
  document: ReturnType<typeof parseDocument>,
  lines: LineCounter,
  issue: z.core.$ZodIssue,
): number {
  for (let depth = issue.path.length; depth > 0; depth--) {
    const node = document.getIn(issue.path.slice(0, depth), true);
    const range = node && typeof node === 'object' && 'range' in node ? node.range : undefined;
    if (Array.isArray(range) && typeof range[0] === 'number') return lines.linePos(range[0]).line + 1;
  }
  return 2;
}

function templatesOf(body: string): readonly Template[] {
  return [...body.matchAll(/^### ([\w.-]+)\s*\n+(`{3,})(\w+)\n([\s\S]*?)\n\2\s*$/gm)].map(m => ({
    name: m[1] ?? '',
    language: m[3] ?? '',
    code: m[4] ?? '',
  }));
}

/** Templates and choices that are named but do not exist. */
function missing(
  file: string,
  head: PlaybookHead,
  templates: readonly Template[],
): readonly PlaybookProblem[] {
  const names = new Set(templates.map(t => t.name));
  const said = (message: string): PlaybookProblem => ({ file, line: 1, message });
  return [
    ...head.steps.flatMap(s =>
      s.code.flatMap(c =>
        c.template !== undefined && !names.has(c.template)
          ? [said(`${s.id}: no template “${c.template}” in the body`)]
          : [],
      ),
    ),
    ...head.questions.flatMap(q =>
      [...q.default, ...q.answered].flatMap(r =>
        q.choices.some(c => c.id === r.choice) ? [] : [said(`${q.id}: “${r.choice}” is none of its choices`)],
      ),
    ),
  ];
}

/** Where playbooks are read from: names and texts. */
export interface PlaybookFolder {
  list(ending?: string): readonly string[] | Promise<readonly string[]>;
  read(name: string): string | undefined | Promise<string | undefined>;
}

/** All playbooks of a folder, by name; what is broken is reported and the others still work. */
export async function loadPlaybooks(
  folder: PlaybookFolder,
): Promise<{ readonly playbooks: readonly Playbook[]; readonly problems: readonly PlaybookProblem[] }> {
  const playbooks: Playbook[] = [];
  const problems: PlaybookProblem[] = [];
  for (const file of [...(await folder.list('.md'))].sort()) {
    if (!file.endsWith('.md')) continue;
    const text = await folder.read(file);
    if (text === undefined) continue;
    const parsed = parsePlaybook(file, text);
    if (parsed.ok) playbooks.push(parsed.playbook);
    else problems.push(...parsed.problems);
  }
  return { playbooks, problems };
}
