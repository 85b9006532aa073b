/** A paragraph or list item of a page, in its order. */
export interface PageBlock {
  readonly kind: 'paragraph' | 'item' | 'row';
  /** The heading that it stands under; empty before the first. */
  readonly heading: string;
  /** One line, safe and without secrets: what a quote is taken from and verified against. */
  readonly text: string;
  /** Names of places right before it, that an address may end in (`#origin`). */
  readonly ids?: readonly string[] | undefined;
}

/** A page of documentation as it can be read. All texts are safe and bounded. */
export interface DocPage {
  /** What the page calls itself; empty where it does not. */
  readonly title: string;
  readonly blocks: readonly PageBlock[];
}

/** `fetchedAt`: milliseconds since the epoch. */
export type PageAnswer =
  | { readonly kind: 'read'; readonly page: DocPage; readonly fetchedAt: number }
  /** Nobody asked for it, or it could not be read; `reason` is a sentence without its full stop. */
  | { readonly kind: 'not-read'; readonly reason: string };

/** Pages of the public web, as they were fetched. Their addresses leave the machine, nothing else. */
export interface DocPages {
  /** One answer an address, by the address as it was given. Never rejects. */
  read(addresses: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, PageAnswer>>;
  /** What is kept of a page, however old; nobody is asked. */
  kept(address: string): Extract<PageAnswer, { readonly kind: 'read' }> | undefined;
  close(): Promise<void>;
}
