/** From this length on a word may be a token, a hash or a key. */
const SHORTEST = 16;
/** So often letters and digits alternate in no word that a person made up. */
const ALTERNATIONS = 4;

/** Whether `text[start, end)` was made by a program. Tokens, hashes and keys tell nothing of a goal, and what may be a secret is not to be kept. */
export function isGenerated(text: string, start: number, end: number): boolean {
  if (end - start < SHORTEST) return false;
  let alternations = 0;
  let digit = false;
  for (let i = start; i < end && alternations < ALTERNATIONS; i++) {
    const c = text.charCodeAt(i);
    const now = c >= 48 && c <= 57;
    if (now !== digit && i > start) alternations++;
    digit = now;
  }
  return alternations >= ALTERNATIONS;
}
