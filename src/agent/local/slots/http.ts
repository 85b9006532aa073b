import { APP_CALL, CONTAINER_LINE, CONTAINER_OPEN, type Finders } from './finder.ts';

/** Places of a program that answers HTTP requests. */
export const HTTP_SLOTS: Finders = {
  server: {
    is: 'the file that starts the HTTP server',
    roles: ['http-entry', 'entry'],
    fact: 'http-server',
    text: /\.listen\(|uvicorn\.run|ListenAndServe|app\.run\(|createServer\(|=\s*(?:Flask|FastAPI|Starlette)\(/,
    values: {
      var: /(?:const|let) (\w+) = (?:http\.)?createServer\(/,
      listen: /^\s*((?:\w+)\.listen\([^;{]*)/m,
      stop: /(?:async )?function (\w*(?:shut|close|stop)\w*)\(/i,
      createLine: /^((?:const|let) \w+ = (?:http\.)?createServer\(.*)$/m,
      containerLine: CONTAINER_LINE,
      containerOpen: CONTAINER_OPEN,
      stopLine: /^((?:async )?function \w*(?:shut|close|stop)\w*\(.*\{)$/im,
      appCall: APP_CALL,
      container: /(?:create|build|make)App\((\w+)\)/i,
      probes: /^\s*(probes: \[)$/m,
      asksDatabase: /probes: \[[\s\S]{0,900}?name: ['"]((?:database|db|prisma|postgres|mysql|mongo)\w*)['"]/i,
      asksMail: /probes: \[[\s\S]{0,900}?name: ['"]((?:mail|smtp)[\w-]*)['"]/i,
      asksCache: /probes: \[[\s\S]{0,900}?name: ['"]((?:redis|cache)[\w-]*)['"]/i,
      mailerCall: /^\s*mailer: ((?:create|make|build)\w*\([^()\n]*\)),$/m,
      db: /import \{ (prisma|db|database) \} from/,
    },
  },
  app: {
    is: 'the file that makes the application and puts its middleware in order',
    roles: ['http-entry', 'entry', 'router', 'other', 'util'],
    fact: 'routes',
    text: /=\s*express\(\)|=\s*(?:Fastify|fastify)\(|=\s*new Hono\(|FastAPI\(|Flask\(|=\s*new Koa\(/,
    symbol: /^(?:create|build|make)_?app$|^app$/i,
    values: {
      var: /(?:const|let) (\w+) = (?:express|fastify|Fastify)\(/,
      createLine: /^\s*((?:const|let) \w+ = (?:express|fastify|Fastify)\(.*)$/m,
      container: /function \w*[aA]pp\((\w+): \w+\)/,
      signature: /(function \w*[aA]pp\(\w+: \w+\))/,
      open: /(function \w*[aA]pp\(\w+: \w+)\)/,
      parsers: /^\s*(\w+\.use\((?:express|bodyParser)\.json\(.*)$/m,
      webhook: /^\s*(\w+\.use\(['"][^'"]*webhook['"],.*)$/m,
      blueprints: /^\s*(register_(?:blueprints|routes)\(app\)|app\.register_blueprint\(.*\))$/m,
      instance: /^\s*(app = Flask\(.*\))$/m,
    },
  },
  auth: {
    is: 'the function that lets only signed-in callers pass',
    roles: ['auth', 'middleware'],
    fact: 'auth-middleware',
    factSymbol: true,
    path: /auth|guard|session|login|security|middleware/i,
    symbol:
      /^(?:require|ensure|is|check|verify|validate|reject|handle)?_?(?:basic|bearer)?_?(?:auth|user|login|signed|authenticat|protect|anonymous)(?!\w*(?:Form|Request|Response|Error|Config|Options|Props|Schema|Type)$)\w*$|^(?:get_)?current_user$|^login_required$|^(?:require|check|verify|validate)_?api_?key\w*$/i,
    symbolNeeded: true,
  },
  verify: {
    is: 'the function that checks a token',
    roles: ['auth', 'util', 'service', 'middleware'],
    symbol: /^(?:verify|decode|parse|check)_?(?:access_?)?(?:token|jwt)$/i,
    symbolNeeded: true,
    values: { user: /function (?:verify|decode|parse|check)\w*\([^)]*\):\s*(?:Promise<)?(\w+)/ },
  },
  'current-user': {
    is: 'the function that gives the signed-in user of a request',
    roles: ['auth', 'middleware', 'util'],
    path: /auth|user|session|middleware/i,
    symbol: /^(?:get_?)?current_?user$/i,
    symbolNeeded: true,
    text: /function (?:get)?[cC]urrentUser\(\w+: Request/,
  },
  'id-param': {
    is: 'the function that reads an id from a path',
    roles: ['middleware', 'util'],
    symbol: /^id_?param$/i,
    symbolNeeded: true,
  },
  errors: {
    is: "the base class of the project's errors",
    roles: ['error-handling', 'util', 'other'],
    path: /err|exception/i,
    symbol: /^[A-Z]\w*(?:Error|Exception)$/,
    symbolNeeded: true,
    values: { status: /^ {4}(status)(?:_code)?(?:: int)? = \d+$/m },
  },
  'error-handler': {
    is: 'the function that turns errors into responses',
    roles: ['error-handling', 'middleware'],
    fact: 'error-handling',
    symbol: /^\w*errors?_?handler$|^handle_?errors?$/i,
    symbolNeeded: true,
  },
  'not-found': {
    is: 'the error for what is not there',
    roles: ['error-handling', 'util', 'other'],
    path: /err|exception/i,
    symbol: /^\w*NotFound(?:Error|Exception)?$/,
    symbolNeeded: true,
  },
  health: {
    is: 'the health check',
    roles: ['health', 'controller', 'router'],
    path: /health|status|ready/i,
    symbol: /^(?:ready|readiness|health\w*|Health\w*)$/,
    values: {
      probe: /(\w*Probe)\b/,
      probeLine: /^((?:export )?interface \w*Probe \{)$/m,
      states: /^\s*(const \w+: Record<string, 'ok' \| 'failed'> = \{\};)$/m,
      statesVar: /const (\w+): Record<string, 'ok' \| 'failed'>/,
      failed: /^\s*(\w+\[probe\.name\] = 'failed';)$/m,
      awaited: /^\s*(await probe\.check\(\);)$/m,
      // What a check that is written out asks by itself.
      asksDatabase:
        /(SELECT 1|queryRaw|PingContext|\.ping_?\(|pg_isready|is_connected|ensure_connection|ActiveRecord::Base\.connection)/i,
      verdict: /^\s*(const \w+ = Object\.values\(\w+\)\.every\(\w+ => \w+ === 'ok'\);)$/m,
    },
  },
  route: {
    is: 'a file of routes, the exemplar of the next',
    roles: ['router'],
    path: /[a-z][._-]?rout|rout.*\/(?!index|__init__)/i,
    symbol: /routes?$|router$|^register/i,
  },
  controller: {
    is: 'a controller, the exemplar',
    roles: ['controller'],
    path: /^(?!.*health)/i,
    symbol: /controller|handler|./i,
  },
  'base-controller': {
    is: 'the controller that all others inherit from',
    roles: ['controller', 'other'],
    path: /(?:^|\/)(?:application_controller\.rb|(?:Base|Abstract)Controller\.(?:php|java|kt|cs))$/,
    symbol: /Controller$/,
    symbolNeeded: true,
  },
  middleware: {
    is: 'a middleware, the exemplar',
    roles: ['middleware'],
    path: /^(?!.*(?:error|auth))/i,
    symbol: /./,
  },
  validate: {
    is: 'what validates requests',
    roles: ['middleware', 'util'],
    fact: 'validation',
    symbol: /^validate(?:r|_?(?:request|req|body|input|query|params?|schema|payload|json|data|with)\w*)?$/i,
    symbolNeeded: true,
    values: { parts: /body\?: \w+;\s+(query\?): \w+;\s+params\?: \w+/ },
  },
  wrapper: {
    is: 'what wraps asynchronous handlers',
    roles: ['util', 'middleware'],
    symbol: /^(?:async_?handler|catch_?async|wrap)$/i,
    symbolNeeded: true,
  },

  // Access and protection.
  password: {
    is: 'the function that hashes or checks passwords',
    roles: ['auth', 'util', 'service', 'model', 'other'],
    path: /passw|crypt|hash|auth|user|account|login/i,
    symbol:
      /^(?:hash|verify|check|compare|set|make|validate|generate)_?(?:user_?)?password\w*$|^password_?(?:hash|verify)\w*$/i,
    symbolNeeded: true,
  },
  login: {
    is: 'the place that signs a caller in',
    roles: ['service', 'controller', 'router', 'auth', 'page', 'ui-component', 'util'],
    symbol:
      /^(?:log_?in|sign_?in|authenticate|check_?log_?in|do_?log_?in|start_?session|issue_?tokens?|log_?in_?(?:user|view|handler|page|form)|sign_?in_?(?:page|form)|handle_?(?:log|sign)_?in|SessionsController)$|^LoginController$/i,
    symbolNeeded: true,
  },
  signup: {
    is: 'the place that makes an account',
    roles: ['service', 'controller', 'router', 'auth', 'page', 'repository'],
    path: /user|account|auth|regist|sign|member/i,
    symbol:
      /^(?:register|sign_?up|registration)(?:_?user|_?account|_?view|_?page|_?form|Controller)?$|^create_?(?:user|account)$/i,
    symbolNeeded: true,
  },
  cookie: {
    is: 'the place that sets a session cookie',
    roles: ['auth', 'middleware', 'controller', 'service', 'util', 'http-entry', 'config', 'other'],
    path: /auth|session|cookie|log_?in|app\.|application|server|settings|config|middleware/i,
    text: /express-session|cookieSession\(|SESSION_COOKIE\w*\s*=|\.set_cookie\(|SetCookie\(|res\.cookie\(|cookies\(\)\)?\.set\(|session_store|SessionMiddleware/,
    around:
      /cookieSession\(|\bsession\(\{|SESSION_COOKIE\w*\s*=|\.set_cookie\(|SetCookie\(|res\.cookie\(|cookies\(\)\)?\.set\(|session_store/,
  },
  'role-check': {
    is: 'the function that refuses by role or permission',
    fact: 'role-check',
    factSymbol: true,
    roles: ['auth', 'middleware', 'util', 'service', 'controller', 'router'],
    symbol:
      /^(?:require|check|has|is|ensure|assert|verify|only)_?(?:\w+_)?(?:logged_in_)?(?:user_)?(?:roles?|admin\w*|permissions?|scopes?|moderator\w*|superuser|staff)$|^authori[sz]e\w*!?$|^(?:Ability|\w+Policy|Is[A-Z]\w*Permission)$/i,
    symbolNeeded: true,
  },
  'owner-check': {
    is: 'the function that compares the owner of a row with the caller',
    roles: ['service', 'controller', 'auth', 'util', 'router', 'repository', 'model', 'page'],
    around:
      /\.(?:user_?id|owner_?id|author_?id|customer_?id|created_?by|owner|author)\b\s*(?:!==?|===?)\s*(?!nil\b|null\b|None\b|undefined\b|false\b|true\b|-?\d)\w|(?:!==?|===?)\s*\w+\.(?:user_?id|owner_?id|author_?id|owner|author)\b/i,
    symbolNeeded: true,
  },
  forbidden: {
    is: 'the error for what a caller may not do',
    roles: ['error-handling', 'util', 'other'],
    path: /err|exception|auth/i,
    symbol:
      /^\w*(?:Forbidden|PermissionDenied|NotAllowed|AccessDenied|NotAuthori[sz]ed)(?:Error|Exception)?$/,
    symbolNeeded: true,
  },
  cors: {
    is: 'the place that says which origins may call',
    roles: ['http-entry', 'entry', 'middleware', 'router', 'config', 'other'],
    path: /app|server|main|cors|middleware|settings|config|router|index/i,
    text: /\bcors\(|CORSMiddleware|CORS_ALLOW|CORS_ORIGIN\w*\s*=|rack-cors|Access-Control-Allow-Origin|enableCors\(/,
    around: /\bcors\(|CORSMiddleware|CORS_ALLOW|Access-Control-Allow-Origin|enableCors\(/,
  },
  headers: {
    is: 'the place that sets protective headers',
    roles: ['http-entry', 'entry', 'middleware', 'router', 'config', 'other'],
    path: /app|server|main|header|security|middleware|settings|config|index|response|html/i,
    text: /\bhelmet\(|SECURE_HSTS|Content-Security-Policy|content_security_policy|X-Content-Type-Options|secureHeaders\(/i,
    around: /\bhelmet\(|Content-Security-Policy|X-Content-Type-Options|secureHeaders\(/i,
  },
  csrf: {
    is: 'the place that checks where a form came from',
    roles: ['middleware', 'auth', 'http-entry', 'controller', 'config', 'util', 'other'],
    path: /app|server|main|csrf|middleware|settings|config|controller/i,
    text: /csrf|CsrfViewMiddleware|protect_from_forgery|CSRFProtect/i,
    around: /csrf|protect_from_forgery/i,
  },
  settings: {
    is: 'the settings file of the framework',
    roles: ['config', 'other'],
    path: /(?:^|\/)settings(?:\/(?:base|production|__init__))?\.py$|config\/application\.rb$|next\.config\.[cm]?[jt]s$|application(?:-prod\w*)?\.(?:ya?ml|properties)$|config\/app\.php$/,
    values: {
      middleware: /^(MIDDLEWARE\s*=\s*\[)$/m,
      apps: /^(INSTALLED_APPS\s*=\s*\[)$/m,
      secret: /^(?:SECRET_KEY|secret_key_base)\s*[=:]\s*(['"])/m,
    },
  },
  audit: {
    is: 'what records who did what',
    roles: ['service', 'model', 'schema', 'repository', 'middleware', 'util', 'job', 'other'],
    path: /audit|moderat|activit|schema|models?/i,
    symbol:
      /^(?:write|record|log|append|add|create)?_?audit(?:_?(?:log|event|entry|trail))?$|^Audit(?:Log|Event|Entry|Trail|Record)\w*$|^(?:Moderation|ActivityLog)$/i,
    symbolNeeded: true,
  },
  tenant: {
    is: 'the model of a tenant',
    roles: ['schema', 'model', 'types', 'service'],
    symbol: /^(?:Tenant|Organi[sz]ation|Org|Workspace|Team|Company)$/,
    symbolNeeded: true,
  },
  db: {
    is: 'what opens the database',
    roles: ['util', 'config', 'other'],
    fact: 'orm',
    path: /(?:^|\/)(?:prisma|db|database|drizzle|sequelize|knex|connection|postgres\w*|pool|session)[^/]*\.[a-z]+$/i,
    symbol:
      /^(?:prisma|db|pool|knex|sequelize|database|get_db|get_session|getDb|SessionLocal|New\w*Pool|Open|Connect)$/i,
    symbolNeeded: true,
  },
  'user-store': {
    is: 'what reads and writes users',
    roles: ['repository', 'service', 'model', 'other'],
    path: /(?:^|[/_.-])(?:users?|accounts?|members?|profiles?)(?:[._-][^/]*|(?:service|repository|store|model|manager)[^/]*)?\.(?:[cm]?[jt]s|py|go|rb|java|kt|php)$/i,
    // Accounts of a bookkeeping are no people.
    text: /\bUser\b|e_?mail|passw|log_?in/i,
    symbol: /./,
  },
  erase: {
    is: 'what deletes a user',
    // What does it comes before what asks for it.
    roles: ['repository', 'service', 'model', 'job', 'controller', 'router', 'other'],
    path: /user|account|member|profile|privacy|settings/i,
    values: {
      soft: /\b(deleted_at|deletedAt|is_deleted|isDeleted|deactivated_at|deactivatedAt|disabled_at|closed_at)\b/,
    },
    symbol:
      /^(?:delete|remove|destroy|erase|close|deactivate|anonymi[sz]e)_?(?:user|account|member|profile)\w*!?$|^(?:delete|erase|anonymi[sz]e|deactivate)!$/i,
    symbolNeeded: true,
  },
};
