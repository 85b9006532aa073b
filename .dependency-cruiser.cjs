// The import rules of docs/architecture.md. A room may import only what its line allows.
const rooms = {
  shared: [],
  domain: ['shared'],
  plan: ['shared', 'domain'],
  session: ['shared', 'domain', 'plan'],
  host: ['shared', 'domain'],
  codemap: ['shared', 'domain', 'host'],
  research: ['shared', 'domain', 'host', 'codemap'],
  playbooks: ['shared', 'domain', 'host'],
  agent: ['shared', 'domain', 'plan', 'session', 'codemap', 'research', 'playbooks', 'host'],
  storage: ['shared', 'domain', 'plan', 'session', 'host'],
  handover: ['shared', 'domain', 'plan', 'host'],
  theme: ['shared', 'host'],
  ui: ['shared', 'domain', 'plan', 'session', 'theme'],
  app: [
    'shared',
    'domain',
    'plan',
    'session',
    'host',
    'codemap',
    'research',
    'playbooks',
    'agent',
    'storage',
    'handover',
    'theme',
  ],
  cli: ['shared', 'domain', 'plan', 'session', 'theme', 'app', 'ui', 'mcp'],
  mcp: ['shared', 'domain', 'plan', 'session', 'theme', 'app'],
};

/** A package or module that only these paths may import. */
const doors = [
  { name: 'door-anthropic', to: '(^|/)node_modules/@anthropic-ai/', from: '^src/agent/claude/' },
  { name: 'door-conf', to: '(^|/)node_modules/conf/', from: '^src/storage/' },
  { name: 'door-tree-sitter', to: '(^|/)node_modules/(web-)?tree-sitter', from: '^src/codemap/parse/' },
  {
    name: 'door-ink',
    to: '(^|/)node_modules/(ink|react|ink-select-input)/',
    from: '^src/(ui/|cli/interactive)',
  },
  { name: 'door-child-process', to: '^(node:)?child_process$', from: '^src/(host|codemap/parse)/' },
  { name: 'door-mcp', to: '(^|/)node_modules/@modelcontextprotocol/', from: '^src/mcp/' },
  { name: 'door-undici', to: '(^|/)node_modules/undici/', from: '^src/host/http/' },
  { name: 'door-parse5', to: '(^|/)node_modules/parse5/', from: '^src/research/pages/' },
  { name: 'door-fs', to: '^(node:)?fs(/promises)?$', from: '^src/(host|storage|codemap/cache)/' },
];

module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(([room, may]) => ({
      name: `room-${room}`,
      severity: 'error',
      comment: `src/${room} may import ${may.join(', ') || 'no other room'}`,
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: `^src/(${[room, ...may].join('|')})/` },
    })),
    ...doors.map(({ name, to, from }) => ({
      name,
      severity: 'error',
      from: { path: '^src/', pathNot: from },
      to: { path: to },
    })),
    {
      name: 'pure-rooms',
      severity: 'error',
      comment: 'shared, domain, plan and session are pure: no node: module',
      from: { path: '^src/(shared|domain|plan|session)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-tests-in-src',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(tests|bench|scripts)/' },
    },
    {
      name: 'not-unresolvable',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true, pathNot: '^tree-sitter$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
