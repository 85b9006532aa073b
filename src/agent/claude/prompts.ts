import { join } from 'node:path';
import { createDataFiles, packageRoot } from '../../host/index.ts';
import { once } from '../../shared/once.ts';

const PROMPTS = [
  'system',
  'research',
  'analysis',
  'planning',
  'two',
  'second',
  'red-team',
  'revision',
  'mending',
  'resumed',
  'asked',
  'lacking',
  'kinds/refactoring',
  'kinds/decision',
  'kinds/fix',
  'kinds/ci-fix',
  'kinds/cro',
  'kinds/bootstrap',
] as const;
export type PromptName = (typeof PROMPTS)[number];

const files = once(() => createDataFiles(join(packageRoot(), 'src', 'agent', 'claude', 'prompts')));

/** Prompts that ought to be installed and cannot be read. */
export function missingPrompts(): readonly string[] {
  return PROMPTS.filter(name => files().read(`${name}.md`) === undefined).map(name => `${name}.md`);
}

/**
 * A prompt with its places filled. What is filled in stands between tags and is data: `</goal>` inside it would end it, so
 * such tags are made harmless. Throws where the prompt or a value is missing: planner-tui is not wholly installed then.
 */
export function prompt(name: PromptName, values: Readonly<Record<string, string>> = {}): string {
  const text = files().read(`${name}.md`);
  if (text === undefined) throw new Error(`prompts/${name}.md was expected: install planner-tui again.`);
  return text
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replace(/\{\{(\w+)\}\}/g, (_all, key: string) => {
      const value = values[key];
      if (value === undefined) throw new Error(`prompts/${name}.md wants a value for ${key}.`);
      return value.replace(TAGS, (_tag, slash: string, word: string) => `‹${slash}${word}›`);
    })
    .trim();
}

/** The tags that prompts use. */
const TAGS =
  /<(\/?)(goal|known|ranked|answers|requirements|plan|feedback|findings|said|axis|first|rejected|asked)\b[^>]*>/gi;
