/** Reads the portions of jobs behind everybody who waits for an answer, and keeps what comes of them. */
import type { ModelInfo } from '#core/contracts/analysis';
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { ErrorCode, ErrorData } from '#core/contracts/errors';
import type { JobResult, JobRow } from '#core/contracts/jobs';
import type { RowResult } from '#core/contracts/row-result';
import type { RowsRead } from '#core/engine';
import { PutOff } from '../../stores/put-off.ts';
import type { JobQueue, JobRecord, JobStore, ModelPresence, UnitTask } from '../../stores/stores.ts';
import type { Inference } from '../inference/inference.ts';
import type { PortionBox, PortionRows } from './portion-box.ts';
import { readApart } from './read-apart.ts';

/** So many for each process that reads: one under way and one that follows, and no more before those who wait. */
const portionsPerProcess = 2;
/** No failures of a portion: it has to wait, or to be read by another server. */
const passingCodes: readonly ErrorCode[] = [
  'server-busy',
  'server-stopping',
  'deadline-exceeded',
  'storage-full',
  'storage-unavailable',
];

export interface JobRunnerDeps {
  readonly store: JobStore;
  readonly queue: JobQueue;
  readonly presence: Pick<ModelPresence, 'isAwaited'>;
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
  const { store, queue, presence, inference, box, now, onChange } = deps;

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
    // Whoever can read is to have it, on this machine or on another.
    if (inference.state.kind === 'failed') throw new PutOff();
    try {
      await readPortion(task, signal);
    } catch (thrown) {
      throw isPassing(thrown) ? new PutOff() : thrown;
    }
  }

  async function readPortion(task: UnitTask, signal: AbortSignal): Promise<void> {
    const opened = await open(task);
    if (opened === undefined) return;
    const { job, portion } = opened;
    if (!isMeant(job, inference.model)) return leaveToOthers(job);
    await store.begin(job.id, now());
    onChange(job.id);
    const { results, model } = await read(portion.rows, job, signal);
    // What a server reads with is not known before it has started.
    if (!isMeant(job, model)) return leaveToOthers(job);
    await keep(task, portion, results);
  }

  /** Those that have the model of the job, as long as there are any; without them the job is over. */
  async function leaveToOthers({ id, model }: JobRecord): Promise<void> {
    if (model === null || (await presence.isAwaited(model.sha256))) throw new PutOff();
    const { name, version } = model;
    await end(id, new UndertoneError('model-unavailable', { name, version }).toData());
  }

  async function end(jobId: string, error: ErrorData): Promise<void> {
    await store.fail(jobId, error, now());
    await queue.remove(jobId);
    onChange(jobId);
  }

  async function read(
    rows: readonly JobRow[],
    { anyLanguage }: JobRecord,
    signal: AbortSignal,
  ): Promise<RowsRead> {
    const isReadable = ({ text }: JobRow): boolean => text.length <= deps.maxTextCharacters;
    const { results, model } = await readApart(
      rows.filter(isReadable).map(({ text }) => text),
      {
        read: (texts) => inference.readRows(texts, { anyLanguage, signal, workClass: 'jobs' }),
        isPassing,
        signal,
      },
    );
    const readings = results.values();
    const all = rows.map((row): RowResult =>
      isReadable(row)
        ? (readings.next().value ?? { kind: 'failed', code: 'internal' })
        : { kind: 'failed', code: 'text-too-long' },
    );
    return { results: all, model };
  }

  /** The same error may be of one text, or of a reader that does not start: then it is nothing to hold against a text. */
  function isPassing(thrown: unknown): boolean {
    if (!(thrown instanceof UndertoneError)) return thrown instanceof PutOff;
    return inference.state.kind === 'failed' || passingCodes.includes(thrown.code);
  }

  async function giveUp(task: UnitTask, thrown: unknown): Promise<void> {
    const opened = await openOrEnd(task);
    if (opened === undefined) return;
    const { code } = toUndertoneError(thrown);
    await keep(
      task,
      opened.portion,
      opened.portion.rows.map(() => ({ kind: 'failed', code })),
    );
  }

  /** Without the rows of a portion nobody can say how many have failed. */
  async function openOrEnd(task: UnitTask): ReturnType<typeof open> {
    try {
      return await open(task);
    } catch (thrown) {
      if (isPassing(thrown)) throw thrown;
      await end(task.jobId, toUndertoneError(thrown).toData());
      return undefined;
    }
  }

  queue.consume(work, { atOnce: deps.processes * portionsPerProcess, onGivenUp: giveUp });
}

/** A job is read by the model it was handed over to, all of it. @param model null where nothing is known of it */
function isMeant(job: JobRecord, model: ModelInfo | null): boolean {
  return job.model === null || model === null || job.model.sha256 === model.sha256;
}
