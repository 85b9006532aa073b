import type { StackFact } from '../port.ts';
import type { Hit } from './corpus.ts';
import {
  absent,
  at,
  type Detector,
  dependency,
  ecosystemOf,
  type FactContext,
  labelled,
  manifestSources,
  place,
  present,
  shortVersion,
} from './model.ts';
import { portOf } from './port-number.ts';

interface Framework {
  readonly label: string;
  /** Names in a manifest, most specific first; empty: part of the language's library. */
  readonly packages: readonly string[];
  /** The line where the application is made; group 1 is its name. */
  readonly create: RegExp;
  readonly paths: RegExp;
}

const JS = /\.[cm]?[jt]sx?$/;
const PY = /\.py$/;
const GO = /\.go$/;

const FRAMEWORKS: readonly Framework[] = [
  {
    label: 'Nest',
    packages: ['@nestjs/core'],
    create: /(?:(?:const|let)\s+(\w+)\s*=\s*await\s+)?NestFactory\.create\b/,
    paths: JS,
  },
  {
    label: 'Express',
    packages: ['express'],
    create: /(?:(?:const|let|var)\s+(\w+)\s*(?::[^=]+)?=\s*)?\bexpress\(\s*\)/,
    paths: JS,
  },
  {
    label: 'Fastify',
    packages: ['fastify'],
    create: /(?:(?:const|let|var)\s+(\w+)\s*(?::[^=]+)?=\s*)?\b[fF]astify\(/,
    paths: JS,
  },
  {
    label: 'Koa',
    packages: ['koa'],
    create: /(?:(?:const|let|var)\s+(\w+)\s*(?::[^=]+)?=\s*)?new Koa\b/,
    paths: JS,
  },
  {
    label: 'Hapi',
    packages: ['@hapi/hapi'],
    create: /(?:(?:const|let|var)\s+(\w+)\s*=\s*)?\b[hH]api\.(?:server|Server)\(/,
    paths: JS,
  },
  {
    label: 'Hono',
    packages: ['hono'],
    create: /(?:(?:const|let|var)\s+(\w+)\s*=\s*)?new (?:OpenAPI)?Hono\b/,
    paths: JS,
  },
  { label: 'FastAPI', packages: ['fastapi'], create: /(?:(\w+)\s*(?::[^=]+)?=\s*)?\bFastAPI\(/, paths: PY },
  {
    label: 'Flask',
    packages: ['Flask', 'flask'],
    create: /(?:(\w+)\s*(?::[^=]+)?=\s*)?\bFlask\(/,
    paths: PY,
  },
  {
    label: 'Django',
    packages: ['Django', 'django'],
    create: /\b(application)\s*=\s*get_[aw]sgi_application\(/,
    paths: PY,
  },
  { label: 'Starlette', packages: ['starlette'], create: /(\w+)\s*=\s*Starlette\(/, paths: PY },
  {
    label: 'Gin',
    packages: ['github.com/gin-gonic/gin'],
    create: /(\w+)\s*:?=\s*gin\.(?:Default|New)\(/,
    paths: GO,
  },
  {
    label: 'Echo',
    packages: ['github.com/labstack/echo'],
    create: /(\w+)\s*:?=\s*echo\.New\(/,
    paths: GO,
  },
  {
    label: 'Fiber',
    packages: ['github.com/gofiber/fiber'],
    create: /(\w+)\s*:?=\s*fiber\.New\(/,
    paths: GO,
  },
  {
    label: 'chi',
    packages: ['github.com/go-chi/chi'],
    create: /(\w+)\s*:?=\s*chi\.NewRouter\(/,
    paths: GO,
  },
  {
    label: 'Gorilla mux',
    packages: ['github.com/gorilla/mux'],
    create: /(\w+)\s*:?=\s*mux\.NewRouter\(/,
    paths: GO,
  },
  {
    label: 'Spring Boot',
    packages: [
      'org.springframework.boot:spring-boot-starter-web',
      'org.springframework.boot:spring-boot-starter-webmvc',
      'org.springframework.boot:spring-boot-starter-webflux',
    ],
    create: /SpringApplication\.run\(\s*(\w+)|runApplication<(\w+)>/,
    paths: /\.(?:java|kt)$/,
  },
  { label: 'Rails', packages: ['rails'], create: /class (Application) < Rails::Application/, paths: /\.rb$/ },
  {
    label: 'Sinatra',
    packages: ['sinatra'],
    create: /class (\w+) < Sinatra::(?:Base|Application)/,
    paths: /\.rb$/,
  },
  {
    label: 'Laravel',
    packages: ['laravel/framework'],
    create: /(\$?\w+)?.*(?:Application::configure|new Illuminate\\Foundation\\Application)/,
    paths: /\.php$/,
  },
  {
    label: 'Axum',
    packages: ['axum'],
    create: /(?:let\s+(?:mut\s+)?(\w+)\s*=\s*)?Router::new\(\)/,
    paths: /\.rs$/,
  },
  { label: 'Actix Web', packages: ['actix-web'], create: /HttpServer::new\(/, paths: /\.rs$/ },
  {
    label: 'ASP.NET Core',
    packages: ['Microsoft.AspNetCore.App'],
    create:
      /(?:var\s+(\w+)\s*=\s*)?WebApplication\.Create(?:Slim)?Builder\(|CreateHostBuilder\(|WebHost\.CreateDefaultBuilder\(/,
    paths: /\.cs$/,
  },
  { label: 'Next.js', packages: ['next'], create: /\bnext\(\s*\{/, paths: JS },
  {
    label: "Node's http",
    packages: [],
    create: /(?:(?:const|let|var)\s+(\w+)\s*=\s*)?\b(?:https?\.)createServer\(/,
    paths: JS,
  },
  {
    label: "Go's net/http",
    packages: [],
    create: /\bhttp\.(?:ListenAndServe|NewServeMux)\b|&?http\.Server\{/,
    paths: GO,
  },
];

const USUAL_SERVERS: Readonly<Record<string, readonly string[]>> = {
  npm: ['express', 'fastify', 'koa'],
  pypi: ['flask', 'fastapi', 'django'],
  go: ['gin', 'echo', 'chi'],
  crates: ['axum', 'actix-web'],
  maven: ['spring-boot-starter-web'],
  rubygems: ['rails', 'sinatra'],
  nuget: ['Microsoft.AspNetCore.App'],
  packagist: ['laravel/framework'],
};

/** Where the HTTP server is made and which port it takes. */
export const detectServer: Detector = async context => {
  const found = await framework(context);
  const { library } = context;
  if (library !== undefined && (found === undefined || found.item === undefined)) {
    const where =
      found?.hit === undefined
        ? ''
        : ` (its own code for that is in \`${found.hit.file.path}:${found.hit.line}\`)`;
    return [
      absent(
        'http-server',
        `No HTTP server of its own: \`${library.name}\` is a library, and the program that uses it starts one${where}.`,
        [library.source, ...(found?.hit === undefined ? [] : [at(context, found.hit)])],
        { library: library.name },
      ),
      absent('http-port', `No port: the program that uses \`${library.name}\` chooses it.`, [library.source]),
    ];
  }
  if (found === undefined) {
    const known = USUAL_SERVERS[ecosystemOf(context) ?? ''] ?? [];
    const none =
      known.length === 0
        ? 'no web framework is a dependency'
        : `none of ${known.map(name => `\`${name}\``).join(', ')} or a like framework is a dependency`;
    return [
      absent(
        'http-server',
        `No HTTP server: ${none}, and no source file starts one.`,
        manifestSources(context),
      ),
      absent('http-port', 'No port: no source file listens on one.', manifestSources(context)),
    ];
  }
  const { item, hit, label } = found;
  const facts: StackFact[] = [];
  const name = labelled(label, item);
  const made = hit === undefined ? undefined : at(context, hit);
  const app = hit?.match[1] ?? hit?.match[2];
  const port = await portOf(context, hit);
  const where = made === undefined ? '' : ` in ${place(made)}`;
  const subject =
    app === undefined ? `${name} serves HTTP${where}` : `${name} serves HTTP from \`${app}\`${where}`;
  facts.push(
    present(
      'http-server',
      `${subject}.`,
      [
        ...(made === undefined ? [] : [made]),
        ...(item === undefined ? [] : [item.source]),
        ...(port === undefined ? [] : [port.listen]).filter(source => source !== undefined),
      ],
      {
        library: item?.name ?? label,
        label,
        version: item?.installed ?? shortVersion(item),
        file: made?.path,
        line: made?.line,
        app,
        symbol: app,
        listenFile: port?.listen?.path,
        listenLine: port?.listen?.line,
        server: port?.server,
      },
    ),
  );
  if (port?.fact !== undefined) facts.push(port.fact);
  else {
    const own = OWN_PORT[label];
    const sources = [...(made === undefined ? [] : [made]), ...(item === undefined ? [] : [item.source])];
    facts.push(
      own === undefined
        ? absent(
            'http-port',
            `No port is set in the code: ${label} gets it from where it is started.`,
            sources,
            { library: label },
          )
        : present('http-port', `No file sets the port, so ${label} takes its own default, ${own}.`, sources, {
            library: label,
            port: own,
            kind: 'default',
          }),
    );
  }
  return facts;
};

interface FoundFramework {
  readonly label: string;
  readonly item: ReturnType<typeof dependency>;
  readonly hit: Hit | undefined;
}

async function framework(context: FactContext): Promise<FoundFramework | undefined> {
  let fallback: FoundFramework | undefined;
  for (const { label, packages, create, paths } of FRAMEWORKS) {
    const item = dependency(context, ...packages);
    if (packages.length > 0 && item === undefined) continue;
    const hit = (await context.corpus.find(create, { paths, limit: 20 })).sort(byEntry)[0];
    if (hit !== undefined && !(item?.dev ?? false)) return { label, item, hit };
    if (item !== undefined && !item.dev && packages.length > 0) fallback ??= { label, item, hit };
  }
  return fallback;
}

/** What a framework takes when nothing is set; from each one's own guide. */
const OWN_PORT: Readonly<Record<string, string>> = {
  Gin: '8080',
  'Spring Boot': '8080',
  Rails: '3000',
  Django: '8000',
  Flask: '5000',
  'Next.js': '3000',
  Laravel: '8000',
  'ASP.NET Core': '5000',
};

/** A file named after serving is likelier to be the server than a tool that starts one. */
function byEntry(a: Hit, b: Hit): number {
  const weight = (hit: Hit): number =>
    /(^|\/)(scripts?|tools|bin)\//.test(hit.file.path)
      ? 2
      : /(^|\/)(server|app|main|index|wsgi|asgi)\.\w+$/.test(hit.file.path)
        ? 0
        : 1;
  return weight(a) - weight(b);
}
