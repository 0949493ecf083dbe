/** Reads with a person's own model. */
import type { OwnModelSource } from '../../workers/own-model-api.ts';
import { detectCapability, threadsFor } from './capability.ts';
import { createOwnModelWorker } from './inference-worker.ts';
import type { Rung } from './router.ts';
import { createWorkerEngine } from './worker-engine.ts';

/** The one way to read with a person's own model: nothing stands in for it. */
export function ownModelRung(ownModel: OwnModelSource): Rung {
  const threads = threadsFor(detectCapability());
  return {
    name: 'own',
    create: () =>
      createWorkerEngine({ createWorker: createOwnModelWorker, weightsUrl: '', threads, ownModel }),
  };
}
