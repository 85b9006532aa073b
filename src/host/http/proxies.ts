import { EnvHttpProxyAgent } from 'undici';

const HEAD_BYTES = 16 * 1024;

const PROXIES = [
  ['http_proxy', 'HTTP_PROXY'],
  ['https_proxy', 'HTTPS_PROXY'],
  ['no_proxy', 'NO_PROXY'],
] as const;

function proxyOf(env: NodeJS.ProcessEnv, lower: string, upper: string): string | undefined {
  return env[lower] ?? env[upper];
}

/** Whether the environment names a proxy at all. */
export function isProxied(env: NodeJS.ProcessEnv): boolean {
  return PROXIES.some(([lower, upper]) => lower !== 'no_proxy' && proxyOf(env, lower, upper));
}

/** Through the proxies of `env`, and no other's; `connect` bears on connections that go through none of them. */
export function proxyAgent(
  env: NodeJS.ProcessEnv,
  connect?: EnvHttpProxyAgent.Options['connect'],
): EnvHttpProxyAgent {
  const [httpProxy, httpsProxy, noProxy] = PROXIES.map(([lower, upper]) => proxyOf(env, lower, upper));
  // All three are given, so that the library asks no environment but this one.
  return new EnvHttpProxyAgent({
    httpProxy: httpProxy ?? '',
    httpsProxy: httpsProxy ?? '',
    noProxy: noProxy ?? '',
    maxHeaderSize: HEAD_BYTES,
    ...(connect === undefined ? {} : { connect }),
  });
}
