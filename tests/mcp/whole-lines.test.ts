import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wholeLines } from '../../src/mcp/whole-lines.ts';

/** What comes out of these pieces, or the message of the error. */
async function passed(pieces: readonly Uint8Array[], most = 1_000): Promise<readonly Buffer[] | string> {
  const out: Buffer[] = [];
  const lines = wholeLines(most).on('data', (chunk: Buffer) => void out.push(chunk));
  try {
    await pipeline(Readable.from(pieces.map(piece => Buffer.from(piece))), lines);
    return out;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const text = (chunks: readonly Buffer[] | string) =>
  typeof chunks === 'string' ? chunks : Buffer.concat(chunks).toString('latin1');

describe('whole lines', () => {
  test('wherever it is cut, each line that ended comes out once, in order, and nothing else does', async () => {
    const piece = fc.uint8Array({ maxLength: 12 }).map(bytes => bytes.map(b => (b % 4 === 0 ? 10 : b)));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async pieces => {
        const all = Buffer.concat(pieces).toString('latin1');
        const out = await passed(pieces);
        expect(text(out)).toBe(all.slice(0, all.lastIndexOf('\n') + 1));
        for (const chunk of out) expect(text([Buffer.from(chunk)])).toMatch(/\n$/);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['a line of the most bytes', ['x'.repeat(9), '\n'], `${'x'.repeat(9)}\n`],
    ['many lines that are more together', ['xxxxxxx\n'.repeat(9)], 'xxxxxxx\n'.repeat(9)],
    ['one byte more', ['x'.repeat(9), 'x\n'], /exceeded the maximum size of 10 bytes/],
    ['one byte more, without an end', ['x'.repeat(9), 'xx'], /exceeded the maximum size of 10 bytes/],
    ['a line that begins after another', ['a\nxxxxx', 'xxxxxx'], /exceeded the maximum size of 10 bytes/],
  ])('%s', async (_, pieces, expected) => {
    const out = text(
      await passed(
        pieces.map(one => Buffer.from(one)),
        10,
      ),
    );
    if (typeof expected === 'string') expect(out).toBe(expected);
    else expect(out).toMatch(expected);
  });
});
