/** The router over real workers: a killed engine costs no answer. */
import { afterEach, expect, it } from 'vitest';
import { createInferenceWorker } from '../../src/engine/inference-worker.ts';
import { createRouter } from '../../src/engine/router.ts';
import { cleanUp, openEngine } from './engine-kit.ts';

const review = { text: 'The room was lovely and quiet.' };

function dyingWorker(): Worker {
  return new Worker(new URL('./workers/dying.worker.ts', import.meta.url), {
    type: 'module',
    name: 'closes',
  });
}

afterEach(cleanUp);

it('answers from a fresh worker when the first one dies in mid-run', async () => {
  const workers = [dyingWorker, createInferenceWorker];
  const router = createRouter({
    rungs: () => [
      {
        name: 'single',
        create: () => openEngine({ createWorker: workers.shift() ?? createInferenceWorker }),
      },
    ],
    canOfferServer: true,
  });
  const { text } = review;
  await expect(router.analyze(review)).resolves.toMatchObject({
    engine: { where: 'device' },
    input: { characters: text.length },
  });
  expect(workers).toHaveLength(0);
  expect(router.status).toMatchObject({
    rung: 'single',
    serverOffered: false,
    setbacks: [{ rung: 'single', code: 'engine-lost' }],
  });
  router.dispose();
});

it('reads rows with a fresh worker when the first one dies in mid-run', async () => {
  const workers = [dyingWorker];
  const router = createRouter({
    rungs: () => [
      {
        name: 'single',
        create: () => openEngine({ createWorker: workers.shift() ?? createInferenceWorker }),
      },
    ],
    canOfferServer: true,
  });
  const { results } = await router.readRows([review.text, review.text]);
  expect(results.map(({ kind }) => kind)).toEqual(['read', 'read']);
  expect(router.status.setbacks).toMatchObject([{ rung: 'single', code: 'engine-lost' }]);
  router.dispose();
});

it('answers from the next rung when every worker of the first one dies', async () => {
  const router = createRouter({
    rungs: () => [
      { name: 'threads', create: () => openEngine({ createWorker: dyingWorker, threads: 2 }) },
      { name: 'single', create: () => openEngine() },
    ],
    canOfferServer: true,
  });
  await expect(router.analyze(review)).resolves.toMatchObject({ engine: { where: 'device', threads: 1 } });
  expect(router.status.rung).toBe('single');
  router.dispose();
});
