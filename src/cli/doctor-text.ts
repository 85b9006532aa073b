import type { Config, ConfigRow } from '../app/config.ts';
import type { DoctorCheck, Mark } from '../app/doctor.ts';
import { version } from '../app/version.ts';
import { pad, wrap } from '../shared/text/index.ts';

const MARKS: Readonly<Record<Mark, readonly [sign: string, ascii: string]>> = {
  ok: ['✓', '+'],
  note: ['!', '!'],
  broken: ['✗', 'x'],
  skipped: ['–', '-'],
};
/** The longest name of a check. */
const NAMES = 'structured output'.length;
const LEAST = 50;

export interface Looks {
  readonly columns: number;
  /** Nothing but ASCII can be shown. */
  readonly ascii: boolean;
}

export function doctorHead(root: string): string {
  return `planner-tui ${version()} · ${root}\n\n`;
}

/** A mark, a name and what was found; below it how to mend it. */
export function checkText({ name, mark, found, mend }: DoctorCheck, { columns, ascii }: Looks): string {
  const sign = MARKS[mark][ascii ? 1 : 0];
  const indent = NAMES + 4;
  const room = Math.max(LEAST, columns) - indent;
  const arrow = ascii ? '-> ' : '→ ';
  const lines = [
    ...wrap(found, room).map(
      (line, n) => `${n === 0 ? `${sign} ${pad(name, NAMES)}  ` : ' '.repeat(indent)}${line}`,
    ),
    ...(mend === undefined ? [] : wrap(`${arrow}${mend}`, room).map(line => `${' '.repeat(indent)}${line}`)),
  ];
  return `${lines.join('\n')}\n`;
}

const SETTINGS = 'playbooks'.length;
const VALUES = 32;

export function rowText(row: ConfigRow): string {
  return `${pad(row.name, SETTINGS)}  ${pad(valueText(row), VALUES)}  ${originText(row)}\n`;
}

export function configText(config: Config, projectMay: string, columns: number): string {
  const rows = config.rows().map(rowText).join('');
  const note = `Yours are kept in ${config.file}: planner-tui config set NAME VALUE, config unset NAME. A project may set ${projectMay} in .planner-tui.json, and nothing else: neither an address nor a key nor who plans.`;
  return `${rows}\n${wrap(note, Math.max(LEAST, columns)).join('\n')}\n`;
}

function valueText({ value }: ConfigRow): string {
  if (value === undefined) return 'not set';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function originText({ from, where }: ConfigRow): string {
  return from === 'default' ? 'default' : `${from} (${where})`;
}
