/** Remembered readings for all machines: sealed, the latest that were asked for, and none for long. */
import type { Redis } from 'ioredis';
import type { Secrets } from '../../services/secrets.ts';
import type { ReadingCache } from '../stores.ts';
import { asked, keyOf } from './connection.ts';
import { createScript } from './script.ts';

/** Since it was last asked for. */
const lifetimeMs = 3_600_000;
/** Entries over the bound that one addition drops; more than it brings. */
const droppedAtOnce = 16;

const remember = createScript(`
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', tonumber(ARGV[4]) - tonumber(ARGV[3]))
local over = math.min(redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[5]), tonumber(ARGV[6]))
if over > 0 then
  local oldest = redis.call('ZPOPMIN', KEYS[2], over)
  for i = 1, #oldest, 2 do redis.call('UNLINK', ARGV[7] .. oldest[i]) end
end
`);

/** @param maxEntries 0 for a cache that remembers nothing */
export function createRedisCache(redis: Redis, secrets: Secrets, maxEntries: number): ReadingCache {
  if (maxEntries === 0) return { get: async () => undefined, set: async () => undefined };
  const order = keyOf('cache-order');
  const entryPrefix = keyOf('cache', '');
  const context = (key: string): string => `cache:${key}`;

  return {
    async get(key) {
      const [[, value] = [], [failure] = []] =
        (await asked(
          redis
            .multi()
            .getexBuffer(entryPrefix + key, 'PX', lifetimeMs)
            .zadd(order, 'XX', Date.now(), key)
            .exec(),
        )) ?? [];
      if (failure || !(value instanceof Uint8Array)) return undefined;
      return secrets.open(value, context(key));
    },
    async set(key, value) {
      const sealed = Buffer.from(secrets.seal(value, context(key)));
      await remember(
        redis,
        [entryPrefix + key, order],
        [key, sealed, lifetimeMs, Date.now(), maxEntries, droppedAtOnce, entryPrefix],
      );
    },
  };
}
