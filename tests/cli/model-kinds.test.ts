import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CheckResult } from '../../src/plan/model.ts';
import { counting, model, serveApi } from '../agent/claude/api-server.ts';
import { forgetful, KIND_SESSIONS } from '../agent/claude/kind-sessions.ts';
import { calling, conversationProblems, FINISH, lastSaid } from '../agent/claude/script.ts';
import { usingModelServer } from '../agent/claude/using-server.ts';
import { freshHome, run } from './program.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const server = usingModelServer();
let home: string;
beforeEach(() => {
  home = freshHome();
  serveApi(server, { models: [model('m')], count: counting });
});
afterEach(() => {
  for (const asked of spoken()) expect(conversationProblems(asked)).toEqual([]);
});

const spoken = () => server.asked.filter(a => /\/v1\/messages(?:\?|$)/.test(a.path));
const call = (cwd: string, ...args: readonly string[]) =>
  run(args, {
    cwd,
    home,
    env: { ANTHROPIC_API_KEY: 'sk-test', ANTHROPIC_AUTH_TOKEN: '', ANTHROPIC_BASE_URL: server.url },
  });
const WITH_MODEL = ['--planner', 'claude', '--allow-remote'];

function answersFile(answers: Readonly<Record<string, string>>): readonly string[] {
  const path = join(mkdtempSync(join(tmpdir(), 'planner-tui-answers-')), 'answers.json');
  writeFileSync(path, JSON.stringify(answers));
  return ['--answers', path];
}

describe('with a model', () => {
  test.each(KIND_SESSIONS.map(s => [s.kind, s] as const))('%s', async (kind, session) => {
    const root = await session.project();
    server.script(
      ...calling(FINISH, FINISH, ['submit_plan', forgetful(session)], ['submit_plan', session.plan]),
    );
    const { stdout, stderr, code } = await call(
      root,
      ...session.command(root),
      '--json',
      ...WITH_MODEL,
      ...(session.answers ? answersFile(session.answers) : []),
    );
    const told = spoken().map(lastSaid);
    expect([code, stderr.includes('checks that failed')], `${stderr}\n${told.slice(3).at(0)}`).toEqual([0, false]);
    const { markdown, plan, checks, goal, questions, notices } = JSON.parse(stdout);
    expect([goal.kind, plan.kind, plan.engine]).toEqual([kind, kind, 'claude']);
    expect(questions.map((q: { id: string }) => q.id)).toEqual(expect.arrayContaining([...session.asks]));
    expect(checks.filter((c: CheckResult) => c.verdict === 'failed')).toEqual([]);
    // Known before the plan was written, each by an id and with where it was read.
    const planning =
      spoken()
        .map(lastSaid)
        .find(text => text.includes('Phase 3 of 3')) ?? '';
    for (const known of session.known) expect(planning).toMatch(known);
    expect(
      spoken()
        .map(lastSaid)
        .filter(text => text.includes(`\n- ${session.forgets}: `)),
    ).toHaveLength(1);
    for (const says of session.says) expect(markdown).toMatch(says);
    expect(plan.notices.join(' ')).not.toContain('did not say');
    expect(notices.filter((n: string) => /not checked/.test(n))).toEqual([]);
  });
});
