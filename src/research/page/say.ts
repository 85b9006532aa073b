import type { Source } from '../../domain/index.ts';
import { redact, safeLine } from '../../shared/text/index.ts';
import type { Friction, FrictionId, FrictionTopic, Place } from './model.ts';
import { COMPUTED, type Tag } from './tag.ts';

export interface FoundRule {
  readonly id: FrictionId;
  readonly topic: FrictionTopic;
  readonly text: string;
  /** Where it was seen; none: it was not. */
  readonly tags: readonly Tag[];
  readonly count?: number;
}

const MOST_SOURCES = 3;

export function frictionOf({ id, topic, text, tags, count }: FoundRule): Friction | undefined {
  const [first] = tags;
  if (!first) return undefined;
  return {
    id,
    topic,
    text: sentence(text),
    count: count ?? tags.length,
    sources: sourcesOf(tags),
    at: placeOf(first),
  };
}

export function sourcesOf(tags: readonly Tag[]): readonly Source[] {
  const seen = new Set<string>();
  return tags
    .filter(t => {
      const key = `${t.part.name}:${t.line}`;
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, MOST_SOURCES)
    .map(sourceOf);
}

/** The lines that a tag begins with; of what holds the whole page its first. */
export function sourceOf(tag: Tag): Source {
  const whole = /^(?:html|head|body)$/.test(tag.name);
  return tag.part.source(tag.line, whole ? tag.line : Math.min(tag.endLine, tag.line + 5));
}

export function placeOf(tag: Tag): Place {
  return { path: tag.part.name, line: tag.line };
}

const MOST_NAMES = 6;

/** Names in a row, the first ones of many. Whatever a page says is made safe and short. */
export function listed(names: readonly string[]): string {
  const told = [...new Set(names.map(name => plain(name)).filter(Boolean))];
  const shown = told.slice(0, MOST_NAMES).join(', ');
  return told.length > MOST_NAMES ? `${shown} and ${told.length - MOST_NAMES} more` : shown;
}

export function quoted(text: string): string {
  return `“${plain(text)}”`;
}

/** A text of the page on one line, without what would be read as marks of a plan. */
export function plain(text: string, most = 60): string {
  const line = safeLine(redact(text.replaceAll(COMPUTED, ' ')).text)
    .replace(/[“”"`|<>*[\]]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > most ? `${line.slice(0, most - 1).trimEnd()}…` : line;
}

export function some(part: readonly unknown[], whole: readonly unknown[], noun: string): string {
  return `${part.length} of ${whole.length} ${noun}${whole.length === 1 ? '' : 's'}`;
}

export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

export function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
