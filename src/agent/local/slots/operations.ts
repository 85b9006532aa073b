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
};
