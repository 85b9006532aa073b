import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { check, needs } from '../../../src/plan/checks/index.ts';
import type { PlanFacts } from '../../../src/plan/facts.ts';
import { readPlan } from '../../../src/plan/read/index.ts';
import { goodFacts } from '../facts.ts';

/** All findings of a plan by other hands as `check line message`, against a project in which the rest is well. */
function found(name: string, created: readonly string[], change: (facts: PlanFacts) => PlanFacts = f => f) {
  const markdown = readFileSync(new URL(`../foreign/${name}.md`, import.meta.url), 'utf8');
  const read = readPlan(markdown);
  if (!read.ok) throw new Error(read.error.message);
  const { plan, stepLines } = read.value;
  const facts = change(goodFacts(needs(plan, markdown), [...created]));
  const lines = markdown.split('\n');
  const results = check(plan, markdown, facts, stepLines).results;
  return results.flatMap(result =>
    result.findings
      .filter(finding => finding.severity === 'error')
      .map(({ line, message }) => ({ check: result.check, at: lines[line - 1]?.trim(), message })),
  );
}

const absent = { exists: 'no', nearest: ['src/server.ts'] } as const;
const unknown = { installed: 'no', inRegistry: 'not-checked', deprecated: 'not-checked' } as const;

describe('a plan with planted faults, written by other hands', () => {
  const findings = found('faults', ['src/realtime/socket.ts', 'tests/realtime.test.ts'], facts => ({
    ...facts,
    files: { ...facts.files, 'src/servr.ts': absent },
    packages: {
      ...facts.packages,
      '@socket.io/redis-adapter': unknown,
      'socket.io': unknown,
      ioredis: unknown,
    },
    commands: { ...facts.commands, 'npm run test:sockets': { known: 'no', nearest: ['npm test'] } },
  }));

  test.each([
    [2, '- `src/servr.ts` - attach the socket server', 'does not exist'],
    [4, '**Files to create: 3**', 'but 2 are listed'],
    [4, '- `src/config/redis.ts`', 'no step changes it'],
    [4, '**Files to modify: 2**', '`src/services/order.service.ts`, the summary does not list it'],
    [5, '| **Total** | **1.5 hours** |', 'The rows add up to 1 h 25'],
    [5, '| **Total** | **1.5 hours** |', 'The steps add up to 1 h 20'],
    [8, '### 1. Install the packages (5 min)', 'does not say how to verify'],
    [8, '- `npm run test:sockets`', 'has no command'],
    [9, "import { createAdapter } from '@socket.io/redis-adapter';", 'which no step adds before'],
    [9, "io.to('warehouse').emit('stock', { item: item.id, left: item.left };", 'does not parse'],
    [
      10,
      'npm install socket.io socket.io-redis-adapter ioredis',
      '`socket.io-redis-adapter` is added, and no rollback',
    ],
    [10, 'npm install --save-dev @types/ioredis', '`@types/ioredis` is added, and no rollback'],
    [11, '- Rate limiting of connections by address', 'no step does it'],
    [11, '- Encryption of payloads', 'no step does it'],
    [13, '- [ ] Which room names? TBD', '“TBD” is left'],
    [13, 'Warehouse staff see a falling stock at once. The design is scalable.', 'is not measured'],
  ])('check %i names its line: %s', (number, at, message) => {
    const named = findings.filter(f => f.check === number && f.at === at).map(f => f.message);
    expect(named.join('\n')).toContain(message);
  });

  test('and nothing else but the two other steps that cannot be verified', () => {
    const rest = findings.filter(f => f.check !== 8).length;
    expect(rest).toBe(14);
    expect(findings.filter(f => f.check === 8)).toHaveLength(4);
  });
});

test('a sound plan by other hands gets no false alarm', () => {
  expect(found('sound', ['src/middleware/slow.ts', 'tests/slow.test.ts'])).toEqual([]);
});
