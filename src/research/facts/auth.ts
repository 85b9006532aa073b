import type { StackFact } from '../port.ts';
import type { Hit } from './corpus.ts';
import { importOf } from './libraries.ts';
import {
  absent,
  at,
  type Detector,
  dependency,
  type FactContext,
  labelled,
  manifestSources,
  place,
  present,
  symbolAt,
} from './model.ts';

interface Scheme {
  readonly kind: string;
  readonly label: string;
  readonly packages: readonly string[];
  /** Where a request's credentials are checked. */
  readonly verify: RegExp;
}

const SCHEMES: readonly Scheme[] = [
  {
    kind: 'jwt',
    label: 'JSON Web Tokens',
    packages: [
      'jsonwebtoken',
      'jose',
      'express-jwt',
      '@nestjs/jwt',
      'passport-jwt',
      '@fastify/jwt',
      'fastify-jwt',
      'koa-jwt',
      'PyJWT',
      'pyjwt',
      'python-jose',
      'Flask-JWT-Extended',
      'flask-jwt-extended',
      'djangorestframework-simplejwt',
      'github.com/golang-jwt/jwt/v5',
      'github.com/golang-jwt/jwt/v4',
      'github.com/golang-jwt/jwt',
      'github.com/dgrijalva/jwt-go',
      'jwt',
      'jsonwebtoken-rs',
      'io.jsonwebtoken:jjwt-api',
      'io.jsonwebtoken:jjwt',
      'com.auth0:java-jwt',
      'tymon/jwt-auth',
      'php-open-source-saver/jwt-auth',
    ],
    verify:
      /\bjwt\.verify(?:Async)?\(|(?<![\w.])verify\(\s*\w*[tT]oken|\bjwtVerify\(|\b(?:expressjwt|expressJwt|jwt)\(\s*\{|ParseFromRequest\(|\bjwt\.decode\(|jwtService\.verify(?:Async)?\(|jwt\.Parse(?:WithClaims)?\(|\.jwtVerify\(|JWT\.decode|parseClaimsJws|parseSignedClaims|@jwt_required|super\(\{[^}]*jwtFromRequest|jwtFromRequest/,
  },
  {
    kind: 'next-auth',
    label: 'Auth.js sessions',
    packages: ['next-auth', '@auth/core'],
    verify: /\bNextAuth\(|getServerSession\(/,
  },
  {
    kind: 'passport',
    label: 'Passport',
    packages: ['passport', '@nestjs/passport'],
    verify: /passport\.(?:authenticate|use)\(/,
  },
  {
    kind: 'session',
    label: 'ASP.NET Core authentication',
    packages: ['Microsoft.AspNetCore.App'],
    verify: /\.AddAuthentication\(|\.AddJwtBearer\(|\.AddDefaultIdentity/,
  },
  { kind: 'session', label: 'Devise sessions', packages: ['devise'], verify: /authenticate_user!/ },
  {
    kind: 'session',
    label: 'Flask-Login sessions',
    packages: ['Flask-Login', 'flask-login'],
    verify: /LoginManager\(|@login_manager\.user_loader/,
  },
  {
    kind: 'session',
    label: 'Spring Security',
    packages: ['org.springframework.boot:spring-boot-starter-security'],
    verify: /SecurityFilterChain\b/,
  },
  {
    kind: 'token',
    label: 'Sanctum tokens',
    packages: ['laravel/sanctum'],
    verify: /auth:sanctum|HasApiTokens/,
  },
  {
    kind: 'session',
    label: 'cookie sessions',
    packages: ['express-session', 'cookie-session', 'iron-session', '@fastify/session', 'koa-session'],
    verify: /\b(?:session|cookieSession|getIronSession)\(/,
  },
  {
    kind: 'django',
    label: "Django's sessions",
    packages: ['Django', 'django'],
    verify: /@login_required|LoginRequiredMixin|permission_classes|AUTH_USER_MODEL|django\.contrib\.auth['"]/,
  },
  {
    kind: 'oauth2',
    label: "FastAPI's OAuth2 bearer",
    packages: ['fastapi'],
    verify: /OAuth2PasswordBearer\(|HTTPBearer\(/,
  },
];

/** Who may call: the scheme, and the one function that a request passes through. */
export const detectAuth: Detector = async context => {
  for (const scheme of SCHEMES) {
    const item = dependency(context, ...scheme.packages);
    if (item === undefined) continue;
    const hits = await context.corpus.find(scheme.verify, { limit: 30 });
    if (hits.length === 0 && scheme.kind !== 'jwt') continue;
    const file = [...hits].sort((a, b) => authFirst(a) - authFirst(b))[0]?.file;
    // Of several libraries the one that the checking file imports.
    const used = scheme.packages
      .map(name => dependency(context, name))
      .find(other => other !== undefined && file !== undefined && importOf(other.name).test(file.text));
    return schemeFacts(context, scheme, used ?? item, hits);
  }
  const own = (
    await context.corpus.find(
      /(?:\b(?:function|def|func|fn|class)\s+(?:\([^)]*\)\s*)?|\bconst\s+(?=\w+\s*(?::[^=\n]+)?=\s*(?:async\s*)?(?:\(|function\b|\w+\s*=>|\w+\())|before_action :)(\w*(?:authenticate|require_?(?:user|auth|login|logged)|ensure_?auth|login_required|isAuthenticated|authMiddleware|BasicAuth|verify_?token|reject_anonymous|validate_credentials|with\w*Auth\b)\w*)/i,
      { limit: 60 },
    )
  )
    .filter(hit => !/totp|password|reset|email|error|re(?:quest|sponse)$/i.test(hit.match[1] ?? ''))
    .sort((a, b) => guardFirst(a) - guardFirst(b))[0];
  if (own !== undefined) {
    const source = at(context, own);
    const symbol = own.match[1];
    return [
      present(
        'auth',
        `Requests are authenticated by the project's own code, \`${symbol}\` in ${place(source)}.`,
        [source],
        {
          kind: 'own',
          file: source.path,
          line: source.line,
          symbol,
        },
      ),
      present('auth-middleware', `\`${symbol}\` in ${place(source)} checks who is calling.`, [source], {
        symbol,
        file: source.path,
        line: source.line,
      }),
    ];
  }
  const sources = manifestSources(context);
  return [
    absent(
      'auth',
      'No authentication: no token or session library is a dependency, and no function is named after checking a caller.',
      sources,
    ),
    absent('auth-middleware', 'No function checks who is calling before a request is handled.', sources),
  ];
};

/** Of several checks the one that a middleware makes: a token is also read to reset a password. */
async function checkedRequest(context: FactContext, hits: readonly Hit[]): Promise<Hit | undefined> {
  const ordered = [...hits].sort((a, b) => authFirst(a) - authFirst(b));
  for (const hit of ordered.slice(0, 8)) {
    if ((await middlewareOf(context, hit, await symbolAt(context, hit))) !== undefined) return hit;
  }
  return ordered[0];
}

async function schemeFacts(
  context: FactContext,
  scheme: Scheme,
  item: NonNullable<ReturnType<typeof dependency>>,
  hits: readonly Hit[],
): Promise<readonly StackFact[]> {
  const verify = await checkedRequest(context, hits);
  const how = labelled(`\`${item.name}\``, item);
  const [secret] = await context.corpus.find(
    /(?:process\.env(?:\.|\[['"])|environ(?:\.get)?[([]['"]|getenv\(['"]|Getenv\(['"]|ENV\[['"]|\b)(\w*(?:JWT|TOKEN|AUTH|SESSION)_?\w*SECRET\w*|JWT_\w*KEY|SECRET_KEY)\b/,
    { limit: 5 },
  );
  const secretName = secret?.match[1];
  if (verify === undefined) {
    return [
      present(
        'auth',
        `${how} is a dependency for ${scheme.label}, but no line that checks one was found.`,
        [item.source],
        {
          kind: scheme.kind,
          library: item.name,
          version: item.installed,
        },
      ),
      absent('auth-middleware', `No function was found that checks a request with \`${item.name}\`.`, [
        item.source,
      ]),
    ];
  }
  const made = at(context, verify);
  const named = await symbolAt(context, verify);
  // What is exported without a name cannot be called by one.
  const verifySymbol = named === 'default' ? undefined : named;
  const middleware = await middlewareOf(context, verify, verifySymbol);
  const claim = claimOf(context, middleware?.hit ?? verify, verify);
  const keyed = secretName === undefined ? '' : `, keyed by \`${secretName}\``;
  const facts: StackFact[] = [
    present(
      'auth',
      `Callers are authenticated by ${scheme.label}, checked with ${how}${verifySymbol === undefined ? '' : ` in \`${verifySymbol}\``} (${place(made)})${keyed}.`,
      [made, item.source],
      {
        kind: scheme.kind,
        library: item.name,
        version: item.installed,
        file: made.path,
        line: made.line,
        symbol: verifySymbol,
        secret: secretName,
        claim: claim?.claim,
      },
    ),
  ];
  if (middleware === undefined) {
    facts.push(
      absent('auth-middleware', `No middleware was found around the check in ${place(made)}.`, [made], {
        verifySymbol,
        verifyFile: made.path,
      }),
    );
    return facts;
  }
  const source = at(context, middleware.hit);
  if (scheme.kind === 'django') {
    facts.push(
      present(
        'auth-middleware',
        `Django's \`${middleware.symbol}\` finds the user of each request (${place(source)}).`,
        [source],
        {
          symbol: middleware.symbol,
          file: source.path,
          line: source.line,
          user: 'request.user',
        },
      ),
    );
    return facts;
  }
  const user = claim === undefined ? '' : `; ${claim.text}`;
  facts.push(
    present(
      'auth-middleware',
      `\`${middleware.symbol}\` in ${place(source)} lets a request pass only with a valid credential${user}.`,
      [source, ...(claim === undefined ? [] : [at(context, claim.hit)])],
      {
        symbol: middleware.symbol,
        file: source.path,
        line: source.line,
        verifySymbol,
        verifyFile: made.path,
        verifyLine: made.line,
        claim: claim?.claim,
        user: claim?.user,
      },
    ),
  );
  return facts;
}

/** Where a request passes through, before what a model does with a secret. */
function guardFirst(hit: Hit): number {
  if (/middleware|guard|(?:^|\/)concerns\//i.test(hit.file.path)) return 0;
  if (/auth|security|controllers?\//i.test(hit.file.path)) return 1;
  return /models?\//i.test(hit.file.path) ? 3 : 2;
}

function authFirst(hit: Hit): number {
  if (/middleware|guard/i.test(hit.file.path)) return 0;
  if (/auth|jwt|token|security/i.test(hit.file.path)) return 1;
  return 2;
}

interface Middleware {
  readonly symbol: string;
  readonly hit: Hit;
}

const MIDDLEWARE: readonly RegExp[] = [
  // Express and its kin: a function of request, response and next.
  /(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:function\s+(\w+)\s*\(|const\s+(\w+)\s*(?::[^=]+)?=\s*(?:async\s*)?(?:function\s*)?\()\s*_?req\w*(?:\s*:[^,]+)?,/,
  /(?:const|function)\s+(\w*(?:auth|user|login)\w*)\b.*\(\s*(?:ctx|request|c|context)\b/i,
  /(?:const|function)\s+(with\w*Auth\w*)\b/,
  /class\s+(\w*(?:Auth|Jwt)\w*(?:Guard|Filter|Middleware|Strategy))\b/,
  /^\s*(?:async\s+)?def\s+(_?get_current_\w+|require_\w+|login_required|token_required|\w*auth\w*)\(/,
  /func\s+(?:\([^)]*\)\s*)?(\w*(?:[aA]uth|JWT)\w*)\s*\(.*(?:gin\.HandlerFunc|echo\.MiddlewareFunc|http\.Handler|fiber\.(?:Handler|Ctx)|\*gin\.Context)/,
  /before_action\s+:(authenticate\w*!?)/,
];

/** The function that calls the check, or is it: in the same file, or in one that names the checking function. */
async function middlewareOf(
  context: FactContext,
  verify: Hit,
  verifySymbol: string | undefined,
): Promise<Middleware | undefined> {
  const [django] = await context.corpus.find(
    /['"]django\.contrib\.auth\.middleware\.(AuthenticationMiddleware)['"]/,
    { limit: 3 },
  );
  if (django !== undefined && /\.py$/.test(verify.file.path))
    return { symbol: django.match[1] ?? '', hit: django };
  const callers = new RegExp(`\\b${verifySymbol ?? '\\0'}\\b`);
  for (const pattern of MIDDLEWARE) {
    const fits = (await context.corpus.find(pattern, { limit: 200 }))
      .filter(hit => {
        if (/error|err\b/i.test(hit.match[0])) return false;
        const body = hit.file.lines.slice(hit.line - 1, hit.line + 30).join('\n');
        const name = hit.match.slice(1).find(part => part !== undefined) ?? '';
        if (name === verifySymbol) return true;
        if (verifySymbol === undefined || !callers.test(body)) return false;
        // A controller may call the same helper: a middleware hands on, guards or is named for it.
        return /\bnext\b|Unauthorized|401|Guard|HTTPException|Abort/.test(body);
      })
      .sort((a, b) => authFirst(a) - authFirst(b));
    const hit = fits[0];
    const symbol = hit?.match.slice(1).find(part => part !== undefined);
    if (hit !== undefined && symbol !== undefined) return { symbol, hit };
  }
  // `const auth = { required: jwt({ … }) }`: the library makes the middleware itself.
  if (/\bjwt\(|expressjwt|koaJwt/i.test(verify.text)) {
    for (let line = verify.line - 1; line >= Math.max(0, verify.line - 12); line -= 1) {
      const text = verify.file.lines[line] ?? '';
      const match = /^(?:export\s+)?(?:const|let|var)\s+(\w+)\b/.exec(text);
      const symbol = match?.[1];
      if (match !== null && symbol !== undefined)
        return { symbol, hit: { file: verify.file, line: line + 1, text, match } };
    }
  }
  return undefined;
}

interface Claim {
  readonly claim: string;
  readonly user: string | undefined;
  readonly text: string;
  readonly hit: Hit;
}

/** The claim that becomes the user's id, and where a handler finds it (`req.user.id`). */
function claimOf(_context: FactContext, middleware: Hit, verify: Hit): Claim | undefined {
  const spots: readonly Hit[] = [middleware, verify];
  const patterns: readonly RegExp[] = [
    /(?:req|request|ctx(?:\.state)?|c|res\.locals)\.(user|userId|auth|currentUser)\s*=\s*\{?.*?\bid:\s*\w+(?:\.|\[['"])(\w+)/,
    /(?:req|request|ctx(?:\.state)?|c|res\.locals)\.(userId|user_id)\s*=\s*\w+(?:\.|\[['"])(\w+)/,
    /\b(?:user_?id|id)\s*[:=]\s*(?:String\(|str\(|int\(|Number\()?(?:payload|decoded|claims|token|data)(?:\.get\(|\.|\[)['"]?(sub|id|userId|user_id|uid)\b/,
    /(?:payload|decoded|claims)(?:\.get\(|\.|\[)['"]?(sub|userId|user_id|uid|id)\b/,
  ];
  for (const spot of spots) {
    for (const pattern of patterns) {
      for (
        let line = Math.max(0, spot.line - 15);
        line < Math.min(spot.file.lines.length, spot.line + 35);
        line += 1
      ) {
        const text = spot.file.lines[line] ?? '';
        const match = pattern.exec(text);
        if (match === null) continue;
        const claim = match[2] ?? match[1] ?? 'sub';
        const user = requestUser(middleware) ?? requestUser(spot);
        const where = user === undefined ? '' : `, and handlers find the user in \`${user}\``;
        return {
          claim,
          user,
          text: `the claim \`${claim}\` is the user's id${where}`,
          hit: { file: spot.file, line: line + 1, text, match },
        };
      }
    }
  }
  return undefined;
}

function requestUser(spot: Hit): string | undefined {
  const near = spot.file.lines.slice(Math.max(0, spot.line - 15), spot.line + 35).join('\n');
  const match = /\b((?:req|request|ctx\.state|res\.locals|ctx)\.(?:user|userId|auth|currentUser))\s*=/.exec(
    near,
  );
  return match?.[1] ?? /\b(?:c|ctx)\.(?:Set|set)\(\s*['"](\w+)['"]/.exec(near)?.[1];
}
