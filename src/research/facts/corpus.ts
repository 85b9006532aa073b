import { turn } from '../read/pace.ts';
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
  find(pattern: RegExp, options?: { readonly paths?: RegExp; readonly limit?: number }): Promise<Hit[]>;
  /** Files whose text matches. */
  files(pattern: RegExp, paths?: RegExp): Promise<readonly SourceText[]>;
}

const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte|py|go|rs|java|kt|kts|rb|php|scala|cs|ex|exs)$/;
const MAX_FILES = 6000;
const MAX_BYTES = 48_000_000;
const MAX_FILE_BYTES = 400_000;
const AT_ONCE = 32;

/** Whatever a detector may look for: a file without any of these is read once and forgotten. */
const INTERESTS: readonly RegExp[] = [
  /\bexpress\b/i,
  /fastify/i,
  /koa/i,
  /nestjs/i,
  /hapi/i,
  /createServer/i,
  /\.listen\(/i,
  /hono/i,
  /flask/i,
  /fastapi/i,
  /django/i,
  /starlette/i,
  /uvicorn/i,
  /gin-gonic/i,
  /labstack\/echo/i,
  /gorilla/i,
  /go-chi/i,
  /fiber/i,
  /net\/http/i,
  /springframework/i,
  /sinatra/i,
  /Rails/i,
  /Illuminate/i,
  /actix/i,
  /axum/i,
  /jwt/i,
  /jsonwebtoken/i,
  /jose/i,
  /passport/i,
  /session/i,
  /bearer/i,
  /authenticat/i,
  /devise/i,
  /WebSocket/i,
  /socket\.io/i,
  /EventSource/i,
  /event-stream/i,
  /prisma/i,
  /sequelize/i,
  /typeorm/i,
  /mongoose/i,
  /knex/i,
  /drizzle/i,
  /sqlalchemy/i,
  /gorm/i,
  /database\/sql/i,
  /sqlx/i,
  /ActiveRecord/i,
  /JpaRepository/i,
  /redis/i,
  /bull/i,
  /amqp/i,
  /kafka/i,
  /celery/i,
  /sidekiq/i,
  /rate.?limit/i,
  /throttl/i,
  /zod/i,
  /\bjoi\b/i,
  /yup/i,
  /validator/i,
  /pydantic/i,
  /pino/i,
  /winston/i,
  /bunyan/i,
  /logger/i,
  /logging/i,
  /slog/i,
  /zap/i,
  /logrus/i,
  /prom-client/i,
  /prometheus/i,
  /opentelemetry/i,
  /statsd/i,
  /health/i,
  /nodemailer/i,
  /sendgrid/i,
  /mailer/i,
  /smtp/i,
  /process\.env/i,
  /os\.environ/i,
  /getenv/i,
  /dotenv/i,
  /i18n/i,
  /feature.?flag/i,
  /launchdarkly/i,
  /unleash/i,
  /commander/i,
  /yargs/i,
  /argparse/i,
  /@click\.|(?:import|from) click/i,
  /cobra/i,
  /clap/i,
  /errorHandler/i,
  /error_handler/i,
  /errorhandler/i,
  /exception_handler/i,
  /ExceptionHandler/i,
  /ControllerAdvice/i,
  /\(err(?:or)?(?:: \w+)?, ?_?req/i,
  /AspNetCore/i,
  /EntityFramework/i,
  /WebApplication/i,
  /\bclass \w*User/i,
  /User struct/i,
  /struct User/i,
  /@Entity/i,
  /lexopt/i,
  /env::args/i,
  /send_?e?mail/i,
  /EmailMessage/i,
  /lookupenv/i,
  /NextApiRequest/i,
  /NextResponse/i,
  /is_?admin|moderator|superuser|permission/i,
  /private.?(?:ip|net|addr)/i,
  /169\.254\./,
  /ssrf/i,
  /from ['"](?:react|preact|vue|svelte|solid-js|next)\b/i,
  /createRoot\(/i,
  /createApp\(/i,
];

const INTERESTING = INTERESTS.map(pattern => ({ pattern, need: needOf(pattern.source) }));

/** Tries only what the signature allows, one plain word after another: all in one pattern take ten times as long. */
function isInteresting(text: string, signature: Signature): boolean {
  return INTERESTING.some(({ pattern, need }) => signature.mayHold(need) && pattern.test(text));
}

const COMMENT = /^\s*(?:\/\/|#(?!\[)|\*|\/\*|<!--|--\s)/;

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
      await turn();
      const signature = new Signature(file.text);
      if (!isInteresting(file.text, signature)) continue;
      kept.push({ file, signature });
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
    async find(pattern, options = {}) {
      const hits: Hit[] = [];
      const test = plain(pattern);
      const need = needOf(pattern.source);
      // Patterns speak of lines: `^` and `$` must hold inside the whole text too.
      const anywhere = new RegExp(test.source, `${test.flags.replace('m', '')}m`);
      const limit = options.limit ?? 50;
      for (const { file, signature } of kept) {
        if (options.paths !== undefined && !options.paths.test(file.path)) continue;
        if (!signature.mayHold(need)) continue;
        await turn();
        if (!anywhere.test(file.text)) continue;
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
    async files(pattern, only) {
      const found: SourceText[] = [];
      const test = plain(pattern);
      const need = needOf(pattern.source);
      for (const { file, signature } of kept) {
        if ((only !== undefined && !only.test(file.path)) || !signature.mayHold(need)) continue;
        await turn();
        if (test.test(file.text)) found.push(file);
      }
      return found;
    },
  };
}
