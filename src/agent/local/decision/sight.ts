import type { Playbook } from '../../../playbooks/model.ts';
import type { DraftRecord } from '../draft/record.ts';
import type { Survey } from '../survey.ts';
import { readDecision } from './goal.ts';
import { type DecisionSight, NO_TRACES, type OptionSight } from './model.ts';
import { recordPlace } from './record-place.ts';
import { type NamedOption, topicOf } from './topic.ts';
import { type TracePorts, tracesOf } from './traces.ts';

/** The survey with what the project holds of everything that the goal asks to decide between. */
export async function withDecision(
  ports: TracePorts,
  survey: Survey,
  { goal }: DraftRecord,
  playbooks: readonly Playbook[],
  looking: (what: string) => void,
  stop: () => boolean,
): Promise<Survey> {
  const asked = readDecision(goal.text);
  const topic = topicOf(asked, goal.text, playbooks);
  const known = (topic.playbook?.options ?? [])
    .filter(spec => !topic.named.some(n => n.id === spec.id))
    .map((spec): NamedOption => ({ id: spec.id, label: spec.label, spec }));
  const options: OptionSight[] = [];
  for (const [from, list] of [
    ['goal', topic.named],
    ['topic', known],
  ] as const)
    for (const option of list) {
      if (stop()) break;
      if (from === 'goal') looking(option.label);
      options.push({ ...option, from, traces: await tracesOf(ports, survey, option) });
    }
  // Without a topic nobody knows what else there is: then the way out is to leave things as they are.
  if (topic.playbook === undefined && topic.named.length === 0)
    options.push({
      id: 'new',
      label: `a new ${asked.matter || 'one'}, still to be named`,
      from: 'goal',
      traces: NO_TRACES,
    });
  if (topic.named.every(n => !n.spec) && options.length < 2)
    options.push({ id: 'as-is', label: 'leave it as it is', from: 'as-is', traces: NO_TRACES });
  const record = await recordPlace(ports, survey, goal.title, options);
  return {
    ...survey,
    decision: {
      goal: asked,
      ...(topic.playbook ? { topic: topic.playbook.name } : {}),
      options,
      record,
    } satisfies DecisionSight,
  };
}
