import type { FileSource } from '../../domain/index.ts';
import type { StackFact } from '../port.ts';
import { baseOf, isAside } from '../read/paths.ts';
import type { Hit } from './corpus.ts';
import { at, type FactContext, place, present } from './model.ts';

export interface PortAnswer {
  readonly fact: StackFact | undefined;
  /** The line that starts listening. */
  readonly listen: FileSource | undefined;
  /** Name of the value that `.listen` is called on, or that its result is given to. */
  readonly server: string | undefined;
}

const LISTEN =
  /(?:(?:const|let|var)\s+(\w+)\s*=\s*(?:await\s+)?)?(\w+)\.listen\(|uvicorn\.run\(|\bserve\(|\.run\((?=.*port)|(?:http\.)?ListenAndServe(?:TLS)?\(|\.Run\(|\.Start\(|\.Listen\(|TcpListener::bind|\.bind\(/;
/** A port with the variable that sets it: `process.env.PORT ?? 3000`, `os.getenv("PORT", 8000)`. */
const ENV_PORTS: readonly RegExp[] = [
  /process\.env(?:\.|\[['"])(\w*PORT\w*)(?:['"]\])?\s*\)?\s*(?:\|\||\?\?|,)\s*(?:Number\()?['"]?(\d{2,5})/,
  /(?:environ\.get|getenv|env\.(?:int|str))\(\s*['"](\w*PORT\w*)['"]\s*,\s*(?:default\s*=\s*)?['"]?(\d{2,5})/,
  /ENV(?:\.fetch\(|\[)['"](\w*PORT\w*)['"](?:\)\s*\{|,|\]\s*\|\|)\s*['"]?(\d{2,5})/,
  /\b(PORT)\b\s*:\s*(?:z|Joi|t|Type|num|port|envalid)\b.*?(?:default\w*\(|default:\s*)\s*['"]?(\d{2,5})/i,
  /\$\{(\w*PORT\w*):(\d{2,5})\}/,
];
const ENV_ONLY =
  /process\.env(?:\.|\[['"])(\w*PORT)\b|(?:environ(?:\.get)?|getenv|Getenv)[([]\s*['"](\w*PORT)['"]/;
const NUMBER_PORTS: readonly RegExp[] = [
  /\.listen\(\s*\{?\s*(?:port:\s*)?(\d{2,5})\b/,
  /\b(?:port|PORT)\s*(?::\s*\w+\s*)?[:=]\s*['"]?:?(\d{4,5})\b/,
  /(?:ListenAndServe\w*|\.Run|\.Start|\.Listen|bind)\(\s*\(?\s*["'](?:[\w.]*:)(\d{2,5})["']/,
  /server\.port\s*[=:]\s*(\d{2,5})/,
];

/** The port of the server made at `made`: looked for in its own file first, then where settings are read. */
export async function portOf(context: FactContext, made: Hit | undefined): Promise<PortAnswer | undefined> {
  const { corpus } = context;
  const paths = made === undefined ? undefined : sameLanguage(made.file.path);
  const only = paths === undefined ? {} : { paths };
  const nearest = ordering(made);
  const listens = corpus.find(LISTEN, only).sort(nearest);
  const listenHit = listens.find(hit => /listen|serve|run|start|bind/i.test(hit.text));
  const listen = listenHit === undefined ? undefined : at(context, listenHit);
  const server = listenHit?.match[2] === undefined ? listenHit?.match[1] : listenHit.match[2];

  for (const pattern of ENV_PORTS) {
    const hit = corpus.find(pattern, only).filter(isServerPort).sort(nearest)[0];
    if (hit === undefined) continue;
    return { listen, server, fact: envFact(at(context, hit), hit.match[1] ?? 'PORT', hit.match[2], listen) };
  }
  const configured = await springPort(context);
  if (configured !== undefined) return { listen, server, fact: configured };
  const bare = corpus.find(ENV_ONLY, only).filter(isServerPort).sort(nearest)[0];
  if (bare !== undefined) {
    return {
      listen,
      server,
      fact: envFact(at(context, bare), bare.match[1] ?? bare.match[2] ?? 'PORT', undefined, listen),
    };
  }
  for (const pattern of NUMBER_PORTS) {
    const hit = corpus.find(pattern, only).filter(isServerPort).sort(nearest)[0];
    if (hit === undefined) continue;
    const source = at(context, hit);
    const number = hit.match[1] ?? '';
    return {
      listen,
      server,
      fact: present(
        'http-port',
        `The server listens on port ${number}, written in ${place(source)}.`,
        [source],
        { port: number, file: source.path, line: source.line },
      ),
    };
  }
  const started = await startedPort(context);
  if (started !== undefined) return { listen, server, fact: started };
  return listen === undefined ? undefined : { listen, server, fact: undefined };
}

function envFact(
  source: FileSource,
  variable: string,
  port: string | undefined,
  listen: FileSource | undefined,
): StackFact {
  const text =
    port === undefined
      ? `The server listens on the port in \`${variable}\`, which has no default (${place(source)}).`
      : `The server listens on the port in \`${variable}\`, ${port} by default (${place(source)}).`;
  const sources =
    listen === undefined || (listen.path === source.path && listen.line === source.line)
      ? [source]
      : [source, listen];
  return present('http-port', text, sources, { variable, port, file: source.path, line: source.line });
}

/** Ports of other things (databases, mail, metrics) are not the server's. */
function isServerPort(hit: Hit): boolean {
  return (
    !/\b\w*(REDIS|DB|DATABASE|POSTGRES|PG|MYSQL|MONGO|SMTP|MAIL|EMAIL|METRICS|DEBUG|INSPECT|KAFKA|RABBIT|PROXY)\w*PORT/i.test(
      hit.text,
    ) && !/\b(redis|smtp|postgres|mysql|mongo)\b/i.test(hit.text)
  );
}

function ordering(made: Hit | undefined): (a: Hit, b: Hit) => number {
  const weight = (hit: Hit): number => {
    if (hit.file.path === made?.file.path) return 0;
    if (/^(server|main|index|app|www)\.\w+$/.test(baseOf(hit.file.path))) return 1;
    return /config|env|settings/.test(hit.file.path) ? 2 : 3;
  };
  return (a, b) => weight(a) - weight(b);
}

function sameLanguage(path: string): RegExp {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  return /^[cm]?[jt]sx?$/.test(extension) ? /\.[cm]?[jt]sx?$/ : new RegExp(`\\.${extension}$`);
}

/** The port given where the server is started: an image, a Procfile, a script. */
async function startedPort(context: FactContext): Promise<StackFact | undefined> {
  const paths = (await context.reader.list()).filter(
    path => /(^|\/)(?:Dockerfile|Containerfile|Procfile)$/.test(path) && !isAside(path),
  );
  for (const path of paths) {
    const file = await context.reader.read(path);
    const pattern = /--port[= ](\d{2,5})|(?:--bind|-b)[= ][\w.]*:(\d{2,5})|^EXPOSE (\d{2,5})/;
    const line = file?.lines.findIndex(text => pattern.test(text)) ?? -1;
    if (file === undefined || line === -1) continue;
    const number = pattern
      .exec(file.lines[line] ?? '')
      ?.slice(1)
      .find(part => part !== undefined);
    const source = context.reader.cite(file, line + 1);
    return present(
      'http-port',
      `The server is started on port ${number}, given in ${place(source)}.`,
      [source],
      {
        port: number,
        file: source.path,
        line: source.line,
      },
    );
  }
  return undefined;
}

/** Spring reads its port from its own settings files. */
async function springPort(context: FactContext): Promise<StackFact | undefined> {
  const path = (await context.reader.list()).find(name =>
    /src\/main\/resources\/application\.(properties|ya?ml)$/.test(name),
  );
  const file = path === undefined ? undefined : await context.reader.read(path);
  if (file === undefined) return undefined;
  for (let line = 0; line < file.lines.length; line += 1) {
    const text = file.lines[line] ?? '';
    const found =
      /^server\.port\s*[=:]\s*(?:\$\{(\w+):)?(\d+)/.exec(text) ??
      (/^server:/.test(file.lines[line - 1] ?? '') ? /^\s+port:\s*(?:\$\{(\w+):)?(\d+)/.exec(text) : null);
    if (found === null) continue;
    const source = context.reader.cite(file, line + 1);
    if (found[1] !== undefined) return envFact(source, found[1], found[2], undefined);
    return present(
      'http-port',
      `The server listens on port ${found[2]}, set in ${place(source)}.`,
      [source],
      { port: found[2], file: source.path, line: source.line },
    );
  }
  return undefined;
}
