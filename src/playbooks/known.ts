import { distance, isNear } from '../shared/text/index.ts';
import type { Playbook } from './model.ts';
import type { Vocabulary } from './vocabulary.ts';

/** All that a playbook may name: of the project, and of the playbooks that are there. */
export interface Known {
  readonly vocabulary: Vocabulary;
  readonly playbooks: readonly string[];
  readonly places: readonly string[];
  readonly steps: readonly string[];
  readonly requirements: readonly string[];
  /** Choices by question. */
  readonly questions: ReadonlyMap<string, readonly string[]>;
  /** Questions of which a choice has a value. */
  readonly valued: ReadonlySet<string>;
  /** Templates that a step shows. */
  readonly templates: ReadonlySet<string>;
}

export function knownNames(playbooks: readonly Playbook[], vocabulary: Vocabulary): Known {
  const questions = new Map<string, string[]>();
  const valued = new Set<string>();
  for (const { id, choices } of playbooks.flatMap(p => p.questions)) {
    questions.set(id, [...(questions.get(id) ?? []), ...choices.map(c => c.id)]);
    if (choices.some(c => c.value !== undefined)) valued.add(id);
  }
  return {
    vocabulary,
    playbooks: playbooks.map(p => p.name),
    places: playbooks.flatMap(p => Object.keys(p.places)),
    steps: [...playbooks.flatMap(p => p.steps.map(s => s.id)), ...vocabulary.steps],
    requirements: ['goal', ...playbooks.flatMap(p => p.requirements.map(r => r.id))],
    questions,
    valued,
    templates: new Set(playbooks.flatMap(p => p.steps.flatMap(s => s.code.flatMap(c => c.template ?? [])))),
  };
}

/** `“srver” is no place of the project; did you mean “server”?`, or undefined where it is one. */
export function oneOf(what: string, name: string, names: readonly string[]): string | undefined {
  if (names.includes(name)) return undefined;
  const near = names
    .filter(other => isNear(name.toLowerCase(), other.toLowerCase()))
    .sort((a, b) => distance(name, a) - distance(name, b))[0];
  const plain = what.replace(/^(?:an?|another) /, '');
  if (near !== undefined) return `“${name}” is no ${plain}; did you mean “${near}”?`;
  const some = [...new Set(names)].sort();
  const few = some.length <= 12 && some.length > 0 ? ` (${some.join(', ')})` : '';
  return `“${name}” is no ${plain}${few}`;
}

/** What is wrong with a name that a condition asks for. */
export function conditionProblem(name: string, known: Known): string | undefined {
  const { vocabulary: v } = known;
  const at = name.indexOf(':');
  if (at < 0) {
    if (v.words.has(name) || v.lists.has(name)) return undefined;
    if (v.conditions.has(name)) return `“${name}” needs what it asks for, as in “${name}:…”`;
    return oneOf('a condition', name, [...v.words.keys(), ...[...v.conditions.keys()].map(c => `${c}:`)]);
  }
  const [head, rest] = [name.slice(0, at), name.slice(at + 1)];
  if (rest === '') return `“${name}” says not what it asks for`;
  const list = [...v.lists.values()].find(l => l.entry === head);
  const unknown = list ? undefined : oneOf('a condition', head, [...v.conditions.keys()]);
  if (unknown !== undefined) return unknown;
  if (list) return entryKeyProblem(rest, list.keys);
  switch (head) {
    case 'fact': {
      const [id = '', key] = (rest.split(/[~=]/)[0] ?? '').split('.');
      return (
        oneOf('a fact', id, v.facts) ??
        (key === undefined ? undefined : oneOf('a value of a fact', key, v.factKeys))
      );
    }
    case 'slot': {
      const [slot = '', key] = rest.split('.');
      return slotProblem(slot, key, known);
    }
    case 'answer': {
      const [id = '', choice] = rest.split('=');
      return (
        answerProblem(id, known) ??
        (choice === undefined
          ? `“${name}” says not which choice, as in “answer:${id}=…”`
          : oneOf(`a choice of “${id}”`, choice, known.questions.get(id) ?? []))
      );
    }
    case 'in': {
      const [place = '', word] = rest.split('~');
      if (!word) return `“${name}” says not which word, as in “in:target~cursor”`;
      return oneOf('a place of the project', place, [...v.slots.keys(), ...v.lists.keys()]);
    }
    case 'lang':
      return oneOf('a language', rest, v.languages);
    case 'eco':
      return oneOf('an ecosystem', rest, v.ecosystems);
    case 'framework':
      return oneOf('a framework that is known here', rest, v.frameworks);
    case 'kind':
      return oneOf('a kind of goal', rest, v.kinds);
    case 'role':
      return oneOf('a role', rest, v.roles);
    case 'playbook':
      return oneOf('a playbook', rest, known.playbooks);
    default:
      // Packages, scripts and words of goals are anybody's.
      return undefined;
  }
}

/** What is wrong with the name of a placeholder; `list` is what `{{.key}}` is a key of. */
export function valueProblem(name: string, known: Known, list: string | undefined): string | undefined {
  const { vocabulary: v } = known;
  if (name.startsWith('.')) {
    const keys = list === undefined ? undefined : v.lists.get(list)?.keys;
    return keys ? oneOf('a value of its entries', name.slice(1), keys) : `“{{${name}}}” stands in no list`;
  }
  const [verb = '', ...paths] = name.split(/\s+/);
  if (verb === 'rel' || verb === 'mod') {
    if (paths.length !== (verb === 'rel' ? 2 : 1))
      return `“{{${name}}}” needs ${verb === 'rel' ? 'two files' : 'one file'}`;
    return paths.map(p => placeProblem(p, known)).find(p => p !== undefined);
  }
  if (paths.length > 0) return `“{{${name}}}” is no placeholder`;
  const [head = '', ...rest] = name.split('.');
  const key = rest.join('.');
  const entry = [...v.lists.values()].find(l => l.entry === head);
  if (entry && (!v.slots.has(head) || /^(?:\d+|\*)(?:\.|$)/.test(key)))
    return entryKeyProblem(key, entry.keys);
  const listed = v.lists.get(head);
  if (listed) return key === 'names' ? undefined : oneOf('a value of its entries', key, listed.keys);
  switch (head) {
    case 'goal':
      return oneOf('a value of the goal', key, v.goalValues);
    case 'new':
      return oneOf('a place of a new file', key, known.places);
    case 'fact': {
      const [id = '', of] = rest;
      return (
        oneOf('a fact', id, v.facts) ??
        (of === undefined ? undefined : oneOf('a value of a fact', of, v.factKeys))
      );
    }
    case 'answer': {
      if (!key.endsWith('.value')) return answerProblem(key, known);
      const id = key.slice(0, -'.value'.length);
      return (
        answerProblem(id, known) ?? (known.valued.has(id) ? undefined : `no choice of “${id}” has a value`)
      );
    }
    case 'count': {
      const [list = '', sum] = rest;
      return (
        oneOf('a list or a role', list, [...v.lists.keys(), ...v.roles]) ??
        (sum === undefined ? undefined : oneOf(`a sum of “${list}”`, sum, v.lists.get(list)?.sums ?? []))
      );
    }
    case 'test':
      return testProblem(key, known);
    default:
      if (v.values.has(head)) return undefined;
      return slotProblem(head, key, known, [...v.values.keys()]);
  }
}

function answerProblem(id: string, known: Known): string | undefined {
  return oneOf('a question', id, [...known.questions.keys()]);
}

function slotProblem(
  slot: string,
  key: string | undefined,
  { vocabulary: { slots } }: Known,
  others: readonly string[] = [],
): string | undefined {
  const found = slots.get(slot);
  if (!found) return oneOf('a place of the project', slot, [...slots.keys(), ...others]);
  if (key === '') return `“${slot}” needs a value, as in “${slot}.path”`;
  return key === undefined ? undefined : oneOf(`a value of “${slot}”`, key, found.keys);
}

/** `0`, `0.path`, `*.path`: which entry, and which of its values. */
function entryKeyProblem(text: string, keys: readonly string[]): string | undefined {
  const [index = '', key] = text.split('.');
  if (!/^(?:\d+|\*)$/.test(index)) return `“${text}” begins with no number of an entry, as in “0.path”`;
  return key === undefined ? undefined : oneOf('a value of its entries', key, keys);
}

export function listProblem(name: string, { vocabulary: { lists } }: Known): string | undefined {
  return oneOf('a list', name, [...lists.keys()]);
}

/** A file by its name: a slot, a new place, an entry of a list, or a path with a slash. */
export function placeProblem(name: string, known: Known): string | undefined {
  const { vocabulary: v, places } = known;
  if (name.startsWith('new.')) return oneOf('a place of a new file', name.slice(4), places);
  const entry = [...v.lists.values()].find(l => name.startsWith(`${l.entry}.`));
  if (entry) return entryKeyProblem(name.slice(entry.entry.length + 1), entry.keys);
  if (v.slots.has(name) || places.includes(name) || name.includes('/')) return undefined;
  return `${oneOf('a place of the project', name, [...v.slots.keys(), ...places])}; a path that is meant as it stands needs a “/”`;
}

/** Lines that are there: of a slot, or of an entry (`emitter.0`, `target.*`). */
export function entryProblem(name: string, known: Known): string | undefined {
  const [head = '', index] = name.split('.');
  const isEntry =
    [...known.vocabulary.lists.values()].some(l => l.entry === head) && /^(?:\d|\*)$/.test(index ?? '');
  return isEntry ? undefined : oneOf('a place of the project', name, [...known.vocabulary.slots.keys()]);
}

/** What a test is found for: a slot, a new place or an entry. */
export function testProblem(name: string, known: Known): string | undefined {
  return known.places.includes(name) ? undefined : entryProblem(name, known);
}
