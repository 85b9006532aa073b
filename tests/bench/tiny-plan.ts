import type { FileChange, Plan, Step } from '../../src/plan/model.ts';
import { samplePlan } from '../plan/sample.ts';

/** A step that does no more than it is given. */
export function tinyStep(id: string, files: FileChange[], details: string[] = []): Step {
  return {
    id,
    title: `Do ${id}`,
    estimate: { low: 5, likely: 5, high: 10, basis: 'a guess' },
    serves: ['R1'],
    dependsOn: [],
    details,
    files,
    functions: [],
    code: [],
    verify: [{ kind: 'command', text: 'npm test' }],
    rollback: [],
    packages: [],
    part: 'core',
  };
}

/** A plan of these steps that quotes, asks and states nothing. */
export function tinyPlan(steps: Step[]): Plan {
  return {
    ...samplePlan,
    overview: [],
    findings: [],
    currentState: [],
    integrationPoints: [],
    approach: { title: 'one way', summary: [], decisions: [], alternatives: [] },
    steps,
    tests: { intro: [], files: [], cases: [] },
    rollback: [],
    performance: [],
    monitoring: [],
    questions: [],
    special: [],
  };
}
