import { createHash } from 'node:crypto';
import type { FileSource, Source } from '../../src/domain/index.ts';
import type { Plan } from '../../src/plan/model.ts';

const commit = 'a3f9c1d2b4e5f60718293a4b5c6d7e8f90a1b2c3';
const file = (path: string, line: number, endLine?: number): FileSource => ({
  kind: 'file',
  path,
  line,
  ...(endLine === undefined ? {} : { endLine }),
  commit,
});
const goal: Source = { kind: 'user', what: 'the goal' };
const answer: Source = { kind: 'user', what: 'your answer' };
const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

const setStatus = `  async setStatus(id: string, status: OrderStatus): Promise<Order> {
    const order = await this.orders.update({ where: { id }, data: { status } });
    await this.mailer.orderChanged(order);
    return order;
  }`;

/** A whole plan for a small shop back end: revision 2, one answered and one open question, five steps. */
export const samplePlan: Plan = {
  schema: 1,
  title: 'Real-time Order Notifications',
  goal: 'add real-time notifications when an order changes',
  slug: 'real-time-order-notifications',
  kind: 'feature',
  status: 'draft',
  revision: 2,
  created: '2026-11-19T10:04:12.000Z',
  commit,
  clean: true,
  engine: 'local',
  changes: [
    {
      because: 'You answered “Will more than one server process run?” with “Yes”',
      what: 'events now pass through PostgreSQL `NOTIFY`, so that both replicas push them.',
      stepIds: ['S-hub', 'S-publish'],
    },
    {
      because: 'You said “no new dependencies besides ws”',
      what: 'Redis was dropped from the approach and is listed under the alternatives.',
      stepIds: ['S-hub'],
    },
  ],
  overview: [
    {
      text: 'Customers with an open page see a change of their order at once, instead of at the next reload.',
      sources: [goal],
    },
    {
      text: 'The server keeps one WebSocket a tab on the existing HTTP server, checks the JWT with `verifyToken`, and pushes what `OrderService.setStatus` stores.',
      sources: [file('src/server.ts', 18), file('src/auth/jwt.ts', 11)],
    },
  ],
  requirements: [
    {
      id: 'R1',
      text: 'A connected user receives a message when the status of one of their orders changes.',
      sources: [goal],
    },
    {
      id: 'R2',
      text: 'A connection without a valid JWT is refused, as every route under `/api` refuses it today.',
      sources: [file('src/auth/middleware.ts', 9, 24)],
    },
    { id: 'R3', text: 'Both replicas deliver, whichever of them stored the change.', sources: [answer] },
  ],
  outOfScope: ['Push notifications to phones.', 'A history of notifications that were missed while offline.'],
  findings: [
    {
      text: '`ws` is installed as a dependency of `vite` and is used nowhere in `src`.',
      sources: [file('package-lock.json', 4211), { kind: 'package', name: 'ws', version: '8.18.0' }],
    },
    {
      text: 'The last feature that hung on `setStatus`, order e-mails, touched 5 files and 212 lines.',
      sources: [
        { kind: 'commit', sha: '7be2d90c11', subject: 'feat: order e-mails', date: '2026-08-02T09:12:00Z' },
      ],
    },
    {
      text: '`ws` does not authenticate; its README hands that to the `upgrade` event of the HTTP server.',
      sources: [{ kind: 'package', name: 'ws', version: '8.18.0', file: 'README.md' }],
    },
    {
      text: 'Proxies between the browser and port 3000 pass an HTTP upgrade.',
      sources: [],
      assumption: true,
    },
  ],
  currentState: [
    {
      text: 'Express listens on `PORT`, 3000 by default, and `createServer` is called once.',
      sources: [file('src/server.ts', 18)],
    },
    {
      text: '`requireUser` reads the JWT from the `Authorization` header.',
      sources: [file('src/auth/middleware.ts', 9)],
    },
    {
      text: 'Two replicas run behind one address.',
      sources: [file('deploy/compose.yaml', 12)],
    },
  ],
  integrationPoints: [
    {
      text: '`OrderService.setStatus` is the only place that writes `status`; 6 callers.',
      sources: [file('src/orders/service.ts', 74, 78)],
    },
    {
      text: '`verifyToken` takes the raw token and can be called without a request.',
      sources: [file('src/auth/jwt.ts', 11)],
    },
  ],
  approach: {
    title: 'WebSocket hub fed by PostgreSQL NOTIFY',
    summary: [
      {
        text: '`setStatus` issues `NOTIFY order_changed` in its own transaction; every replica listens and pushes to the sockets that it holds.',
        sources: [file('src/orders/service.ts', 74)],
      },
    ],
    decisions: [
      {
        title: 'Why ws?',
        reasons: [
          {
            text: 'It is in the lock file already, so the tree grows by no package.',
            sources: [file('package-lock.json', 4211)],
          },
          {
            text: 'The server only pushes: rooms and fallbacks of Socket.IO would stay unused.',
            sources: [goal],
          },
        ],
      },
      {
        title: 'Why PostgreSQL NOTIFY?',
        reasons: [
          {
            text: 'PostgreSQL 15 runs in `deploy/compose.yaml`, Redis does not.',
            sources: [file('deploy/compose.yaml', 21)],
          },
          {
            text: 'A `NOTIFY` is sent at commit, so nobody hears of a change that was rolled back.',
            sources: [
              {
                kind: 'url',
                url: 'https://www.postgresql.org/docs/15/sql-notify.html',
                title: 'PostgreSQL 15: NOTIFY',
                quote: 'the notify events are not delivered until and unless the transaction is committed',
              },
            ],
          },
        ],
      },
    ],
    alternatives: [
      {
        title: 'Socket.IO with a Redis adapter',
        whyNot: 'adds 3 packages and a Redis to operate for messages that go one way.',
      },
      {
        title: 'Server-sent events',
        whyNot:
          'browsers send no `Authorization` header with `EventSource`, and `requireUser` reads no other.',
      },
    ],
  },
  steps: [
    {
      id: 'S-install',
      title: 'Install ws',
      estimate: { low: 5, likely: 5, high: 5, basis: 'one command' },
      serves: ['R1'],
      dependsOn: [],
      details: ['`ws` is only a transitive dependency now; make it one of `shop-api` itself.'],
      files: [
        {
          action: 'modify',
          path: 'package.json',
          what: 'add `ws` 8.18.0 and its types',
          at: 'package.json:22',
        },
        { action: 'modify', path: 'package-lock.json', what: 'written by npm' },
      ],
      functions: [],
      code: [
        {
          language: 'bash',
          caption: '',
          code: 'npm install ws@8.18.0\nnpm install --save-dev @types/ws@8.5.13',
          kind: 'command',
        },
      ],
      verify: [{ kind: 'command', text: 'npm run build' }],
      rollback: ['`npm uninstall ws @types/ws`'],
      packages: [
        { name: 'ws', dev: false, action: 'add', note: 'the version that the lock file holds already' },
        { name: '@types/ws', dev: true, action: 'add', note: 'its types' },
      ],
      part: 'setup',
    },
    {
      id: 'S-hub',
      title: 'Keep the sockets of each user in a hub',
      estimate: { low: 25, likely: 30, high: 40, basis: 'commit `7be2d90`, 212 lines' },
      serves: ['R1', 'R2', 'R3'],
      dependsOn: ['S-install'],
      details: [
        'The hub answers the `upgrade` event of the server that `src/server.ts` creates.',
        'A token that `verifyToken` refuses ends the handshake with 401 before a socket exists.',
        'A ping every 30 s drops sockets that do not answer.',
      ],
      files: [
        {
          action: 'create',
          path: 'src/realtime/hub.ts',
          what: 'sockets by user id, handshake and heart-beat',
          at: 'src/mail/sender.ts:1',
        },
        {
          action: 'modify',
          path: 'src/server.ts',
          symbol: 'startServer',
          what: 'give the HTTP server to `createHub`',
          at: 'src/server.ts:18',
        },
      ],
      functions: [
        { signature: 'createHub(server: http.Server): Hub', purpose: 'answers upgrades, keeps the sockets' },
        {
          signature: 'Hub.send(userId: string, message: OrderChanged): number',
          purpose: 'sends to every tab of the user, returns how many',
        },
      ],
      code: [
        {
          language: 'ts',
          caption: 'Follows the factory in `src/mail/sender.ts:1`.',
          kind: 'new',
          code: `import type { Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { verifyToken } from '../auth/jwt';

export function createHub(server: Server): Hub {
  const sockets = new Map<string, Set<WebSocket>>();
  const wss = new WebSocketServer({ noServer: true, maxPayload: 1024 });

  server.on('upgrade', async (request, socket, head) => {
    const user = await verifyToken(tokenOf(request)).catch(() => undefined);
    if (!user) return socket.end('HTTP/1.1 401 Unauthorized\\r\\n\\r\\n');
    wss.handleUpgrade(request, socket, head, ws => keep(sockets, user.id, ws));
  });
  return { send: (userId, message) => sendAll(sockets.get(userId), message) };
}`,
        },
      ],
      verify: [
        { kind: 'command', text: 'npm run build' },
        { kind: 'observe', text: '`curl -i` with an upgrade and no token answers 401 on port 3000.' },
      ],
      rollback: [
        'Take the call of `createHub` out of `startServer`; no other file knows `src/realtime/hub.ts`.',
      ],
      packages: [],
      part: 'core',
    },
    {
      id: 'S-publish',
      title: 'Publish what setStatus stores',
      estimate: { low: 20, likely: 25, high: 40, basis: 'the 6 callers of `setStatus`' },
      serves: ['R1', 'R3'],
      dependsOn: ['S-hub'],
      details: ['The update and the `NOTIFY` share one transaction, so that a failed update tells nobody.'],
      files: [
        {
          action: 'modify',
          path: 'src/orders/service.ts',
          symbol: 'OrderService.setStatus',
          what: 'send `NOTIFY order_changed` with order id, user id and status',
          at: 'src/orders/service.ts:74',
        },
        {
          action: 'modify',
          path: 'src/realtime/hub.ts',
          what: 'listen on `order_changed` and call `send`',
        },
      ],
      functions: [],
      code: [
        {
          language: 'ts',
          caption: '',
          kind: 'existing',
          code: setStatus,
          source: {
            ...file('src/orders/service.ts', 74, 78),
            excerpt: { text: setStatus, startLine: 74, hash: hash(setStatus) },
          },
        },
        {
          language: 'ts',
          caption: 'The same method, in a transaction.',
          kind: 'new',
          code: `  async setStatus(id: string, status: OrderStatus): Promise<Order> {
    const order = await this.db.$transaction(async tx => {
      const changed = await tx.order.update({ where: { id }, data: { status } });
      const payload = JSON.stringify({ id, userId: changed.userId, status });
      await tx.$executeRaw\`SELECT pg_notify('order_changed', \${payload})\`;
      return changed;
    });
    await this.mailer.orderChanged(order);
    return order;
  }`,
        },
      ],
      verify: [{ kind: 'command', text: 'npm test -- tests/orders/service.test.ts' }],
      rollback: ['Restore `setStatus` from `src/orders/service.ts` at `a3f9c1d`.'],
      packages: [],
      part: 'integration',
    },
    {
      id: 'S-tests',
      title: 'Test connection, refusal and delivery',
      estimate: { low: 30, likely: 35, high: 45, basis: '7 cases at about 5 minutes' },
      serves: ['R1', 'R2', 'R3'],
      dependsOn: ['S-hub', 'S-publish'],
      details: ['Start the server on port 0 as `tests/helpers/server.ts` does, with two hubs for R3.'],
      files: [
        {
          action: 'create',
          path: 'tests/realtime/hub.test.ts',
          what: 'handshake, heart-beat, delivery',
          at: 'tests/mail/sender.test.ts:1',
        },
        {
          action: 'modify',
          path: 'tests/orders/service.test.ts',
          what: 'a rolled-back update sends nothing',
          at: 'tests/orders/service.test.ts:31',
        },
      ],
      functions: [],
      code: [],
      verify: [
        { kind: 'command', text: 'npm test -- tests/realtime/hub.test.ts' },
        { kind: 'command', text: 'npm test' },
      ],
      rollback: [],
      packages: [],
      part: 'testing',
    },
    {
      id: 'S-guide',
      title: 'Tell the front end how to connect',
      estimate: { low: 10, likely: 15, high: 20, basis: 'one page of documentation' },
      serves: ['R1'],
      dependsOn: ['S-hub'],
      details: ['One page: address, token, message format, what to do when the socket closes.'],
      files: [
        {
          action: 'create',
          path: 'docs/realtime-client.md',
          what: 'how a client connects and what it receives',
          at: 'docs/system-architecture.md:1',
        },
      ],
      functions: [],
      code: [
        {
          language: 'json',
          caption: 'One message.',
          kind: 'schema',
          code: '{ "type": "order-changed", "orderId": "o-17", "status": "shipped" }',
        },
      ],
      verify: [
        {
          kind: 'observe',
          text: 'The page’s example, pasted into a browser console, prints one message after a change in `/admin`.',
        },
      ],
      rollback: [],
      packages: [],
      part: 'documentation',
    },
  ],
  tests: {
    intro: [
      {
        text: 'Vitest runs through `npm test`; `tests/helpers/server.ts` starts the app on a free port.',
        sources: [file('package.json', 9), file('tests/helpers/server.ts', 4)],
      },
    ],
    files: [
      {
        path: 'tests/realtime/hub.test.ts',
        purpose: 'handshake, heart-beat, delivery',
        action: 'create',
      },
      {
        path: 'tests/orders/service.test.ts',
        purpose: 'a rolled-back update sends nothing',
        action: 'modify',
      },
      { path: 'tests/auth/middleware.test.ts', purpose: 'REST answers stay as they are', action: 'run' },
    ],
    cases: [
      { text: 'A change of status reaches both tabs of its owner, and no other user.', proves: ['R1'] },
      {
        text: 'A missing, an expired and a forged token each end the handshake with 401.',
        proves: ['R2'],
      },
      { text: 'A change stored by one hub arrives at a socket of the other.', proves: ['R3'] },
      { text: 'An update that is rolled back sends nothing.', proves: ['R1', 'R3'] },
      { text: 'A socket that does not answer two pings is dropped.', proves: ['R1'] },
    ],
  },
  rollback: [
    {
      title: 'Stop pushing',
      undoes: ['S-hub'],
      text: 'take `createHub` out of `startServer`; REST is not touched.',
      code: {
        language: 'ts',
        caption: '',
        kind: 'new',
        code: '// src/server.ts\n// createHub(server);',
      },
    },
    {
      title: 'Restore setStatus',
      undoes: ['S-publish'],
      text: 'put back the file as it was at the commit of this plan.',
      code: {
        language: 'bash',
        caption: '',
        kind: 'command',
        code: 'git checkout a3f9c1d -- src/orders/service.ts',
      },
    },
    {
      title: 'Remove ws',
      undoes: ['S-install'],
      text: '',
      code: { language: 'bash', caption: '', kind: 'command', code: 'npm uninstall ws @types/ws' },
    },
  ],
  security: {
    implemented: [
      { text: '`verifyToken` refuses the handshake before a socket exists.', stepId: 'S-hub' },
      { text: '`maxPayload` of 1,024 bytes ends a socket that sends more.', stepId: 'S-hub' },
      { text: 'A forged and an expired token are refused in a test.', stepId: 'S-tests' },
    ],
    monitor: ['Sockets a user: one with more than 20 is worth a look.', 'Count of 401 on upgrade.'],
  },
  performance: [
    {
      text: 'The payload of `NOTIFY` stays under 8,000 bytes: ids and status only.',
      sources: [
        {
          kind: 'url',
          url: 'https://www.postgresql.org/docs/15/sql-notify.html',
          title: 'PostgreSQL 15: NOTIFY',
        },
      ],
    },
    { text: 'One listening connection a replica, outside the pool of 10.', sources: [file('src/db.ts', 6)] },
  ],
  monitoring: [
    {
      text: '`/health` reports the number of open sockets beside the database’s answer.',
      sources: [file('src/health/health.controller.ts', 8)],
    },
  ],
  risks: [
    {
      text: 'The listening connection drops and a replica goes deaf',
      mitigation: '`createHub` reconnects with back-off and logs by `logger.warn`, as `src/db.ts:19` does.',
    },
    {
      text: 'A proxy cuts idle sockets after 60 s',
      mitigation: 'the heart-beat of 30 s in step 2 keeps them busy.',
    },
  ],
  questions: [
    {
      question: {
        id: 'server-processes',
        text: 'Will more than one server process run?',
        why: 'Two replicas are configured, and sockets live in one process.',
        evidence: [file('deploy/compose.yaml', 12)],
        choices: [
          {
            id: 'yes',
            label: 'Yes',
            consequence: 'events pass through PostgreSQL.',
            effect: { files: 1, minutes: [15, 25] },
          },
          { id: 'no', label: 'No', consequence: 'events stay in the process.' },
        ],
        recommended: 'yes',
        asked: 'round',
      },
      answer: { kind: 'choice', questionId: 'server-processes', choiceId: 'yes', note: 'two, maybe four' },
      effect: '`NOTIFY` in step 3, and a case for two hubs in step 4.',
    },
    {
      question: {
        id: 'payment-events',
        text: 'Shall payments be announced, too?',
        why: '`PaymentService.capture` changes what the order page shows.',
        evidence: [file('src/payments/service.ts', 41)],
        choices: [
          { id: 'later', label: 'Later', consequence: 'the plan stays as it is.' },
          {
            id: 'now',
            label: 'Now',
            consequence: 'a second channel `payment_changed`, sent by `capture`.',
            effect: { steps: 1, files: 2, minutes: [20, 30] },
          },
        ],
        recommended: 'later',
        asked: 'plan',
      },
    },
  ],
  decisions: [
    {
      text: 'No new service is run: PostgreSQL carries the events.',
      sources: [{ kind: 'user', what: 'your feedback on revision 1' }],
    },
  ],
  nextSteps: [
    'Watch the number of sockets at `/health` for a week.',
    'Announce payments, if the open question says so.',
  ],
  reliesOn: {
    'src/server.ts': '1f0c2d3e4b5a6978',
    'src/orders/service.ts': '9a8b7c6d5e4f3021',
    'src/auth/jwt.ts': '0123456789abcdef',
  },
  notices: [
    'Written by the local planner from the code alone: no model was used, nothing left this machine.',
  ],
};
