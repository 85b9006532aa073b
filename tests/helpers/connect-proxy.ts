import { createServer } from 'node:http';
import { connect } from 'node:net';

export interface ConnectProxy {
  /** `host:port` of each tunnel that was asked for, in order. */
  readonly through: string[];
  readonly port: number;
  close(): void;
}

/** A proxy on loopback that knows CONNECT alone; `leads` says where a tunnel for `host:port` ends. */
export async function startConnectProxy(
  leads: (asked: string) => { readonly host: string; readonly port: number },
): Promise<ConnectProxy> {
  const through: string[] = [];
  const proxy = createServer((_, response) => response.writeHead(400).end());
  proxy.on('connect', ({ url = '' }, socket) => {
    through.push(url);
    const { host, port } = leads(url);
    const out = connect(port, host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      out.pipe(socket).pipe(out);
    });
    for (const end of [out, socket]) end.on('error', () => undefined);
  });
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
  const found = proxy.address();
  return {
    through,
    port: typeof found === 'object' && found ? found.port : 0,
    close() {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}
