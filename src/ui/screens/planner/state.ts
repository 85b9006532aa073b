import type { PlannerOffer, PlannerSwitch } from '../../../session/ports.ts';
import type { Failure, Result } from '../../../shared/result.ts';

/** Who plans from now on: asked over whatever is shown. */
export interface PlannerDialog {
  readonly kind: 'planner';
  readonly offer: PlannerOffer;
  /** What the server lists; absent while it is asked, and where it is not. */
  readonly models?: Result<readonly string[]> | undefined;
  /** Place in `plannerRows`. */
  readonly selected: number;
  /** Keys before this and a moment are not meant for it. */
  readonly openedAt: number;
}

/** One planner that can be chosen. */
export interface PlannerRow {
  readonly to: PlannerSwitch;
  readonly label: string;
  readonly meaning: string;
}

/** What can be chosen: the local planner, what the settings name, each model that the server lists. */
export function plannerRows({ offer, models }: PlannerDialog): readonly PlannerRow[] {
  const local: PlannerRow = {
    to: { engine: 'local' },
    label: 'local planner',
    meaning: 'no model is asked',
  };
  if (!offer.server.ok) return [local];
  const { host, model } = offer.server.value;
  const named: PlannerRow = {
    to: { engine: 'claude', model: undefined },
    label: model ?? 'newest suitable model',
    meaning: model === undefined ? `of those at ${host}` : `as you said, at ${host}`,
  };
  const listed = models?.ok ? models.value.filter(id => id !== model) : [];
  return [
    local,
    named,
    ...listed.map(id => ({ to: { engine: 'claude', model: id } as const, label: id, meaning: '' })),
  ];
}

/** The row of the one that plans now. */
export function rowInForce(dialog: PlannerDialog): number {
  const { now } = dialog.offer;
  if (now.engine === 'local') return 0;
  const rows = plannerRows(dialog);
  const own = rows.findIndex(({ to }) => to.engine === 'claude' && to.model === now.model);
  return own < 0 ? Math.min(1, rows.length - 1) : own;
}

/** Why there is nothing but the local planner, or no list to choose from. */
export function lacking({ offer, models }: PlannerDialog): Failure | undefined {
  if (!offer.server.ok) return offer.server.error;
  return models && !models.ok ? models.error : undefined;
}
