import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../server/config.ts';
import { createSecrets } from '../../server/services/secrets.ts';
import { openStores } from '../../server/stores/open-stores.ts';
import { connectRedis } from '../../server/stores/redis/connection.ts';
import { createRedisModelPresence } from '../../server/stores/redis/model-presence.ts';
import type { JobQueue, Stores } from '../../server/stores/stores.ts';
import { newJob } from './job-store-contract.ts';
import { startRedis } from './redis-server.ts';
import type { RedisServer } from './redis-server.ts';
import { until } from './until.ts';

const secrets = createSecrets('a secret of the test, long enough for it');
const settingsOf = (redisUrl: string) => ({
  redisUrl,
  dataDir: '/nowhere',
  cacheEntries: 3,
  jobHours: 1,
  modelWaitMs: 600_000,
});
const unforeseen = async (): Promise<void> => expect.unreachable();

let server: RedisServer;
const queues: JobQueue[] = [];
const opened: Stores[] = [];

beforeAll(async () => {
  server = await startRedis();
});
afterEach(async () => {
  for (const queue of queues.splice(0)) await queue.close(0);
  for (const stores of opened.splice(0)) await stores.close();
  await server.client.flushall();
});
afterAll(() => server.close());

async function open(): Promise<Stores> {
  const stores = await openStores(settingsOf(server.url), secrets, () => expect.unreachable());
  opened.push(stores);
  return stores;
}

describe('a Redis that cannot be used', () => {
  it('stops the start with a sentence', async () => {
    const settings = settingsOf('redis://user:hidden@127.0.0.1:1');
    const start = openStores(settings, secrets, () => undefined);
    await expect(start).rejects.toThrow(ConfigError);
    await expect(start).rejects.toThrow(/127\.0\.0\.1:1 \(ECONNREFUSED\)/);
    await expect(start).rejects.not.toThrow(/hidden/);
  });

  it('is left alone by whoever has another secret', async () => {
    await open();
    const settings = settingsOf(server.url);
    const other = createSecrets('of another server, long enough for one');
    await expect(openStores(settings, other, () => undefined)).rejects.toThrow(/with another secret/);
  });

  it('is warned of where it may drop what it has', async () => {
    await server.client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const said: string[] = [];
    const settings = settingsOf(server.url);
    opened.push(await openStores(settings, secrets, (sentence) => void said.push(sentence)));
    await server.client.config('SET', 'maxmemory-policy', 'noeviction');
    expect(said).toEqual([expect.stringContaining('allkeys-lru')]);
  });

  it('says so where it is full', async () => {
    const stores = await open();
    queues.push(stores.queue);
    await server.client.config('SET', 'maxmemory', '1');
    try {
      await expect(stores.jobs.create(newJob())).rejects.toMatchObject({ code: 'storage-full' });
      await expect(stores.queue.add('a', 1)).rejects.toMatchObject({ code: 'storage-full' });
      expect(await stores.jobs.get('a')).toBeUndefined();
    } finally {
      await server.client.config('SET', 'maxmemory', '0');
    }
  });

  it('fails what needs it at once, and is used again when it is back, and both are told', async () => {
    const settings = settingsOf(server.url);
    const said: string[] = [];
    const stores = await openStores(settings, secrets, (sentence) => void said.push(sentence));
    opened.push(stores);
    const seen: number[] = [];
    stores.queue.consume(async ({ unit }) => void seen.push(unit), { atOnce: 1, onGivenUp: unforeseen });
    queues.push(stores.queue);
    await stores.ping();
    await server.kill();
    await expect(stores.ping()).rejects.toMatchObject({ code: 'storage-unavailable' });
    await expect(stores.jobs.get('a')).rejects.toMatchObject({ code: 'storage-unavailable' });
    await expect(stores.queue.add('a', 1)).rejects.toMatchObject({ code: 'storage-unavailable' });
    await expect(stores.limits.take('a', 1, 1, 0)).rejects.toMatchObject({ code: 'storage-unavailable' });
    await expect(stores.cache.get('a')).rejects.toMatchObject({ code: 'storage-unavailable' });
    await server.restart();
    await until(() => stores.ping());
    await stores.queue.add('b', 2);
    await until(() => expect(seen).toEqual([0, 1]));
    expect(said).toEqual([expect.stringContaining('is lost'), expect.stringContaining('is back')]);
  });

  it('gives every server its time to say again what it reads with when it is back', async () => {
    const redis = await connectRedis(server.url);
    const [patient, hasty] = [600_000, 1].map((waitMs) => createRedisModelPresence(redis, waitMs));
    expect(await patient?.isAwaited('a model')).toBe(false);
    await server.kill();
    await expect(patient?.isAwaited('a model')).rejects.toMatchObject({ code: 'storage-unavailable' });
    await server.restart();
    await until(() => redis.ping());
    expect(await patient?.isAwaited('a model')).toBe(true);
    await until(async () => expect(await hasty?.isAwaited('a model')).toBe(false));
    redis.disconnect();
  });
});
