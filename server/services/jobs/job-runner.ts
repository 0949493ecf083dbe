/** Reads the portions of jobs behind everybody who waits for an answer, and keeps what comes of them. */
import { setTimeout as delay } from 'node:timers/promises';
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { ErrorCode } from '#core/contracts/errors';
import type { JobResult, JobRow } from '#core/contracts/jobs';
import type { RowResult } from '#core/contracts/row-result';
import type { JobQueue, JobRecord, JobStore, UnitTask } from '../../stores/stores.ts';
import type { Inference } from '../inference/inference.ts';
import type { PortionBox, PortionRows } from './portion-box.ts';

/** So many for each process that reads: one under way and one that follows, and no more before those who wait. */
const portionsPerProcess = 2;
/** No failures of a portion: it has to wait for its turn. */
const waitingCodes: readonly ErrorCode[] = ['server-busy', 'server-stopping', 'deadline-exceeded'];
const usualWaitMs = 1000;

export interface JobRunnerDeps {
  readonly store: JobStore;
  readonly queue: JobQueue;
  readonly inference: Pick<Inference, 'readRows' | 'model' | 'state'>;
  readonly box: PortionBox;
  readonly processes: number;
  /** Of a text; a longer one fails alone. */
  readonly maxTextCharacters: number;
  readonly now: () => number;
  /** Told after every change. */
  readonly onChange: (jobId: string) => void;
  /** Told of a job whose last portion was read, from the first on in ms. */
  readonly onEnded: (elapsedMs: number) => void;
}

/** Takes portions from now on, until the queue is closed. */
export function runJobs(deps: JobRunnerDeps): void {
  const { store, queue, inference, box, now, onChange } = deps;

  async function keep(task: UnitTask, portion: PortionRows, results: readonly RowResult[]): Promise<void> {
    const lines = portion.rows.map(({ id }, i): JobResult => {
      const result = results[i] ?? { kind: 'failed', code: 'internal' };
      return { index: portion.firstIndex + i, ...(id === undefined ? {} : { id }), result };
    });
    const atMs = now();
    const isNew = await store.commitUnit(task.jobId, task.unit, {
      sealed: box.sealResults(task, lines),
      rows: lines.length,
      failed: lines.filter(({ result }) => result.kind === 'failed').length,
      atMs,
    });
    onChange(task.jobId);
    if (isNew) await tellEnd(task.jobId, atMs);
  }

  /** Told by the one whose portion was the last. */
  async function tellEnd(jobId: string, atMs: number): Promise<void> {
    const job = await store.get(jobId);
    if (job?.finishedAtMs === atMs) deps.onEnded(atMs - (job.startedAtMs ?? job.createdAtMs));
  }

  /** Undefined where it was kept before, or its job is over. */
  async function open(task: UnitTask): Promise<{ job: JobRecord; portion: PortionRows } | undefined> {
    const job = await store.get(task.jobId);
    const sealed = await store.getUnit(task.jobId, task.unit);
    return job && sealed ? { job, portion: box.openRows(task, sealed) } : undefined;
  }

  async function work(task: UnitTask, signal: AbortSignal): Promise<void> {
    const opened = await open(task);
    if (opened === undefined) return;
    const { job, portion } = opened;
    if (await endsWithModel(job)) return;
    await store.begin(job.id, now());
    onChange(job.id);
    await keep(task, portion, await read(portion.rows, job, signal));
  }

  /** A job is read by the model it was handed over to, all of it; that one is not here any more. */
  async function endsWithModel({ id, model }: JobRecord): Promise<boolean> {
    const current = inference.model;
    if (model === null || current === null || model.sha256 === current.sha256) return false;
    const { name, version } = model;
    await store.fail(id, new UndertoneError('model-unavailable', { name, version }).toData(), now());
    await queue.remove(id);
    onChange(id);
    return true;
  }

  async function read(
    rows: readonly JobRow[],
    { anyLanguage }: JobRecord,
    signal: AbortSignal,
  ): Promise<RowResult[]> {
    const isReadable = ({ text }: JobRow): boolean => text.length <= deps.maxTextCharacters;
    const texts = rows.filter(isReadable).map(({ text }) => text);
    const readings = (await readPatiently(texts, anyLanguage, signal)).values();
    return rows.map((row) =>
      isReadable(row)
        ? (readings.next().value ?? { kind: 'failed', code: 'internal' })
        : { kind: 'failed', code: 'text-too-long' },
    );
  }

  async function readPatiently(
    texts: readonly string[],
    anyLanguage: boolean,
    signal: AbortSignal,
  ): Promise<RowResult[]> {
    if (texts.length === 0) return [];
    for (;;) {
      try {
        return (await inference.readRows(texts, { anyLanguage, signal, workClass: 'jobs' })).results;
      } catch (thrown) {
        if (!(thrown instanceof UndertoneError && hasToWait(thrown))) throw thrown;
        const { retryAfterMs } = thrown.details;
        await delay(typeof retryAfterMs === 'number' ? retryAfterMs : usualWaitMs, undefined, { signal });
      }
    }
  }

  /** The same error may be of one text, or of a reader that does not start: then the portion waits for whoever mends it. */
  function hasToWait({ code }: UndertoneError): boolean {
    const isBroken = inference.state.kind === 'failed' && code !== 'cancelled';
    return isBroken || waitingCodes.includes(code);
  }

  async function giveUp(task: UnitTask, thrown: unknown): Promise<void> {
    const opened = await open(task);
    if (opened === undefined) return;
    const { code } = toUndertoneError(thrown);
    await keep(
      task,
      opened.portion,
      opened.portion.rows.map(() => ({ kind: 'failed', code })),
    );
  }

  queue.consume(work, { atOnce: deps.processes * portionsPerProcess, onGivenUp: giveUp });
}
