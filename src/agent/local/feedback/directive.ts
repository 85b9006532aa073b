/** What a piece of feedback asks for, as far as it is understood. Steps are named by id. */
export type Directive =
  | { readonly kind: 'choose'; readonly questionId: string; readonly choiceId: string }
  | { readonly kind: 'swap'; readonly from: string; readonly to: string }
  | { readonly kind: 'no-packages' }
  | { readonly kind: 'drop'; readonly steps: readonly string[] }
  | { readonly kind: 'keep'; readonly what: string }
  | { readonly kind: 'test'; readonly what: string }
  | { readonly kind: 'add'; readonly what: string }
  | {
      readonly kind: 'move';
      readonly step: string;
      readonly where: 'before' | 'after';
      readonly other: string;
    }
  | { readonly kind: 'split'; readonly step: string }
  | { readonly kind: 'merge'; readonly steps: readonly string[] }
  | { readonly kind: 'shorter' }
  | { readonly kind: 'limit'; readonly minutes: number }
  /** Nothing that can be acted on: it becomes a requirement and an open question. */
  | { readonly kind: 'require'; readonly what: string };
