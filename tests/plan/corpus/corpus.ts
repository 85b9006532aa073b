import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { checkPlan } from '../../../src/app/check-plan.ts';
import type { FactSources } from '../../../src/app/facts.ts';
import { createCodeMap } from '../../../src/codemap/index.ts';
import { createGit, createProjectFiles } from '../../../src/host/index.ts';
import { createResearch } from '../../../src/research/index.ts';
import { ok } from '../../../src/shared/result.ts';

/** A fault that was put into a plan, or what follows from one: its check, and the line on which it must be named. */
const Fault = z.strictObject({
  check: z.number().int().min(1).max(15),
  line: z.number().int().positive(),
  /** The line as it stands, without white space around it: who edits a plan sees which faults moved. */
  text: z.string(),
  what: z.string(),
});
export type Fault = z.infer<typeof Fault>;

const Sidecar = z.strictObject({
  project: z.string(),
  style: z.string(),
  /** Who wrote it: `hand`, `planner-tui`, or `edited` for one of planner-tui's that a person changed. */
  hand: z.enum(['hand', 'planner-tui', 'edited']),
  set: z.enum(['development', 'held-out', 'held-out-2']),
  /** What a plan by other hands says nothing of: exactly these are to be named, in the one warning of check 1. */
  lacks: z.array(z.enum(['time', 'tests', 'rollback'])).default([]),
  planted: z.array(Fault),
  /** Findings that are true as well because of a planted fault: they are neither asked for nor false alarms. */
  follows: z.array(Fault).default([]),
});

export interface CorpusPlan extends z.infer<typeof Sidecar> {
  readonly name: string;
  readonly markdown: string;
}

export interface Finding {
  readonly check: number;
  readonly line: number;
  readonly severity: string;
  readonly message: string;
}

export interface Measured {
  readonly plan: CorpusPlan;
  readonly found: readonly Fault[];
  readonly missed: readonly Fault[];
  readonly alarms: readonly Finding[];
}

export interface OpenProject {
  readonly root: string;
  readonly sources: FactSources;
  close(): Promise<void>;
}

/** All plans of the folder, each with what was planted in it. Throws where a sidecar and its plan do not agree. */
export function loadPlans(folder: string): readonly CorpusPlan[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.md'))
    .sort()
    .map(file => {
      const name = file.slice(0, -3);
      const markdown = readFileSync(join(folder, file), 'utf8');
      const sidecar = Sidecar.parse(parse(readFileSync(join(folder, `${name}.yaml`), 'utf8')));
      const lines = markdown.split(/\r?\n/);
      for (const { line, text } of [...sidecar.planted, ...sidecar.follows])
        if (lines[line - 1]?.trim() !== text)
          throw new Error(`${name}: line ${line} is “${lines[line - 1]}”, its sidecar says “${text}”.`);
      return { name, markdown, ...sidecar };
    });
}

/** A copy of a project in a folder of its own, with its map: corpus projects first, then the test fixtures. */
export async function openProject(repoRoot: string, name: string): Promise<OpenProject> {
  const parent = mkdtempSync(join(tmpdir(), 'planner-tui-corpus-'));
  const root = join(parent, name);
  const own = join(repoRoot, 'tests/plan/corpus/fixtures');
  const from = readdirSync(own).includes(name) ? join(own, name) : join(repoRoot, 'tests/fixtures', name);
  cpSync(from, root, { recursive: true });
  const git = createGit(root);
  const files = createProjectFiles(root, git);
  const map = createCodeMap({ files, git });
  await map.build();
  const research = createResearch({ files, map, git });
  return {
    root,
    sources: { map, files, research },
    async close() {
      await map.close();
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

/** All findings on a plan; a plan that is refused has one, of the check whose matter it is. */
export async function findingsOf(markdown: string, sources: FactSources): Promise<readonly Finding[]> {
  const checked = await checkPlan('plan.md', ok(markdown), sources);
  if (checked.failure) return [{ check: 14, line: 1, severity: 'error', message: checked.failure.message }];
  return checked.results.flatMap(({ check, findings }) => findings.map(finding => ({ check, ...finding })));
}

/** A planted fault is found when a finding of its check stands on its line; what answers to none is a false alarm. */
export function measure(plan: CorpusPlan, findings: readonly Finding[]): Measured {
  const answers = (fault: Fault) => (f: Finding) => f.check === fault.check && f.line === fault.line;
  const expected = [...plan.planted, ...plan.follows];
  return {
    plan,
    found: plan.planted.filter(fault => findings.some(answers(fault))),
    missed: plan.planted.filter(fault => !findings.some(answers(fault))),
    alarms: findings.filter(
      finding => !expected.some(fault => answers(fault)(finding)) && !namesWhatIsLacking(plan, finding),
    ),
  };
}

const ABOUT_LACKS = /^The plan says nothing of (.*)\.$/;

/** Whether the one warning of what a plan says nothing of names exactly what it lacks. */
function namesWhatIsLacking({ lacks }: CorpusPlan, { check, message }: Finding): boolean {
  const named = check === 1 ? ABOUT_LACKS.exec(message)?.[1]?.split(/, | and /) : undefined;
  return named !== undefined && [...named].sort().join() === [...lacks].sort().join();
}

/** The plans' lacks that no warning named, as faults of check 1. */
export function unnamedLacks({ lacks }: CorpusPlan, findings: readonly Finding[]): boolean {
  return (
    lacks.length > 0 && !findings.some(finding => finding.check === 1 && ABOUT_LACKS.test(finding.message))
  );
}

export interface Row {
  readonly name: string;
  readonly planted: number;
  readonly found: number;
  readonly alarms: number;
}

/** One row a check, 1 to 15. */
export function byCheck(all: readonly Measured[]): readonly Row[] {
  return Array.from({ length: 15 }, (_, i) => {
    const of = <T extends { readonly check: number }>(list: readonly T[]) =>
      list.filter(x => x.check === i + 1).length;
    const found = all.reduce((n, m) => n + of(m.found), 0);
    return {
      name: String(i + 1),
      planted: found + all.reduce((n, m) => n + of(m.missed), 0),
      found,
      alarms: all.reduce((n, m) => n + of(m.alarms), 0),
    };
  });
}

/** One row for each value that `key` gives, in order of their names. @public the bench prints it */
export function byGroup(all: readonly Measured[], key: (plan: CorpusPlan) => string): readonly Row[] {
  const names = [...new Set(all.map(m => key(m.plan)))].sort();
  return names.map(name => {
    const these = all.filter(m => key(m.plan) === name);
    return { ...total(these), name };
  });
}

export function total(all: readonly Measured[]): Row {
  const found = all.reduce((n, m) => n + m.found.length, 0);
  return {
    name: 'all',
    planted: found + all.reduce((n, m) => n + m.missed.length, 0),
    found,
    alarms: all.reduce((n, m) => n + m.alarms.length, 0),
  };
}
