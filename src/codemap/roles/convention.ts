import { isCode, isScript, type RoleRule } from './facts.ts';
import { named } from './rule.ts';

/** Roles of sources by name and folder, where structure did not already say the same. */
export const CONVENTION: readonly RoleRule[] = [
  named('router', ['router', 'routes', 'route', 'urls'], ['routes', 'routers']),
  named(
    'controller',
    ['controller', 'controllers', 'handlers', 'resource', 'views'],
    ['controllers', 'handlers'],
  ),
  named('service', ['service', 'services'], ['services', 'usecases', 'use-cases', 'interactors']),
  named('model', ['model', 'models', 'entity'], ['models', 'entities', 'model', 'entity']),
  named('schema', ['schema', 'schemas'], ['schemas']),
  named('middleware', ['middleware', 'middlewares'], ['middleware', 'middlewares']),
  named(
    'auth',
    ['auth', 'authentication', 'authorization', 'jwt', 'session', 'login', 'guard'],
    ['auth', 'authentication'],
  ),
  named('error-handling', ['error', 'errors', 'exception', 'exceptions'], ['errors', 'exceptions']),
  named('health', ['health', 'healthcheck', 'healthz'], ['health']),
  named(
    'repository',
    ['repository', 'repositories', 'repo', 'dao', 'store'],
    ['repositories', 'repository', 'dao'],
  ),
  named(
    'job',
    ['job', 'jobs', 'worker', 'cron', 'scheduler', 'queue', 'task', 'tasks'],
    ['jobs', 'workers', 'queues', 'cron', 'tasks'],
  ),
  named('mailer', ['mailer', 'mail', 'email', 'emails'], ['mailers', 'emails', 'mail', 'email']),
  named('page', ['page'], ['pages', 'screens'], f => isScript(f) && f.folders.at(-1) !== 'api'),
  named('ui-component', [], ['components', 'widgets'], f => f.language === 'tsx' || f.language === 'vue'),
  named(
    'types',
    ['types', 'type', 'interfaces', 'typings', 'd'],
    ['types', 'interfaces', 'typings', '@types'],
  ),
  named(
    'util',
    ['util', 'utils', 'helper', 'helpers', 'common', 'shared', 'lib'],
    ['util', 'utils', 'helpers', 'common'],
  ),
  named('script', [], ['scripts', 'script', 'tools', 'bin', 'hack', 'tasks']),
  named(
    'entry',
    ['main', 'index', 'app', 'server', 'program'],
    [],
    f => isCode(f) && (f.folders.length <= 1 || f.folders.at(-1) === 'src') && f.name !== 'index.d.ts',
  ),
  {
    role: 'config',
    by: 'convention',
    test: f => {
      if (
        /(^|[.\-_])(config|rc|conf|settings|env)([.\-_][\w.-]+)?$/.test(f.name.replace(/\.[a-z]+$/, '')) &&
        f.language !== 'markdown'
      )
        return `named ${f.written}`;
      if (
        /^\.[\w-]+rc(\.\w+)?$|^tsconfig[\w.-]*\.json$|^\.(editorconfig|gitignore|gitattributes|npmrc|nvmrc|env[\w.]*)$|^(biome|turbo|nx|lerna|renovate|vercel|netlify)\.jsonc?$/.test(
          f.name,
        )
      )
        return `named ${f.written}`;
      const folder = f.folders.findLast(x => x === 'config' || x === 'configs' || x === 'configuration');
      if (folder !== undefined) return `lies in ${folder}/`;
      return ['yaml', 'toml', 'ini'].includes(f.language) ? `a ${f.language} file` : undefined;
    },
  },
];
