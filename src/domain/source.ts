import * as z from 'zod';

/** At most 20 lines as they stood, with the hash of exactly those lines (sha-256, first 16 hex digits). */
export const Excerpt = z.object({
  text: z.string(),
  /** 1-based line of the first line of `text`. */
  startLine: z.number().int().positive(),
  hash: z.string(),
});
export type Excerpt = z.infer<typeof Excerpt>;

/** Where a statement was read. Evidence opens from the excerpt alone, without reading anything again. */
export const Source = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('file'),
    /** Project-relative, with forward slashes. */
    path: z.string(),
    line: z.number().int().positive(),
    endLine: z.number().int().positive().optional(),
    /** Commit whose tree held these lines; absent where there is no git or the file is uncommitted. */
    commit: z.string().optional(),
    excerpt: Excerpt.optional(),
  }),
  z.object({
    kind: z.literal('commit'),
    sha: z.string(),
    subject: z.string(),
    /** ISO date of the commit. */
    date: z.string(),
  }),
  z.object({
    kind: z.literal('package'),
    name: z.string(),
    version: z.string(),
    /** File inside the package that was read, relative to the package's root. */
    file: z.string().optional(),
    excerpt: Excerpt.optional(),
  }),
  z.object({
    kind: z.literal('url'),
    url: z.string(),
    title: z.string(),
    /** What code found on the page as it was fetched, word for word. */
    quote: z.string().optional(),
    /** ISO date of the fetch; absent where nobody read the page. */
    fetchedAt: z.string().optional(),
  }),
  z.object({
    kind: z.literal('playbook'),
    /** Name of the playbook, e.g. `realtime`. */
    name: z.string(),
    title: z.string(),
    /** Where it is from, when it is not planner-tui's own: the person's folder, or the repository itself. */
    origin: z.enum(['config', 'project']).optional(),
  }),
  z.object({
    kind: z.literal('log'),
    /** Whose log: the job of a CI run, or the file. */
    name: z.string(),
    line: z.number().int().positive(),
    excerpt: Excerpt.optional(),
  }),
  z.object({ kind: z.literal('user'), what: z.string() }),
]);
export type Source = z.infer<typeof Source>;
export type FileSource = Extract<Source, { kind: 'file' }>;

const OWNERS = { config: ' of your own folder', project: ' of this repository' } as const;

/** ` of this repository` behind the name of a playbook that planner-tui did not bring; else empty. */
export function playbookOwner({ origin }: { readonly origin?: keyof typeof OWNERS | undefined }): string {
  return origin === undefined ? '' : OWNERS[origin];
}

/** Whose a playbook is, of the words behind its name. */
export function playbookOrigin(owner: string): keyof typeof OWNERS | undefined {
  return owner === OWNERS.config ? 'config' : owner === OWNERS.project ? 'project' : undefined;
}

/** `src/a.ts:12`, `commit a3f9c1d`, `ws@8.18.0`, an address, `playbook realtime`, or what the user said. */
export function sourceLabel(source: Source): string {
  switch (source.kind) {
    case 'file':
      return source.endLine && source.endLine > source.line
        ? `${source.path}:${source.line}–${source.endLine}`
        : `${source.path}:${source.line}`;
    case 'commit':
      return `commit ${source.sha.slice(0, 7)}`;
    case 'package':
      return `${source.name}@${source.version}`;
    case 'url':
      return source.url;
    case 'playbook':
      return `playbook ${source.name}${playbookOwner(source)}`;
    case 'log':
      return `line ${source.line} of the log “${source.name}”`;
    case 'user':
      return source.what;
  }
}
