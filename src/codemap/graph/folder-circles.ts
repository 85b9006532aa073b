import { dirname } from '../links/paths.ts';
import { components } from './components.ts';
import type { ImportGraph } from './import-graph.ts';

/** Which of the innermost folders import each other in a circle. Linear. */
export class FolderCircles {
  private readonly folderOf: Int32Array;
  private readonly circleOf: Int32Array;

  constructor(graph: ImportGraph) {
    const numbers = new Map<string, number>();
    this.folderOf = Int32Array.from(graph.paths, path => {
      const folder = dirname(path);
      const known = numbers.get(folder) ?? numbers.size;
      numbers.set(folder, known);
      return known;
    });
    const targets: Set<number>[] = Array.from({ length: numbers.size }, () => new Set());
    graph.paths.forEach((_, from) => {
      const folder = this.folderOf[from] ?? 0;
      for (const to of graph.imports(from)) targets[folder]?.add(this.folderOf[to] ?? folder);
    });
    const lists = targets.map(set => [...set]);
    this.circleOf = components(lists.length, n => lists[n] ?? []).of;
  }

  /** Whether the folders of two files are different and lie in one circle. */
  holds(from: number, to: number): boolean {
    const [a, b] = [this.folderOf[from] ?? 0, this.folderOf[to] ?? 0];
    return a !== b && this.circleOf[a] === this.circleOf[b];
  }
}
