import { hintSpans } from '../../hints.ts';
import { hints } from '../../keymap.ts';
import type { Model } from '../../model.ts';
import type { Sheet } from '../../sheet.ts';
import { plural } from '../../text/format.ts';
import { t, wrap } from '../../text/line.ts';

/** Asks before the plan's file is written. */
export function tickSheet(model: Model, path: string, stepIds: readonly string[]): Sheet {
  const columns = model.size.columns - 4;
  const keys = hints('dialog', ['confirm', 'close']).map(hint =>
    hint.text === 'yes' ? { ...hint, text: 'tick them' } : { ...hint, text: 'leave them' },
  );
  return {
    title: [t(`Tick the check boxes of ${plural(stepIds.length, 'finished step')}`, 'attention')],
    badge: [],
    lines: [
      ...wrap(
        [t('writes  ', 'muted'), t(path, 'path'), t('; only the boxes under “Verify” change', 'muted')],
        columns,
        [t('        ')],
      ),
      hintSpans(keys, columns),
    ],
  };
}
