import { describe, expect, it, vi } from 'vitest';
import { adoptedRevision, editedRevision } from '../../../src/plan/carry-edits.ts';
import type { Revision } from '../../../src/plan/model.ts';
import type { ActiveSession } from '../../../src/session/state.ts';
import { stepSection } from '../../plan/step-section.ts';
import { fold, lastPlan, run } from '../loop.ts';
import { modelShop } from './model-project.ts';
import { calling, FINISH, lastSaid, step } from './script.ts';
import { usingModelServer } from './using-server.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const server = usingModelServer();
const SERVICE = 'src/services/order.service.ts';
const MAIL = 'src/lib/mailer.ts';

const TELL = step('S-tell', {
  title: 'Send the mail',
  files: [{ action: 'modify', path: SERVICE, what: 'send the mail' }],
  details: ['`setStatus` calls the mailer.'],
  verify: [{ kind: 'command', text: 'npm test' }],
});
const WORD = step('S-word', {
  title: 'Word the mail',
  files: [{ action: 'modify', path: MAIL, what: 'the words' }],
  verify: [{ kind: 'command', text: 'npm test' }],
});
const PLAN = {
  approach: {
    title: 'mail from the service',
    summary: [{ text: '`setStatus` changes it.', rests_on: ['goal'] }],
  },
  steps: [TELL, WORD],
};
const edit = (title: string) =>
  [
    'edit_plan',
    {
      replies: [{ to: 'name it', did: `It is “${title}”.` }],
      steps: [{ op: 'replace', id: 'S-word', step: { ...WORD, title } }],
    },
  ] as const;

function made<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
const written = (session: ActiveSession, revision: Revision) =>
  fold(session, { type: 'RevisionWritten', at: 0, approachId: 'a', revision });
const told = (session: ActiveSession, id: string, text: string) =>
  fold(session, {
    type: 'FeedbackGiven',
    at: 0,
    feedback: { id, text, target: { kind: 'step', stepId: 'S-word' }, revision: lastPlan(session).number },
  });
/** Lines of one text that the other has not. */
const missing = (from: string, to: string) => {
  const there = new Set(to.split('\n'));
  return from.split('\n').filter(line => !there.has(line));
};

describe('what a person wrote into a plan of a model', () => {
  it('stays byte for byte, however often the model revises another step', async () => {
    const { planner, project } = await modelShop(server);
    server.script(...calling(FINISH, FINISH, ['submit_plan', PLAN]));
    let { session } = await run(
      planner,
      await project.start('Tell the customer when an order changes'),
      'research',
    );
    const first = lastPlan(session);
    // In a manner of one's own: a starred list, a second blank, a sentence of the person.
    const byHand = first.markdown
      .replace(
        '\n`setStatus` calls the mailer.\n',
        '\n`setStatus`  calls the mailer, **after** it stored the status.\n',
      )
      .replace('## Overview\n', '## Overview\n\nAgreed with Mara on Tuesday.\n');
    expect(missing(byHand, first.markdown)).toHaveLength(2);
    session = written(session, made(editedRevision(first, byHand, 2, { kind: 'edited' })));
    const edited = lastPlan(session);

    for (const [n, title] of ['Word the mail kindly', 'Word the mail shortly'].entries()) {
      server.script(...calling(edit(title)));
      ({ session } = await run(planner, told(session, `f${n}`, 'name it otherwise'), 'revise'));
      const next = lastPlan(session);
      expect(next.number).toBe(3 + n);
      expect(stepSection(next.markdown, 'S-tell')).toBe(stepSection(edited.markdown, 'S-tell'));
      expect(next.markdown).toContain('\n\nAgreed with Mara on Tuesday.\n');
      expect(stepSection(next.markdown, 'S-word')).toContain(title);
      // The model reads what the person wrote.
      expect(lastSaid(server.asked.at(-1)!)).toContain('Agreed with Mara on Tuesday.');
    }
  });

  it('stays also where it is a whole plan by other hands', async () => {
    const { planner, project } = await modelShop(server);
    const start = await project.start('Tell the customer when an order changes');
    const file = `# Mail for customers

Some words of our own,   kept as they are.

## Implementation Steps

### 1. Send the mail (15–25 min)

\`S-tell\`

*  modify \`${SERVICE}\`: send the mail

### 2. Word the mail (10–20 min)

\`S-word\`

*  modify \`${MAIL}\`: the words
`;
    const revision = made(adoptedRevision(file, { path: 'plans/ours.md', hash: 'h' }));
    expect(revision.plan.steps.map(s => s.id)).toEqual(['S-tell', 'S-word']);
    server.script(...calling(edit('Word the mail kindly')));
    const { session } = await run(
      planner,
      told(written(start, revision), 'f0', 'name it otherwise'),
      'revise',
    );
    // What was wrong with it before is the person's: the model is not sent to mend it.
    expect(server.asked.filter(a => a.path.startsWith('/v1/messages'))).toHaveLength(1);
    const next = lastPlan(session);
    expect(next.number).toBe(2);
    expect(next.markdown).toContain('Some words of our own,   kept as they are.\n');
    expect(stepSection(next.markdown, 'S-tell')).toBe(stepSection(revision.markdown, 'S-tell'));
    expect(stepSection(next.markdown, 'S-word')).toContain('Word the mail kindly');
  });
});
