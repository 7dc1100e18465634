import { numberOption } from '../options/check-option.ts';
import type { Deduplicator } from './deduplicator.ts';

const DEFAULT_MAX_IDS = 100_000;

/**
 * A deduplicator for one process and for as long as it lives: good for a development receiver, or
 * in front of a database. It leaves it to processOnce to have a copy wait for the one in hand.
 * Beyond maxIds (default 100,000) it forgets the id that was seen longest ago.
 *
 * @throws TypeError when maxIds is no count.
 */
export function createMemoryDeduplicator(options: { readonly maxIds?: number } = {}): Deduplicator {
  const maxIds = numberOption('maxIds', options.maxIds, DEFAULT_MAX_IDS, { min: 1, whole: true });
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
