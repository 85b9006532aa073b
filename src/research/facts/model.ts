import type { CodeMap } from '../../codemap/port.ts';
import type { FileSource } from '../../domain/index.ts';
import type { ProjectDependency, StackFact } from '../port.ts';
import { isAside, isSide } from '../read/paths.ts';
import type { Reader } from '../read/reader.ts';
import type { Survey } from '../survey.ts';
import type { Corpus, Hit } from './corpus.ts';
import type { FactId, FactKey } from './ids.ts';
import type { LibraryProject } from './library-project.ts';

/** What a detector may look at. */
export interface FactContext {
  readonly reader: Reader;
  readonly survey: Survey;
  readonly corpus: Corpus;
  readonly map: CodeMap;
  /** The block of dependencies in the first manifests: evidence that something is not among them. */
  readonly manifestBlocks: readonly FileSource[];
  /** Set where the project is a library: then it has no server of its own. */
  readonly library?: LibraryProject | undefined;
}

/** Finds the facts of some ids; gives at least one fact (present or absent) for each. */
export type Detector = (context: FactContext) => Promise<readonly StackFact[]>;

export function present(
  id: FactId,
  text: string,
  sources: readonly FileSource[],
  data: FactData = {},
): StackFact {
  return { id, present: true, text, sources, data: strings(data) };
}

export function absent(
  id: FactId,
  text: string,
  sources: readonly FileSource[],
  data: FactData = {},
): StackFact {
  return { id, present: false, text, sources, data: strings(data) };
}

/** Names for later use; what is undefined is not there. */
export type FactData = Readonly<{ [K in FactKey]?: string | number | undefined }>;

function strings(data: FactData): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(data)) if (value !== undefined) out[name] = String(value);
  return out;
}

/** The dependency of this project with one of these names: order of names first, then nearness to the root. */
export function dependency(context: FactContext, ...names: readonly string[]): ProjectDependency | undefined {
  for (const name of names) {
    const found = context.survey.dependencies.filter(
      item =>
        plainName(item.name) === plainName(name) && !isSide(item.source.path) && !isAside(item.source.path),
    );
    const best = found.find(item => !item.dev) ?? found[0];
    if (best !== undefined) return best;
  }
  return undefined;
}

/** A major version in the path of a Go module makes no other library. */
function plainName(name: string): string {
  return name.replace(/\/v\d+$/, '');
}

const SERVER =
  /^(?:express|fastify|koa|@nestjs\/core|@hapi\/hapi|hono|fastapi|flask|django|starlette|rails|sinatra|laravel\/framework|Microsoft\.AspNetCore\.App|axum|actix-web|github\.com\/(?:gin-gonic\/gin|labstack\/echo|gofiber\/fiber|go-chi\/chi|gorilla\/mux))$/i;

/** The ecosystem that a sentence about the running program speaks of: the server's, else the project's own. */
export function ecosystemOf(context: FactContext): string | undefined {
  const own = context.survey.manifests.filter(item => !isSide(item.path));
  const serves = own
    .flatMap(item => item.dependencies)
    .find(item => !item.dev && SERVER.test(plainName(item.name)));
  return serves?.ecosystem ?? own[0]?.ecosystem;
}

/** `4.18.2` → `4.18`; what is no plain version stays as it is. */
export function shortVersion(item: ProjectDependency | undefined): string | undefined {
  if (item === undefined) return undefined;
  const version = item.installed ?? item.range;
  const found = /(\d+)(?:\.(\d+))?/.exec(version);
  if (found === null) return undefined;
  return found[2] === undefined ? found[1] : `${found[1]}.${found[2]}`;
}

/** `Express 4.18` or, with no version known, `Express`. */
export function labelled(label: string, item: ProjectDependency | undefined): string {
  const version = shortVersion(item);
  return version === undefined ? label : `${label} ${version}`;
}

/** Reads the block of dependencies of the first manifests, from the first named to the last, as it stands there. */
export async function readManifestBlocks(reader: Reader, survey: Survey): Promise<readonly FileSource[]> {
  const found: FileSource[] = [];
  for (const manifest of survey.manifests) {
    const first = manifest.dependencies[0];
    if (first === undefined) continue;
    const own = manifest.dependencies.filter(item => item.source.path === first.source.path);
    const lines = own.map(item => item.source.line);
    const file = await reader.read(first.source.path);
    found.push(file === undefined ? first.source : reader.cite(file, Math.min(...lines), Math.max(...lines)));
    if (found.length === 3) break;
  }
  return found;
}

/** Evidence that something is not among the dependencies. */
export function manifestSources(context: FactContext): readonly FileSource[] {
  return context.manifestBlocks;
}

export function at(context: FactContext, hit: Hit, endLine?: number): FileSource {
  return context.reader.cite(hit.file, hit.line, endLine);
}

/** `src/a.ts:12` in backticks. */
export function place(source: FileSource): string {
  return `\`${source.path}:${source.line}\``;
}

/** "`a`", "`a` nor `b`", "`a`, `b` nor `c`": names after "neither". */
export function norList(names: readonly string[]): string {
  const quoted = names.map(name => `\`${name}\``);
  if (quoted.length < 2) return quoted.join('');
  return `${quoted.slice(0, -1).join(', ')} nor ${quoted.at(-1)}`;
}

/** Innermost function, class or constant that holds a line: by the map, else by the nearest definition above it. */
export async function symbolAt(context: FactContext, hit: Hit): Promise<string | undefined> {
  const card = await context.map.card(hit.file.path).catch(() => undefined);
  const around = (card?.symbols ?? [])
    .filter(symbol => symbol.line <= hit.line && symbol.endLine >= hit.line && symbol.kind !== 'module')
    .sort((a, b) => a.endLine - a.line - (b.endLine - b.line));
  const inner = around.find(symbol => /^(function|method|class|component)$/.test(symbol.kind)) ?? around[0];
  return inner?.name ?? definitionAbove(hit);
}

const DEFINITION =
  /^\s*(?:export\s+)?(?:default\s+)?(?:(?:public|private|protected|static|async)\s+)*(?:function\*?\s+(\w+)|(?:const|let|var)\s+(\w+)\s*(?::[^=]+)?=\s*(?:async\s*)?(?:\(|function|\w+\s*=>)|def\s+(\w+)|func\s+(?:\([^)]*\)\s*)?(\w+)|class\s+(\w+)|(?:pub\s+)?(?:async\s+)?fn\s+(\w+))/;

function definitionAbove(hit: Hit): string | undefined {
  const own = /^\s*/.exec(hit.text)?.[0].length ?? 0;
  for (let at = hit.line - 1; at >= Math.max(0, hit.line - 150); at -= 1) {
    const text = hit.file.lines[at] ?? '';
    // A definition that has closed above the line does not hold it.
    if (at < hit.line - 1 && /^\s*[})\]]/.test(text) && (/^\s*/.exec(text)?.[0].length ?? 0) < own)
      return undefined;
    const found = DEFINITION.exec(text);
    const indent = /^\s*/.exec(text)?.[0].length ?? 0;
    if (found !== null && (indent < own || at === hit.line - 1))
      return found.slice(1).find(name => name !== undefined);
  }
  return undefined;
}
