import { fileURLToPath } from 'node:url';
import type { McpServer } from '@modelcontextprotocol/server';

/** A client that does not answer costs this long, once. */
const ROOTS_MS = 3_000;

/** `legacy`: revisions of the protocol up to 2025-11-25. */
export type Era = 'legacy' | 'modern';

export interface ProjectWish {
  /** `--project`; wins over what a client says. */
  readonly given: string | undefined;
  /** Where the server was started. */
  readonly cwd: string;
}

/**
 * `--project`, else the client's root where it names exactly one, else where the server was started. Clients of the revision
 * 2026-07-28 have no roots to ask for (they are deprecated there); they start the server in the project, or name it.
 */
export function projectFolder(
  { given, cwd }: ProjectWish,
  server: McpServer,
  era: Era,
): () => Promise<string> {
  if (given !== undefined) return () => Promise.resolve(given);
  if (era === 'modern') return () => Promise.resolve(cwd);
  let known: Promise<string> | undefined;
  server.server.setNotificationHandler('notifications/roots/list_changed', () => {
    known = undefined;
  });
  const ask = async () => {
    if (!server.server.getClientCapabilities()?.roots) return cwd;
    const roots = await server.server.listRoots({}, { timeout: ROOTS_MS }).catch(() => undefined);
    const [only, more] = roots?.roots ?? [];
    return (only && !more && pathOf(only.uri)) || cwd;
  };
  return () => {
    known ??= ask();
    return known;
  };
}

/** The same in words, for the instructions: a client reads them before it is asked for its roots. */
export function projectWords({ given, cwd }: ProjectWish, era: Era): string {
  if (given !== undefined) return `The project is that of ${given} (--project).`;
  const start = `that of ${cwd}, where the server was started; --project names another`;
  return era === 'modern'
    ? `The project is ${start}.`
    : `The project is the root that the client names, where it names exactly one, else ${start}.`;
}

function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
