import type { Finders } from './finder.ts';

/** Places of settings, logs and wiring. */
export const OPERATIONS_SLOTS: Finders = {
  env: {
    is: 'the file that reads settings from the environment',
    roles: ['config', 'util', 'other'],
    path: /(?:^|\/)(?:env|config|settings|configuration)[^/]*\.[a-z]+$|config\//i,
    text: /process\.env|os\.environ|getenv|BaseSettings|Getenv/,
    values: {
      name: /export const (env|config|settings)\b/,
      zod: /(z\.object)/,
      origin: /^\s*(\w*(?:CORS|FRONTEND|CLIENT)\w*(?:ORIGIN|URL)\w*): z\.string\(\)/m,
      lastField: /@dataclass[^\n]*\nclass \w+[^:]*:\n(?: {4}\w+: .+\n)*( {4}\w+: .+)\n/,
      environ: /def from_\w+\(cls, (\w+)/,
      construct: /return (cls\()\n/,
    },
  },
  logger: {
    is: 'what the project logs with',
    roles: ['util', 'config', 'other'],
    fact: 'logger',
    symbol: /^(?:logger|log|getLogger|get_logger)$/,
    symbolNeeded: true,
  },
  container: {
    is: 'where services are built and wired',
    roles: ['other', 'util', 'config', 'entry', 'http-entry', 'service'],
    path: /container|composition|wiring|injector|dependencies|(?:^|\/)di\b/i,
    symbol: /^(?:create|build|make)?_?(?:Container|Dependencies|Services)$/i,
    symbolNeeded: true,
    values: {
      adapters: /interface (\w*(?:Adapters|Deps|Options))/,
      adaptersLine: /^((?:export )?interface \w*(?:Adapters|Deps|Options) \{)$/m,
      param: /function \w+\((\w+): \w*(?:Adapters|Deps|Options)\)/,
      firstService: /^\s*(const \w+ = new \w+Service\(.*)$/m,
      returnLine: /^\s*(return \{)$/m,
      logger: /^\s*(logger): \w+;$/m,
    },
  },
  dockerfile: {
    is: 'the file that builds the container image',
    roles: ['container', 'other'],
    fact: 'deployment',
    path: /^(?!.*(?:devcontainer|\/(?:rpm|debian|deb|test|ci|dev)\/)).*(?:Dockerfile|Containerfile)(?:\.(?:prod|production|release|web|api|app))?$/,
    values: {
      base: /^FROM\s+(\S+)/m,
      user: /^USER\s+(\S+)/m,
      health: /^(HEALTHCHECK)\b/m,
      second: /^FROM\s[\s\S]*?^FROM\s+(\S+)/m,
    },
  },
  cluster: {
    is: 'the Kubernetes manifest or chart template that says how the service runs',
    roles: ['container', 'config', 'other'],
    path: /(?:^|\/)(?:k8s|kubernetes|kube|manifests|helm|charts?|deploy(?:ment)?)\/(?:.*\/)?[\w.-]*deploy[\w.-]*\.ya?ml$/i,
    values: {
      liveness: /^\s*(livenessProbe):/m,
      readiness: /^\s*(readinessProbe):/m,
    },
  },
  dockerignore: {
    is: 'the file that keeps files out of the container image',
    roles: ['container', 'config', 'other'],
    path: /(?:^|\/)\.dockerignore$/,
  },
  metrics: {
    is: 'the file that measures the running service',
    roles: ['util', 'middleware', 'other'],
    fact: 'metrics',
    path: /metric|prometheus|instrument/i,
    symbol: /metric|counter|histogram|registry|collector/i,
  },
  tracing: {
    is: 'the file that starts tracing',
    roles: ['util', 'config', 'other'],
    path: /(?:^|\/)(?:tracing|tracer|telemetry|otel|opentelemetry|instrumentation)[\w-]*\.(?:[cm]?[jt]s|py|go|rb|rs|java|kt|php|cs)$/i,
  },
  'request-id': {
    is: 'what gives every request an id',
    roles: ['middleware', 'util', 'other'],
    path: /request|correlation|middleware|trace/i,
    symbol: /^(?:add|set|with)?_?(?:request|correlation|trace)_?id\w*$/i,
    symbolNeeded: true,
  },
  'ci-any': {
    is: 'the pipeline that runs on every change, whether it tests or not',
    roles: ['ci-workflow'],
    fact: 'ci',
    path: /\.ya?ml$|Jenkinsfile$|(?:^|\/)ci\//,
  },
  'ci-lint': {
    is: 'the pipeline that runs a linter',
    roles: ['ci-workflow'],
    text: /(?:run|script|uses):[\s\S]{0,400}?(?:\blint|eslint|golangci|ruff|rubocop|clippy|biome)/i,
  },
  flags: {
    is: 'what switches features on and off',
    roles: ['config', 'util', 'other'],
    fact: 'feature-flags',
    factSymbol: true,
    // A button that toggles something on a page is no flag.
    path: /^(?!.*(?:migrat|(?:^|\/)db\/)).*(?:feature[-_]?(?:flag|toggle|switch)|(?:^|\/)(?:flags?|toggles?|experiments?)(?:\/|\.[a-z]+$))/i,
    symbol: /feature|flag|^is_?(?:enabled|on|active)$|experiment/i,
    symbolNeeded: true,
  },
  'webhook-in': {
    is: 'what takes the webhooks of others',
    roles: ['router', 'controller', 'service'],
    // What sends them, or only keeps their addresses, takes none.
    symbol:
      /^(?!(?:send|deliver|dispatch|trigger|fire|emit|publish|post|enqueue|new|create|list)_?[A-Za-z])\w*webhook/i,
    symbolNeeded: true,
  },
  'webhook-out': {
    is: 'what sends webhooks to others already',
    roles: ['service', 'job', 'util', 'other'],
    path: /webhook/i,
    text: /NewRequest|\bfetch\(|Net::HTTP|HTTParty|Faraday|\bcurl\b|\bhttpx\b|\baxios\b|requests\.|\.(?:post|request|Do)\(/,
    symbol: /^(?:send|deliver|dispatch|notify|fire|trigger|post|publish|emit)/i,
    symbolNeeded: true,
  },
  outgoing: {
    is: 'what calls addresses of others and refuses those of private networks',
    roles: [],
    fact: 'outgoing',
    factSymbol: true,
  },
  'api-client': {
    is: 'the module of the client that calls the API',
    roles: ['util', 'service', 'error-handling', 'other'],
    path: /(?:^|\/)(?:api|client|http|fetch|request)(?:[\w-]*|\/(?:client|index|http))\.[jt]sx?$/i,
    symbol: /^(?:(?:create|make)?_?(?:api|http)?_?(?:request|fetch|client|call)\w*|fetch\w*|api|http)$/i,
    symbolNeeded: true,
  },
  'graphql-schema': {
    is: 'the GraphQL schema or the file that builds it',
    roles: ['schema', 'other'],
    path: /\.(?:graphql|graphqls|gql)$|(?:^|\/)graphql\/(?:schema|index)[\w-]*\.[a-z]+$|_schema\.rb$/i,
  },
  resolver: {
    is: 'a GraphQL resolver, the exemplar',
    roles: ['controller', 'service', 'other'],
    path: /resolver|graphql\/(?:mutations?|queries|types)\//i,
    symbol: /resolver|query|mutation|resolve/i,
    symbolNeeded: true,
  },
  openapi: {
    is: 'the OpenAPI description of the API',
    roles: ['docs', 'config', 'other'],
    path: /(?:^|\/)(?:openapi|swagger)[\w.-]*\.(?:ya?ml|json)$/i,
  },
};
