/** The one place where the inference worker is made. */

/** Starts a fresh inference worker. */
export function createInferenceWorker(): Worker {
  return new Worker(new URL('../../workers/inference.worker.ts', import.meta.url), {
    type: 'module',
    name: 'inference',
  });
}
