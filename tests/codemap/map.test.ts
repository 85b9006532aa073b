import { describe, expect, test } from 'vitest';
import { createCodeMap } from '../../src/codemap/index.ts';
import { commit, memoryFiles, memoryGit } from './memory.ts';

const SHOP = {
  'package.json': '{"name":"shop","dependencies":{"express":"4"}}',
  'README.md': '# Shop\n\n## Orders\n\nHow orders work.\n',
  'src/server.ts':
    "import express from 'express';\nimport { orders } from './routes/order.routes.js';\nconst app = express();\napp.use('/orders', orders);\napp.listen(3000);\n",
  'src/routes/order.routes.ts':
    "import { Router } from 'express';\nimport { placeOrder } from '../services/order.service.js';\nimport { requireUser } from '../auth/middleware.js';\nexport const orders = Router();\norders.post('/', requireUser, placeOrder);\n",
  'src/services/order.service.ts':
    "import { sendMail } from '../lib/mailer.js';\n\n/** Takes an order and tells the buyer. */\nexport async function placeOrder(userId: string) {\n  await sendMail(userId, 'Order placed');\n}\n\nexport const cancelOrder = async (id: string): Promise<void> => {\n  console.log(id);\n};\n",
  'src/auth/middleware.ts':
    "import jwt from 'jsonwebtoken';\nexport function requireUser(req: Request, res: Response, next: () => void) {\n  jwt.verify('a', 'b');\n  next();\n}\n",
  'src/lib/mailer.ts':
    "import nodemailer from 'nodemailer';\nexport async function sendMail(to: string, text: string) {\n  return nodemailer.createTransport().sendMail({ to, text });\n}\n",
  'tests/order.service.test.ts':
    "import { placeOrder } from '../src/services/order.service.js';\ntest('places', () => placeOrder('u'));\n",
};
const LOG = [
  commit('feat(mail): send a receipt by mail', '2026-03-02', [
    'src/lib/mailer.ts',
    'src/services/order.service.ts',
  ]),
  commit('feat: cancel an order', '2026-02-01', [
    'src/services/order.service.ts',
    'tests/order.service.test.ts',
  ]),
  commit('fix: tokens expire', '2026-01-05', ['src/auth/middleware.ts']),
  commit('Start', '2026-01-01', Object.keys(SHOP)),
];
const shop = () => createCodeMap({ files: memoryFiles(SHOP), git: memoryGit(LOG) });

describe('the map of a small shop', () => {
  test('counts what it read', async () => {
    const seen: number[] = [];
    const summary = await shop().build((done, total) => seen.push(done / total));
    expect(summary).toMatchObject({
      root: '/project',
      files: 8,
      commits: 4,
      skipped: [],
      languages: [
        { name: 'typescript', files: 6 },
        { name: 'json', files: 1 },
        { name: 'markdown', files: 1 },
      ],
    });
    expect(seen.at(-1)).toBe(1);
  });

  test('a card joins symbols, imports, tests, roles and history', async () => {
    const card = await shop().card('src/services/order.service.ts');
    expect(card).toMatchObject({
      language: 'typescript',
      imports: ['src/lib/mailer.ts'],
      importedBy: ['src/routes/order.routes.ts', 'tests/order.service.test.ts'],
      tests: ['tests/order.service.test.ts'],
      commits: 3,
      lastCommit: '2026-03-02T10:00:00Z',
      roles: [{ role: 'service', reason: 'named order.service.ts' }],
    });
    expect(card?.symbols.map(s => [s.name, s.kind, s.line, s.endLine, s.signature])).toEqual([
      ['placeOrder', 'function', 4, 6, 'export async function placeOrder(userId: string)'],
      ['cancelOrder', 'function', 8, 10, 'export const cancelOrder = async (id: string): Promise<void>'],
    ]);
  });

  test('roles, definitions, uses and lines are found', async () => {
    const map = shop();
    expect((await map.byRole('http-entry')).map(c => [c.path, c.roles[0]?.reason])).toEqual([
      ['src/server.ts', 'calls `app.listen(` on line 5'],
    ]);
    expect((await map.define('requireUser')).map(s => `${s.path}:${s.line}`)).toEqual([
      'src/auth/middleware.ts:2',
    ]);
    expect((await map.references('requireUser')).map(h => `${h.path}:${h.line}`)).toEqual([
      'src/routes/order.routes.ts:3',
      'src/routes/order.routes.ts:5',
    ]);
    expect(await map.search('listen\\(\\d+', { under: 'src' })).toEqual([
      { path: 'src/server.ts', line: 5, text: 'app.listen(3000);' },
    ]);
    expect(await map.nearest('src/service/orders.service.ts', 1)).toEqual(['src/services/order.service.ts']);
    expect(await map.has('README.md')).toBe(true);
  });

  test('a goal ranks its files first and says why', async () => {
    const answer = await shop().impact({ goal: 'Let `requireUser` reject expired tokens', limit: 5 });
    expect(answer.files[0]?.path).toBe('src/auth/middleware.ts');
    const reasons = answer.files[0]?.reasons.map(r => r.detail) ?? [];
    expect(reasons).toContain('defines `requireUser`, named in the goal');
    expect(reasons.some(r => /^commit [c0-9a-f]{7} “fix: tokens expire” touched it$/.test(r))).toBe(true);
    const mail = await shop().impact({ goal: 'send a mail when an order is cancelled', limit: 5 });
    expect(
      mail.files
        .slice(0, 2)
        .map(f => f.path)
        .sort(),
    ).toEqual(['src/lib/mailer.ts', 'src/services/order.service.ts']);
    expect(mail.tests[0]?.path).toBe('tests/order.service.test.ts');
    expect(mail.precedents[0]?.subject).toBe('feat(mail): send a receipt by mail');
    expect(mail.others?.map(f => f.path)).toContain('README.md');
  });

  test('works without git', async () => {
    const map = createCodeMap({ files: memoryFiles(SHOP), git: memoryGit() });
    expect((await map.build()).commits).toBe(0);
    expect(await map.history()).toBeUndefined();
    expect((await map.impact({ goal: 'cancel an order', limit: 3 })).files[0]?.path).toBe(
      'src/services/order.service.ts',
    );
  });
});
