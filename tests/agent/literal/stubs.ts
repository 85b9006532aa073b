/**
 * Types of the packages that shop-api and its plans import, as far as they use them: nothing is downloaded for the
 * test. They say what the packages say, where a plan could get it wrong: parameters, results, what may be undefined.
 */
export const STUBS = `
declare module 'express' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  namespace express {
    interface Request extends IncomingMessage, Express.Request {
      body: any; query: Record<string, unknown>; params: Record<string, string>; ip: string | undefined;
      method: string; path: string; header(name: string): string | undefined;
    }
    interface Response extends ServerResponse {
      status(code: number): this; json(body: unknown): this; setHeader(name: string, value: string | number): this;
    }
    type NextFunction = (error?: unknown) => void;
    type RequestHandler = (req: Request, res: Response, next: NextFunction) => void | Promise<void>;
    type ErrorRequestHandler = (error: unknown, req: Request, res: Response, next: NextFunction) => void;
    type Handlers = (RequestHandler | ErrorRequestHandler | Router)[];
    type Guards = (RequestHandler | RequestHandler[])[];
    interface Router {
      (req: IncomingMessage, res: ServerResponse): void;
      use(path: string, ...handlers: Handlers): this; use(...handlers: Handlers): this;
      get(path: string, ...handlers: Guards): this; post(path: string, ...handlers: Guards): this;
      patch(path: string, ...handlers: Guards): this;
    }
    interface Express extends Router { set(name: string, value: unknown): this; disable(name: string): this }
    function json(options?: object): RequestHandler;
    function raw(options?: object): RequestHandler;
    function Router(): Router;
  }
  function express(): express.Express;
  export = express;
}
declare namespace Express { interface Request {} }
declare module 'cors' { export default function cors(options: { origin: string }): import('express').RequestHandler }
declare module 'helmet' { export default function helmet(): import('express').RequestHandler }
declare module 'bcryptjs' {
  const bcrypt: { hash(s: string, rounds: number): Promise<string>; compare(s: string, h: string): Promise<boolean> };
  export default bcrypt;
}
declare module 'jsonwebtoken' {
  const jwt: { sign(claims: object, key: string, options: object): string; verify(t: string, key: string, o: object): unknown };
  export default jwt;
}
declare module 'nodemailer' {
  const mailer: { createTransport(url: string): { sendMail(mail: object): Promise<unknown> } };
  export default mailer;
}
declare module 'pino' {
  type Log = (what: object | string, message?: string) => void;
  namespace pino { interface Logger { info: Log; warn: Log; error: Log; debug: Log } }
  function pino(options: object): pino.Logger;
  export = pino;
}
declare module 'supertest' { const request: any; export default request }
declare module '@prisma/client' {
  type Where = Record<string, unknown>;
  interface Rows<R> {
    create(a: { data: any; include?: object }): Promise<R>;
    findUnique(a: { where: Where; include?: object }): Promise<R | null>;
    findMany(a?: { where?: Where; orderBy?: object; take?: number; skip?: number; cursor?: Where; select?: object; include?: object }): Promise<R[]>;
    update(a: { where: Where; data: object; include?: object }): Promise<R>;
    upsert(a: { where: Where; create: object; update: object }): Promise<R>;
    updateMany(a: { where: Where; data: object }): Promise<{ count: number }>;
    deleteMany(a: { where: Where }): Promise<{ count: number }>;
    count(a: { where: Where }): Promise<number>;
  }
  export class PrismaClient {
    user: Rows<any>; product: Rows<any>; order: Rows<any>; payment: Rows<any>;
    notification: Rows<{ id: string; userId: string; type: string; title: string; message: string; read: boolean; createdAt: Date }>;
    rateLimitCounter: Rows<{ key: string; windowStart: Date; count: number }>;
    $queryRaw(text: TemplateStringsArray): Promise<unknown>;
    $disconnect(): Promise<void>;
  }
}
declare module 'socket.io' {
  import type { IncomingMessage, Server as HttpServer } from 'node:http';
  export interface Socket {
    id: string; handshake: { auth: { [key: string]: any } }; data: any;
    join(room: string): void; disconnect(close?: boolean): this;
  }
  interface Rooms { adapter: { rooms: Map<string, Set<string>> }; sockets: Map<string, Socket> }
  type Adapter = { readonly adapter: true };
  export class Server {
    constructor(options: {
      path?: string; cors?: { origin: string }; maxHttpBufferSize?: number; pingInterval?: number; pingTimeout?: number;
      allowRequest?: (request: IncomingMessage, done: (error: string | null | undefined, ok: boolean) => void) => void;
    });
    adapter(adapter: Adapter): this;
    use(middleware: (socket: Socket, next: (error?: Error) => void) => void): this;
    on(event: 'connection', then: (socket: Socket) => void): this;
    of(namespace: string): Rooms;
    to(room: string): { emit(event: string, ...payload: unknown[]): boolean };
    emit(event: string, ...payload: unknown[]): boolean;
    attach(server: HttpServer): this;
    local: { disconnectSockets(close?: boolean): void };
    close(): Promise<void>;
  }
}
declare module 'socket.io-client' {
  export interface Socket { on(event: string, then: (...payload: any[]) => void): this; close(): this }
  export function io(url: string, options: { path?: string; auth?: object }): Socket;
}
declare module '@socket.io/redis-adapter' {
  export function createAdapter(publisher: import('ioredis').Redis, subscriber: import('ioredis').Redis): { readonly adapter: true };
}
declare module '@socket.io/postgres-adapter' {
  export function createAdapter(pool: import('pg').Pool, options?: { errorHandler?: (error: Error) => void }): { readonly adapter: true };
}
declare module 'ioredis' {
  export class Redis {
    constructor(url: string, options?: { maxRetriesPerRequest?: number | null; enableOfflineQueue?: boolean });
    status: string;
    duplicate(): Redis;
    on(event: 'error', then: (error: Error) => void): this;
    on(event: 'message', then: (channel: string, text: string) => void): this;
    subscribe(channel: string): Promise<unknown>; publish(channel: string, text: string): Promise<number>;
    incr(key: string): Promise<number>; expire(key: string, seconds: number): Promise<number>;
    disconnect(): void;
  }
}
declare module 'pg' {
  type Query = (text: string, values?: unknown[]) => Promise<unknown>;
  export class Pool {
    constructor(options: { connectionString: string; max?: number });
    on(event: 'error', then: (error: Error) => void): this; query: Query; end(): Promise<void>;
  }
  export class Client {
    constructor(options: { connectionString: string });
    on(event: 'error', then: (error: Error) => void): this;
    on(event: 'notification', then: (message: { channel: string; payload?: string }) => void): this;
    connect(): Promise<void>; query: Query; end(): Promise<void>;
  }
}
declare module 'ws' {
  import type { IncomingMessage } from 'node:http';
  import type { Duplex } from 'node:stream';
  export class WebSocket {
    constructor(url: string, protocols?: string[]);
    send(text: string): void; ping(): void; terminate(): void; close(code?: number, reason?: string): void;
    on(event: 'pong' | 'close', then: () => void): this;
  }
  export class WebSocketServer {
    constructor(options: { noServer?: boolean; maxPayload?: number; handleProtocols?: () => string });
    clients: Set<WebSocket>;
    handleUpgrade(request: IncomingMessage, raw: Duplex, head: Buffer, then: (socket: WebSocket) => void): void;
  }
}
`;
