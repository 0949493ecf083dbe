/**
 * Whose turn it is, for all machines, by BullMQ (https://docs.bullmq.io): a portion is a job of its queue, which holds no
 * more than ids. Who takes a portion holds a lock on it and renews that; when nothing is heard of them, it is given out anew.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { DelayedError, Queue, WaitingError, Worker } from 'bullmq';
import type { Job } from 'bullmq';
import type { Redis } from 'ioredis';
import * as z from 'zod/mini';
import { UndertoneError } from '#core/contracts/errors';
import { PutOff } from '../put-off.ts';
import type { JobQueue, UnitTask } from '../stores.ts';
import { asked, keyOf, namespace, patientConnection } from './connection.ts';
import type { UnfinishedJob } from './job-store.ts';
import { createScript } from './script.ts';

type Work = Parameters<JobQueue['consume']>[0];
type ConsumeOptions = Parameters<JobQueue['consume']>[1];

const queueName = 'portions';
/** A portion is given out so often at the most, as long as its readers say that they have failed. */
const maxFailures = 3;
/** And so often when they end without a word: it may be the portion that ends them. */
const maxSilences = 5;
/** BullMQ's highest figure for a place in the queue. */
const lastPlace = 2_097_151;
/** Its own log of what happened, which nobody reads here. */
const keptEvents = 100;

export interface QueueTimes {
  /** For how long a portion is held without a word; longer than one takes, and renewed at half of it. */
  readonly lockMs: number;
  /** Between two looks for portions whose holder is silent, and for jobs that were sealed but never offered. */
  readonly lookMs: number;
  /** After a first failure, and until what was put off is anybody's again; twice as long after a second failure. */
  readonly retryMs: number;
  /** After an abort, for what is under way to end. */
  readonly graceMs: number;
  /** How long an offer is known. */
  readonly keepMs: number;
}

export interface RedisJobQueueParts {
  readonly redis: Redis;
  /** Jobs that have to be on offer. */
  readonly unfinished: () => Promise<UnfinishedJob[]>;
  readonly times: QueueTimes;
}

/** An offer: that a job is to be read, and whether all of its portions are in the queue. */
const open = createScript(`
redis.call('HSET', KEYS[1], 'units', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])`);

const portion = z.object({ jobId: z.string(), unit: z.int() });

interface Running {
  readonly jobId: string;
  readonly abort: AbortController;
}

export function createRedisJobQueue({ redis, unfinished, times }: RedisJobQueueParts): JobQueue {
  const { lockMs, lookMs, retryMs, graceMs, keepMs } = times;
  const removals = keyOf('removals');
  const offerOf = (jobId: string): string => keyOf('offer', jobId);
  const running = new Map<string, Running>();
  const queue = new Queue<UnitTask>(queueName, {
    connection: redis,
    prefix: namespace,
    skipWaitingForReady: true,
    streams: { events: { maxLen: keptEvents } },
  });
  queue.on('error', () => undefined);
  let consumer: { worker: Worker<UnitTask>; own: Redis[]; looking: NodeJS.Timeout } | undefined;
  let isClosing = false;

  /**
   * Every job begins where the queue stands now, and its portions follow one by one: so jobs take turns, whoever came first,
   * and a short one need not wait for a long one to end (start-time fair queueing, Goyal et al. 1996).
   */
  const firstPlace = (): Promise<number> => placeOf(0);
  /** What was put off has had its turn: as many as there are of them, they would else always be the next. */
  const placeBehindAll = (): Promise<number> => placeOf(-1);

  async function placeOf(rank: 0 | -1): Promise<number> {
    const [waiting] = await queue.getPrioritized(rank, rank);
    return waiting?.priority ?? 1;
  }

  async function add(jobId: string, units: number): Promise<void> {
    const offer = offerOf(jobId);
    await open(redis, [offer], [units, keepMs]);
    const place = await firstPlace();
    await queue.addBulk(
      Array.from({ length: units }, (_, unit) => ({
        name: 'portion',
        data: { jobId, unit },
        opts: {
          jobId: `${jobId}-${unit}`,
          priority: Math.min(place + unit, lastPlace),
          attempts: maxFailures,
          backoff: { type: 'exponential', delay: retryMs },
          removeOnComplete: true,
          removeOnFail: true,
          stackTraceLimit: 0,
        },
      })),
    );
    // Behind the portions: where this one is missing, they may be too.
    await redis.hset(offer, 'whole', 1);
  }

  /** What was sealed but never offered as a whole, since its server ended. */
  async function offerWhatIsNot(): Promise<void> {
    for (const { id, units } of await unfinished()) {
      if ((await redis.hget(offerOf(id), 'whole')) === null) await add(id, units);
    }
  }

  /** Of a job that was removed, or has long been over. */
  const isWithdrawn = async (jobId: string): Promise<boolean> => (await redis.exists(offerOf(jobId))) === 0;

  /** What BullMQ is to do with the portion. */
  async function read(
    job: Job<UnitTask>,
    work: Work,
    { onGivenUp }: ConsumeOptions,
  ): Promise<'drop' | 'give back' | 'put off' | 'try again'> {
    const task = portion.parse(job.data);
    const key = job.id ?? '';
    const abort = new AbortController();
    const isGivenUp = async (thrown: unknown): Promise<boolean> =>
      abort.signal.aborted ||
      onGivenUp(task, thrown).then(
        () => true,
        () => false,
      );
    // Before it is asked whether it is removed, so that no removal is missed in between.
    running.set(key, { jobId: task.jobId, abort });
    try {
      if (await isWithdrawn(task.jobId)) return 'drop';
      if (job.stalledCounter > maxSilences) throw new UndertoneError('engine-lost');
      await work(task, abort.signal);
    } catch (thrown) {
      const isLast = job.attemptsMade + 1 >= maxFailures || job.stalledCounter > maxSilences;
      const isPutOff = thrown instanceof PutOff || (isLast && !(await isGivenUp(thrown)));
      if (abort.signal.aborted) return isClosing ? 'give back' : 'drop';
      if (isPutOff) return 'put off';
      if (!isLast) return 'try again';
    } finally {
      running.delete(key);
    }
    return 'drop';
  }

  async function process(job: Job<UnitTask>, token: string, work: Work, options: ConsumeOptions) {
    const next = await read(job, work, options);
    // BullMQ writes down what an error says, and one from elsewhere may quote a text.
    if (next === 'try again') throw new Error('The portion could not be read.');
    if (next === 'drop') return;
    if (next === 'put off') {
      await job.changePriority({ priority: await placeBehindAll() });
      // Not all for as long: two servers that take what the other one could read would else take turns with it for ever.
      await job.moveToDelayed(Date.now() + retryMs * (0.5 + Math.random()), token);
      throw new DelayedError();
    }
    await job.moveToWait(token);
    throw new WaitingError();
  }

  function abortWhere(isMeant: (each: Running) => boolean): void {
    for (const each of running.values()) if (isMeant(each)) each.abort.abort();
  }

  function consume(work: Work, options: ConsumeOptions): void {
    const listener = patientConnection(redis);
    listener.on('message', (_channel, removed) => abortWhere(({ jobId }) => jobId === removed));
    listener.subscribe(removals).catch(() => undefined);
    const connection = patientConnection(redis);
    const worker = new Worker<UnitTask>(queueName, (job, token) => process(job, token ?? '', work, options), {
      connection,
      prefix: namespace,
      concurrency: options.atOnce,
      lockDuration: lockMs,
      stalledInterval: lookMs,
      // Counted here, where `onGivenUp` can be told.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
    });
    worker.on('error', () => undefined);
    // What is not held any more is read by somebody else.
    worker.on('lockRenewalFailed', (keys: string[]) => {
      for (const key of keys) running.get(key)?.abort.abort();
    });
    // Redis may be lost at one look and be back at the next.
    const look = (): void => void offerWhatIsNot().catch(() => undefined);
    look();
    consumer = { worker, own: [listener, connection], looking: setInterval(look, lookMs) };
  }

  return {
    add: (jobId, units) => asked(add(jobId, units)),

    consume,

    async remove(jobId) {
      const withdraw = redis.multi().del(offerOf(jobId)).publish(removals, jobId).exec();
      await asked(withdraw);
      abortWhere((each) => each.jobId === jobId);
    },

    async close(waitMs) {
      isClosing = true;
      if (consumer !== undefined) {
        const { worker, own, looking } = consumer;
        clearInterval(looking);
        const ended = worker.close();
        await within(ended, waitMs);
        abortWhere(() => true);
        await within(ended, graceMs);
        for (const each of own) each.disconnect();
      }
      await queue.close().catch(() => undefined);
    },
  };
}

async function within(ended: Promise<unknown>, waitMs: number): Promise<void> {
  const late = new AbortController();
  await Promise.race([
    ended.catch(() => undefined),
    delay(waitMs, undefined, { signal: late.signal }).catch(() => undefined),
  ]);
  late.abort();
}
