import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findPage } from '../../../src/research/page/find.ts';

const ROUTES = fileURLToPath(new URL('../../fixtures/pages/routes/', import.meta.url));

/** A project of the fixtures, searched line by line. */
function project(name: string) {
  const root = join(ROUTES, name);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(p => statSync(join(root, p)).isFile())
    .toSorted();
  const text = (path: string) => readFileSync(join(root, path), 'utf8');
  return {
    paths,
    read: async (path: string) => ({ text: text(path) }),
    search: async (pattern: string, limit: number) =>
      paths
        .flatMap(path =>
          text(path)
            .split('\n')
            .map((line, i) => ({ path, line: i + 1, text: line })),
        )
        .filter(hit => new RegExp(pattern).test(hit.text))
        .slice(0, limit),
  };
}

const WEB = 'src/main/java/org/example/shop/web';
const TEMPLATES = 'src/main/resources/templates';

/** The page of a route, and the line that says so; the only one. */
const GOLDEN: readonly (readonly [name: string, route: string, page: string, by: string])[] = [
  ['spring', '/account/upgrade', `${TEMPLATES}/account/plan-choice.html`, `${WEB}/AccountController.java:13`],
  ['spring', '/account/thanks', `${TEMPLATES}/account/done.html`, `${WEB}/AccountController.java:24`],
  ['spring', '/home', `${TEMPLATES}/start.html`, `${WEB}/Pages.kt:8`],
  ['flask', '/shop/offer', 'shop/templates/offer_page.html', 'shop/pages.py:6'],
  ['flask', '/shop/join', 'shop/templates/join_us.html', 'shop/pages.py:15'],
  ['fastapi', '/offer', 'app/templates/deal.html', 'app/main.py:5'],
  ['fastapi', '/join', 'app/templates/members.html', 'app/main.py:10'],
  ['django', '/offer', 'site/templates/deal.html', 'site/urls.py:3'],
  ['django', '/members/join', 'members/templates/members/join_form.html', 'members/urls.py:2'],
  ['django', '/members/leave', 'members/templates/members/leaving.html', 'members/urls.py:3'],
  ['rails', '/', 'app/views/welcome/index.html.erb', 'config/routes.rb:2'],
  ['rails', '/offer', 'app/views/deals/show.html.erb', 'config/routes.rb:3'],
  ['sinatra', '/offer', 'views/deal.erb', 'app.rb:1'],
  ['sinatra', '/join', 'views/members.erb', 'app.rb:6'],
  ['laravel', '/offer', 'resources/views/deals/today.blade.php', 'routes/web.php:2'],
  ['laravel', '/join', 'resources/views/members/join.blade.php', 'routes/web.php:3'],
  ['laravel', '/help', 'resources/views/help/contact.blade.php', 'routes/web.php:4'],
  ['symfony', '/offer', 'templates/deal/today.html.twig', 'src/Controller/DealController.php:4'],
  ['express', '/shop/offer', 'views/deal.ejs', 'src/routes.js:5'],
  ['express', '/shop/join', 'views/member-form.ejs', 'src/routes.js:8'],
  ['express', '/shop/help', 'views/contact.ejs', 'src/routes.js:9'],
  ['nest', '/shop/offer', 'views/deal.hbs', 'src/deal.controller.ts:3'],
  ['aspnet', '/offer', 'Views/Deal/Today.cshtml', 'Controllers/DealController.cs:3'],
  ['aspnet', '/join', 'Views/Deal/Members.cshtml', 'Controllers/DealController.cs:9'],
  ['go', '/offer', 'templates/deal.html', 'main.go:4'],
  ['go', '/join', 'templates/members.tmpl', 'main.go:6'],
  ['phoenix', '/offer', 'lib/shop_web/controllers/deal_html/today.html.heex', 'lib/shop_web/router.ex:3'],
];

test.each(GOLDEN)('%s: %s is %s', async (name, route, page, by) => {
  const { places, sure } = await findPage(project(name), `more orders on ${route}`);
  expect([sure, places]).toEqual([true, [{ path: page, because: `\`${by}\` shows it for \`${route}\`` }]]);
});

/** What the place of a file says needs no code. */
test.each([
  ['spring', '/pricing', `${TEMPLATES}/pricing.html`],
  ['rails', '/help/contact', 'app/views/help/contact.html.erb'],
  ['aspnet', '/contact', 'Pages/Contact.cshtml'],
])('%s: %s is where its place says', async (name, route, page) => {
  const { places, sure } = await findPage(project(name), `more orders on ${route}`);
  expect([sure, places[0]?.path]).toEqual([true, page]);
});

test.each([
  // Nothing hangs these routes below that address.
  ['flask', '/other/offer'],
  ['express', '/other/offer'],
])('%s: nothing shows %s', async (name, route) => {
  const { sure } = await findPage(project(name), `more orders on ${route}`);
  expect(sure).toBe(false);
});
