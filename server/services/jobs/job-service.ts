/** Jobs as their callers know them: handed over, asked after, fetched and erased. */
import { UndertoneError } from '#core/contracts/errors';
import type { FeedbackStore, JobRecord, JobQueue, JobStore, ModelPresence } from '../../stores/stores.ts';
import type { Inference } from '../inference/inference.ts';
import type { Secrets } from '../secrets.ts';
import { resultPage } from './job-results.ts';
import type { ResultPage } from './job-results.ts';
import { runJobs } from './job-runner.ts';
import { jobMark, takeIn } from './job-uploads.ts';
import type { HandOver } from './job-uploads.ts';
import { createJobWatch } from './job-watch.ts';
import { createPortionBox } from './portion-box.ts';
import { isUuid } from '../../uuid.ts';

/** Between two looks for jobs that have expired. */
const sweepMs = 60_000;
/** Between two times that this server says what it reads with. */
const announceMs = 3000;
/** For who hands over before it is known what is read with. */
const startingRetryMs = 1000;

export interface JobServiceDeps {
  readonly store: JobStore;
  readonly queue: JobQueue;
  readonly presence: ModelPresence;
  /** Where the audit writes down that a job was erased. */
  readonly feedback: Pick<FeedbackStore, 'audit'>;
  readonly secrets: Secrets;
  readonly inference: Pick<Inference, 'readRows' | 'model' | 'state'>;
  /** That read texts. */
  readonly processes: number;
  /** UTF-16 units. */
  readonly maxTextCharacters: number;
  /** From the hand-over of a job to the erasure of all that is kept of it. */
  readonly lifetimeMs: number;
  /** In ms since 1970; of the system unless told. */
  readonly now?: () => number;
  /** Told of a job whose last portion was read here, from the first on in ms. */
  readonly onEnded?: (elapsedMs: number) => void;
}

export interface JobService {
  /** Reads jobs, and erases those that have expired, from now on. */
  start(): void;
  /** Takes an upload in. @throws UndertoneError as of `takeIn`, `server-busy` where it is not known yet what is read with */
  handOver(handOver: Omit<HandOver, 'model'>): Promise<JobRecord>;
  /** @throws UndertoneError `job-expired`; `not-found`, also for the job of somebody else */
  find(caller: string, id: string): Promise<JobRecord>;
  /**
   * The job as soon as `isNews` says so of it, or as it is when the signal is aborted.
   *
   * @throws UndertoneError as of `find`, `server-busy` where too many wait
   */
  waitFor(
    caller: string,
    id: string,
    isNews: (job: JobRecord) => boolean,
    signal: AbortSignal,
  ): Promise<JobRecord>;
  /** @throws UndertoneError as of `resultPage` */
  results(job: JobRecord, cursor: string | undefined): Promise<ResultPage>;
  /** To be told when the last page has arrived: rows and results go where that was asked for. */
  wasRead(job: JobRecord): Promise<void>;
  /**
   * Ends the job where it has not ended, and erases everything of it. Once more changes nothing.
   *
   * @throws UndertoneError as of `find`
   */
  erase(caller: string, id: string): Promise<void>;
  /** Takes no more portions, waits for those under way, at most `waitMs`; what is left goes on with the next server. */
  close(waitMs: number): Promise<void>;
}

export function createJobService(deps: JobServiceDeps): JobService {
  const { store, queue, presence, feedback, secrets, inference, now = Date.now } = deps;
  const box = createPortionBox(secrets);
  const watch = createJobWatch();
  const timers: NodeJS.Timeout[] = [];

  async function find(caller: string, id: string): Promise<JobRecord> {
    // What a caller takes for an id may be anything, and goes no further.
    if (!isUuid(id)) throw new UndertoneError('not-found');
    const job = await store.get(id);
    if (job?.caller === caller && job.expiresAtMs > now()) return job;
    const wasThere = await store.isRemembered(jobMark(secrets, { caller, id }));
    throw new UndertoneError(wasThere ? 'job-expired' : 'not-found');
  }

  async function sweep(): Promise<void> {
    for (const id of await store.expire(now())) {
      await queue.remove(id);
      watch.tell(id);
    }
  }

  async function announce(): Promise<void> {
    if (inference.model !== null) await presence.announce(inference.model.sha256);
  }

  async function eraseJob(job: JobRecord): Promise<void> {
    const { id, state, erasedAtMs } = job;
    await queue.remove(id);
    await store.erase(id, now());
    await tellErased(job, state !== 'cancelled' && erasedAtMs === null);
  }

  async function tellErased(job: JobRecord, isNew: boolean): Promise<void> {
    const { id, caller } = job;
    await store.forget(jobMark(secrets, job));
    watch.tell(id);
    if (!isNew) return;
    await feedback.audit({ action: 'job-erased', subject: id, caller, at: new Date(now()).toISOString() });
  }

  return {
    start() {
      const { processes, maxTextCharacters, onEnded = () => undefined } = deps;
      runJobs({
        store,
        queue,
        presence,
        inference,
        box,
        processes,
        maxTextCharacters,
        now,
        onChange: (id) => watch.tell(id),
        onEnded,
      });
      // A store that cannot be reached now may be the next time.
      const sweepOnce = (): void => void sweep().catch(() => undefined);
      const announceOnce = (): void => void announce().catch(() => undefined);
      sweepOnce();
      announceOnce();
      timers.push(setInterval(sweepOnce, sweepMs), setInterval(announceOnce, announceMs));
    },

    async handOver(handOver) {
      const { lifetimeMs } = deps;
      const { model } = inference;
      // A job is bound to the model that it was handed over to.
      if (model === null) throw new UndertoneError('server-busy', { retryAfterMs: startingRetryMs });
      // The job is not to be older than the news of its model.
      await announce();
      return takeIn({ ...handOver, model }, { store, queue, secrets, box, now, lifetimeMs });
    },

    find,

    async waitFor(caller, id, isNews, signal) {
      for (;;) {
        const job = await find(caller, id);
        if (isNews(job) || signal.aborted) return job;
        await watch.wait(id, signal);
      }
    },

    results: (job, cursor) => resultPage(job, cursor, { store, box }),

    async wasRead(job) {
      if (job.deleteAfterRead) await tellErased(job, await store.eraseRows(job.id, now()));
    },

    async erase(caller, id) {
      await eraseJob(await find(caller, id));
    },

    async close(waitMs) {
      for (const timer of timers) clearInterval(timer);
      await queue.close(waitMs);
    },
  };
}
