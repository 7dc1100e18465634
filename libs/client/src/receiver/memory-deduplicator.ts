import type { Deduplicator } from './deduplicator.ts';

const DEFAULT_MAX_IDS = 100_000;

/**
 * A deduplicator for one process and for as long as it lives: good for a development receiver, or
 * in front of a database. Beyond maxIds (default 100,000) it forgets the id that was seen longest
 * ago.
 */
export function createMemoryDeduplicator(options: { readonly maxIds?: number } = {}): Deduplicator {
  const { maxIds = DEFAULT_MAX_IDS } = options;
  const ids = new Set<string>();
  return {
    claim: async (id) => {
      const isNew = !ids.delete(id);
      ids.add(id);
      if (ids.size > maxIds) {
        for (const oldest of ids) {
          ids.delete(oldest);
          break;
        }
      }
      return isNew;
    },
    release: async (id) => void ids.delete(id),
  };
}
