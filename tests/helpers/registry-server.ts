import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** What a server of the npm registry protocol was asked. */
export interface Asked {
  readonly method: string;
  /** As it came over the wire: `/@types%2fws`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface PublishedVersion {
  readonly published: string;
  readonly [field: string]: unknown;
}

/** A package by its versions, oldest first; the last is the latest unless tags say otherwise. */
export interface PublishedPackage {
  readonly versions: Readonly<Record<string, PublishedVersion>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A way to answer that a registry should not have. It may leave the answer open. */
export type Behaviour = (response: ServerResponse, asked: Asked) => void;

export interface RegistryServer {
  /** Ends in a slash. */
  readonly url: string;
  readonly asked: readonly Asked[];
  /** `GET /ws`, `POST /-/npm/v1/security/advisories/bulk`, in the order in which they came. */
  lines(): readonly string[];
  publish(name: string, made: PublishedPackage): void;
  /** Advisories by name; each is given for the versions that it lists. */
  advise(
    name: string,
    entry: Readonly<Record<string, unknown>> & { readonly versions: readonly string[] },
  ): void;
  /** From now on this path is answered so; `*` is every path. */
  behave(path: string, behaviour: Behaviour | undefined): void;
  close(): Promise<void>;
}

/** A real server on loopback that speaks the registry protocol and keeps a log of all that it was sent. */
export async function startRegistry(): Promise<RegistryServer> {
  const asked: Asked[] = [];
  const packages = new Map<string, PublishedPackage>();
  const advisories = new Map<
    string,
    (Readonly<Record<string, unknown>> & { versions: readonly string[] })[]
  >();
  const behaviours = new Map<string, Behaviour>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one: Asked = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      asked.push(one);
      const behaviour = behaviours.get(one.path) ?? behaviours.get('*');
      if (behaviour) behaviour(response, one);
      else answer(response, one);
    });
  });

  function answer(response: ServerResponse, { method, path, body }: Asked): void {
    const [status, value] = found({ method, path, body });
    json(response, status, value);
  }

  function found({
    method,
    path,
    body,
  }: Pick<Asked, 'method' | 'path' | 'body'>): readonly [number, unknown] {
    if (method === 'POST' && path === BULK) return [200, adviceFor(JSON.parse(body))];
    const [, raw = '', wanted] = /^\/((?:@[^/%]+%2f)?[^/]+)(?:\/(.+))?$/i.exec(path) ?? [];
    const name = decodeURIComponent(raw);
    const made = packages.get(name);
    const document = made && documentOf(name, made);
    if (!document) return [404, { error: 'Not found' }];
    if (wanted === undefined) return [200, document];
    const version = document.versions[document['dist-tags'][wanted] ?? wanted];
    return version ? [200, version] : [404, { error: 'version not found' }];
  }

  function adviceFor(body: Record<string, readonly string[]>): unknown {
    return Object.fromEntries(
      Object.entries(body).flatMap(([name, versions]) => {
        const found = (advisories.get(name) ?? []).filter(a => a.versions.some(v => versions.includes(v)));
        return found.length > 0 ? [[name, found.map(({ versions: _, ...entry }) => entry)]] : [];
      }),
    );
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    lines: () => asked.map(({ method, path }) => `${method} ${path}`),
    publish: (name, made) => void packages.set(name, made),
    advise: (name, entry) => void advisories.set(name, [...(advisories.get(name) ?? []), entry]),
    behave: (path, behaviour) => void (behaviour ? behaviours.set(path, behaviour) : behaviours.delete(path)),
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const BULK = '/-/npm/v1/security/advisories/bulk';

function documentOf(name: string, { versions, tags }: PublishedPackage) {
  const numbers = Object.keys(versions);
  const described: Record<string, object | undefined> = Object.fromEntries(
    Object.entries(versions).map(([version, { published: _, ...fields }]) => [
      version,
      { name, version, dist: { tarball: `http://files.invalid/${name}-${version}.tgz` }, ...fields },
    ]),
  );
  const distTags: Record<string, string | undefined> = { latest: numbers.at(-1), ...tags };
  return {
    _id: name,
    name,
    'dist-tags': distTags,
    versions: described,
    time: {
      created: '2011-01-01T00:00:00.000Z',
      modified: '2026-11-01T00:00:00.000Z',
      ...Object.fromEntries(Object.entries(versions).map(([v, { published }]) => [v, published])),
    },
  };
}

export function json(response: ServerResponse, status: number, value: unknown, headers: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

/** Ways in which a network or a server misbehaves. */
export const misbehave = {
  silent: () => undefined,
  halfBody: response => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"name":');
  },
  cutBody: response => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"name":', () => response.destroy());
  },
  cutAtOnce: response => void response.destroy(),
  redirect: response =>
    void response.writeHead(302, { location: 'http://login.invalid/portal?token=1' }).end(),
  captivePortal: response =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Please log in</html>'),
  notFoundPage: response =>
    void response.writeHead(404, { 'content-type': 'text/html' }).end('<html>Not found</html>'),
  htmlAsJson: response =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end('<html>Please log in</html>'),
  unauthorised: response => json(response, 401, { error: 'log in' }),
  forbidden: response => json(response, 403, { error: 'no' }),
  broken: response => json(response, 503, { error: 'later' }),
  busy: response => json(response, 429, { error: 'too many' }, { 'retry-after': '2' }),
  noAdvisories: response => void response.writeHead(405, { allow: 'GET,HEAD' }).end(),
} satisfies Record<string, Behaviour>;

/** Packs the answer, as registries do for those who ask for it. */
export function gzipped(value: unknown, packed = gzipSync(JSON.stringify(value))): Behaviour {
  return response =>
    void response
      .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      .end(packed);
}

/** As many bytes as wanted, without an end and without saying so before. */
export function endless(bytes: number): Behaviour {
  return response => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.on('error', () => undefined);
    const chunk = Buffer.alloc(64 * 1024, 0x20);
    let left = bytes;
    const more = () => {
      while (left > 0 && !response.destroyed) {
        left -= chunk.length;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
      if (!response.destroyed) response.end('{}');
    };
    more();
  };
}
