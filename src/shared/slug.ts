/**
 * Lower-case ASCII words joined by hyphens, at most `max` characters, cut between words: "e-mail" is one of them.
 * Used for file names and stable ids; never empty (`fallback` then).
 */
export function slug(text: string, max = 48, fallback = 'plan'): string {
  const words = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .split(/[^a-z0-9-]+/)
    .map(word => word.replace(/^-+|-+$/g, '').replace(/-{2,}/g, '-'))
    .filter(Boolean);
  // A first word of many parts is better cut between them than lost.
  return joined(words, max) || joined(words[0]?.split('-') ?? [], max) || words[0]?.slice(0, max) || fallback;
}

/** As many of the words, joined by hyphens, as fit. */
function joined(words: readonly string[], max: number): string {
  let out = '';
  for (const word of words) {
    const next = out ? `${out}-${word}` : word;
    if (next.length > max) break;
    out = next;
  }
  return out;
}
