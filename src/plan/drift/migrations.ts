/** Whether a migration can be taken back by its tool. `unknown`: no tool is known that runs it. */
export interface WayDown {
  readonly down: 'yes' | 'no' | 'unknown';
  readonly tool: string;
  /** Whether running it destroys data that no way down brings back. */
  readonly destroys: boolean;
}

interface Tool {
  readonly tool: string;
  readonly files: RegExp;
  down(text: string, path: string, exists: (path: string) => boolean): WayDown['down'];
}

const yes = (found: boolean): 'yes' | 'no' => (found ? 'yes' : 'no');

const TOOLS: readonly Tool[] = [
  { tool: 'Prisma', files: /prisma\/migrations\/[^/]+\/migration\.sql$/, down: () => 'no' },
  {
    tool: 'Alembic',
    files: /(?:alembic|migrations)\/versions\/\w+\.py$/,
    down: text => {
      const body = /def\s+downgrade\s*\([^)]*\)[^:]*:\n((?:[ \t]+.*\n?|\s*\n)*)/.exec(text)?.[1];
      return yes(body !== undefined && /^[ \t]+(?!pass\b|raise\b|#|"""|''')\S/m.test(body));
    },
  },
  {
    tool: 'Django',
    files: /\/migrations\/\d{4}_\w+\.py$/,
    // Schema operations reverse themselves; own code and SQL only with a reverse of their own.
    down: text => yes(!/\bRun(?:Python|SQL)\(/.test(text) || /reverse_(?:code|sql)|\bnoop\b/.test(text)),
  },
  {
    tool: 'Rails',
    files: /(?:^|\/)db\/migrate\/\d+_\w+\.rb$/,
    down: text => yes(/def\s+down\b|def\s+change\b/.test(text) && !/IrreversibleMigration/.test(text)),
  },
  {
    tool: 'Laravel',
    files: /database\/migrations\/[\d_]+\w+\.php$/,
    down: text => yes(/function\s+down\s*\([^)]*\)[^{]*\{\s*[^}\s]/.test(text)),
  },
  {
    tool: 'Entity Framework',
    files: /Migrations\/\d{14}_\w+\.cs$/,
    down: text => yes(/void\s+Down\s*\([^)]*\)\s*\{\s*[^}\s]/.test(text)),
  },
  {
    tool: 'Flyway',
    files: /db\/migration\/V[\d_.]+__\w+\.sql$/,
    down: (_, path, exists) => yes(exists(path.replace(/\/V(?=[^/]*$)/, '/U'))),
  },
  {
    tool: 'SQL',
    files: /\.up\.sql$/,
    down: (_, path, exists) => yes(exists(path.replace(/\.up\.sql$/, '.down.sql'))),
  },
  {
    tool: 'SQL',
    files: /migrations?\/(?:[\w.-]+\/)*[^/]*\d[^/]*(?<!\.down)\.sql$/,
    down: (text, path, exists) =>
      /^--\s*(?:\+goose\s+Down|migrate:down|\+migrate\s+Down|rollback\b)/im.test(text) ||
      [
        path.replace(/\.sql$/, '.down.sql'),
        path.replace(/\.sql$/, '.undo.sql'),
        path.replace(/up(\.sql)$/, 'down$1'),
      ].some(other => other !== path && exists(other))
        ? 'yes'
        : 'no',
  },
  { tool: 'Drizzle', files: /drizzle\/\d{4}_\w+\.sql$/, down: () => 'no' },
  {
    tool: 'code',
    files: /migrations?\/\d{6,}[-_][\w-]+\.[cm]?[jt]s$/,
    down: text => yes(/\bdown\b\s*(?:=|:|\(|\w*\s*\()/.test(text)),
  },
];

const DESTROYS =
  /\bDROP\s+(?:TABLE|COLUMN|SCHEMA|DATABASE)\b|\bTRUNCATE\b|\bDELETE\s+FROM\b|\b(?:drop_table|dropTable|drop_column|dropColumn|remove_column|removeColumn|RemoveField|DeleteModel|DropColumn|DropTable)\b/i;

/** Undefined for what is no migration. `path` is where it is now. */
export function wayDown(path: string, text: string, exists: (path: string) => boolean): WayDown | undefined {
  const tool = TOOLS.find(({ files }) => files.test(path));
  if (!tool) return undefined;
  return { down: tool.down(text, path, exists), tool: tool.tool, destroys: DESTROYS.test(upOf(text)) };
}

/** What it does on the way up: the way down of a new table drops it. */
function upOf(text: string): string {
  return (
    text.split(
      /def\s+downgrade\b|def\s+down\b|function\s+down\b|void\s+Down\b|\bdown\b\s*(?:=|:|\()|^--\s*(?:\+goose\s+Down|migrate:down|\+migrate\s+Down)/im,
    )[0] ?? text
  );
}
