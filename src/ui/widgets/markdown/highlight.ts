import type { Tone } from '../../../theme/index.ts';
import { type Span, t } from '../../text/line.ts';

const KEYWORDS =
  'abstract as async await break case catch class const continue def default del delete do elif else enum except export extends finally fn for from func function go if impl implements import in interface is lambda let match mod model module mut namespace new not of package pass private protected pub public raise readonly return self static struct super switch this throw trait try type typeof union use using var void while with yield select insert update create alter drop table index where into values null true false none nil and or';
const WORDS = new Set(KEYWORDS.split(' '));
const HASH_COMMENTS =
  /^(?:py|python|rb|ruby|sh|bash|shell|console|yaml|yml|toml|dockerfile|make|makefile|r|perl)$/i;
const PROSE = /^(?:text|txt|md|markdown|diff|)$/i;

const TOKEN =
  /(?<comment>\/\/.*$|\/\*.*?(?:\*\/|$)|--\s.*$|#.*$)|(?<string>"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|`(?:[^`\\]|\\.)*`?)|(?<number>\b\d[\w.]*\b)|(?<word>[A-Za-z_$][\w$]*)|(?<rest>.)/gu;

/** Modest highlighting of one line by its tokens: comments, strings, numbers, keywords. No state between lines. */
export function highlight(text: string, language: string): Span[] {
  if (/^diff$/i.test(language)) return [t(text, diffTone(text))];
  if (PROSE.test(language)) return [t(text, 'code')];
  const spans: Span[] = [];
  const push = (value: string, tone: Tone) => {
    const last = spans.at(-1);
    if (last?.tone === tone) spans[spans.length - 1] = t(last.text + value, tone);
    else spans.push(t(value, tone));
  };
  for (const match of text.matchAll(TOKEN)) push(match[0], toneOf(match, language));
  return spans;
}

function diffTone(text: string): Tone {
  if (text.startsWith('+')) return 'added';
  return text.startsWith('-') ? 'removed' : 'code';
}

function toneOf(match: RegExpExecArray, language: string): Tone {
  const { comment, string, number, word } = match.groups ?? {};
  if (comment) {
    if (comment.startsWith('#')) return HASH_COMMENTS.test(language) ? 'codeComment' : 'code';
    if (comment.startsWith('--')) return /sql/i.test(language) ? 'codeComment' : 'code';
    return HASH_COMMENTS.test(language) ? 'code' : 'codeComment';
  }
  if (string) return 'codeString';
  if (number) return 'codeNumber';
  const sql = /sql/i.test(language);
  return word && WORDS.has(sql ? word.toLowerCase() : word) ? 'codeKeyword' : 'code';
}
