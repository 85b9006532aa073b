import * as z from 'zod';
import { ROLES, SYMBOL_KINDS } from './code-words.ts';

/** What a file is for. By structure and convention; every role carries its reason. */
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

export const SymbolKind = z.enum(SYMBOL_KINDS);
export type SymbolKind = z.infer<typeof SymbolKind>;

/** An entry of the CodeMap. Lines are 1-based and inclusive. */
export const CodeSymbol = z.object({
  name: z.string(),
  kind: SymbolKind,
  path: z.string(),
  line: z.number().int().positive(),
  endLine: z.number().int().positive(),
  /** First line of the definition, trimmed, without body. */
  signature: z.string(),
  exported: z.boolean(),
  /** Name of the enclosing class, object or module. */
  container: z.string().optional(),
});
export type CodeSymbol = z.infer<typeof CodeSymbol>;

export const RoleReason = z.object({ role: Role, reason: z.string() });
export type RoleReason = z.infer<typeof RoleReason>;

/** What is known of one file. */
export const FileCard = z.object({
  path: z.string(),
  language: z.string(),
  lines: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  /** sha-256 of the bytes, first 16 hex digits. */
  hash: z.string(),
  roles: z.array(RoleReason),
  symbols: z.array(CodeSymbol),
  /** Project files that this file imports / that import this file. */
  imports: z.array(z.string()),
  importedBy: z.array(z.string()),
  /** Packages (not project files) that it imports. */
  packages: z.array(z.string()),
  /** Test files that exercise it, nearest first. */
  tests: z.array(z.string()),
  /** Commits that touched it, of those read. */
  commits: z.number().int().nonnegative(),
  /** ISO date of the last commit that touched it. */
  lastCommit: z.string().optional(),
  /** Why less is known of it than could be, e.g. that a parser gave up on it. */
  note: z.string().optional(),
});
export type FileCard = z.infer<typeof FileCard>;

/** One reason why a file is thought to be affected. `signal` is a stable name, `detail` is for people. */
export const ImpactReason = z.object({ signal: z.string(), detail: z.string() });

/** A file ranked as affected by a goal, best first, with its reasons. */
export const Impact = z.object({
  path: z.string(),
  score: z.number(),
  reasons: z.array(ImpactReason),
  /** The symbols of the file that the goal's words point at, best first. */
  symbols: z.array(CodeSymbol),
});
export type Impact = z.infer<typeof Impact>;

/** An earlier commit that made a similar change. */
export const Precedent = z.object({
  sha: z.string(),
  subject: z.string(),
  /** ISO date. */
  date: z.string(),
  files: z.array(
    z.object({
      /** As the commit names it. */
      path: z.string(),
      /** What the file is called today; absent where it is gone. */
      today: z.string().optional(),
      /** Lines; absent where they are not known: its content is missing here or is binary. Never 0 for that. */
      added: z.number().optional(),
      deleted: z.number().optional(),
    }),
  ),
  score: z.number(),
});
export type Precedent = z.infer<typeof Precedent>;
