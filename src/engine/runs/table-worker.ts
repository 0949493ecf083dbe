/** The one place that knows where the table worker's entry is. */

/** @param name of the lock that it holds while it lives */
export function createTableWorker(name: string): Worker {
  return new Worker(new URL('../../../workers/table.worker.ts', import.meta.url), { type: 'module', name });
}
