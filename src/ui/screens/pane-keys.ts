import { emptyField } from '../field.ts';
import { type Model, type Step, stay } from '../model.ts';
import { showMap } from './map/keys.ts';

/** What the keys do that mean the same in every place with panes; undefined where the action is none of them. */
export function paneStep(model: Model, action: string | undefined): Step | undefined {
  switch (action) {
    case 'command':
      return stay(openCommand(model));
    case 'map':
      return stay(showMap(model));
    case 'help':
      return stay({ ...model, overlay: { kind: 'help', scroll: { top: 0 } } });
    default:
      return undefined;
  }
}

export function openCommand(model: Model): Model {
  return {
    ...model,
    overlay: { kind: 'input', purpose: { kind: 'command' }, title: 'Command', field: emptyField('/') },
  };
}
