/** The end of the server, so that nobody who was let in is left without an answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LifecycleControl } from './lifecycle.ts';

/** Most of the time before requests are refused, for a balancer to see that the server is not ready. */
const longestNoticeMs = 2000;
/** Even when the time is up: what is closed properly need not be mended at the next start. */
const leastReleaseMs = 500;
/** Of the whole, at the most. */
const noticeShare = 0.2;

export interface ShutdownParts {
  readonly lifecycle: LifecycleControl;
  /** For everything, in ms. */
  readonly budgetMs: number;
  /** Stops taking portions of jobs; those under way go back within the time. */
  readonly handJobsBack: (waitMs: number) => Promise<void>;
  /** Ends listening and open connections. */
  readonly close: () => Promise<void>;
  /** What all of it stood on. */
  readonly release: () => Promise<void>;
}

/**
 * @param hasNotice whether balancers are told before requests are refused; a person at a keyboard need not wait for that
 * @returns requests that were still open when the time was up
 */
export async function shutDown(parts: ShutdownParts, hasNotice: boolean): Promise<number> {
  const { lifecycle, budgetMs, handJobsBack, close, release } = parts;
  const endsAtMs = performance.now() + budgetMs;
  const leftMs = (): number => Math.max(endsAtMs - performance.now(), 0);
  const timeIsUp = new AbortController();
  const budget = sleep(budgetMs, undefined, { signal: timeIsUp.signal, ref: true }).catch(() => undefined);

  lifecycle.beginDraining();
  if (hasNotice) await sleep(Math.min(longestNoticeMs, budgetMs * noticeShare));
  lifecycle.beginRefusing();
  // Whatever fails on the way must not keep the rest from its end.
  const jobs = handJobsBack(leftMs()).catch(() => undefined);
  await Promise.race([lifecycle.idle(), budget]);
  const openRequests = lifecycle.openRequests;
  await Promise.race([Promise.all([jobs, close().catch(() => undefined)]), budget]);
  timeIsUp.abort();
  await Promise.race([release().catch(() => undefined), sleep(Math.max(leftMs(), leastReleaseMs))]);
  return openRequests;
}
