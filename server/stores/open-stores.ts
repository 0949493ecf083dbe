/** The stores that a configuration asks for: in files of this machine, or in a Redis that several share. */
import type { Config } from '../config.ts';
import type { Secrets } from '../services/secrets.ts';
import { createMemoryCache } from './memory-cache.ts';
import { createMemoryLimits } from './memory-limits.ts';
import { openRedisStores } from './redis/open-redis-stores.ts';
import { openDatabase } from './sqlite/database.ts';
import { createSqliteFeedbackStore } from './sqlite/feedback-store.ts';
import { createSqliteJobQueue } from './sqlite/job-queue.ts';
import { createSqliteJobStore } from './sqlite/job-store.ts';
import type { Stores } from './stores.ts';

type StoreSettings = Pick<Config, 'dataDir' | 'cacheEntries' | 'redisUrl' | 'jobHours'>;

/**
 * @param warn told sentences for who runs the server, about what is kept less safely than it could be
 * @throws ConfigError with a sentence where there is no Redis at its address
 * @throws Error where the data folder cannot be used
 */
export async function openStores(
  { dataDir, cacheEntries, redisUrl, jobHours }: StoreSettings,
  secrets: Secrets,
  warn: (sentence: string) => void = (sentence) => void process.stderr.write(`${sentence}\n`),
): Promise<Stores> {
  if (redisUrl !== undefined) return openRedisStores({ redisUrl, cacheEntries, jobHours }, secrets, warn);
  const database = openDatabase(dataDir);
  return {
    jobs: createSqliteJobStore(database),
    queue: createSqliteJobQueue(database),
    limits: createMemoryLimits(),
    cache: createMemoryCache(cacheEntries),
    feedback: createSqliteFeedbackStore(database, secrets),
    async ping() {
      database.run('select 1');
    },
    async close() {
      database.close();
    },
  };
}
