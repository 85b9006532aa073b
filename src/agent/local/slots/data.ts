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
};
