import type { Phase } from '../../domain/index.ts';
import type { ActiveSession } from '../../session/state.ts';
import type { RunScope } from '../local/channel.ts';
import { budgetOf, Purse } from './budget.ts';
import { type Speaker, tellOnce } from './conversation.ts';
import { type ClaudePlannerPorts, type Desk, Failed, sayKind, sayPrompt, type Thread } from './desk.ts';
import { Outgoing } from './outgoing.ts';
import { prompt } from './prompts.ts';
import { saidText } from './told.ts';
import { hostOf } from './wire/turn.ts';

/** A conversation that has not begun, with the model of its first phase. */
export async function openThread(
  ports: ClaudePlannerPorts,
  session: ActiveSession,
  scope: RunScope,
  phase: Phase,
): Promise<Thread> {
  const told = new Set(session.notices);
  const speakers: Thread['speakers'] = new Map();
  const speaker = await speakerOf(ports, { speakers, told }, scope, phase);
  return {
    talk: {
      speaker,
      system: prompt('system'),
      messages: [],
      told,
      heard: new Map(session.steers.flatMap(s => (s.taken?.by === 'run' ? [[s.id, s.text]] : []))),
    },
    speakers,
    purse: new Purse(ports.budget ?? budgetOf(ports.tokens, ports.projectTokens), session.spent?.tokens),
    outgoing: new Outgoing(),
    pages: [],
  };
}

/**
 * Lets the model of a phase speak. Another one than before begins a conversation of its own: nothing of the old one is in
 * its server's cache, thoughts are signed for the model that had them, and what was found is told to it anyway.
 */
export async function letSpeak({ ports, thread, scope }: Desk, phase: Phase): Promise<void> {
  const { talk, speakers } = thread;
  const speaker = await speakerOf(ports, { speakers, told: talk.told }, scope, phase);
  if (speaker === talk.speaker) return;
  thread.talk = { ...talk, speaker, messages: [] };
  tellOnce(scope, talk, `${speaker.id} does ${phase}: what was found is told to it, what was read is not.`);
}

/** Tells what it is about to a model that has heard nothing of it. Says whether that was so. */
export function introduce(desk: Desk, session: ActiveSession): boolean {
  const { talk } = desk.thread;
  const fresh = talk.messages.length === 0;
  if (fresh)
    sayPrompt(
      desk,
      prompt('resumed', { ...projectValues(session), said: saidText(talk.heard) }),
      'the prompt of a session that goes on',
    );
  sayKind(desk, session.goal.kind);
  return fresh;
}

/** What a conversation begins with: what is wanted, and where. */
export function projectValues({ goal, project }: ActiveSession): Readonly<Record<string, string>> {
  return {
    goal: goal.text,
    kind: goal.kind,
    project: project.name,
    at: project.commit ? ` at commit ${project.commit.slice(0, 7)}` : '',
  };
}

/** The model of a phase as it is wished now; the same one where two phases have the same. */
async function speakerOf(
  ports: ClaudePlannerPorts,
  { speakers, told }: { readonly speakers: Thread['speakers']; readonly told: Set<string> },
  scope: RunScope,
  phase: Phase,
): Promise<Speaker> {
  const asked = `${phase} ${ports.wished?.(phase) ?? ''}`;
  const known = speakers.get(asked);
  if (known) return known;
  const host = hostOf(ports.wire.endpoint.baseUrl);
  scope.emit({ type: 'Progress', phase, text: `Asking ${host} what it can do` });
  const model = await scope.until(ports.model(scope.signal, phase));
  if (!model.ok) throw new Failed(model.error);
  const { notices = [], ...choice } = model.value;
  for (const text of notices) tellOnce(scope, { told }, text);
  const speaker = [...speakers.values()].find(s => s.id === choice.id) ?? { ...choice, dropped: new Set() };
  speakers.set(asked, speaker);
  return speaker;
}
