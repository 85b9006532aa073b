import { expect, test } from 'vitest';
import { commandFact } from '../../src/app/command-facts.ts';
import type { ProjectBrief } from '../../src/research/port.ts';

const source = { kind: 'file', path: 'package.json', line: 1 } as const;
const script = (name: string, command: string, run = `npm run ${name}`) =>
  ({ name, command, run, purpose: 'other', source }) as const;
const needs = (name: string) => ({ name, range: '1', dev: true, ecosystem: 'npm', source }) as const;
const brief: ProjectBrief = {
  name: 'x',
  scripts: [script('test', 'vitest run', 'npm test'), script('lint', 'eslint .')],
  dependencies: [needs('prisma'), needs('pytest'), needs('typescript')],
  conventions: [],
  documents: [],
  testCommand: () => undefined,
  installCommand: () => undefined,
  removeCommand: () => undefined,
};

test.each([
  ['npm test -- tests/a.test.ts', 'yes'],
  ['npm run lint', 'yes'],
  ['npm run lnt', 'no'],
  ['npm install ws && npm test', 'yes'],
  ['npm install ws && npm run nope', 'no'],
  ['npx prisma migrate dev', 'yes'],
  ['npx tsc --noEmit', 'yes'],
  ['npx unheard-of', 'not-checked'],
  ['uv run pytest tests/test_a.py', 'yes'],
  ['poetry run pytest', 'yes'],
  ['poetry run unheard-of', 'not-checked'],
  ['python -m pytest tests', 'yes'],
  ['python -m unheard_of', 'not-checked'],
  ['python3 -m unittest', 'yes'],
  ['git revert HEAD', 'yes'],
  ['make release', 'no'],
  ['NODE_ENV=test npm test', 'yes'],
  ['yarn prisma migrate dev', 'yes'],
  ['pnpm prisma migrate dev', 'yes'],
  ['yarn unheard-of', 'no'],
  ['npm prisma migrate dev', 'no'],
])('%s: %s', (command, known) => {
  expect(commandFact(command, brief).known).toBe(known);
});

test('an unknown script gets what comes nearest', () => {
  expect(commandFact('npm run lint:all', brief)).toEqual({
    known: 'no',
    nearest: ['npm run lint', 'npm test'],
  });
});
