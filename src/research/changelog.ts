import { gt, lte, valid } from 'semver';
import type { ReleaseNote } from '../domain/index.ts';
import type { ReadFile } from '../host/port.ts';
import { redact } from '../shared/text/redact.ts';
import { safeLine } from '../shared/text/safe.ts';
import { type Block, readBlocks, statementsOf } from './read/prose.ts';

/** Names under which packages bring the record of their changes along. */
export const CHANGELOGS = [
  'CHANGELOG.md',
  'History.md',
  'HISTORY.md',
  'CHANGES.md',
  'Changelog.md',
  'changelog.md',
  'CHANGELOG',
  'RELEASE_NOTES.md',
] as const;

/** `## [5.0.0] - 2024-09-10`, `5.0.0 / 2024-09-10` above a rule, `# v5.0.0`, `## express@5.0.0`. */
const VERSION_LINE =
  /^(?:#{1,4}\s+)?(?:version\s+|release\s+|[\w@/.-]*@)?\[?v?(\d+\.\d+\.\d+(?:-[\w.-]+)?)\]?(?=[\s:/(),–—-]|\]?\(|$)/i;
const RULE_BELOW = /^(?:={3,}|-{3,})\s*$/;
const DATED = /\d{4}-\d{2}-\d{2}|\b\d{1,2}\s+\w{3,9}\s+\d{4}\b/;
const BREAKING =
  /\bbreaking\b|\b(?:removed?|drop(?:s|ped)?|no longer|renamed?|incompatible|now requires?|requires? node|minimum)\b/i;
/** What a project does to itself: nobody who uses it has to follow. */
const OWN_WORK =
  /^(?:\W*)(?:fix|test|tests|chore|ci|docs?|build|refactor|perf)\b|\bCI\b|\bdev(?:elopment)? ?dependenc|\breverts?\b|\btypos?\b/i;
const LONGEST = 300;

/** What a record says of the versions after `from` up to `to`; of all from the first on where `from` is absent. */
export function releaseNotes(
  file: Pick<ReadFile, 'path' | 'text'>,
  from: string | undefined,
  to: string,
): readonly ReleaseNote[] {
  if (!valid(to) || (from !== undefined && !valid(from))) return [];
  const lines = file.text.split(/\r?\n/);
  const starts = lines.flatMap((line, at) => {
    const version = VERSION_LINE.exec(line)?.[1];
    const heads = line.startsWith('#') || RULE_BELOW.test(lines[at + 1] ?? '') || DATED.test(line);
    return version !== undefined && valid(version) && heads ? [{ at, version }] : [];
  });
  return starts.flatMap(({ at, version }, i) => {
    if (!lte(version, to) || (from !== undefined && !gt(version, from))) return [];
    const end = starts[i + 1]?.at ?? lines.length;
    // Lines before the part are left empty, so that those of it keep their numbers.
    const part = lines.map((line, n) => (n > at && n < end ? line : ''));
    const skip = RULE_BELOW.test(part[at + 1] ?? '') ? at + 1 : at;
    const own = part.map((line, n) => (n <= skip ? '' : undent(line)));
    return readBlocks({ path: file.path, lines: own }).blocks.flatMap(block =>
      notesOf(block, version, file.path),
    );
  });
}

/** Old records indent their items by two or four under the version: that makes no code of them. */
function undent(line: string): string {
  return line.replace(/^ {1,4}(?=[-*+]\s)/, '');
}

function notesOf(block: Block, version: string, file: string): readonly ReleaseNote[] {
  return statementsOf(block, LONGEST, 2).map(({ line, text, heading }) => ({
    version,
    file,
    line,
    text: safeLine(redact(text).text),
    breaking: BREAKING.test(heading) || (BREAKING.test(text) && !OWN_WORK.test(text)),
  }));
}
