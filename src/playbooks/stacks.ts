import { parse } from 'yaml';
import * as z from 'zod';

/** What a new project is. */
export const Makes = z.enum(['cli', 'service', 'library', 'page', 'bot']);
export type Makes = z.infer<typeof Makes>;

const StackStep = z.object({
  id: z.string(),
  title: z.string(),
  part: z.enum(['setup', 'core', 'integration', 'testing', 'documentation']),
  files: z.array(z.string()),
  /** The packages of the stack are installed here. */
  install: z.boolean().default(false),
  /** The licence is written here, where one was chosen. */
  license: z.boolean().default(false),
  details: z.array(z.string()),
  verify: z.array(z.string()).min(1),
});

const StackHead = z.object({
  name: z.string(),
  makes: Makes,
  language: z.string(),
  title: z.string(),
  for: z.string(),
  against: z.string(),
  architecture: z.array(z.string()),
  /** Installed for development. */
  packages: z.array(z.string()),
  /** What could be taken besides, by what it would do. */
  compare: z.array(z.object({ for: z.string(), names: z.record(z.string(), z.string()) })),
  steps: z.array(StackStep).min(1),
  gates: z.array(z.object({ gate: z.string(), run: z.string() })),
  cases: z.array(z.string()),
  /** What comes after the first slice, before what every project is told. */
  next: z.array(z.string()).default([]),
  security: z.array(z.object({ step: z.string(), text: z.string() })).default([]),
});

export interface StackFile {
  readonly path: string;
  /** What it is for, in a few words. */
  readonly what: string;
  readonly language: string;
  readonly code: string;
}

/** A way to begin a project: its steps, and every file of them in full. Paths and texts hold `{{placeholders}}`. */
export interface Stack extends z.infer<typeof StackHead> {
  readonly files: readonly StackFile[];
}

const FILE = /^### (\S+)\n([^\n]+)\n(`{3,})(\w+)\n([\s\S]*?)\n\3$/gm;

/** Reads one file of `stacks/`: front matter, then each file under its path. Throws where that is no stack. */
export function parseStack(text: string): Stack {
  const [, front = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  const head = StackHead.parse(parse(front));
  const files = [...body.matchAll(FILE)].map(
    ([, path = '', what = '', , language = '', code = '']): StackFile => ({ path, what, language, code }),
  );
  const there = new Set(files.map(f => f.path));
  const missing = head.steps.flatMap(s => s.files).filter(path => !there.has(path));
  if (missing.length > 0) throw new Error(`${head.name} has no text for ${missing.join(', ')}`);
  return { ...head, files };
}
