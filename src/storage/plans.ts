import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { createDataFiles } from '../host/index.ts';
import { progress } from '../plan/seal.ts';
import type { PlanListing } from '../session/ports.ts';
import { safeLine } from '../shared/text/index.ts';
import { LATEST } from './publish.ts';

const MATTER = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;
/** Tolerant: what a person changed to something else is passed over, not refused. */
const Matter = z.object({
  title: z.string().optional().catch(undefined),
  goal: z.string().optional().catch(undefined),
  status: z.string().optional().catch(undefined),
  created: z
    .union([z.string(), z.date().transform(d => d.toISOString())])
    .optional()
    .catch(undefined),
  approved: z
    .union([z.string(), z.date().transform(d => d.toISOString())])
    .optional()
    .catch(undefined),
  steps: z.number().int().nonnegative().optional().catch(undefined),
});

/** Plans of the project, newest first; foreign Markdown is listed by its first heading, damaged files by their name. */
export function listPlans(projectRoot: string): readonly PlanListing[] {
  const folder = join(projectRoot, 'plans');
  const files = createDataFiles(folder);
  const listings: PlanListing[] = [];
  for (const name of namesIn(folder)) {
    const text = files.read(name);
    if (text !== undefined) listings.push(describe(name, text));
  }
  return listings.sort((a, b) => compare(b.created, a.created) || compare(b.path, a.path));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name.endsWith('.md') && !/^readme\.md$/i.test(entry.name))
      .map(entry => entry.name)
      .filter(name => name !== LATEST && !name.startsWith('.'));
  } catch {
    return [];
  }
}

function describe(name: string, text: string): PlanListing {
  const head = MATTER.exec(text);
  const matter = Matter.catch({}).parse(head ? yaml(head[1] ?? '') : {});
  const body = head ? text.slice(head[0].length) : text;
  const heading = /^#\s+(.+?)\s*#*$/m.exec(body)?.[1];
  return {
    path: `plans/${name}`,
    title: safeLine(matter.title ?? heading ?? name),
    goal: safeLine(matter.goal ?? ''),
    status: safeLine(matter.status ?? 'unknown'),
    created: safeLine(matter.created ?? matter.approved ?? timeOfName(name) ?? ''),
    steps: stepsOf(text, body, matter.steps),
  };
}

/** A plan of ours counts its steps, done when all their boxes are ticked; a foreign one its check boxes. */
function stepsOf(text: string, body: string, named: number | undefined): PlanListing['steps'] {
  const own = progress(text);
  if (own.total > 0) return own;
  const boxes = checkBoxes(body);
  return boxes.total > 0 ? boxes : { done: 0, total: named ?? 0 };
}

function yaml(text: string): unknown {
  try {
    return parse(text, { schema: 'core', logLevel: 'silent' });
  } catch {
    return {};
  }
}

/** Check boxes of the implementation steps; of the whole text where no such section is found. */
function checkBoxes(body: string): { readonly done: number; readonly total: number } {
  const section = /^## +(?:\d+\. *)?Implementation(?: steps)?\b[^\n]*\n([\s\S]*?)(?=^## |(?![\s\S]))/im.exec(
    body,
  );
  const hasSections = /^## +(?:\d+\. *)?Questions\b/im.test(body);
  const scope = section?.[1] ?? (hasSections ? '' : body);
  const marks = [...scope.matchAll(/^(?:#+ |\s*[-*+] )\[([ xX])\] /gm)];
  return { done: marks.filter(m => m[1] !== ' ').length, total: marks.length };
}

/** `…-20261123-101500.md` → ISO time without zone: the name holds local time. */
function timeOfName(name: string): string | undefined {
  const m = /-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)(?:-\d+)?\.md$/.exec(name);
  return m ? `${m[1]}-${m[2]}-${m[3]}T${m[4]}:${m[5]}:${m[6]}` : undefined;
}
