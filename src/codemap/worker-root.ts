import type { MessagePort } from 'node:worker_threads';

/** What a worker of the map is started with; throws where it was started otherwise. `starter`: who does it rightly. */
export function startedWith(
  port: MessagePort | null,
  data: unknown,
  starter: string,
): { readonly port: MessagePort; readonly data: { readonly root: string } } {
  if (
    !port ||
    typeof data !== 'object' ||
    data === null ||
    !('root' in data) ||
    typeof data.root !== 'string'
  )
    throw new Error(`expected to be started by ${starter} with a root folder`);
  return { port, data: { ...data, root: data.root } };
}
