import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { PageClientOptions } from '../../src/host/http/page-client.ts';
import { type Certified, selfSigned } from './certificate.ts';

export type Answering = (response: ServerResponse) => void;

export interface PageServer {
  readonly port: number;
  readonly certified: Certified;
  /** `docs.test/guide` for each request, by the name in it, in the order in which they came. */
  readonly asked: readonly string[];
  readonly headers: readonly IncomingHttpHeaders[];
  /** How many connections came, whether anything was asked over them or not. */
  connections(): number;
  /** From now on this path of any name is answered so. */
  at(path: string, answering: Answering): void;
  close(): Promise<void>;
}

/** A real server of pages on loopback, by https, under these names. */
export async function startPages(...names: readonly string[]): Promise<PageServer> {
  const certified = selfSigned(...names);
  const asked: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const paths = new Map<string, Answering>();
  let connections = 0;
  const server = createServer(certified, (request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    asked.push(`${host}${request.url}`);
    headers.push(request.headers);
    const answering = paths.get(request.url ?? '') ?? (r => void r.writeHead(404).end());
    answering(response);
  });
  server.on('connection', () => void connections++);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    certified,
    asked,
    headers,
    connections: () => connections,
    at: (path, answering) => void paths.set(path, answering),
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export function html(body: string, headers: Readonly<Record<string, string>> = {}): Answering {
  return response =>
    void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
}

/** A world in which every name leads to this server, and its address counts as public. */
export function worldOf(server: PageServer): NonNullable<PageClientOptions['world']> {
  return {
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    isPublic: address => address === '127.0.0.1',
    ca: server.certified.cert,
  };
}
