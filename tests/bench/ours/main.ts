/** The product's engines on a page of its own: short texts by the one that people wait for, many by the pool for files. */
import { createInferenceWorker } from '../../../src/engine/inference-worker.ts';
import { openDevicePool } from '../../../src/engine/device-pool.ts';
import { createWorkerEngine } from '../../../src/engine/worker-engine.ts';
import type { BenchPage } from '../bench-page.ts';

const baseUrl = new URL('./', location.href).href;
const threads = 1;

const engine = createWorkerEngine({
  createWorker: createInferenceWorker,
  weightsUrl: new URL('weights/', baseUrl).href,
  threads,
  visit: 'bench',
});
// As many engines as the rival has threads, and none that would help out unseen.
const pool = openDevicePool(threads, baseUrl, {
  readRows: () => Promise.reject(new Error('The pool could not read.')),
});
/** As the page does: as many texts as the table worker keeps together, and as many portions on their way as the pool can use. */
const portionTexts = 128;

async function open(): Promise<{ threads: number }> {
  const started = await engine.start();
  // Afterwards, so that the model is fetched once.
  await pool.readRows(['It is here.']);
  return { threads: started.threads };
}

/** @throws Error when a text was not read */
async function readAll(texts: readonly string[]): Promise<void> {
  const portions = Array.from({ length: Math.ceil(texts.length / portionTexts) }, (_, number) =>
    texts.slice(number * portionTexts, (number + 1) * portionTexts),
  );
  const left = portions.values();
  const work = async (): Promise<void> => {
    for (const portion of left) {
      const { results } = await pool.readRows(portion);
      const failed = results.find(({ kind }) => kind !== 'read');
      if (failed !== undefined || results.length !== portion.length) {
        throw new Error(`Not every text was read: ${failed?.kind ?? 'some are missing'}`);
      }
    }
  };
  await Promise.all(Array.from({ length: pool.callsAtOnce }, work));
}

const bench: BenchPage = {
  ready: open(),
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
    const beganMs = performance.now();
    for (let from = 0; from < texts.length; from += size) await readAll(texts.slice(from, from + size));
    return performance.now() - beganMs;
  },
};

Object.assign(globalThis, { bench });
