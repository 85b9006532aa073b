import type Anthropic from '@anthropic-ai/sdk';
import type { AskedOf, ModelServer, Reply } from './model-server.ts';
import { refuse } from './model-server.ts';

/** Answers with this as JSON. */
export const json =
  (value: unknown): Reply =>
  response => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };

/** A page, as captive portals and servers of pages give it. */
export const page =
  (status = 200): Reply =>
  response => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<!DOCTYPE html><html><title>Log in</title></html>');
  };

/** As the API describes a model; `null` capabilities are those of a server that says nothing. */
export const model = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({
  id,
  type: 'model',
  display_name: id,
  created_at: '2026-10-01T00:00:00Z',
  lifecycle: 'active',
  line: 'opus',
  max_input_tokens: 200_000,
  max_tokens: 64_000,
  capabilities: null,
  ...more,
});

export const CAPABLE = {
  structured_outputs: { supported: true },
  server_tools: { supported: true, web_search: { supported: true }, code_execution: { supported: false } },
  thinking: { supported: true, types: { adaptive: { supported: true } } },
};

export interface ApiManner {
  /** The one header that is taken, with its value. */
  readonly credential?: readonly [header: 'authorization' | 'x-api-key', value: string];
  /** The one version that is spoken. */
  readonly version?: string;
  /** Undefined: it has no list. */
  readonly models?: readonly unknown[];
  /** Tokens of a body, or why it is refused; undefined: it counts nothing. */
  readonly count?: (body: Anthropic.MessageCreateParams) => number | string;
}

/** Tokens as a server counts them that understands tools. */
export const counting = (body: Anthropic.MessageCreateParams): number => 8 + (body.tools?.length ?? 0) * 90;

/** Lets a server answer the calls that cost nothing. */
export function serveApi(server: Pick<ModelServer, 'serve'>, manner: ApiManner): void {
  const guarded =
    (reply: Reply): Reply =>
    (response, asked) => {
      const refusal = refusalOf(asked, manner);
      return (refusal ?? reply)(response, asked);
    };
  const { models, count } = manner;
  if (models) server.serve('/v1/models', guarded(json({ data: models, has_more: false })));
  if (count)
    server.serve(
      '/v1/messages/count_tokens',
      guarded((response, asked) => {
        const counted = asked.body ? count(asked.body) : 'a body was expected';
        const reply =
          typeof counted === 'number'
            ? json({ input_tokens: counted })
            : refuse(400, 'invalid_request_error', counted);
        return reply(response, asked);
      }),
    );
}

function refusalOf({ headers }: AskedOf, { credential, version }: ApiManner): Reply | undefined {
  if (version !== undefined && headers['anthropic-version'] !== version)
    return refuse(400, 'invalid_request_error', `anthropic-version: only ${version} is a valid version`);
  if (credential !== undefined && headers[credential[0]] !== credential[1])
    return refuse(401, 'authentication_error', 'invalid credentials');
  return undefined;
}
