/** Remembered readings in this process: the latest that were asked for, within a bound on their number and size. */
import { LRUCache } from 'lru-cache';
import type { ReadingCache } from './stores.ts';

const maxTotalBytes = 64 * 1024 * 1024;

/** @param maxEntries 0 for a cache that remembers nothing */
export function createMemoryCache(maxEntries: number): ReadingCache {
  if (maxEntries === 0) return { get: async () => undefined, set: async () => undefined };
  const entries = new LRUCache<string, Uint8Array>({
    max: maxEntries,
    maxSize: maxTotalBytes,
    sizeCalculation: (value) => Math.max(value.length, 1),
  });
  return {
    get: async (key) => entries.get(key),
    set: async (key, value) => {
      entries.set(key, value);
    },
  };
}
