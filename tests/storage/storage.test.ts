import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SessionEvent } from '../../src/session/events.ts';
import {
  createStorage,
  listPlans,
  listSessions,
  openSettings,
  type Storage,
} from '../../src/storage/index.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'planner-tui-test-'));
const now = new Date(2026, 10, 3, 4, 5, 6).getTime();

function open(root = folder(), home = folder()): { storage: Storage; root: string; home: string } {
  const storage = createStorage(root, { PLANNER_TUI_HOME: home });
  if (!storage.ok) throw new Error(storage.error.message);
  return { storage: storage.value, root, home };
}

const started = (at: number, text: string): SessionEvent => ({
  type: 'SessionStarted',
  at,
  sessionId: 's',
  project: { root: '/x', name: 'x', git: false },
  goal: { text, kind: 'feature', title: text, slug: 'x', kindFrom: 'given' },
  planner: { engine: 'local', why: 'no key' },
});

describe('sessions', () => {
  it('are named by time and goal, listed newest first, opened again, and left out when published', async () => {
    const { storage } = open();
    const ids: string[] = [];
    for (const [i, goal] of ['Rate limiting', 'Rate limiting', 'Done'].entries()) {
      const log = await storage.createSession(goal, now);
      if (!log.ok) throw new Error(log.error.message);
      ids.push(log.value.sessionId);
      await log.value.append([started(i, goal)]);
      if (goal === 'Done')
        await log.value.append([
          {
            type: 'PlanPublished',
            at: 9,
            approachId: 'a',
            revision: 1,
            path: 'plans/x.md',
            latest: 'plans/latest-plan.md',
          },
        ]);
      await log.value.close();
    }
    expect(ids[0]).toBe('20261103-040506-rate-limiting');
    expect(ids[1]).toMatch(/^20261103-040506-rate-limiting-[0-9a-f]{6}$/);
    expect(
      (await storage.unfinishedSessions()).map(s => [s.id, s.goal, s.openQuestions, s.revisions]),
    ).toEqual([
      [ids[1], 'Rate limiting', 0, 0],
      [ids[0], 'Rate limiting', 0, 0],
    ]);
    const again = await storage.openSession(ids[0] ?? '');
    expect(again.ok && again.value.events).toEqual([started(0, 'Rate limiting')]);
    if (again.ok) await again.value.close();
  });

  it('that do not exist are refused, also by a path', async () => {
    const { storage } = open();
    for (const id of ['nothing', '../../../etc/passwd', '', 'a/b'])
      expect(await storage.openSession(id)).toMatchObject({ ok: false, error: { kind: 'session-unknown' } });
    expect(await storage.unfinishedSessions()).toEqual([]);
  });

  it('with a damaged or empty log do not hide the others', async () => {
    const { storage, home } = open();
    const log = await storage.createSession('good', now);
    if (!log.ok) throw new Error(log.error.message);
    await log.value.append([started(1, 'Good')]);
    await log.value.close();
    const state = join(home, 'state', readdirSync(join(home, 'state'))[0] ?? '');
    writeFileSync(join(state, 'sessions/bad.jsonl'), 'rubbish\n');
    writeFileSync(join(state, 'sessions/empty.jsonl'), '');
    expect((await listSessions(state)).map(s => s.goal)).toEqual(['Good']);
    expect(statSync(join(state, 'sessions')).mode & 0o777).toBe(0o700);
    expect(statSync(join(state, 'sessions', `${log.value.sessionId}.jsonl`)).mode & 0o777).toBe(0o600);
    storage.rememberGoal('Good');
    storage.drafts.save('home', 'half a goal');
    storage.drafts.flush();
    for (const name of ['goals.json', 'drafts.json'])
      expect(statSync(join(state, name)).mode & 0o777).toBe(0o600);
  });

  it('cannot be kept where the state folder cannot be made: said, not thrown', () => {
    const home = join(folder(), 'file');
    writeFileSync(home, '');
    expect(createStorage(folder(), { PLANNER_TUI_HOME: home })).toMatchObject({
      ok: false,
      error: { kind: 'state-unwritable', next: expect.stringContaining('PLANNER_TUI_HOME') },
    });
  });
});

describe('drafts and goals', () => {
  afterEach(() => void vi.useRealTimers());

  it('keeps what is typed within a second, and at once on flush', () => {
    vi.useFakeTimers();
    const { storage, root, home } = open();
    storage.drafts.save('home', 'add rate li');
    expect(open(root, home).storage.drafts.load('home')).toBe('');
    vi.advanceTimersByTime(1_000);
    expect(open(root, home).storage.drafts.load('home')).toBe('add rate li');
    storage.drafts.save('home', '');
    storage.drafts.save('feedback', 'use\nPostgreSQL');
    storage.drafts.flush();
    const later = open(root, home).storage.drafts;
    expect([later.load('home'), later.load('feedback'), later.load('other')]).toEqual([
      '',
      'use\nPostgreSQL',
      '',
    ]);
  });

  it('keeps drafts when the process ends', () => {
    const { storage, root, home } = open();
    storage.drafts.save('home', 'half a sent');
    // What Node calls on the way out.
    for (const listener of process.listeners('exit').slice(-1)) listener(0);
    expect(open(root, home).storage.drafts.load('home')).toBe('half a sent');
  });

  it('remembers goals newest first, each once, a hundred at most', () => {
    const { storage, root, home } = open();
    for (let i = 0; i < 105; i++) storage.rememberGoal(`goal ${i}`);
    storage.rememberGoal(' goal 50 ');
    storage.rememberGoal('  ');
    const goals = open(root, home).storage.earlierGoals();
    expect(goals).toHaveLength(100);
    expect(goals.slice(0, 3)).toEqual(['goal 50', 'goal 104', 'goal 103']);
    expect(goals.filter(g => g === 'goal 50')).toHaveLength(1);
  });
});

describe('the list of plans', () => {
  const plan = (root: string, name: string, text: string) => {
    mkdirSync(join(root, dirname(`plans/${name}`)), { recursive: true });
    writeFileSync(join(root, 'plans', name), text);
  };

  it('reads front matter and the check boxes of the steps, newest first', () => {
    const root = folder();
    plan(
      root,
      'a-20260101-000000.md',
      '---\ntitle: "First: plan"\nstatus: approved\ncreated: 2026-01-01T00:00:00.000Z\nsteps: 7\n---\n# Other\n\n## Implementation steps\n\n- [x] one\n- [ ] two\n\n## Questions\n\n- [ ] open\n',
    );
    plan(
      root,
      'b-20260202-000000.md',
      '---\ntitle: Second\nstatus: draft\ncreated: "2026-02-02T00:00:00Z"\nsteps: 3\n---\n',
    );
    symlinkSync('b-20260202-000000.md', join(root, 'plans/latest-plan.md'));
    expect(listPlans(root)).toEqual([
      {
        path: 'plans/b-20260202-000000.md',
        title: 'Second',
        goal: '',
        status: 'draft',
        created: '2026-02-02T00:00:00Z',
        steps: { done: 0, total: 3 },
      },
      {
        path: 'plans/a-20260101-000000.md',
        goal: '',
        title: 'First: plan',
        status: 'approved',
        created: '2026-01-01T00:00:00.000Z',
        steps: { done: 1, total: 2 },
      },
    ]);
  });

  it('tolerates foreign files and none at all', () => {
    const root = folder();
    expect(listPlans(root)).toEqual([]);
    plan(root, 'notes.md', 'Some\n\n# My *notes* \x1b[31m\n\n- [x] a\n- [ ] b\n');
    plan(root, 'bad-20260303-101112.md', '---\ntitle: [unclosed\n---\nno heading\n');
    plan(root, 'odd.md', '---\ntitle: 5\nsteps: many\n---\n');
    plan(root, 'deep/inner.md', '# Inner');
    plan(root, 'binary.md', '\0\0');
    plan(root, 'README.md', '# About this folder');
    symlinkSync('/etc/hostname', join(root, 'plans/link.md'));
    expect(listPlans(root).map(p => [p.path, p.title, p.status, p.created, p.steps])).toEqual([
      [
        'plans/bad-20260303-101112.md',
        'bad-20260303-101112.md',
        'unknown',
        '2026-03-03T10:11:12',
        { done: 0, total: 0 },
      ],
      ['plans/odd.md', 'odd.md', 'unknown', '', { done: 0, total: 0 }],
      ['plans/notes.md', 'My *notes* ␛[31m', 'unknown', '', { done: 1, total: 2 }],
    ]);
  });
});

describe('settings', () => {
  const places = (project?: unknown, user?: string) => {
    const config = folder();
    const projectRoot = folder();
    if (project !== undefined)
      writeFileSync(
        join(projectRoot, '.planner-tui.json'),
        typeof project === 'string' ? project : JSON.stringify(project),
      );
    if (user !== undefined) writeFileSync(join(config, 'config.json'), user);
    return { folder: config, projectRoot, env: {}, flags: {} };
  };

  it('hold in the order flag, environment, project, user, default', () => {
    const base = places({ theme: 'of-project' }, '{"theme":"of-user"}');
    const all = { ...base, env: { PLANNER_TUI_THEME: 'of-env' }, flags: { theme: 'of-flag' } };
    expect(openSettings(all).theme()).toEqual({ value: 'of-flag', from: 'flag' });
    expect(openSettings({ ...all, flags: {} }).theme()).toEqual({ value: 'of-env', from: 'environment' });
    expect(openSettings(base).theme()).toEqual({ value: 'of-project', from: 'project' });
    expect(openSettings({ ...base, projectRoot: folder() }).theme()).toEqual({
      value: 'of-user',
      from: 'user',
    });
    expect(openSettings(places()).theme()).toEqual({ value: 'auto', from: 'default' });
  });

  it('of a project never name an address, a model, a key or keys', () => {
    const settings = openSettings(
      places({
        baseUrl: 'http://evil',
        model: 'x',
        apiKey: 'k',
        keymap: {},
        editor: 'rm',
        limits: { files: 3 },
      }),
    );
    expect([settings.get('baseUrl'), settings.get('model'), settings.get('keymap')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(settings.get('limits')).toEqual({ value: { files: 3 }, from: 'project' });
    expect(settings.notices.map(n => n.split(' ')[0])).toEqual([
      'baseUrl',
      'model',
      'apiKey',
      'keymap',
      'editor',
    ]);
  });

  it.each([
    [undefined, '{"limits":{"tokens":5}}', { tokens: 5, projectTokens: undefined }],
    [{ limits: { tokens: 9_000_000 } }, '{"limits":{"tokens":5}}', { tokens: 5, projectTokens: 9_000_000 }],
    // A limit of another name takes none away.
    [{ limits: { files: 3 } }, '{"limits":{"tokens":5}}', { tokens: 5, projectTokens: undefined }],
    [{ limits: { tokens: 3 } }, undefined, { tokens: undefined, projectTokens: 3 }],
    [{ limits: { tokens: -1 } }, '{"limits":"none"}', { tokens: undefined, projectTokens: undefined }],
  ])('of a project %j lie beside the own token limit', (project, own, tokens) => {
    const { model } = openSettings(places(project, own));
    expect(model()).toMatchObject(tokens);
  });

  it('correct estimates unless the user, and no project, says otherwise', () => {
    expect(openSettings(places()).pace()).toBe('on');
    expect(openSettings(places(undefined, '{"pace":"off"}')).pace()).toBe('off');
    expect(openSettings({ ...places(), env: { PLANNER_TUI_PACE: 'off' } }).pace()).toBe('off');
    expect(openSettings(places({ pace: 'off' })).pace()).toBe('on');
    const wrong = openSettings({ ...places(), env: { PLANNER_TUI_PACE: 'never' } });
    expect(wrong.pace()).toBe('on');
    expect(wrong.notices).toEqual(['PLANNER_TUI_PACE is ignored: "never" is no valid pace.']);
  });

  it('are written for the user alone and read again', () => {
    const base = places();
    openSettings(base).setTheme('daylight');
    openSettings(base).set('keymap', { quit: 'none' });
    expect(openSettings(base).theme()).toEqual({ value: 'daylight', from: 'user' });
    expect(openSettings(base).get('keymap')).toEqual({ value: { quit: 'none' }, from: 'user' });
    expect(statSync(join(base.folder, 'config.json')).mode & 0o777).toBe(0o600);
  });

  it.each(['{"theme":', '[]', '', '\0\0'])('keep a damaged file (%j) aside and tell', text => {
    const base = places(undefined, text);
    const settings = openSettings(base);
    expect(settings.theme().from).toBe('default');
    expect(settings.notices.join()).toContain('kept as');
    expect(readFileSync(join(base.folder, 'config.json.corrupt'), 'utf8')).toBe(text);
    settings.setTheme('x');
    expect(openSettings(base)).toMatchObject({ notices: [] });
  });

  it('pass over one bad value and keep the others; a bad project file is told', () => {
    const settings = openSettings(places({ theme: 7, language: 'de' }, '{"theme":"mine"}'));
    expect(settings.theme()).toEqual({ value: 'mine', from: 'user' });
    expect(settings.get('language')).toEqual({ value: 'de', from: 'project' });
    settings.theme();
    expect(settings.notices).toEqual(['theme in .planner-tui.json is ignored: 7 is no valid theme.']);
    expect(openSettings(places('{')).notices).toEqual(['.planner-tui.json is ignored: it is no valid JSON.']);
    expect(openSettings(places('[1]')).notices).toEqual([
      '.planner-tui.json is ignored: a JSON object was expected.',
    ]);
  });
});
