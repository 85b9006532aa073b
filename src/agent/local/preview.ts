import type { Playbook } from '../../playbooks/model.ts';
import type { FeedbackPreview } from '../../session/ports.ts';
import { err, failure, ok, type Result } from '../../shared/result.ts';
import type { PreviewRequest } from '../port.ts';
import type { RunScope } from './channel.ts';
import { deskOf, foretell } from './draft/draft.ts';
import { recordOf } from './draft/record.ts';
import { type LookPorts, lookAtCode } from './look.ts';

/** What the next revision would do about feedback that nobody gave yet: the same draft, of which nothing is kept. */
export async function preview(
  ports: LookPorts & { readonly playbooks: () => Promise<readonly Playbook[]> },
  { session, feedback, signal }: PreviewRequest,
): Promise<Result<FeedbackPreview>> {
  const quiet: RunScope = {
    signal,
    emit: () => {},
    until: work => work,
    breathe: () => new Promise(done => setImmediate(done)),
  };
  try {
    const record = recordOf(session);
    const playbooks = await ports.playbooks();
    const [brief, facts] = [await ports.research.brief(), await ports.research.facts()];
    const survey = await lookAtCode(quiet, ports, record, { brief, facts }, 'planning', playbooks);
    return ok(foretell(deskOf(survey, record, playbooks), record, feedback));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return err(failure('preview', message, 'Give the feedback; the next revision says what it did.'));
  }
}
