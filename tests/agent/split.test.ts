import { describe, expect, it } from 'vitest';
import { partsOf } from '../../src/agent/local/split.ts';
import { createCodeMap } from '../../src/codemap/index.ts';
import { createGit, createProjectFiles } from '../../src/host/index.ts';
import { repository } from '../host/repository.ts';
import { firstDraft, lastPlan } from './loop.ts';
import { realProject } from './real.ts';

const body = (calls: string, lines = 12) =>
  `${Array.from({ length: lines }, (_, i) => `  const v${i} = ${i};`).join('\n')}\n  ${calls}\n`;

const REPLY = `const { hook, other } = require('./hooks');

exports.reply = function reply(res) {
${body('sendBody(res); setHeader(res); return hook(other);')}};

function sendBody(res) {
${body('writeChunk(res); sendTrailer(res);')}}

function sendTrailer(res) {
${body('res.end();')}}

function writeChunk(res) {
${body('res.write();')}}

function setHeader(res) {
${body('joinHeaders(res);')}}

function joinHeaders(res) {
${body('return res;')}}
`;

async function partsIn(path: string, text: string) {
  const root = repository({ [path]: text, 'package.json': '{"name":"x"}\n' });
  const git = createGit(root);
  const map = createCodeMap({ files: createProjectFiles(root, git), git });
  await map.build();
  const card = await map.card(path);
  await map.close();
  return partsOf(path, text, card?.symbols ?? []);
}

describe('parts of a file', () => {
  it('joins what shares a word or has one user; what is brought in and what the file is for stay', async () => {
    const parts = await partsIn('lib/reply.js', REPLY);
    expect(
      parts.map(p => ({ word: p.word, names: p.symbols.map(s => s.name), offers: p.offers, needs: p.needs })),
    ).toEqual([
      {
        word: 'send',
        names: ['sendBody', 'sendTrailer', 'writeChunk'],
        offers: ['sendBody'],
        needs: [],
      },
      { word: 'header', names: ['setHeader', 'joinHeaders'], offers: ['setHeader'], needs: [] },
    ]);
  });

  it('are none where the definitions are few or one hangs on all others', async () => {
    expect(await partsIn('a.js', 'export function one() {}\nexport function two() {}\n')).toEqual([]);
    const chain = ['alpha', 'beta', 'gamma', 'delta', 'omega']
      .map(
        (name, i, all) =>
          `export function ${name}() {\n${body(
            all
              .slice(i + 1)
              .map(n => `${n}();`)
              .join(' '),
            2,
          )}}\n`,
      )
      .join('\n');
    expect(await partsIn('b.js', chain)).toEqual([]);
  });

  it('takes the members of a class that is nearly all of its file', async () => {
    const method = (name: string, calls: string) => `  ${name}() {\n${body(calls)}  }\n`;
    const parts = await partsIn(
      'src/shop.js',
      `export class Shop {\n${method('open', 'this.cartTotal();')}${method('cartTotal', 'this.cartItems();')}${method('cartItems', '')}${method('close', 'this.open();')}${method('greet', 'this.open();')}${method('sweep', 'this.open();')}}\n`,
    );
    expect(parts.map(p => [p.owner, p.symbols.map(s => s.name)])).toEqual([
      ['Shop', ['cartTotal', 'cartItems']],
    ]);
  });
});

describe('a goal that names its file', () => {
  it.each(['refactor lib/reply.js into smaller modules', 'split the largest module'])('%s', async goal => {
    const root = repository({
      'package.json': '{"name":"x","scripts":{"test":"node --test"}}\n',
      'lib/reply.js': REPLY,
      'lib/other.js': 'exports.send = function send() {};\n',
      'lib/index.js': "const { reply } = require('./reply.js');\nexports.reply = reply;\n",
    });
    const project = await realProject(root);
    const { plan } = lastPlan(await firstDraft(project.planner, await project.start(goal)));
    const source = plan.steps.filter(s => s.part === 'core').flatMap(s => s.files);
    expect(source.map(f => `${f.action} ${f.path}`)).toEqual([
      'create lib/reply-send.js',
      'modify lib/reply.js',
      'create lib/reply-header.js',
      'modify lib/reply.js',
    ]);
    await project.close();
  });
});

describe('parts of a class', () => {
  it('know private members by their names, and leave what makes the instance where it is', async () => {
    const member = (name: string, calls: string, n = 30) => `  ${name}() {\n${body(calls, n)}  }\n`;
    const text = `export class Client {
${member('constructor', 'this.#options = 1;', 70)}
${member('send', 'this.#retryDelay(); this.#retryAll(); this.#options();')}
${member('#retryDelay', 'return 1;')}
${member('#retryAll', 'this.#options();')}
${member('#options', 'return 2;')}
${member('close', 'this.#retryDelay(); this.#retryAll(); this.#options();')}
}
`;
    const parts = await partsIn('src/client.ts', text);
    expect(parts.map(({ word, offers, needs }) => ({ word, offers, needs }))).toEqual([
      { word: 'retry', offers: ['#retryDelay', '#retryAll'], needs: ['#options'] },
    ]);
  });
});
