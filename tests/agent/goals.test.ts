import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatherFacts } from '../../src/app/facts.ts';
import { check, failing, needs } from '../../src/plan/checks/index.ts';
import type { Plan } from '../../src/plan/model.ts';
import { type FixtureName, type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { firstDraft, lastPlan, run } from './loop.ts';
import { realProject } from './real.ts';

type Project = Awaited<ReturnType<typeof realProject>>;
const NAMES: readonly FixtureName[] = ['shop-api', 'ledger-py', 'notes-web'];
const repos: FixtureRepo[] = [];
const projects = new Map<FixtureName, Project>();

beforeAll(async () => {
  for (const name of NAMES) {
    const repo = await makeFixtureRepo(name);
    repos.push(repo);
    projects.set(name, await realProject(repo.root));
  }
});
afterAll(async () => {
  for (const project of projects.values()) await project.close();
  for (const repo of repos) await repo.cleanup();
});

function project(name: FixtureName): Project {
  const found = projects.get(name);
  if (!found) throw new Error(`no fixture ${name}`);
  return found;
}

const SPEC = [
  '# Archived accounts',
  '',
  'Accounts that are closed clutter every list of the ledger.',
  '',
  '- An account must be archivable by its owner.',
  '- Archived accounts shall not take part in new transfers.',
  '- [ ] The balance report should leave archived accounts out.',
  '',
  ...Array.from(
    { length: 400 },
    (_, i) => `Background ${i}: the committee talked about paragraph ${i} for a long afternoon in room ${i}.`,
  ),
  'Users can bring an archived account back within 30 days.',
].join('\n');

const TRACE = [
  "TypeError: Cannot read properties of undefined (reading 'status')",
  '    at PaymentService.handleWebhook (/home/ann/shop-api/src/services/payment.service.ts:52:17)',
  '    at async webhook (/home/ann/shop-api/src/controllers/payment.controller.ts:26:5)',
  '    at Layer.handle [as handle_request] (/home/ann/shop-api/node_modules/express/lib/router/layer.js:95:5)',
].join('\n');

const asks = (plan: Plan, id: string): boolean => plan.questions.some(q => q.question.id === id);
const paths = (plan: Plan): readonly string[] => plan.steps.flatMap(s => s.files.map(f => f.path));
const R = (plan: Plan): string => plan.requirements.map(r => r.text).join('\n');

const GOALS: readonly (readonly [string, FixtureName, string, (plan: Plan) => void])[] = [
  ['one word', 'shop-api', 'auth', plan => expect(asks(plan, 'which-change')).toBe(true)],
  ['one word on Python', 'ledger-py', 'reports', plan => expect(asks(plan, 'which-change')).toBe(true)],
  ['one word in the browser', 'notes-web', 'faster', plan => expect(asks(plan, 'which-change')).toBe(true)],
  [
    'a specification of 5,000 words',
    'ledger-py',
    SPEC,
    plan => {
      expect(plan.title).toBe('Archived accounts');
      expect(R(plan)).toContain('An account must be archivable by its owner');
      expect(R(plan)).toContain('Users can bring an archived account back within 30 days');
      expect(plan.requirements.length).toBeLessThan(13);
      expect(JSON.stringify([plan.overview, plan.requirements, plan.steps])).not.toContain(
        'committee talked',
      );
      expect(JSON.stringify(plan.overview).length).toBeLessThan(2_000);
      expect(plan.goal.length).toBeLessThan(2_200);
      expect(plan.notices.join('\n')).toContain('kept in the session');
    },
  ],
  [
    'German',
    'shop-api',
    'Benutzer sollen ihre Bestellungen als CSV exportieren können',
    plan => {
      expect(R(plan)).toContain('understood of it: export, user, order, CSV');
      expect(asks(plan, 'language')).toBe(true);
      expect(paths(plan).join('\n')).toMatch(/order/);
      expect(plan.steps.map(s => s.title).join('\n')).not.toContain('Bestellungen');
    },
  ],
  [
    'French',
    'notes-web',
    'Ajouter une recherche dans les notes pour les utilisateurs',
    plan => expect(R(plan)).toContain('As said in French'),
  ],
  [
    'Spanish',
    'ledger-py',
    'añadir un informe de transferencias para cada cuenta',
    plan => expect(R(plan)).toMatch(/understood of it: add, account, report, transfer/),
  ],
  [
    'Chinese',
    'shop-api',
    '给用户添加订单搜索功能',
    plan => expect(R(plan)).toMatch(/add, user, order, search/),
  ],
  [
    'Japanese',
    'shop-api',
    'ユーザーに通知を送る機能を追加する',
    plan => expect(R(plan)).toContain('As said in Japanese'),
  ],
  [
    'Russian',
    'shop-api',
    'добавить поиск по товарам',
    plan => expect(R(plan)).toContain('add, product, search'),
  ],
  [
    'Dutch with a file',
    'ledger-py',
    'voeg een rapport toe in src/ledger/services/reports.py en test het',
    plan => expect(paths(plan)).toContain('src/ledger/services/reports.py'),
  ],
  ['a question', 'shop-api', 'why is login slow?', plan => expect(plan.kind).toBe('fix')],
  [
    'a stack trace',
    'shop-api',
    TRACE,
    plan => {
      expect(plan.kind).toBe('fix');
      expect(plan.title).toMatch(/^Fix TypeError/);
      // One of its frames is changed: where the code asks for the value already, the one that hands it over.
      expect(paths(plan).join('\n')).toMatch(
        /src\/(?:services|controllers)\/payment\.(?:service|controller)\.ts/,
      );
      expect(paths(plan).join('\n')).not.toContain('node_modules');
    },
  ],
  [
    'Markdown and HTML',
    'notes-web',
    '## Add **tags** to notes\n\n<div onclick="x()">A note <b>must</b> show its [tags](http://evil.example)</div>',
    plan => {
      expect(plan.title).toBe('Add tags to notes');
      expect(R(plan)).toContain('A note must show its tags');
      // Excerpts are the project's own code, where comments begin with `/**`.
      const own = plan.steps.map(step => ({ ...step, code: [] }));
      expect(JSON.stringify([own, plan.requirements])).not.toMatch(/onclick|\*\*|evil\.example/);
      expect(JSON.stringify(plan.steps)).not.toMatch(/onclick|\*\*tags|evil\.example/);
    },
  ],
  [
    'wishes that exclude each other',
    'shop-api',
    'add a cache to the product list but do not add a cache to the product list',
    plan => expect(asks(plan, 'contradiction')).toBe(true),
  ],
];

describe('goals that are hard to read', () => {
  it.each(GOALS)('%s (%s)', { timeout: 120_000 }, async (_, name, goal, holds) => {
    const { planner, start, ports } = project(name);
    const { plan, markdown } = lastPlan(await firstDraft(planner, await start(goal)));
    holds(plan);
    const facts = await gatherFacts(needs(plan, markdown), ports);
    const faults = failing(check(plan, markdown, facts)).flatMap(r =>
      r.findings.map(f => `check ${r.check}, line ${f.line}: ${f.message}`),
    );
    expect(faults).toEqual([]);
  });

  it('says so where not one word of another language was understood', { timeout: 120_000 }, async () => {
    const { planner, start } = project('shop-api');
    const { session } = await run(planner, await start('让系统变得更好'), 'research');
    const stopped = session.runs.at(-1)?.stopped;
    expect(stopped?.reason).toBe('failed');
    expect(stopped?.failure?.message).toContain('Chinese');
    expect(stopped?.failure?.next).toContain('English');
    expect(session.approaches.flatMap(a => a.revisions)).toEqual([]);
  });
});
