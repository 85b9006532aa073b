import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { needOf, Signature } from '../../src/research/facts/needs.ts';

describe('what a pattern needs', () => {
  test.each([
    [/express/, 'express'],
    [/\bnew Command\(/, 'new command('],
    [/zod|joi/, { any: ['zod', 'joi'] }],
    [/colou?r/, 'colo'],
    [/rate.?limit/i, { all: ['rate', 'limit'] }],
    [/(?:app|server)\.listen\s*\(/, { any: ['app.listen', 'server.listen'] }],
    [/\b(?:r|\w*[rR]outer)\.(?:get|POST)\(/, { any: ['.get(', '.post('] }],
    [/a(?:b|c)+de/, undefined],
    [/x(?:ab|cd)+efg/, { all: [{ any: ['xab', 'xcd'] }, 'efg'] }],
    [/(?:export\s+)?const (\w+)\s*=\s*pino/, { all: ['const ', 'pino'] }],
    [/(?<!\.)fastify\(/, 'fastify('],
    [/(?<name>abc)\k<name>x/, 'abc'],
    [/ab|cde/, undefined],
    [/[abc]+\w*/, undefined],
    [/a{2,}bcd/, 'bcd'],
    [/(?:abc)?def*/, undefined],
    [/\u0041bcd\x41efg/, { all: ['bcd', 'efg'] }],
  ])('%s', (pattern, need) => {
    expect(needOf(pattern.source)).toEqual(need);
  });

  test('never turns away a text that matches', () => {
    const word = fc.constantFrom('app', 'server', 'listen', '.', '(', 'x', ' ', 'Error', '\n', 'é', 'PORT');
    const piece = fc.constantFrom(
      'app',
      'server\\.',
      '(?:app|server)',
      '\\w+',
      '[.(]',
      '(x|Error)?',
      'listen',
      '\\s*',
      'Err(?:or)+',
      '(?=x)',
      'p{1,2}',
      '\\b',
      '|',
    );
    fc.assert(
      fc.property(fc.array(word), fc.array(piece, { minLength: 1, maxLength: 6 }), (words, pieces) => {
        const text = words.join('');
        const pattern = new RegExp(pieces.join(''), 'i');
        if (pattern.test(text)) expect(new Signature(text).mayHold(needOf(pattern.source))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('turns away most that do not', () => {
    const signature = new Signature('const app = express();\napp.get("/", (req, res) => res.send("hi"));\n');
    expect(signature.mayHold(needOf('fastify\\('))).toBe(false);
    expect(signature.mayHold(needOf('express|koa'))).toBe(true);
  });
});
