/** What a piece of feedback asks for, as far as it is understood. Steps are named by id. */
export type Directive =
  | { readonly kind: 'choose'; readonly questionId: string; readonly choiceId: string }
  /** An answer to a question that no playbook asked: the planner's own, or one that feedback opened. */
  | { readonly kind: 'answer'; readonly questionId: string; readonly choiceId: string }
  /** A number in the person's own words, for a question that takes one; `problem`: why it cannot be taken. */
  | {
      readonly kind: 'quantity';
      readonly questionId: string;
      readonly text: string;
      readonly problem?: string;
    }
  /** Every question that is open is left to the planner. */
  | { readonly kind: 'delegate' }
  | { readonly kind: 'swap'; readonly from: string; readonly to: string }
  | { readonly kind: 'no-packages' }
  | { readonly kind: 'drop'; readonly steps: readonly string[] }
  /** Left out here, told among the next steps. */
  | { readonly kind: 'later'; readonly steps: readonly string[] }
  /** These steps stay, whatever was said before; `again` asks for something that must have been dropped. */
  | { readonly kind: 'retain'; readonly steps: readonly string[]; readonly again: boolean }
  /** Only these steps and what they need; `tests` says whether the tests may stay. */
  | { readonly kind: 'only'; readonly steps: readonly string[]; readonly tests: boolean }
  /** A file, folder or symbol that stays as it is today. */
  | { readonly kind: 'keep'; readonly what: string }
  | { readonly kind: 'test'; readonly what: string }
  | { readonly kind: 'add'; readonly what: string }
  | {
      readonly kind: 'move';
      readonly step: string;
      readonly where: 'before' | 'after';
      readonly other: string;
    }
  | { readonly kind: 'flip'; readonly steps: readonly [string, string] }
  | { readonly kind: 'split'; readonly step: string; readonly into: number }
  | { readonly kind: 'merge'; readonly steps: readonly string[] }
  /** What a new file holds goes into an existing one. `from` is absent where the plan has one new source file. */
  | { readonly kind: 'into'; readonly from?: string; readonly to: string }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'shorter' }
  | { readonly kind: 'limit'; readonly minutes: number }
  /** Earlier feedback is taken back: the last piece, all of it, or what spoke of these words. */
  | { readonly kind: 'undo'; readonly what: 'last' | 'all' | { readonly about: string } }
  /** The plan is right as it is. */
  | { readonly kind: 'fine' }
  /** Nothing that can be acted on: it becomes a requirement and an open question; `because` says why. */
  | { readonly kind: 'require'; readonly what: string; readonly because?: string }
  /** A question to the planner: recorded with what the plan says of it. */
  | { readonly kind: 'ask'; readonly what: string };
