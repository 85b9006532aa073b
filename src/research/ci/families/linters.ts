import type { Family } from './model.ts';

/** Linters and formatters. */
export const LINTERS = [
  {
    id: 'eslint',
    tool: 'ESLint',
    category: 'lint',
    means: 'a rule of ESLint that is an error',
    when: [
      /^\s+(?<line>\d+):(?<column>\d+)\s+error\s+(?<message>.+?)(?:\s{2,}(?<code>[@\w/-]+))?\s*$/,
      // As xo prints it.
      /^\s+[✖×]\s+(?<line>\d+):(?<column>\d+)\s+(?<message>.+?)(?:\s{2,}(?<code>[@\w/-]+))?\s*$/,
    ],
    before: [
      /^(?<path>(?:[A-Za-z]:)?[./\\]?[^\s:]+\.\w+)$/,
      /^\s{2}(?<path>(?:[A-Za-z]:)?[^\s:]+\.\w+)(?::\d+:\d+)?$/,
    ],
    seen: 'run',
  },
  {
    id: 'biome',
    tool: 'Biome',
    category: 'lint',
    means: 'a rule or the format of Biome',
    when: [
      /^(?<path>[^\s:]+\.\w+)(?::(?<line>\d+):(?<column>\d+))? (?<code>(?:lint|assist|format|parse|organizeImports|suppressions)\S*)\s.*━/,
    ],
    needs: /^\s+[✖×]/,
    after: [/^\s+[✖×] (?<message>.+)/],
    seen: 'run',
  },
  {
    id: 'prettier',
    tool: 'Prettier',
    category: 'lint',
    means: 'a file that is not formatted',
    when: [/^\[warn\] (?<path>\S+\.\w+)$/],
    needs: /^\[warn\] (?:Code style issues|Forgot to run)/,
    after: [/^\[warn\] (?<message>Code style issues.+)/],
    seen: 'run',
  },
  {
    id: 'ruff',
    tool: 'Ruff, Flake8',
    category: 'lint',
    means: 'a rule of Ruff or Flake8',
    when: [
      /^(?<path>[^\s:]+\.pyi?):(?<line>\d+):(?<column>\d+): (?<code>[A-Z]{1,4}\d{3,4}) (?:\[\*\] )?(?<message>.+)/,
      /^(?<code>[A-Z]{1,4}\d{3,4}) (?:\[\*\] )?(?<message>.+)/,
    ],
    needs: /^\s*--> \S+:\d+:\d+|Found \d+ error|\.pyi?:\d+:\d+:|^$/,
    after: [/^\s*--> (?<path>[^\s:]+):(?<line>\d+):(?<column>\d+)/],
    seen: 'documented',
  },
  {
    id: 'golangci-lint',
    tool: 'golangci-lint',
    category: 'lint',
    means: 'a linter of golangci-lint',
    when: [
      /^(?<path>[^\s:]+\.go):(?<line>\d+)(?::(?<column>\d+))?: (?<message>.+) \((?<code>[a-z][a-z0-9]+)\)$/,
    ],
    seen: 'documented',
  },
] as const satisfies readonly Family[];
