import { escapeRegExp } from '../../shared/text/index.ts';
import { baseOf, isAside, isTest } from '../read/paths.ts';
import type { CodeLine, CodePorts } from './code-line.ts';
import { fileIs } from './file-is.ts';
import { DEFINED, handlersIn, implied, isRouteLine, namesDrawn } from './frameworks.ts';

export interface PagePlace {
  readonly path: string;
  /** Why it is thought to be the page, to be read after its name. */
  readonly because: string;
}

/** Lines between a route, or the head of a function, and the page that it answers with. */
const NEAR = 16;
/** A second route of the same function stands this close to the first. */
const BESIDE = 2;
const MOST_HITS = 60;

/**
 * Code that says which page a route shows, in the manners of the frameworks: on the line itself, in the function below it, in
 * the function of that name elsewhere, or by the name of the action where a framework takes the page from it.
 */
export async function byCode(
  ports: CodePorts,
  paths: readonly string[],
  route: string,
): Promise<readonly PagePlace[]> {
  const out: PagePlace[] = [];
  for (const hit of await linesOf(ports, route)) {
    const say = (names: readonly string[]): boolean => {
      const fits = names.flatMap(name => paths.filter(path => fileIs(path, name)));
      const because = `\`${hit.path}:${hit.line}\` shows it for \`${route}\``;
      out.push(...fits.map(path => ({ path, because })));
      return fits.length > 0;
    };
    const below = await linesFrom(ports, hit);
    if (say(below.flatMap(namesDrawn))) continue;
    if (say(await ofHandlers(ports, hit))) continue;
    say(implied(hit, below));
  }
  return out;
}

/** What the functions draw that a line of routes names. */
async function ofHandlers(ports: CodePorts, hit: CodeLine): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { name, holder } of handlersIn(hit))
    for (const head of await definitions(ports, name, holder)) {
      const [first] = (await linesFrom(ports, head)).flatMap(namesDrawn);
      if (first !== undefined) names.push(first);
    }
  return names;
}

/** A line and those below it that still belong to it: the next route begins another function. */
async function linesFrom(ports: CodePorts, from: CodeLine): Promise<readonly CodeLine[]> {
  const { text = '' } = (await ports.read(from.path)) ?? {};
  const all = text.split('\n').slice(from.line - 1, from.line + NEAR);
  // What is called over several lines is read in one.
  const lines = all.map((line, i) => ({
    path: from.path,
    line: from.line + i,
    text: /\($/.test(line) ? `${line}${all[i + 1]?.trim() ?? ''}` : line,
  }));
  if (lines.length === 0) return [from];
  const deep = (text: string): number => text.search(/\S/);
  const end = lines.findIndex(
    ({ text: line }, i) =>
      i > 0 && ((i > BESIDE && isRouteLine(line)) || (deep(line) >= 0 && deep(line) < deep(from.text))),
  );
  const next = lines.findIndex(
    (line, i) => i > 0 && i <= BESIDE && isRouteLine(line.text) && line.text.includes(')'),
  );
  // A line of a list of routes names its own page; two annotations stand above one function.
  const listed = next > 0 && !/^\s*[@#[]/.test(from.text) ? next : -1;
  return lines.slice(0, listed > 0 ? listed : end > 0 ? end : undefined);
}

/** Where a function or class of this name begins; `holder` is the class or file that it is in, where the route says so. */
async function definitions(
  { search }: CodePorts,
  name: string,
  holder: string | undefined,
): Promise<readonly CodeLine[]> {
  const found = (await search(DEFINED(escapeRegExp(name)), MOST_HITS)).filter(isOwn);
  const plain = holder?.toLowerCase().replace(/[^a-z\d]/g, '');
  const held = found.filter(
    f =>
      plain !== undefined &&
      baseOf(f.path)
        .toLowerCase()
        .replace(/\.\w+$/, '')
        .replace(/[^a-z\d]/g, '')
        .startsWith(plain),
  );
  return (held.length > 0 ? held : found).slice(0, 3);
}

const isOwn = ({ path }: CodeLine): boolean => !isTest(path) && !isAside(path);

/** Lines that name the route: whole, or its end where what stands in front of it is named as a prefix. */
async function linesOf({ search }: CodePorts, route: string): Promise<readonly CodeLine[]> {
  if (route === '/') return (await search('["\'`]/["\'`]|^\\s*root\\s', MOST_HITS)).filter(isOwn);
  const parts = route.slice(1).split('/');
  const out: CodeLine[] = [];
  for (let from = 0; from < parts.length; from++) {
    const end = parts.slice(from).map(escapeRegExp).join('/');
    const hits = (await search(`["'\`]\\^?/?${end}/?\\$?["'\`]`, MOST_HITS)).filter(isOwn);
    if (hits.length === 0) continue;
    const prefix = parts.slice(0, from).map(escapeRegExp).join('/');
    const mounts = from === 0 ? [] : (await search(`["'\`:]/?${prefix}/?["'\`]?`, MOST_HITS)).filter(isOwn);
    out.push(
      ...hits.filter(
        hit =>
          from === 0 ||
          mounts.some(
            m => MOUNT.test(m.text) || (m.path === hit.path && m.line < hit.line && PREFIX.test(m.text)),
          ),
      ),
    );
    if (out.length > 0) break;
  }
  return out;
}

/** What puts a part of an address in front of all routes of a class or file. */
const PREFIX =
  /@(?:RequestMapping|Controller|Path)\b|url_prefix|\[Route\(|#\[Route\(|\bprefix\b|\bscope\b|\bnamespace\b|APIRouter\(/;
/** What hangs a file of routes below a part of an address. */
const MOUNT = /\b(?:include|use|register_blueprint|include_router|mount|route|Group|register|forward)\s*\(/;
