/** The stores that a configuration asks for: in files of this machine, or in a Redis that several share. */
import * as z from 'zod/mini';
import { ConfigError } from '../config.ts';
import type { Config } from '../config.ts';
import type { Secrets } from '../services/secrets.ts';
import { createMemoryCache } from './memory-cache.ts';
import { createMemoryLimits } from './memory-limits.ts';
import { openDatabase } from './sqlite/database.ts';
import type { SqlDatabase } from './sqlite/database.ts';
import { createSqliteFeedbackStore } from './sqlite/feedback-store.ts';
import { createSqliteJobQueue } from './sqlite/job-queue.ts';
import { createSqliteJobStore } from './sqlite/job-store.ts';
import { createSqliteModelPresence } from './sqlite/model-presence.ts';
import { markOf, refuseOtherSecret } from './secret-mark.ts';
import type { Stores } from './stores.ts';

type StoreSettings = Pick<Config, 'dataDir' | 'cacheEntries' | 'redisUrl' | 'jobHours' | 'modelWaitMs'>;

/**
 * @param warn told sentences for who runs the server, of what is kept less safely than it could be and of a Redis that is lost
 * @throws ConfigError with a sentence where there is no Redis at its address, the database of the data folder cannot be used,
 *   or what is kept was sealed with another secret
 */
export async function openStores(
  { dataDir, cacheEntries, redisUrl, jobHours, modelWaitMs }: StoreSettings,
  secrets: Secrets,
  warn: (sentence: string) => void = (sentence) => void process.stderr.write(`${sentence}\n`),
): Promise<Stores> {
  if (redisUrl !== undefined) {
    // Its libraries take a third of a start, which a server by itself does without.
    const { openRedisStores } = await import('./redis/open-redis-stores.ts');
    return openRedisStores({ redisUrl, cacheEntries, jobHours, modelWaitMs }, secrets, warn);
  }
  const database = databaseIn(dataDir);
  try {
    refuseOtherSecret(markIn(database, markOf(secrets)), secrets, dataDir);
  } catch (thrown) {
    database.close();
    throw thrown;
  }
  return {
    jobs: createSqliteJobStore(database),
    queue: createSqliteJobQueue(database),
    presence: createSqliteModelPresence(database, modelWaitMs),
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

function databaseIn(dataDir: string): SqlDatabase {
  try {
    return openDatabase(dataDir);
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    throw new ConfigError(
      `The database in ${dataDir} cannot be used: it is none of Undertone, is damaged, or the disk is full.`,
      { cause },
    );
  }
}

const markRow = z.object({ mark: z.string() });

/** The mark that is there; `mark` itself where there was none. */
function markIn(database: SqlDatabase, mark: string): string {
  database.run('insert into secret_mark (place, mark) values (1, ?) on conflict do nothing', [mark]);
  return database.one(markRow, 'select mark from secret_mark')?.mark ?? mark;
}
