import type { PlanListing, SessionListing } from '../session/ports.ts';

export function listSessionsText(sessions: readonly SessionListing[]): string {
  if (sessions.length === 0) return 'No unfinished session in this project.\n';
  const rows = sessions.map(s => {
    const open =
      s.openQuestions > 0
        ? `${s.openQuestions} question${s.openQuestions > 1 ? 's' : ''} open`
        : `revision ${s.revisions}`;
    return `${s.id}  ${new Date(s.updatedAt).toISOString().slice(0, 16).replace('T', ' ')}  ${s.revisions === 0 && s.openQuestions === 0 ? 'no draft yet' : open}  ${s.goal}`;
  });
  return `${rows.join('\n')}\n\nplanner-tui resume ID goes on; --last takes the newest.\n`;
}

/** `running`: a line on the step that runs; empty where none does. */
export function listPlansText(plans: readonly PlanListing[], running: string): string {
  const below = running === '' ? '' : `\n${running}\n`;
  if (plans.length === 0) return `No plan in plans/ yet.\n${below}`;
  const line = ({ created, status, steps, stale, path, title }: PlanListing) =>
    `${created.slice(0, 10)}  ${status.padEnd(12)}  ${steps.done} of ${steps.total} steps${stale ? `, ${stale} stale` : ''}  ${path}  ${title}`;
  return `${plans.map(line).join('\n')}\n${below}`;
}
