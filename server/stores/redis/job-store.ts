/** Jobs in Redis, for all machines that share it. Everything expires by itself, also where no server is left to sweep. */
import type { Redis } from 'ioredis';
import * as z from 'zod/mini';
import { modelInfo } from '#core/contracts/analysis';
import { errorData, UndertoneError } from '#core/contracts/errors';
import { jobStates, jobState, jobTable } from '#core/contracts/jobs';
import type { JobState } from '#core/contracts/jobs';
import type { JobRecord, JobStore } from '../stores.ts';
import { asked, keyOf } from './connection.ts';
import * as scripts from './job-scripts.ts';

/** An upload of which nothing was heard for so long is over, though nobody has said so. */
const silentUploadMs = 120_000;
const expiredAtOnce = 50;

const jobPrefix = keyOf('job', '');
const statesPrefix = keyOf('jobs', '');
const markPrefix = keyOf('job-mark', '');

const whole = z.pipe(z.string(), z.pipe(z.transform(Number), z.int()));
const flag = z.pipe(
  z.enum(['true', 'false']),
  z.transform((text) => text === 'true'),
);
function json<T>(schema: z.ZodMiniType<T>) {
  return z.pipe(
    z.string(),
    z.transform((text): T => schema.parse(JSON.parse(text))),
  );
}

const fields = z.object({
  id: z.string(),
  caller: z.string(),
  idempotencyKey: z.string(),
  fingerprint: z.string(),
  state: jobState,
  anyLanguage: flag,
  deleteAfterRead: flag,
  units: whole,
  rows: whole,
  doneUnits: whole,
  doneRows: whole,
  failedRows: whole,
  model: json(z.nullable(modelInfo)),
  /** Jobs of before it was told have none, as of when they were erased. */
  table: z._default(json(z.nullable(jobTable)), null),
  error: json(z.nullable(errorData)),
  createdAtMs: whole,
  startedAtMs: json(z.nullable(z.int())),
  finishedAtMs: json(z.nullable(z.int())),
  erasedAtMs: z._default(json(z.nullable(z.int())), null),
  expiresAtMs: whole,
});

const isDone = z.pipe(
  z.int(),
  z.transform((value) => value === 1),
);

const keysOf = (jobId: string): string[] => {
  const job = jobPrefix + jobId;
  return [job, `${job}:rows`, `${job}:results`, statesPrefix];
};

/** @param now the clock, in ms since 1970 */
export function createRedisJobStore(redis: Redis, now: () => number = Date.now): JobStore {
  async function find(jobId: string): Promise<JobRecord | undefined> {
    const kept = await asked(redis.hgetall(jobPrefix + jobId));
    return kept['id'] === undefined ? undefined : fields.parse(kept);
  }

  async function unitOf(kind: 'rows' | 'results', jobId: string, unit: number) {
    return (await asked(redis.hgetBuffer(`${jobPrefix}${jobId}:${kind}`, String(unit)))) ?? undefined;
  }

  return {
    async create({ id, caller, idempotencyKey, model, createdAtMs, expiresAtMs }) {
      const handle = keyOf('handed-over', caller, idempotencyKey);
      const begun: Omit<Record<keyof JobRecord, string | number>, 'state'> = {
        id,
        caller,
        idempotencyKey,
        fingerprint: '',
        anyLanguage: 'false',
        deleteAfterRead: 'false',
        units: 0,
        rows: 0,
        doneUnits: 0,
        doneRows: 0,
        failedRows: 0,
        model: JSON.stringify(model),
        table: 'null',
        error: 'null',
        createdAtMs,
        startedAtMs: 'null',
        finishedAtMs: 'null',
        erasedAtMs: 'null',
        expiresAtMs,
      };
      for (;;) {
        const nowMs = now();
        const ttlMs = Math.max(expiresAtMs - nowMs, 1);
        const said = await scripts.createJob(
          redis,
          [...keysOf(id), handle],
          [id, nowMs, silentUploadMs, ttlMs, jobPrefix, caller, ...Object.entries(begun).flat()],
        );
        const holder = z.string().parse(said);
        const job = await find(holder);
        if (job !== undefined) return { created: holder === id, job };
        // The earlier one has expired in between; a new one that has expired as it began never was.
        if (holder === id) throw new UndertoneError('cancelled');
      }
    },

    async putUnit(jobId, unit, sealedRows) {
      const isKept = await scripts.putUnit(redis, keysOf(jobId), [
        jobId,
        now(),
        unit,
        Buffer.from(sealedRows),
      ]);
      if (!isDone.parse(isKept)) throw new UndertoneError('cancelled');
    },

    async seal(jobId, { units, rows, fingerprint, anyLanguage, deleteAfterRead, table }) {
      const found = { units, rows, fingerprint, anyLanguage, deleteAfterRead, table: JSON.stringify(table) };
      const values = Object.entries(found).flatMap(([name, value]) => [name, String(value)]);
      const isSealed = await scripts.sealJob(redis, keysOf(jobId), [jobId, ...values]);
      if (!isDone.parse(isSealed)) throw new UndertoneError('cancelled');
    },

    async discard(jobId) {
      await scripts.discardJob(redis, keysOf(jobId), [jobId]);
    },

    get: find,

    getUnit: (jobId, unit) => unitOf('rows', jobId, unit),

    async begin(jobId, atMs) {
      await scripts.beginJob(redis, keysOf(jobId), [jobId, atMs]);
    },

    async commitUnit(jobId, unit, { sealed, rows, failed, atMs }) {
      const said = await scripts.commitUnit(redis, keysOf(jobId), [
        jobId,
        unit,
        Buffer.from(sealed),
        rows,
        failed,
        atMs,
      ]);
      return isDone.parse(said);
    },

    getResult: (jobId, unit) => unitOf('results', jobId, unit),

    async fail(jobId, error, atMs) {
      await scripts.failJob(redis, keysOf(jobId), [jobId, JSON.stringify(error), atMs]);
    },

    async erase(jobId, atMs) {
      await scripts.eraseJob(redis, keysOf(jobId), [jobId, atMs]);
    },

    async eraseRows(jobId, atMs) {
      return isDone.parse(await scripts.eraseRows(redis, keysOf(jobId), [jobId, atMs]));
    },

    async expire(nowMs) {
      const expired: string[] = [];
      for (const state of jobStates) {
        for (;;) {
          const said = await scripts.expireJobs(
            redis,
            [statesPrefix + state],
            [nowMs, expiredAtOnce, jobPrefix],
          );
          const ids = z.array(z.string()).parse(said);
          expired.push(...ids);
          if (ids.length < expiredAtOnce) break;
        }
      }
      for (const id of await asked(redis.zrange(`${statesPrefix}receiving`, '0', '-1'))) {
        const said = await scripts.discardSilentJob(redis, keysOf(id), [id, nowMs - silentUploadMs]);
        if (isDone.parse(said)) expired.push(id);
      }
      return expired;
    },

    // Those that have expired are not taken out of the list at once.
    openOf: (caller) => asked(redis.zcount(`${statesPrefix}open:${caller}`, `(${now()}`, '+inf')),

    async remember(mark, untilMs) {
      await asked(redis.set(markPrefix + mark, '', 'PX', Math.max(untilMs - now(), 1)));
    },

    isRemembered: async (mark) => (await asked(redis.exists(markPrefix + mark))) === 1,

    async forget(mark) {
      await asked(redis.del(markPrefix + mark));
    },

    async counts() {
      const counted = jobStates.map(async (state): Promise<[JobState, number]> => [
        state,
        await asked(redis.zcard(statesPrefix + state)),
      ]);
      const counts = new Map(await Promise.all(counted));
      return z.record(jobState, z.int()).parse(Object.fromEntries(counts));
    },
  };
}

export interface UnfinishedJob {
  readonly id: string;
  readonly units: number;
}

/** Jobs that are sealed and not over. */
export async function unfinishedJobs(redis: Redis): Promise<UnfinishedJob[]> {
  const lists = (['queued', 'running'] as const).map((state) =>
    asked(redis.zrange(statesPrefix + state, '0', '-1')),
  );
  const ids = (await Promise.all(lists)).flat();
  const jobs = ids.map(async (id) => ({
    id,
    units: Number(await asked(redis.hget(jobPrefix + id, 'units'))),
  }));
  return Promise.all(jobs);
}
