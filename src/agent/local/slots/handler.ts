import { folderOf } from '../naming.ts';
import type { Survey } from '../survey.ts';
import { stem, tokens } from '../words.ts';
import type { Slot } from './finder.ts';

/** Words in the names of templates and handlers that say what is done, not what it is done to. */
const DONE = new Set(
  'form forms model models schema view views template templates page pages index new edit create update save show list controller controllers handler handlers app ui html erb internal src common layout layouts router routes web py rb go ts tsx js'
    .split(' ')
    .map(stem),
);

/**
 * What takes a form on the server and the model that it writes: the file of that role which shares the most words with
 * the template's name and folder (`stories/_form.html.erb` → `stories_controller.rb`); undefined where none shares any.
 */
export function relatedTo(survey: Survey, form: Slot, roles: readonly string[]): Slot | undefined {
  const words = namesIn(form.path);
  const found = [...survey.roles]
    .filter(([role]) => roles.includes(role))
    .flatMap(([, paths]) => paths)
    .map(path => ({ path, n: namesIn(path).filter(w => words.includes(w)).length }))
    .filter(f => f.n > 0 && f.path !== form.path)
    .sort((a, b) => b.n - a.n || a.path.length - b.path.length)[0];
  if (!found) return undefined;
  const symbol = survey.cards.get(found.path)?.symbols.find(s => s.kind === 'class' || s.exported);
  const values = { file: found.path.slice(folderOf(found.path).length).replace(/^\//, '') };
  return symbol
    ? { path: found.path, symbol: symbol.name, line: symbol.line, values }
    : { path: found.path, values };
}

/** The last folder and the name, as stems, without words that only say what is done. */
function namesIn(path: string): readonly string[] {
  const near = path.split('/').slice(-2).join(' ').replaceAll('_', ' ');
  return tokens(near)
    .map(stem)
    .filter(w => w.length > 2 && !DONE.has(w));
}
