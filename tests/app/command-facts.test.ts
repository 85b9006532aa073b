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

const several: ProjectBrief = {
  ...brief,
  scripts: [
    ...brief.scripts,
    script('build', 'tsc -p .'),
    script('test:e2e', 'playwright test'),
    script('db:migrate', 'prisma migrate deploy'),
  ],
};

test.each([
  ['npm run lint:all', ['npm run lint']],
  ['npm run tset', ['npm test']],
  ['npm run biuld', ['npm run build']],
  ['npm run e2e', ['npm run test:e2e']],
  ['npm vitest run', ['npm test']],
  ['make migrate', ['npm run db:migrate']],
  ['npm run unheard-of', []],
])('what comes nearest to %s: %s', (command, nearest) => {
  expect(commandFact(command, several)).toEqual({ known: 'no', nearest });
});
