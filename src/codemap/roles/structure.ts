import { firstMatch, importsAny, isScript, type RoleFacts, type RoleRule } from './facts.ts';
import { type MarkWord, SQL_WORDS } from './marks.ts';
import { structure } from './rule.ts';

const HTTP_PACKAGES = new Set([
  'express',
  'fastify',
  'koa',
  '@hapi/hapi',
  'http',
  'node:http',
  'https',
  'node:https',
  'hono',
  '@nestjs/core',
  'restify',
  'polka',
  '@hono/node-server',
]);
const CLI_PACKAGES = new Set(['commander', 'yargs', 'cac', 'oclif', '@oclif/core', 'meow', 'clipanion']);
const PYTHON_CLI_PACKAGES = new Set(['argparse', 'click', 'typer']);
const AUTH_PACKAGES = new Set([
  'jsonwebtoken',
  'passport',
  'jose',
  'bcrypt',
  'bcryptjs',
  'argon2',
  'next-auth',
  '@auth/core',
  '@nestjs/passport',
  '@nestjs/jwt',
  'express-session',
  'better-auth',
  'lucia',
  'jwt',
  'passlib',
  'express-jwt',
]);
const JOB_PACKAGES = new Set([
  'bull',
  'bullmq',
  'node-cron',
  'cron',
  'agenda',
  'bee-queue',
  'celery',
  'sidekiq',
  'pg-boss',
  '@nestjs/schedule',
  'croner',
]);
const MAIL_PACKAGES = new Set([
  'nodemailer',
  '@sendgrid/mail',
  'resend',
  'postmark',
  'mailgun.js',
  '@react-email',
  'smtplib',
  'net/smtp',
  '@aws-sdk/client-ses',
]);

/** `words`: one of them is in every match; the pattern is not tried on files that hold none. */
function calls(
  file: RoleFacts,
  pattern: RegExp,
  verb: string,
  words?: readonly MarkWord[],
): string | undefined {
  if (words && !words.some(word => file.holds(word))) return undefined;
  const hit = firstMatch(file, pattern);
  return hit && `${verb} \`${hit.text}\` on line ${hit.line}`;
}

/** What a route is added to. */
const ROUTING = ['router', 'app', 'fastify', 'server'] as const;
/** A path of its own, or what Django and Rails call one; `'health'` alone may mean anything. */
const HEALTH_PATH =
  /(?:['"`]\/(?:api\/)?|\bpath\(\s*r?['"]|\b(?:get|match)\s+['"]\/?)(?:healthz?|livez?|readyz?|readiness|liveness)\/?(?:\w+\/?)?\$?['"`]/;
const ERROR_HANDLER = /\(\s*_?err(?:or)?\w*\s*(?::[^,)]+)?,\s*_?req(?:uest)?\s*(?::[^,)]+)?,\s*_?res/;

/** A Go function that answers a request, by net/http or the frameworks over it. */
const GO_HANDLER =
  /^func (?:\([^)]*\) )?\w+\((?:\w+ http\.ResponseWriter, \w+ \*http\.Request|\w+ (?:\*gin\.Context|echo\.Context|\*fiber\.Ctx|fiber\.Ctx))\)/m;
const GO_MIDDLEWARE =
  /^func (?:\([^)]*\) )?\w+\([^)]*\bhttp\.Handler\) http\.Handler\b|^func (?:\([^)]*\) )?\w+\([^)]*\) (?:gin\.HandlerFunc|echo\.MiddlewareFunc)\b/m;
/** Rows read or written by hand; who makes the tables beside it describes and does not store. */
const SQL_CALL =
  /\.(?:QueryRow|Query|Exec|NamedExec|NamedQuery)(?:Context)?\(|\bsqlx::query\w*!?\(|\.execute\(/;
const SQL_ROWS = /\b(?:SELECT\s[\s\S]{1,600}?\sFROM|INSERT\s+INTO|UPDATE\s+[\w."]+\s+SET|DELETE\s+FROM)\b/;
const SQL_TABLES = /\b(?:CREATE|ALTER)\s+TABLE\b/i;

/** Roles of sources that are no tests, by what the code does. All that hold are given. */
export const STRUCTURE: readonly RoleRule[] = [
  structure('http-entry', f => {
    if (isScript(f)) {
      const from = importsAny(f, HTTP_PACKAGES);
      const listens = calls(
        f,
        /\b\w+\.listen\s*\(|\bserve\s*\(\s*\{|\bBun\.serve\s*\(|\bDeno\.serve\s*\(/,
        'calls',
        ['listen', 'serve'],
      );
      if (listens && (from !== undefined || /\b(app|server)\.listen\s*\(/.test(f.text))) return listens;
      return from === undefined
        ? undefined
        : calls(
            f,
            /\bcreateServer\s*\(|\bNestFactory\.create\b|(?<!\.)\bfastify\s*\(|(?<![.\w])express\s*\(\s*\)/,
            'calls',
            ['createServer', 'NestFactory', 'fastify', 'express'],
          );
    }
    if (f.language === 'python')
      return calls(
        f,
        /\buvicorn\.run\s*\(|\bapp\.run\s*\(|\bFastAPI\s*\(|(?<!\w)Flask\s*\(\s*__name__|\bweb\.run_app\s*\(|\bget_wsgi_application\s*\(/,
        'calls',
      );
    if (f.language === 'go')
      return calls(
        f,
        /\bhttp\.ListenAndServe(TLS)?\s*\(|\.ListenAndServe\s*\(|\bgin\.(Default|New)\s*\(|\becho\.New\s*\(|\bfiber\.New\s*\(/,
        'calls',
      );
    if (f.language === 'rust')
      return calls(
        f,
        /\bHttpServer::new\s*\(|\baxum::serve\s*\(|\brocket::build\s*\(|\bwarp::serve\s*\(/,
        'calls',
      );
    if (f.language === 'java' || f.language === 'kotlin')
      return calls(f, /@SpringBootApplication|\bSpringApplication\.run\s*\(|\bembeddedServer\s*\(/, 'has');
    if (f.language === 'csharp')
      return calls(f, /\bWebApplication\.CreateBuilder\s*\(|\bCreateHostBuilder\s*\(/, 'calls');
    if (f.name === 'config.ru') return 'Rack starts here';
    return undefined;
  }),
  structure('cli-entry', f => {
    if (isScript(f)) {
      if (/^#!.*\b(node|bun|deno|tsx)\b/.test(f.text)) return 'starts with a #! line for node';
      const from = importsAny(f, CLI_PACKAGES);
      return from === undefined
        ? undefined
        : calls(f, /\.parse(Async)?\s*\(|\bnew Command\s*\(|\bhideBin\s*\(/, 'calls');
    }
    if (f.language === 'python') {
      if (f.name === '__main__.py' || f.name === 'manage.py') return `named ${f.written}`;
      return importsAny(f, PYTHON_CLI_PACKAGES) === undefined
        ? undefined
        : calls(f, /if __name__ == ['"]__main__['"]|\bArgumentParser\s*\(|@click\.(command|group)/, 'has');
    }
    if (f.language === 'go')
      return /^package main\b/m.test(f.text) ? calls(f, /^func main\s*\(/m, 'has') : undefined;
    if (f.language === 'rust')
      return f.name === 'main.rs' && f.folders.at(-1) !== 'build'
        ? calls(f, /^(?:pub )?(?:async )?fn main\s*\(/m, 'has')
        : undefined;
    return undefined;
  }),
  structure('router', f => {
    if (isScript(f))
      return (
        calls(f, /(?<![.\w])(?:express\.)?Router\s*\(/, 'has', ['Router']) ??
        (ROUTING.some(word => f.holds(word))
          ? calls(f, /\b(?:router|app|fastify|server)\.(?:get|post|put|patch|delete)\s*\(\s*['"`]\//, 'has', [
              'get',
              'post',
              'put',
              'patch',
              'delete',
            ])
          : undefined) ??
        calls(f, /\bcreateBrowserRouter\s*\(/, 'has', ['createBrowserRouter']) ??
        calls(f, /<Route\s/, 'has', ['Route'])
      );
    if (f.language === 'python')
      return calls(
        f,
        /\bAPIRouter\s*\(|\bBlueprint\s*\(|^urlpatterns\s*=|@(?:app|router|bp|blueprint)\.(?:route|get|post|put|delete|patch)\s*\(/m,
        'has',
      );
    if (f.language === 'go') return calls(f, /\b\w+\.(?:GET|POST|PUT|DELETE|HandleFunc)\s*\(\s*"/, 'has');
    if (f.language === 'ruby') return calls(f, /\.routes\.draw\b/, 'has');
    return undefined;
  }),
  structure('controller', f => {
    if (isScript(f)) return calls(f, /@Controller\s*\(/, 'has', ['Controller']);
    if (f.language === 'java' || f.language === 'kotlin') return calls(f, /@(?:Rest)?Controller\b/, 'has');
    if (f.language === 'csharp') return calls(f, /\[ApiController\]|:\s*Controller(?:Base)?\b/, 'has');
    if (f.language === 'ruby') return calls(f, /<\s*Application(?:Controller)\b/, 'extends');
    if (f.language === 'go') return calls(f, GO_HANDLER, 'has', ['ResponseWriter', 'gin', 'echo', 'fiber']);
    return undefined;
  }),
  structure('model', f => {
    if (isScript(f))
      return calls(
        f,
        /\bmongoose\.model\s*[<(]|\bnew (?:mongoose\.)?Schema\s*[<(]|@Entity\s*\(|\bsequelize\.define\s*\(|\b(?:pg|mysql|sqlite)Table\s*\(|\bextends Model\b/,
        'has',
        ['mongoose', 'Schema', 'Entity', 'sequelize', 'pgTable', 'mysqlTable', 'sqliteTable', 'Model'],
      );
    if (f.language === 'python')
      return calls(
        f,
        /\(\s*models\.Model\s*\)|\(\s*(?:db\.Model|Base|SQLModel|DeclarativeBase)\s*[,)]/,
        'has',
      );
    if (f.language === 'java' || f.language === 'kotlin') return calls(f, /@Entity\b/, 'has');
    if (f.language === 'ruby') return calls(f, /<\s*(?:ApplicationRecord|ActiveRecord::Base)\b/, 'extends');
    return undefined;
  }),
  structure('middleware', f => {
    if (f.language === 'go')
      return calls(f, GO_MIDDLEWARE, 'has', ['Handler', 'HandlerFunc', 'MiddlewareFunc']);
    if (!isScript(f)) return undefined;
    return calls(
      f,
      /\(\s*(?:_?err(?:or)?\w*\s*(?::[^,)]+)?,\s*)?_?req\w*\s*(?::[^,)]+)?,\s*_?res\w*\s*(?::[^,)]+)?,\s*_?next\s*(?::[^,)]+)?\)\s*(?::[^={]+)?(?:=>|\{)|:\s*RequestHandler\b|\bimplements NestMiddleware\b/,
      'handles',
      ['next', '_next', 'RequestHandler', 'NestMiddleware'],
    );
  }),
  structure('error-handling', f => {
    if (isScript(f))
      return (
        calls(f, ERROR_HANDLER, 'has', ['req', '_req', 'request']) ??
        calls(f, /\bclass \w+ extends (?:\w*Error|\w*Exception)\b/, 'has', ['…Error', 'Error']) ??
        calls(f, /\bErrorRequestHandler\b/, 'has', ['ErrorRequestHandler']) ??
        calls(f, /@Catch\s*\(/, 'has', ['Catch']) ??
        calls(f, /\bsetErrorHandler\s*\(/, 'has', ['setErrorHandler']) ??
        calls(f, /\bcomponentDidCatch\b/, 'has', ['componentDidCatch'])
      );
    if (f.language === 'python')
      return calls(
        f,
        /@\w+\.(?:errorhandler|exception_handler)\s*\(|\bclass \w+\((?:\w*Exception|\w*Error)\)/,
        'has',
      );
    return undefined;
  }),
  structure('auth', f => {
    const from = importsAny(f, AUTH_PACKAGES);
    return from === undefined ? undefined : `imports ${from}`;
  }),
  structure('health', f =>
    calls(f, HEALTH_PATH, 'serves', [
      'health',
      'healthz',
      'live',
      'livez',
      'ready',
      'readyz',
      'readiness',
      'liveness',
    ]),
  ),
  structure('repository', f => {
    if (isScript(f))
      return calls(
        f,
        /\bprisma\.\w+\.(?:findMany|findUnique|findFirst|create|update|upsert|delete|count)\s*\(|\bnew PrismaClient\s*\(|@InjectRepository\s*\(|\bgetRepository\s*\(|\bextends Repository</,
        'queries with',
        ['prisma', 'PrismaClient', 'InjectRepository', 'getRepository', 'Repository'],
      );
    if (f.language === 'java' || f.language === 'kotlin')
      return calls(f, /@Repository\b|\bextends \w*(?:Jpa|Crud)Repository\b/, 'has');
    if (f.language === 'go' || f.language === 'python' || f.language === 'rust')
      return SQL_WORDS.some(word => f.holds(word)) && SQL_ROWS.test(f.text) && !SQL_TABLES.test(f.text)
        ? calls(f, SQL_CALL, 'calls')
        : undefined;
  }),
  structure('job', f => {
    const from = importsAny(f, JOB_PACKAGES);
    return from === undefined ? undefined : `imports ${from}`;
  }),
  structure('mailer', f => {
    const from = importsAny(f, MAIL_PACKAGES);
    return from === undefined ? undefined : `imports ${from}`;
  }),
  structure('ui-component', f => {
    if (f.language === 'vue') return 'a single-file component';
    const component =
      f.symbols.find(s => s.kind === 'component' && s.exported) ??
      f.symbols.find(s => s.kind === 'component');
    if (
      component &&
      /<[A-Za-z>][^\n]*>|createElement\s*\(/.test(f.text) &&
      (f.language === 'tsx' || /\.jsx?$/.test(f.name))
    )
      return `defines the component ${component.name}`;
    return isScript(f) ? calls(f, /@Component\s*\(\s*\{/, 'has', ['Component']) : undefined;
  }),
];
