/** Results of a job, page by page, as they are ready: in the order of its rows. */
import { UndertoneError } from '#core/contracts/errors';
import { isFinished } from '#core/contracts/jobs';
import type { JobRecord, JobStore } from '../../stores/stores.ts';
import type { PortionBox } from './portion-box.ts';

/** Portions of a page, some 2,000 rows. */
const portionsPerPage = 8;
const retryAfterMs = 1000;

export interface ResultPage {
  /** Lines of JSON, one a row. */
  readonly lines: string;
  /** Where the next page begins; null where all results that there will ever be have been given out. */
  readonly next: string | null;
}

/**
 * @param cursor of the page before; undefined for the first
 * @throws UndertoneError `job-unfinished` where nothing is ready there yet, `not-found` where all was erased,
 *   `input-invalid` for what is no cursor
 */
export async function resultPage(
  job: JobRecord,
  cursor: string | undefined,
  { store, box }: { readonly store: JobStore; readonly box: PortionBox },
): Promise<ResultPage> {
  if (job.state === 'cancelled' || job.erasedAtMs !== null) throw new UndertoneError('not-found');
  const isOver = isFinished(job.state);
  const pieces: string[] = [];
  let unit = unitOf(cursor);
  if (job.state !== 'receiving' && unit >= job.units) throw wrongCursor();
  for (; unit < job.units && pieces.length < portionsPerPage; unit += 1) {
    const sealed = await store.getResult(job.id, unit);
    if (sealed !== undefined) pieces.push(box.openLines({ jobId: job.id, unit }, sealed));
    // What a job that is over has not read will never be.
    else if (!isOver) break;
  }
  if (pieces.length === 0 && !isOver) throw new UndertoneError('job-unfinished', { retryAfterMs });
  return { lines: pieces.join(''), next: unit < job.units ? String(unit) : null };
}

function unitOf(cursor = '0'): number {
  if (!/^\d{1,6}$/.test(cursor)) throw wrongCursor();
  return Number(cursor);
}

function wrongCursor(): UndertoneError {
  return new UndertoneError('input-invalid', { faults: [{ pointer: '/cursor', fault: 'no-such-page' }] });
}
