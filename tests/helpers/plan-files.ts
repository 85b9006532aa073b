import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plan } from '../../src/plan/model.ts';

const WHOLE = /^The whole of `([^`]+)`:$/;

/** Does what a plan says, step by step: writes the files that it gives in full, and calls `run` for each command. */
export function followPlan(
  plan: Plan,
  folder: string,
  run: (command: string, stepId: string) => void,
): readonly string[] {
  const written: string[] = [];
  for (const step of plan.steps) {
    for (const block of step.code) {
      const path = WHOLE.exec(block.caption)?.[1];
      if (path !== undefined) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), `${block.code}\n`);
        written.push(path);
      } else if (block.kind === 'command') run(block.code, step.id);
    }
    for (const { kind, text } of step.verify) if (kind === 'command') run(text, step.id);
  }
  return written;
}
