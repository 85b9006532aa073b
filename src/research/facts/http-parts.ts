import type { StackFact } from '../port.ts';
import type { Hit } from './corpus.ts';
import { healthByFile, routesByFile } from './file-routes.ts';
import { absent, at, type Detector, dependency, place, present, symbolAt } from './model.ts';

const ROUTE =
  /\b(?:app|router|server|fastify|api|\w*[rR]outer|\w*[rR]outes|r|e|g|group|mux|blueprint|bp)\.(?:get|post|put|patch|delete|GET|POST|PUT|PATCH|DELETE|HandleFunc|Handle|route|api_route)\(\s*['"`]([^'"`]*)|\b(?:app|\w*[rR]outer)\.(?:get|post|put|patch|delete)\(\s*($)|@(?:app|bp|blueprint|\w+_bp|\w*[rR]outer|api)\.(?:get|post|put|patch|delete|route)\(\s*(?:['"]([^'"]*)|$)|@(?:Get|Post|Put|Patch|Delete|Request)(?:Mapping)?\(\s*['"]?([^'")]*)|^\s*(?:re_)?path\(\s*(?:r?['"]([^'"]*)|$)|\b\w*[rR]outer\.register\(\s*r?['"]([^'"]*)|^\s*(?:get|post|put|patch|delete|resources?)\s+['":](\w[^'",\s]*|\/[^'"]*)|Route::(?:get|post|put|patch|delete|resource|apiResource)\(\s*['"]([^'"]*)|\.Map(?:Get|Post|Put|Patch|Delete)\(\s*"([^"]*)|^\s*\[Http(?:Get|Post|Put|Patch|Delete)(?:\(\s*"([^"]*)|\])|http\.HandleFunc\(\s*"([^"]*)|\.route\(\s*"([^"]*)"/;
const MOUNT =
  /\b\w+\.(?:use|register|include_router|register_blueprint|Group|route|mount)\(\s*(?:\w+\s*,\s*(?:url_)?prefix\s*=\s*)?['"`](\/[^'"`]*)['"`]/;
const HANDLER: readonly RegExp[] = [
  /(?:const|let)\s+(\w+)\s*:\s*(?:express\.)?ErrorRequestHandler\b/,
  /function\s+(\w+)\s*\(\s*_?(?:err|error)\w*\s*(?::[^,]+)?,\s*_?req\w*/,
  /(?:const|let)\s+(\w+)\s*=\s*\(\s*_?(?:err|error)\w*\s*(?::[^,]+)?,\s*_?req\w*/,
  /\.use\(\s*(?:async\s+)?(?:function\s*(\w*)\s*)?\(\s*_?(?:err|error)\w*\s*(?::[^,]+)?,\s*_?req\w*/,
  /(\w+)\.setErrorHandler\(/,
  /class\s+(\w+)\s+implements\s+ExceptionFilter/,
  /add_exception_handler\([^,]*,\s*(\w+)/,
  /@(?:app|\w+)\.(?:errorhandler|exception_handler)\(\s*(\w+)/,
  /(EXCEPTION_HANDLER)['"]\s*:/,
  /@(?:Rest)?(ControllerAdvice)\b/,
  /rescue_from\s+([\w:]+)/,
  /(HTTPErrorHandler)\s*=/,
  /gin\.(Recovery|CustomRecovery)\(/,
  /class\s+(Handler)\s+extends\s+ExceptionHandler/,
  /func\s+(?:\([^)]*\)\s*)?(\w*(?:[hH]andleError|ErrorHandler|errorResponse|writeError)\w*)\(/,
];
const HEALTH =
  /['"`](\/?(?:api\/)?(?:health(?:z|[_-]?check)?|livez?|readyz?|readiness|liveness|status|ping|up|actuator\/health)(?:\/\w+)?\/?)['"`]/;

/** Routes, the place where errors become responses, and the health check. */
export const detectHttpParts: Detector = async context => {
  const { corpus } = context;
  const routes = (await corpus.find(ROUTE, { limit: 3000 })).filter(isRoute);
  const facts: StackFact[] = [];
  const fileRoutes = await routesByFile(context);
  if (context.library !== undefined) {
    const { name, source } = context.library;
    facts.push(absent('routes', `No routes of its own: \`${name}\` is a library.`, [source]));
  } else if (routes.length === 0 && fileRoutes !== undefined) {
    facts.push(fileRoutes);
  } else if (routes.length === 0) {
    facts.push(absent('routes', `No HTTP routes: none of ${corpus.searched} source files declares one.`, []));
  } else {
    const byFile = new Map<string, Hit[]>();
    for (const hit of routes) byFile.set(hit.file.path, [...(byFile.get(hit.file.path) ?? []), hit]);
    const files = [...byFile.entries()].sort((a, b) => b[1].length - a[1].length);
    const mounts = await corpus.find(MOUNT, { limit: 200 });
    const root = mounts
      .filter(hit => !/health|webhook|static|docs|metrics/.test(hit.match[1] ?? ''))
      .sort((a, b) => (a.match[1] ?? '').length - (b.match[1] ?? '').length)[0];
    const biggest = files[0]?.[1][0];
    const sources = [
      ...(root === undefined ? [] : [at(context, root)]),
      ...files.slice(0, 4).flatMap(([, hits]) => (hits[0] === undefined ? [] : [at(context, hits[0])])),
    ];
    const where =
      root === undefined ? '' : `, mounted at \`${root.match[1]}\` in ${place(at(context, root))}`;
    const most =
      files.length < 2 || biggest === undefined
        ? ''
        : `; most are in \`${biggest.file.path}\` (${files[0]?.[1].length})`;
    facts.push(
      present(
        'routes',
        `${routes.length} ${routes.length === 1 ? 'route is' : 'routes are'} declared in ${files.length === 1 ? `\`${biggest?.file.path}\`` : `${files.length} files`}${where}${most}.`,
        sources,
        {
          count: routes.length,
          files: files
            .slice(0, 12)
            .map(([path]) => path)
            .join(','),
          prefix: root?.match[1],
          file: root?.file.path ?? biggest?.file.path,
          line: root?.line ?? biggest?.line,
        },
      ),
    );
  }
  facts.push(await errorFact(context, routes.length > 0));
  facts.push(await healthFact(context));
  return facts;
};

/** A file that serves: it brings in a framework, or gets its router from one. */
const SERVES =
  /['"](?:express|fastify|koa|hono|@?koa[-/]router|@hapi\/hapi|restify|polka|elysia)['"]|\bRouter\(|Fastify\w*Instance|express\(|Express\b/;

/** Clients also say `.get('/x')`; HTTP clients and maps are no routers. */
function isRoute(hit: Hit): boolean {
  if (
    /\b(?:axios|fetch|client|http|request|supertest|cache|redis|config|params|headers|map)\w*\.(?:get|post|put|patch|delete)\(/.test(
      hit.text,
    ) &&
    !/HandleFunc/.test(hit.text)
  )
    return false;
  if (
    /\.[cm]?[jt]sx?$/.test(hit.file.path) &&
    /^\s*(?:(?:return|await|const \w+ =)\s+)*(?:await\s+)?(?:api|r|e|g|group|server)\./.test(hit.text)
  )
    return SERVES.test(hit.file.text);
  if (/\bapi\.(?:get|post|put|patch|delete)\(/.test(hit.text) && /\.[cm]?[jt]sx?$/.test(hit.file.path))
    return SERVES.test(hit.file.text);
  if (hit.file.path.endsWith('.cs')) return true;
  if (/outer\.register\(/.test(hit.text)) return hit.file.path.endsWith('.py');
  if (/^\s*(?:re_)?path\(/.test(hit.text)) return /urls?\.py$|\/urls\//.test(hit.file.path);
  if (/^\s*(?:get|post|put|patch|delete|resources?)\s/.test(hit.text))
    return /config\/routes/.test(hit.file.path) || /sinatra/i.test(hit.file.text);
  if (/\.rs$/.test(hit.file.path)) return /axum|actix|Router/.test(hit.file.text);
  const path = hit.match.slice(1).find(part => part !== undefined) ?? '';
  if (/^\s*@(?:Get|Post|Put|Patch|Delete|Request)/.test(hit.text)) return true;
  return (
    path === '' ||
    path.startsWith('/') ||
    /^(?:GET|POST|PUT|PATCH|DELETE) \//.test(path) ||
    /\.(?:py|php)$/.test(hit.file.path)
  );
}

async function errorFact(context: Parameters<Detector>[0], serves: boolean): Promise<StackFact> {
  // A handler written over several lines: `err: Error,` with the request on the next line.
  const spread = (
    await context.corpus.find(/^\s*_?err(?:or)?(?:\s*:\s*[\w.| <>]+)?,\s*$/, { limit: 50 })
  ).find(hit => /^\s*_?req\w*\b/.test(hit.file.lines[hit.line] ?? ''));
  if (spread !== undefined) {
    const source = at(context, spread);
    return present(
      'error-handling',
      `The handler of errors in ${place(source)} turns them into responses.`,
      [source],
      {
        file: source.path,
        line: source.line,
      },
    );
  }
  for (const pattern of HANDLER) {
    const [hit] = await context.corpus.find(pattern, { limit: 20 });
    if (hit === undefined) continue;
    const source = at(context, hit);
    const named = hit.match[1] === '' ? undefined : hit.match[1];
    const isDecorator = /^\s*@/.test(hit.text);
    const next = isDecorator
      ? hit.file.lines
          .slice(hit.line, hit.line + 4)
          .map(line => /(?:def|class)\s+(\w+)/.exec(line)?.[1])
          .find(name => name !== undefined)
      : undefined;
    const symbol = next ?? named ?? (await symbolAt(context, hit));
    return present(
      'error-handling',
      `${/rescue_from/.test(hit.text) ? '`rescue_from`' : symbol === undefined ? 'One place' : `\`${symbol}\``} in ${place(source)} turns errors into responses.`,
      [source],
      { symbol, file: source.path, line: source.line },
    );
  }
  if (context.library !== undefined)
    return absent(
      'error-handling',
      `No error handler of its own: \`${context.library.name}\` is a library.`,
      [context.library.source],
    );
  const [base] = await context.corpus.find(
    /class\s+(\w*(?:Api|App|Http|Base|Domain)\w*(?:Error|Exception))\b/,
    {
      limit: 5,
    },
  );
  if (base !== undefined) {
    const source = at(context, base);
    return present(
      'error-handling',
      `Errors of the project derive from \`${base.match[1]}\` in ${place(source)}; no common handler for requests was found.`,
      [source],
      { symbol: base.match[1], file: source.path, line: source.line, kind: 'class' },
    );
  }
  return absent(
    'error-handling',
    serves
      ? `No common error handler: none of ${context.corpus.searched} source files registers one, so each route answers its own errors.`
      : 'No common error handler: no source file registers one.',
    [],
  );
}

async function healthFact(context: Parameters<Detector>[0]): Promise<StackFact> {
  const hits = (await context.corpus.find(HEALTH, { limit: 60 })).filter(
    hit =>
      /\.(?:get|GET|use|route|add_api_route|HandleFunc|Handle|head|register|add_url_rule)\(|@\w+\.?(?:get|route|Get|GetMapping)|@(?:Get|Controller|RequestMapping|GetMapping)|\bpath\(|^\s*get\s|Route::/.test(
        hit.text,
      ) && !/fetch|axios|request\(/.test(hit.text),
  );
  const hit = hits[0];
  if (hit !== undefined) {
    const paths = [
      ...new Set(hits.map(one => one.match[1] ?? '').map(path => (path.startsWith('/') ? path : `/${path}`))),
    ].slice(0, 4);
    const source = at(context, hit);
    const [controller] = await context.corpus.files(/health/i, /health[^/]*\.\w+$/i);
    const handler = /,\s*(?:\w+\()?([\w.]+)\)?\s*\)\s*;?\s*$/.exec(hit.text)?.[1];
    return present(
      'health',
      `The health of the service is answered at ${paths.map(path => `\`${path}\``).join(' and ')} (${place(source)}).`,
      hits.slice(0, 4).map(one => at(context, one)),
      {
        path: paths[0],
        paths: paths.join(','),
        file: source.path,
        line: source.line,
        symbol: handler,
        controller: controller?.path,
      },
    );
  }
  const routed = await healthByFile(context);
  if (routed !== undefined)
    return present(
      'health',
      `The health of the service is answered at \`${routed.path}\` (${place(routed.source)}).`,
      [routed.source],
      {
        path: routed.path,
        paths: routed.path,
        file: routed.source.path,
        line: routed.source.line,
      },
    );
  const library = dependency(
    context,
    'org.springframework.boot:spring-boot-starter-actuator',
    '@nestjs/terminus',
    'express-healthcheck',
    '@godaddy/terminus',
    'django-health-check',
  );
  if (library !== undefined)
    return present(
      'health',
      `\`${library.name}\` answers for the health of the service (${place(library.source)}).`,
      [library.source],
      { library: library.name },
    );
  return absent(
    'health',
    `No health check: none of ${context.corpus.searched} source files serves a path such as \`/health\`.`,
    [],
  );
}
