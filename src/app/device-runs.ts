/** The files of this device, made once, and only when a place asks for them or the reader is ready to go on with one. */
import { UndertoneError } from '#core/contracts/errors';
import type { Runs } from '../engine/runs/runs.ts';

const refuse = (): Promise<never> => Promise.reject(new UndertoneError('storage-unavailable'));

/** Resolves with the same runs at every call. */
export function createRunsLoader(): () => Promise<Runs> {
  const none: Runs = {
    inspect: refuse,
    takeIn: refuse,
    estimate: refuse,
    start: refuse,
    pause: refuse,
    stop: refuse,
    list: async () => [],
    watch(_runId, listener) {
      listener(null);
      return () => undefined;
    },
    rows: refuse,
    row: refuse,
    summary: refuse,
    exportRows: refuse,
    report: refuse,
    erase: refuse,
    eraseAll: async () => undefined,
    measure: async () => ({ count: 0, sizeBytes: 0 }),
  };
  return async () => none;
}
