import { type Front, readFront } from './front.ts';
import { insideProblems } from './inside.ts';
import { type Origin, type Playbook, PlaybookHead } from './model.ts';
import type { Complain, PlaybookProblem } from './problem.ts';
import { type LocatedTemplate, readTemplates } from './templates.ts';

/** A playbook with the places of everything in it. */
export interface LocatedPlaybook {
  /** Path for people. */
  readonly file: string;
  readonly playbook: Playbook;
  /** The places of what stands in it: only whoever names a mistake asks for them. */
  places(): PlaybookPlaces;
  /** What costs it a part; what costs the whole playbook leaves none. */
  readonly problems: readonly PlaybookProblem[];
}

export interface PlaybookPlaces {
  readonly front: Front;
  readonly templates: readonly LocatedTemplate[];
}

export type ParsedPlaybook =
  | { readonly ok: true; readonly located: LocatedPlaybook; readonly playbook: Playbook }
  | { readonly ok: false; readonly problems: readonly PlaybookProblem[] };

/** Of one kind in one file: who has more does not read them all. */
const MOST_MISTAKES = 30;
/** Line of the file on which the front matter begins, below the first `---`. */
const FRONT_LINE = 2;

/** Reads one playbook file. A mistake is named with its line; nothing is thrown. */
export function parsePlaybook(file: string, text: string, origin: Origin = 'built-in'): ParsedPlaybook {
  const fatal = (line: number, message: string): PlaybookProblem => ({
    file,
    line,
    message,
    costs: 'playbook',
  });
  const parts = partsOf(text.replace(/\r\n?/g, '\n'));
  if (parts === undefined)
    return {
      ok: false,
      problems: [fatal(1, 'front matter between two lines of --- was expected at the top')],
    };
  const read = readFront(parts.head, FRONT_LINE);
  if (!read.ok) return { ok: false, problems: read.mistakes.map(m => fatal(m.line, m.message)) };
  const { front } = read;
  const parsed = PlaybookHead.safeParse(front.data);
  if (!parsed.success)
    return {
      ok: false,
      problems: parsed.error.issues.flatMap(issue => {
        const place = issue.path.filter(p => typeof p !== 'symbol');
        const at = place.join('.') || 'front matter';
        // What is unknown stands on a line of its own.
        if (issue.code === 'unrecognized_keys')
          return issue.keys.map(key =>
            fatal(front.lineOf([...place, key]), `${at}: there is no “${key}” here`),
          );
        return [fatal(front.lineOf(place), `${at}: ${issue.message}`)];
      }),
    };
  const body = readTemplates(parts.body, parts.bodyLine);
  const problems: PlaybookProblem[] = body.mistakes
    .slice(0, MOST_MISTAKES)
    .map(m => fatal(m.line, m.message));
  const complain: Complain = (path, message, costs = 'part') =>
    void problems.push({ file, line: front.lineOf(path), message, costs });
  insideProblems(parsed.data, body.templates, front, complain, (line, message) =>
    problems.push(fatal(line, message)),
  );
  if (problems.some(p => p.costs === 'playbook')) return { ok: false, problems: byLine(problems) };
  const templates = body.templates.map(({ name, language, code }) => ({ name, language, code }));
  const playbook: Playbook = { ...parsed.data, origin, templates, prose: body.prose };
  return {
    ok: true,
    playbook,
    located: {
      file,
      playbook,
      places: () => ({ front, templates: body.templates }),
      problems: byLine(problems),
    },
  };
}

/** A playbook that was parsed when the program was built, and had no mistake; its text is read again only for places. */
export function compiledPlaybook(file: string, text: string, playbook: Playbook): ParsedPlaybook {
  const places = (): PlaybookPlaces => {
    const parsed = parsePlaybook(file, text, playbook.origin);
    if (!parsed.ok) throw new Error(`${file} was expected to be as it was when planner-tui was built`);
    return parsed.located.places();
  };
  return { ok: true, playbook, located: { file, playbook, places, problems: [] } };
}

/** In order of files and lines; what one line says twice is said once. */
export function byLine(problems: readonly PlaybookProblem[]): readonly PlaybookProblem[] {
  const once = new Map(problems.map(p => [`${p.file}:${p.line}: ${p.message}`, p]));
  return [...once.values()].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

function partsOf(text: string): { head: string; body: string; bodyLine: number } | undefined {
  if (!text.startsWith('---\n')) return undefined;
  const close = /\n---[ \t]*(?:\n|$)/.exec(text.slice(3));
  if (!close) return undefined;
  const end = 3 + close.index + close[0].length;
  return {
    head: text.slice(4, 3 + close.index + 1),
    body: text.slice(end),
    bodyLine: text.slice(0, end).split('\n').length,
  };
}

/** All playbooks of one folder, by name; what is broken is reported and the others still work. */
export async function loadPlaybooks(folder: {
  list(ending?: string): readonly string[] | Promise<readonly string[]>;
  read(name: string): string | undefined | Promise<string | undefined>;
}): Promise<{ readonly playbooks: readonly Playbook[]; readonly problems: readonly PlaybookProblem[] }> {
  const playbooks: Playbook[] = [];
  const problems: PlaybookProblem[] = [];
  for (const file of [...(await folder.list('.md'))].sort()) {
    const text = file.endsWith('.md') ? await folder.read(file) : undefined;
    if (text === undefined) continue;
    const parsed = parsePlaybook(file, text);
    if (parsed.ok) playbooks.push(parsed.playbook);
    problems.push(...(parsed.ok ? parsed.located.problems : parsed.problems));
  }
  return { playbooks, problems };
}
