/** A job as a row of the database of one machine. */
import * as z from 'zod/mini';
import { modelInfo } from '#core/contracts/analysis';
import { errorData } from '#core/contracts/errors';
import { jobState, jobTable } from '#core/contracts/jobs';
import { flag } from './database.ts';

function json<T>(schema: z.ZodMiniType<T>) {
  return z.pipe(
    z.nullable(z.string()),
    z.transform((text): T | null => (text === null ? null : schema.parse(JSON.parse(text)))),
  );
}

/** With the names of a `JobRecord`. */
export const jobRow = z.object({
  id: z.string(),
  caller: z.string(),
  idempotencyKey: z.string(),
  fingerprint: z.string(),
  state: jobState,
  anyLanguage: flag,
  deleteAfterRead: flag,
  units: z.int(),
  rows: z.int(),
  doneUnits: z.int(),
  doneRows: z.int(),
  failedRows: z.int(),
  model: json(modelInfo),
  table: json(jobTable),
  error: json(errorData),
  createdAtMs: z.number(),
  startedAtMs: z.nullable(z.number()),
  finishedAtMs: z.nullable(z.number()),
  erasedAtMs: z.nullable(z.number()),
  expiresAtMs: z.number(),
});

/** To be selected for it. */
export const jobColumns = `id, caller, idempotency_key as idempotencyKey, fingerprint, state, any_language as anyLanguage,
  delete_after_read as deleteAfterRead, units, rows, done_units as doneUnits, done_rows as doneRows,
  failed_rows as failedRows, model, table_read as "table", error, created_at_ms as createdAtMs, started_at_ms as startedAtMs,
  finished_at_ms as finishedAtMs, erased_at_ms as erasedAtMs, expires_at_ms as expiresAtMs`;
