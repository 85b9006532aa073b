import type Anthropic from '@anthropic-ai/sdk';
import { expect, it, vi } from 'vitest';
import { ok } from '../../../src/shared/result.ts';
import { makeFixtureRepo } from '../../helpers/fixture-repo.ts';
import { run } from '../loop.ts';
import { MODEL, modelProject } from './model-project.ts';
import { refuse, say } from './model-server.ts';
import { calling, FINISH, finding, lastSaid } from './script.ts';
import { usingModelServer } from './using-server.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const server = usingModelServer();

async function researched() {
  const repo = await makeFixtureRepo('shop-api');
  server.after(repo.cleanup);
  const { planner, project, close } = await modelProject(repo.root, server, {
    model: async () => ok({ ...MODEL, web: true }),
  });
  server.after(close);
  return run(planner, await project.start('Tell the customer by e-mail when an order ships'), 'research');
}

const direct = { type: 'direct' } as const;
const searched: readonly Anthropic.ContentBlock[] = [
  {
    type: 'server_tool_use',
    id: 's1',
    name: 'web_search',
    input: { query: 'nodemailer retry' },
    caller: direct,
  },
  {
    type: 'web_search_tool_result',
    tool_use_id: 's1',
    caller: direct,
    content: [
      {
        type: 'web_search_result',
        url: 'https://nodemailer.com/smtp',
        title: 'SMTP',
        page_age: null,
        encrypted_content: 'x',
      },
    ],
  },
  {
    type: 'server_tool_use',
    id: 's2',
    name: 'web_fetch',
    input: { url: 'https://nodemailer.com/smtp' },
    caller: direct,
  },
  {
    type: 'web_fetch_tool_result',
    tool_use_id: 's2',
    caller: direct,
    content: {
      type: 'web_fetch_result',
      url: 'https://nodemailer.com/smtp',
      retrieved_at: null,
      content: {
        type: 'document',
        title: 'SMTP transport',
        citations: null,
        source: {
          type: 'text',
          media_type: 'text/plain',
          data: 'Set  pool: true to use\npooled connections.',
        },
      },
    },
  },
  {
    type: 'text',
    text: 'It keeps connections.',
    citations: [
      {
        type: 'web_search_result_location',
        url: 'https://nodemailer.com/usage',
        title: 'Usage',
        cited_text: 'Nodemailer is a single module.',
        encrypted_index: 'y',
      },
    ],
  },
];

const page = (url: string, quote: string) => ({ kind: 'page', url, quote });

it('pages that the server read can be cited by what stands on them, and no others', async () => {
  server.script(
    say(...searched.map(block => ({ block }))),
    ...calling(
      finding(
        'found',
        'Connections can be kept open with `pool`.',
        page('https://nodemailer.com/smtp', 'pool: true to use pooled connections'),
      ),
      finding(
        'found',
        '`nodemailer` has no dependencies of its own.',
        page('https://nodemailer.com/usage/', 'Nodemailer is a single module.'),
      ),
      finding(
        'found',
        'It retries three times by itself.',
        page('https://nodemailer.com/smtp', 'retries three times'),
      ),
      finding('found', 'A page that nobody read says the same.', page('https://example.com/a', 'the same')),
      FINISH,
      FINISH,
      FINISH,
    ),
    refuse(401, 'authentication_error', 'the test ends here'),
  );
  const { session, outputs } = await researched();
  const found = session.findings.filter(f => f.id.startsWith('m-'));
  expect(found.map(f => f.sources)).toEqual([
    [
      {
        kind: 'url',
        url: 'https://nodemailer.com/smtp',
        title: 'SMTP transport',
        quote: 'pool: true to use pooled connections',
        fetchedAt: '2026-11-24',
      },
    ],
    [expect.objectContaining({ kind: 'url', quote: 'Nodemailer is a single module.' })],
  ]);
  const answers = server.asked.map(lastSaid);
  expect(answers.some(a => a.includes('the quote does not stand on https://nodemailer.com/smtp'))).toBe(true);
  expect(answers.some(a => a.includes('https://example.com/a was not read in this conversation'))).toBe(true);
  expect(outputs).toContainEqual({
    type: 'ActivityNoted',
    activity: { phase: 'research', verb: 'Searching', object: 'the web for “nodemailer retry”' },
  });
});

it('nothing but a search supplies an address that is fetched, and a server without such tools is asked without', async () => {
  server.script(
    refuse(400, 'invalid_request_error', 'tools.17: web_fetch_20260318 is not supported by this model'),
    refuse(401, 'authentication_error', 'the test ends here'),
  );
  const { session } = await researched();
  const tools = server.asked.map(a => a.body?.tools ?? []);
  expect(tools[0]).toContainEqual(
    expect.objectContaining({
      name: 'web_fetch',
      url_sources: {
        client_tool_results: { type: 'none' },
        user_input: { type: 'none' },
        server_tool_results: { type: 'only', tools: [{ type: 'tool_reference', name: 'web_search' }] },
      },
    }),
  );
  expect(tools[1]?.some(t => 'name' in t && /^web_/.test(t.name))).toBe(false);
  expect(session.notices.join(' ')).toContain('Sent again without `web`');
});
