import * as z from 'zod';
import type { CodeSymbol, FileCard } from '../../domain/index.ts';
import { bounded, type Tool, tool } from './tool.ts';

/** Lines of one reading. */
const MOST_LINES = 400;
const MOST_HITS = 60;
const LONGEST_LINE = 240;
/** Of a pattern over the whole project; an honest one takes a tenth of a second over 30 MB. */
const MOST_MATCHING_MS = 3_000;

const place = (s: CodeSymbol): string => `${s.path}:${s.line}-${s.endLine}`;
const cut = (line: string): string => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line);

/** Readings of the code and of its map. */
export const CODE_TOOLS: readonly Tool[] = [
  tool({
    name: 'map_overview',
    description:
      'The most important files of the project with what they are for and what they define, best first. Begin with it where you do not know the project.',
    input: z.strictObject({ limit: z.number().int().min(5).max(80).default(40) }),
    activity: () => ({ verb: 'Mapping', object: 'the project by importance' }),
    async run({ limit }, { map }) {
      const { folders, files } = await map.outline({ shelf: 'sources', limit, whole: [] });
      const lines = folders.flatMap(folder =>
        folder.files.map(
          f =>
            `${f.path}\t${f.role}, ${f.lines} lines, ${f.why}\t${f.symbols.map(s => `${s.name}:${s.line}`).join(', ')}`,
        ),
      );
      return [`${lines.length} of ${files} sources, by folder:`, ...lines].join('\n');
    },
  }),
  tool({
    name: 'find_files',
    description:
      'Paths of the project that hold a text (case aside), at most 100. A path that is not listed here does not exist.',
    input: z.strictObject({ contains: z.string().min(1) }),
    activity: ({ contains }) => ({ verb: 'Searching', object: `paths with “${contains}”` }),
    async run({ contains }, { map }) {
      const wanted = contains.toLowerCase();
      const paths = (await map.paths()).filter(p => p.toLowerCase().includes(wanted));
      return paths.length > 0 ? bounded(paths, 100, 'paths') : `No path holds “${contains}”.`;
    },
  }),
  tool({
    name: 'read_file',
    description: `Lines of a file with their numbers, at most ${MOST_LINES} at once. Read what you cite: a quote counts only where it stands.`,
    input: z.strictObject({
      path: z.string(),
      from: z.number().int().positive().default(1),
      to: z.number().int().positive().optional(),
    }),
    activity: ({ path, from, to }) => ({
      verb: 'Reading',
      object: from === 1 && to === undefined ? path : `${path}:${from}${to === undefined ? '' : `–${to}`}`,
    }),
    async run({ path, from, to }, { files, map }) {
      const read = await files.read(path);
      if (!read)
        return notRead(path, await files.has(path), await files.whyNot(path), await map.nearest(path, 3));
      const lines = read.text.split('\n');
      if (from > lines.length) return `${path} has ${lines.length} lines.`;
      const end = Math.min(to ?? lines.length, lines.length, from + MOST_LINES - 1);
      const shown = lines.slice(from - 1, end).map((line, i) => `${from + i}\t${cut(line)}`);
      return [...shown, ...(end < lines.length ? [`… ${path} has ${lines.length} lines.`] : [])].join('\n');
    },
  }),
  tool({
    name: 'search_text',
    description: `Lines that match a JavaScript regular expression, as path:line and text, at most ${MOST_HITS}.`,
    input: z.strictObject({
      pattern: z.string().min(2).max(300),
      under: z.string().optional().describe('Only paths that begin with this folder'),
      ignore_case: z.boolean().default(false),
    }),
    activity: ({ pattern, under }) => ({
      verb: 'Searching',
      object: `${under ?? 'the code'} for ${pattern}`,
    }),
    async run({ pattern, under, ignore_case }, { map }) {
      const problem = patternProblem(pattern);
      if (problem) return problem;
      const hits = await map.search(pattern, {
        limit: MOST_HITS,
        withinMs: MOST_MATCHING_MS,
        ...(ignore_case ? { flags: 'i' } : {}),
        ...(under === undefined ? {} : { under }),
      });
      if (hits.length === 0) return `Nothing matches /${pattern}/${under ? ` under ${under}` : ''}.`;
      const lines = hits.map(h => `${h.path}:${h.line}\t${cut(h.text.trim())}`);
      return [...lines, ...(hits.length === MOST_HITS ? ['… there may be more.'] : [])].join('\n');
    },
  }),
  tool({
    name: 'symbol',
    description: 'Where a name is defined (path:line-endLine, signature) and where it is used.',
    input: z.strictObject({ name: z.string().min(1) }),
    activity: ({ name }) => ({ verb: 'Searching', object: `uses of ${name}` }),
    async run({ name }, { map }) {
      const last = name.split(/[.#]|::/).at(-1) ?? name;
      const [defined, uses] = await Promise.all([map.define(last), map.references(last, MOST_HITS)]);
      if (defined.length === 0 && uses.length === 0) return `“${name}” stands nowhere in the project.`;
      const files = new Set(uses.map(u => u.path));
      return [
        defined.length === 0 ? `“${last}” is not defined here; it is used.` : 'Defined:',
        ...defined
          .slice(0, 12)
          .map(s => `${place(s)}\t${s.exported ? 'exported ' : ''}${s.kind}\t${cut(s.signature)}`),
        `Used in ${files.size} files:`,
        ...uses.slice(0, 40).map(u => `${u.path}:${u.line}\t${cut(u.text.trim())}`),
      ].join('\n');
    },
  }),
  tool({
    name: 'file_card',
    description:
      'What is known of one file: role, symbols with lines, what it imports, who imports it, its tests, how often it changed.',
    input: z.strictObject({ path: z.string() }),
    activity: ({ path }) => ({ verb: 'Mapping', object: path }),
    async run({ path }, { map }) {
      const [card] = await map.deepen([path]);
      return card
        ? cardText(card)
        : `${path} is not in the map. Like it: ${(await map.nearest(path, 3)).join(', ') || 'nothing'}.`;
    },
  }),
  tool({
    name: 'impact',
    description:
      'The files that a change in these words would touch, ranked by the code, its history and its graph, each with reasons; and commits that made a similar change.',
    input: z.strictObject({ change: z.string().min(3).max(400) }),
    activity: ({ change }) => ({ verb: 'Ranking', object: `files for “${change}”` }),
    async run({ change }, { map }) {
      const { files, tests, precedents } = await map.impact({ goal: change, limit: 20, lines: true });
      return [
        'Files, best first:',
        ...files.map(
          f =>
            `${f.path}\t${f.reasons
              .slice(0, 2)
              .map(r => r.detail)
              .join('; ')}`,
        ),
        'Tests:',
        ...tests.slice(0, 8).map(f => f.path),
        'Similar commits:',
        ...precedents
          .slice(0, 6)
          .map(p => `${p.sha.slice(0, 10)} ${p.date.slice(0, 10)} ${p.subject} (${p.files.length} files)`),
      ].join('\n');
    },
  }),
  tool({
    name: 'git_log',
    description:
      'Commits of a file or folder, or whose subject holds a phrase, newest first, at most 40: who changed it, when and why.',
    input: z.strictObject({ path: z.string().optional(), phrase: z.string().min(2).optional() }),
    activity: ({ path, phrase }) => ({
      verb: 'Searching',
      object: `git log${phrase === undefined ? '' : ` for “${phrase}”`}${path === undefined ? '' : ` of ${path}`}`,
    }),
    async run({ path, phrase }, { map }) {
      const found = await map.log({
        limit: 40,
        ...(path === undefined ? {} : { path }),
        ...(phrase === undefined ? {} : { phrase }),
      });
      return found.length === 0
        ? 'No commit fits.'
        : found
            .map(
              c =>
                `${c.sha.slice(0, 10)} ${c.date.slice(0, 10)} ${c.author}: ${cut(c.subject)} (${c.files} files)`,
            )
            .join('\n');
    },
  }),
  tool({
    name: 'commit',
    description: 'What a commit changed: its files and the lines that it added and removed, at most 200.',
    input: z.strictObject({ sha: z.string().regex(/^[0-9a-f]{7,40}$/) }),
    activity: ({ sha }) => ({ verb: 'Reading', object: `commit ${sha.slice(0, 7)}` }),
    async run({ sha }, { map }) {
      const patch = await map.patch(sha);
      if (!patch) return `Nothing is known of commit ${sha}: it is not here, or larger than 2 MB.`;
      const lines = patch.flatMap(f => [
        `${f.created ? 'created' : 'changed'} ${f.path}`,
        ...f.removed.map(l => `- ${cut(l)}`),
        ...f.added.map(l => `+ ${cut(l)}`),
      ]);
      return bounded(lines, 200, 'lines');
    },
  }),
];

function cardText(card: FileCard): string {
  const list = (what: string, paths: readonly string[]): string =>
    paths.length === 0 ? `${what}: none` : `${what} (${paths.length}): ${paths.slice(0, 20).join(', ')}`;
  return [
    `${card.path}: ${card.language}, ${card.lines} lines, ${card.commits} commits${card.lastCommit ? `, the last on ${card.lastCommit.slice(0, 10)}` : ''}`,
    ...card.roles.map(r => `role ${r.role}: ${r.reason}`),
    list('imports', card.imports),
    list('imported by', card.importedBy),
    list('packages', card.packages),
    list('tests', card.tests),
    'symbols:',
    ...card.symbols
      .slice(0, 80)
      .map(s => `${s.line}-${s.endLine}\t${s.exported ? 'exported ' : ''}${s.kind}\t${cut(s.signature)}`),
  ].join('\n');
}

function notRead(path: string, listed: boolean, why: string, nearest: readonly string[]): string {
  if (listed) return `${path} is not read: ${why}.`;
  return `There is no ${path} in this project.${nearest.length > 0 ? ` Like it: ${nearest.join(', ')}.` : ''}`;
}

/** A pattern that cannot be run, or could run for ever. */
function patternProblem(pattern: string): string | undefined {
  try {
    new RegExp(pattern);
  } catch (error) {
    return `The pattern is no regular expression: ${error instanceof Error ? error.message : ''}`;
  }
  return /\([^()]*[+*][^()]*\)[+*{]/.test(pattern)
    ? 'A repetition inside a repetition may never end: say the pattern without it.'
    : undefined;
}
