import type { Choice } from '../../../domain/index.ts';
import { rangeText } from '../../../plan/totals.ts';
import { plural } from '../../text/format.ts';

/** `+ 1 step, + 2 files, + 25–40 min` */
export function effectText({ effect }: Choice): string {
  if (!effect) return '';
  const signed = (n: number, word: string) => `${n < 0 ? '–' : '+'} ${plural(Math.abs(n), word)}`;
  const parts = [
    ...(effect.steps ? [signed(effect.steps, 'step')] : []),
    ...(effect.files ? [signed(effect.files, 'file')] : []),
    ...(effect.minutes && effect.minutes[1] !== 0
      ? [`+ ${rangeText({ low: effect.minutes[0], high: effect.minutes[1] })}`]
      : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'nothing more to do';
}
