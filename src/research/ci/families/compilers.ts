import type { Family } from './model.ts';

/** Compilers and type checkers. */
export const COMPILERS = [
  {
    id: 'tsc',
    tool: 'TypeScript',
    category: 'type',
    means: 'a type error of TypeScript',
    when: [
      /^(?:ERROR in )?(?<path>[^\s():]+\.[cm]?[jt]sx?|[^\s():]+\.vue)\((?<line>\d+),(?<column>\d+)\): error (?<code>TS\d+): (?<message>.+)/,
      /^(?<path>[^\s:]+\.(?:[cm]?[jt]sx?|vue)):(?<line>\d+):(?<column>\d+) - error (?<code>TS\d+): (?<message>.+)/,
      /^error (?<code>TS\d+): (?<message>.+)/,
    ],
    seen: 'run',
  },
  {
    id: 'mypy',
    tool: 'mypy',
    category: 'type',
    means: 'a type error of mypy',
    when: [
      /^(?<path>[^\s:]+\.pyi?):(?<line>\d+)(?::(?<column>\d+))?: error: (?<message>.+?)(?:\s+\[(?<code>[\w-]+)\])?$/,
    ],
    seen: 'documented',
  },
  {
    id: 'clippy',
    tool: 'Clippy',
    category: 'lint',
    means: 'a lint of Clippy that is denied',
    when: [/^error: (?<message>.+)/],
    needs: /clippy::/,
    after: [/^\s*--> (?<path>[^\s:]+):(?<line>\d+):(?<column>\d+)/, /clippy::(?<code>[\w:-]+)/],
    seen: 'documented',
  },
  {
    id: 'rustc',
    tool: 'rustc',
    category: 'build',
    means: 'Rust code that does not compile',
    when: [/^error(?:\[(?<code>E\d+)\])?: (?<message>.+)/],
    needs: /^\s*--> \S+:\d+:\d+/,
    after: [/^\s*--> (?<path>[^\s:]+):(?<line>\d+):(?<column>\d+)/],
    seen: 'run',
  },
  {
    id: 'go-build',
    tool: 'go build, go vet',
    category: 'build',
    means: 'Go code that does not compile, or that `go vet` refuses',
    when: [/^(?:vet: )?(?<path>[^\s:]+\.go):(?<line>\d+):(?<column>\d+): (?<message>.+)/],
    seen: 'run',
  },
  {
    id: 'javac',
    tool: 'javac, Gradle, Maven, kotlinc',
    category: 'build',
    means: 'Java or Kotlin code that does not compile',
    when: [
      /^(?<path>[^\s:]+\.java):(?<line>\d+): error: (?<message>.+)/,
      /^\[ERROR\] (?:COMPILATION ERROR : )?(?<path>\S+\.(?:java|kt)):\[(?<line>\d+),(?<column>\d+)\] (?<message>.+)/,
      /^e: (?:file:\/\/)?(?<path>\S+?\.kts?):(?<line>\d+):(?<column>\d+):? (?<message>.+)/,
    ],
    seen: 'run',
  },
  {
    id: 'c-compiler',
    tool: 'gcc, clang',
    category: 'build',
    means: 'C or C++ code that does not compile or link',
    when: [
      /^(?<path>[^\s:]+\.(?:c|cc|cpp|cxx|h|hh|hpp|m|mm)):(?<line>\d+)(?::(?<column>\d+))?: (?:fatal )?error: (?<message>.+)/,
      /^(?<path>[^\s:]+\.(?:c|cc|cpp|cxx)):\(?.*\)?: (?<message>undefined reference to .+)/,
      /^.*\bld\b.*: (?<message>(?:undefined reference to|cannot find -l).+)/,
    ],
    seen: 'run',
  },
  {
    id: 'python-syntax',
    tool: 'Python',
    category: 'build',
    means: 'Python code that cannot be parsed',
    when: [/^(?:E\s+)?(?<code>SyntaxError|IndentationError|TabError): (?<message>.+)/],
    before: [/File "(?<path>[^"]+\.py)", line (?<line>\d+)/],
    seen: 'documented',
  },
] as const satisfies readonly Family[];
