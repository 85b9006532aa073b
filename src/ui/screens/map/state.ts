import type { CardPage, CodeOutline, FindAnswer, Shelf, SymbolPage } from '../../../domain/index.ts';
import { emptyField } from '../../field.ts';
import type { Field } from '../../model.ts';
import { atTop, type Scroll } from '../../widgets/scroll-view/state.ts';

/** Parts of a card that show a few rows until they are opened. */
export type CardSection = 'symbols' | 'used by' | 'uses' | 'tests';

/** A symbol of the card, by its name and line. */
export interface SpreadSymbol {
  readonly name: string;
  readonly line: number;
}

/** A card that has the keys. */
export interface CardUi {
  readonly path: string;
  /** Row of the card under the cursor. */
  readonly row: number;
  readonly scroll: Scroll;
  /** Sections shown to their last row. */
  readonly whole: readonly CardSection[];
  /** Line of the symbol that led here. */
  readonly target?: number | undefined;
  /** The symbol below which its users stand. */
  readonly spread?: SpreadSymbol | undefined;
}

/** The code map as it is being read; it lies over the place it was opened from, which stays as it is. */
export interface MapUi {
  readonly search: Field;
  /** How many files the outline shows. */
  readonly limit: number;
  /** Folders shown to their last file. */
  readonly whole: readonly string[];
  /** What is closed at first. */
  readonly opened: readonly ('aside' | 'left-out')[];
  /** Id of the chosen row; undefined: the first that can be chosen. */
  readonly selected?: string | undefined;
  readonly scroll: Scroll;
  /** The card that has the keys; undefined while the list has them. */
  readonly card?: CardUi | undefined;
  /** Cards that were left for one of their files, oldest first. */
  readonly trail: readonly CardUi[];
  readonly outlines: Readonly<Partial<Record<Shelf, CodeOutline>>>;
  readonly found?: FindAnswer | undefined;
  /** Read pages by path; null where the map holds none. */
  readonly pages: Readonly<Record<string, CardPage | null | undefined>>;
  /** Users of the symbol that was asked about last; null where the map knows no such symbol. */
  readonly symbol?: { readonly key: string; readonly page: SymbolPage | null } | undefined;
  /** What was asked last, by kind of question: nothing is asked twice. */
  readonly asked: Readonly<Partial<Record<MapQuestion, string>>>;
}

export type MapQuestion = Shelf | 'find' | 'page' | 'symbol';

/** What tells a symbol of one file from all others. */
export function symbolKey(path: string, { name, line }: SpreadSymbol): string {
  return `${path}:${line} ${name}`;
}

/** Files of a first outline, and how many times as many each opening of the rest brings. */
export const FIRST_FILES = 120;
export const MORE_TIMES = 4;
/** Hits of a search that are listed. */
export const MOST_HITS = 200;
const PAGES_KEPT = 40;

export function openMap(text: string): MapUi {
  return {
    search: emptyField(text),
    limit: FIRST_FILES,
    whole: [],
    opened: [],
    scroll: atTop,
    trail: [],
    outlines: {},
    pages: {},
    asked: {},
  };
}

/** What is searched for; '' shows the outline. */
export function searchOf(ui: MapUi): string {
  return ui.search.prompt.text.trim();
}

/** Takes in a page; the oldest of many are forgotten. */
export function withPage(ui: MapUi, path: string, page: CardPage | undefined): MapUi {
  const kept = Object.entries(ui.pages).filter(([other]) => other !== path);
  const pages = Object.fromEntries([...kept.slice(-PAGES_KEPT), [path, page ?? null]]);
  return { ...ui, pages };
}
