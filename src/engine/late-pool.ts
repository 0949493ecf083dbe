/** A pool whose code comes with the first rows: most visits read none. */
import type { Engine } from '#core/engine';
import type { BulkPool } from './bulk-pool.ts';

export type LatePool = Pick<BulkPool, 'readRows' | 'rest' | 'dispose'>;

/**
 * @param load asked at the first rows, and again after it failed
 * @param fallback reads where the pool does not come
 */
export function createLatePool(load: () => Promise<BulkPool>, fallback: Pick<Engine, 'readRows'>): LatePool {
  let pool: BulkPool | null = null;
  let coming: Promise<BulkPool | null> | null = null;
  let isDisposed = false;

  async function fetchPool(): Promise<BulkPool | null> {
    try {
      pool = await load();
      if (isDisposed) pool.dispose();
      return pool;
    } catch {
      coming = null;
      return null;
    }
  }

  return {
    async readRows(texts, options) {
      coming ??= fetchPool();
      return await ((await coming) ?? fallback).readRows(texts, options);
    },
    rest: () => pool?.rest(),
    dispose() {
      isDisposed = true;
      pool?.dispose();
    },
  };
}
