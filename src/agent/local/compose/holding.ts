import { mainLanguage } from '../main-language.ts';
import { singularOf } from '../resource.ts';
import type { Survey } from '../survey.ts';
import type { Composing } from './composing.ts';

const MODELLED = ['schema', 'model', 'types', 'migration'] as const;

/** `order`: a model or type `Order`, or a table "orders" of a schema or migration that was read. */
export function hasModel(survey: Survey, name: string): boolean {
  const wanted = singularOf(name.toLowerCase().replace(/[^a-z0-9_]/g, ''));
  const paths = new Set([...MODELLED.flatMap(role => survey.roles.get(role) ?? []), 'db/schema.rb']);
  const table = new RegExp(
    `(?:create_table|create table(?: if not exists)?|table)\\s*\\(?\\s*["'\`:]?${wanted}e?s?\\b`,
    'i',
  );
  return [...paths].some(
    path =>
      survey.cards
        .get(path)
        ?.symbols.some(
          s =>
            /^(?:model|class|interface|type|struct)$/.test(s.kind) &&
            singularOf(s.name.toLowerCase()) === wanted,
        ) || table.test(survey.texts.get(path)?.text ?? ''),
  );
}

/** `target~cursor`: whether the word stands in the slot's symbol, or in its file where it names none; `targets~…` in any of them. */
export function standsIn(c: Composing, text: string): boolean {
  const [name = '', word = ''] = text.split('~');
  const slot = c.slots.get(name);
  const places: readonly Readonly<Record<string, string | undefined>>[] =
    name === 'targets'
      ? c.targets
      : slot
        ? [{ path: slot.path, ...(slot.line === undefined ? {} : { line: String(slot.line) }) }]
        : [];
  return places.some(({ path = '', line }) => {
    const file = c.survey.texts.get(path)?.text;
    const symbol = c.survey.cards.get(path)?.symbols.find(s => String(s.line) === line);
    const lines = file?.split('\n').slice((symbol?.line ?? 1) - 1, symbol?.endLine);
    return lines?.join('\n').toLowerCase().includes(word.toLowerCase()) ?? false;
  });
}

/** `database`, `database.kind=postgresql` (contained, without case), or `database~postgres` (in its sentence). */
export function factHolds(survey: Survey, text: string): boolean {
  const [said = '', within] = text.split('~');
  const [id = '', key] = (said.split('=')[0] ?? '').split('.');
  const fact = survey.facts.get(id);
  if (!fact?.present) return false;
  if (within !== undefined)
    return `${fact.text} ${Object.values(fact.data).join(' ')}`.toLowerCase().includes(within.toLowerCase());
  if (key === undefined) return true;
  const value = fact.data[key]?.toLowerCase();
  const wanted = said.split('=')[1]?.toLowerCase();
  return value !== undefined && (wanted === undefined || value.includes(wanted));
}

export function languageHolds(survey: Survey, wanted: string): boolean {
  const language = mainLanguage(survey);
  if (wanted === 'js') return language === 'typescript' || language === 'javascript';
  return language === wanted;
}

/** Whether something in the project says that more than one process serves: replicas, a cluster, or a document. */
export function manyProcesses(survey: Survey): boolean {
  const fact = survey.facts.get('replicas');
  if (!fact?.present) return false;
  const number = Object.values(fact.data)
    .map(Number)
    .find(n => Number.isFinite(n));
  return number === undefined || number > 1;
}
