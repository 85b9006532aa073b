import type { CodeSymbol, FileCard, Role, SymbolKind } from './code.ts';

/** Which files of the code map: the program's own sources, or what stands beside them (tests, documents, generated …). */
export type Shelf = 'sources' | 'aside';

export interface OutlineQuery {
  readonly shelf: Shelf;
  /** How many files, the most important of the whole project. */
  readonly limit: number;
  /** Folders whose files are shown to the last one. */
  readonly whole: readonly string[];
}

/** A symbol that stands for its file. `users`: other files that speak of it by name. */
export interface OutlineSymbol extends Pick<CodeSymbol, 'name' | 'kind' | 'line'> {
  readonly users: number;
}

export interface OutlineFile {
  readonly path: string;
  /** Place on its shelf by importance, from 1. */
  readonly place: number;
  readonly language: string;
  readonly lines: number;
  readonly role: Role;
  /** Why it stands where it stands, in words: `imported by 41 files; entry point; 12 changes in 90 days`. */
  readonly why: string;
  /** The file's main symbols, most used first. */
  readonly symbols: readonly OutlineSymbol[];
}

export interface OutlineFolder {
  /** '' for the project's root. */
  readonly path: string;
  /** Most important first. */
  readonly files: readonly OutlineFile[];
  /** Files of this folder that are not listed. */
  readonly more: number;
}

/** The code map to be read: the most important files, under their folders, the folder of the first of them first. */
export interface CodeOutline {
  readonly folders: readonly OutlineFolder[];
  /** Files of the shelf, and how many of them lie in folders that are not listed. */
  readonly files: number;
  readonly unlisted: { readonly files: number; readonly folders: number };
  /** Files of each shelf. */
  readonly shelves: Readonly<Record<Shelf, number>>;
  /** The files are still being read: roles are known, imports and history are not. */
  readonly partial: boolean;
}

export interface FindQuery {
  readonly text: string;
  readonly limit: number;
}

/** A symbol or a file that fits what was typed. `at`: places in `name` (symbol) or `path` (file) that fit, ascending. */
export type FindHit =
  | {
      readonly kind: 'symbol';
      readonly name: string;
      readonly symbolKind: SymbolKind;
      readonly container?: string;
      readonly path: string;
      readonly line: number;
      readonly at: readonly number[];
    }
  | { readonly kind: 'file'; readonly path: string; readonly at: readonly number[] };

export interface FindAnswer {
  /** What was asked, so that an answer that comes late is known as such. */
  readonly text: string;
  /** Best first. */
  readonly hits: readonly FindHit[];
  /** All that fit, also beyond the limit. */
  readonly total: number;
  /** The files are still being read: there may be more. */
  readonly partial: boolean;
}

/** What the commits that were read say of one file. */
export interface FileHistory {
  readonly commits: number;
  /** Of these, in the 90 days before the newest commit of the project. */
  readonly recent: number;
  /** Newest first, a few. */
  readonly latest: readonly { readonly sha: string; readonly date: string; readonly subject: string }[];
}

/** A FileCard with what only a reader asks for. */
export interface CardPage {
  readonly card: FileCard;
  readonly shelf: Shelf;
  /** Place on its shelf by importance, from 1, and how many files stand there. */
  readonly place: number;
  readonly of: number;
  readonly why: string;
  /** For each symbol of the card, how many other files speak of it. */
  readonly users: readonly number[];
  /** Files that import it and are no tests; tests stand on the card. */
  readonly usedBy: readonly string[];
  /** Absent without git. */
  readonly history?: FileHistory;
  /** The files are still being read: symbols and roles are known, who uses it and its history are not. */
  readonly partial: boolean;
}

/** A definition of the project, as others are told of it. */
export type DefinitionRef = Pick<CodeSymbol, 'name' | 'kind' | 'path' | 'line' | 'endLine' | 'container'>;

/** Where a symbol is used: in one definition of a file, or outside of all. */
export interface SymbolUse {
  readonly path: string;
  /** Lines on which the name stands, ascending. */
  readonly lines: readonly number[];
  /** The innermost definition that holds these lines. Absent: none does. */
  readonly within?: DefinitionRef;
}

/** A symbol's place in the graph of symbols: who uses it, and what it uses itself. */
export interface SymbolPage {
  readonly symbol: CodeSymbol;
  /** Its own file first, then sources before what stands beside them, then by path. */
  readonly usedBy: readonly SymbolUse[];
  /** Files that hold its name and were not looked into: there are too many. */
  readonly unread: number;
  /** Other files that define the name: only files that import this one count as users then. */
  readonly namesakes: number;
  /** What its lines name of the project: its own file's definitions and those that it imports, in the order of use. */
  readonly uses: readonly DefinitionRef[];
}
