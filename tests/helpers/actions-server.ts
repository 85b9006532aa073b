import type { ServerResponse } from 'node:http';
import { type PageServer, startPages } from './page-server.ts';

export const API = 'api.github.com';
export const BLOB = 'logs.blob.test';

export interface ActionsServer {
  readonly server: PageServer;
  /** Answers this path of the API with JSON, or with a status and headers. */
  json(path: string, value: unknown, status?: number, headers?: Readonly<Record<string, string>>): void;
  /** The log of a job, behind the one redirect that GitHub makes. */
  log(job: number, text: string): void;
}

export const REPO = '/repos/ada/shop';

/** A server on loopback that speaks the part of GitHub's REST API that runs are read by, and serves logs elsewhere. */
export async function startActions(...names: readonly string[]): Promise<ActionsServer> {
  const server = await startPages(API, BLOB, ...names);
  return {
    server,
    json: (path, value, status = 200, headers = {}) =>
      server.at(
        path,
        response =>
          void response
            .writeHead(status, { 'content-type': 'application/json', ...headers })
            .end(JSON.stringify(value)),
      ),
    log(job, text) {
      server.at(
        `${REPO}/actions/jobs/${job}/logs`,
        (response: ServerResponse) =>
          void response.writeHead(302, { location: `https://${BLOB}/signed/${job}?sig=abc` }).end(),
      );
      server.at(
        `/signed/${job}?sig=abc`,
        response => void response.writeHead(200, { 'content-type': 'text/plain' }).end(text),
      );
    },
  };
}

export interface RunOf {
  readonly id: number;
  readonly sha: string;
  readonly status?: string;
  readonly conclusion?: string | null;
  readonly created?: string;
  readonly attempt?: number;
}

/** A run as the API tells it. */
export function runOf({
  id,
  sha,
  status = 'completed',
  conclusion = 'failure',
  created = '2026-11-20T09:00:00Z',
  attempt = 1,
}: RunOf) {
  return {
    id,
    name: 'ci',
    path: '.github/workflows/ci.yml',
    head_sha: sha,
    head_branch: 'main',
    event: 'push',
    status,
    conclusion,
    run_attempt: attempt,
    workflow_id: 7,
    html_url: `https://github.com/ada/shop/actions/runs/${id}`,
    created_at: created,
  };
}

/** Jobs as the API tells them: name, conclusion, and the conclusion of the step `step`. */
export function jobsOf(
  step: string,
  jobs: readonly (readonly [id: number, name: string, conclusion: string])[],
) {
  return {
    total_count: jobs.length,
    jobs: jobs.map(([id, name, conclusion]) => ({
      id,
      name,
      status: 'completed',
      conclusion,
      html_url: `https://github.com/ada/shop/actions/runs/1/job/${id}`,
      steps: [{ name: step, number: 4, conclusion }],
    })),
  };
}

export const JOBS_QUERY = '?per_page=100&page=1';
export const GREEN_QUERY = '/actions/workflows/7/runs?branch=main&status=success&per_page=20';
