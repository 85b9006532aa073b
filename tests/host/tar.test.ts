import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileInTar } from '../../src/host/index.ts';
import { packed, type TarEntry } from '../helpers/tar.ts';

const LIMITS = { unpacked: 10_000_000, file: 1_000_000 };
const wanted = (name: string) => name === 'CHANGELOG.md';
async function found(...entries: readonly TarEntry[]): Promise<string | undefined> {
  return (await fileInTar(packed(...entries), wanted, LIMITS))?.bytes.toString();
}

describe('a file of a packed archive', () => {
  test.each([
    [
      'behind others',
      [
        { path: 'package/index.js', text: 'x'.repeat(1000) },
        { path: 'package/CHANGELOG.md', text: '# 1' },
      ],
      '# 1',
    ],
    ['of a whole block', [{ path: 'package/CHANGELOG.md', text: 'y'.repeat(512) }], 'y'.repeat(512)],
    ['that is empty', [{ path: 'package/CHANGELOG.md' }, { path: 'package/a', text: 'a' }], ''],
    ['below another top folder', [{ path: 'express/CHANGELOG.md', text: '# 1' }], '# 1'],
    ['that is not there', [{ path: 'package/a.md', text: '# 1' }], undefined],
    ['further down', [{ path: 'package/docs/CHANGELOG.md', text: '# 1' }], undefined],
    [
      'above',
      [
        { path: '../CHANGELOG.md', text: '# 1' },
        { path: '/CHANGELOG.md', text: '# 1' },
      ],
      '# 1',
    ],
    ['that is a link', [{ path: 'package/CHANGELOG.md', type: '2' }], undefined],
    ['that is a folder', [{ path: 'package/CHANGELOG.md', type: '5' }], undefined],
    [
      'the first of two',
      [
        { path: 'package/CHANGELOG.md', text: 'a' },
        { path: 'package/CHANGELOG.md', text: 'b' },
      ],
      'a',
    ],
    [
      'with a size that is none',
      [{ path: 'package/CHANGELOG.md', text: 'a', size: '\x80\0\0\0\0\0\0\0\0\0\0' }],
      undefined,
    ],
    [
      'that ends before its size',
      [{ path: 'package/CHANGELOG.md', text: 'a', size: '77777777777' }],
      undefined,
    ],
  ] satisfies readonly (readonly [string, readonly TarEntry[], string | undefined])[])(
    '%s',
    async (_, entries, text) => {
      expect(await found(...entries)).toBe(text);
    },
  );

  test('is cut where it is too long, and nothing is unpacked beyond the bound', async () => {
    const long = packed({ path: 'package/CHANGELOG.md', text: 'z'.repeat(5000) });
    expect((await fileInTar(long, wanted, { ...LIMITS, file: 100 }))?.bytes.toString()).toBe('z'.repeat(100));
    const bomb = packed(
      { path: 'package/a', text: 'a'.repeat(1_000_000) },
      { path: 'package/CHANGELOG.md', text: '#' },
    );
    expect(await fileInTar(bomb, wanted, { ...LIMITS, unpacked: 500_000 })).toBeUndefined();
  });

  test('what is no archive has none', async () => {
    for (const bytes of [
      Buffer.from('no gzip'),
      gzipSync('no tar'),
      Buffer.alloc(0),
      packed({ path: 'package/CHANGELOG.md', text: 'a'.repeat(2000) }).subarray(0, 30),
    ])
      expect(await fileInTar(bytes, wanted, LIMITS)).toBeUndefined();
  });

  test('is found in whatever pieces it comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            path: fc.constantFrom('package/a', 'package/b/c'),
            text: fc.string({ maxLength: 3000 }),
          }),
          { maxLength: 5 },
        ),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 70_000, size: 'max' }),
        async (before, text) => {
          expect(
            await found(...before, { path: 'package/CHANGELOG.md', text }, { path: 'package/z', text: 'z' }),
          ).toBe(text);
        },
      ),
      { numRuns: 40 },
    );
  });
});
