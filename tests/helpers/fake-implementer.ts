import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What a fake implementer was called with, as it wrote it down. */
export interface Seen {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly tty: readonly boolean[];
  readonly nodeEnv: string | null;
}

export interface FakeImplementer {
  /** Folder of PATH that it lies in. */
  readonly folder: string;
  readonly program: string;
  /** PATH with this folder first, then Node's own and the system's. */
  readonly path: string;
  /** Undefined as long as it was not started. */
  seen(): Seen | undefined;
}

/**
 * A real little program of this name, outside of any project: it writes down its arguments, folder and terminal, then runs
 * `body`, which has `fs`, `argv` and `plan` (the path that the instruction names).
 */
export function fakeImplementer(name: string, body = '', folder = freshFolder()): FakeImplementer {
  mkdirSync(folder, { recursive: true });
  const record = join(freshFolder(), `${name}.json`);
  const program = join(folder, name);
  writeFileSync(
    program,
    `#!${process.execPath}
const fs = require('node:fs');
const argv = process.argv.slice(2);
if (argv[0] === '--version') { console.log('${name} 7.8.9'); process.exit(0); }
fs.writeFileSync(${JSON.stringify(record)}, JSON.stringify({ argv, cwd: process.cwd(),
  tty: [process.stdin.isTTY === true, process.stdout.isTTY === true], nodeEnv: process.env.NODE_ENV ?? null }));
const plan = /^Plan file: (.*)$/m.exec(argv.join('\\n'))?.[1];
${body}
`,
  );
  chmodSync(program, 0o755);
  return {
    folder,
    program,
    path: `${folder}:${dirname(process.execPath)}:/usr/bin:/bin`,
    seen: () => (existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : undefined),
  };
}

/** Ticks every box of the step with this number, in the words of a fake implementer. */
export const tickStep = (number: number): string => `{
  const text = fs.readFileSync(plan, 'utf8').split(/^(?=### )/m);
  const at = text.findIndex(part => part.startsWith('### ${number}.'));
  text[at] = text[at].replace(/^- \\[ \\]/gm, '- [x]');
  fs.writeFileSync(plan, text.join(''));
}`;

function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'planner-tui-fake-'));
}
