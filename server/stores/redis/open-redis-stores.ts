/** Everything that is kept where several machines share it. */
import type { Config } from '../../config.ts';
import type { Secrets } from '../../services/secrets.ts';
import type { Stores } from '../stores.ts';
import { createRedisCache } from './cache.ts';
import { asked, connectRedis, doubtsAbout } from './connection.ts';
import { createRedisFeedbackStore } from './feedback-store.ts';
import { createRedisJobQueue } from './job-queue.ts';
import { createRedisJobStore, unfinishedJobs } from './job-store.ts';
import { createRedisLimits } from './limits.ts';

const hourMs = 3_600_000;
/** A portion takes some seconds, or more where others come first. */
const queueTimes = { lockMs: 30_000, lookMs: 5000, retryMs: 1000 };

/**
 * @param warn told sentences about how this Redis is set up
 * @throws ConfigError with a sentence where there is no Redis at the address
 */
export async function openRedisStores(
  { redisUrl, cacheEntries, jobHours }: Pick<Config, 'cacheEntries' | 'jobHours'> & { redisUrl: string },
  secrets: Secrets,
  warn: (sentence: string) => void,
): Promise<Stores> {
  const redis = await connectRedis(redisUrl);
  for (const doubt of await doubtsAbout(redis)) warn(doubt);
  return {
    jobs: createRedisJobStore(redis),
    queue: createRedisJobQueue({
      redis,
      unfinished: () => unfinishedJobs(redis),
      times: { ...queueTimes, keepMs: jobHours * hourMs },
    }),
    limits: createRedisLimits(redis, secrets),
    cache: createRedisCache(redis, secrets, cacheEntries),
    feedback: createRedisFeedbackStore(redis, secrets),
    async ping() {
      await asked(redis.ping());
    },
    async close() {
      await redis.quit().catch(() => redis.disconnect());
    },
  };
}
