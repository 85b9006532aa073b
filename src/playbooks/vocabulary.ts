/**
 * The names that a playbook may use for things of a project, each with what it means. The planner that composes playbooks
 * says what they are; nothing here is a list of its own.
 */
export interface Vocabulary {
  /** Places that exist in a project, with the keys that `{{SLOT.KEY}}` and `slot:SLOT.KEY` may ask for. */
  readonly slots: ReadonlyMap<string, NamedKeys>;
  /** Lists that `each` goes through and `{{LIST.KEY}}` joins; one entry is `{{ENTRY.0.KEY}}`. */
  readonly lists: ReadonlyMap<
    string,
    NamedKeys & { readonly entry: string; readonly sums: readonly string[] }
  >;
  /** Stack facts. */
  readonly facts: readonly string[];
  /** What `{{fact.ID.KEY}}` and `fact:ID.KEY` may ask for, whichever fact it is. */
  readonly factKeys: readonly string[];
  readonly roles: readonly string[];
  readonly ecosystems: readonly string[];
  readonly languages: readonly string[];
  /** Marks of fenced blocks that are shown: languages, and what is the same in every project. */
  readonly templateLanguages: readonly string[];
  readonly frameworks: readonly string[];
  readonly kinds: readonly string[];
  /** First words of conditions: `fact` of `fact:database`. */
  readonly conditions: ReadonlyMap<string, string>;
  /** Conditions of one word: `many-processes`. */
  readonly words: ReadonlyMap<string, string>;
  /** First words of placeholders that are no slot: `new` of `{{new.hub}}`; `rel` and `mod` too. */
  readonly values: ReadonlyMap<string, string>;
  /** What `{{goal.KEY}}` may ask for; the empty key is `{{goal}}` itself. */
  readonly goalValues: readonly string[];
  /** Steps that the planner makes by itself, which others may undo or come after. */
  readonly steps: readonly string[];
}

export interface NamedKeys {
  readonly is: string;
  readonly keys: readonly string[];
}
