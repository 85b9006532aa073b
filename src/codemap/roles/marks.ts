import type { Vocabulary } from '../scan/vocabulary.ts';
import type { FileWords } from '../scan/word-sink.ts';

/** Words without which a pattern of a role rule cannot match. `…Error` and `req…` stand for all words so made. */
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
  'req…',
] as const;
export type MarkWord = (typeof MARK_WORDS)[number];

const PATTERNS: readonly (readonly [MarkWord, RegExp])[] = [
  ['…Error', /(?:Error|Exception)$/],
  ['req…', /^_?req/],
];

/** Which mark words the file at hand holds. One for the whole project; `enter` moves on to the next file. */
export class FileMarks {
  private readonly vocabulary: Vocabulary;
  /** By vocabulary entry: its mark plus 1, or 0. */
  private marks = new Uint8Array(1 << 16);
  private looked = 0;
  private readonly held = new Uint8Array(MARK_WORDS.length);

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
  }

  enter(words: FileWords): void {
    this.look();
    this.held.fill(0);
    for (let i = 0; i < words.ids.length; i++) {
      const mark = this.marks[words.ids[i] ?? 0] ?? 0;
      if (mark > 0) this.held[mark - 1] = 1;
    }
  }

  readonly holds = (word: MarkWord): boolean => this.held[NUMBERS.get(word) ?? 0] === 1;

  private look(): void {
    const { vocabulary } = this;
    while (vocabulary.size > this.marks.length) {
      const more = new Uint8Array(this.marks.length * 2);
      more.set(this.marks);
      this.marks = more;
    }
    for (; this.looked < vocabulary.size; this.looked++) {
      const name = vocabulary.at(this.looked);
      const number = NUMBERS.get(name) ?? NUMBERS.get(PATTERNS.find(([, p]) => p.test(name))?.[0] ?? '');
      if (number !== undefined) this.marks[this.looked] = number + 1;
    }
  }
}

const NUMBERS: ReadonlyMap<string, number> = new Map(MARK_WORDS.map((word, n) => [word, n]));
