import type { Dispatcher, EnvHttpProxyAgent } from 'undici';
import { err, ok, type Result } from '../../shared/result.ts';
import { redact, safeLine } from '../../shared/text/index.ts';
import { exchange, first } from './exchange.ts';
import { httpFailure, retryAfterMs, statusHint } from './failures.ts';
import type { FetchedPage, HttpFailure, PageClient, PageRequest } from './port.ts';
import { isProxied, proxyAgent } from './proxies.ts';
import { addressProblem, isPublicAddress, publicLookup, type Resolve } from './public-address.ts';

export interface PageClientOptions {
  /** `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (or in lower case, which wins) are honoured. */
  readonly env: NodeJS.ProcessEnv;
  /** Sent as it is: `planner-tui/0.1.0`. */
  readonly userAgent: string;
  /** Another world than the public internet, for tests: the program never gives it. */
  readonly world?: {
    readonly resolve: Resolve;
    readonly isPublic: (address: string) => boolean;
    /** A certificate that counts as if the machine trusted it. */
    readonly ca: string;
  };
}

const FORMS: readonly (readonly [RegExp, FetchedPage['form']])[] = [
  [/^(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i, 'html'],
  [/^text\/(?:x-)?markdown\s*(?:;|$)/i, 'markdown'],
  [/^text\/plain\s*(?:;|$)/i, 'text'],
];
const PACKED = /^(?:identity|gzip|x-gzip)$/i;

/**
 * Fetches pages of the public web and nothing else: by https, from addresses that are public when they are connected to,
 * without following redirects, sending no more than the address. Where the environment names a proxy, it is the proxy
 * that resolves the name; what the address itself gives away is refused all the same.
 */
export function createPageClient({ env, userAgent, world }: PageClientOptions): PageClient {
  const proxied = isProxied(env);
  const isPublic = world?.isPublic ?? isPublicAddress;
  let opened: EnvHttpProxyAgent | undefined;
  const dispatcher = () =>
    (opened ??= proxyAgent(env, {
      lookup: publicLookup(world?.resolve, isPublic),
      ...(world ? { ca: world.ca } : {}),
    }));

  async function page(asked: PageRequest): Promise<Result<FetchedPage, HttpFailure>> {
    const problem = addressProblem(asked.url, isPublic);
    if (problem)
      return err(httpFailure('not-public', `${problem}.`, 'Pages are fetched from the public web alone.'));
    const answer = await exchange({ dispatcher, proxied, refusal }, asked, {
      method: 'GET',
      headers: {
        accept: 'text/html, text/markdown;q=0.9, text/plain;q=0.8',
        'accept-encoding': 'gzip',
        'user-agent': userAgent,
      },
    });
    if (!answer.ok) return answer;
    const { bytes, type } = answer.value;
    const form = formOf(type, asked.url);
    return form ? ok({ form, text: decoded(bytes, type, form) }) : err(noPage(asked.url, type));
  }

  return { page, close: async () => opened?.destroy() };
}

function refusal(
  { statusCode: status, headers }: Dispatcher.ResponseData,
  url: URL,
): HttpFailure | undefined {
  const { host } = url;
  if (status >= 300 && status < 400)
    return httpFailure(
      'redirected',
      `${host} points to ${placeOf(first(headers['location']), url)} (status ${status}); redirects are not followed.`,
      'Where the page moved for good, the playbook should name its new address.',
      { status },
    );
  if (status !== 200) {
    const wait = retryAfterMs(first(headers['retry-after']), Date.now());
    return httpFailure('status', `${host} answers with status ${status}.`, statusHint(status), {
      status,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    });
  }
  const type = first(headers['content-type']) ?? '';
  if (!formOf(type, url)) return noPage(url, type);
  const packed = first(headers['content-encoding'])?.trim() || 'identity';
  return PACKED.test(packed)
    ? undefined
    : httpFailure(
        'not-text',
        `${host} packs its answer as ${safeLine(packed).slice(0, 40)}, which was not asked for.`,
        'Nothing of it was used.',
        { status },
      );
}

/** Where a redirect points, without its query: that may hold what was handed to the person who logged in. */
function placeOf(location: string | undefined, url: URL): string {
  if (location === undefined) return 'another place';
  try {
    const to = new URL(location, url);
    return safeLine(redact(`${to.protocol}//${to.host}${to.pathname}`).text).slice(0, 200);
  } catch {
    return 'no valid address';
  }
}

/** A file of Markdown is often sent as plain text. */
function formOf(type: string, url: URL): FetchedPage['form'] | undefined {
  const form = FORMS.find(([pattern]) => pattern.test(type))?.[1];
  return form === 'text' && /\.(?:md|markdown)$/i.test(url.pathname) ? 'markdown' : form;
}

function noPage({ host }: URL, type: string): HttpFailure {
  const came = type === '' ? 'an answer without a type' : safeLine(type).slice(0, 60);
  return httpFailure('not-text', `A page was expected from ${host}, but ${came} came.`, 'Check the address.');
}

/** How far into a page its own word on its characters is looked for (as the HTML standard does). */
const PRESCAN_BYTES = 1024;

function decoded(bytes: Buffer, type: string, form: FetchedPage['form']): string {
  const said =
    /;\s*charset\s*=\s*"?([\w:.-]+)/i.exec(type)?.[1] ??
    (form === 'html'
      ? /<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(
          bytes.subarray(0, PRESCAN_BYTES).toString('latin1'),
        )?.[1]
      : undefined);
  try {
    return new TextDecoder(said ?? 'utf-8').decode(bytes);
  } catch {
    // Characters of a name that nobody knows.
    return new TextDecoder().decode(bytes);
  }
}
