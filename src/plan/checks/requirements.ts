import { type Check, type CheckFinding, type CheckInput, error, sectionLine, stepLine } from './input.ts';

/** 7. Every requirement has a step and a test; every step serves a requirement. */
export const requirements: Check = {
  number: 7,
  name: 'Requirements',
  judge(input) {
    const { plan } = input;
    const findings: CheckFinding[] = [];
    // A decision may end without work: then nothing serves it, and nothing is to be tested.
    if (plan.kind === 'decision' && plan.steps.length === 0) return { findings, applicable: false };
    // Other hands do not say which step serves what.
    if (!input.own && plan.steps.every(step => step.serves.length === 0))
      return { findings, applicable: false };
    const known = new Set(plan.requirements.map(r => r.id));
    const told = input.own || known.size > 0;
    const saysProof = input.own || plan.tests.cases.some(c => c.proves.length > 0);
    const served = new Set(plan.steps.flatMap(step => step.serves));
    const proven = new Set(plan.tests.cases.flatMap(c => c.proves));
    for (const { id } of plan.requirements) {
      const line = requirementLine(input, id);
      if (!served.has(id))
        findings.push(
          error(line, `No step serves ${id}.`, 'Add the step, or move it to “Not part of this plan”.'),
        );
      if (!proven.has(id) && saysProof)
        findings.push(error(line, `No test case proves ${id}.`, 'Add a case under “Cases to cover”.'));
    }
    plan.steps.forEach((step, i) => {
      if (step.serves.length === 0)
        findings.push(
          error(
            stepLine(input, step.id),
            `Step ${i + 1} serves no requirement.`,
            'Name what it serves, or drop it.',
          ),
        );
      for (const id of step.serves)
        if (!known.has(id) && told)
          findings.push(
            error(
              stepLine(input, step.id, ...(input.own ? [] : [id])),
              `Step ${i + 1} serves ${id}, which is no requirement.`,
              'Name one of the requirements.',
            ),
          );
    });
    for (const id of proven)
      if (!known.has(id) && told)
        findings.push(
          error(
            sectionLine(input, 'Test Strategy', id),
            `A test case proves ${id}, which is no requirement.`,
            'Name one of the requirements.',
          ),
        );
    return { findings, applicable: plan.steps.length > 0 };
  },
};

/** Where a requirement is said: the item that begins with its id, else the first line that names it. */
function requirementLine({ lines }: CheckInput, id: string): number {
  const lead = lines.findIndex(line => new RegExp(`^\\s*[-*+]\\s+(?:\\[.\\]\\s+)?\\*\\*${id}\\b`).test(line));
  return (
    (lead < 0
      ? Math.max(
          0,
          lines.findIndex(line => line.includes(id)),
        )
      : lead) + 1
  );
}
