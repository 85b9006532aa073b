import type { FindQuery, OutlineQuery } from '../domain/index.ts';
import type { MapView } from '../session/ports.ts';
import type { Cmd, Msg } from './model.ts';
import { newestOnly } from './newest-only.ts';

type Asked = Extract<Cmd, { type: 'map-outline' | 'map-find' | 'map-symbol' | 'map-page' }>;

/** Asks the code map; while it answers only the newest question of each kind waits. */
export function createMapRunner(
  map: MapView,
  send: (msg: Msg) => void,
  unanswered: (error: unknown) => void,
): (cmd: Asked) => void {
  const outline = (query: OutlineQuery) =>
    map.outline(query).then(outline => send({ type: 'map-outlined', shelf: query.shelf, outline }));
  const outlines = { sources: newestOnly(outline, unanswered), aside: newestOnly(outline, unanswered) };
  const find = newestOnly(
    (query: FindQuery) => map.find(query).then(answer => answer && send({ type: 'map-found', answer })),
    unanswered,
  );
  const page = newestOnly(
    (path: string) => map.page(path).then(read => send({ type: 'map-paged', path, page: read })),
    unanswered,
  );
  const symbol = newestOnly(
    ({ key, path, line, name }: Extract<Cmd, { type: 'map-symbol' }>) =>
      map.symbol(path, line, name).then(read => send({ type: 'map-symbol-read', key, page: read })),
    unanswered,
  );
  return cmd => {
    switch (cmd.type) {
      case 'map-outline':
        return outlines[cmd.query.shelf](cmd.query);
      case 'map-find':
        return find(cmd.query);
      case 'map-symbol':
        return symbol(cmd);
      case 'map-page':
        return page(cmd.path);
    }
  };
}
