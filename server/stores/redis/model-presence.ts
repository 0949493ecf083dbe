/** Which models are read with around one Redis: each server says so from time to time, and it counts for a while. */
import type { Redis } from 'ioredis';
import type { ModelPresence } from '../stores.ts';
import { asked, keyOf } from './connection.ts';

/** @param waitMs how long a server that was heard of may still come back */
export function createRedisModelPresence(redis: Redis, waitMs: number): ModelPresence {
  const nameOf = (sha256: string): string => keyOf('model', sha256);
  // What expired while nobody could announce anything says nothing: everybody has as long again.
  let backAtMs = -Infinity;
  redis.on('ready', () => {
    backAtMs = Date.now();
  });

  return {
    async announce(sha256) {
      await asked(redis.set(nameOf(sha256), '', 'PX', waitMs));
    },
    async isAwaited(sha256) {
      const isKnown = (await asked(redis.exists(nameOf(sha256)))) === 1;
      return isKnown || Date.now() - backAtMs < waitMs;
    },
  };
}
