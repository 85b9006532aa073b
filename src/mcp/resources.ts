import {
  type McpServer,
  ResourceNotFoundError,
  ResourceTemplate,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { App } from '../app/app.ts';
import { err, failure, type Result } from '../shared/result.ts';
import { clean, safeLine } from '../shared/text/index.ts';
import { type Calls, unlessGivenUp } from './calls.ts';
import { planTextOf } from './read-plan.ts';
import { addressOf } from './session-report.ts';
import type { Opening } from './tools.ts';

const MOST_LISTED = 200;
const MARKDOWN = 'text/markdown';
/** A name of a file of `plans/`, and nothing that leads elsewhere. */
const NAME = /^[^/\\]+\.md$/;

/** Plans as resources: those of `plans/`, the newest one, and the drafts of sessions. */
export function planResources(server: McpServer, calls: Calls, folder: Opening): void {
  const withApp = <T>(context: ServerContext, work: (app: App) => Promise<T>) =>
    calls.open(context, folder, ({ app, signal }) => unlessGivenUp(work(app), signal));

  const read = async (uri: URL, context: ServerContext, name: string | undefined) => {
    const found = await withApp(context, async (app): Promise<Result<{ readonly markdown: string }>> => {
      if (name === undefined) return err(failure('no-file', 'No plan has that name.'));
      return planTextOf(app, name);
    });
    if (!found.ok) throw new ResourceNotFoundError(uri.href, clean(found.error.message).value);
    return { contents: [{ uri: uri.href, mimeType: MARKDOWN, text: clean(found.value.markdown).value }] };
  };

  server.registerResource(
    'latest',
    addressOf('latest'),
    { title: 'The newest plan', description: 'The plan that was approved last.', mimeType: MARKDOWN },
    (uri, context) => read(uri, context, 'latest'),
  );
  server.registerResource(
    'plan',
    new ResourceTemplate(addressOf('plans/{name}'), {
      list: async context => {
        const plans = await withApp(context, app => app.workspace.home.plans());
        return {
          resources: plans.slice(0, MOST_LISTED).map(({ path, title, status, steps }) => ({
            uri: addressOf(path.split('/').map(encodeURIComponent).join('/')),
            name: safeLine(path),
            title: clean(title).value,
            description: `${status}, ${steps.done} of ${steps.total} steps done`,
            mimeType: MARKDOWN,
          })),
        };
      },
    }),
    { title: 'A plan of plans/', mimeType: MARKDOWN },
    (uri, { name }, context) => read(uri, context, fileOf(name)),
  );
  server.registerResource(
    'draft',
    new ResourceTemplate(addressOf('sessions/{id}'), { list: undefined }),
    { title: 'The newest draft of a session', mimeType: MARKDOWN },
    (uri, { id }, context) =>
      read(uri, context, typeof id === 'string' && !id.endsWith('.md') ? id : undefined),
  );
}

function fileOf(name: string | string[] | undefined): string | undefined {
  if (typeof name !== 'string') return undefined;
  try {
    const file = decodeURIComponent(name);
    return NAME.test(file) ? `plans/${file}` : undefined;
  } catch {
    return undefined;
  }
}
