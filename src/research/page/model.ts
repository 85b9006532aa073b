import type { Source } from '../../domain/index.ts';
import type { Part, Tag } from './tag.ts';

export type FrictionTopic =
  | 'form'
  | 'call to action'
  | 'heading'
  | 'load'
  | 'third party'
  | 'trust'
  | 'accessibility'
  | 'message';

/** Something in the page's code that stands between a visitor and the goal. */
export interface Friction {
  /** Name of the rule, stable: `form-labels`. */
  readonly id: FrictionId;
  readonly topic: FrictionTopic;
  /** What was seen, as one sentence with numbers and names. */
  readonly text: string;
  /** How many places it concerns. */
  readonly count: number;
  readonly sources: readonly Source[];
  /** Where a change begins; absent where something is missing. */
  readonly at?: { readonly path: string; readonly line: number } | undefined;
}

export const FRICTIONS = [
  'form-fields',
  'form-labels',
  'form-types',
  'form-autocomplete',
  'form-twice',
  'form-button',
  'form-puzzle',
  'calls-none',
  'calls-compete',
  'calls-vague',
  'calls-late',
  'heading-none',
  'heading-many',
  'heading-jump',
  'load-blocking',
  'load-images',
  'load-lazy',
  'load-weight',
  'third-party',
  'trust-missing',
  'trust-privacy',
  'access-alt',
  'access-names',
  'access-language',
  'access-contrast',
  'message-apart',
  'message-empty',
  'view-port',
] as const;
export type FrictionId = (typeof FRICTIONS)[number];

/** Something that is so, and no fault. */
export interface Seen {
  readonly id: string;
  readonly text: string;
  readonly sources: readonly Source[];
}

export interface Place {
  readonly path: string;
  readonly line: number;
}

export interface SeenForm {
  readonly name: string;
  readonly fields: number;
  readonly required: number;
  readonly button: string;
  readonly at: Place;
  readonly source: Source;
}

export interface SeenCall {
  readonly text: string;
  readonly at: Place;
  readonly source: Source;
  /** The form that it sends. */
  readonly sends: boolean;
}

/** The code of a page, put together of the files that it is made of. */
export interface PageCode {
  readonly body: Tag;
  /** What stands around it: layouts, the document. */
  readonly frames: readonly Tag[];
  readonly parts: readonly Part[];
  /** Titles and descriptions that code sets (`export const metadata`). */
  readonly said: { readonly title?: Written; readonly description?: Written };
  /** Components that are drawn here and whose code was not found. */
  readonly unread: readonly string[];
  /** Bytes of files that the page loads, by the address that it names them with; what is not there is not known. */
  readonly sizes: ReadonlyMap<string, number>;
}

export interface Written {
  readonly text: string;
  readonly part: Part;
  readonly line: number;
}

/** What was read of a page. Plain data. */
export interface PageReading {
  /** `src/pages/pricing.tsx`, or the address. */
  readonly name: string;
  /** Whether its code lies in this project. */
  readonly own: boolean;
  /** Files that were read, the page first; none for an address. */
  readonly paths: readonly string[];
  readonly seen: readonly Seen[];
  readonly frictions: readonly Friction[];
  readonly forms: readonly SeenForm[];
  readonly calls: readonly SeenCall[];
  /** Sentences on what nobody can see in the code. */
  readonly unseen: readonly string[];
  readonly source: Source;
}
