/** The readings that run in a worker: each is followed and ended by its id. */
import type { ErrorCode } from '#core/contracts/errors';
import type { AnalyzeOptions } from '#core/engine';
import type { WorkerEvent } from './inference-api.ts';
import { asOutcome } from './outcome.ts';
import type { Outcome } from './outcome.ts';

export interface Readings {
  /**
   * Runs `read` under this id and never rejects.
   *
   * @param fallback what a failure means that is not of the catalogue
   */
  run<Value>(
    id: number,
    read: (options: AnalyzeOptions) => Promise<Value>,
    fallback: ErrorCode,
  ): Promise<Outcome<Value>>;
  /** Has the reading with this id end before its next run of the model. */
  cancel(id: number): void;
}

/** @param report told how far each reading has come */
export function createReadings(report: (event: WorkerEvent) => void): Readings {
  const running = new Map<number, AbortController>();
  return {
    run(id, read, fallback) {
      return asOutcome(async () => {
        const own = new AbortController();
        running.set(id, own);
        try {
          return await read({
            signal: own.signal,
            onProgress: (progress) => report({ kind: 'progress', id, progress }),
          });
        } finally {
          running.delete(id);
        }
      }, fallback);
    },
    cancel(id) {
      running.get(id)?.abort();
    },
  };
}
