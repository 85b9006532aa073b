import { expect, test } from 'vitest';
import { linesWithoutSecrets } from '../../../src/codemap/cache/clean.ts';

const PLAIN = Array.from({ length: 9_000 }, (_, n) => `export function send${n}(größe: number): void`);
const TOKEN = 'ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8';

function packed(texts: readonly string[]) {
  const buffers = texts.map(text => Buffer.from(`${text}\n`));
  let end = 0;
  return { bytes: Buffer.concat(buffers), ends: Uint32Array.from(buffers, buffer => (end += buffer.length)) };
}

async function cleaned(texts: readonly string[]): Promise<string[]> {
  const { bytes, ends } = packed(texts);
  const clean = await linesWithoutSecrets(bytes, ends);
  const buffer = Buffer.from(clean.bytes);
  return Array.from(clean.ends, (end, n) => buffer.toString('utf8', clean.ends[n - 1] ?? 0, end - 1));
}

test('texts without a secret stay the same bytes', async () => {
  const { bytes, ends } = packed(PLAIN);
  expect(await linesWithoutSecrets(bytes, ends)).toEqual({ bytes, ends });
  expect(await cleaned([])).toEqual([]);
});

test('secrets are hidden wherever they stand, the texts between them stay at their places', async () => {
  const texts = [...PLAIN];
  const places = [0, 4_000, 8_999];
  for (const n of places) texts[n] = `const token${n} = '${TOKEN}'`;
  const clean = await cleaned(texts);
  expect(clean.join('\n')).not.toContain(TOKEN.slice(4));
  expect(clean.filter((text, n) => text !== texts[n]).length).toBe(places.length);
  for (const n of places) expect(clean[n]).toContain(`const token${n} = '[hidden`);
});

test('a text of several lines keeps its place', async () => {
  const clean = await cleaned(['a\nb', `const token = '${TOKEN}'`, 'c']);
  expect([clean[0], clean[2]]).toEqual(['a\nb', 'c']);
  expect(clean[1]).not.toContain(TOKEN);
});
