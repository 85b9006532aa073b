import { faultOf, isJudged, newCode } from './blocks.ts';
import { otherBlocks, placeOfBlock } from './code-places.ts';
import { type Check, type CheckFinding, error } from './input.ts';
import { judgePackages } from './packages.ts';

/** 9. Code blocks parse as far as can be seen; what they import is installed or added by a step before. */
export const code: Check = {
  number: 9,
  name: 'Code (JSON, YAML, TOML parsed, else brackets; imports)',
  judge(input) {
    const packages = judgePackages(input);
    const findings: CheckFinding[] = [...packages.findings];
    let blocks = 0;
    let judged = 0;
    for (const step of input.plan.steps)
      for (const block of newCode(step)) {
        blocks++;
        if (isJudged(block.language)) judged++;
        const fault = faultOf(block);
        if (fault)
          findings.push(
            error(
              placeOfBlock(input, step.id, block, fault.line),
              `The ${block.language} block does not parse: ${fault.message}.`,
              'Mend the code.',
            ),
          );
      }
    for (const { line, ...block } of otherBlocks(input)) {
      const fault = faultOf(block);
      if (fault)
        findings.push(
          error(
            line + fault.line,
            `The ${block.language} block does not parse: ${fault.message}.`,
            'Mend the code.',
          ),
        );
    }
    return {
      findings,
      unreached: packages.unreached || (blocks > 0 && judged === 0),
      applicable: blocks > 0 || packages.added,
      notes: packages.notes,
    };
  },
};
