/** The pool that reads a file's rows on this device. */
import type { Engine } from '#core/engine';
import { createBulkPool } from './bulk-pool.ts';
import type { BulkPool } from './bulk-pool.ts';
import { createInferenceWorker, createRuntimeWorker } from './inference-worker.ts';
import { createRouter } from './router.ts';
import type { Rung } from './router.ts';
import { visit } from './visit.ts';
import { createWorkerEngine } from './worker-engine.ts';

/**
 * A pool of engines on this device, each with one thread and Undertone's own model.
 *
 * @param fallback reads where none of them can be had
 */
export function openDevicePool(lanes: number, baseUrl: string, fallback: Pick<Engine, 'readRows'>): BulkPool {
  const weightsUrl = new URL('weights/', baseUrl).href;
  const rung = (createWorker: () => Worker): Rung => ({
    name: 'single',
    create: () => createWorkerEngine({ createWorker, weightsUrl, threads: 1, visit, choice: 'current' }),
  });
  const rungs = [createInferenceWorker, createRuntimeWorker].map(rung);
  return createBulkPool({
    lanes,
    openLane: () => createRouter({ rungs: () => rungs, canOfferServer: false }),
    fallback,
  });
}
