/** What callers may still use, on all machines together: a bucket of tokens each, filled by the clock of Redis. */
import type { Redis } from 'ioredis';
import * as z from 'zod/mini';
import type { Secrets } from '../../services/secrets.ts';
import type { LimitStore } from '../stores.ts';
import { keyOf } from './connection.ts';
import { createScript } from './script.ts';

/** As in `memory-limits.ts`, but for the clock. Figures go back as text, since Redis would cut them to whole numbers. */
const takeOrSettle = createScript(`
local tokens, perMinute, isTaking = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == 'take'
local time = redis.call('TIME')
local nowMs = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'atMs')
local held = tonumber(kept[1]) or perMinute
local atMs = tonumber(kept[2]) or nowMs
held = math.min(held + math.max(nowMs - atMs, 0) * perMinute / 60000, perMinute)
local missing = 1 - held
local isAllowed = not isTaking or missing <= 1e-6
if isAllowed then held = math.min(held - tokens, perMinute) end
redis.call('HSET', KEYS[1], 'tokens', string.format('%.9f', held), 'atMs', string.format('%d', math.max(nowMs, atMs)))
-- A full bucket is as good as none.
redis.call('PEXPIRE', KEYS[1], math.ceil((perMinute - held) * 60000 / perMinute) + 60000)
return { isAllowed and 1 or 0, string.format('%.9f', held) }
`);

const answer = z.tuple([z.int(), z.pipe(z.string(), z.transform(Number))]);
const minuteMs = 60_000;

export function createRedisLimits(redis: Redis, secrets: Secrets): LimitStore {
  const bucketOf = (caller: string): string => keyOf('limit', secrets.digest('caller', caller));

  return {
    async take(caller, tokens, perMinute) {
      const said = await takeOrSettle(redis, [bucketOf(caller)], [tokens, perMinute, 'take']);
      const [isAllowed, held] = answer.parse(said);
      if (isAllowed === 1) {
        return { isAllowed: true, remaining: Math.max(Math.floor(held), 0), retryAfterMs: 0 };
      }
      return { isAllowed: false, remaining: 0, retryAfterMs: Math.ceil(((1 - held) * minuteMs) / perMinute) };
    },
    async settle(caller, tokens, perMinute) {
      await takeOrSettle(redis, [bucketOf(caller)], [tokens, perMinute, 'settle']);
    },
  };
}
