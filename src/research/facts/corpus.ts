import { baseOf, isAside, isSide, isTest, shallowFirst } from '../read/paths.ts';
import type { Reader } from '../read/reader.ts';
import type { SourceText } from '../read/source-text.ts';
import { commentLines } from './comments.ts';
import { needOf, Signature } from './needs.ts';

/** One line of the project's own code that a detector was looking for. */
export interface Hit {
  readonly file: SourceText;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  readonly match: RegExpExecArray;
}

/** The sources that may say something of the stack: read once, searched by every detector. */
export interface Corpus {
  /** Sources read, whether kept or not: what "no file does this" speaks of. */
  readonly searched: number;
  /** Whether every source was read; otherwise absence is not proven. */
  readonly complete: boolean;
  /** Lines of code (comments aside) that match, files near the root first, at most `limit` (50). */
  find(pattern: RegExp, options?: { readonly paths?: RegExp; readonly limit?: number }): Hit[];
  /** Files whose text matches. */
  files(pattern: RegExp, paths?: RegExp): readonly SourceText[];
}

const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte|py|go|rs|java|kt|kts|rb|php|scala|cs|ex|exs)$/;
const MAX_FILES = 6000;
const MAX_BYTES = 48_000_000;
const MAX_FILE_BYTES = 400_000;
const AT_ONCE = 32;

/** Whatever a detector may look for: a file without any of these words is read once and forgotten. */
const INTEREST =
  /express|fastify|koa|nestjs|hapi|createServer|\.listen\(|hono|flask|fastapi|django|starlette|uvicorn|gin-gonic|labstack\/echo|gorilla|go-chi|fiber|net\/http|springframework|sinatra|Rails|Illuminate|actix|axum|jwt|jsonwebtoken|jose|passport|session|bearer|authenticat|devise|WebSocket|socket\.io|EventSource|event-stream|prisma|sequelize|typeorm|mongoose|knex|drizzle|sqlalchemy|gorm|database\/sql|sqlx|ActiveRecord|JpaRepository|redis|bull|amqp|kafka|celery|sidekiq|rate.?limit|throttl|zod|joi|yup|validator|pydantic|pino|winston|bunyan|logger|logging|slog|zap|logrus|prom-client|prometheus|opentelemetry|statsd|health|nodemailer|sendgrid|mailer|smtp|send_mail|process\.env|os\.environ|getenv|dotenv|i18n|feature.?flag|launchdarkly|unleash|commander|yargs|argparse|click|cobra|clap|errorHandler|error_handler|errorhandler|exception_handler|ExceptionHandler|ControllerAdvice|\(err(?:or)?(?:: \w+)?, ?_?req|AspNetCore|EntityFramework|WebApplication|\bclass \w*User|User struct|struct User|@Entity|lexopt|env::args|send_?e?mail|EmailMessage|lookupenv|NextApiRequest|NextResponse/i;

const COMMENT = /^\s*(?:\/\/|#(?!\[)|\*|\/\*|<!--|--\s)/;

const INTEREST_NEED = needOf(INTEREST.source);

/** A line that is itself a pattern speaks about code, it does nothing of the kind. */
const PATTERN = /\(\?[:=!<]|\\[([.]|\\b/;

/** Reads the project's sources (tests, samples and vendored code aside), shallow paths first, within fixed bounds. */
export async function readCorpus(reader: Reader): Promise<Corpus> {
  const paths = (await reader.list())
    .filter(
      path =>
        CODE.test(path) &&
        !isTest(path) &&
        !isAside(path) &&
        !isSide(path) &&
        !/\.min\.|\.d\.ts$|\.pb\.go$/.test(baseOf(path)),
    )
    .sort(shallowFirst);
  const kept: Kept[] = [];
  let bytes = 0;
  let searched = 0;
  const wanted = paths.slice(0, MAX_FILES);
  for (let at = 0; at < wanted.length && bytes < MAX_BYTES; at += AT_ONCE) {
    const files = await Promise.all(
      wanted.slice(at, at + AT_ONCE).map(path => reader.peek(path, MAX_FILE_BYTES)),
    );
    for (const file of files) {
      if (file === undefined) continue;
      searched += 1;
      bytes += file.text.length;
      const signature = new Signature(file.text);
      if (!signature.mayHold(INTEREST_NEED) || !INTEREST.test(file.text)) continue;
      kept.push({ file, signature });
      reader.keep(file);
    }
  }
  const complete = searched >= paths.length * 0.99;
  if (!complete) {
    reader.note(
      `The stack was read from ${searched} of ${paths.length} source files: what was not found may still exist.`,
    );
  }
  return corpusOf(kept, searched, complete);
}

interface Kept {
  readonly file: SourceText;
  readonly signature: Signature;
}

function corpusOf(kept: readonly Kept[], searched: number, complete: boolean): Corpus {
  const plain = (pattern: RegExp): RegExp => new RegExp(pattern.source, pattern.flags.replace('g', ''));
  return {
    searched,
    complete,
    find(pattern, options = {}) {
      const hits: Hit[] = [];
      const test = plain(pattern);
      const need = needOf(pattern.source);
      // Patterns speak of lines: `^` and `$` must hold inside the whole text too.
      const anywhere = new RegExp(test.source, `${test.flags.replace('m', '')}m`);
      const limit = options.limit ?? 50;
      for (const { file, signature } of kept) {
        if (options.paths !== undefined && !options.paths.test(file.path)) continue;
        if (!signature.mayHold(need) || !anywhere.test(file.text)) continue;
        for (let at = 0; at < file.lines.length; at += 1) {
          const text = file.lines[at] ?? '';
          if (text.length > 1000 || COMMENT.test(text) || PATTERN.test(text)) continue;
          const match = test.exec(text);
          if (match === null || commentLines(file).has(at)) continue;
          hits.push({ file, line: at + 1, text, match });
          if (hits.length >= limit) return hits;
        }
      }
      return hits;
    },
    files(pattern, only) {
      const test = plain(pattern);
      const need = needOf(pattern.source);
      return kept.flatMap(({ file, signature }) =>
        (only === undefined || only.test(file.path)) && signature.mayHold(need) && test.test(file.text)
          ? [file]
          : [],
      );
    },
  };
}
