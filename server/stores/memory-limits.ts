/** What callers may still use, in this process: a bucket of tokens each (https://en.wikipedia.org/wiki/Token_bucket). */
import type { LimitStore } from './stores.ts';

const minuteMs = 60_000;
/** What can be had for the wait that was named must not fail for a rounding. */
const roundingTokens = 1e-6;

interface Bucket {
  tokens: number;
  atMs: number;
}

/** As many buckets as there are callers: keys, and those without one together. */
export function createMemoryLimits(): LimitStore {
  const buckets = new Map<string, Bucket>();

  function filled(caller: string, perMinute: number, nowMs: number): Bucket {
    const bucket = buckets.get(caller) ?? { tokens: perMinute, atMs: nowMs };
    const gained = (Math.max(nowMs - bucket.atMs, 0) * perMinute) / minuteMs;
    bucket.tokens = Math.min(bucket.tokens + gained, perMinute);
    bucket.atMs = Math.max(nowMs, bucket.atMs);
    buckets.set(caller, bucket);
    return bucket;
  }

  return {
    take: async (caller, tokens, perMinute, nowMs) => {
      const bucket = filled(caller, perMinute, nowMs);
      const missing = 1 - bucket.tokens;
      if (missing > roundingTokens) {
        const retryAfterMs = Math.ceil((missing * minuteMs) / perMinute);
        return { isAllowed: false, remaining: 0, retryAfterMs };
      }
      bucket.tokens -= tokens;
      return { isAllowed: true, remaining: Math.max(Math.floor(bucket.tokens), 0), retryAfterMs: 0 };
    },
    settle: async (caller, tokens, perMinute, nowMs) => {
      const bucket = filled(caller, perMinute, nowMs);
      bucket.tokens = Math.min(bucket.tokens - tokens, perMinute);
    },
  };
}
