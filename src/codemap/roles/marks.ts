import type { Vocabulary } from '../scan/vocabulary.ts';
import type { FileWords } from '../scan/word-sink.ts';

/** One of these stands where rows are read or written by hand. */
export const SQL_WORDS = [
  'Query',
  'QueryRow',
  'QueryContext',
  'QueryRowContext',
  'Exec',
  'ExecContext',
  'NamedExec',
  'NamedQuery',
  'sqlx',
  'execute',
] as const;

/** Words without which a pattern of a role rule cannot match. `…Error` stands for all words so made. */
export const MARK_WORDS = [
  'listen',
  'serve',
  'createServer',
  'NestFactory',
  'fastify',
  'express',
  'Router',
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'createBrowserRouter',
  'Route',
  'Controller',
  'mongoose',
  'Schema',
  'Entity',
  'sequelize',
  'pgTable',
  'mysqlTable',
  'sqliteTable',
  'Model',
  'next',
  '_next',
  'RequestHandler',
  'NestMiddleware',
  'ErrorRequestHandler',
  'Catch',
  'setErrorHandler',
  'componentDidCatch',
  'health',
  'healthz',
  'live',
  'livez',
  'ready',
  'readyz',
  'readiness',
  'liveness',
  'prisma',
  'PrismaClient',
  'InjectRepository',
  'getRepository',
  'Repository',
  'Component',
  '…Error',
  'Error',
  'req',
  '_req',
  'request',
  'router',
  'app',
  'server',
  'ResponseWriter',
  'gin',
  'echo',
  'fiber',
  'Handler',
  'HandlerFunc',
  'MiddlewareFunc',
  ...SQL_WORDS,
] as const;
export type MarkWord = (typeof MARK_WORDS)[number];

const UNKNOWN = 0;
const NO_MARK = 1;

/** Which mark words the file at hand holds. One for the whole project; `enter` moves on to the next file. */
export class FileMarks {
  private readonly vocabulary: Vocabulary;
  /** By vocabulary entry: its mark plus 2, or that it is none, or unknown as long as no file asked. */
  private marks = new Uint8Array(1 << 12);
  private readonly held = new Uint8Array(MARK_WORDS.length);

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
  }

  enter(words: FileWords): void {
    if (this.vocabulary.size > this.marks.length) {
      const more = new Uint8Array(this.vocabulary.size * 2);
      more.set(this.marks);
      this.marks = more;
    }
    this.held.fill(0);
    for (let i = 0; i < words.ids.length; i++) {
      const id = words.ids[i] ?? 0;
      let mark = this.marks[id] ?? UNKNOWN;
      if (mark === UNKNOWN) {
        mark = markOf(this.vocabulary.at(id));
        this.marks[id] = mark;
      }
      if (mark !== NO_MARK) this.held[mark - 2] = 1;
    }
  }

  readonly holds = (word: MarkWord): boolean => this.held[NUMBERS.get(word) ?? 0] === 1;
}

function markOf(name: string): number {
  const number = name.length > LONGEST ? undefined : NUMBERS.get(name);
  if (number !== undefined) return number + 2;
  return namesError(name) ? ERROR + 2 : NO_MARK;
}

/** `ParseError`, not `Error` itself. */
const namesError = (name: string) =>
  name.length > 5 && (name.endsWith('Error') || (name.length > 9 && name.endsWith('Exception')));

const ERROR = MARK_WORDS.indexOf('…Error');
const LONGEST = Math.max(...MARK_WORDS.map(word => word.length));
const NUMBERS: ReadonlyMap<string, number> = new Map(MARK_WORDS.map((word, n) => [word, n]));
