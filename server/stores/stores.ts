/**
 * What the server keeps, behind interfaces that one machine fills with SQLite and several with Redis. Texts and
 * readings come here sealed (`services/secrets.ts`); ids, counts and times are in the clear.
 */
import type { AuditEntry, AuditHead } from '#core/contracts/feedback';
import type { JobState, JobTable } from '#core/contracts/jobs';
import type { ErrorData } from '#core/contracts/errors';
import type { ModelInfo } from '#core/contracts/analysis';

/** Times are milliseconds since 1970. */
export interface JobRecord {
  readonly id: string;
  /** Id of the API key, `anonymous` without one: nobody else is told of the job. */
  readonly caller: string;
  readonly idempotencyKey: string;
  /** HMAC of what was handed over; empty while it is being received, as are the counts of rows and portions. */
  readonly fingerprint: string;
  readonly state: JobState;
  readonly anyLanguage: boolean;
  readonly deleteAfterRead: boolean;
  /** Portions of rows, each read and kept as a whole. */
  readonly units: number;
  readonly rows: number;
  readonly doneUnits: number;
  readonly doneRows: number;
  readonly failedRows: number;
  /** Null of jobs of before it was asked for. */
  readonly model: ModelInfo | null;
  /** Places of columns alone. Null of what came as JSON, and of jobs of before it was told. */
  readonly table: JobTable | null;
  readonly error: ErrorData | null;
  readonly createdAtMs: number;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  /** When its rows and results were; null of jobs that were cancelled before it was told. */
  readonly erasedAtMs: number | null;
  readonly expiresAtMs: number;
}

/** What a job is found to be when all of it has come: JSON may say how it is to be read behind its items. */
export interface SealedUpload {
  readonly units: number;
  readonly rows: number;
  readonly fingerprint: string;
  readonly anyLanguage: boolean;
  readonly deleteAfterRead: boolean;
  readonly table: JobTable | null;
}

export interface NewJob {
  readonly id: string;
  readonly caller: string;
  readonly idempotencyKey: string;
  readonly model: ModelInfo;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

export interface JobStore {
  /** Begins a job in the state `receiving`; where the caller has used the key before, the job of then and no new one. */
  create(job: NewJob): Promise<{ readonly created: boolean; readonly job: JobRecord }>;
  /**
   * Keeps the sealed rows of a portion, numbered from 0.
   *
   * @throws UndertoneError `cancelled` where the job is not being received any more
   */
  putUnit(jobId: string, unit: number, sealedRows: Uint8Array): Promise<void>;
  /** Ends the upload: the job is `queued`. @throws UndertoneError as of `putUnit` */
  seal(jobId: string, upload: SealedUpload): Promise<void>;
  /** Forgets a job whose upload broke off, with the key it was handed over under; nothing where it is sealed. */
  discard(jobId: string): Promise<void>;
  get(jobId: string): Promise<JobRecord | undefined>;
  getUnit(jobId: string, unit: number): Promise<Uint8Array | undefined>;
  /** `queued` becomes `running`; nothing where it runs or has ended. */
  begin(jobId: string, atMs: number): Promise<void>;
  /**
   * Keeps what came of a portion and counts it, in one step, and drops its rows. The last one ends the job: as
   * `succeeded`, as `partial` where rows have failed, as `failed` where all have.
   *
   * @returns false where it was kept before, or the job is gone or ended: then nothing has changed
   */
  commitUnit(
    jobId: string,
    unit: number,
    result: { sealed: Uint8Array; rows: number; failed: number; atMs: number },
  ): Promise<boolean>;
  getResult(jobId: string, unit: number): Promise<Uint8Array | undefined>;
  /** Ends the job with an error as a whole; what was read stays. */
  fail(jobId: string, error: ErrorData, atMs: number): Promise<void>;
  /** Erases everything of the job but that it was cancelled, until it expires; nothing where it is not known. */
  erase(jobId: string, atMs: number): Promise<void>;
  /**
   * Erases rows and results of a job that has ended, which stays as it is in everything else.
   *
   * @returns false where that was done before, or the job has not ended or is not known
   */
  eraseRows(jobId: string, atMs: number): Promise<boolean>;
  /**
   * Erases everything of the jobs that have expired and of uploads that have been silent for two minutes, and the marks that
   * are not remembered any more.
   *
   * @returns ids of the jobs
   */
  expire(nowMs: number): Promise<string[]>;
  /** Jobs of the caller that have not ended. */
  openOf(caller: string): Promise<number>;
  /** Remembers a job by what tells nothing of it, so that it can be said later that there was one. */
  remember(mark: string, untilMs: number): Promise<void>;
  isRemembered(mark: string): Promise<boolean>;
  forget(mark: string): Promise<void>;
  /** Jobs in each state. */
  counts(): Promise<Record<JobState, number>>;
}

export interface UnitTask {
  readonly jobId: string;
  readonly unit: number;
}

/** Who reads which portion next. A portion may be given out twice (a reader died); it is kept once (`commitUnit`). */
export interface JobQueue {
  /** Offers the portions of a sealed job. */
  add(jobId: string, units: number): Promise<void>;
  /**
   * Takes portions until `close`, at most `atOnce` at a time. A portion whose `work` throws `PutOff` is let go
   * at once and comes again after a moment, here or elsewhere, behind what waits; that counts for nothing. One whose `work`
   * throws anything else comes again later, a few times, then `onGivenUp`; one that cannot even be given up is put off.
   */
  consume(
    work: (task: UnitTask, signal: AbortSignal) => Promise<void>,
    options: {
      readonly atOnce: number;
      readonly onGivenUp: (task: UnitTask, error: unknown) => Promise<void>;
    },
  ): void;
  /** No portion of the job is given out any more; those under way are aborted. */
  remove(jobId: string): Promise<void>;
  /** Ends taking portions; those under way are waited for, at most `waitMs`, then aborted and left to others. */
  close(waitMs: number): Promise<void>;
}

/** Which models servers read with: a job is read by the model it was handed over to, on whichever machine that is. */
export interface ModelPresence {
  /** Says that a server reads with it; to be said again every few seconds. */
  announce(sha256: string): Promise<void>;
  /** Whether another server reads with it, or has not been gone for so long that it is given up. */
  isAwaited(sha256: string): Promise<boolean>;
}

export interface LimitStore {
  /**
   * Takes `tokens` from what the caller may use, which grows by `perMinute` a minute up to `perMinute`. A caller may go
   * below nothing once, and then waits until there is something again.
   */
  take(
    caller: string,
    tokens: number,
    perMinute: number,
    nowMs: number,
  ): Promise<{ readonly isAllowed: boolean; readonly remaining: number; readonly retryAfterMs: number }>;
  /** Corrects a guess: a negative number gives back. */
  settle(caller: string, tokens: number, perMinute: number, nowMs: number): Promise<void>;
}

/** Readings by keys that tell nothing of the text. Values hold no text. */
export interface ReadingCache {
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, value: Uint8Array): Promise<void>;
}

/** Of an entry, what it is found by. */
export interface ListedFeedback {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Its name. */
  readonly model: string;
  readonly sealed: Uint8Array;
}

/** Every change and its link of the audit are one step (`services/feedback/audit-chain.ts`). */
export interface FeedbackStore {
  add(entry: ListedFeedback & { readonly receiptHash: string; readonly caller: string }): Promise<void>;
  /** @returns whether there was an entry with this receipt */
  erase(erasure: {
    readonly id: string;
    readonly receiptHash: string;
    readonly caller: string;
    readonly at: string;
  }): Promise<boolean>;
  /** From the oldest on. */
  list(filter: {
    readonly since?: string | undefined;
    readonly model?: string | undefined;
  }): AsyncIterable<ListedFeedback>;
  /** Appends a link to the audit's chain. */
  audit(link: Pick<AuditEntry, 'action' | 'subject' | 'caller' | 'at'>): Promise<void>;
  auditTrail(): AsyncIterable<AuditEntry>;
  /** Undefined before the first link. */
  auditHead(): Promise<AuditHead | undefined>;
}

export interface Stores {
  readonly jobs: JobStore;
  readonly queue: JobQueue;
  readonly presence: ModelPresence;
  readonly limits: LimitStore;
  readonly cache: ReadingCache;
  readonly feedback: FeedbackStore;
  /** Whether they can be used now. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
