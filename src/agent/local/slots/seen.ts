/** Endings of templates that a server fills. */
const TEMPLATE = String.raw`(?:html?|erb|haml|slim|jinja2?|j2|twig|blade\.php|gohtml|tmpl|hbs|ejs|pug|njk|mustache|cshtml)`;
const SCRIPT = `(?:[cm]?[jt]sx?|vue|svelte)`;
const MARKUP = `(?:[jt]sx|vue|svelte|${TEMPLATE})`;
const STYLE = `(?:css|scss|sass|less)`;
/** Folders of templates in the frameworks that draw on the server. */
// Layouts stand around all of them, and templates of mails are seen elsewhere.
const DRAWN = String.raw`(?:^|/)(?:views|templates?|pages)/(?!.*(?:layout|mail|base\.))(?:.*/)?`;

const re = (text: string): RegExp => new RegExp(text, 'i');

/**
 * Where the places of what people see lie, by slot, the likeliest pattern first. A path that fits none of a slot's
 * patterns is no candidate for it.
 */
export const SEEN = {
  layout: [
    re(String.raw`(?:^|/)app/layout\.[jt]sx?$`),
    re(String.raw`(?:^|/)pages/_document\.[jt]sx?$`),
    re(String.raw`(?:^|/)src/app\.html$|(?:^|/)layouts/(?:default|base|main)\.(?:vue|astro)$`),
    re(
      String.raw`(?:^|/)layouts?/(?:application|app|main|base|default|master|layout)\.(?:html\.)?${TEMPLATE}$`,
    ),
    re(String.raw`(?:^|/)_?(?:base|layout|master)\.(?:html\.)?${TEMPLATE}$`),
    re(String.raw`^(?:public/|src/|app/|web/|client/|frontend/)?index\.html$`),
    re(String.raw`^(?:[^/]+/){1,3}index\.html$`),
  ],
  'root-component': [
    re(String.raw`(?:^|/)app/layout\.[jt]sx?$`),
    re(String.raw`(?:^|/)pages/_app\.[jt]sx?$`),
    re(String.raw`^(?:src/|app/|client/src/|frontend/src/|web/src/)?app\.(?:[jt]sx|vue|svelte)$`),
    re(String.raw`(?:^|/)routes/\+layout\.svelte$|(?:^|/)app/root\.[jt]sx$`),
    re(String.raw`^(?:src|client/src|frontend/src|web/src|app)/(?:components/)?app\.[jt]sx?$`),
    re(String.raw`^(?:[^/]+/){1,4}app\.(?:[jt]sx|vue|svelte)$`),
  ],
  'client-entry': [
    re(String.raw`^(?:src/|client/src/|frontend/src/|web/src/)?(?:main|index|entry-client)\.[jt]sx?$`),
    re(
      String.raw`^(?:app/javascript|app/assets/javascripts|resources/js|assets/js|static/js)/(?:application|app|main|index)\.[jt]s$`,
    ),
    re(String.raw`(?:^|/)static/js/(?:app|main|bootstrap)\.[jt]s$`),
    re(String.raw`^(?:apps/[^/]+/|packages/[^/]+/|[\w-]+-app/)(?:src/)?(?:main|index)\.[jt]sx$`),
  ],
  stylesheet: [
    re(String.raw`(?:^|/)(?:globals?|application|variables|tokens|theme)\.${STYLE}$`),
    re(String.raw`(?:^|/)(?:styles?|app|main|index|common|base)\.${STYLE}$`),
    re(String.raw`\.${STYLE}$`),
  ],
  colours: [
    re(String.raw`(?:^|/)_?(?:colou?rs?|palette|tokens|variables|themes?)\.(?:scss|sass|less)$`),
    re(String.raw`(?:^|/)_(?:base|settings|config)\.(?:scss|sass)$`),
  ],
  dark: [
    re(String.raw`(?:^|/)[\w-]*dark[\w-]*\.${STYLE}$`),
    re(
      String.raw`(?:^|/)(?:use-?)?(?:color|colour)-?(?:scheme|mode)[\w-]*\.(?:${SCRIPT}|py|rb|go)$|(?:^|/)(?:use-?dark-?(?:mode|theme)|(?:use-?)?(?:handle-?)?(?:app-?)?theme(?:-?(?:provider|context|switcher|toggle|manager))?)\.${SCRIPT}$`,
    ),
  ],
  messages: [
    re(
      String.raw`(?:^|/)(?:locales?|translations?|i18n|lang|langs|languages?|messages|l10n)/(?:.*/)?en(?:[-_][A-Za-z]+)?(?:/[\w.-]+)?\.(?:json|ya?ml|po|php|[jt]s|properties|toml|ftl)$`,
    ),
    re(String.raw`(?:^|/)(?:messages|translations?)(?:[._-]en)?\.(?:json|ya?ml|properties|po|pot)$`),
  ],
  'i18n-setup': [
    re(
      String.raw`(?:^|/)(?:i18n|use-?i18n|intl|translations?|locale)(?:/(?:index|config|request|setup|printer))?\.(?:[cm]?[jt]sx?|py|rb|go|php)$`,
    ),
  ],
  form: [
    re(String.raw`(?:^|/)[\w-]*form[\w-]*\.(?:html\.)?${MARKUP}$`),
    re(
      String.raw`(?:^|/)[\w-]*(?:sign-?(?:up|in)|login|register|registration|checkout|settings|contact|profile|editor|create|edit|new)[\w-]*\.(?:html\.)?${MARKUP}$`,
    ),
  ],
  'settings-page': [
    re(
      String.raw`(?:^|/)(?:settings|preferences)(?:[/_-](?:index|edit|show|page|form|view))?(?:page|form|view)?\.(?:html\.)?${MARKUP}$`,
    ),
    re(
      String.raw`(?:^|/)(?:(?:accounts?|profiles?|users?|registrations)[/_-](?:edit|profile|account|settings)|account|profile)\.(?:html\.)?${MARKUP}$`,
    ),
  ],
  template: [re(String.raw`${DRAWN}[\w.-]+\.${TEMPLATE}$`)],
  store: [
    re(String.raw`(?:^|/)(?:stores?|state|atoms|slices|contexts?|reducers?)/[\w.-]+\.(?:[cm]?[jt]sx?)$`),
    re(
      String.raw`(?:^|/)(?:app-?|use-?)?(?:[\w-]*-?(?:stores?|context|reducer|slice|atoms?|state|jotai|redux))\.[jt]sx?$`,
    ),
  ],
  'data-hook': [
    re(
      String.raw`(?:^|/)(?:hooks|composables|queries)/(?!.*(?:draft|route|theme|debounce|media))use-?[\w-]+\.[jt]sx?$`,
    ),
  ],
  'api-client': [
    re(String.raw`^(?:.*/)?(?:api|services|lib)/(?:[\w-]*-?(?:client|api|http|fetch\w*))\.[jt]s$`),
    re(String.raw`^(?:.*/)?(?:api-?client|http-?client|api)\.[jt]s$`),
  ],
  'build-config': [
    re(
      String.raw`^(?:next|nuxt|svelte|astro|vite|webpack|rollup|angular|gatsby)(?:\.config)?\.(?:[cm]?[jt]s|json)$`,
    ),
    re(String.raw`^(?:[^/]+/){1,2}(?:next|nuxt|svelte|astro|vite|webpack|gatsby)\.config\.[cm]?[jt]s$`),
  ],
  landing: [
    re(
      String.raw`(?:^|/)(?:[\w-]*landing[\w-]*|pricing|hero|welcome)(?:/(?:page|index))?\.(?:html\.)?${MARKUP}$`,
    ),
    re(
      String.raw`(?:^|/)app/(?:\([\w-]+\)/)?page\.[jt]sx$|(?:^|/)pages/index\.(?:[jt]sx|vue|astro)$|(?:^|/)routes/\+page\.svelte$`,
    ),
    re(
      String.raw`(?:^|/)(?:views|templates?|pages)/(?:home|index|main|front|welcome|static_pages|pages)(?:/(?:index|home|main))?\.(?:html\.)?${MARKUP}$`,
    ),
  ],
  signup: [
    re(
      String.raw`(?:^|/)(?:sign-?up|register|registration|join|create[-_]?(?:account|user))[\w-]*(?:/[\w-]+)?\.(?:html\.)?${MARKUP}$`,
    ),
    re(String.raw`(?:^|/)[\w-]*(?:sign-?up|regist(?:er|ration))[\w-]*\.(?:html\.)?${MARKUP}$`),
    re(String.raw`(?:^|/)[\w-]*(?:check-?out|invitation)[\w-]*\.(?:html\.)?${MARKUP}$`),
  ],
  analytics: [
    re(
      String.raw`(?:^|/)[\w-]*(?:analytics|tracking|track-?event|gtag|posthog|plausible|telemetry)[\w-]*(?:/index)?\.(?:[cm]?[jt]sx?|py|rb|go|php)$`,
    ),
  ],
  'service-worker': [
    re(String.raw`(?:^|/)(?:[\w-]*service-?worker|sw|firebase-messaging-sw)(?:/(?:index|sw))?\.[cm]?[jt]s$`),
  ],
  webmanifest: [
    re(String.raw`(?:^|/)[\w-]*\.webmanifest$|(?:^|/)public/manifest\.json$|(?:^|/)app/manifest\.[jt]s$`),
    re(
      String.raw`(?:^|/)[\w-]*(?:web|static)_?manifest\.(?:go|py|rb|json(?:\.erb)?)$|(?:^|/)pwa/manifest\.json(?:\.erb)?$`,
    ),
  ],
  'client-storage': [
    re(
      String.raw`(?:^|/)(?:lib|data|utils?|services|storage)/(?!use)[\w-]*(?:local-?storage|local-?data|indexed-?db|idb|drafts?|persist(?:ence)?|offline)[\w-]*\.[jt]sx?$`,
    ),
    re(
      String.raw`(?:^|/)[\w-]*(?:local-?storage|local-?data|indexed-?db|idb|drafts?|persist(?:ence)?|offline)[\w-]*\.[jt]sx?$`,
    ),
  ],
} as const satisfies Readonly<Record<string, readonly RegExp[]>>;

const IS_MARKUP = re(String.raw`\.${MARKUP}$`);

/** Whether a file holds what is drawn: a component or a template. */
export function isMarkup(path: string): boolean {
  return IS_MARKUP.test(path);
}

/** Others' code, documents and trials: nothing that the project's own people see. */
const ASIDE =
  /(?:^|\/)(?:vendor|vendored|third[-_]party|node_modules|dist|build|docs?|dev-docs|examples?|samples?|website|playgrounds?|storybook|benchmarks?|tests?|__tests__|specs?|e2e|fixtures?|mocks?|scripts?|contrib|extensions|debug)\/|[._-](?:test|spec|stories|story)\.[a-z]+$|\.d\.ts$|\.min\./i;

/** Files read of each slot where the ranking names none of them. */
const EACH = 5;

/** Paths of the project that fit one of the patterns: by pattern, then those of `first` in their order, then shallow ones. */
export function preferred(
  paths: Iterable<string>,
  patterns: readonly RegExp[],
  first: readonly string[] = [],
): readonly string[] {
  const rank = new Map(first.map((path, i) => [path, i]));
  return [...paths]
    .filter(path => !ASIDE.test(path))
    .flatMap(path => {
      const by = patterns.findIndex(p => p.test(path));
      return by < 0 ? [] : [{ path, by, at: rank.get(path) ?? first.length, depth: path.split('/').length }];
    })
    .sort((a, b) => a.by - b.by || a.at - b.at || a.depth - b.depth || a.path.localeCompare(b.path))
    .map(found => found.path);
}

/** What a survey reads so that these slots can be told by text: a few candidates of each. */
export function seenPaths(paths: Iterable<string>): readonly string[] {
  const all = [...paths];
  return [...new Set(Object.values(SEEN).flatMap(patterns => preferred(all, patterns).slice(0, EACH)))];
}
