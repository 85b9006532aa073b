import * as z from 'zod';
import type { Plan } from '../model.ts';

const Manifest = z.object({ scripts: z.record(z.string(), z.string()) });

/** Scripts of manifests that the plan itself writes in full, each with the index of the step that does. */
export function plannedScripts(plan: Plan): ReadonlyMap<string, number> {
  const out = new Map<string, number>();
  plan.steps.forEach((step, i) => {
    if (!step.files.some(f => f.action === 'create' && /(?:^|\/)package\.json$/.test(f.path))) return;
    for (const block of step.code) {
      if (!block.language.startsWith('json')) continue;
      for (const name of Object.keys(scriptsOf(block.code))) if (!out.has(name)) out.set(name, i);
    }
  });
  return out;
}

function scriptsOf(code: string): Readonly<Record<string, string>> {
  try {
    return Manifest.safeParse(JSON.parse(code)).data?.scripts ?? {};
  } catch {
    return {};
  }
}

/** Whether every script that a command runs is written by the steps up to this one. */
export function isPlanned(command: string, scripts: ReadonlyMap<string, number>, step: number): boolean {
  const names = [...command.matchAll(/\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?([\w:-]+)/g)].map(m => m[1] ?? '');
  return names.length > 0 && names.every(name => (scripts.get(name) ?? Number.POSITIVE_INFINITY) <= step);
}
