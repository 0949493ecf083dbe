/** The one place where inference workers are made. */

/** Starts a fresh inference worker: with one thread it reads by a kernel of our own, where it can. */
export function createInferenceWorker(): Worker {
  return new Worker(new URL('../../workers/inference.worker.ts', import.meta.url), {
    type: 'module',
    name: 'inference',
  });
}

/** Starts a fresh inference worker that reads by the runtime alone: the same file, for where the kernel is wrong. */
export function createRuntimeWorker(): Worker {
  return new Worker(new URL('../../workers/inference.worker.ts', import.meta.url), {
    type: 'module',
    name: 'runtime',
  });
}

/** Starts a fresh worker that reads on the graphics processor, with a runtime of its own. */
export function createGpuInferenceWorker(): Worker {
  return new Worker(new URL('../../workers/inference-gpu.worker.ts', import.meta.url), {
    type: 'module',
    name: 'inference-gpu',
  });
}

/** Starts a fresh worker that reads with a person's own model. */
export function createOwnModelWorker(): Worker {
  return new Worker(new URL('../../workers/own-model.worker.ts', import.meta.url), {
    type: 'module',
    name: 'own-model',
  });
}
