import * as z from 'zod';
import type { Result } from '../../shared/result.ts';
import type { CiLog } from './model.ts';

/** What GitHub says of a job of a run, beside its log. */
export const JobFacts = z.object({
  name: z.string(),
  conclusion: z.string(),
  url: z.string(),
  steps: z.array(z.object({ name: z.string(), number: z.number(), conclusion: z.string() })),
});
export type JobFacts = z.infer<typeof JobFacts>;

/** What GitHub says of a run. */
export const RunFacts = z.object({
  id: z.number(),
  url: z.string(),
  /** `owner/name`. */
  repository: z.string(),
  name: z.string(),
  /** The workflow's file: `.github/workflows/ci.yml`. */
  path: z.string(),
  attempt: z.number(),
  event: z.string(),
  branch: z.string(),
  sha: z.string(),
  /** ISO time. */
  date: z.string(),
  conclusion: z.string(),
  jobs: z.array(JobFacts),
  /** The newest run of the same workflow on the same branch that was green, before this one. */
  green: z
    .object({ id: z.number(), url: z.string(), sha: z.string(), date: z.string(), jobs: z.array(JobFacts) })
    .optional(),
});
export type RunFacts = z.infer<typeof RunFacts>;

/** What was read of one failing run. Safe to show and free of secrets. */
export interface CiReading {
  /** What was read: the name of a file, or the address of a run. */
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'zip' | 'input' | 'url';
  readonly log: CiLog;
  readonly run?: RunFacts | undefined;
  /** What is missing and why, one sentence each. */
  readonly notes: readonly string[];
}

export interface CiSource {
  /**
   * Reads what a goal is about: an address, a path, or `-`. What was read for a session is kept with it, so that later
   * revisions rest on the same log. Failures are told in words, by their `kind`: `ci-…`.
   */
  read(about: string, sessionId: string, signal?: AbortSignal): Promise<Result<CiReading>>;
}
