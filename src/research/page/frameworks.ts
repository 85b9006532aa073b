import type { CodeLine } from './code-line.ts';

const NAME = `["'\`]([\\w./@-]+?)(?:\\s*::[^"'\`]*)?["'\`]`;

/** How the frameworks name a page, each with the name in its first group. */
const DRAWS: readonly RegExp[] = [
  // Express, Fastify, Symfony, Phoenix, Slim, Koa, Rails, Nest; Flask and Django hand the request over first.
  new RegExp(
    `\\b[rR]ender(?:_template|ToString|_to_string|View|Form)?!?\\s*\\(?\\s*(?:[\\w.$]+\\s*,\\s*)?(?:template:\\s*|template_name_or_list=)?${NAME}`,
    'g',
  ),
  /\b(?:render|erb|haml|slim)\s*\(?\s*(?:\w+\s*,\s*)?:(\w+)/g,
  // FastAPI, Starlette; class-based views of Django.
  new RegExp(`TemplateResponse\\(\\s*(?:(?:request\\s*=\\s*)?\\w+\\s*,\\s*)?(?:name\\s*=\\s*)?${NAME}`, 'g'),
  new RegExp(`\\b(?:template_name|template)\\s*[=:]\\s*${NAME}`, 'g'),
  new RegExp(`\\bget_template\\(\\s*${NAME}`, 'g'),
  // Spring, Micronaut, Symfony's attribute.
  new RegExp(`\\b(?:ModelAndView|setViewName)\\(\\s*${NAME}`, 'g'),
  new RegExp(`[@[](?:View|Template)\\(\\s*${NAME}`, 'g'),
  // Laravel and ASP.NET.
  new RegExp(`\\b(?:view|View|View::make|Inertia::render)\\(\\s*${NAME}`, 'g'),
  new RegExp(`Route::view\\(\\s*["'][^"']*["']\\s*,\\s*${NAME}`, 'g'),
  // Go.
  new RegExp(`\\.HTML\\(\\s*[\\w.]+\\s*,\\s*${NAME}`, 'g'),
  new RegExp(`\\b(?:ExecuteTemplate|Render)\\(\\s*[\\w.]+\\s*,\\s*(?:[\\w.]+\\s*,\\s*)?${NAME}`, 'g'),
  new RegExp(`\\bParseFiles\\(\\s*${NAME}`, 'g'),
  // Routers of components.
  /(?:component|element|Component)\s*[:=]\s*\{?\s*<?\s*([A-Z]\w*)/g,
];
/** In Java and Kotlin a method that is no REST endpoint returns the name of its page. */
const RETURNED = /(?:\breturn\s+|=\s*)"((?!redirect:|forward:)[\w./-]+)(?:\s*::[^"]*)?"\s*;?\s*$/g;
const RETURNS = /\.(?:java|kt|groovy)$/;

const drawsOf = ({ path }: Pick<CodeLine, 'path'>): readonly RegExp[] =>
  RETURNS.test(path) ? [...DRAWS, RETURNED] : DRAWS;

/** Names of pages that a line answers with, as files have them. */
export function namesDrawn(line: CodeLine): readonly string[] {
  return drawsOf(line).flatMap(pattern =>
    [...line.text.matchAll(pattern)].flatMap(([, name]) => (name ? [asFile(name, line.path)] : [])),
  );
}

/** Laravel puts points where files have folders. */
const asFile = (name: string, path: string): string =>
  path.endsWith('.php') && !/\.(?:twig|php|html|latte)$/.test(name) ? name.replaceAll('.', '/') : name;

const ROUTE_LINE =
  /@(?:Get|Post|Put|Patch|Delete|Request|All)(?:Mapping)?\(|@\w+\.(?:route|get|post|put|patch|delete)\(|#\[Route\(|\[Http(?:Get|Post)|\[Route\(|Route::\w+\(|\.(?:get|post|put|patch|delete|all|route|HandleFunc|GET|POST|MapGet|MapPost)\(\s*["'`]|^\s*(?:re_)?path\(|^\s*(?:get|post)\s+["']/;

export const isRouteLine = (text: string): boolean => ROUTE_LINE.test(text);

export interface Handler {
  readonly name: string;
  /** The class or module that it is of. */
  readonly holder?: string;
}

/** The function or class that a line of routes hands a request to. */
export function handlersIn({ text }: CodeLine): readonly Handler[] {
  const array = /\[\s*\\?(?:[\w\\]+\\)?(\w+)::class\s*,\s*["'](\w+)["']/.exec(text);
  if (array) return [{ holder: array[1] ?? '', name: array[2] ?? '' }];
  const at = /["'](?:[\w\\]+\\)?(\w+)@(\w+)["']/.exec(text);
  if (at) return [{ holder: at[1] ?? '', name: at[2] ?? '' }];
  const view = /,\s*(?:\w+\.)*(\w+)\.as_view\(/.exec(text);
  if (view) return [{ name: view[1] ?? '' }];
  const last = /,\s*(?:(\w+)\.)?(?:\w+\.)*(\w+)\s*(?:,\s*name\s*=.*)?\)*\s*[,;]?\s*$/.exec(text);
  return last?.[2] ? [{ name: last[2], ...(last[1] ? { holder: last[1] } : {}) }] : [];
}

/** A line in which a function or class of this name begins; the name is a pattern already. */
export const DEFINED = (name: string): string =>
  `\\b(?:def|function|func|fun|class|const|let|var|exports|public|private|async)\\b[^=;]*\\b${name}\\s*(?:[(:=]|$)|^\\s*(?:static\\s+)?${name}\\s*(?:=\\s*(?:async\\s*)?\\(|\\([^)]*\\)\\s*\\{)`;

/** Pages that are named by their action alone: of Rails, Phoenix and ASP.NET. */
export function implied(hit: CodeLine, below: readonly CodeLine[]): readonly string[] {
  const { text, path } = hit;
  const rails = /["']([\w/]+)#(\w+)["']/.exec(text);
  if (rails) return [`${rails[1]}/${rails[2]}`];
  if (/(?:^|\/)routes\.rb$/.test(path)) {
    const short = /^\s*get\s+["']\/?([\w/]+)["']\s*(?:,\s*as:.*)?$/.exec(text)?.[1];
    return short === undefined ? [] : [short];
  }
  const phoenix = /\b(\w+?)Controller\s*,\s*:(\w+)/.exec(text);
  if (phoenix) {
    const folder = (phoenix[1] ?? '').replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
    return [`${folder}_html/${phoenix[2]}`, `${folder}/${phoenix[2]}`];
  }
  if (!path.endsWith('.cs')) return [];
  const holder = /(\w+)Controller\.cs$/.exec(path)?.[1];
  const actions = below
    .slice(0, 5)
    .flatMap(
      ({ text: line }) => /\b(?:\w*ActionResult|ViewResult|Task<\w+>)\s+(\w+)\s*\(/.exec(line)?.[1] ?? [],
    );
  return holder && actions[0] ? [`${holder}/${actions[0].replace(/Async$/, '')}`] : [];
}
