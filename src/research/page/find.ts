import { stems } from '../../shared/text/stems.ts';
import { baseOf, dirOf, isAside, isTest, shallowFirst } from '../read/paths.ts';
import { byCode, type PagePlace } from './by-code.ts';
import type { CodePorts } from './code-line.ts';

/** Where pages may be looked for: paths, and lines of code. */
export interface FindPorts extends CodePorts {
  readonly paths: readonly string[];
}

/** Kinds of files in which the code of a page stands and can be read. */
export const MARKUP =
  /\.(?:html?|xhtml|jsx|tsx|vue|svelte|astro|ejs|hbs|handlebars|mustache|erb|njk|jinja2?|j2|twig|liquid|php|cshtml|jsp|gohtml|tmpl|eex|heex|leex)$/i;
/** Templates that are written in a language of their own. */
export const UNREADABLE = /\.(?:pug|jade|haml|slim)$/i;
const NO_PAGE =
  /\.(?:stories|story|test|spec)\.|(?:^|\/)(?:emails?|mailers?|mail|storybook|__mocks__|coverage|errors?)\/|(?:^|\/)(?:4\d\d|5\d\d|_error|not-found|error|loading|_document|mailer)\.[^/]+$/i;
/** Folders and names in which files are whole pages, and no part of one. */
const PAGE_FOLDER = /(?:^|\/)(?:pages|views|routes|screens|app|templates|public|www|site|static|html)\//i;
const PART =
  /(?:^|\/)(?:components?|partials?|includes?|layouts?|widgets|ui|icons|common|shared)\/|(?:^|\/)_[^/]+$|(?:^|\/)(?:layout|base|\+layout|template)\.[^/]+$/i;

const MEANS: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /\b(?:sign[- ]?ups?|register|registrations?|create an account|trials?|onboarding)\b/i,
    ['signup', 'sign-up', 'sign_up', 'register', 'registration', 'join', 'trial', 'onboarding'],
  ],
  [
    /\b(?:check ?outs?|carts?|baskets?|payments?|purchases?|orders?|abandonment)\b/i,
    ['checkout', 'cart', 'basket', 'payment', 'order', 'purchase', 'buy'],
  ],
  [/\b(?:pricing|prices?|plans page)\b/i, ['pricing', 'price', 'prices', 'plans']],
  [/\b(?:contacts?|leads?|demos?|enquir\w+|inquir\w+)\b/i, ['contact', 'demo', 'lead', 'quote']],
  [/\b(?:newsletters?|subscri\w+|waitlist)\b/i, ['newsletter', 'subscribe', 'waitlist']],
  [/\b(?:downloads?|installs?)\b/i, ['download', 'install', 'get']],
  [/\b(?:product) page\b/i, ['product']],
  [
    /\b(?:landing|home|front|first|start|main|bounce)\b(?: ?page)?/i,
    ['landing', 'home', 'index', 'front', 'welcome', 'main', 'page'],
  ],
];
const START = ['index', 'home', 'landing', 'welcome', 'front', 'main'];

/** Files of the page that a goal means, the best first; `sure` where its words or its route name exactly one. */
export async function findPage(
  ports: FindPorts,
  wish: string,
): Promise<{ readonly places: readonly PagePlace[]; readonly sure: boolean; readonly asked?: string }> {
  const all = ports.paths.filter(p => isPagePath(p));
  const own = all.filter(p => !isAside(p) || isServed(ports.paths, p));
  // A project that holds nothing but what was built (`dist/`) is about that.
  const paths = own.length > 0 ? own : all;
  const named = namedPath(all, wish);
  if (named) return { places: [{ path: named, because: 'the goal names it' }], sure: true, asked: named };
  const route = routeIn(wish);
  if (route !== undefined) {
    const byRoute = [...byFile(paths, route), ...(await byCode(ports, paths, route))];
    if (byRoute.length > 0) return { places: unique(byRoute), sure: true, asked: route };
  }
  const places = byWords(paths, route === undefined ? wish : `${wish} ${route}`);
  const [first, second] = places;
  const sure =
    route === undefined &&
    first !== undefined &&
    (second === undefined || first.score > second.score) &&
    first.score > 1;
  return { places: unique(places).slice(0, 5), sure, ...(route === undefined ? {} : { asked: route }) };
}

/** `templates/` at the root holds the pages of a server, unless whole projects lie in it, to be copied. */
function isServed(paths: readonly string[], path: string): boolean {
  const inside = /^templates\/(.+)$/.exec(path)?.[1];
  return (
    inside !== undefined &&
    !isAside(inside) &&
    !paths.some(p =>
      /^templates\/.*(?:package\.json|pyproject\.toml|Gemfile|go\.mod|composer\.json)$/.test(p),
    )
  );
}

function isPagePath(path: string): boolean {
  return (MARKUP.test(path) || UNREADABLE.test(path)) && !isTest(path) && !NO_PAGE.test(path);
}

function unique(places: readonly PagePlace[]): readonly PagePlace[] {
  return [
    ...new Map([...places].reverse().map(p => [p.path, { path: p.path, because: p.because }])).values(),
  ].reverse();
}

function namedPath(paths: readonly string[], wish: string): string | undefined {
  for (const [mention] of wish.matchAll(
    /(?<![\w@/.-])(?:[\w@.()+[\]-]+\/)*[\w+[\]-][\w.+[\]-]*\.[a-z]{2,10}(?![\w/])/gi,
  )) {
    const clean = mention.replace(/^\.\//, '');
    const fits = paths.includes(clean) ? [clean] : paths.filter(p => p.endsWith(`/${clean}`));
    if (fits.length === 1) return fits[0];
  }
  return undefined;
}

/** `/pricing` in the words of a goal. */
export function routeIn(wish: string): string | undefined {
  const found = /(?:^|[\s`'"“(])(\/(?:[\w:[\]-]+(?:\/[\w:[\]-]+)*)?\/?)(?=$|[\s`'"”).,;?])/.exec(wish)?.[1];
  return found === undefined || found === '/' ? found : found.replace(/\/$/, '');
}

/** Frameworks that make a route of each file, and folders of plain pages. */
function byFile(paths: readonly string[], route: string): readonly PagePlace[] {
  const found = paths.filter(p => !PART.test(p) && routeOf(p) === route.toLowerCase());
  return [...found]
    .sort(shallowFirst)
    .map(path => ({ path, because: `its place gives it the route \`${route}\`` }));
}

/** The route that the place of a file gives it; undefined where it gives none. */
export function routeOf(path: string): string | undefined {
  const dropped = path.replace(/\/\([^/]+\)(?=\/)/g, '');
  const next =
    /^(?:.*\/)?app\/(.*\/)?page\.[jt]sx?$/.exec(dropped) ?? /^app\/(.*\/)?page\.[jt]sx?$/.exec(dropped);
  const kit = /^(?:.*\/)?routes\/(.*\/)?\+page\.svelte$/.exec(dropped);
  const folder = next ?? kit;
  if (folder) return `/${(folder[1] ?? '').replace(/\/$/, '')}`.toLowerCase();
  const file =
    /^(?:.*\/)?(?:pages|routes|views|templates|public|www|site|static)\/(.+)$/i.exec(dropped)?.[1] ??
    (path.includes('/') ? /^docs\/(.+)$/.exec(path)?.[1] : path);
  if (file === undefined) return undefined;
  const bare = file.replace(/(?:\.(?:html|blade|page|route))?\.[a-z\d]+$/i, '').replace(/^_index$/, 'index');
  return `/${bare.replace(/(?:^|\/)index$/, '')}`.toLowerCase();
}

function byWords(
  paths: readonly string[],
  wish: string,
): readonly (PagePlace & { readonly score: number })[] {
  const meant = MEANS.filter(([words]) => words.test(wish));
  const own = new Set(stems(wish));
  const scored = paths
    .map(path => {
      const words = baseOf(path)
        .replace(/\.[^/]+$/, '')
        .toLowerCase();
      const folder = baseOf(dirOf(path)).toLowerCase();
      const spelled = new Set([
        words,
        folder,
        ...words.split(/[^a-z\d]+/),
        ...folder.split(/[^a-z\d]+/),
        ...stems(baseOf(path)),
      ]);
      const at = meant.findIndex(([, names]) =>
        names.some(n => spelled.has(n) || words.replace(/[^a-z]/g, '') === n.replace(/[^a-z]/g, '')),
      );
      const word = at < 0 ? undefined : meant[at]?.[1].find(n => spelled.has(n));
      const shared = stems(baseOf(path)).filter(w => own.has(w)).length;
      const isPage = (PAGE_FOLDER.test(path) || !path.includes('/')) && !PART.test(path);
      const start = START.includes(words) || routeOf(path) === '/';
      const score =
        (at >= 0 ? 3 - at * 0.5 : 0) +
        shared +
        (isPage ? 1 : 0) +
        (start ? 0.6 : 0) -
        (PART.test(path) ? 1.5 : 0) -
        path.split('/').length * 0.05;
      const because =
        at >= 0 || shared > 0
          ? `its name says “${word ?? baseOf(path)}”`
          : start
            ? 'it is where visitors begin'
            : 'it is a page of this project';
      return { path, score, because };
    })
    .filter(one => one.score > 0.3)
    .sort((a, b) => b.score - a.score || shallowFirst(a.path, b.path));
  return scored;
}
