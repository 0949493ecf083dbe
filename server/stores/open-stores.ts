/** The stores that a configuration asks for. */
import type { Config } from '../config.ts';
import type { Secrets } from '../services/secrets.ts';
import { createMemoryCache } from './memory-cache.ts';
import { createMemoryLimits } from './memory-limits.ts';
import { openDatabase } from './sqlite/database.ts';
import { createSqliteFeedbackStore } from './sqlite/feedback-store.ts';
import { createSqliteJobQueue } from './sqlite/job-queue.ts';
import { createSqliteJobStore } from './sqlite/job-store.ts';
import type { Stores } from './stores.ts';

/** @throws Error where the data folder cannot be used */
export async function openStores(
  { dataDir, cacheEntries }: Pick<Config, 'dataDir' | 'cacheEntries'>,
  secrets: Secrets,
): Promise<Stores> {
  const database = openDatabase(dataDir);
  const queue = createSqliteJobQueue(database);
  return {
    jobs: createSqliteJobStore(database),
    queue,
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
