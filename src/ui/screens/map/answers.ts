import type { Model, Msg } from '../../model.ts';
import { toTarget } from './keys.ts';
import { searchOf, withPage } from './state.ts';

type Answer = Extract<Msg, { readonly type: 'map-outlined' | 'map-found' | 'map-paged' | 'map-symbol-read' }>;

/** Takes in what the map answered; an answer to what is no longer asked is dropped. */
export function takeAnswer(model: Model, answer: Answer): Model {
  const { mapUi } = model;
  if (!mapUi) return model;
  switch (answer.type) {
    case 'map-outlined':
      return {
        ...model,
        mapUi: { ...mapUi, outlines: { ...mapUi.outlines, [answer.shelf]: answer.outline } },
      };
    case 'map-found':
      return answer.answer.text === searchOf(mapUi)
        ? { ...model, mapUi: { ...mapUi, found: answer.answer } }
        : model;
    case 'map-symbol-read':
      return { ...model, mapUi: { ...mapUi, symbol: { key: answer.key, page: answer.page ?? null } } };
    case 'map-paged': {
      const next = { ...model, mapUi: withPage(mapUi, answer.path, answer.page) };
      return next.mapUi.card?.path === answer.path ? toTarget(next) : next;
    }
  }
}
