import type { Finders } from './finder.ts';

/** Places where data is described, kept and worked on. */
export const DATA_SLOTS: Finders = {
  schema: {
    is: 'the file that describes stored data',
    roles: ['schema', 'model'],
    path: /\.prisma$/,
    fact: 'orm',
  },
  migration: {
    is: 'a migration that is there, the pattern of the next',
    roles: ['migration'],
    fact: 'migrations',
    path: /migrat/i,
    text: /./,
  },
  user: {
    is: 'the model of a user',
    roles: ['schema', 'model', 'types', 'service'],
    fact: 'user-model',
    symbol: /^(?:User|Account|Customer|Member)$/,
    // An account of a bookkeeping is no user.
    text: /\bUser\b|e_?mail|passw|log_?in|user_?name/i,
    symbolNeeded: true,
    values: {
      idType:
        /(?:model User \{|interface User \{|class User\b[^{:]*[{:])[\s\S]{0,120}?\bid\??:?\s+(?:=\s*)?(\w+)/,
    },
  },
  repository: {
    is: 'what reads and writes stored data, the exemplar',
    roles: ['repository'],
    // The store of sessions in an initializer of Rails holds settings and no rows.
    path: /^(?!.*(?:initializers\/|session_?store))/i,
    symbol: /./,
  },
  types: { is: 'the file of domain types', roles: ['types', 'model'], text: /interface |type |dataclass/ },
  model: { is: 'a model, the exemplar', roles: ['model', 'schema', 'types'], symbol: /./ },
  service: { is: 'a service, the exemplar', roles: ['service'], symbol: /./ },
  mailer: {
    is: 'what sends e-mail',
    roles: ['mailer', 'util', 'service'],
    fact: 'mailer',
    path: /mail/i,
    symbol: /mail/i,
    symbolNeeded: true,
  },
  job: { is: 'a background job, the exemplar', roles: ['job'], symbol: /./ },
  cleanup: {
    is: 'what deletes old data on a schedule today, the exemplar',
    roles: ['job', 'script', 'cli-entry', 'service', 'repository'],
    path: /clean|purge|prune|retention|expir|sweep|garbage|\bgc\b/i,
    symbol: /clean|purge|prune|retention|expir|sweep|delete|remove|run/i,
    symbolNeeded: true,
  },
  queue: {
    is: 'the file where the job queue is made',
    roles: ['job', 'config', 'util', 'service'],
    fact: 'queue',
    path: /^(?!.*(?:package\.json|Gemfile|go\.mod|requirements|pyproject|composer\.json)).*(?:queue|celery|bull|boss|broker|sidekiq|worker)/i,
    text: /\b(?:Queue|Worker|PgBoss|Celery|Sidekiq|asynq|amqp|queue_adapter)\b/,
  },
  cache: {
    is: 'the file where the cache is made',
    roles: ['util', 'config', 'service', 'middleware'],
    fact: 'cache',
    path: /^(?!.*(?:package\.json|Gemfile|go\.mod|requirements|pyproject|composer\.json)).*(?:cache|redis|memo)/i,
    symbol: /cache|redis|memo/i,
    symbolNeeded: true,
  },
  webhook: {
    is: 'the function that takes calls of another service (a webhook)',
    roles: ['controller', 'router', 'service', 'page'],
    text: /webhook/i,
    symbol: /webhook/i,
    symbolNeeded: true,
  },
  payment: {
    is: 'what handles payments',
    roles: ['service', 'controller', 'repository', 'model'],
    path: /payment|billing|checkout|invoic|subscription|stripe/i,
    symbol: /./,
  },
  storage: {
    is: 'what stores files',
    roles: ['service', 'util', 'config', 'repository', 'controller', 'model'],
    path: /storage|upload|blob|bucket|\bs3|attachment/i,
    text: /S3Client|boto3|put_?object|bucket|multer|FileField|has_one_attached|move_?uploaded|storage\.(?:from|disk)/i,
    symbol: /./,
    symbolNeeded: true,
  },
  searcher: {
    is: 'what searches stored data',
    roles: ['repository', 'service', 'util', 'controller', 'model', 'other'],
    path: /search|repositor|service|quer|store|model|controller/i,
    symbol: /^(?:search|full_?text)\w*$|Search(?:Service|Repository|Query|er)?$/,
    symbolNeeded: true,
  },
  exporter: {
    is: 'what writes rows as a file (CSV, spreadsheet) today',
    roles: ['service', 'controller', 'util', 'cli-entry', 'router'],
    text: /text\/csv|\bcsv\.(?:writer|DictWriter|NewWriter|generate)|csv-stringify|fast-csv|exceljs|openpyxl|StreamingHttpResponse|CSV\.generate/,
    symbol: /csv|export|download|xlsx|report/i,
    symbolNeeded: true,
  },
  report: {
    is: 'what lists or sums rows for a report, the exemplar of an export',
    roles: ['service', 'controller', 'repository'],
    path: /report|statement|summary|statistic/i,
    symbol: /./,
    symbolNeeded: true,
  },
  'list-view': {
    is: 'a component or page that shows rows',
    roles: ['ui-component', 'page'],
    symbol: /(?:List|Table|Grid|Rows)(?:View|Page)?$/,
    symbolNeeded: true,
  },
  form: {
    is: 'a component or page with a form',
    roles: ['ui-component', 'page'],
    symbol: /(?:Form|Editor|Settings|Profile)(?:View|Page|Dialog|Modal)?$|^(?:Edit|New|Create)[A-Z]/,
    symbolNeeded: true,
  },
  'mail-template': {
    is: 'a template of a mail, the exemplar',
    roles: ['other', 'page', 'ui-component'],
    path: /mail(?:er|s|_templates|-templates)?\/(?:.*\/)?[^/]+\.(?:html|erb|haml|hbs|mjml|txt|tsx|ejs|pug|j2|jinja2?|liquid|gohtml|tmpl|blade\.php)$/i,
  },
};
