/**
 * Lower-case ASCII words joined by hyphens, at most `max` characters, cut at a word.
 * Used for file names and stable ids; never empty (`fallback` then).
 */
export function slug(text: string, max = 48, fallback = 'plan'): string {
  const words = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  let out = '';
  for (const word of words) {
    const next = out ? `${out}-${word}` : word;
    if (next.length > max) break;
    out = next;
  }
  return out || words[0]?.slice(0, max) || fallback;
}
