/** Everything that is kept where several machines share it. */
import type { Redis } from 'ioredis';
import type { Config } from '../../config.ts';
import type { Secrets } from '../../services/secrets.ts';
import { markOf, refuseOtherSecret } from '../secret-mark.ts';
import type { Stores } from '../stores.ts';
import { createRedisCache } from './cache.ts';
import { asked, connectRedis, doubtsAbout, keyOf, tellOfLosses } from './connection.ts';
import { createRedisFeedbackStore } from './feedback-store.ts';
import { createRedisJobQueue } from './job-queue.ts';
import { createRedisJobStore, unfinishedJobs } from './job-store.ts';
import { createRedisLimits } from './limits.ts';
import { createRedisModelPresence } from './model-presence.ts';

const hourMs = 3_600_000;
/** A portion takes some seconds, or more where others come first. */
const queueTimes = { lockMs: 15_000, lookMs: 3000, retryMs: 1000, graceMs: 1000 };

/**
 * @param warn told sentences about how this Redis is set up, and when it is lost and back
 * @throws ConfigError with a sentence where there is no Redis at the address, or another secret was used with it
 */
export async function openRedisStores(
  {
    redisUrl,
    cacheEntries,
    jobHours,
    modelWaitMs,
  }: Pick<Config, 'cacheEntries' | 'jobHours' | 'modelWaitMs'> & { redisUrl: string },
  secrets: Secrets,
  warn: (sentence: string) => void,
): Promise<Stores> {
  const redis = await connectRedis(redisUrl);
  try {
    refuseOtherSecret(await markIn(redis, markOf(secrets)), secrets, 'this Redis');
  } catch (thrown) {
    redis.disconnect();
    throw thrown;
  }
  for (const doubt of await doubtsAbout(redis)) warn(doubt);
  let isClosing = false;
  tellOfLosses(redis, (sentence) => {
    if (!isClosing) warn(sentence);
  });
  return {
    jobs: createRedisJobStore(redis),
    queue: createRedisJobQueue({
      redis,
      unfinished: () => unfinishedJobs(redis),
      times: { ...queueTimes, keepMs: jobHours * hourMs },
    }),
    presence: createRedisModelPresence(redis, modelWaitMs),
    limits: createRedisLimits(redis, secrets),
    cache: createRedisCache(redis, secrets, cacheEntries),
    feedback: createRedisFeedbackStore(redis, secrets),
    async ping() {
      await asked(redis.ping());
    },
    async close() {
      isClosing = true;
      await redis.quit().catch(() => redis.disconnect());
    },
  };
}

/** The mark that is there; `mark` itself where there was none, or there is no room for it. */
async function markIn(redis: Redis, mark: string): Promise<string> {
  const key = keyOf('secret-mark');
  await redis.set(key, mark, 'NX').catch(() => null);
  return (await asked(redis.get(key))) ?? mark;
}
