import { dirname } from '../links/paths.ts';

/** Folders of the project's own sources, coarse enough to be read at a glance. */
export interface Units {
  /** `src/session`; `src/*` for files that lie directly in a folder whose other folders are units of their own; `*` for the root. */
  readonly names: readonly string[];
  /** Number of files of each unit. */
  readonly sizes: readonly number[];
  /** Unit of each file; −1 for files that are no nodes. */
  readonly of: Int32Array;
}

/** More folders than this are no overview any more. */
const MOST = 30;
/** A folder with a larger share of all files says too little. */
const LARGEST = 1 / 3;

interface Folder {
  readonly path: string;
  readonly direct: number[];
  readonly inside: Map<string, Folder>;
  all: number;
}

/**
 * Divides files by folder: from the root on, the folder with the most files is opened again and again while it holds
 * more than a third of them and the list stays at 30 names; a folder that holds one folder alone is passed through.
 */
export function unitsOf(paths: readonly string[], own: Uint8Array): Units {
  const root: Folder = { path: '', direct: [], inside: new Map(), all: 0 };
  paths.forEach((path, n) => {
    if (!own[n]) return;
    let folder = root;
    root.all++;
    const parts = dirname(path).split('/').filter(Boolean);
    for (const part of parts) {
      const inner = folder.inside.get(part) ?? {
        path: folder.path === '' ? part : `${folder.path}/${part}`,
        direct: [],
        inside: new Map(),
        all: 0,
      };
      folder.inside.set(part, inner);
      inner.all++;
      folder = inner;
    }
    folder.direct.push(n);
  });
  let units: readonly { readonly folder: Folder; readonly whole: boolean }[] = [
    { folder: root, whole: true },
  ];
  const sizeOf = (u: (typeof units)[number]) => (u.whole ? u.folder.all : u.folder.direct.length);
  for (const closed = new Set<Folder>(); ; ) {
    const largest = units
      .filter(u => u.whole && u.folder.inside.size > 0 && !closed.has(u.folder))
      .sort((a, b) => sizeOf(b) - sizeOf(a) || (a.folder.path < b.folder.path ? -1 : 1))[0];
    if (!largest || (units.length > 1 && sizeOf(largest) <= root.all * LARGEST)) break;
    const { folder } = largest;
    const opened = [
      ...units.filter(u => u !== largest),
      ...[...folder.inside.values()].map(inner => ({ folder: inner, whole: true })),
      ...(folder.direct.length > 0 ? [{ folder, whole: false }] : []),
    ];
    if (opened.length > MOST) closed.add(folder);
    else units = opened;
  }
  const of = new Int32Array(paths.length).fill(-1);
  const sorted = [...units].sort((a, b) => (a.folder.path < b.folder.path ? -1 : 1));
  sorted.forEach(({ folder, whole }, unit) => {
    const queue = [folder];
    for (let at = queue.pop(); at; at = queue.pop()) {
      for (const n of at.direct) of[n] = unit;
      if (whole) queue.push(...at.inside.values());
    }
  });
  return {
    names: sorted.map(({ folder, whole }) => nameOf(folder, whole)),
    sizes: sorted.map(sizeOf),
    of,
  };
}

function nameOf(folder: Folder, whole: boolean): string {
  if (whole && folder.path !== '') return folder.path;
  return folder.path === '' ? '*' : `${folder.path}/*`;
}

/** The unit in which a file of this path would lie; undefined where its folder is a new one. */
export function unitOf(units: Units, path: string): number | undefined {
  const folder = dirname(path);
  const own = units.names.indexOf(folder === '' ? '*' : `${folder}/*`);
  if (own >= 0) return own;
  for (let at = folder; at !== ''; at = dirname(at)) {
    const unit = units.names.indexOf(at);
    if (unit >= 0) return unit;
  }
  return undefined;
}
