import { describe, expect, it } from 'vitest';
import { answersInChoices } from '../../src/agent/local/feedback/answers.ts';
import type { Directive } from '../../src/agent/local/feedback/directive.ts';
import { readFeedback } from '../../src/agent/local/feedback/parse.ts';
import type { FeedbackContext } from '../../src/agent/local/feedback/reading.ts';
import type { Step } from '../../src/plan/model.ts';
import { PlaybookHead } from '../../src/playbooks/model.ts';

const step = (id: string, title: string, path: string, part: Step['part'] = 'core'): Step => ({
  id,
  title,
  estimate: { low: 5, likely: 10, high: 15, basis: 'by the test' },
  serves: ['R1'],
  dependsOn: [],
  details: [],
  files: [{ action: 'create', path, what: 'x' }],
  functions: [],
  code: [],
  verify: [],
  rollback: [],
  packages: [],
  part,
});

const steps = [
  step('S-install', 'Install `socket.io`', 'package.json', 'setup'),
  step('S-server', 'Start the socket server', 'src/realtime/server.ts'),
  step('S-model', 'Add the notification table', 'prisma/schema.prisma'),
  step('S-guide', 'Write the client guide', 'docs/client.md', 'documentation'),
  step('S-tests', 'Prove delivery', 'tests/delivery.test.ts', 'testing'),
];

const { questions } = PlaybookHead.parse({
  name: 'sample',
  title: 'Sample',
  triggers: ['sample'],
  questions: [
    {
      id: 'fan-out',
      text: 'How do events reach other processes?',
      why: 'Two run.',
      default: [{ choice: 'redis' }],
      choices: [
        { id: 'redis', label: 'Redis pub/sub', consequence: 'x', says: ['redis'] },
        {
          id: 'postgres',
          label: 'PostgreSQL LISTEN/NOTIFY',
          consequence: 'y',
          says: ['postgres', 'postgresql', 'listen/notify'],
        },
      ],
    },
    {
      id: 'transport',
      text: 'How shall events travel?',
      why: 'Nothing is there.',
      default: [{ choice: 'socket.io' }],
      choices: [
        { id: 'socket.io', label: 'Socket.IO', consequence: 'x', says: ['socketio'] },
        {
          id: 'ws',
          label: 'WebSocket with the ws package',
          consequence: 'y',
          says: ['ws', 'native websocket'],
        },
        { id: 'sse', label: 'Server-sent events', consequence: 'z', says: ['sse', 'eventsource'] },
      ],
    },
    {
      id: 'retention',
      text: 'How long are notifications kept?',
      why: 'The table grows.',
      default: [{ choice: 'ninety' }],
      choices: [
        { id: 'ninety', label: '90 days', consequence: 'x', says: ['three months'] },
        { id: 'year', label: 'A year', consequence: 'y', says: ['one year', '12 months'] },
      ],
    },
  ],
});

const context: FeedbackContext = {
  plan: { steps } as unknown as NonNullable<FeedbackContext['plan']>,
  questions: questions.map(spec => ({ spec, choice: spec.default[0]?.choice })),
};

const read = (text: string, stepId?: string): readonly Directive[] =>
  readFeedback(
    { id: 'f1', text, revision: 1, target: stepId ? { kind: 'step', stepId } : { kind: 'revision' } },
    context,
  );

describe('feedback in plain words', () => {
  it.each<[string, Directive]>([
    ['Use PostgreSQL instead of Redis', { kind: 'choose', questionId: 'fan-out', choiceId: 'postgres' }],
    [
      'Use PostgreSQL LISTEN/NOTIFY instead of Redis pub/sub for notifications',
      { kind: 'choose', questionId: 'fan-out', choiceId: 'postgres' },
    ],
    ['replace Redis with postgres', { kind: 'choose', questionId: 'fan-out', choiceId: 'postgres' }],
    ['Instead of Redis, use PostgreSQL.', { kind: 'choose', questionId: 'fan-out', choiceId: 'postgres' }],
    [
      'please use native WebSocket instead of Socket.IO',
      { kind: 'choose', questionId: 'transport', choiceId: 'ws' },
    ],
    ['We prefer SSE', { kind: 'choose', questionId: 'transport', choiceId: 'sse' }],
    [
      'go with server-sent events rather than socketio',
      { kind: 'choose', questionId: 'transport', choiceId: 'sse' },
    ],
    ['switch to ws', { kind: 'choose', questionId: 'transport', choiceId: 'ws' }],
    ['Use Fastify instead of Express', { kind: 'swap', from: 'Express', to: 'Fastify' }],
    ['replace `jsonwebtoken` by `jose`', { kind: 'swap', from: 'jsonwebtoken', to: 'jose' }],
    ['no new dependencies', { kind: 'no-packages' }],
    ["Don't add any new packages", { kind: 'no-packages' }],
    ['do it without additional libraries please', { kind: 'no-packages' }],
    ['drop step 4', { kind: 'drop', steps: ['S-guide'] }],
    ['Remove steps 3 and 4', { kind: 'drop', steps: ['S-model', 'S-guide'] }],
    ['skip steps 2-3', { kind: 'drop', steps: ['S-server', 'S-model'] }],
    ['leave out the client guide', { kind: 'drop', steps: ['S-guide'] }],
    ["We don't need docs/client.md", { kind: 'drop', steps: ['S-guide'] }],
    ['drop S-model', { kind: 'drop', steps: ['S-model'] }],
    ['keep src/auth/jwt.ts as it is', { kind: 'keep', what: 'src/auth/jwt.ts' }],
    ["don't touch `src/server.ts`", { kind: 'keep', what: 'src/server.ts' }],
    ['OrderService must stay unchanged', { kind: 'keep', what: 'OrderService' }],
    ['add tests for expired tokens', { kind: 'test', what: 'expired tokens' }],
    ['Also write an integration test for two processes', { kind: 'test', what: 'two processes' }],
    ['also log every refused connection', { kind: 'add', what: 'log every refused connection' }],
    ['add a step to warm the cache', { kind: 'add', what: 'warm the cache' }],
    ['move step 5 before step 3', { kind: 'move', step: 'S-tests', where: 'before', other: 'S-model' }],
    [
      'put the client guide after step 5',
      { kind: 'move', step: 'S-guide', where: 'after', other: 'S-tests' },
    ],
    ['move step 3 to the end', { kind: 'move', step: 'S-model', where: 'after', other: 'S-tests' }],
    ['merge steps 2 and 3', { kind: 'merge', steps: ['S-server', 'S-model'] }],
    ['combine step 4 with step 5', { kind: 'merge', steps: ['S-guide', 'S-tests'] }],
    ['split step 2', { kind: 'split', step: 'S-server', into: 2 }],
    ['break up the notification table into two', { kind: 'split', step: 'S-model', into: 2 }],
    ['make it smaller', { kind: 'shorter' }],
    ['This is too long', { kind: 'shorter' }],
    ['it must fit into two hours', { kind: 'limit', minutes: 120 }],
    ['we only have 90 minutes', { kind: 'limit', minutes: 90 }],
    ['at most half a day', { kind: 'limit', minutes: 240 }],
    ['keep notifications for one year', { kind: 'choose', questionId: 'retention', choiceId: 'year' }],
    ['the colours are wrong', { kind: 'require', what: 'the colours are wrong' }],
    ['¿puede ser más rápido?', { kind: 'ask', what: '¿puede ser más rápido' }],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });

  it('means the step it is aimed at', () => {
    expect(read('drop this', 'S-guide')).toEqual([{ kind: 'drop', steps: ['S-guide'] }]);
  });

  it('reads several wishes in one text', () => {
    expect(
      read('Use PostgreSQL instead of Redis; drop step 4, and no new dependencies').map(d => d.kind),
    ).toEqual(['choose', 'drop', 'no-packages']);
  });
});

describe('answers of the round in free words', () => {
  const meant = (text: string) =>
    answersInChoices(questions, [], { 'fan-out': { kind: 'text', questionId: 'fan-out', text } })['fan-out'];

  it('are the choice that they speak of, by name or place', () => {
    const postgres = { kind: 'choice', questionId: 'fan-out', choiceId: 'postgres' };
    expect(meant('Postgres will do')).toEqual(postgres);
    expect(meant('the second one')).toEqual(postgres);
    expect(meant('listen/notify, please')).toEqual(postgres);
  });

  it('stay words where they speak of none', () => {
    for (const text of ['no idea', 'ask the platform team'])
      expect(meant(text)).toMatchObject({ kind: 'text', text });
  });
});
