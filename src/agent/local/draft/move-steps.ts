import type { FileCard } from '../../../domain/index.ts';
import type { FileChange, Step } from '../../../plan/model.ts';
import { folderOf, stemOf } from '../naming.ts';
import type { Survey } from '../survey.ts';
import { count, estimate } from './estimate.ts';
import { isTest } from './tests.ts';
import { undo } from './undo.ts';
import { verifyFile } from './verify.ts';

/** A file that gets another place. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

const WISH =
  /^move\s+(?:the\s+)?`?([^\s`]+)`?(?:\s+(?:file|module))?(?:\s+(?:out\s+of|from)\s+`?([\w./-]+)`?)?\s+(?:in)?to\s+(?:the\s+)?`?([\w./-]+)`?/i;

/** Undefined where the goal moves something else than one file to a folder that is there. */
export function moveOf({ goal, paths }: Pick<Survey, 'goal' | 'paths'>): Move | undefined {
  const said = WISH.exec(goal.text);
  const [, name = '', out = '', into = ''] = said ?? [];
  if (name === '' || into === '') return undefined;
  const inside = out.replace(/\/$/, '');
  const all = [...paths].filter(
    path =>
      (path === name || path.endsWith(`/${name}`) || stemOf(path).toLowerCase() === name.toLowerCase()) &&
      (inside === '' || `/${folderOf(path)}/`.includes(`/${inside}/`)),
  );
  const [from] = all;
  if (from === undefined || all.length > 1) return undefined;
  const base = from.slice(from.lastIndexOf('/') + 1);
  if (/\.\w+$/.test(into) && into.includes('/')) return paths.has(into) ? undefined : { from, to: into };
  const wanted = into.replace(/^\.?\/|\/$/g, '');
  const folders = new Set([...paths].map(folderOf));
  const beside = [folderOf(folderOf(from)), wanted].filter(Boolean).join('/');
  const ends = [...folders].filter(folder => `/${folder}`.endsWith(`/${wanted}`));
  const folder = folders.has(wanted)
    ? wanted
    : folders.has(beside)
      ? beside
      : ends.length === 1
        ? ends[0]
        : undefined;
  if (folder === undefined || folder === folderOf(from)) return undefined;
  const to = `${folder}/${base}`;
  return paths.has(to) ? undefined : { from, to };
}

/** The file in its new place, with everybody who imports it, in one commit. */
export function moveStep(
  survey: Survey,
  { from, to }: Move,
  card: FileCard,
  serves: readonly string[],
  after: readonly string[],
): Step {
  const users = [...new Set([...card.importedBy, ...card.tests])].filter(path => path !== from).sort();
  const files: FileChange[] = [
    { action: 'create', path: to, what: `what stands in \`${from}\`, moved as it is` },
    { action: 'delete', path: from, what: `moved to \`${to}\`` },
    ...users.map((path): FileChange => ({ action: 'modify', path, what: `import it from \`${to}\`` })),
  ];
  return {
    id: 'S-move',
    title: `Move \`${from}\` to \`${to}\``,
    estimate: estimate(survey, { lines: users.length + card.imports.length + 1, files: files.length }),
    serves: [...serves],
    dependsOn: [...after],
    details: [
      `\`git mv ${from} ${to}\`, and nothing but paths of imports changes in the same commit: git then shows a move, and no state in between is broken.`,
      users.length > 0
        ? `${count(users.length, 'file')} import${users.length === 1 ? 's' : ''} it: the path there changes with it.`
        : `No file was found that imports it: \`git grep -n '${stemOf(from)}'\` shows who names it in another way.`,
      ...(card.imports.length > 0
        ? [
            `It imports ${card.imports
              .slice(0, 6)
              .map(path => `\`${path}\``)
              .join(
                ', ',
              )}${card.imports.length > 6 ? ` and ${card.imports.length - 6} more` : ''}: relative paths to them begin at \`${folderOf(to)}/\` now.`,
          ]
        : []),
    ],
    files,
    functions: [],
    code: [],
    verify: verifyFile(
      survey,
      from,
      card.tests.find(path => isTest(survey, path)),
    ),
    rollback: undo(survey, files),
    packages: [],
    part: 'core',
  };
}
