import type { TextHit } from '../../codemap/port.ts';
import { baseOf, isAside, isSide, isTest } from '../read/paths.ts';
import { CODE, type GoalSuggestion, type Ground, sketchesOf } from './model.ts';

const MAX_TODOS = 400;
const LEAST = 3;
const MARK = String.raw`(?://|#|/?\*)\s*(?:TODO|FIXME|HACK)\b`;
const INTRODUCES = /^.*?\b(?:TODO|FIXME|HACK)\b(?:\s*\([^)]*\))?\s*[:,-]?\s*/;

interface Todo {
  readonly hit: TextHit;
  /** What it says, without its mark. */
  readonly says: string;
}

/** Words that TODO comments share without being about the same matter. */
const FILLER =
  /^(?:this|that|these|those|with|from|when|then|should|could|would|need|needs|remove|make|check|implement|have|here|once|after|before|more|better|into|some|also|only|will|code|maybe|instead|there|handle|support|because|using|used|move|clean|update|what|which|where|does|your|function|method|class|file|type|types|value|values|return|test|tests|change|might|still|just|like|very|each|other|properly|probably|actually|currently|possible|until|without|the|for|and|not|are|was|can|but|its|out|any|all|has|how|use|add|get|set|fix|node|next|data|name|line|item|list|object|string)$/;

export async function todosOf({ map }: Ground): Promise<readonly Todo[]> {
  const hits = await map.search(MARK, { limit: MAX_TODOS });
  return hits
    .filter(hit => CODE.test(hit.path) && !isAside(hit.path) && !isSide(hit.path) && !isTest(hit.path))
    .map(hit => ({
      hit,
      says: hit.text
        .replace(INTRODUCES, '')
        .replace(/\s*\*\/\s*$/, '')
        .trim(),
    }));
}

/** Three or more TODOs that share two words in a row, so that they are about the same matter. */
export function todoCluster(todos: readonly Todo[]): GoalSuggestion | undefined {
  const byPhrase = new Map<string, Todo[]>();
  for (const todo of todos) {
    const phrases = new Set<string>();
    for (const found of todo.says.toLowerCase().matchAll(/\b([a-z][a-z-]{2,}) (?=([a-z][a-z-]{2,})\b)/g)) {
      const [, first = '', second = ''] = found;
      if (!FILLER.test(first) && !FILLER.test(second)) phrases.add(`${first} ${second}`);
    }
    for (const phrase of phrases) byPhrase.set(phrase, [...(byPhrase.get(phrase) ?? []), todo]);
  }
  const best = [...byPhrase.entries()].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))[0];
  if (best === undefined || best[1].length < LEAST) return undefined;
  const [phrase, found] = best;
  const folder = commonFolder(found.map(({ hit }) => hit.path));
  const within = folder === '' ? '' : ` in ${folder}`;
  const first = found[0]?.hit;
  return {
    text: `settle the open TODOs about ${phrase}${within}`,
    why: `${found.length} TODOs speak of "${phrase}", such as ${first?.path}:${first?.line}`,
  };
}

const LOOKED_AT = 24;

/** TODOs that say what is to be done, one a file, those in files that most others import first. */
export async function singleTodos(
  ground: Ground,
  todos: readonly Todo[],
): Promise<readonly GoalSuggestion[]> {
  const tasks = todos.filter(({ says }) => TASK.test(says));
  const sketches = await sketchesOf(ground.map, [...new Set(tasks.map(({ hit }) => hit.path))]);
  const users = new Map(sketches.map(({ path, importers }) => [path, importers]));
  const ordered = [...tasks].sort(
    (a, b) => (users.get(b.hit.path) ?? 0) - (users.get(a.hit.path) ?? 0) || a.hit.line - b.hit.line,
  );
  const found: GoalSuggestion[] = [];
  const seen = new Set<string>();
  for (const todo of ordered.slice(0, LOOKED_AT)) {
    const { path, line } = todo.hit;
    if (seen.has(path)) continue;
    const task = firstClause(await wholeText(ground, todo));
    if (!isClear(task)) continue;
    seen.add(path);
    const others = todos.length - 1;
    const more = others === 0 ? '' : `; ${others} more ${others === 1 ? 'TODO is' : 'TODOs are'} open`;
    found.push({
      text: `${nameOf(path)}: ${task.replace(/^[A-Z](?=[a-z])/, letter => letter.toLowerCase())}`,
      why: `${path}:${line} says "TODO: ${task}"${more}`,
    });
    if (found.length === 3) break;
  }
  return found;
}

/** What begins with a verb of command is a task; the rest are remarks. */
const TASK =
  /^(?:add|allow|apply|ask|avoid|batch|build|cache|change|check|clean|convert|create|delete|deprecate|detect|disable|document|drop|enable|ensure|escape|explore|expose|extract|find|fix|generate|handle|implement|improve|include|investigate|let|limit|load|log|make|merge|migrate|move|optimi[sz]e|paginate|parse|persist|read|refactor|register|remove|rename|render|replace|report|restore|retry|return|reuse|rework|save|send|set|show|simplify|skip|sort|split|stop|store|support|switch|test|throttle|throw|track|translate|try|turn|unify|update|use|validate|verify|wire|write)\b/i;

/** The comment's further lines, where its first one does not end a sentence. */
async function wholeText({ map }: Ground, { hit, says }: Todo): Promise<string> {
  if (/[.;]\s*$/.test(says) || /[.;]\s/.test(says)) return says;
  const comments = await map.search(String.raw`^\s*(?://|#|\*)\s*\S`, { under: hit.path, limit: 4000 });
  let text = says;
  for (let line = hit.line + 1; line < hit.line + 4; line += 1) {
    const next = comments.find(comment => comment.line === line)?.text.replace(/^\s*(?:\/\/+|#+|\*+)\s*/, '');
    if (next === undefined || /^(?:TODO|FIXME|HACK|@|\/)/.test(next)) break;
    text = `${text} ${next.trim()}`;
    if (/[.;]\s*$/.test(next)) break;
  }
  return text;
}

/** Enough words to act on, in one plain clause that fits a line. */
function isClear(task: string): boolean {
  const words = task.match(/\p{L}{2,}/gu) ?? [];
  return words.length >= 4 && task.length <= 90 && !/[?]|\.\.\.|…|https?:|[{}=<>]|[,(:]$/.test(task);
}

function firstClause(says: string): string {
  return (says.split(/[;.](?:\s|$)/)[0] ?? '').trim();
}

/** `payment.service.ts` as people say it: `payment service`. */
function nameOf(path: string): string {
  return baseOf(path)
    .replace(/\.\w+$/, '')
    .replace(/[._-]+/g, ' ');
}

function commonFolder(paths: readonly string[]): string {
  const [first = '', ...rest] = paths.map(path => path.split('/').slice(0, -1).join('/'));
  let folder = first;
  for (const path of rest) {
    while (folder !== '' && path !== folder && !path.startsWith(`${folder}/`)) {
      folder = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '';
    }
  }
  return folder;
}
