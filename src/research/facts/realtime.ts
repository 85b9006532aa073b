import type { Hit } from './corpus.ts';
import {
  absent,
  at,
  type Detector,
  dependency,
  ecosystemOf,
  labelled,
  manifestSources,
  norList,
  place,
  present,
} from './model.ts';

const LIBRARIES: readonly string[] = [
  'socket.io',
  'ws',
  '@nestjs/websockets',
  '@fastify/websocket',
  'uWebSockets.js',
  'express-ws',
  'sockjs',
  'pusher',
  'ably',
  'graphql-ws',
  'flask-socketio',
  'Flask-SocketIO',
  'python-socketio',
  'channels',
  'websockets',
  'github.com/gorilla/websocket',
  'nhooyr.io/websocket',
  'github.com/coder/websocket',
  'tokio-tungstenite',
  'org.springframework.boot:spring-boot-starter-websocket',
  'actioncable',
  'laravel/reverb',
  'pusher/pusher-php-server',
];

const OPENS =
  /new (?:WebSocket(?:Server)?|WebSocket\.Server|Server\(\s*\w*[hH]ttp\w*)\b|\bio\.on\(\s*['"]connection|text\/event-stream|new EventSource\(|@WebSocketGateway|@(?:app|router)\.websocket\(|websocket\.(?:Upgrader|Accept)|Web[sS]ocketConsumer|< ApplicationCable|EventSourceResponse|SseEmitter|@Sse\(/;

/** Whether the server can push. A stated absence is checked against the manifest and against every source file. */
export const detectRealtime: Detector = async context => {
  const item = dependency(context, ...LIBRARIES);
  const hit = (await context.corpus.find(OPENS, { limit: 40 }))
    .filter(one => !/\.test\(/.test(one.text))
    // A page that listens proves less than the server that sends.
    .sort((a, b) => listens(a) - listens(b))[0];
  const source = hit === undefined ? undefined : at(context, hit);
  const usable = item !== undefined && !item.dev ? item : undefined;
  if (source !== undefined) {
    const kind = /event-stream|EventSource|SseEmitter|@Sse/.test(hit?.text ?? '')
      ? 'Server-sent events'
      : 'A WebSocket';
    const by =
      usable === undefined || kind.startsWith('Server')
        ? ''
        : ` by ${labelled(`\`${usable.name}\``, usable)}`;
    return [
      present(
        'realtime',
        `${kind} is open in ${place(source)}${by}.`.replace('events is', 'events are'),
        [source, ...(usable === undefined ? [] : [usable.source])],
        {
          library: usable?.name,
          version: usable?.installed,
          file: source.path,
          line: source.line,
          kind: kind.startsWith('Server') ? 'sse' : 'websocket',
        },
      ),
    ];
  }
  if (usable !== undefined) {
    return [
      absent(
        'realtime',
        `${labelled(`\`${usable.name}\``, usable)} is a dependency (${place(usable.source)}), but none of ${context.corpus.searched} source files opens a WebSocket.`,
        [usable.source],
        { library: usable.name, version: usable.installed, installed: 'yes' },
      ),
    ];
  }
  const ecosystem = ecosystemOf(context);
  const names =
    ecosystem === 'npm'
      ? ['ws', 'socket.io']
      : ecosystem === 'pypi'
        ? ['websockets', 'channels']
        : ['a WebSocket library'];
  const said =
    names.length === 2 ? `neither ${norList(names)} is a dependency` : 'no WebSocket library is a dependency';
  return [
    absent(
      'realtime',
      `No real-time transport: ${said}, and none of ${context.corpus.searched} source files opens a WebSocket or an event stream.`,
      manifestSources(context),
    ),
  ];
};

function listens(hit: Hit): number {
  return /new (?:EventSource|WebSocket)\(/.test(hit.text) ||
    /(?:^|\/)(?:web|frontend|client|ui)\//.test(hit.file.path)
    ? 1
    : 0;
}
