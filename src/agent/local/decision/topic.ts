import { type MatchedPlaybook, matchPlaybooks } from '../../../playbooks/match.ts';
import type { OptionSpec, Playbook } from '../../../playbooks/model.ts';
import { slug } from '../../../shared/slug.ts';
import { stemsOf } from '../stems.ts';
import type { DecisionGoal } from './goal.ts';

/** An option that the goal names, with what a playbook knows of it. */
export interface NamedOption {
  readonly id: string;
  readonly label: string;
  readonly spec?: OptionSpec;
}

export interface Topic {
  readonly playbook?: Playbook;
  /** The words of the goal that call for it. */
  readonly because: string;
  /** In the order of the goal. */
  readonly named: readonly NamedOption[];
}

/** The words of a name: `Node.js` and `node js` are one, `C++` stays what it is. */
function plain(text: string): string {
  return ` ${text
    .toLowerCase()
    .replace(/\.js\b/g, 'js')
    .replace(/[^\p{L}\p{N}+#./@-]+/gu, ' ')
    .replace(/[.](?=\s|$)/g, '')
    .trim()} `;
}

/** Length of the longest of an option's names that a text holds as whole words; 0 where it holds none. */
function callsIt(text: string, { names }: Pick<OptionSpec, 'names'>): number {
  const said = plain(text);
  return Math.max(0, ...names.map(name => (said.includes(plain(name)) ? name.length : 0)));
}

function specFor(name: string, playbook: Playbook): OptionSpec | undefined {
  return playbook.options
    .map(spec => ({ spec, length: callsIt(name, spec) }))
    .filter(hit => hit.length > 0)
    .sort((a, b) => b.length - a.length)[0]?.spec;
}

/**
 * What a decision is about: the playbook that knows most of its options, those that the goal's words call for first, and its
 * options with what that playbook knows of each.
 */
export function topicOf(goal: DecisionGoal, text: string, playbooks: readonly Playbook[]): Topic {
  const able = playbooks.filter(p => p.kinds.includes('decision') && p.options.length > 0);
  const matched = matchPlaybooks(able, text, stemsOf);
  const ranked = able
    .map(playbook => ({
      playbook,
      known: goal.named.filter(name => specFor(name, playbook)).length,
      place: matched.findIndex(m => m.playbook === playbook),
    }))
    .map(hit => ({ ...hit, called: hit.place < 0 ? 0 : 1 }))
    .filter(hit => hit.known > 0 || hit.called > 0)
    .sort(
      (a, b) =>
        // Who knows all of them by name knows the topic, whatever else is said.
        b.known + b.called - (a.known + a.called) ||
        b.called - a.called ||
        a.place - b.place ||
        a.playbook.name.localeCompare(b.playbook.name),
    );
  const [best] = ranked;
  const playbook =
    best && (goal.named.length === 0 || best.known > 0 || goal.form === 'whether')
      ? best.playbook
      : undefined;
  const ids = new Set<string>();
  const named = goal.named.flatMap((name): readonly NamedOption[] => {
    const spec = playbook && specFor(name, playbook);
    const id = spec?.id ?? slug(name, 30, 'option');
    if (ids.has(id)) return [];
    ids.add(id);
    return [{ id, label: spec?.label ?? name, ...(spec ? { spec } : {}) }];
  });
  const because =
    matched.find(m => m.playbook === playbook)?.because ?? named.find(n => n.spec)?.label ?? goal.matter;
  return { ...(playbook ? { playbook } : {}), because, named };
}

/** The playbooks that a decision is weighed by: the one of its topic; else those that the goal calls for, for their approaches. */
export function playbooksOfDecision(
  goal: DecisionGoal,
  text: string,
  playbooks: readonly Playbook[],
): readonly MatchedPlaybook[] {
  const { playbook, because } = topicOf(goal, text, playbooks);
  return playbook ? [{ playbook, because }] : [];
}
