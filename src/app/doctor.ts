import { resolve } from 'node:path';
import { findProjectRoot } from '../host/index.ts';
import type { Result } from '../shared/result.ts';
import { machineChecks, type Terminal } from './doctor-machine.ts';
import { type ModelFacts, modelChecks } from './doctor-model.ts';
import { projectChecks } from './doctor-project.ts';
import { version } from './version.ts';

export type Mark = 'ok' | 'note' | 'broken' | 'skipped';

/** One thing that was looked at. */
export interface DoctorCheck {
  readonly name: string;
  /** `note`: it works, and there is something to know. `skipped`: nobody looked, and `found` says why. */
  readonly mark: Mark;
  readonly found: string;
  readonly mend?: string | undefined;
}

export interface DoctorOptions {
  readonly folder: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  readonly offline: boolean;
  /** One small message is sent, which is paid for. */
  readonly live: boolean;
  readonly baseUrl?: string | undefined;
  readonly model?: string | undefined;
}

export interface DoctorReport {
  readonly version: string;
  readonly root: string;
  /** Nothing that is needed, or was asked for, is broken. */
  readonly healthy: boolean;
  /** Of the model planner, where one is wanted. */
  readonly credentials: 'in-order' | 'missing' | 'refused';
  readonly checks: readonly DoctorCheck[];
  readonly model?: ModelFacts | undefined;
}

/** A look at a machine, a project and the model's server. */
export interface Doctor {
  readonly root: string;
  /** Each check as it is done; returns all of it. */
  checks(): AsyncGenerator<DoctorCheck, DoctorReport>;
}

/** Failures: those of a folder that is no project. Writes nothing but what a planner would keep of the server. */
export function createDoctor(options: DoctorOptions): Result<Doctor> {
  const found = findProjectRoot(resolve(options.cwd, options.folder));
  if (!found.ok) return found;
  const root = found.value;
  return {
    ok: true,
    value: {
      root,
      async *checks() {
        const done: DoctorCheck[] = [];
        for await (const check of machineChecks(root, options)) {
          done.push(check);
          yield check;
        }
        for await (const check of projectChecks(root, options)) {
          done.push(check);
          yield check;
        }
        const model = modelChecks(root, options);
        for (;;) {
          const next = await model.next();
          if (!next.done) {
            done.push(next.value);
            yield next.value;
            continue;
          }
          const { credentials, facts } = next.value;
          const healthy = done.every(check => check.mark !== 'broken');
          return { version: version(), root, healthy, credentials, checks: done, model: facts };
        }
      },
    },
  };
}
