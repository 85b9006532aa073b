import type { Role } from '../../../domain/index.ts';

/** A place of the project that playbooks speak of by name: `auth`, `server`, `schema` … with what is known of it. */
export interface Slot {
  readonly path: string;
  readonly symbol?: string;
  readonly line?: number;
  readonly values: Readonly<Record<string, string>>;
}

/** How a slot is found: the first file that fits is taken, files named by stack facts first, then those of the goal. */
export interface Finder {
  /** What the slot is, for whoever writes playbooks. */
  readonly is: string;
  /** `other` stands for every file of the project; then `path` is needed. */
  readonly roles: readonly Role[];
  /** Stack fact whose file comes first, where it is present. */
  readonly fact?: string;
  /** The symbol that the fact names is the slot, where it names one. */
  readonly factSymbol?: true;
  /** The file must pass; by path. */
  readonly path?: RegExp;
  /** The symbol to name, by name; first match in file order. */
  readonly symbol?: RegExp;
  /** The symbol to name is the innermost one in whose lines this stands: for what no name tells. */
  readonly around?: RegExp;
  /** Without such a symbol the file does not count. */
  readonly symbolNeeded?: boolean;
  /** Values taken from the file's text: first group of each. */
  readonly values?: Readonly<Record<string, RegExp>>;
  /** Where it lies among all files of the project, the likeliest pattern first; `roles` may then be empty. */
  readonly prefer?: readonly RegExp[];
  /** The line to point at where no symbol is named. */
  readonly line?: RegExp;
  /** How often each stands in the file's text; without a match the value is absent. */
  readonly counts?: Readonly<Record<string, RegExp>>;
  /** Of several files that fit, the one in which this of `counts` stands most often. */
  readonly most?: string;
  /** Of several that fit one pattern, the one in a folder that the goal names, else above most files of this role. */
  readonly above?: Role;
  /** The text must match for the file to count. */
  readonly text?: RegExp;
}

export type Finders = Readonly<Record<string, Finder>>;

/** `const container = createContainer({`: the whole line, and what stands in it up to its bracket. */
export const CONTAINER_LINE =
  /^\s*((?:const|let) \w+ = (?:create|build|make)\w*(?:Container|Dependencies|Services)\(.*)$/m;
export const CONTAINER_OPEN = /((?:create|build|make)\w*(?:Container|Dependencies|Services)\(\{)$/m;
export const APP_CALL = /((?:create|build|make)App\(\w+\))/i;
