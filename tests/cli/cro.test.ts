import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConnectProxy, startConnectProxy } from '../helpers/connect-proxy.ts';
import { html, type PageServer, startPages } from '../helpers/page-server.ts';
import { freshHome, run } from './program.ts';

const PAGES = fileURLToPath(new URL('../fixtures/pages/', import.meta.url));

function project(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `planner-tui-${name}-`));
  cpSync(join(PAGES, name), folder, { recursive: true });
  return folder;
}

function answersFile(folder: string, answers: Readonly<Record<string, string>>): string {
  const path = join(folder, '..', `answers-${Math.round(performance.now() * 1000)}.json`);
  writeFileSync(path, JSON.stringify(answers));
  return path;
}

async function planned(cwd: string, goal: string, answers: Readonly<Record<string, string>> = {}) {
  const given = Object.keys(answers).length > 0 ? ['--answers', answersFile(cwd, answers)] : [];
  const { stdout, stderr, code } = await run(['plan:cro', goal, '--json', '--planner', 'local', ...given], {
    cwd,
  });
  expect([code, stderr.includes('checks that failed')], stderr).toEqual([0, false]);
  return JSON.parse(stdout);
}

const cells = (markdown: string, head: string): readonly (readonly string[])[] => {
  const lines = markdown.slice(markdown.indexOf(`## ${head}`)).split('\n');
  const from = lines.findIndex(line => line.startsWith('|'));
  const to = lines.findIndex((line, i) => i > from && !line.startsWith('|'));
  return lines.slice(from + 2, to).map(line =>
    line
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim()),
  );
};

describe('a page of the project', { timeout: 120_000 }, () => {
  test('plain HTML: friction with its line, hypotheses by score, sizes computed, all checks passed', async () => {
    const { markdown, plan, questions } = await planned(
      project('landing-html'),
      'more orders on the landing page',
    );
    expect(plan.kind).toBe('cro');
    const rules = new Map(
      cells(markdown, 'Page Friction').map(([rule, what, where]) => [rule, [what, where]]),
    );
    expect(rules.get('`form-twice`')).toEqual([
      'The form “letters” at `index.html:26` asks twice for the same: email_confirm.',
      '`index.html:29`',
    ]);
    const scores = cells(markdown, 'Hypotheses').map(row =>
      row.slice(2).map(cell => Number.parseInt(cell ?? '', 10)),
    );
    expect(scores.length).toBeGreaterThan(4);
    for (const [i = 0, c = 0, e = 0, score] of scores) expect(i * c * e).toBe(score);
    expect(scores.map(s => s[3])).toEqual(scores.map(s => s[3] ?? 0).toSorted((a, b) => b - a));
    expect(markdown).toContain('Assumption: 13,914 visitors a variant tell 3 % from 3.6 %');
    expect(plan.steps[0].id).toBe('S-cro-count');
    expect(
      questions.filter((q: { asked: string }) => q.asked === 'round').map((q: { id: string }) => q.id),
    ).toEqual(['cro-metric', 'cro-visitors', 'cro-rate', 'cro-effect']);
    // What the choices speak of is what stands beside them.
    expect(questions[0].evidence).toMatchObject([{ kind: 'file', path: 'index.html', line: 26 }]);
  });

  test('React: components are followed, answers in own words are computed with', async () => {
    const { markdown, plan } = await planned(project('signup-react'), 'more sign-ups', {
      'cro-visitors': 'about 12k a week',
      'cro-rate': '2.5 %',
      'cro-effect': 'from 2.5 to 3.2 %',
      'cro-variants': '3',
      'cro-metric': 'an account that sent its first invoice',
    });
    expect(markdown).toContain(
      '- The number that decides: an account that sent its first invoice (answer to cro-metric).',
    );
    expect(markdown).toContain(
      '- 10,741 visitors a variant tell 2.5 % from 3.2 %: α = 0.05 ÷ 2 comparisons (Bonferroni) = 0.025',
    );
    expect(markdown).toContain('it runs 3 whole weeks, and a variant has about 268 conversions');
    expect(markdown).toContain('Steps are counted by PostHog through `track` (`src/analytics.ts`)');
    const files = plan.steps.flatMap((s: { files: { path: string }[] }) => s.files.map(f => f.path));
    expect(new Set(files)).toEqual(
      new Set([
        'docs/conversion.md',
        'src/analytics.test.ts',
        'src/components/SignupForm.tsx',
        'src/pages/Signup.tsx',
      ]),
    );
    // Three variants: two changes in the first run, the next ones after the decision.
    const ids = plan.steps.map((s: { id: string }) => s.id);
    expect(ids.indexOf('S-cro-decide')).toBe(4);
  });

  test('a template of a server, by its route; few visitors: before and after, with what four weeks could tell', async () => {
    const { markdown, plan } = await planned(project('checkout-ejs'), 'fewer abandoned carts on /checkout', {
      'cro-visitors': '300',
      'cro-rate': '30 of 1000',
    });
    expect(markdown).toContain('The page is `views/checkout.ejs`');
    expect(markdown).toMatch(/has 5 fields \(name, address, card_number, cvc, coupon\)/);
    expect(markdown).toContain('Warning: 93 weeks are more than 8');
    expect(markdown).toContain('In 4 weeks only a rise to 6.42 % (114 % above the rate today)');
    expect(plan.steps.map((s: { id: string }) => s.id)).not.toContain('S-cro-variants');
  });

  test.each([
    ['cro-rate', '150 %', 'A share above 0 % and below 100 % was expected'],
    ['cro-rate', '0', 'A share above 0 % and below 100 % was expected'],
    ['cro-visitors', '-5', 'A number of people a week, at least 1, was expected'],
    ['cro-effect', 'plenty', 'A change to look for was expected'],
  ])('%s: %s is refused with what is expected', async (id, text, message) => {
    const cwd = project('signup-react');
    const { code, stderr, stdout } = await run(
      [
        'plan:cro',
        'more sign-ups',
        '--print',
        '--planner',
        'local',
        '--answers',
        answersFile(cwd, { [id]: text }),
      ],
      { cwd },
    );
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain(`“${text}” came`);
  });

  test('a page that is not there is asked for, and nothing is invented', async () => {
    const { markdown, questions } = await planned(project('checkout-ejs'), 'more bookings on /nowhere');
    expect(questions[0].id).toBe('cro-page');
    expect(markdown).not.toContain('## Hypotheses');
  });
});

describe('a page by its address', { timeout: 120_000 }, () => {
  let server: PageServer;
  let proxy: ConnectProxy;
  let certificate: string;
  const landing = readFileSync(join(PAGES, 'landing-html/index.html'), 'utf8');
  beforeAll(async () => {
    server = await startPages('fern.example.com');
    certificate = join(freshHome(), 'ca.pem');
    writeFileSync(certificate, server.certified.cert);
    proxy = await startConnectProxy(() => ({ host: '127.0.0.1', port: server.port }));
    server.at('/', html(landing));
    server.at(
      '/empty',
      html('<!doctype html><title>x</title><div id="root"></div><script src="/app.js"></script>'),
    );
    server.at(
      '/bare',
      html(
        '<html lang="en"><title>Notes</title><h1>Notes on soil</h1><p>Soil is what is left when rock has been rained on for a long time, and it is never the same twice.</p>',
      ),
    );
    server.at('/moved', r => void r.writeHead(302, { location: 'https://fern.example.com/' }).end());
  });
  afterAll(async () => {
    proxy.close();
    await server.close();
  });
  const fetching = (home: string, args: readonly string[], cwd = project('signup-react')) =>
    run(['plan:cro', ...args, '--json', '--planner', 'local'], {
      cwd,
      home,
      env: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, NODE_EXTRA_CA_CERTS: certificate },
    });

  test('is read because the person gave it, planned without files, and kept for the next run offline', async () => {
    const home = freshHome();
    const made = await fetching(home, ['https://fern.example.com/']);
    expect(made.stderr).not.toContain('checks that failed');
    const { markdown, plan } = JSON.parse(made.stdout);
    expect(markdown).toContain('The page is `https://fern.example.com/`');
    expect(markdown).toContain('The files of this page are not in this project');
    expect(plan.steps.flatMap((s: { files: unknown[] }) => s.files)).toEqual([]);
    expect(markdown).toContain('`<input name="email_confirm" placeholder="E-mail again"');
    // What this project counts by, how fast it changes and what it runs says nothing of a page that lies elsewhere.
    expect(markdown).toContain(': the page was read at its address, and its code is not in `');
    expect(markdown).not.toMatch(/PostHog|is merged|this plan adds/);
    for (const { estimate } of plan.steps)
      expect(estimate.basis).toContain('; this code has its history elsewhere, so the range is widest');
    // One fetch a run: the draft reads what the research read.
    expect(server.asked.filter(a => a === 'fern.example.com/')).toHaveLength(1);
    expect(readdirSync(join(home, 'cache/page-code'))).toHaveLength(1);
    const again = JSON.parse((await fetching(home, ['https://fern.example.com/', '--offline'])).stdout);
    expect(again.markdown).toContain('The page is `https://fern.example.com/`');
    expect(server.asked.filter(a => a === 'fern.example.com/')).toHaveLength(1);
  });

  test.each([
    ['https://fern.example.com/', ['--offline'], '--offline'],
    ['https://fern.example.com/moved', [], 'redirects are not followed'],
    ['https://fern.example.com/gone', [], 'status 404'],
  ])('%s %s is not read, and the plan says why', async (url, args, reason) => {
    const asked = proxy.through.length;
    const { stdout, stderr } = await fetching(freshHome(), [url, ...args]);
    const { markdown } = JSON.parse(stdout);
    expect(markdown).toContain(reason);
    // Nothing is made up of a page that nobody read; its sections say so.
    expect(markdown).toMatch(/\n## Page Friction\n\n- Nothing is judged by its name or address alone/);
    expect(markdown).not.toMatch(/\| Rule |visitors a variant/);
    expect(stderr).not.toContain('checks that failed');
    if (!/moved|gone/.test(url)) expect(proxy.through).toHaveLength(asked);
  });

  test.each([
    ['https://127.0.0.1/', '127.0.0.1 is no public address'],
    ['https://localhost/', 'localhost is no name of the public internet'],
    ['http://fern.example.com/', 'an address of https was expected'],
    ['ftp://fern.example.com/', 'an address of https was expected'],
    ['more orders, the rate today is 150 %', 'A share above 0 % and below 100 % was expected'],
  ])('%s is refused before a session is begun', async (goal, reason) => {
    const home = freshHome();
    const { stdout, stderr, code } = await fetching(home, [goal]);
    expect(stderr).toContain(reason);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(
      readdirSync(home, { recursive: true, encoding: 'utf8' }).filter(f => f.endsWith('.jsonl')),
    ).toEqual([]);
  });

  test('feedback and goal in words change the numbers of the experiment', async () => {
    const given = ['raise orders on /signup from 3 % to 4 %', '--feedback', 'we have 20,000 visitors a week'];
    const { markdown, plan } = JSON.parse((await fetching(freshHome(), given)).stdout);
    expect(markdown).toContain('5,301 visitors a variant tell 3 % from 4 %');
    expect(markdown).toMatch(/\| Visitors a week \| 20,000 +\| answer to `cro-visitors`/);
    expect(markdown).toMatch(/\| Smallest effect \| 1 point /);
    expect(plan.changes[0].what).toContain('Decide after 2 weeks');
    const refused = ['more sign-ups on /signup', '--feedback', 'the rate is 150 %'];
    const kept = JSON.parse((await fetching(freshHome(), refused)).stdout);
    expect(kept.plan.changes[0].what).toContain('No number was taken. A share above 0 %');
    expect(kept.plan.requirements).toHaveLength(3);
  });

  test('an empty page, and one without form and call, are told as what they are', async () => {
    const empty = JSON.parse(
      (await fetching(freshHome(), ['https://fern.example.com/empty'])).stdout,
    ).markdown;
    expect(empty).toContain('almost empty before its scripts run');
    expect(empty).not.toContain('`calls-none`');
    const bare = JSON.parse((await fetching(freshHome(), ['https://fern.example.com/bare'])).stdout).markdown;
    expect(bare).toContain('`calls-none`');
    expect(bare).not.toContain('_begun`');
  });
});
