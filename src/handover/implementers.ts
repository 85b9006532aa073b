/** A program that carries out plans. `{instruction}` and `{plan}` in its arguments stand for those. */
export interface Implementer {
  /** What `--with` takes. */
  readonly id: string;
  readonly name: string;
  /** Looked up on PATH, or an absolute path. */
  readonly program: string;
  /** Arguments of a session with the person at this terminal, in which the instruction is said first. */
  readonly session: readonly string[];
  /** Arguments of a run without a person; absent where nobody said. */
  readonly alone?: readonly string[] | undefined;
  /** How it is installed, as a command. */
  readonly install?: string | undefined;
  /** What the person should know before it is started, one sentence. */
  readonly note?: string | undefined;
  /** Of the person's own settings. */
  readonly own?: true;
}

/**
 * Flags as the programs themselves tell them by `--help`: claude 2.1.197, codex 0.171.0, gemini 0.61.0 and opencode
 * 1.18.33, each from its npm package. aider's are from its published source (`aider/args.py`); it was not run.
 */
export const IMPLEMENTERS: readonly Implementer[] = [
  {
    id: 'claude',
    name: 'Claude Code',
    program: 'claude',
    session: ['{instruction}'],
    alone: ['--print', '{instruction}'],
    install: 'npm install -g @anthropic-ai/claude-code',
  },
  {
    id: 'codex',
    name: 'Codex CLI',
    program: 'codex',
    session: ['{instruction}'],
    alone: ['exec', '{instruction}'],
    install: 'npm install -g @openai/codex',
  },
  {
    id: 'gemini',
    name: 'Gemini CLI',
    program: 'gemini',
    session: ['--prompt-interactive', '{instruction}'],
    alone: ['--prompt', '{instruction}'],
    install: 'npm install -g @google/gemini-cli',
  },
  {
    id: 'aider',
    name: 'aider',
    program: 'aider',
    session: ['--message', '{instruction}', '{plan}'],
    alone: ['--yes-always', '--message', '{instruction}', '{plan}'],
    install: 'python -m pip install aider-install && aider-install',
    note: 'aider answers once, asks before each change, and ends.',
  },
  {
    id: 'opencode',
    name: 'opencode',
    program: 'opencode',
    session: ['--prompt', '{instruction}'],
    alone: ['run', '{instruction}'],
    install: 'npm install -g opencode-ai',
  },
];

/** Those of the person's settings first; one of the same name takes the place of a built-in one. */
export function withOwn(own: Readonly<Record<string, readonly string[]>>): readonly Implementer[] {
  const mine = Object.entries(own).map(([id, [program = '', ...session]]): Implementer => {
    return { id, name: id, program, session, own: true };
  });
  return [...mine, ...IMPLEMENTERS.filter(({ id }) => own[id] === undefined)];
}

export interface Filled {
  readonly instruction: string;
  /** Of the plan's file, from the project's root. */
  readonly plan: string;
}

/** The arguments with what stands for the placeholders; each stays one argument, whatever it holds. */
export function filledIn(args: readonly string[], { instruction, plan }: Filled): readonly string[] {
  return args.map(arg =>
    arg.replace(/\{(instruction|plan)\}/g, (_, name) => (name === 'plan' ? plan : instruction)),
  );
}
