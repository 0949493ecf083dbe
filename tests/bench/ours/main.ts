/** The product's engine on a page of its own: short texts through its worker, many texts through its analyzer. */
import * as Comlink from 'comlink';
import { createInferenceWorker } from '../../../src/engine/inference-worker.ts';
import { createWorkerEngine } from '../../../src/engine/worker-engine.ts';
import type { BenchPage } from '../bench-page.ts';
import type { BulkApi } from './bulk.worker.ts';

const engine = createWorkerEngine({
  createWorker: createInferenceWorker,
  weightsUrl: new URL('/weights/', location.href).href,
  threads: 1,
  visit: 'bench',
});

async function open() {
  const { threads } = await engine.start();
  // Afterwards, so that the model is fetched once.
  const bulkWorker = new Worker(new URL('./bulk.worker.ts', import.meta.url), { type: 'module' });
  const bulk = Comlink.wrap<BulkApi>(bulkWorker);
  await bulk.ready();
  return { threads, bulk };
}

const opening = open();

const bench: BenchPage = {
  ready: opening.then(({ threads }) => ({ threads })),
  async timeEach(texts) {
    const times: number[] = [];
    for (const text of texts) {
      const beganMs = performance.now();
      await engine.analyze({ text });
      times.push(performance.now() - beganMs);
    }
    return times;
  },
  async timeBatches(texts, size) {
    const { bulk } = await opening;
    const beganMs = performance.now();
    for (let from = 0; from < texts.length; from += size) await bulk.read(texts.slice(from, from + size));
    return performance.now() - beganMs;
  },
};

Object.assign(globalThis, { bench });
