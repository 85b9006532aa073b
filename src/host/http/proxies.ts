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

/** The proxies that the environment names and that are honoured: where each leads, never its name and password. */
export function namedProxies(
  env: NodeJS.ProcessEnv,
): readonly { readonly variable: string; readonly place: string }[] {
  return PROXIES.flatMap(([lower, upper]) => {
    const variable = env[lower] === undefined ? upper : lower;
    const value = env[variable];
    if (!value) return [];
    return [{ variable, place: lower === 'no_proxy' ? value : hostIn(value) }];
  });
}

function hostIn(address: string): string {
  try {
    return new URL(address).host || 'no valid address';
  } catch {
    return 'no valid address';
  }
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
