import { describe, expect, it } from 'vitest';
import { createResearch } from '../../src/research/index.ts';
import { readProse } from '../../src/research/read/prose.ts';
import { fakeFiles, fakeGit, fakeMap } from './fakes.ts';

const said = (path: string, text: string): readonly string[] =>
  readProse({ path, text, lines: text.split('\n'), hash: '' }).statements.map(
    one => `${one.line}-${one.endLine} ${one.text}`,
  );
const search = (texts: Record<string, string>, words: readonly string[]) =>
  createResearch({ files: fakeFiles(texts), git: fakeGit(), map: fakeMap() }).documents(words, 5);

describe('what a document says', () => {
  it('is a whole sentence, also one that is wrapped', () => {
    const text = [
      '# Limits',
      '',
      'The server answers 429 when a client',
      'calls too often. See e.g. the guide of the proxy',
      'for the header. It begins here and',
      '',
      'goes nowhere',
    ].join('\n');
    expect(said('a.md', text)).toEqual([
      '3-4 The server answers 429 when a client calls too often.',
      '4-5 See e.g. the guide of the proxy for the header.',
    ]);
  });

  it('is a whole list item or table row, never its beginning, a mark, a link list or code', () => {
    const text = [
      '- `timeout` - The time that a route',
      '  may take before it is refused',
      '- [One](https://a.example) | [Two](https://b.example)',
      '',
      '| Name | What it is for |',
      '| --- | --- |',
      '| `LIMIT` | How many calls a client may make |',
      '',
      '```sh',
      'This line is code and no sentence at all.',
      '```',
      '[![A badge of the build and its state](x)](y)',
      'Set these settings before the server is started:',
    ].join('\n');
    expect(said('a.md', text)).toEqual([
      '1-2 `timeout` - The time that a route may take before it is refused',
      '7-7 | `LIMIT` | How many calls a client may make |',
    ]);
  });

  it('leaves out the code and the directives of reStructuredText', () => {
    const text = [
      'Limits',
      '------',
      '',
      'The model keeps the rating of a film::',
      '',
      '    The rating is kept here as a float.',
      '',
      '.. note:: Nothing is said by this mark itself.',
      '',
      'A form may hold a thousand fields at most.',
    ].join('\n');
    expect(said('a.rst', text)).toEqual(['10-10 A form may hold a thousand fields at most.']);
  });
});

describe('statements about a goal', () => {
  const readme = [
    '# App',
    '',
    'The app answers every request of its users.',
    'A user of the app may request a report.',
    'Requests of users are written to the log of the app.',
    'The app keeps its users in a database.',
    'Every user of the app has a role of its own.',
    'The app sends a request to the bank of the user.',
    'The users of the app see their bills by month.',
    '',
    'A refund of a payment has to be approved by a second person.',
  ].join('\n');

  it('meet a rare word and one more', async () => {
    const hits = await search({ 'README.md': readme }, ['refund', 'payment', 'user']);
    expect(hits.map(hit => hit.text)).toEqual([
      'A refund of a payment has to be approved by a second person.',
    ]);
    expect(hits[0]?.source).toMatchObject({ line: 11, excerpt: { text: hits[0]?.text } });
  });

  it('are none where only words are met that the documents use everywhere', async () => {
    expect(await search({ 'README.md': readme }, ['throttle', 'request', 'user', 'websocket'])).toEqual([]);
  });

  it('come from no security policy, no lint baseline and no issue form', async () => {
    const line = 'Please report a refund of a payment to us by mail.\n';
    const files = { 'SECURITY.md': line, '.baseline.txt': line, '.github/ISSUE_TEMPLATE/bug.md': line };
    const texts = { ...files, 'docs/pay.md': 'A refund of a payment takes a working day.\n' };
    expect((await search(texts, ['refund', 'payment'])).map(hit => hit.path)).toEqual(['docs/pay.md']);
  });
});
