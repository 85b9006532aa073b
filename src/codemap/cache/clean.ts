import { redact } from '../../shared/text/redact.ts';
import { type PackedTexts, packTexts } from '../table/strings.ts';
import { turn } from '../turn.ts';

/** As many bytes are looked at before the event loop has its turn. */
const CHUNK = 1 << 18;

/**
 * Texts without their secrets, one for one: what is quoted from the code is not kept with what it must not tell. All are
 * looked at together, because nearly always there is nothing to hide.
 */
export function withoutSecrets(texts: readonly string[]): readonly string[] {
  const all = redact(texts.join('\n'));
  if (all.count === 0) return texts;
  const cleaned = all.text.split('\n');
  // A text of several lines, or a secret over several texts: one by one.
  return cleaned.length === texts.length ? cleaned : texts.map(text => redact(text).text);
}

/** The same for texts that lie one behind the other, each with its line end, to which `ends` points. */
export async function linesWithoutSecrets(bytes: Uint8Array, ends: Uint32Array): Promise<PackedTexts> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: PackedTexts[] = [];
  let hidden = false;
  for (let first = 0; first < ends.length; ) {
    const from = first === 0 ? 0 : (ends[first - 1] ?? 0);
    let last = first;
    while (last + 1 < ends.length && (ends[last] ?? 0) - from < CHUNK) last++;
    const to = ends[last] ?? from;
    const found = redact(buffer.toString('utf8', from, to));
    if (found.count === 0)
      parts.push({
        bytes: bytes.subarray(from, to),
        ends: ends.subarray(first, last + 1).map(end => end - from),
      });
    else {
      hidden = true;
      const texts = Array.from({ length: last + 1 - first }, (_, i) =>
        buffer.toString('utf8', first + i === 0 ? 0 : ends[first + i - 1], (ends[first + i] ?? 1) - 1),
      );
      parts.push(packTexts(withoutSecrets(texts).map(text => `${text}\n`)));
    }
    first = last + 1;
    await turn();
  }
  return hidden ? joined(parts) : { bytes, ends };
}

function joined(parts: readonly PackedTexts[]): PackedTexts {
  const bytes = Buffer.concat(parts.map(part => part.bytes));
  const ends = new Uint32Array(parts.reduce((sum, part) => sum + part.ends.length, 0));
  let at = 0;
  let end = 0;
  for (const part of parts) {
    for (const own of part.ends) ends[at++] = end + own;
    end += part.bytes.length;
  }
  return { bytes, ends };
}
