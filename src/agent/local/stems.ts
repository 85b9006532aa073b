import { stem, tokens } from './words.ts';

/** Stems of all words of a text in order, as triggers of playbooks are matched by. */
export function stemsOf(text: string): readonly string[] {
  return tokens(text.replace(/[-/]/g, ' ')).map(stem);
}
