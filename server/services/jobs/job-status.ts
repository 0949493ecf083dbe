/** What is told of a job to the one who handed it over. */
import { isFinished } from '#core/contracts/jobs';
import type { JobStatus } from '#core/contracts/jobs';
import { wordsFor } from '../../program-words.ts';
import type { JobRecord } from '../../stores/stores.ts';

export function statusOf(job: JobRecord, nowMs: number): JobStatus {
  return {
    id: job.id,
    state: job.state,
    progress: { total: job.rows, done: job.doneRows, failed: job.failedRows },
    etaMs: remainingMs(job, nowMs),
    createdAt: instant(job.createdAtMs),
    finishedAt: job.finishedAtMs === null ? null : instant(job.finishedAtMs),
    erasedAt: job.erasedAtMs === null ? null : instant(job.erasedAtMs),
    expiresAt: instant(job.expiresAtMs),
    model: job.model,
    table: job.table,
    error: job.error === null ? null : { ...job.error, ...wordsFor(job.error.code, job.error.details) },
  };
}

/** Changes with all that the status tells but the time that is left, which goes by itself. */
export function versionOf({ state, doneRows, failedRows, erasedAtMs }: JobRecord): string {
  return `${state}-${doneRows}-${failedRows}${erasedAtMs === null ? '' : '-erased'}`;
}

/** By the rate since it was begun. */
function remainingMs(job: JobRecord, nowMs: number): number | null {
  if (isFinished(job.state) || job.startedAtMs === null || job.doneRows === 0) return null;
  const elapsedMs = Math.max(0, nowMs - job.startedAtMs);
  return Math.round((elapsedMs / job.doneRows) * (job.rows - job.doneRows));
}

const instant = (atMs: number): string => new Date(atMs).toISOString();
