/** Waiting for news of a job: told at once by the work of this process, looked for where another does it. */
import { UndertoneError } from '#core/contracts/errors';

const retryAfterMs = 5000;

export interface JobWatch {
  /** Wakes all that wait for news of the job. */
  tell(jobId: string): void;
  /**
   * Until there may be news, or the signal is aborted.
   *
   * @throws UndertoneError `server-busy` where too many wait already
   */
  wait(jobId: string, signal: AbortSignal): Promise<void>;
}

/**
 * @param lookMs after which a waiter is woken without being told
 * @param maxWaiting each holds a connection
 */
export function createJobWatch(lookMs = 500, maxWaiting = 1000): JobWatch {
  const waiting = new Map<string, Set<() => void>>();
  let count = 0;

  return {
    tell(jobId) {
      for (const wake of [...(waiting.get(jobId) ?? [])]) wake();
    },
    wait(jobId, signal) {
      if (count >= maxWaiting) throw new UndertoneError('server-busy', { retryAfterMs });
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wakes = waiting.get(jobId) ?? new Set();
        const wake = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', wake);
          wakes.delete(wake);
          if (wakes.size === 0) waiting.delete(jobId);
          count -= 1;
          resolve();
        };
        const timer = setTimeout(wake, lookMs);
        signal.addEventListener('abort', wake);
        waiting.set(jobId, wakes.add(wake));
        count += 1;
      });
    },
  };
}
