import type { FileEntry } from '../file-entry.ts';
import type { History } from '../history.ts';
import { hasRole } from '../roles/roles.ts';
import { basename } from './paths.ts';
import type { Links } from './resolve.ts';

/** Test files of each source file, nearest first: by import, then by name, then by commits that changed both. */
export function linkTests(
  files: readonly FileEntry[],
  links: Links,
  history: History | undefined,
): number[][] {
  const scores: Map<number, number>[] = files.map(() => new Map());
  const isTest = files.map(f => hasRole(f.roles, 'test'));
  const add = (source: number, test: number, score: number) => {
    const map = scores[source];
    if (map && !isTest[source]) map.set(test, (map.get(test) ?? 0) + score);
  };
  const stems = new Map<string, number[]>();
  files.forEach((file, n) => {
    if (isTest[n]) return;
    const key = sourceStem(file.path);
    const list = stems.get(key);
    if (list) list.push(n);
    else stems.set(key, [n]);
  });
  files.forEach((file, n) => {
    if (!isTest[n]) return;
    const imported = links.imports[n] ?? [];
    for (const source of called(n, stems.get(sourceStem(file.path)) ?? [], files, imported))
      add(source, n, 2 + closeness(files[source]?.path ?? '', file.path));
    for (const source of imported) {
      add(source, n, 4 / Math.sqrt(imported.length));
      // A barrel stands for what it passes on.
      for (const behind of links.reexports[source] ?? []) add(behind, n, 1 / Math.sqrt(imported.length));
    }
  });
  if (history) {
    const pairs = new Map<number, number>();
    for (const { files: touched } of history.commits) {
      if (touched.length > 12) continue;
      const tests = touched.filter(f => isTest[f]);
      for (const source of touched)
        if (!isTest[source])
          for (const test of tests)
            pairs.set(source * files.length + test, (pairs.get(source * files.length + test) ?? 0) + 1);
    }
    for (const [key, times] of pairs) {
      const source = Math.floor(key / files.length);
      const all = history.ofFile[source]?.length ?? 1;
      if (times >= 2 && times / all >= 0.3) add(source, key % files.length, 1);
    }
  }
  return scores.map(map => [...map].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([test]) => test));
}

/**
 * Sources that a test is named after. A Go test sees its own folder alone; elsewhere, of several sources of that name,
 * those that the test imports, else those that lie nearest: `model/feed_test.go` says nothing of `storage/feed.go`.
 */
function called(
  test: number,
  named: readonly number[],
  files: readonly FileEntry[],
  imported: readonly number[],
): readonly number[] {
  const path = files[test]?.path ?? '';
  const language = files[test]?.language ?? '';
  const alike = named.filter(n => sameFamily(files[n]?.language, language));
  if (language === 'go') return alike.filter(n => folderOf(files[n]?.path ?? '') === folderOf(path));
  const used = alike.filter(n => imported.includes(n));
  if (used.length > 0 || alike.length < 2) return used.length > 0 ? used : alike;
  const near = (n: number): number => closeness(files[n]?.path ?? '', path);
  const most = Math.max(...alike.map(near));
  return alike.filter(n => near(n) === most);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** `order.service.test.ts`, `test_order_service.py`, `OrderServiceTest.java` → orderservice. */
export function sourceStem(path: string): string {
  return basename(path)
    .replace(/\.[a-z]+$/i, '')
    .replace(/[._-](test|spec|tests|cy|e2e|int|integration|unit)$/i, '')
    .replace(/^test[_-]|[_-]test$|[_-]spec$/i, '')
    .replace(/([a-z0-9])(Tests?|Spec|IT)$/, '$1')
    .replace(/[^A-Za-z0-9]/g, '')
    .toLowerCase();
}

const SCRIPTS = new Set(['typescript', 'tsx', 'javascript', 'vue']);
function sameFamily(a: string | undefined, b: string): boolean {
  return a === b || (a !== undefined && SCRIPTS.has(a) && SCRIPTS.has(b));
}

/** Share of folders that two paths have in common, 0 to 1. */
function closeness(a: string, b: string): number {
  const left = new Set(a.split('/').slice(0, -1));
  const right = b.split('/').slice(0, -1);
  if (left.size === 0 && right.length === 0) return 1;
  return right.filter(p => left.has(p)).length / Math.max(left.size, right.length, 1);
}
