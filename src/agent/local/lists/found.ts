/** One of several places that playbooks speak of together: `path`, mostly `line` and `at`, and what else is known of it. */
export type Entry = Readonly<Record<string, string>>;

/** The places found, most telling first, and how many there are in all. */
export interface Found {
  readonly entries: readonly Entry[];
  readonly total: number;
}

/** What an entry of any list may say of its place. */
export const LIST_KEYS = [
  'path',
  'symbol',
  'line',
  'at',
  'owner',
  'test',
  'name',
  'names',
  'lines',
  'files',
  'in',
  'out',
  'border',
  'range',
  'eco',
  'commits',
  'version',
  'folder',
  'what',
  'code',
  'ways',
  'newFile',
  'newTest',
  'from',
  'to',
  'installed',
  'framework',
  'types',
  'command',
  'importedBy',
  'bare',
  'typed',
  'library',
  'registered',
  'registeredAt',
  'registerLine',
  'last',
] as const;
