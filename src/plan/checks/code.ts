import { parseDocument } from 'yaml';
import type { CodeBlock } from '../model.ts';
import { family, newCode } from './blocks.ts';
import { type Check, type CheckFinding, error, stepLine } from './input.ts';
import { judgePackages } from './packages.ts';

/**
 * What is wrong with a block, as far as it can be seen without a grammar: JSON and YAML are parsed, brackets and
 * quotes of JavaScript, TypeScript and Python are balanced. `undefined`: nothing; `unknown`: a language without a parser.
 */
export function blockFault(block: Pick<CodeBlock, 'language' | 'code'>): string | undefined | 'unknown' {
  switch (family[block.language.toLowerCase()]) {
    case 'json':
      try {
        JSON.parse(block.code);
        return undefined;
      } catch (problem) {
        return problem instanceof Error ? problem.message : 'no valid JSON';
      }
    case 'yaml':
      return parseDocument(block.code).errors[0]?.message.split('\n')[0];
    case 'js':
    case 'python':
      return bracketFault(block.code, family[block.language.toLowerCase()] === 'python');
    default:
      return 'unknown';
  }
}

const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** First bracket that does not pair, outside strings and comments; template literals are entered at `${`. */
function bracketFault(code: string, python: boolean): string | undefined {
  const stack: { readonly char: string; readonly line: number }[] = [];
  let line = 1;
  for (let i = 0; i < code.length; i++) {
    const char = code[i] ?? '';
    if (char === '\n') line++;
    const top = stack.at(-1)?.char;
    if (top === '`') {
      if (char === '\\') i++;
      else if (char === '`') stack.pop();
      else if (char === '$' && code[i + 1] === '{') {
        stack.push({ char: '{', line });
        i++;
      }
      continue;
    }
    if (python ? char === '#' : code.startsWith('//', i)) {
      const end = code.indexOf('\n', i);
      if (end < 0) break;
      i = end - 1;
    } else if (!python && code.startsWith('/*', i)) {
      const end = code.indexOf('*/', i + 2);
      if (end < 0) return `a comment that begins in line ${line} is not closed`;
      line += code.slice(i, end).split('\n').length - 1;
      i = end + 1;
    } else if (python && /^("""|''')/.test(code.slice(i, i + 3))) {
      const end = code.indexOf(code.slice(i, i + 3), i + 3);
      if (end < 0) return `a string that begins in line ${line} is not closed`;
      line += code.slice(i, end).split('\n').length - 1;
      i = end + 2;
    } else if (char === '"' || char === "'") {
      const end = stringEnd(code, i);
      // A lone apostrophe is text of JSX or of a regular expression as often as a fault: only its line is left out.
      i = end ?? i;
    } else if (!python && char === '/' && /[(,=:[!&|?{};\n]\s*$/.test(code.slice(Math.max(0, i - 40), i))) {
      i = regexEnd(code, i) ?? i;
    } else if (!python && char === '`') stack.push({ char, line });
    else if ('([{'.includes(char)) stack.push({ char, line });
    else if (char in closers) {
      if (top !== closers[char]) return `line ${line} closes a “${char}” that was not opened`;
      stack.pop();
    }
  }
  const open = stack.at(-1);
  return open && `the “${open.char}” of line ${open.line} is not closed`;
}

function stringEnd(code: string, from: number): number | undefined {
  for (let i = from + 1; i < code.length && code[i] !== '\n'; i++) {
    if (code[i] === '\\') i++;
    else if (code[i] === code[from]) return i;
  }
  return undefined;
}

function regexEnd(code: string, from: number): number | undefined {
  let inClass = false;
  for (let i = from + 1; i < code.length && code[i] !== '\n'; i++) {
    if (code[i] === '\\') i++;
    else if (code[i] === '[') inClass = true;
    else if (code[i] === ']') inClass = false;
    else if (code[i] === '/' && !inClass) return i;
  }
  return undefined;
}

/** 9. Code blocks parse as far as can be seen; what they import is installed or added by a step before. */
export const code: Check = {
  number: 9,
  name: 'Code (JSON and YAML parsed, else brackets; imports)',
  judge(input) {
    const { steps } = input.plan;
    const packages = judgePackages(input);
    const findings: CheckFinding[] = [...packages.findings];
    let blocks = 0;
    let judged = 0;
    for (const step of steps)
      for (const block of newCode(step)) {
        blocks++;
        const first = block.code.trim().split('\n')[0] ?? '';
        const fault = blockFault(block);
        if (fault !== 'unknown') judged++;
        if (fault !== undefined && fault !== 'unknown')
          findings.push(
            error(
              stepLine(input, step.id, first),
              `The ${block.language} block does not parse: ${fault}.`,
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
