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
  const listens = (await corpus.find(LISTEN, only)).sort(nearest);
  const listenHit = listens.find(hit => /listen|serve|run|start|bind/i.test(hit.text));
  const listen = listenHit === undefined ? undefined : at(context, listenHit);
  const server = listenHit?.match[2] === undefined ? listenHit?.match[1] : listenHit.match[2];

  for (const pattern of ENV_PORTS) {
    const hit = (await corpus.find(pattern, only)).filter(isServerPort).sort(nearest)[0];
    if (hit === undefined) continue;
    return { listen, server, fact: envFact(at(context, hit), hit.match[1] ?? 'PORT', hit.match[2], listen) };
  }
  const configured = (await springPort(context)) ?? (await dotnetPort(context));
  if (configured !== undefined) return { listen, server, fact: configured };
  const bare = (await corpus.find(ENV_ONLY, only)).filter(isServerPort).sort(nearest)[0];
  if (bare !== undefined) {
    return {
      listen,
      server,
      fact: envFact(at(context, bare), bare.match[1] ?? bare.match[2] ?? 'PORT', undefined, listen),
    };
  }
  const address = await addressPort(context);
  if (address !== undefined) return { listen, server, fact: address };
  for (const pattern of NUMBER_PORTS) {
    const hit = (await corpus.find(pattern, only)).filter(isServerPort).filter(isServerFile).sort(nearest)[0];
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
  const started = (await settingsPort(context)) ?? (await startedPort(context));
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

/** Ports that belong to databases, brokers, mail and proxies by convention. */
const OTHERS_PORTS =
  /^(?:5432|3306|6379|27017|5672|1433|1521|9092|9200|11211|2181|25|465|587|143|993|995|389|636|1080|22)$/;

/** The line and the few above it: a port belongs to what they speak of. */
function around(hit: Hit): string {
  return [
    ...hit.file.lines.slice(Math.max(0, hit.line - 4), hit.line - 1).map(line => line.slice(0, 200)),
    hit.text,
  ].join('\n');
}

/** A bare number says something of the server only where a server is made or settings are kept. */
function isServerFile(hit: Hit): boolean {
  return (
    LISTEN.test(hit.file.text) ||
    /^(?:server|main|index|app|www|config|settings|env|puma|gunicorn|program|cli|serve)\w*\./i.test(
      baseOf(hit.file.path),
    ) ||
    /(?:^|\/)(?:config|settings)\//.test(hit.file.path)
  );
}

/** An address with its port as the default of a named setting, on that line or the three below it; or a flag `port`. */
async function addressPort(context: FactContext): Promise<StackFact | undefined> {
  for (const hit of await context.corpus.find(/["'](\w*(?:LISTEN|BIND|HTTP)_ADDR\w*)["']/, { limit: 20 })) {
    for (let line = hit.line; line < hit.line + 4; line += 1) {
      const port = /["'\x60][\w.]*:(\d{2,5})["'\x60]/.exec(hit.file.lines[line - 1] ?? '')?.[1];
      if (port === undefined) continue;
      const source = context.reader.cite(hit.file, hit.line, line);
      return envFact(source, hit.match[1] ?? 'LISTEN_ADDR', port, undefined);
    }
  }
  const [flag] = await context.corpus.find(
    /(?:\.(?:Int|Uint|String)\w*|SetDefault)\([^)\n]*["']port["'][^)\n]*?,\s*["']?:?(\d{2,5})\b/,
    { limit: 5 },
  );
  if (flag === undefined) return undefined;
  const source = at(context, flag);
  return present(
    'http-port',
    `The server listens on the port given by the flag \`--port\`, ${flag.match[1]} by default (${place(source)}).`,
    [source],
    { port: flag.match[1], file: source.path, line: source.line },
  );
}

/** The port of a section for the program itself in settings files of YAML or TOML. */
async function settingsPort(context: FactContext): Promise<StackFact | undefined> {
  const paths = (await context.reader.list()).filter(
    path =>
      /^(?:[\w-]+\/)?(?:config|configuration|settings|conf)\/(?:base|default|application|app|config|settings)\.(?:ya?ml|toml)$|^(?:config|settings|application)\.(?:ya?ml|toml)$/.test(
        path,
      ) && !isAside(path),
  );
  for (const path of paths) {
    const file = await context.reader.read(path, 200_000);
    let section = '';
    for (let line = 0; line < (file?.lines.length ?? 0); line += 1) {
      const text = file?.lines[line] ?? '';
      section = /^\[?([A-Za-z][\w.-]*)[\]:]/.exec(text)?.[1] ?? section;
      const port = /^\s*(?:http_?)?port\s*[:=]\s*(\d{2,5})\s*$/.exec(text)?.[1];
      if (file === undefined || port === undefined) continue;
      if (!/^(?:application|app|server|http|web|api|port)$/i.test(section)) continue;
      const source = context.reader.cite(file, line + 1);
      return present('http-port', `The server listens on port ${port}, set in ${place(source)}.`, [source], {
        port,
        file: source.path,
        line: source.line,
      });
    }
  }
  return undefined;
}

/** Ports of other things (databases, mail, metrics) are not the server's. */
function isServerPort(hit: Hit): boolean {
  return (
    !/\b\w*(REDIS|DB|DATABASE|POSTGRES|PG|MYSQL|MONGO|SMTP|MAIL|EMAIL|METRICS|DEBUG|INSPECT|KAFKA|RABBIT|PROXY|MOCK|STORYBOOK|LDAP|SSH)\w*PORT/i.test(
      hit.text,
    ) &&
    !/redis|smtp|postgres|mysql|mariadb|mongo|proxy|mailer/i.test(around(hit)) &&
    !OTHERS_PORTS.test(hit.match[1] ?? '')
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

/** What `dotnet run` takes: the first address of the web project's launch settings. */
async function dotnetPort(context: FactContext): Promise<StackFact | undefined> {
  const web = context.survey.manifests.find(item => item.ecosystem === 'nuget' && item.runner === undefined);
  const path =
    web === undefined ? '' : `${web.dir === '' ? '' : `${web.dir}/`}Properties/launchSettings.json`;
  const file =
    web !== undefined && (await context.reader.has(path)) ? await context.reader.read(path) : undefined;
  // Settings of IIS stand first; those of the project itself have `commandName: Project` beside them.
  const lines = file?.lines ?? [];
  const at = lines.findIndex(text => /"applicationUrl"/.test(text) && /;|localhost:5\d{3}\b/.test(text));
  const port = /https?:\/\/[^:"]+:(\d{2,5})/.exec(lines[at] ?? '')?.[1];
  if (file === undefined || port === undefined) return undefined;
  const source = context.reader.cite(file, at + 1);
  return present(
    'http-port',
    `The server is started on port ${port} by \`dotnet run\` (${place(source)}).`,
    [source],
    {
      port,
      file: source.path,
      line: source.line,
    },
  );
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
