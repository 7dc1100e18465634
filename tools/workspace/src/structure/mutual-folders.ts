import path from 'node:path';

import type { ImportGraph } from './import-graph.ts';

/** Two folders of which each imports the other, with a file of each that does. */
export interface MutualFolders {
  readonly folders: readonly [string, string];
  readonly files: readonly [string, string];
}

/**
 * Pairs of folders that import each other: neither can be understood, or moved, without the other.
 * What an index.ts names does not count: it is how others see a package, and imported by none of it.
 */
export function mutualFolders(graph: ImportGraph): MutualFolders[] {
  const edges = folderEdges(graph);
  const pairs: MutualFolders[] = [];
  for (const [from, targets] of edges) {
    for (const [to, file] of targets) {
      const back = from < to ? edges.get(to)?.get(from) : undefined;
      if (back !== undefined) pairs.push({ folders: [from, to], files: [file, back] });
    }
  }
  return pairs;
}

/** For each folder those that it imports, with the first file that does. */
function folderEdges(graph: ImportGraph): Map<string, Map<string, string>> {
  const edges = new Map<string, Map<string, string>>();
  for (const [file, imported] of graph) {
    if (path.basename(file) === 'index.ts') continue;
    const from = path.dirname(file);
    for (const target of imported) {
      const to = path.dirname(target);
      if (to === from) continue;
      const targets = edges.get(from) ?? new Map<string, string>();
      if (!targets.has(to)) targets.set(to, file);
      edges.set(from, targets);
    }
  }
  return edges;
}
