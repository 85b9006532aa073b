import { playbookOwner, type Source, sourceLabel } from '../../domain/index.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { Statement } from '../model.ts';
import { codeSpan, codesIn, endWith, inline, oneLine } from './inline.ts';

/** `2026-11-19` of an ISO time; empty where it is none. */
export function day(iso: string): string {
  return /^\d{4}-\d{2}-\d{2}/.exec(iso)?.[0] ?? '';
}

/** How one Source reads in a sentence's brackets; commits and fetched pages carry their day. */
export function sourceText(source: Source): string {
  switch (source.kind) {
    case 'file':
    case 'package':
      return codeSpan(sourceLabel(source));
    case 'commit': {
      const when = day(source.date);
      return codeSpan(sourceLabel(source)) + (when ? ` of ${when}` : '');
    }
    case 'url': {
      const address = oneLine(source.url);
      const shown = /^https?:\/\/[^\s<>`\\]+$/i.test(address) ? `<${address}>` : codeSpan(address);
      const when = day(source.fetchedAt ?? '');
      const read = when ? `${shown} as of ${when}` : shown;
      return source.title ? `“${inline(source.title)}” ${read}` : read;
    }
    case 'playbook':
      return `playbook ${codeSpan(source.name)}${playbookOwner(source)}`;
    case 'log':
      return inline(sourceLabel(source));
    case 'user':
      return inline(source.what);
    default:
      return assertNever(source);
  }
}

/**
 * Whether a text names the place already, in code of its own as readers of plans take it: `src/a.ts:12` also says where
 * `src/a.ts:12–20` is. Plain words and code that says more are read as no place, so the place would be lost.
 */
export function namesPlace(text: string, source: Source): boolean {
  if (source.kind !== 'file' && source.kind !== 'package') return false;
  const place = source.kind === 'file' ? `${source.path}:${source.line}` : sourceLabel(source);
  return codesIn(oneLine(text)).some(
    code => code.startsWith(place) && /^(?:[-–]\d+)?$/.test(code.slice(place.length)),
  );
}

/** Puts where it was read before the sentence's full stop; places that the sentence names are not said again. */
export function withSources(text: string, sources: readonly Source[]): string {
  const rest = sources.filter(source => !namesPlace(text, source));
  const shown = [...new Set(rest.map(sourceText).filter(Boolean))];
  const line = inline(text);
  if (line === '' || shown.length === 0) return line;
  // A sentence that ends in a place in brackets takes the others into the same brackets.
  const own = /^(.*\(`[^`()]+:\d+(?:[-–]\d+)?`)\)(\.?)$/.exec(line);
  return own ? `${own[1]}, ${shown.join(', ')})${own[2]}` : endWith(line, ` (${shown.join(', ')})`);
}

/** A statement with its sources; without any it is labelled an assumption. */
export function statement(entry: Statement): string {
  const line = withSources(entry.text, entry.sources);
  if (line === '') return '';
  const assumed = entry.assumption === true || entry.sources.length === 0;
  return assumed && !/^assumption:/i.test(line) ? `Assumption: ${line}` : line;
}
