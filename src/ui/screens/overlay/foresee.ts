import type { FeedbackTarget } from '../../../domain/index.ts';
import type { Model, Overlay, Step } from '../../model.ts';

type Of<K extends Overlay['kind']> = Extract<Overlay, { readonly kind: K }>;

/** Asks what the feedback in the field would do; the answer stands under the field. */
export function foresee(model: Model, overlay: Of<'input'>, target: FeedbackTarget, text: string): Step {
  return [
    { ...model, overlay: { ...overlay, foreseen: { kind: 'reading', text } } },
    [{ type: 'foresee', text, target }],
  ];
}
