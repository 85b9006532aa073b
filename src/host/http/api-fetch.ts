import { type Dispatcher, fetch as send } from 'undici';
import { namedEvents } from './named-events.ts';
import { proxyAgent } from './proxies.ts';

type SentHeaders = Readonly<Record<string, string>>;

export interface ApiFetchOptions {
  /** `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (or in lower case, which wins) are honoured. */
  readonly env: NodeJS.ProcessEnv;
  /**
   * Sent with every request, by lower-case name; of what the caller of `fetch` gives only `KEPT` goes out beside them. A
   * function is asked at each request: how a server wants to be spoken to may be found out on the way.
   */
  readonly headers: SentHeaders | (() => SentHeaders);
}

export interface ApiFetch {
  /**
   * A function that a library takes for `fetch`. Redirects are not followed: their answer is given as it came. `arrived`
   * is called when the headers are there (0) and whenever bytes of the body come, with their number. Server-sent events
   * without a name get it.
   */
  fetch(arrived?: (bytes: number) => void): typeof globalThis.fetch;
  close(): Promise<void>;
}

/**
 * Headers that a library may set by itself. All others stay behind: some come from variables of the environment that
 * nobody meant for this program.
 */
const KEPT = /^(?:accept|content-type|anthropic-version|x-stainless-[\w-]+)$/;

/** `fetch` for one server that the person chose: by an explicit dispatcher, with these headers and no others. */
export function createApiFetch({ env, headers }: ApiFetchOptions): ApiFetch {
  let opened: Dispatcher | undefined;
  return {
    fetch: arrived => async (input, init) => {
      opened ??= proxyAgent(env);
      const kept = [...new Headers(init?.headers)].filter(([name]) => KEPT.test(name));
      const answer = await send(input instanceof Request ? input.url : input, {
        method: init?.method ?? 'GET',
        headers: { ...Object.fromEntries(kept), ...(typeof headers === 'function' ? headers() : headers) },
        ...(typeof init?.body === 'string' ? { body: init.body } : {}),
        ...(init?.signal ? { signal: init.signal } : {}),
        redirect: 'manual',
        dispatcher: opened,
      });
      arrived?.(0);
      const counted = answer.body?.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, controller) {
            arrived?.(chunk.byteLength);
            controller.enqueue(chunk);
          },
        }),
      );
      const isStream = /^text\/event-stream\b/i.test(answer.headers.get('content-type') ?? '');
      const body = isStream ? counted?.pipeThrough(namedEvents()) : counted;
      return new Response(body ?? null, {
        status: answer.status,
        statusText: answer.statusText,
        headers: [...answer.headers],
      });
    },
    close: async () => opened?.destroy(),
  };
}
