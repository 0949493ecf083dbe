/** Which calls are let in: those that begin and end in time, by what is predicted. */
import { UndertoneError } from '#core/contracts/errors';
import type { WorkClass } from './inference.ts';

export interface WaitBudgets {
  /** The longest predicted wait at which an interactive call is still let in. */
  readonly maxWaitMs: number;
  /** The same for one of a batch. Jobs are bounded by those who hand their portions over. */
  readonly maxBatchWaitMs: number;
}

export interface Candidate {
  readonly workClass: WorkClass;
  /** Of the call itself. */
  readonly predictedMs: number;
  /** Until it would begin. */
  readonly waitMs: number;
  readonly deadlineMs: number | undefined;
}

/** @throws UndertoneError `server-busy` with `retryAfterMs`, `deadline-exceeded` */
export function refuseUntimely(
  { workClass, predictedMs, waitMs, deadlineMs }: Candidate,
  { maxWaitMs, maxBatchWaitMs }: WaitBudgets,
): void {
  const budgetMs = { interactive: maxWaitMs, batch: maxBatchWaitMs, jobs: Number.POSITIVE_INFINITY };
  if (waitMs > budgetMs[workClass]) {
    throw new UndertoneError('server-busy', { retryAfterMs: Math.ceil(waitMs) });
  }
  if (deadlineMs !== undefined && waitMs + predictedMs > deadlineMs) {
    throw new UndertoneError('deadline-exceeded', { predictedMs: Math.ceil(waitMs + predictedMs) });
  }
}
