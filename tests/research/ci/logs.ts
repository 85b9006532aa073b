import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CiLog, createLogReader, type FirstError, firstErrors } from '../../../src/research/ci/index.ts';
import { job } from '../../fixtures/ci/actions-format.mjs';

const LOGS = fileURLToPath(new URL('../../fixtures/ci/logs/', import.meta.url));

export const logNames = (): readonly string[] => readdirSync(LOGS).map(name => name.replace(/\.log$/, ''));
export const logPath = (name: string): string => `${LOGS}${name}.log`;
export const logText = (name: string): string => readFileSync(logPath(name), 'utf8');

export function readLog(text: string, name = 'build.log'): CiLog {
  const reader = createLogReader();
  reader.file(name);
  reader.push(text);
  return reader.end();
}

/** The first error of a step that printed this and failed. */
export function errorOf(output: string, code = 1): FirstError | undefined {
  return firstErrors(readLog(job('build', [{ run: 'make check', code, text: output }])))[0];
}
