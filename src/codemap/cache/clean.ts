import { redact } from '../../shared/text/index.ts';

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
