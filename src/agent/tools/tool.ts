import * as z from 'zod';
import type { CodeMap } from '../../codemap/port.ts';
import type { Activity } from '../../domain/index.ts';
import type { ProjectFiles } from '../../host/port.ts';
import type { Playbook } from '../../playbooks/model.ts';
import type { CiReading } from '../../research/ci/index.ts';
import type { Research } from '../../research/port.ts';
import type { PackagePorts } from '../local/package-findings.ts';
import type { WayPorts } from '../local/way-findings.ts';

/**
 * What tools read. Nothing of it can write, run a command or fetch an address (safety.md 10); what is asked of the registry
 * is a name, and only where the person allows that.
 */
export interface ToolPorts extends PackagePorts, Pick<WayPorts, 'packageWays'> {
  readonly map: CodeMap;
  readonly research: Research;
  readonly files: ProjectFiles;
  readonly playbooks: () => Promise<readonly Playbook[]>;
  /** The failing run that the goal is about, as it was read; absent where it is about none. */
  readonly ciRun?: () => Promise<CiReading | undefined>;
}

/** A reading that a model may ask for: a schema, a check of what it gave, and the answer as text. */
export interface Tool {
  readonly name: string;
  /** For the model: what it gives and when to use it. */
  readonly description: string;
  /** JSON schema of the input. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** What it was given, as a line for the person and as a call to be made; in words, what was wrong with it. */
  prepare(input: unknown): PreparedCall | { readonly wrong: string };
}

export interface PreparedCall {
  readonly activity: Omit<Activity, 'phase'>;
  run(ports: ToolPorts): Promise<string>;
}

interface ToolSpec<S extends z.ZodType> {
  readonly name: string;
  readonly description: string;
  readonly input: S;
  readonly activity: (input: z.infer<S>) => Omit<Activity, 'phase'>;
  readonly run: (input: z.infer<S>, ports: ToolPorts) => Promise<string>;
}

export function tool<S extends z.ZodType>(spec: ToolSpec<S>): Tool {
  return {
    name: spec.name,
    description: spec.description,
    schema: schemaOf(spec.input),
    prepare(input) {
      const read = spec.input.safeParse(input);
      if (!read.success) return { wrong: issuesOf(read.error) };
      return { activity: spec.activity(read.data), run: ports => spec.run(read.data, ports) };
    },
  };
}

/** JSON Schema (2020-12) of what a model has to give. */
export function schemaOf(shape: z.ZodType): Readonly<Record<string, unknown>> {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' });
  return schema;
}

const MOST_ISSUES = 8;

/** What was wrong with an input, by its path, for whoever made it. */
export function issuesOf(error: z.ZodError): string {
  const lines = error.issues.map(issue => `${issue.path.join('.') || 'input'}: ${issue.message}`);
  const more = lines.length - MOST_ISSUES;
  return [...lines.slice(0, MOST_ISSUES), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** A list that says what it leaves out. */
export function bounded(lines: readonly string[], most: number, what: string): string {
  return lines.length <= most
    ? lines.join('\n')
    : [...lines.slice(0, most), `… ${lines.length - most} more ${what} are left out: ask for less.`].join(
        '\n',
      );
}
