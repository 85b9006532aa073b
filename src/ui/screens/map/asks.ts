import type { Shelf } from '../../../domain/index.ts';
import type { MapProgress } from '../../../session/ports.ts';
import type { Cmd, Model, Step } from '../../model.ts';
import { shownFile } from './layout.ts';
import { mapSizes } from './sizes.ts';
import { type MapQuestion, type MapUi, MOST_HITS, searchOf, symbolKey } from './state.ts';

/**
 * Asks for what the map shows and has not asked for: the outline, the hits of the search, the card in sight. Runs after
 * every message, so that no key has to think of it; a question that was asked already is not asked again.
 */
export function askForMap(model: Model): Step {
  const ui = model.mapUi;
  if (!ui) return [model, []];
  const stage = stageOf(model.map);
  const cmds: Cmd[] = [];
  const asked: Partial<Record<MapQuestion, string>> = { ...ui.asked };
  const ask = (question: MapQuestion, what: string, cmd: Cmd) => {
    if (asked[question] === what) return;
    asked[question] = what;
    cmds.push(cmd);
  };
  const outline = (shelf: Shelf) => {
    const query = { shelf, limit: ui.limit, whole: ui.whole };
    ask(shelf, `${stage} ${ui.limit} ${ui.whole.join('\n')}`, { type: 'map-outline', query });
  };
  outline('sources');
  if (ui.opened.includes('aside')) outline('aside');
  const text = searchOf(ui);
  if (text !== '') ask('find', `${stage} ${text}`, { type: 'map-find', query: { text, limit: MOST_HITS } });
  const file = mapSizes(model).both || ui.card ? shownFile(model, ui) : undefined;
  // A card that was read early is read again when all files are known.
  const page = file && ui.pages[file.path];
  if (file && (page === undefined || (page?.partial !== false && stage === 'ready')))
    ask('page', `${stage} ${file.path}`, { type: 'map-page', path: file.path });
  const spread = ui.card?.spread;
  if (ui.card && spread) {
    const key = symbolKey(ui.card.path, spread);
    ask('symbol', `${stage} ${key}`, { type: 'map-symbol', key, path: ui.card.path, ...spread });
  }
  if (cmds.length === 0) return [model, []];
  const next: MapUi = { ...ui, asked };
  return [{ ...model, mapUi: next }, cmds];
}

/** How far the map is, so roughly that a build asks for its outline a few times only. */
function stageOf(map: MapProgress): string {
  if (map.kind !== 'mapping') return map.kind;
  return `mapping ${Math.floor(Math.log2(1 + map.done))}`;
}
