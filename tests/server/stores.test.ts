/** The same suite over what one machine keeps and what several share. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { createMemoryCache } from '../../server/stores/memory-cache.ts';
import { createMemoryLimits } from '../../server/stores/memory-limits.ts';
import { createRedisCache } from '../../server/stores/redis/cache.ts';
import { connectRedis } from '../../server/stores/redis/connection.ts';
import { createRedisFeedbackStore } from '../../server/stores/redis/feedback-store.ts';
import { createRedisLimits } from '../../server/stores/redis/limits.ts';
import { openDatabase } from '../../server/stores/sqlite/database.ts';
import { createSqliteFeedbackStore } from '../../server/stores/sqlite/feedback-store.ts';
import { startRedis } from './redis-server.ts';
import type { RedisServer } from './redis-server.ts';
import {
  contractSecrets,
  describeFeedbackStore,
  describeLimitStore,
  describeReadingCache,
} from './store-contracts.ts';

const entries = 3;
let server: RedisServer;
let redis: Redis;
const cleanUps: (() => void)[] = [];

beforeAll(async () => {
  server = await startRedis();
  redis = await connectRedis(server.url);
});
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});
afterAll(async () => {
  redis.disconnect();
  await server.close();
});

async function emptyRedis(): Promise<Redis> {
  await server.client.flushall();
  return redis;
}

describeFeedbackStore('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'undertone-stores-'));
  const database = openDatabase(folder);
  cleanUps.push(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });
  return createSqliteFeedbackStore(database, contractSecrets);
});
describeFeedbackStore('Redis', async () => createRedisFeedbackStore(await emptyRedis(), contractSecrets));

describeLimitStore('memory', createMemoryLimits);
describeLimitStore('Redis', async () => createRedisLimits(await emptyRedis(), contractSecrets));

describeReadingCache('memory', () => createMemoryCache(entries));
describeReadingCache('Redis', async () => createRedisCache(await emptyRedis(), contractSecrets, entries));
