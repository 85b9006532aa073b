import { commandsIn, isCommand } from '../command-words.ts';
import type { Plan, Step } from '../model.ts';
import { pathIn } from '../paths.ts';
import { type Check, type CheckFinding, type CheckInput, didYouMean, error, stepLine } from './input.ts';
import { isPlanned, plannedScripts } from './planned-scripts.ts';

/** Commands by which a step is verified: alone, or named in a sentence. */
function commandsOf(step: Step): readonly string[] {
  const all = step.verify.flatMap(({ kind, text }) =>
    kind === 'command' && text.trim() !== '' ? [text] : commandsIn(text),
  );
  return [...new Set(all)];
}

/** Commands of all steps whose existence is asked. */
export function wantedCommands(plan: Plan): readonly string[] {
  return [...new Set(plan.steps.flatMap(commandsOf))];
}

/** Files that verification commands name: `pytest tests/test_a.py`. What they write or fetch is none. */
export function commandFiles(plan: Plan): readonly string[] {
  return [...new Set(plan.steps.flatMap(step => commandsOf(step).flatMap(filesOf)))];
}

const ELSEWHERE = /\s(?:-w|--workspace|-C|--cwd|--prefix|--filter|-F|--dir)(?:=|\s)|^yarn workspace\s|^cd\s/;

function filesOf(command: string): readonly string[] {
  // A command that goes to a package first names files as that package sees them.
  if (!isCommand(command) || /[|>]/.test(command) || ELSEWHERE.test(command)) return [];
  const words = command.split(/\s+/).slice(1);
  return words.flatMap(word => {
    const path = pathIn(word.replace(/^['"]|['"]$/g, '').replace(/::.*$/, ''));
    return path?.includes('/') && /(?:^|\/)(?:tests?|specs?|__tests__)\/|[._]test\.|\.spec\./.test(path)
      ? [path]
      : [];
  });
}

/** 8. Every step says how it is verified; the commands named exist in this project. */
export const verification: Check = {
  number: 8,
  name: 'Verification',
  judge(input) {
    const { plan, facts } = input;
    const findings: CheckFinding[] = [];
    let unreached = false;
    const told = new Set<string>();
    const planned = plannedScripts(plan);
    plan.steps.forEach((step, i) => {
      const said = step.verify.filter(v => v.text.trim() !== '');
      if (said.length === 0)
        findings.push(
          error(
            stepLine(input, step.id),
            `Step ${i + 1} does not say how to verify it.`,
            'Name a command that exists here, or what can be observed.',
          ),
        );
      for (const text of commandsOf(step)) {
        // What is said for a whole phase or plan is told once.
        if (told.has(text)) continue;
        if (!stepHolds(input, step.id, text)) told.add(text);
        findings.push(...fileFindings(input, step, text));
        const fact = facts.commands[text];
        if (fact?.known === 'no' && isPlanned(text, planned, i)) continue;
        if (fact?.known === 'no')
          findings.push(
            error(
              lineOfCommand(input, step.id, text),
              `This project has no command \`${text}\`.`,
              fact.nearest.length > 0
                ? `It has ${fact.nearest
                    .slice(0, 3)
                    .map(c => `\`${c}\``)
                    .join(', ')}.`
                : 'Name a script that exists here.',
            ),
          );
        else if (fact?.known !== 'yes') unreached = true;
      }
    });
    return { findings, unreached, applicable: plan.steps.length > 0 };
  },
};

function stepHolds(input: CheckInput, stepId: string, text: string): boolean {
  const entry = input.outline.find(e => e.stepId === stepId);
  return (
    entry !== undefined && input.lines.slice(entry.line - 1, entry.endLine).some(line => line.includes(text))
  );
}

/** In the step, else where it is said for all. */
function lineOfCommand(input: CheckInput, stepId: string, text: string): number {
  const code = `\`${text}\``;
  if (stepHolds(input, stepId, text)) return stepLine(input, stepId, code, text);
  const at = input.lines.findIndex(line => line.includes(code));
  return at < 0 ? stepLine(input, stepId) : at + 1;
}

/** Test files that a command runs are there, or some step creates them. */
function fileFindings(input: CheckInput, step: Step, command: string): readonly CheckFinding[] {
  const changed = new Set(input.plan.steps.flatMap(s => s.files.map(file => file.path)));
  return filesOf(command).flatMap(path => {
    const fact = input.facts.files[path];
    if (fact?.exists !== 'no' || changed.has(path)) return [];
    return [
      error(
        lineOfCommand(input, step.id, command),
        `\`${command}\` runs \`${path}\`, which does not exist and which no step creates.`,
        didYouMean(fact.nearest) || 'Name a test that exists, or create it in a step.',
      ),
    ];
  });
}
