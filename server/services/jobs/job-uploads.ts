/** Takes jobs in: what is handed over again under the same key is the job of then. */
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { UndertoneError } from '#core/contracts/errors';
import type { ModelInfo } from '#core/contracts/analysis';
import type { JobRow } from '#core/contracts/jobs';
import type { JobQueue, JobRecord, JobStore, SealedUpload } from '../../stores/stores.ts';
import type { Secrets } from '../secrets.ts';
import type { PortionBox } from './portion-box.ts';
import { inPortions } from './portions.ts';
import type { Upload } from './upload.ts';

/** Of all callers, those that have ended left out: each may keep the largest upload on the disk. */
const maxOpenJobs = 100;
/** Of one caller, so that nobody takes the places of all others. */
const maxOpenJobsOfCaller = 20;
const busyRetryMs = 10_000;
const receivingRetryMs = 1000;
/** After it has expired, that there was a job is known for so long. */
const rememberedMs = 7 * 86_400_000;

export interface JobUploadsDeps {
  readonly store: JobStore;
  readonly queue: JobQueue;
  readonly secrets: Secrets;
  readonly box: PortionBox;
  readonly now: () => number;
  /** From the hand-over of a job to the erasure of all that is kept of it. */
  readonly lifetimeMs: number;
}

export interface HandOver {
  readonly caller: string;
  readonly idempotencyKey: string;
  readonly model: ModelInfo;
  readonly upload: Upload;
}

/** What a job is remembered by when nothing else is left of it: who does not know its id and its caller learns nothing. */
export function jobMark(secrets: Secrets, { caller, id }: Pick<JobRecord, 'caller' | 'id'>): string {
  return secrets.digest('job mark', caller, id);
}

type KeepPortion = (
  unit: number,
  portion: { readonly firstIndex: number; readonly rows: readonly JobRow[] },
) => Promise<void>;

/**
 * Keeps an upload portion by portion as it comes, and offers it to be read when it is whole. One that breaks off leaves
 * nothing.
 *
 * @throws UndertoneError `idempotency-in-progress`, `idempotency-mismatch`, `rate-limited` where the caller has too many jobs
 *   that have not ended, `server-busy` where all have, `storage-full`, and what the upload throws
 */
export async function takeIn(handOver: HandOver, deps: JobUploadsDeps): Promise<JobRecord> {
  const { store, secrets, box, now, lifetimeMs } = deps;
  const { caller, idempotencyKey, model, upload } = handOver;
  const createdAtMs = now();
  const { created, job } = await store.create({
    id: randomUUID(),
    caller,
    // Keys of the caller's own making may say anything.
    idempotencyKey: secrets.digest('idempotency key', idempotencyKey),
    model,
    createdAtMs,
    expiresAtMs: createdAtMs + lifetimeMs,
  });
  const { id } = job;
  if (!created) return handedOverBefore(job, upload, deps);
  try {
    await refuseTooMany(store, caller);
    const sealed = await goThrough(upload, secrets, (unit, portion) =>
      store.putUnit(id, unit, box.sealRows({ jobId: id, unit }, portion)),
    );
    await store.remember(jobMark(secrets, job), job.expiresAtMs + rememberedMs);
    await store.seal(id, sealed);
  } catch (thrown) {
    await store.discard(id);
    throw thrown;
  }
  return offer(id, deps);
}

/** What comes again is read to its end, since nothing less tells whether it is the same. */
async function handedOverBefore(job: JobRecord, upload: Upload, deps: JobUploadsDeps): Promise<JobRecord> {
  if (job.state === 'receiving') {
    throw new UndertoneError('idempotency-in-progress', { retryAfterMs: receivingRetryMs });
  }
  // Its rows are gone: to answer with it would look as if they had been taken in.
  if (job.state === 'cancelled' || job.erasedAtMs !== null)
    throw new UndertoneError('idempotency-mismatch', { fault: 'erased' });
  const { fingerprint } = await goThrough(upload, deps.secrets, async () => undefined);
  if (fingerprint !== job.fingerprint) throw new UndertoneError('idempotency-mismatch');
  // Its server may have ended between keeping it and offering it.
  return job.state === 'queued' ? offer(job.id, deps) : job;
}

async function offer(id: string, { store, queue }: JobUploadsDeps): Promise<JobRecord> {
  const job = await store.get(id);
  if (job === undefined) throw new UndertoneError('not-found');
  await queue.add(id, job.units);
  return job;
}

async function refuseTooMany(store: JobStore, caller: string): Promise<void> {
  if ((await store.openOf(caller)) > maxOpenJobsOfCaller) {
    throw new UndertoneError('rate-limited', {
      limit: maxOpenJobsOfCaller,
      unit: 'open-jobs',
      retryAfterMs: busyRetryMs,
    });
  }
  const { receiving, queued, running } = await store.counts();
  if (receiving + queued + running > maxOpenJobs) {
    throw new UndertoneError('server-busy', { retryAfterMs: busyRetryMs });
  }
}

async function goThrough(upload: Upload, secrets: Secrets, keep: KeepPortion): Promise<SealedUpload> {
  const digest = (...parts: string[]): string => secrets.digest('job', ...parts);
  let fingerprint = '';
  let units = 0;
  let rows = 0;
  for await (const portion of inPortions(upload.batches)) {
    await keep(units, { firstIndex: rows, rows: portion });
    // A fast sender's bytes are there before they are asked for, and everybody else would wait for the end of them.
    await nextTurn();
    fingerprint = digest(fingerprint, JSON.stringify(portion));
    units += 1;
    rows += portion.length;
  }
  const { anyLanguage, deleteAfterRead } = upload.options;
  fingerprint = digest(fingerprint, String(anyLanguage), String(deleteAfterRead));
  return { units, rows, fingerprint, anyLanguage, deleteAfterRead, table: upload.table };
}
