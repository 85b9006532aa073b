import type { FileChange, Step } from '../../../plan/model.ts';
import type { Survey } from '../survey.ts';
import type { Trail } from '../trail.ts';
import { count, estimate } from './estimate.ts';
import { isOwnMigration } from './migrations.ts';
import { isTest } from './tests.ts';
import { areaOf, wantOf } from './trail-steps.ts';
import { undo } from './undo.ts';
import { verifyFile } from './verify.ts';

/** A commit of more files did other things beside. */
const MOST_BESIDE = 12;

/**
 * What the commit changed together with bringing the name in, and in which it does not stand: a command line declares
 * `--squeeze-blank` where the settings say `squeeze_lines`. Sources make one step, what people read another.
 */
export function besideTrail(
  survey: Survey,
  trail: Trail,
  serves: readonly string[],
  after: readonly string[],
): readonly Step[] {
  const { precedent } = trail;
  if (precedent.files.length > MOST_BESIDE) return [];
  const along = new Set(trail.places.map(p => p.path));
  const sha = precedent.sha.slice(0, 7);
  const found = precedent.files.flatMap(({ today }) => {
    if (today === undefined || along.has(today) || !survey.paths.has(today)) return [];
    const area = areaOf(survey, today);
    if (area === undefined || isOwnMigration(survey, today)) return [];
    return [{ path: today, read: area === 'docs' || area === 'words' || !SOURCE.test(today) }];
  });
  const kinds = [false, true].map(read => found.filter(f => f.read === read).map(f => f.path));
  return kinds.flatMap((paths, i): readonly Step[] => {
    const [first] = paths;
    if (first === undefined) return [];
    const read = i === 1;
    const files = paths.map((path): FileChange => ({ action: 'modify', path, what: `as ${sha} changed it` }));
    const where = paths.length === 1 ? `\`${first}\`` : count(paths.length, 'file');
    const tested = paths.flatMap(p => survey.cards.get(p)?.tests ?? []).find(t => isTest(survey, t));
    return [
      {
        id: read ? 'S-beside-read' : 'S-beside',
        title: read ? `Tell of it in ${where}, as ${sha} did` : `Change ${where} too, as ${sha} did`,
        estimate: estimate(survey, { lines: (read ? 3 : 8) * paths.length, files: read ? 1 : paths.length }),
        serves: [...serves],
        dependsOn: [...after],
        details: [
          `\`${trail.name}\` does not stand in ${paths.map(p => `\`${p}\``).join(', ')}, yet ${sha} (“${precedent.subject}”) changed ${paths.length === 1 ? 'it' : 'them'}: \`git show ${sha} -- ${first}\` shows how.`,
        ],
        files,
        functions: [],
        code: [],
        verify: read
          ? [
              {
                kind: 'observe',
                text: `\`${first}\` says what “${wantOf(survey, trail)}” does and how it is called.`,
              },
            ]
          : verifyFile(survey, first, tested),
        rollback: undo(survey, files),
        packages: [],
        part: read ? 'documentation' : 'integration',
      },
    ];
  });
}

/** Tests that the commit changed beside bringing the name in: there its like is tried. */
export function testsBeside(survey: Survey, trail: Trail): readonly FileChange[] {
  return trail.precedent.files
    .flatMap(({ today }) => (today !== undefined && isTest(survey, today) ? [today] : []))
    .slice(0, 2)
    .map(path => ({
      action: 'modify',
      path,
      what: `a case for “${wantOf(survey, trail)}”, as ${trail.precedent.sha.slice(0, 7)} added one`,
    }));
}

const SOURCE =
  /\.(?:[cm]?[jt]sx?|py|go|rs|rb|java|kts?|scala|swift|php|cs|cc|cpp|c|h|exs?|vue|svelte|html?|erb)$/;
