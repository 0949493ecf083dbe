import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Redis } from 'ioredis';
import { createSecrets } from '../../server/services/secrets.ts';
import { connectRedis } from '../../server/stores/redis/connection.ts';
import { createRedisJobQueue } from '../../server/stores/redis/job-queue.ts';
import { createRedisJobStore, unfinishedJobs } from '../../server/stores/redis/job-store.ts';
import { openStores } from '../../server/stores/open-stores.ts';
import { PutOff } from '../../server/stores/put-off.ts';
import type { JobQueue, Stores } from '../../server/stores/stores.ts';
import { describeJobQueue } from './job-queue-contract.ts';
import { describeJobStore, newJob } from './job-store-contract.ts';
import { startRedis } from './redis-server.ts';
import type { RedisServer } from './redis-server.ts';
import { until } from './until.ts';

const secrets = createSecrets('a secret of the test, long enough for it');
const quick = { lockMs: 600, lookMs: 100, retryMs: 5, graceMs: 1000, keepMs: 3_600_000 };
/** When the jobs of the contract begin. */
const startMs = Date.UTC(2026, 0, 1);
const dayMs = 86_400_000;
const upload = {
  units: 2,
  rows: 2,
  fingerprint: 'print',
  anyLanguage: false,
  deleteAfterRead: false,
  table: null,
};

let server: RedisServer;
const links: Redis[] = [];
const queues: JobQueue[] = [];
const opened: Stores[] = [];

beforeAll(async () => {
  server = await startRedis();
});
beforeEach(async () => {
  await server.client.flushall();
});
afterEach(async () => {
  for (const queue of queues.splice(0)) await queue.close(0);
  for (const stores of opened.splice(0)) await stores.close();
  for (const redis of links.splice(0)) redis.disconnect();
});
afterAll(() => server.close());

async function link(): Promise<Redis> {
  const redis = await connectRedis(server.url);
  links.push(redis);
  return redis;
}

async function openQueue(times = quick): Promise<JobQueue> {
  const redis = await link();
  const queue = createRedisJobQueue({ redis, unfinished: () => unfinishedJobs(redis), times });
  queues.push(queue);
  return queue;
}

async function open(): Promise<Stores> {
  const settings = {
    redisUrl: server.url,
    dataDir: '/nowhere',
    cacheEntries: 3,
    jobHours: 1,
    modelWaitMs: 600_000,
  };
  const stores = await openStores(settings, secrets, () => expect.unreachable());
  opened.push(stores);
  return stores;
}

/** Its readers are never heard of again; so it is not waited for. */
const silent = { ...quick, lockMs: 200, graceMs: 0 };

async function close(queue: JobQueue): Promise<void> {
  queues.splice(queues.indexOf(queue), 1);
  await queue.close(0);
}

const unforeseen = async (): Promise<void> => expect.unreachable();

describeJobStore('Redis', async (now = () => startMs) => createRedisJobStore(await link(), now));
describeJobQueue('Redis', (times) => openQueue({ ...quick, ...times }));

describe('jobs in Redis', () => {
  it('all expire by themselves', async () => {
    const { jobs } = await open();
    const nowMs = Date.now();
    const given = { createdAtMs: nowMs, expiresAtMs: nowMs + 60_000 };
    const { job } = await jobs.create(newJob(given));
    await jobs.putUnit(job.id, 0, new Uint8Array([1]));
    await jobs.putUnit(job.id, 1, new Uint8Array([2]));
    await jobs.seal(job.id, upload);
    await jobs.commitUnit(job.id, 0, { sealed: new Uint8Array([3]), rows: 1, failed: 0, atMs: nowMs });
    await jobs.remember('a mark', nowMs + 60_000);
    const keys = await server.client.keys('undertone:*');
    // BullMQ's own hold ids, of what is still to be read; the mark tells nothing of anybody.
    const ours = keys.filter((key) => !/^undertone:(?:portions:|secret-mark$)/.test(key));
    expect(ours.length).toBeGreaterThan(3);
    for (const key of ours) {
      const leftMs = await server.client.pttl(key);
      expect({ key, expires: leftMs > 0 && leftMs < 2 * dayMs }).toEqual({ key, expires: true });
    }
  });

  it('are read as they were begun by a server that told less of them', async () => {
    const store = createRedisJobStore(await link(), () => startMs);
    const { job } = await store.create(newJob());
    await server.client.hdel(`undertone:job:${job.id}`, 'table', 'erasedAtMs');
    expect(await store.get(job.id)).toEqual(job);
  });

  it('gives its key back where an upload has been silent for a while', async () => {
    let nowMs = startMs;
    const store = createRedisJobStore(await link(), () => nowMs);
    const job = newJob();
    await store.create(job);
    nowMs += 100_000;
    await store.putUnit(job.id, 0, new Uint8Array([1]));
    nowMs += 100_000;
    const next = { ...newJob(), idempotencyKey: job.idempotencyKey };
    expect((await store.create(next)).created).toBe(false);
    nowMs += 100_000;
    expect((await store.create(next)).created).toBe(true);
    expect(await store.getUnit(job.id, 0)).toBeUndefined();
  });
});

describe('readers on several machines', () => {
  it('take over what a silent one held', async () => {
    const dead = await openQueue({ ...quick, graceMs: 0 });
    const held: number[] = [];
    dead.consume(
      (task) => {
        held.push(task.unit);
        return new Promise(() => undefined);
      },
      { atOnce: 2, onGivenUp: unforeseen },
    );
    await dead.add('a', 4);
    await until(() => expect(held).toEqual([0, 1]));
    const seen: number[] = [];
    const alive = await openQueue();
    alive.consume(async ({ unit }) => void seen.push(unit), { atOnce: 1, onGivenUp: unforeseen });
    await until(() => expect(seen).toEqual([2, 3]));
    // Whoever is still there keeps its portions: the lock is renewed.
    await new Promise((resolve) => setTimeout(resolve, 4 * quick.lockMs));
    expect(seen).toEqual([2, 3]);
    // It leaves its work where it is, since that does not end.
    await close(dead);
    await until(() => expect(new Set(seen)).toEqual(new Set([0, 1, 2, 3])));
    expect(seen).toHaveLength(4);
  });

  it('give back at their end what they cannot finish, at once and not when its lock has run out', async () => {
    const slow = { ...quick, lockMs: 600_000 };
    const ending = await openQueue(slow);
    let begun = 0;
    ending.consume(
      (_task, signal) =>
        new Promise((_resolve, reject) => {
          begun += 1;
          signal.addEventListener('abort', () => reject(new Error('stopped')));
        }),
      { atOnce: 2, onGivenUp: unforeseen },
    );
    await ending.add('a', 3);
    await until(() => expect(begun).toBe(2));
    const others = await openQueue(slow);
    await close(ending);
    const seen: number[] = [];
    others.consume(async ({ unit }) => void seen.push(unit), { atOnce: 1, onGivenUp: unforeseen });
    await until(() => expect(new Set(seen)).toEqual(new Set([0, 1, 2])));
    expect(seen).toHaveLength(3);
  });

  it('give up a portion whose readers all end without a word', async () => {
    let begun = 0;
    const givenUp: number[] = [];
    const onGivenUp = async ({ unit }: { unit: number }): Promise<void> => void givenUp.push(unit);
    const asking = await openQueue();
    await asking.add('a', 1);
    for (let i = 1; i <= 6; i += 1) {
      const queue = await openQueue(silent);
      queue.consume(
        () => {
          begun += 1;
          return new Promise(() => undefined);
        },
        { atOnce: 1, onGivenUp },
      );
      await until(() => expect(begun).toBe(i));
      await close(queue);
    }
    asking.consume(async () => expect.unreachable(), { atOnce: 1, onGivenUp });
    await until(() => expect(givenUp).toEqual([0]));
  });

  it('are told of a job that another has removed', async () => {
    const [asking, reading] = [await openQueue(), await openQueue()];
    let hasAborted = false;
    let begun = 0;
    reading.consume(
      (_task, signal) =>
        new Promise((_resolve, reject) => {
          begun += 1;
          signal.addEventListener('abort', () => {
            hasAborted = true;
            reject(new Error('stopped'));
          });
        }),
      { atOnce: 1, onGivenUp: unforeseen },
    );
    await asking.add('a', 3);
    await until(() => expect(begun).toBe(1));
    await asking.remove('a');
    await until(() => expect(hasAborted).toBe(true));
    await until(async () => expect(await server.client.zcard('undertone:portions:prioritized')).toBe(0));
    expect(begun).toBe(1);
  });

  it('offer what was sealed by one that ended before it could', async () => {
    const redis = await link();
    const store = createRedisJobStore(redis, () => startMs);
    const { job } = await store.create(newJob());
    await store.putUnit(job.id, 0, new Uint8Array([1]));
    await store.putUnit(job.id, 1, new Uint8Array([2]));
    await store.seal(job.id, upload);
    const queue = await openQueue();
    const seen: string[] = [];
    queue.consume(async (task) => void seen.push(`${task.jobId} ${task.unit}`), {
      atOnce: 1,
      onGivenUp: unforeseen,
    });
    await until(() => expect(seen).toEqual([`${job.id} 0`, `${job.id} 1`]));
  });

  it('come to new jobs, however many portions of others are put off in between', async () => {
    const queue = await openQueue();
    const own: number[] = [];
    let puttings = 0;
    await queue.add('foreign', 400);
    queue.consume(
      async ({ jobId, unit }) => {
        if (jobId === 'own') return void own.push(unit);
        puttings += 1;
        throw new PutOff();
      },
      { atOnce: 2, onGivenUp: unforeseen },
    );
    // By now the first of them have been anybody's again before the last was looked at.
    await until(() => expect(puttings).toBeGreaterThan(800));
    await queue.add('own', 40);
    await until(() => expect(own).toHaveLength(40));
  });

  it('leave nothing of a portion in Redis, read or given up, and no word of what went wrong', async () => {
    const queue = await openQueue({ ...quick, retryMs: 300 });
    let tries = 0;
    let givenUp = 0;
    queue.consume(
      async ({ unit }) => {
        if (unit !== 1) return;
        tries += 1;
        throw new Error('zyzzyva');
      },
      { atOnce: 2, onGivenUp: async () => void (givenUp += 1) },
    );
    await queue.add('a', 3);
    const left = await until(async () => {
      const entry = await server.client.hgetall('undertone:portions:a-1');
      expect(entry['atm']).toBe('1');
      return entry;
    });
    expect(JSON.stringify(left)).toContain('could not be read');
    expect(JSON.stringify(left)).not.toContain('zyzzyva');
    await until(() => expect(givenUp).toBe(1));
    expect(tries).toBe(3);
    await until(async () => expect(await server.client.keys('undertone:portions:a-*')).toEqual([]));
    const events = await server.client.xrange('undertone:portions:events', '-', '+');
    expect(JSON.stringify(events)).not.toContain('zyzzyva');
  });
});
