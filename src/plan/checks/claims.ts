import { isOurs } from '../front-matter.ts';
import { pathIn } from '../paths.ts';
import { type Piece, piecesOf, proseBlocks } from '../pieces.ts';
import { parseBody } from '../sections.ts';

/** A path that the prose of a plan names, and where. */
export interface Mention {
  readonly path: string;
  readonly line: number;
  /** Line of the file that is named with it. */
  readonly at?: number;
  /** Named as what is followed: it has to be there. */
  readonly model?: true;
}

/** "`name` (`path:line`)", "calls `name` of `path`": prose that says a symbol is defined or used in a file. */
export interface Claim {
  readonly symbol: string;
  readonly path: string;
  readonly line: number;
}

export interface Said {
  readonly mentions: readonly Mention[];
  readonly claims: readonly Claim[];
}

let last: { readonly markdown: string; readonly said: Said } | undefined;

/** Files and symbols that the prose names. The last text's answer is kept: facts and checks ask for it in a row. */
export function saidOf(markdown: string): Said {
  if (last?.markdown === markdown) return last.said;
  const mentions: Mention[] = [];
  const claims: Claim[] = [];
  const ours = isOurs(markdown);
  const nodes = parseBody(markdown).children;
  const blocks = [
    ...proseBlocks(nodes),
    ...nodes.flatMap(node =>
      node.type === 'heading'
        ? [{ line: node.position?.start.line ?? 1, pieces: piecesOf(node.children) }]
        : [],
    ),
  ];
  for (const { pieces } of blocks) {
    for (const [i, { kind, value, line }] of pieces.entries()) {
      const path = kind === 'code' ? pathIn(value) : undefined;
      if (path === undefined) continue;
      const at = /:(\d+)(?:[-–]\d+)?$/.exec(value)?.[1];
      const before = pieces[i - 1];
      mentions.push({
        path,
        line,
        ...(at === undefined ? {} : { at: Number(at) }),
        ...(before?.kind === 'text' && MODEL.test(before.value) ? { model: true as const } : {}),
      });
    }
    claims.push(...claimsOf(pieces, ours));
  }
  const said = { mentions, claims };
  last = { markdown, said };
  return said;
}

/** Words before a file that is taken as a pattern. */
const MODEL =
  /\b(?:modell?ed (?:on|after)|follow(?:s|ing)?|(?:just |exactly )?as in|same as|based on|mirror(?:s|ing)?|cop(?:y|ied) (?:of|from)|analogous to)\s+(?:the (?:pattern|style|shape) (?:of|in)\s+)?$/i;

/** A name, maybe with its parameters; a call with calls among its arguments is a line of code. */
const SYMBOL = /^[A-Za-z_$][\w$]*(?:(?:\.|::|#)[A-Za-z_$][\w$]*)*(?:\((?:(?!\w\().)*\))?$/;
/** What is done to what exists already. */
const TO_EXISTING =
  /\b(?:calls?|calling|uses?|using|extends?|extend|modif(?:y|ies)|changes?|updates?|edits?|adjusts?|refactors?|renames?|removes?|deletes?|drops?|replaces?|rewrites?|wraps?|fix(?:es)?|moves?|splits?|inlines?|reuses?|modified|changed|updated|deleted|removed)\b[^\u0001.;]*(?:\u0001\s*(?:,|and|or)\s*)*$/i;
const MAKES = /\b(?:adds?|new|creates?|introduces?|writes?|declares?|defines?)\b[^.;]*$/i;

function claimsOf(pieces: readonly Piece[], ours: boolean): readonly Claim[] {
  let before = '';
  return pieces.flatMap((piece, i): readonly Claim[] => {
    const words = before;
    before += piece.kind === 'code' ? '\u0001' : piece.value;
    if (piece.kind !== 'code') return [];
    const [between, next] = [pieces[i + 1], pieces[i + 2]];
    const claim = (symbol: string, place: string): readonly Claim[] => {
      const path = pathIn(place);
      if (path === undefined || !SYMBOL.test(symbol) || pathIn(symbol) !== undefined) return [];
      return [{ symbol, path, line: piece.line }];
    };
    // `name` (`path:12`) stands in any plan for a place that was looked up.
    const joined = between?.kind === 'text' && next?.kind === 'code';
    if (!ours && (!joined || !JOINS.test(between.value))) {
      const within = DIRECTLY.test(words) ? fileBefore(pieces.slice(0, i)) : undefined;
      if (within !== undefined) return claim(piece.value, within);
    }
    if (!joined) return [];
    if (/^\s*\($/.test(between.value) && /:\d+(?:[-–]\d+)?$/.test(next.value))
      // The planner's own plans give a line to a symbol, and lines to what a sentence was read from.
      return (ours && /–\d+$/.test(next.value)) ||
        MAKES.test(words) ||
        isPlaceOfOther(piece.value, words, next.value)
        ? []
        : claim(piece.value, next.value);
    if (ours) return [];
    const link = /^\s*(?:method |function |class )?(in|of|from|inside)\s+$/.exec(between.value)?.[1];
    const verb = lastVerb(words);
    // "Call `a` in `path`" says where it will stand; "of" says where it stands.
    if (
      link &&
      verb &&
      (link === 'of' || !/^(?:call|us|reus)/i.test(verb)) &&
      TO_EXISTING.test(words) &&
      !MAKES.test(afterVerb(words))
    )
      return claim(piece.value, next.value);
    // Change `path`: `name` does …
    if (
      /^\s*:\s*$/.test(between.value) &&
      /\b(?:change|extend|modify|update|edit)\b[^.;]*$/i.test(words) &&
      pathIn(piece.value) !== undefined &&
      !/^\s*(?:is|are)?\s*(?:added|new|created)/i.test(pieces[i + 3]?.value ?? '')
    )
      return claim(next.value, piece.value).map(one => ({ ...one, line: next.line }));
    return [];
  });
}

/** "`post` of `transfers` (`transfers.py:21`)": the place is that of the first, or the name is the module's own. */
function isPlaceOfOther(symbol: string, words: string, place: string): boolean {
  const stem = /([^/]+?)(?:\.\w+)+$/.exec(pathIn(place) ?? '')?.[1];
  return /\u0001\s+(?:of|in|from)\s+$/.test(words) || stem === symbol;
}

/** Between a symbol and its file. */
const JOINS = /^\s*(?:\(|(?:method |function |class )?(?:in|of|from|inside|to|into)\s+$)/;
/** A verb that speaks of what exists, with the symbol directly behind it. */
const DIRECTLY =
  /\b(?:extend|change|modify|update|edit|rename|remove|delete|replace|rewrite|refactor|fix)\s+(?:the\s+)?(?:method\s+|function\s+|class\s+)?$/i;

/** "In `path`, extend …": the file with which the sentence begins. */
function fileBefore(pieces: readonly Piece[]): string | undefined {
  for (let i = pieces.length - 1; i > 0; i--) {
    const [lead, piece] = [pieces[i - 1], pieces[i]];
    if (piece?.kind === 'text' && /[.;!?]\s/.test(piece.value)) return undefined;
    if (piece?.kind === 'code' && pathIn(piece.value) !== undefined)
      return lead?.kind === 'text' && /(?:^|[.;:]\s+)\W*in\s+$/i.test(lead.value) ? piece.value : undefined;
  }
  return undefined;
}

const VERB =
  /\b(?:call(?:s|ing)?|us(?:es?|ing)|reuses?|extends?|modif(?:y|ies|ied)|changed?s?|updated?s?|edits?|adjusts?|refactors?|renames?|removed?s?|deleted?s?|drops?|replaces?|rewrites?|wraps?|fix(?:es)?|moves?|splits?|inlines?)\b/gi;

function lastVerb(words: string): string | undefined {
  return [...words.matchAll(VERB)].at(-1)?.[0];
}

/** Words behind the last verb that speaks of what exists. */
function afterVerb(words: string): string {
  const at = [...words.matchAll(VERB)].at(-1);
  return at ? words.slice(at.index) : words;
}
