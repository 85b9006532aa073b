import { playbookOrigin, type Source } from '../../domain/index.ts';
import type { Statement } from '../model.ts';
import { codesIn } from '../render/inline.ts';
import { onlyCode, splitOutside } from './text.ts';

const PLACE = /^(?<path>[^\s:][^:]*):(?<line>[1-9]\d*)(?:[-–](?<end>[1-9]\d*))?$/;
const PACKAGE = /^(?<name>(?:@[\w.-]+\/)?[\w.-]+)@(?<version>\d[\w.+-]*)$/;
/** How a plan speaks of what its user said. */
const USER = /^(?:the goal|the user|your?\b)/i;

/** `src/a.ts:12`, `src/a.ts:12–20`, `ws@8.18.0`: a place that code spans name. */
export function placeOf(code: string): Source | undefined {
  const place = PLACE.exec(code)?.groups;
  if (place?.['path'] && place['line']) {
    const line = Number(place['line']);
    const end = Number(place['end'] ?? place['line']);
    return { kind: 'file', path: place['path'], line, ...(end > line ? { endLine: end } : {}) };
  }
  const found = PACKAGE.exec(code)?.groups;
  return found?.['name'] && found['version']
    ? { kind: 'package', name: found['name'], version: found['version'] }
    : undefined;
}

/** One Source as a sentence's brackets write it. */
function sourceOf(text: string): Source | undefined {
  const commit = /^`commit ([0-9a-f]{7,40})`(?: of (\d{4}-\d{2}-\d{2}))?$/.exec(text);
  if (commit?.[1]) return { kind: 'commit', sha: commit[1], subject: '', date: commit[2] ?? '' };
  const playbook = /^playbook `([^`]+)`(.*)$/.exec(text);
  const origin = playbookOrigin(playbook?.[2] ?? '');
  if (playbook?.[1] && (playbook[2] === '' || origin))
    return { kind: 'playbook', name: playbook[1], title: '', ...(origin ? { origin } : {}) };
  const log = /^line ([1-9]\d*) of the log “(.+)”$/.exec(text);
  if (log?.[1] && log[2]) return { kind: 'log', name: log[2], line: Number(log[1]) };
  const url =
    /^(?:“(.*)” )?(?:<(https?:\/\/[^\s<>]+)>|`(https?:\/\/[^`]+)`)(?: as of (\d{4}-\d{2}-\d{2}))?$/.exec(
      text,
    );
  if (url)
    return {
      kind: 'url',
      url: url[2] ?? url[3] ?? '',
      title: url[1] ?? '',
      ...(url[4] ? { fetchedAt: url[4] } : {}),
    };
  const code = onlyCode(text);
  return code === undefined ? undefined : placeOf(code);
}

/** Sources of a bracket's text; undefined where the bracket says something else. */
function bracketSources(text: string): readonly Source[] | undefined {
  if (USER.test(text) && !text.includes('`')) return [{ kind: 'user', what: text }];
  const items = splitOutside(text, ', ');
  const found = items.map(sourceOf);
  if (found.every(source => source === undefined)) return undefined;
  return items.map((item, i) => found[i] ?? { kind: 'user', what: item });
}

/** The bracket that closes a sentence, before its full stop or at its end, and the sentence without it. */
function closingBracket(text: string): { readonly sentence: string; readonly inside: string } | undefined {
  const stop = text.endsWith('.') && !text.endsWith('..') ? '.' : '';
  const body = stop ? text.slice(0, -1) : text;
  if (!body.endsWith(')')) return undefined;
  const open = openingOf(body);
  if (open === undefined || body[open - 1] !== ' ') return undefined;
  return { sentence: body.slice(0, open - 1) + stop, inside: body.slice(open + 1, -1) };
}

/** Where the bracket opens that the last character closes; brackets in code and in addresses do not count. */
function openingOf(text: string): number | undefined {
  const hidden = text.replace(/(`+)[\s\S]*?[^`]\1(?!`)|<[^>\s]*>/g, match => '·'.repeat(match.length));
  let depth = 0;
  for (let at = hidden.length - 1; at >= 0; at--) {
    if (hidden[at] === ')') depth++;
    else if (hidden[at] === '(' && --depth === 0) return at;
  }
  return undefined;
}

/** Places that the sentence itself names. */
function namedPlaces(text: string): readonly Source[] {
  return codesIn(text).flatMap(code => placeOf(code) ?? []);
}

/** A sentence and what it was read from: in its closing brackets, and named in itself. */
export function withReadSources(text: string): {
  readonly text: string;
  readonly sources: readonly Source[];
} {
  const { text: sentence, sources: said } = withBracketSources(text);
  const sources = [...namedPlaces(sentence), ...said];
  const seen = new Set<string>();
  return {
    text: sentence,
    sources: sources.filter(source => {
      const key = JSON.stringify(source);
      return !seen.has(key) && seen.add(key);
    }),
  };
}

/** The same without what the sentence itself names. */
export function withBracketSources(text: string): {
  readonly text: string;
  readonly sources: readonly Source[];
} {
  const bracket = closingBracket(text);
  const said = bracket && bracketSources(bracket.inside);
  return said && bracket ? { text: bracket.sentence, sources: said } : { text, sources: [] };
}

const ASSUMPTION = 'Assumption: ';

export function readStatement(text: string): Statement {
  const assumed = text.startsWith(ASSUMPTION);
  const { text: said, sources } = withReadSources(assumed ? text.slice(ASSUMPTION.length) : text);
  return { text: said, sources: [...sources], ...(assumed ? { assumption: true } : {}) };
}
