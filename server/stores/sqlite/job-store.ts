/** Jobs in the database of one machine. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod/mini';
import { UndertoneError } from '#core/contracts/errors';
import { isFinished, jobState } from '#core/contracts/jobs';
import type { JobState } from '#core/contracts/jobs';
import type { JobRecord, JobStore } from '../stores.ts';
import { blob } from './database.ts';
import type { SqlDatabase } from './database.ts';
import { jobColumns, jobRow } from './job-row.ts';

/** An upload of which nothing was heard for so long is over, though nobody has said so. */
const silentUploadMs = 120_000;
/** Portions that are erased in one go, so that requests come in between. */
const portionsAtOnce = 4;

const bytesRow = z.object({ bytes: z.nullable(blob) });
const idRow = z.object({ id: z.string() });
const unitRow = z.object({ unit: z.int() });
const countRow = z.object({ state: jobState, count: z.int() });
const amountRow = z.object({ amount: z.int() });
const heardRow = z.object({ heardAtMs: z.number() });

/** @param now the clock, in ms since 1970 */
export function createSqliteJobStore(database: SqlDatabase, now: () => number = Date.now): JobStore {
  const find = (id: string): JobRecord | undefined =>
    database.one(jobRow, `select ${jobColumns} from jobs where id = ?`, [id]);

  function forget(jobId: string): void {
    database.run('delete from units where job_id = ?', [jobId]);
    database.run('delete from jobs where id = ?', [jobId]);
  }

  /** @throws UndertoneError `cancelled` */
  function hear(jobId: string): void {
    const heard = database.run(`update jobs set heard_at_ms = ? where id = ? and state = 'receiving'`, [
      now(),
      jobId,
    ]);
    if (heard === 0) throw new UndertoneError('cancelled');
  }

  /** Overwriting what a large job has kept takes long. */
  async function eraseUnits(jobId: string): Promise<void> {
    for (;;) {
      const units = database.all(unitRow, 'select unit from units where job_id = ? limit ?', [
        jobId,
        portionsAtOnce,
      ]);
      if (units.length === 0) return;
      database.transaction(() => {
        for (const { unit } of units) {
          database.run('delete from units where job_id = ? and unit = ?', [jobId, unit]);
        }
      });
      await nextTurn();
    }
  }

  if (database.isAlone) {
    database.transaction(() => {
      for (const { id } of database.all(idRow, `select id from jobs where state = 'receiving'`)) forget(id);
    });
  }

  return {
    async create(job) {
      return database.transaction(() => {
        const earlier = database.one(
          jobRow,
          `select ${jobColumns} from jobs where caller = ? and idempotency_key = ?`,
          [job.caller, job.idempotencyKey],
        );
        if (earlier !== undefined) {
          const heard = database.one(heardRow, 'select heard_at_ms as heardAtMs from jobs where id = ?', [
            earlier.id,
          ]);
          const isSilent = earlier.state === 'receiving' && (heard?.heardAtMs ?? 0) + silentUploadMs <= now();
          if (!isSilent) return { created: false, job: earlier };
          forget(earlier.id);
        }
        database.run(
          `insert into jobs (id, caller, idempotency_key, state, model, created_at_ms, expires_at_ms, heard_at_ms)
            values (?, ?, ?, 'receiving', ?, ?, ?, ?)`,
          [
            job.id,
            job.caller,
            job.idempotencyKey,
            JSON.stringify(job.model),
            job.createdAtMs,
            job.expiresAtMs,
            now(),
          ],
        );
        const created = find(job.id);
        if (created === undefined) throw new UndertoneError('internal');
        return { created: true, job: created };
      });
    },

    async putUnit(jobId, unit, sealedRows) {
      database.transaction(() => {
        hear(jobId);
        database.run('insert into units (job_id, unit, rows) values (?, ?, ?)', [jobId, unit, sealedRows]);
      });
    },

    async seal(jobId, { units, rows, fingerprint, anyLanguage, deleteAfterRead, table }) {
      database.transaction(() => {
        hear(jobId);
        database.run(
          `update jobs set state = 'queued', units = ?, rows = ?, fingerprint = ?, any_language = ?,
            delete_after_read = ?, table_read = ? where id = ?`,
          [
            units,
            rows,
            fingerprint,
            Number(anyLanguage),
            Number(deleteAfterRead),
            table === null ? null : JSON.stringify(table),
            jobId,
          ],
        );
      });
    },

    async discard(jobId) {
      database.transaction(() => {
        if (find(jobId)?.state === 'receiving') forget(jobId);
      });
    },

    async get(jobId) {
      return find(jobId);
    },

    async getUnit(jobId, unit) {
      const sql = 'select rows as bytes from units where job_id = ? and unit = ?';
      return database.one(bytesRow, sql, [jobId, unit])?.bytes ?? undefined;
    },

    async begin(jobId, atMs) {
      database.run(`update jobs set state = 'running', started_at_ms = ? where id = ? and state = 'queued'`, [
        atMs,
        jobId,
      ]);
    },

    async commitUnit(jobId, unit, { sealed, rows, failed, atMs }) {
      return database.transaction(() => {
        const isNew = database.run(
          `update units set result = ?, rows = null where job_id = ? and unit = ? and result is null
            and exists (select 1 from jobs where id = ? and state in ('queued', 'running'))`,
          [sealed, jobId, unit, jobId],
        );
        if (isNew === 0) return false;
        database.run(
          `update jobs set state = 'running', started_at_ms = coalesce(started_at_ms, ?),
            done_units = done_units + 1, done_rows = done_rows + ?, failed_rows = failed_rows + ? where id = ?`,
          [atMs, rows, failed, jobId],
        );
        database.run(
          `update jobs set finished_at_ms = ?, state = case failed_rows
              when 0 then 'succeeded' when rows then 'failed' else 'partial' end
            where id = ? and done_units = units`,
          [atMs, jobId],
        );
        return true;
      });
    },

    async getResult(jobId, unit) {
      const sql = 'select result as bytes from units where job_id = ? and unit = ?';
      return database.one(bytesRow, sql, [jobId, unit])?.bytes ?? undefined;
    },

    async fail(jobId, error, atMs) {
      database.transaction(() => {
        const job = find(jobId);
        if (job === undefined || isFinished(job.state)) return;
        database.run(`update jobs set state = 'failed', error = ?, finished_at_ms = ? where id = ?`, [
          JSON.stringify(error),
          atMs,
          jobId,
        ]);
        database.run('update units set rows = null where job_id = ?', [jobId]);
      });
    },

    async erase(jobId, atMs) {
      database.run(
        `update jobs set state = 'cancelled', units = 0, rows = 0, done_units = 0, done_rows = 0, failed_rows = 0,
          error = null, finished_at_ms = case state when 'cancelled' then finished_at_ms else ? end,
          erased_at_ms = coalesce(erased_at_ms, ?) where id = ?`,
        [atMs, atMs, jobId],
      );
      await eraseUnits(jobId);
      database.shred();
    },

    async eraseRows(jobId, atMs) {
      const erased = database.run(
        `update jobs set erased_at_ms = ?
          where id = ? and erased_at_ms is null and state in ('succeeded', 'partial', 'failed')`,
        [atMs, jobId],
      );
      if (erased === 0) return false;
      await eraseUnits(jobId);
      database.shred();
      return true;
    },

    async expire(nowMs) {
      database.run('delete from job_marks where until_ms <= ?', [nowMs]);
      const expired = database
        .all(
          idRow,
          `select id from jobs where expires_at_ms <= ? or (state = 'receiving' and heard_at_ms <= ?)`,
          [nowMs, nowMs - silentUploadMs],
        )
        .map(({ id }) => id);
      for (const id of expired) {
        await eraseUnits(id);
        database.transaction(() => forget(id));
      }
      // Of jobs whose erasing was broken off.
      const orphans = `select distinct job_id as id from units
        where not exists (select 1 from jobs where jobs.id = job_id and state <> 'cancelled' and erased_at_ms is null)`;
      const left = database.all(idRow, orphans);
      for (const { id } of left) await eraseUnits(id);
      if (expired.length + left.length > 0) database.shred();
      return expired;
    },

    async openOf(caller) {
      const sql = `select count(*) as amount from jobs
        where caller = ? and state in ('receiving', 'queued', 'running')`;
      return database.one(amountRow, sql, [caller])?.amount ?? 0;
    },

    async remember(mark, untilMs) {
      database.run('insert or replace into job_marks (mark, until_ms) values (?, ?)', [mark, untilMs]);
    },

    async isRemembered(mark) {
      const sql = 'select count(*) as amount from job_marks where mark = ? and until_ms > ?';
      return database.one(amountRow, sql, [mark, now()])?.amount === 1;
    },

    async forget(mark) {
      database.run('delete from job_marks where mark = ?', [mark]);
    },

    async counts() {
      const counts: Record<JobState, number> = {
        receiving: 0,
        queued: 0,
        running: 0,
        succeeded: 0,
        partial: 0,
        failed: 0,
        cancelled: 0,
      };
      const found = database.all(countRow, 'select state, count(*) as count from jobs group by state');
      for (const { state, count } of found) counts[state] = count;
      return counts;
    },
  };
}
