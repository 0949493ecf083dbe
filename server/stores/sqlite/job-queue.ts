/**
 * Whose turn it is, in the database of one machine. A portion is lent to the one who takes it and lent anew when
 * nothing is heard of them; jobs take turns, so that a short one need not wait for a long one to end.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod/mini';
import { PutOff } from '../put-off.ts';
import type { JobQueue, UnitTask } from '../stores.ts';
import type { SqlDatabase } from './database.ts';

type Work = Parameters<JobQueue['consume']>[0];
type ConsumeOptions = Parameters<JobQueue['consume']>[1];

/** A portion is given out so often at the most, as long as its readers say that they have failed. */
const maxFailures = 3;
/** After an abort, for what is under way to end. */
const abortGraceMs = 1000;

export interface QueueTimes {
  /** How long a portion is lent; its reader asks for more time long before. */
  readonly leaseMs: number;
  /** Between two looks for what others have added. */
  readonly lookMs: number;
  /** After a first failure, and until a job that was put off is looked at again; twice as long after a second failure. */
  readonly retryMs: number;
}

const usualTimes: QueueTimes = { leaseMs: 15_000, lookMs: 1000, retryMs: 1000 };

interface Running {
  readonly task: UnitTask;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

const taskRow = z.object({ jobId: z.string(), unit: z.int(), failures: z.int() });
type Task = z.infer<typeof taskRow>;

export function createSqliteJobQueue(
  database: SqlDatabase,
  { leaseMs, lookMs, retryMs }: QueueTimes = usualTimes,
): JobQueue {
  const holder = randomUUID();
  const running = new Map<string, Running>();
  /** Jobs that cannot be read here now, by when they are looked at again; another server may read them meanwhile. */
  const putOffUntilMs = new Map<string, number>();
  let consumer: { work: Work; options: ConsumeOptions } | undefined;
  let looking: NodeJS.Timeout | undefined;
  let renewing: NodeJS.Timeout | undefined;
  let isClosed = false;

  function offer(jobId: string): void {
    database.run(
      'insert or ignore into turns (job_id, turn) values (?, (select coalesce(max(turn), 0) + 1 from turns))',
      [jobId],
    );
  }

  /** What the dead held, and what was sealed but not offered any more when its server ended. */
  function takeOver(): void {
    database.transaction(() => {
      if (database.isAlone) {
        database.run('update tasks set holder = null, held_until_ms = 0 where holder is not null');
      }
      database.run(
        `insert or ignore into tasks (job_id, unit) select job_id, unit from units
          where result is null and job_id in (select id from jobs where state in ('queued', 'running'))`,
      );
      const unoffered = database.all(
        z.object({ jobId: z.string() }),
        'select distinct job_id as jobId from tasks where job_id not in (select job_id from turns)',
      );
      for (const { jobId } of unoffered) offer(jobId);
    });
  }

  function take(): Task | undefined {
    const nowMs = Date.now();
    for (const [jobId, untilMs] of putOffUntilMs) if (untilMs <= nowMs) putOffUntilMs.delete(jobId);
    return database.transaction(() => {
      const task = database.one(
        taskRow,
        `select tasks.job_id as jobId, unit, failures from turns join tasks on tasks.job_id = turns.job_id
          where due_at_ms <= ? and held_until_ms <= ? and turns.job_id not in (select value from json_each(?))
          order by turn, unit limit 1`,
        [nowMs, nowMs, JSON.stringify([...putOffUntilMs.keys()])],
      );
      if (task === undefined) return undefined;
      database.run('update tasks set holder = ?, held_until_ms = ? where job_id = ? and unit = ?', [
        holder,
        nowMs + leaseMs,
        task.jobId,
        task.unit,
      ]);
      database.run('update turns set turn = (select max(turn) + 1 from turns) where job_id = ?', [
        task.jobId,
      ]);
      return task;
    });
  }

  function finish({ jobId, unit }: UnitTask): void {
    database.transaction(() => {
      database.run('delete from tasks where job_id = ? and unit = ? and holder = ?', [jobId, unit, holder]);
      database.run(
        'delete from turns where job_id = ? and not exists (select 1 from tasks where tasks.job_id = turns.job_id)',
        [jobId],
      );
    });
  }

  function giveBack({ jobId, unit }: UnitTask, failures: number, dueAtMs: number): void {
    database.run(
      `update tasks set holder = null, held_until_ms = 0, failures = ?, due_at_ms = ?
        where job_id = ? and unit = ? and holder = ?`,
      [failures, dueAtMs, jobId, unit, holder],
    );
  }

  async function read(task: Task, { work, options }: NonNullable<typeof consumer>, signal: AbortSignal) {
    const failures = task.failures + 1;
    try {
      await work({ jobId: task.jobId, unit: task.unit }, signal);
    } catch (thrown) {
      if (thrown instanceof PutOff) putOffUntilMs.set(task.jobId, Date.now() + retryMs);
      if (signal.aborted || thrown instanceof PutOff) return giveBack(task, task.failures, 0);
      if (failures < maxFailures) return giveBack(task, failures, Date.now() + failures * retryMs);
      await options.onGivenUp({ jobId: task.jobId, unit: task.unit }, thrown);
    }
    finish(task);
  }

  function start(task: Task, consuming: NonNullable<typeof consumer>): void {
    const key = keyOf(task);
    const abort = new AbortController();
    const ended = read(task, consuming, abort.signal)
      // Neither could it be kept: another try, as for a portion that was never begun.
      .catch(() => giveBack(task, task.failures, Date.now() + retryMs))
      .catch(() => undefined)
      .then(() => {
        running.delete(key);
        look();
      });
    running.set(key, { task, abort, ended });
  }

  function look(): void {
    clearTimeout(looking);
    if (isClosed || consumer === undefined) return;
    looking = setTimeout(look, lookMs);
    try {
      while (running.size < consumer.options.atOnce) {
        const task = take();
        if (task === undefined) return;
        start(task, consumer);
      }
    } catch {
      // Another process holds the database, or the disk is full: the next look may find it otherwise.
    }
  }

  /** Those that are lent to others by now, or are gone, are not to be read on. */
  function renew(): void {
    try {
      database.run('update tasks set held_until_ms = ? where holder = ?', [Date.now() + leaseMs, holder]);
      const held = new Set(
        database
          .all(taskRow, 'select job_id as jobId, unit, failures from tasks where holder = ?', [holder])
          .map(keyOf),
      );
      for (const [key, { abort }] of running) if (!held.has(key)) abort.abort();
    } catch {
      // As of a look.
    }
  }

  return {
    async add(jobId, units) {
      database.transaction(() => {
        for (let unit = 0; unit < units; unit += 1) {
          database.run('insert or ignore into tasks (job_id, unit) values (?, ?)', [jobId, unit]);
        }
        offer(jobId);
      });
      look();
    },

    consume(work, options) {
      consumer = { work, options };
      takeOver();
      renewing = setInterval(renew, leaseMs / 3);
      look();
    },

    async remove(jobId) {
      database.transaction(() => {
        database.run('delete from tasks where job_id = ?', [jobId]);
        database.run('delete from turns where job_id = ?', [jobId]);
      });
      for (const { task, abort } of running.values()) if (task.jobId === jobId) abort.abort();
    },

    async close(waitMs) {
      isClosed = true;
      clearTimeout(looking);
      const ended = Promise.all([...running.values()].map((each) => each.ended));
      await within(ended, waitMs);
      for (const { abort } of running.values()) abort.abort();
      await within(ended, abortGraceMs);
      clearInterval(renewing);
      database.run('update tasks set holder = null, held_until_ms = 0 where holder = ?', [holder]);
    },
  };
}

const keyOf = ({ jobId, unit }: UnitTask): string => `${jobId} ${unit}`;

async function within(ended: Promise<unknown>, waitMs: number): Promise<void> {
  const late = new AbortController();
  await Promise.race([ended, delay(waitMs, undefined, { signal: late.signal }).catch(() => undefined)]);
  late.abort();
}
